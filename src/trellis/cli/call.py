"""`trellis call SERVICE OPERATION name=value ...`: any operation of a pinned document, through the SDK's own client."""

from __future__ import annotations

import argparse
import os
import sys
import warnings
from typing import IO, TYPE_CHECKING, NoReturn

from trellis.core.errors import ServiceError
from trellis.core.secrets import Secret

from .call_arguments import arguments_of
from .call_catalogue import PACKAGES, UsageProblem, closest, entry_of, find
from .call_client import Connecting, Order, caller_for
from .call_help import STATUSES, operation_help, operation_list, refusal_of, service_list
from .call_output import TransferProgress, error_json, printable, write_answer
from .output import Output
from .usage import UsageParser, seconds

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .call_catalogue import Entry

__all__ = ["call", "call_parser", "connecting_from", "connecting_options", "service_named"]

_DESCRIPTION = """\
Call any operation of a service, through its SDK, with the credentials that the SDK finds: profiles, environment
variables and login files (`trellis doctor` shows which).

  name=value     an argument; again for one more item of a list; name.key=value is an entry of an object
  name:=JSON     an argument as JSON; name:=@FILE has it in a file
  name=@FILE     an argument from a file, name=@- from standard input, name=@env:VARIABLE from the environment
  @FILE, -       the whole body, from a file or standard input

`trellis call SERVICE` lists the operations, `trellis call SERVICE OPERATION --help` says what one takes.
"""
_NO_KEYS = (
    "a key is not taken from the command line: everybody who can list processes sees it there, and the shell's history "
    "keeps it. Put it into an environment variable and name that with --api-key-env, or pipe it in with --api-key-stdin"
)
_KEY_OPTIONS = ("--api-key", "--password", "--token", "--client-secret", "--access-token")


class _Refuse(argparse.Action):
    """Refuses an option with reasons. What was given for it is not quoted."""

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> NoReturn:
        parser.error(_NO_KEYS)


def connecting_options(parser: argparse.ArgumentParser) -> None:
    """Add the options that say where to and as whom."""
    where = parser.add_argument_group("where to and as whom")
    where.add_argument("--url", metavar="URL", help="the platform, management API, rack or console")
    where.add_argument("--api-key-env", metavar="NAME", help="the environment variable that holds the key")
    where.add_argument("--api-key-stdin", action="store_true", help="read the key from standard input (one line)")
    where.add_argument("--profile", metavar="NAME", help="kneo, knoxcall: the profile of the file")
    where.add_argument("--rack", metavar="NAME", help="convox: the rack behind the console, organization/rack")
    where.add_argument("--ca-file", metavar="FILE", help="convox: CA certificates to trust (the others: SSL_CERT_FILE)")
    where.add_argument(
        "--timeout", type=seconds(), metavar="S", help="seconds for each phase of an attempt (default: the SDK's, 30)"
    )
    for option in _KEY_OPTIONS:
        where.add_argument(option, action=_Refuse, help=argparse.SUPPRESS)


def call_parser() -> UsageParser:
    """The parser of the command, whose `--help` is about a service or an operation where one is named."""
    parser = UsageParser(
        prog="trellis call",
        usage="trellis call [SERVICE [OPERATION [name=value ...]]] [options]",
        description=_DESCRIPTION,
        epilog=STATUSES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        add_help=False,
        allow_abbrev=False,
    )
    parser.add_argument("words", nargs="*", help=argparse.SUPPRESS)
    parser.add_argument("-h", "--help", action="store_true", help="say what there is, or what an operation takes")
    parser.add_argument("--json", action="store_true", help="everything as JSON on one line, errors and help included")
    parser.add_argument("--output", "-o", metavar="FILE", help="write the answer to a file; - is standard output")
    parser.add_argument("--deadline", type=seconds(), metavar="S", help="seconds for the whole call, retries included")
    parser.add_argument("--method", metavar="METHOD", help="convox, proxy_http and registries_proxy: instead of GET")
    connecting_options(parser)
    return parser


def call(arguments: Sequence[str]) -> int:
    """Run `trellis call` with the words after it. Returns the exit status: 0, 1 or 2; see the parser's epilog."""
    parser = call_parser()
    parser.as_json = "--json" in arguments
    parsed = parser.parse_intermixed_args(list(arguments))
    try:
        with warnings.catch_warnings():
            warnings.showwarning = _say_warning
            return _called(parser, parsed)
    except (UsageProblem, ServiceError, ValueError, TypeError, OSError, ImportError) as problem:
        if isinstance(problem, BrokenPipeError):
            raise
        Output(sys.stderr).line(error_json(problem) if parsed.json else f"trellis: {printable(_words(problem))}")
        return 1 if isinstance(problem, (ServiceError, OSError)) else 2


