"""Credentials as values that cannot slip out: no repr, no pickle, no comparison by accident."""

from __future__ import annotations

import re
from typing import NoReturn

__all__ = ["MASK", "Secret", "refuse_pickle", "scrub"]

MASK = "<redacted>"
"""What stands wherever a credential would have stood."""
_SAME_EVERYWHERE = re.compile(r"[A-Za-z0-9_.~-]*")
"""Text that URLs, HTML and JSON hold as it is."""


class Secret:
    """A credential. `reveal()` is the only way to its text, so every place that needs it can be found by name."""

    __slots__ = ("_forms", "_text")

    def __init__(self, text: str) -> None:
        self._text = text
        self._forms: tuple[str, ...] | None = None

    def reveal(self) -> str:
        """Return the credential itself."""
        return self._text

    def forms(self) -> tuple[str, ...]:
        """The credential as it stands in text, in a URL, in a page and in JSON: wherever a server may quote it."""
        if self._forms is None:
            self._forms = _forms_of(self._text)
        return self._forms

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
    """Replace every occurrence of a secret in `text`, escaped ones too: a server's error page may echo what we sent."""
    for secret in secrets:
        for form in secret.forms():
            if form in text:
                text = text.replace(form, MASK)
    return text


def _forms_of(text: str) -> tuple[str, ...]:
    if _SAME_EVERYWHERE.fullmatch(text):
        return (text,) if text else ()
    import html
    import json
    from urllib.parse import quote, quote_plus

    found = {text, html.escape(text), html.escape(text, quote=False), json.dumps(text)[1:-1]}
    found.add(json.dumps(text, ensure_ascii=False)[1:-1])
    percent = (
        quote(text, safe="", errors="replace"),
        quote(text, errors="replace"),
        quote_plus(text, errors="replace"),
    )
    for encoded in percent:
        found |= {encoded, re.sub("%..", lambda match: match[0].lower(), encoded)}
    return tuple(sorted(found, key=len, reverse=True))  # the longest first: one may be a part of another
