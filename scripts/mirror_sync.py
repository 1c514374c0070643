#!/usr/bin/env python3
"""Mirror the async adapters in src/<sdk>/_async into src/<sdk>/_sync.

The adapters are written once, async. Two passes make the sync twin: docstrings, comments and f-strings are adapted
here as text, then `unasync` turns the code's tokens. Ruff, without any project configuration, gives the result its
final form, so it is the same whichever interpreter runs this script. The result is committed.

    mirror_sync.py            write the mirror and remove files whose source is gone
    mirror_sync.py --check    write nothing; list what differs and exit 1
"""

from __future__ import annotations

import argparse
import ast
import difflib
import re
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import tokenize_rt
import unasync

ROOT = Path(__file__).resolve().parent.parent
if not __package__:  # Run as a file: `scripts` is not yet importable.
    sys.path.insert(0, str(ROOT))

from scripts.mirror_lint import Complaint, lint  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

LINE_LENGTH = 120
OLDEST_PYTHON = (3, 10)
MARK = "by scripts/mirror_sync.py; do not edit."

COMMON_NAMES: Mapping[str, str] = {
    "_async": "_sync",
    "aio": "sio",
    "aclose": "close",
    "aclosing": "closing",
    "aiter": "iter",
    "anext": "next",
    "aiter_bytes": "iter_bytes",
    "aiter_lines": "iter_lines",
    "aiter_raw": "iter_raw",
    "aiter_text": "iter_text",
    "aread": "read",
    "AsyncBaseTransport": "BaseTransport",
    "AsyncByteStream": "SyncByteStream",
    "AsyncClient": "Client",
    "AsyncExitStack": "ExitStack",
    "AsyncGenerator": "Generator",
    "AsyncHTTPTransport": "HTTPTransport",
    "AsyncIterable": "Iterable",
    "AsyncIterator": "Iterator",
    "AbstractAsyncContextManager": "AbstractContextManager",
    "asynccontextmanager": "contextmanager",
    "handle_async_request": "handle_request",
    "StopAsyncIteration": "StopIteration",
    "__aenter__": "__enter__",
    "__aexit__": "__exit__",
    "__aiter__": "__iter__",
    "__anext__": "__next__",
}
"""Names of the standard library, httpx and the core that have a sync twin. Beyond them `AsyncX` becomes `SyncX`."""

SDK_NAMES: Mapping[str, Mapping[str, str]] = {
    "kneo_client": {
        "KneoClient": "SyncKneoClient",
        "AgentClient": "SyncAgentClient",
        "AuditClient": "SyncAuditClient",
        "CredentialsClient": "SyncCredentialsClient",
        "HealthClient": "SyncHealthClient",
        "HumanTasksClient": "SyncHumanTasksClient",
        "PlatformClient": "SyncPlatformClient",
        "PoliciesClient": "SyncPoliciesClient",
        "RunsClient": "SyncRunsClient",
        "SkillsClient": "SyncSkillsClient",
        "SpecsClient": "SyncSpecsClient",
        "Transport": "SyncTransport",
    },
    "knoxcall": {
        "KnoxCallAsync": "KnoxCallSync",
    },
    # Convox's public names are the sync ones. AsyncSystem is not among them, since System is a model: SyncSystem.
    "convox": {
        f"Async{name}": name
        for name in (
            "API",
            "Apps",
            "Balancers",
            "Budget",
            "Builds",
            "Calls",
            "Certificates",
            "ConvoxClient",
            "Download",
            "Environment",
            "Events",
            "ExecSession",
            "Files",
            "Instances",
            "LogStream",
            "Objects",
            "Processes",
            "Proxy",
            "Registries",
            "Releases",
            "Resources",
            "Services",
            "TcpStream",
        )
    },
}
"""Per SDK, the public name of an async class and of its sync twin. Every SDK with an `_async` package has a row."""

_WORD = r"(?<![A-Za-z0-9_]){}(?![A-Za-z0-9_])"
_CODE_PHRASES = (
    (re.compile(r"\basync (?=(?:with|for|def)\b)"), ""),
    (re.compile(r"\bawait (?=[A-Za-z_][\w.]*[(\[]|[A-Za-z_]\w*\.\w)"), ""),
    (re.compile(r"\basyncio\.run\(((?:[^()]|\((?:[^()]|\([^()]*\))*\))*)\)"), r"\1"),
)
_PROSE_PHRASES = (
    (re.compile(r"\b([Aa])n (?=[Aa]sync(?:hronous)?\b)"), r"\1 "),
    (re.compile(r"\basync\b"), "sync"),
    (re.compile(r"\bAsync\b"), "Sync"),
    (re.compile(r"\basynchronous(ly)?\b"), r"synchronous\1"),
    (re.compile(r"\bAsynchronous(ly)?\b"), r"Synchronous\1"),
)
_LEADING_QUOTE = re.compile(r"^[A-Za-z]*")


