"""Requests whose parts are made on demand: whoever looks finds what httpx would have made of them at once."""

from __future__ import annotations

import copy
import pickle
from typing import cast

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from trellis.core.effects import Send
from trellis.core.transport.late import LateHeaders, LateRequest, LateURL
from trellis.core.transport.requests import UrlCache, build_request, scheme_of
from trellis.core.wire import HeaderSet, WireRequest

URL = "https://h.example:8443"
PLAIN = "abzAZ09-_~!$&'()*+,;=:@?."
PIECES = st.one_of(
    st.sampled_from([*PLAIN, "/", "/.", "/..", "%2F", "%2e", "%zz", "%", " ", "é", '"', "<", "[", "{", "|"])
)


def urls_of(*texts: str, origin: str = URL) -> list[httpx.URL]:
    """What a cache that knows the origin gives for them."""
    cache = UrlCache()
    cache.get(f"{origin}/first")
    return [cache.get(text)[0] for text in texts]


def parts(url: httpx.URL) -> tuple[object, ...]:
    return url.raw_scheme, url.raw_host, url.port, url.raw_path


@given(st.lists(PIECES, max_size=12).map("".join), st.sampled_from([URL, "http://127.0.0.1:80", "http://[::1]:81"]))
def test_a_url_is_sent_as_httpx_would_send_it(rest: str, origin: str) -> None:
    text = f"{origin}/{rest}"
    (url,) = urls_of(text, origin=origin)
    whole = httpx.URL(text)

    assert parts(url) == parts(whole)
    assert url == whole
    assert (str(url), url.scheme, url.host, url.query, url.path) == (
        str(whole), whole.scheme, whole.host, whole.query, whole.path
    )  # fmt: skip


def test_a_plain_target_is_not_parsed_before_somebody_looks() -> None:
    (url,) = urls_of(f"{URL}/v1/runs/run%2F1?limit=5")

    assert type(url) is LateURL
    assert parts(url) == (b"https", b"h.example", 8443, b"/v1/runs/run%2F1?limit=5")
    assert url.params["limit"] == "5"
    assert url.copy_with(path="/v2") == httpx.URL(f"{URL}/v2?limit=5")


@pytest.mark.parametrize("target", ["/a/../b", "/é", "/a b", "/%zz", "/" + "x" * 9000])
def test_a_target_that_httpx_would_change_or_check_is_left_to_it(target: str) -> None:
    (url,) = urls_of(URL + target)

    assert type(url) is httpx.URL


def test_no_origin_is_taken_for_another_that_begins_like_it() -> None:
    first, longer, bare = urls_of("http://h/a", "http://hx/a", "http://hx", origin="http://h")

    assert (first.host, longer.host, bare.host) == ("h", "hx", "hx")


@pytest.mark.parametrize("make", [copy.copy, copy.deepcopy, lambda thing: pickle.loads(pickle.dumps(thing))])  # noqa: S301
def test_copies_are_whole_too(make: object) -> None:
    (url,) = urls_of(f"{URL}/v1/runs")
    assert callable(make)

    assert make(url) == httpx.URL(f"{URL}/v1/runs")
    assert make(LateHeaders([(b"A", b"1")])) == httpx.Headers({"a": "1"})


@pytest.mark.parametrize("whole", [False, True])
@pytest.mark.parametrize("body", [None, b"{}", [b"{}"]])
def test_no_credential_is_in_the_repr_of_headers(body: object, whole: bool) -> None:
    names = ["Authorization", "X-Kneo-Api-Key", "X-Knoxcall-Key", "DPoP", "Session", "Cookie", "Proxy-Authorization"]
    pairs = tuple((name.encode(), b"c4n4ry") for name in names)
    wire = WireRequest("POST", URL, HeaderSet((*pairs, (b"Idempotency-Key", b"k-1"))), cast("bytes", body))
    headers = build_request(Send(wire, None, whole=whole), UrlCache(), None).headers

    assert "c4n4ry" not in repr(headers)
    assert "'idempotency-key': 'k-1'" in repr(headers)
    assert headers["dpop"] == "c4n4ry"
    assert "c4n4ry" not in repr(headers.copy())


def test_headers_can_be_read_and_changed() -> None:
    pairs = [(b"Accept", b"text/plain"), (b"X-One", b"1"), (b"X-One", b"2")]
    headers = LateHeaders(pairs)

    assert headers.raw == pairs
    assert (headers["x-one"], headers.get_list("X-ONE"), list(headers)) == ("1, 2", ["1", "2"], ["accept", "x-one"])
    headers["X-One"] = "3"
    assert headers.raw == [(b"Accept", b"text/plain"), (b"X-One", b"3")]
    assert headers == httpx.Headers({"accept": "text/plain", "x-one": "3"})


@pytest.mark.parametrize("body", [None, b'{"a":1}'])
@pytest.mark.parametrize("whole", [False, True])
def test_a_request_that_nobody_sees_is_the_one_that_somebody_would(whole: bool, body: bytes | None) -> None:
    wire = WireRequest("POST", f"{URL}/v1/runs", HeaderSet(((b"Accept", b"*/*"),)), body)
    request = build_request(Send(wire, {"read": 5.0}, whole=whole), UrlCache(), {"read": 5.0})

    assert isinstance(request, LateRequest) is not whole
    assert request.headers.raw == [
        (b"Host", b"h.example:8443"), (b"Accept", b"*/*"), (b"Content-Length", b"7" if body else b"0")
    ]  # fmt: skip
    assert (request.method, str(request.url), request.extensions) == (
        "POST",
        f"{URL}/v1/runs",
        {"timeout": {"read": 5.0}},
    )
    assert request.read() == (body or b"")
    assert request.headers["host"] == "h.example:8443"
    assert repr(request) == f"<{type(request).__name__}('POST', '{URL}/v1/runs')>"


def test_a_request_without_a_body_gives_no_piece_of_one() -> None:
    wire = WireRequest("GET", f"{URL}/v1/runs", HeaderSet())
    request = build_request(Send(wire, None, whole=False), UrlCache(), None)

    assert isinstance(request.stream, httpx.SyncByteStream)
    assert isinstance(request.stream, httpx.AsyncByteStream)
    assert list(request.stream) == []


@pytest.mark.parametrize(
    ("url", "scheme"),
    [("https://h/", "https"), ("HTTPS://h/", "https"), ("http://h/", "http"), ("httpsx://h/", "http")],
)
def test_the_scheme_decides_on_the_connections(url: str, scheme: str) -> None:
    assert scheme_of(url) == scheme
