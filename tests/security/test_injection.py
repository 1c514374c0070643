"""No argument of any method makes a request into another one: whatever text a caller hands on, the request goes to the
same operation, and nothing of it becomes a header, a path segment or a parameter of its own. What cannot be sent is a
ValueError or TypeError before anything is. (By chance, for the parameters of all operations:
tests/unit/core/test_url_properties.py.)
"""

from __future__ import annotations

import contextlib
import inspect
from operator import attrgetter
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, unquote

import httpx
import pytest

from tests.contract.surfaces import AdapterCall
from tests.security.sdks import SDKS, Sdk

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

HOSTILE = (
    "../../admin", "a/../b", "a%2f..%2fb", "a?x=1&y=2#z", "a&force=true", "a;b=c", "a\\..\\b", "//evil.example/",
    "a\r\nX-Evil: 1\r\n\r\nGET /evil HTTP/1.1", "a\nX-Evil: 1", "a\x00b", "\u2028a\u0130", "a b", "%00", "..", ".", "",
    "\ud800",
)  # fmt: skip
UPRIGHT = "a-plain-text"


class Net:
    """Takes every request; answers as if nothing was there."""

    def __init__(self) -> None:
        self.requests: list[httpx.Request] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        return httpx.Response(404, json={})


def varied(method: Any, call: AdapterCall) -> Iterator[tuple[str, Any]]:
    """Each argument that takes text, and a function from a text to the call with that in its place."""
    names = list(inspect.signature(method).parameters.values())
    for number, parameter in enumerate(names):
        text = str(parameter.annotation)
        if text not in ("str", "str | None", "'str'", "str | Unset", "str | None | Unset"):
            continue
        if number < len(call.args) and parameter.kind is not parameter.KEYWORD_ONLY:
            yield (
                parameter.name,
                lambda value, number=number: AdapterCall(
                    call.method, (*call.args[:number], value, *call.args[number + 1 :]), call.kwargs
                ),
            )
        else:
            yield (
                parameter.name,
                lambda value, name=parameter.name: AdapterCall(call.method, call.args, {**call.kwargs, name: value}),
            )


def shape(request: httpx.Request) -> tuple[Any, ...]:
    """What must not change with a text: method, origin, number of segments, names of parameters and headers."""
    path, _, query = request.url.raw_path.decode("ascii").partition("?")
    names = sorted({name for name, _ in parse_qsl(query, keep_blank_values=True)})
    headers = sorted({name.lower() for name in request.headers} - {"content-length", "content-type"})
    return request.method, request.url.scheme, request.url.netloc, path.count("/"), names, headers


def assert_in_line(request: httpx.Request) -> None:
    """Every header stays on its line, and no segment of the path is one that servers resolve."""
    for name, value in request.headers.raw:
        assert not {0, 10, 13} & set(name + value), (name, value)
    path = request.url.raw_path.partition(b"?")[0].decode("ascii")
    assert path.isprintable()
    assert not {".", ".."} & {unquote(segment) for segment in path.split("/")}, path


@pytest.mark.filterwarnings("ignore:principal= is not sent:DeprecationWarning")
@pytest.mark.parametrize("sdk", SDKS, ids=lambda sdk: sdk.name)
def test_no_argument_becomes_more_than_an_argument(sdk: Sdk, tmp_path: Path) -> None:
    """With the synchronous client; that both send the same is tested in tests/contract."""
    (tmp_path / "convox.yml").write_text("services: {}")
    net = Net()
    client = sdk.surfaces.SYNC.open(net)
    methods = sdk.methods()
    tried = accepted = 0
    for plain in sdk.calls(str(tmp_path)):
        for argument, make in varied(methods[plain.method], plain):
            upright = sent_by(sdk, client, make(UPRIGHT), net)
            for text in HOSTILE:
                tried += 1
                requests = sent_by(sdk, client, make(text), net)
                accepted += bool(requests)
                for before, request in zip(upright, requests, strict=False):
                    assert_in_line(request)
                    called = f"{plain.method}({argument}={text!r})"
                    assert shape(request) == shape(before), f"{called} became {request.method} {request.url}"
    client.close()
    assert tried > {"kneo": 400, "knoxcall": 3000, "convox": 1500}[sdk.name]
    assert accepted > tried / 3, "hardly anything was sent, so hardly anything was looked at"


def sent_by(sdk: Sdk, client: Any, call: AdapterCall, net: Net) -> list[httpx.Request]:
    """The requests of one call, however it ends: in an error of the SDK, or of the caller."""
    net.requests.clear()
    with contextlib.suppress(sdk.error, ValueError, TypeError):
        result = attrgetter(call.method)(client)(*call.args, **call.kwargs)
        if inspect.isgenerator(result):
            list(result)
    return list(net.requests)