class MirrorError(Exception):
    """The mirror cannot be made; the message lists every reason, one a line."""


@dataclass(frozen=True)
class Difference:
    """One file of the mirror that is not what its source makes of it."""

    path: Path
    kind: str
    diff: str = ""


@dataclass
class Mirror:
    """The wanted content of every mirrored file of a tree, by its path relative to the root."""

    root: Path
    wanted: dict[Path, str] = field(default_factory=dict)

    def differences(self) -> list[Difference]:
        """What a run would write or remove, in path order."""
        found = []
        for path, text in self.wanted.items():
            target = self.root / path
            if not target.exists():
                found.append(Difference(path, "missing"))
            elif (present := target.read_text("utf-8")) != text:
                found.append(Difference(path, "differs", _unified(path, present, text)))
        found += [Difference(path, "stale") for path in self.stale()]
        return sorted(found, key=lambda difference: difference.path)

    def stale(self) -> list[Path]:
        """Mirrored files whose source is gone. A file that bears no mark is not ours to remove: that is an error."""
        strays = []
        for package in async_packages(self.root):
            for target in sorted((package.parent / "_sync").rglob("*.py")):
                path = target.relative_to(self.root)
                if path not in self.wanted:
                    if MARK not in target.read_text("utf-8").partition("\n")[0]:
                        raise MirrorError(f"{path}: not made by the mirror, but lies in its folder; move or remove it")
                    strays.append(path)
        return strays

    def write(self) -> list[Difference]:
        """Bring the tree up to date; returns what was done."""
        done = self.differences()
        for difference in done:
            target = self.root / difference.path
            if difference.kind == "stale":
                target.unlink()
                _remove_empty_parents(target, until="_sync")
            else:
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_text(self.wanted[difference.path], "utf-8", newline="\n")
        return done


def async_packages(root: Path) -> list[Path]:
    """The `_async` folder of each SDK."""
    return sorted(path for path in (root / "src").glob("*/_async") if path.is_dir())


def own_names(package: Path) -> Mapping[str, str] | None:
    """The names of a package that brings them along, as those that `make new-service` makes do; None if it does not."""
    path = package / "mirror.toml"
    if not path.exists():
        return None
    rows = re.findall(r'^(\w+) = "(\w+)"$', path.read_text("utf-8"), re.MULTILINE)
    return dict(rows)


def build(root: Path, sdk_names: Mapping[str, Mapping[str, str]] = SDK_NAMES) -> Mirror:
    """Lint every source and compute the whole mirror; raises MirrorError naming everything that stands in the way."""
    mirror, complaints = Mirror(root), list[Complaint]()
    drafts: dict[Path, str] = {}
    for package in async_packages(root):
        sdk = package.parent.name
        names = sdk_names[sdk] if sdk in sdk_names else own_names(package)
        if names is None:
            raise MirrorError(f"{package.relative_to(root)}: no row for {sdk!r} in SDK_NAMES of scripts/mirror_sync.py")
        complaints += _colliding(sdk, names)
        for source in sorted(package.rglob("*.py")):
            path = source.relative_to(root)
            text = source.read_text("utf-8")
            complaints += lint(path, text, sdk_names=names, common_names=COMMON_NAMES)
            target = Path(*("_sync" if part == "_async" else part for part in path.parts))
            if not complaints:
                drafts[target] = f"# Mirrored from {path.as_posix()} {MARK}\n" + turn(text, names)
    if complaints:
        raise MirrorError("\n".join(map(str, complaints)))
    for path, text in _formatted(root, drafts).items():
        _must_compile(path, text)
        mirror.wanted[path] = text
    return mirror


