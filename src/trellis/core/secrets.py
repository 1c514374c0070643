"""Credentials as values that cannot slip out: no repr, no pickle, no comparison by accident."""

from __future__ import annotations

from typing import NoReturn

__all__ = ["MASK", "Secret", "refuse_pickle", "scrub"]

MASK = "<redacted>"
"""What stands wherever a credential would have stood."""


class Secret:
    """A credential. `reveal()` is the only way to its text, so every place that needs it can be found by name."""

    __slots__ = ("_text",)

    def __init__(self, text: str) -> None:
        self._text = text

    def reveal(self) -> str:
        """Return the credential itself."""
        return self._text

    def __repr__(self) -> str:
        return f"Secret({MASK})"

    __str__ = __repr__

    def __bool__(self) -> bool:
        return bool(self._text)

    def __reduce__(self) -> NoReturn:
        refuse_pickle(self, "a credential")


def refuse_pickle(value: object, what: str) -> NoReturn:
    """Raise the TypeError that pickling something with a credential in it ends in."""
    raise TypeError(f"cannot pickle {type(value).__name__}: it holds {what}; build it anew in the other process")


def scrub(text: str, secrets: tuple[Secret, ...]) -> str:
    """Replace every occurrence of a secret in `text`: a server's error page may echo what we sent."""
    for secret in secrets:
        plain = secret.reveal()
        if plain and plain in text:
            text = text.replace(plain, MASK)
    return text
