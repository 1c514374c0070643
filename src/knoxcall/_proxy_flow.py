"""The way of a request through the gateway: find its address, send it, and hand on whatever the upstream says."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from trellis.core.deadline import timeouts_of
from trellis.core.flow import Call, call_flow
from trellis.core.ids import new_uuid4
from trellis.core.upload import Upload
from trellis.core.wire import WireRequest

from ._proxy import body_of, headers_of, is_streamed, path_and_query, target_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import httpx

    from trellis.core.effects import Flow

    from ._connection import Connection

__all__ = ["check_route", "ephemeral_flow", "proxy_flow"]

_READS = frozenset({"GET", "HEAD"})


def proxy_flow(
    connection: Connection,
    account_slug: Callable[[float | None], Flow[str | None]],
    route: str,
    *,
    method: str,
    path: str,
    body: Any,
    headers: Mapping[str, str] | None,
    environment: str | None,
    query: Mapping[str, Any] | None,
    timeout: Any,
    json_default: Callable[[Any], Any] | None,
    chunks: Callable[[Any], Any],
    stream: bool = False,
) -> Flow[httpx.Response]:
    """A request through `route`. Arguments are checked, and the body encoded, before anything is sent.

    chunks: makes what a client can send of a body that is read as it goes out. stream: leave the answer's body to be
    read by the caller.
    """
    _check_method(method)
    check_route(route)
    streamed = is_streamed(body)
    content = chunks(body) if streamed else body_of(body, json_default)[0]
    length = None
    if isinstance(content, Upload):
        content, length = content.chunks, content.length
    own = {
        "x-knoxcall-route": route,
        "x-knoxcall-environment": environment or connection.settings.environment,
    }
    header_set = headers_of(
        connection.headers_for(headers),
        own,
        body=content is not None and not streamed,
        user_agent=connection.user_agent,
    )
    if length is not None:
        header_set = header_set.with_((b"Content-Length", b"%d" % length))
    timeouts = connection.timeouts if timeout is None else timeouts_of(timeout)
    upstream = path_and_query(path, query)
    deadline = connection.deadline()
    yield from connection.settle(deadline)
    url = yield from _proxy_url(connection, account_slug, deadline)
    request = WireRequest(method.upper(), target_of(url, upstream), header_set, content, rereadable=not streamed)
    response: httpx.Response = yield from call_flow(
        _verbatim(request, f"call {route}", timeouts, deadline, connection.budget, stream), connection.proxy_context
    )
    return response


def ephemeral_flow(
    connection: Connection,
    upstream_url: str,
    *,
    method: str,
    body: Any,
    headers: Mapping[str, str] | None,
    own: Mapping[str, str | None],
    timeout: Any,
    json_default: Callable[[Any], Any] | None,
) -> Flow[httpx.Response]:
    """A request to an upstream that no route names, by way of the management host."""
    _check_method(method)
    if not isinstance(upstream_url, str) or not upstream_url.lower().startswith(("https://", "http://")):
        raise ValueError("upstream_url must be an absolute URL, such as https://api.example/orders")
    content, _ = body_of(body, json_default)
    header_set = headers_of(
        connection.headers_for(headers),
        {"X-Knox-Proxy-URL": upstream_url, **own},
        body=content is not None,
        user_agent=connection.user_agent,
    )
    timeouts = connection.timeouts if timeout is None else timeouts_of(timeout)
    deadline = connection.deadline()
    yield from connection.settle(deadline)
    request = WireRequest(method.upper(), f"{connection.base_url}/v1/proxy", header_set, content)
    response: httpx.Response = yield from call_flow(
        _verbatim(request, "ephemeral call", timeouts, deadline, connection.budget), connection.ephemeral_context
    )
    return response


def _proxy_url(
    connection: Connection, account_slug: Callable[[float | None], Flow[str | None]], deadline: float | None
) -> Flow[str]:
    """The data plane's address. The tenant in it may have to be learnt: from the token, or else from the account."""
    url = connection.proxy_url(connection.tenant)
    if url is None:
        token = yield from connection.auth.token(deadline)
        tenant = token.extra.get("tenant")
        if not isinstance(tenant, str) or not tenant:
            tenant = yield from account_slug(deadline)
        url = connection.proxy_url(tenant)  # refuses what is no host label, before it is kept
        connection.learn(tenant=tenant)
    if url is None:
        raise connection.unknown_tenant()
    return url


def _verbatim(
    request: WireRequest,
    label: str,
    timeouts: Any,
    deadline: float | None,
    budget: float | None,
    stream: bool = False,
) -> Call:
    return Call(
        request,
        name=label,
        label=label,
        request_id=new_uuid4(),
        idempotency_key=None,
        # What may have reached the upstream is sent again only if it reads: nothing there knows our keys.
        replayable=request.method in _READS,
        timeouts=timeouts,
        deadline=deadline,
        budget=budget,
        stream=stream,
        verbatim=True,
    )


def check_route(route: object) -> None:
    """ValueError for what names no route. Whether there is such a one, only the gateway knows."""
    if not isinstance(route, str) or not route:
        raise ValueError("route must be a route's slug or id")


def _check_method(method: object) -> None:
    if not isinstance(method, str) or not method.isalpha() or not method.isascii():
        raise ValueError(f"method must be an HTTP method, got {method!r}")