def turn(source: str, names: Mapping[str, str]) -> str:
    """The sync form of one async module, not yet formatted."""
    table = {**COMMON_NAMES, **names}
    tokens = _joined_f_strings(tokenize_rt.src_to_tokens(source))
    tokens = _three_argument_generators(_without_awaitable(tokens))
    adapted = tokenize_rt.tokens_to_src(_adapted_text(tokens, table))
    with tempfile.TemporaryDirectory() as folder:
        before, after = Path(folder, "_async", "module.py"), Path(folder, "_sync", "module.py")
        before.parent.mkdir()
        before.write_text(adapted, "utf-8", newline="\n")
        rule = unasync.Rule(f"{folder}/_async/", f"{folder}/_sync/", additional_replacements=table)
        unasync.unasync_files([str(before)], [rule])
        return after.read_text("utf-8")


def _joined_f_strings(tokens: Iterable[tokenize_rt.Token]) -> list[tokenize_rt.Token]:
    """Python 3.12 splits an f-string into tokens, earlier ones do not: one STRING token on all of them."""
    joined: list[tokenize_rt.Token] = []
    depth, parts = 0, list[str]()
    for token in tokens:
        if token.name in ("FSTRING_START", "TSTRING_START"):
            depth += 1
        if depth:
            parts.append(token.src)
        else:
            joined.append(token)
        if token.name in ("FSTRING_END", "TSTRING_END"):
            depth -= 1
            if not depth:
                joined.append(tokenize_rt.Token("STRING", "".join(parts)))
                parts = []
    return joined


def _adapted_text(tokens: Iterable[tokenize_rt.Token], table: Mapping[str, str]) -> Iterator[tokenize_rt.Token]:
    at_statement_start = True
    for token in tokens:
        if token.name == "COMMENT":
            yield token._replace(src=adapt_prose(token.src, table))
        elif token.name == "STRING":
            adapt = adapt_prose if at_statement_start else adapt_string
            yield token._replace(src=adapt(token.src, table))
        else:
            yield token
        if token.name in ("NEWLINE", "INDENT", "DEDENT"):
            at_statement_start = True
        elif token.name not in ("NL", "COMMENT", "UNIMPORTANT_WS", "ENCODING"):
            at_statement_start = False


def adapt_string(text: str, table: Mapping[str, str]) -> str:
    """A string literal that may reach the wire: only public class names and unmistakable code are turned."""
    for pattern, replacement in _CODE_PHRASES:
        text = pattern.sub(replacement, text)
    if _is_f_string(text):
        return _mapped(text, table)
    return _mapped(text, {name: twin for name, twin in table.items() if name[0].isupper()})


def adapt_prose(text: str, table: Mapping[str, str]) -> str:
    """A comment or docstring: code in it is turned like code, and "an async client" becomes "a sync client"."""
    for pattern, replacement in _CODE_PHRASES:
        text = pattern.sub(replacement, text)
    text = _mapped(text, table)
    for pattern, replacement in _PROSE_PHRASES:
        text = pattern.sub(replacement, text)
    return text


def _mapped(text: str, table: Mapping[str, str]) -> str:
    pattern = re.compile(_WORD.format("(?:" + "|".join(map(re.escape, sorted(table))) + ")"))
    text = pattern.sub(lambda match: table[match[0]], text)
    return re.sub(_WORD.format(r"Async(?=[A-Z])(\w+)"), r"Sync\1", text)


def _is_f_string(text: str) -> bool:
    prefix = _LEADING_QUOTE.match(text)
    return prefix is not None and "f" in prefix[0].lower()


def _closing(tokens: list[tokenize_rt.Token], opening: int) -> int:
    depth = 0
    for index in range(opening, len(tokens)):
        if tokens[index].name == "OP":
            depth += (tokens[index].src in "([{") - (tokens[index].src in ")]}")
            if not depth:
                return index
    raise MirrorError("unbalanced brackets")  # The parser has accepted the module, so this cannot be reached.


def _three_argument_generators(tokens: list[tokenize_rt.Token]) -> list[tokenize_rt.Token]:
    """`AsyncGenerator[X, Y]` has two arguments, `Generator` three before Python 3.13."""
    tokens = list(tokens)
    for index in range(len(tokens) - 2, -1, -1):
        if tokens[index].src == "AsyncGenerator" and tokens[index + 1].src == "[":
            tokens.insert(_closing(tokens, index + 1), tokenize_rt.Token("CODE", ", None"))
    return tokens


