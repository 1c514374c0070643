"""Reads the command line and runs one of the commands of `trellis`."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Any

from trellis._version import __version__

from .output import Output, Steps
from .usage import UsageParser, port, seconds, usage_refused

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

SHELLS = ("bash", "zsh", "fish")
SERVICES = ("kneo", "knoxcall", "convox")
KNEO_VERSIONS = ("0.4.0", "1.2.0")
"""Those of the emulator, which is an extra and not loaded to read a command line."""
STEP_SECONDS = 0.05
EMULATOR_MODULES = frozenset({"uvicorn", "starlette", "jsonschema_rs", "yaml", "h11", "click", "websockets"})
INSTALL_EMULATOR = 'This command needs the emulator: pip install "trellis-clients[emulator]"'


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; `arguments` are those of the process unless given.

    Returns the exit code: 0 for success, 1 for failure (also that of a pipe whose reader left), 2 for wrong usage or a
    missing extra, 130 for Ctrl-C.
    """
    words = sys.argv[1:] if arguments is None else list(arguments)
    try:
        try:
            return _run(words)
        finally:
            sys.stdout.flush()  # a reader that left is noticed here, not when the interpreter ends
    except ModuleNotFoundError as missing:
        if (missing.name or "").partition(".")[0] not in EMULATOR_MODULES:
            raise
        Output(sys.stderr).line(f"trellis: {INSTALL_EMULATOR}")
        return 2
    except BrokenPipeError:
        # The reader of our output left (`trellis demo | head`); what is still buffered must not fail at exit too.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except KeyboardInterrupt:
        return 130


def _run(words: Sequence[str]) -> int:
    if words[:1] == ["call"]:  # it reads its own words: options may stand among them, and its help is about them
        from .call import call

        return call(words[1:])
    if words[:1] == ["__complete"]:
        from .completion import complete

        return complete(words[1:])
    parsed = _parser(words).parse_args(words)
    code: int = parsed.run(parsed)
    return code


def _parser(words: Sequence[str]) -> argparse.ArgumentParser:
    parser = UsageParser(
        prog="trellis",
        description="Calls of the services' APIs, an examination of what stands in their way, local stand-ins for the "
        "services, a demonstration, and a comparison of API documents.",
        epilog="Exit status: 0 success, 1 failure, 2 wrong usage or a missing extra, 130 Ctrl-C; each command's --help "
        "says what that means there. Colours are for terminals: NO_COLOR=1 switches them off, FORCE_COLOR=1 on.",
    )
    parser.add_argument("--version", action="version", version=f"trellis {__version__}")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)

    commands.add_parser("call", help="call any operation of a service: trellis call SERVICE OPERATION name=value ...")

    doctor = commands.add_parser("doctor", help="find out what stands between this machine and a service")
    if words[:1] == ["doctor"]:  # its options are those of `call`, which takes a while to load
        from .doctor import add_doctor_options
        from .doctor import doctor as examine

        add_doctor_options(doctor)
        doctor.set_defaults(run=examine)

    completion = commands.add_parser(
        "completion",
        help="write the script that completes this command in a shell",
        epilog="Exit status: 0, or 2 for wrong usage.",
    )
    completion.add_argument("shell", choices=SHELLS, help="which shell")
    completion.set_defaults(run=_completion)

    serve = commands.add_parser(
        "serve",
        help="serve an emulated service until interrupted",
        epilog="Exit status: 0 it was told to stop, 1 it cannot be served, 2 wrong usage or a missing extra.",
    )
    serve.add_argument("service", choices=SERVICES, help="which service")
    serve.add_argument("--host", default="127.0.0.1", help="address to listen on (default: %(default)s)")
    serve.add_argument("--port", type=port, default=0, help="port to listen on (default: a free one)")
    serve.add_argument(
        "--api-key",
        action="append",
        metavar="KEY",
        help="a key to accept; for kneo as name:key:role[,role...] or a bare admin key; may be repeated "
        "(default: kneo has one key per role, knoxcall one); for convox the rack's password, or the console's keys",
    )
    serve.add_argument(
        "--specs", metavar="DIR", help="kneo: directory that spec_path is relative to (default: the examples)"
    )
    serve.add_argument(
        "--spec-version", choices=KNEO_VERSIONS, help=f"kneo: the release to behave as (default: {KNEO_VERSIONS[-1]})"
    )
    serve.add_argument(
        "--step-seconds",
        type=seconds(zero=True),
        metavar="S",
        help=f"kneo and convox: how long a step of a run or build takes (default: {STEP_SECONDS})",
    )
    serve.add_argument(
        "--rack", action="append", metavar="NAME", help="convox: serve a console, with a rack of this name behind it"
    )
    serve.add_argument(
        "--json",
        action="store_true",
        help="write one line of JSON when it can be called: url, and environment of clients",
    )
    serve.set_defaults(run=_serve)

    demo = commands.add_parser(
        "demo",
        help="use the clients against local services, and show what happens",
        epilog="Exit status: 0 all went as it should, 1 something did not, 2 wrong usage or a missing extra, "
        "130 Ctrl-C.",
    )
    demo.add_argument("service", nargs="?", choices=SERVICES, help="which service (default: one after the other)")
    demo.add_argument("--json", action="store_true", help="write all steps as JSON, at the end")
    demo.set_defaults(run=_demo)

    diff = commands.add_parser(
        "diff",
        help="compare two OpenAPI documents: what changed, and whom it breaks",
        description="Compare two OpenAPI documents, 3.0 or 3.1, in JSON or YAML.",
        epilog="Exit status: 0 if nothing breaks callers, 1 if something does, 2 for wrong usage or a document that "
        "cannot be read.",
    )
    diff.add_argument(
        "old",
        nargs="?",
        metavar="OLD",
        help="a file, or kneo for the installed document, kneo@0.4.0 for an earlier one",
    )
    diff.add_argument("new", nargs="?", metavar="NEW", help="a file, or the name of an installed document")
    diff.add_argument("--json", action="store_true", help="write the report, or the rules, as JSON")
    diff.add_argument("--html", metavar="FILE", help="also write the report as a page of HTML")
    diff.add_argument("--prose", action="store_true", help="list the editorial changes, too")
    diff.add_argument("--rules", action="store_true", help="list the rules and their classes, and compare nothing")
    diff.set_defaults(run=_diff, usage_error=diff.error)
    for each in (parser, *commands.choices.values()):
        each.as_json = "--json" in words
    return parser


