"""Completion of the `trellis` command in shells, from the pinned documents. Loads no HTTP library, to be fast."""

from __future__ import annotations

import os
import re
import sys
from typing import TYPE_CHECKING, NamedTuple

from .call_catalogue import PACKAGES, UsageProblem, entry_of, find, operations
from .completion_scripts import SCRIPTS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from .call_catalogue import Argument

__all__ = ["complete", "completion_script"]

_COMMANDS = {
    "call": "call any operation of a service",
    "completion": "write the script that completes this command in a shell",
    "demo": "use the clients against local services",
    "diff": "compare two OpenAPI documents",
    "doctor": "find out what stands between this machine and a service",
    "serve": "serve an emulated service",
}
_CONNECTING = {
    "--url": "the platform, management API, rack or console",
    "--api-key-env": "the environment variable that holds the key",
    "--profile": "the profile of the file",
    "--rack": "the rack behind the console",
    "--ca-file": "CA certificates to trust",
    "--timeout": "seconds for each phase of an attempt",
}
_VALUED = frozenset({*_CONNECTING, "--output", "-o", "--deadline", "--method", "--html", "--host", "--port", "--specs",
                     "--spec-version", "--step-seconds"})  # fmt: skip
_FLAGS = {"--json": "everything as JSON", "--help": "say what this takes", "--api-key-stdin": "read the key from stdin"}
_OPTIONS = {
    "call": {
        **_CONNECTING,
        **_FLAGS,
        "--output": "write the answer to a file",
        "--deadline": "seconds for the whole call",
        "--method": "instead of GET, where any method will do",
    },
    "doctor": {**_CONNECTING, **_FLAGS},
    "diff": {"--json": "the report as JSON", "--html": "also as a page", "--prose": "editorial changes, too",
             "--rules": "list the rules"},
    "serve": {"--host": "address to listen on", "--port": "port to listen on", "--api-key": "a key to accept",
              "--specs": "kneo: directory of specs", "--step-seconds": "how long a step takes",
              "--spec-version": "kneo: the release to behave as", "--rack": "convox: a rack behind a console",
              "--json": "where it is, as JSON"},
    "demo": {"--json": "all steps, as JSON"},
}  # fmt: skip
_BREAKS = re.compile(r".*[=:]")


class Candidate(NamedTuple):
    """What may stand next, and what it is."""

    text: str
    about: str = ""


def completion_script(shell: str) -> str:
    """The script for "bash", "zsh" or "fish"."""
    return SCRIPTS[shell]


def complete(arguments: Sequence[str]) -> int:
    """Write the candidates for the last word, one a line. Nothing at all means that a file may come there.

    arguments: the shell; then for bash the line up to the cursor, for the others the words after `trellis`, the last of
    which is the one that is being typed. Returns 0: a shell has no use for complaints.
    """
    shell, *words = arguments or ("",)
    if shell == "bash":
        line = words[0] if words else ""
        words = line.split()[1:] + ([""] if line[-1:].isspace() else [])
    current = words[-1] if words else ""
    for candidate in _candidates(words[:-1], current):
        if not candidate.text.startswith(current):
            continue
        text = candidate.text
        if shell == "bash":
            broken = _BREAKS.match(current)
            text = text[broken.end() :] if broken else text
        elif candidate.about:
            text = f"{text}\t{candidate.about}"
        sys.stdout.write(text + "\n")
    return 0


def _candidates(before: Sequence[str], current: str) -> Iterator[Candidate]:
    if not before:
        yield from (Candidate(name, about) for name, about in _COMMANDS.items())
        return
    command, *rest = before
    if rest and rest[-1] in _VALUED:
        return  # a value of the user's own: perhaps a file
    if current.startswith("-"):
        yield from (Candidate(name, about) for name, about in _OPTIONS.get(command, {}).items())
        return
    words = [word for place, word in enumerate(rest) if _stands_alone(rest, place)]
    if command == "completion" and not words:
        yield from (Candidate(shell) for shell in SCRIPTS)
    elif command in ("serve", "demo", "doctor", "diff") and len(words) < (2 if command == "diff" else 1):
        yield from (Candidate(service) for service in PACKAGES)
    elif command == "call":
        yield from _of_call(words, current)


def _stands_alone(words: Sequence[str], place: int) -> bool:
    """Whether a word is neither an option nor its value."""
    return not words[place].startswith("--") and (place == 0 or words[place - 1] not in _VALUED)


def _of_call(words: Sequence[str], current: str) -> Iterator[Candidate]:
    if not words:
        yield from (Candidate(service) for service in PACKAGES)
        return
    if words[0] not in PACKAGES:
        return
    if len(words) == 1:
        for row in operations(words[0]).values():
            yield Candidate(row.id, row.label)
        return
    try:
        entry = entry_of(words[0], find(words[0], words[1]))
    except UsageProblem:
        return
    before, at, path = current.rpartition("@")
    if at and (not before or before.endswith("=")):
        yield from (Candidate(f"{before}@{place}") for place in ("env:", "-") if before)
        yield from (Candidate(f"{before}@{place}") for place in _files(path))
        return
    name, sign, _ = current.partition("=")
    given = {word.partition("=")[0].rstrip(":") for word in words[2:]}
    for argument in entry.arguments:
        if sign:
            if argument.name == name:
                yield from (Candidate(f"{name}={value}") for value in _values(argument))
        elif argument.name not in given or argument.kind in ("array", "object"):
            yield Candidate(f"{argument.name}=", argument.description.partition(". ")[0])


def _files(start: str) -> Iterator[str]:
    """Files whose path begins like this, and folders, which end in a slash."""
    folder, _, name = start.rpartition("/")
    inside = f"{folder}/" if "/" in start else ""
    try:
        with os.scandir(inside or ".") as found:
            entries = sorted((entry.name, entry.is_dir()) for entry in found)
    except OSError:
        return
    for entry, is_folder in entries:
        if entry.startswith(name) and (name or not entry.startswith(".")):
            yield f"{inside}{entry}{'/' if is_folder else ''}"


def _values(argument: Argument) -> tuple[str, ...]:
    if argument.secret:
        return ("@env:", "@-")
    return ("true", "false") if argument.kind == "boolean" else argument.enum