def _without_awaitable(tokens: list[tokenize_rt.Token]) -> list[tokenize_rt.Token]:
    """`Awaitable[X]` is plainly `X` in the mirror. Ruff removes the import that is left over."""
    tokens = list(tokens)
    for index in range(len(tokens) - 2, -1, -1):
        if tokens[index].src == "Awaitable" and tokens[index + 1].src == "[":
            del tokens[_closing(tokens, index + 1)]
            del tokens[index : index + 2]
    return tokens


def _formatted(root: Path, drafts: Mapping[Path, str]) -> dict[Path, str]:
    """The drafts with imports sorted and code laid out by ruff, blind to any configuration of this or outer folders."""
    if not drafts:
        return {}
    # The core counts as such also where it is not in the tree itself.
    names = {"trellis", *(path.name for path in (root / "src").iterdir() if path.is_dir())}
    first_party = ",".join(f'"{name}"' for name in sorted(names))
    common = ["--isolated", "--no-cache", "--quiet", f"--config=line-length={LINE_LENGTH}", "--target-version=py310"]
    with tempfile.TemporaryDirectory() as folder:
        for path, text in drafts.items():
            target = Path(folder, path)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text, "utf-8", newline="\n")
        select = ["--select", "I,F401", "--fix", "--config", f"lint.isort.known-first-party = [{first_party}]"]
        _ruff("check", *common, *select, ".", cwd=folder)
        _ruff("format", *common, ".", cwd=folder)
        return {path: Path(folder, path).read_text("utf-8") for path in drafts}


def _ruff(*arguments: str, cwd: str) -> None:
    done = subprocess.run([sys.executable, "-m", "ruff", *arguments], cwd=cwd, capture_output=True, text=True)
    if done.returncode:
        raise MirrorError(f"ruff {arguments[0]} of the mirror failed:\n{done.stdout}{done.stderr}")


def _must_compile(path: Path, text: str) -> None:
    try:
        ast.parse(text, str(path), feature_version=OLDEST_PYTHON)
    except SyntaxError as error:
        raise MirrorError(f"{path}:{error.lineno}: the mirror is not valid Python: {error.msg}") from error


def _colliding(sdk: str, names: Mapping[str, str]) -> list[Complaint]:
    path = Path("scripts/mirror_sync.py")
    table = {**COMMON_NAMES, **names}
    complaints = []
    for name, twin in names.items():
        if any(other != name and target == twin for other, target in table.items()):
            complaints.append(Complaint(path, 1, f"SDK_NAMES[{sdk!r}]: more than one name becomes {twin}"))
        if twin in table:
            complaints.append(Complaint(path, 1, f"SDK_NAMES[{sdk!r}]: {name} becomes {twin}, itself in the table"))
    return complaints


def _unified(path: Path, present: str, wanted: str) -> str:
    lines = difflib.unified_diff(
        present.splitlines(keepends=True), wanted.splitlines(keepends=True), f"{path} (committed)", f"{path} (mirrored)"
    )
    return "".join(lines)


def _remove_empty_parents(path: Path, until: str) -> None:
    for parent in path.parents:
        leftover = [child for child in parent.iterdir() if child.name != "__pycache__"]
        if leftover or parent.name == until:
            return
        for cached in parent.glob("__pycache__/*"):
            cached.unlink()
        for cache in parent.glob("__pycache__"):
            cache.rmdir()
        parent.rmdir()


def main(arguments: list[str] | None = None) -> int:
    """Run the command line; returns its exit status."""
    parser = argparse.ArgumentParser(description="Mirror src/<sdk>/_async into src/<sdk>/_sync.")
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 if the mirror is not up to date")
    parser.add_argument("--root", type=Path, default=ROOT, help="tree to work on (default: this repository)")
    options = parser.parse_args(arguments)
    root: Path = options.root.resolve()
    try:
        mirror = build(root)
        found = mirror.differences() if options.check else mirror.write()
    except MirrorError as error:
        print(error, file=sys.stderr)
        return 1
    for difference in found:
        print(difference.kind if options.check else _VERBS[difference.kind], difference.path)
        if options.check and difference.diff:
            print(difference.diff, end="")
    if options.check and found:
        print("The sync mirror is not up to date; run: make mirror", file=sys.stderr)
        return 1
    print(f"mirror: {len(mirror.wanted)} files, " + (f"{len(found)} changed" if found else "up to date"))
    return 0


_VERBS = {"missing": "wrote", "differs": "rewrote", "stale": "removed"}


if __name__ == "__main__":
    sys.exit(main())
