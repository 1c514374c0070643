"""Each method of each SDK, against a service that quotes the credential back in every way there is, with a credential
that is escaped differently in URLs, pages and JSON: no error, log or event shows it in any of these forms.

Over httpx's own transport seam, with HTTP clients of the caller's own; the same over sockets, with every kind of
credential of KnoxCall and Convox, is in the modules beside this one.
"""

from __future__ import annotations

import base64
import html
import json
import logging
import re
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, quote_plus

import httpx
import pytest

from tests.security.canaries import assert_hidden, logged
from tests.security.sdks import SDKS, Sdk
from tests.wire.kneo.both_clients import profile_for

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

ODD = 'canary+5up3r/s3cret=&<k>"%41'
"""A key whose every escaped form is another text."""
ESCAPES: tuple[Callable[[str], str], ...] = (
    str, html.escape, quote, quote_plus, lambda text: quote(text, safe=""), lambda text: json.dumps(text)[1:-1],
    lambda text: re.sub("%..", lambda match: match[0].lower(), quote(text, safe="")),
)  # fmt: skip
FORMS = tuple(dict.fromkeys(escape(ODD) for escape in ESCAPES))
BASIC = base64.b64encode(f"convox:{ODD}".encode()).decode()
QUOTED = " ".join((*FORMS, BASIC))
"""BASIC is the form in which Convox's is sent; to the others it is any text."""


def refused(request: httpx.Request) -> None:
    raise httpx.ReadError(f"connection to {QUOTED} lost", request=request)


PLAYS: dict[str, Callable[[httpx.Request], httpx.Response]] = {
    "json": lambda _: httpx.Response(
        400, json={"error": {"type": QUOTED, "message": QUOTED, "fields": {QUOTED: [QUOTED]}}, "detail": [QUOTED]}
    ),
    "a page": lambda _: httpx.Response(500, html=f"<title>{QUOTED}</title>{QUOTED}"),
    "headers": lambda _: httpx.Response(
        401, headers=dict.fromkeys(("X-Request-ID", "Request-Id", "Retry-After", "X-Odd", "Set-Cookie"), QUOTED)
    ),
    "a redirect": lambda _: httpx.Response(307, headers={"Location": f"https://evil.example/?{quote(ODD)}"}),
    "no json": lambda _: httpx.Response(200, text=f"no json: {QUOTED}"),
    "a list of it": lambda _: httpx.Response(200, json=[QUOTED]),
    "a lost connection": refused,  # type: ignore[dict-item]
}


def forms_of(sdk: Sdk) -> tuple[str, ...]:
    """All that must not be seen."""
    return (*FORMS, BASIC) if sdk.name == "convox" else FORMS


def options_of(sdk: Sdk, events: list[Any]) -> dict[str, Any]:
    """Of a client with the odd key that tells `events` everything."""
    if sdk.name == "kneo":
        return {"profile": profile_for("http://kneo.test", api_key=ODD)}
    return {"api_key": ODD, "hooks": (events.append,)}


@pytest.mark.parametrize("sdk", SDKS, ids=lambda sdk: sdk.name)
@pytest.mark.parametrize("surface", [0, 1], ids=["async", "sync"])
def test_no_method_shows_an_escaped_key(
    sdk: Sdk, surface: int, caplog: pytest.LogCaptureFixture, tmp_path: Path
) -> None:
    caplog.set_level(logging.DEBUG)
    (tmp_path / "convox.yml").write_text("services: {}")
    calls = sdk.calls(str(tmp_path))
    assert len(calls) == {"kneo": 43, "knoxcall": 122, "convox": 98}[sdk.name]
    failed = 0
    # Each play for all methods of one kind of client, the others for a third of them: they share what is looked at.
    for number, (name, play) in enumerate(PLAYS.items()):
        chosen = calls if (number % 2 == surface) else calls[number % 3 :: 3]
        events: list[Any] = []
        outcomes = sdk.surfaces.SURFACES[surface].perform(chosen, play, **options_of(sdk, events))
        for call, outcome in zip(chosen, outcomes, strict=True):
            if isinstance(outcome.error, sdk.error):
                failed += 1
                assert_hidden(f"{call.method} ({name})", outcome.error, forms_of(sdk))
        for form in forms_of(sdk):
            assert form not in repr(events)
    assert failed > len(calls) * 3
    text = logged(caplog)
    assert len(text) > 1000
    for form in forms_of(sdk):
        assert form not in text
