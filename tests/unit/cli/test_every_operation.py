"""Every operation of every pinned document, with every argument it has: the request that `trellis call` would send."""

from __future__ import annotations

import json
import re
from io import BytesIO
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, unquote, urlsplit

import pytest

from convox import ConvoxClient
from kneo_client import SyncKneoClient
from kneo_client._sync.transport import caller_of
from kneo_client.core.profiles import Profile
from knoxcall import KnoxCallSync
from trellis.cli.call_arguments import arguments_of
from trellis.cli.call_catalogue import PACKAGES, Argument, Entry, entry_of, operations

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from trellis.core.wire import WireRequest

URL = "http://127.0.0.1:9"
ENTRIES = [
    entry_of(service, row)
    for service in PACKAGES
    for row in operations(service).values()
    if row.id != "oauth_token"  # refused: the client asks for tokens by itself
]
SCALARS = {"integer": "7", "number": "2.5", "boolean": "true", "string": "text", "any": "text"}


def typed(argument: Argument, place: Path) -> str:
    """What somebody would type for an argument."""
    if argument.secret:
        (place / "secret").write_text("hunter2\n", "utf-8")
        return f"{argument.name}=@{place / 'secret'}"
    if argument.enum:
        return f"{argument.name}={argument.enum[-1]}"
    if argument.kind == "array":
        return f"{argument.name}:=[{{}}]" if argument.item == "object" else f"{argument.name}={SCALARS[argument.item]}"
    if argument.kind == "bytes":
        (place / "bytes").write_bytes(b"\x00\xff")
        return f"{argument.name}=@{place / 'bytes'}"
    if argument.kind == "object":
        return f"{argument.name}.key=value"
    if argument.kind == "time":
        return f"{argument.name}=2026-01-31T09:30:00Z"
    return f"{argument.name}={SCALARS[argument.kind]}"


@pytest.fixture(scope="module")
def prepare() -> dict[str, Callable[..., Any]]:
    """What encodes a call in each SDK's client, without sending it."""
    return {
        "kneo": caller_of(SyncKneoClient(Profile("test", URL, "k"))._transport).prepare,
        "knoxcall": KnoxCallSync(base_url=URL, api_key="k")._management.prepare,
        "convox": ConvoxClient(URL, "k")._calls.prepare,
    }


@pytest.mark.parametrize("entry", ENTRIES, ids=[f"{entry.service}-{entry.row.id}" for entry in ENTRIES])
def test_each_argument_arrives_where_the_document_wants_it(
    prepare: dict[str, Callable[..., Any]], entry: Entry, tmp_path: Path
) -> None:
    words = [typed(argument, tmp_path) for argument in entry.arguments]
    given = arguments_of(entry, [*words, "-"] if entry.body == "raw" else words, lambda: BytesIO(b"raw"))
    more: dict[str, Any] = {}
    if entry.service != "convox" and given.idempotency_key is not None:
        more = {"idempotency_key": given.idempotency_key}
    body = None if entry.transport == "http-proxy" else given.body  # sent by another way, whatever its method
    request: WireRequest = prepare[entry.service](entry.row, given.args, body=body, **more).request

    sent = _sent(request)
    assert request.method == entry.row.method
    template = re.sub(r"\\{(\w+)\\}", r"(?P<\1>[^/]+)", re.escape(entry.row.path))
    in_path = re.fullmatch(template, urlsplit(request.url).path)
    assert in_path is not None
    for argument in entry.arguments:
        if argument.where == "path":
            assert unquote(in_path[argument.wire]) in ("text", "7", *argument.enum)
        elif argument.name == "idempotency_key":
            assert sent["header"].get(argument.wire.lower(), "text") == "text"  # not every method is keyed
        else:
            assert argument.wire.lower() in {name.lower() for name in sent[argument.where]}, argument


def _sent(request: WireRequest) -> dict[str, dict[str, Any]]:
    headers = {name.decode().lower(): value.decode("latin-1") for name, value in request.headers.pairs}
    content = request.body if isinstance(request.body, bytes) else b""
    kind = headers.get("content-type", "")
    return {
        "query": dict(parse_qsl(urlsplit(request.url).query)),
        "header": headers,
        "form": dict(parse_qsl(content.decode())) if kind.endswith("urlencoded") else {},
        "body": json.loads(content) if kind == "application/json" and content else {},
    }
