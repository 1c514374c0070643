"""The text in which a release keeps its environment, and what `set` and `unset` make of it. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

__all__ = ["check_changes", "check_keys", "environment_text", "parse_environment"]


def parse_environment(text: str, *, verbatim: bool = False) -> dict[str, str]:
    """The variables in a release's text: `KEY=value` lines, trimmed. The first `=` divides; a line without one is a
    variable with an empty value. Blank lines, those that begin with `#`, and empty keys are passed over.

    verbatim: leave white space at the end of a value, which the server hands to the app as it is: whoever writes the
    variables back must not change those that nobody named.

    Only a newline ends a line, as on the server: what Python otherwise takes for the end of one may stand in a value.
    """
    found: dict[str, str] = {}
    for line in text.split("\n"):
        trimmed = line.strip()
        if not trimmed or trimmed.startswith("#"):
            continue
        key, _, value = (line.removesuffix("\r") if verbatim else trimmed).partition("=")
        key = key.strip()
        if key:
            found[key] = value
    return found


def environment_text(variables: Mapping[str, str]) -> str:
    """The text of a release for these variables: a line for each, by key, and a newline at the end, so that a release
    without variables has one line too (an empty text would tell the server that none was given)."""
    return "\n".join(f"{key}={variables[key]}" for key in sorted(variables)) + "\n"


def check_changes(changes: Mapping[str, str]) -> dict[str, str]:
    """A copy of the variables to set. TypeError for what is no mapping of str to str; ValueError for what the text
    has no form for, or would give back as something else. Values are not quoted in errors: they are secrets."""
    if not isinstance(changes, Mapping):
        raise TypeError(f"env must be a mapping of names to values, got {type(changes).__name__}")
    for key, value in changes.items():
        _check_key(key)
        if not isinstance(value, str):
            raise TypeError(f"the value of {key} must be a str, got {type(value).__name__}")
        for mark, name in (("\n", "a newline"), ("\r", "a carriage return"), ("\0", "a NUL character")):
            if mark in value:
                raise ValueError(
                    f"the value of {key} holds {name}: the environment has one line for each variable. "
                    "Encode it first, with base64 for one"
                )
    return dict(changes)


def check_keys(keys: Iterable[str]) -> tuple[str, ...]:
    """The names of variables to take out. TypeError or ValueError for what can be no name."""
    checked = tuple(keys)
    for key in checked:
        _check_key(key)
    return checked


def _check_key(key: str) -> None:
    if not isinstance(key, str):
        raise TypeError(f"the name of a variable must be a str, got {type(key).__name__}")
    if not key or key != key.strip():
        raise ValueError(f"the name of a variable must not be empty, or begin or end with white space, got {key!r}")
    if "=" in key:
        raise ValueError(f"the name of a variable must not hold '=', which would end it sooner, got {key!r}")
    if key.startswith("#"):
        raise ValueError(f"the name of a variable must not begin with '#', which makes its line a comment, got {key!r}")
    if any(mark in key for mark in "\n\r\0"):
        raise ValueError(f"the name of a variable must not hold a line break or a NUL character, got {key!r}")