def _say_warning(message: Warning | str, *_: object, **__: object) -> None:
    """A warning of the SDK's, without the line of our code that it came from."""
    Output(sys.stderr).line(f"trellis: careful: {printable(str(message))}")


def _words(problem: Exception) -> str:
    if isinstance(problem, ServiceError):
        return f"{type(problem).__name__}: {problem}"
    if isinstance(problem, OSError) and problem.filename is not None:
        return f"{problem.filename}: {problem.strerror or problem}"
    return str(problem)


def _called(parser: argparse.ArgumentParser, parsed: argparse.Namespace) -> int:
    words: list[str] = parsed.words
    if not words:
        if parsed.help and not parsed.json:
            parser.print_help()
        else:
            service_list(Output(), as_json=parsed.json)
        return 0 if parsed.help or parsed.json else 2
    service = service_named(words[0])
    if len(words) == 1:
        operation_list(Output(), service, as_json=parsed.json)
        return 0
    entry = entry_of(service, find(service, words[1]))
    if parsed.help:
        operation_help(Output(), entry, as_json=parsed.json)
        return 0
    refusal = refusal_of(entry)
    if refusal is not None:
        raise UsageProblem(refusal)
    if parsed.method is not None and entry.transport != "http-proxy":
        raise UsageProblem(f"--method is for operations that take any; {entry.row.id} is {entry.row.label}")
    return _made(entry, words[2:], parsed)


def service_named(word: str) -> str:
    """The service of that name. UsageProblem says which there are."""
    if word not in PACKAGES:
        raise UsageProblem(f"there is no service {word!r}{closest(word, PACKAGES)}; there are {', '.join(PACKAGES)}")
    return word


def _made(entry: Entry, words: Sequence[str], parsed: argparse.Namespace) -> int:
    connecting = connecting_from(parsed, entry.service)

    def stdin() -> IO[bytes]:
        if parsed.api_key_stdin:
            raise UsageProblem("standard input holds the key already: --api-key-stdin")
        return sys.stdin.buffer

    given = arguments_of(entry, words, stdin)
    uploading = entry.body == "raw" and given.body is not None
    progress = TransferProgress(sys.stderr, "sent" if uploading else "received")
    order = Order(
        entry.row,
        given.args,
        given.body,
        given.idempotency_key,
        parsed.method,
        progress if progress.active else None,
    )
    try:
        with (
            caller_for(entry.service, connecting) as caller,
            caller.call(order) as answer,
        ):
            if uploading:
                progress.finish()
            write_answer(answer, output=parsed.output, as_json=parsed.json)
            if answer.status >= 400:
                Output(sys.stderr).line(f"trellis: {entry.row.id}: the server behind it answered {answer.status}")
                return 1
    finally:
        progress.finish()
        given.close()
    return 0


def connecting_from(parsed: argparse.Namespace, service: str | None) -> Connecting:
    """What the options say about where to and as whom. UsageProblem for an option that is not for the service, and for
    a key that is not where it is said to be."""
    key, source = None, "argument"
    for option, value, meant_for in (
        ("--profile", parsed.profile, ("kneo", "knoxcall")),
        ("--rack", parsed.rack, ("convox",)),
        ("--ca-file", parsed.ca_file, ("convox",)),
    ):
        if value is not None and service is not None and service not in meant_for:
            hint = "; set SSL_CERT_FILE" if option == "--ca-file" else ""
            raise UsageProblem(f"{option} is for {' and '.join(meant_for)}{hint}")
    if parsed.api_key_env is not None and parsed.api_key_stdin:
        raise UsageProblem("--api-key-env and --api-key-stdin: one of them")
    if parsed.api_key_env is not None:
        key, source = os.environ.get(parsed.api_key_env), f"environment variable {parsed.api_key_env} (--api-key-env)"
        if not key:
            raise UsageProblem(f"the environment variable {parsed.api_key_env} is not set")
    elif parsed.api_key_stdin:
        key, source = _key_from_stdin(), "standard input (--api-key-stdin)"
    return Connecting(
        url=parsed.url,
        api_key=None if key is None else Secret(key),
        profile=parsed.profile,
        rack=parsed.rack,
        timeout=parsed.timeout,
        deadline=getattr(parsed, "deadline", None),
        ca=parsed.ca_file,
        key_source=source,
    )


def _key_from_stdin() -> str:
    if sys.stdin.isatty():
        import getpass

        key = getpass.getpass("Key: ")
    else:
        key = sys.stdin.readline().rstrip("\r\n")
    if not key:
        raise UsageProblem("standard input holds no key")
    return key