def _completion(parsed: argparse.Namespace) -> int:
    from .completion import completion_script

    Output().line(completion_script(parsed.shell))
    return 0


def _serve(parsed: argparse.Namespace) -> int:
    from .serve import serve_convox, serve_kneo, serve_knoxcall

    service, output = parsed.service, Output()
    for option, value, meant_for in (
        ("--specs", parsed.specs, ("kneo",)),
        ("--spec-version", parsed.spec_version, ("kneo",)),
        ("--step-seconds", parsed.step_seconds, ("kneo", "convox")),
        ("--rack", parsed.rack, ("convox",)),
    ):
        if value is not None and service not in meant_for:
            return usage_refused(f"{option} is for {' and '.join(meant_for)}", as_json=parsed.json)
    where: dict[str, Any] = {
        "host": parsed.host,
        "port": parsed.port,
        "api_keys": parsed.api_key or (),
        "as_json": parsed.json,
    }
    step_seconds = STEP_SECONDS if parsed.step_seconds is None else parsed.step_seconds
    if service == "knoxcall":
        return serve_knoxcall(output, **where)
    if service == "convox":
        racks = parsed.rack or ()
        return serve_convox(output, **where, racks=racks, step_seconds=step_seconds)
    return serve_kneo(
        output,
        **where,
        specs=parsed.specs,
        step_seconds=step_seconds,
        spec_version=parsed.spec_version or KNEO_VERSIONS[-1],
    )


def _demo(parsed: argparse.Namespace) -> int:
    from .demo import demo_kneo
    from .demo_convox import demo_convox
    from .demo_knoxcall import demo_knoxcall

    demos = {"kneo": demo_kneo, "knoxcall": demo_knoxcall, "convox": demo_convox}
    wanted = SERVICES if parsed.service is None else (parsed.service,)
    # Each is shown, also after one that failed.
    if not parsed.json:
        return max([demos[name](Output()) for name in wanted])
    import json

    shown = []
    for name in wanted:
        steps = Steps()
        failed = demos[name](steps)
        shown.append({"service": name, "went_well": not failed, "steps": steps.taken})
    Output().line(json.dumps(shown, ensure_ascii=False))
    return int(not all(each["went_well"] for each in shown))


def _diff(parsed: argparse.Namespace) -> int:
    from .diff import diff_documents, list_rules

    if parsed.rules:
        return list_rules(Output(), as_json=parsed.json)
    if parsed.old is None or parsed.new is None:
        parsed.usage_error("two documents are needed: trellis diff OLD NEW")
    return diff_documents(Output(), parsed.old, parsed.new, as_json=parsed.json, html=parsed.html, prose=parsed.prose)
