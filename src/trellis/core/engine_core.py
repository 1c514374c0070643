"""All of a client's engine but the waiting: arguments to calls, answers to results, options, and the end of its life.

All rules are in the flow, all service facts in the definition.
"""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING, Any, TypeVar

from .deadline import check_seconds, timeouts_of
from .decode import DecodeError, decoder_for
from .encode import (
    check_path,
    form_body,
    form_of,
    free_query,
    header_pairs,
    json_body,
    model_body,
    path_of,
    query_of,
)  # fmt: skip
from .flow import Call, FlowContext, protocol_error
from .forks import renew_in_child
from .ids import check_idempotency_key, check_request_id, new_uuid4
from .observe import Observer
from .options import CallOptions
from .retry import check_backoff
from .routes import Routes
from .runtime.unset import UNSET, Unset
from .secrets import Secret, refuse_pickle, scrub
from .upload import Upload
from .wire import FRAMING, HeaderSet, WireRequest

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from typing import NoReturn

    import httpx

    from .effects import Timeouts
    from .flow import Auth
    from .observe import Hook
    from .retry import Backoff
    from .runtime.operation import Operation
    from .service import ServiceDefinition

__all__ = ["NOTHING", "REDIRECTED", "EngineCore"]

T = TypeVar("T")

NOTHING: dict[str, Any] = {}
REDIRECTED = "a redirect, which is not followed: it would carry credentials elsewhere. Check the client's URL"


class _Shared:
    """What a client and all its `with_options` views have in common: the driver, whether it is closed, and caches."""

    def __init__(self, open_driver: Callable[[], Any]) -> None:
        self.open_driver = open_driver
        self.driver: Any = None
        self.closed = False
        self.decoders: dict[Operation[Any], Callable[[bytes], Any]] = {}
        self.lock = threading.Lock()
        renew_in_child(self)

    def _after_fork(self) -> None:
        self.lock = threading.Lock()


class EngineCore:
    """Everything about a client's calls but the waiting."""

    def __init__(
        self,
        definition: ServiceDefinition,
        base_url: str,
        *,
        open_driver: Callable[[], Any],
        policy: Backoff,
        timeout: Any = None,
        credentials: tuple[tuple[str, Secret], ...] = (),
        secrets: tuple[Secret, ...] = (),
        headers: tuple[tuple[str, str], ...] | None = None,
        auth: Auth | None = None,
        hooks: Sequence[Hook] = (),
        borrowed: bool = False,
        encode_json: Callable[[Any], bytes] = json_body,
        origin: str = "",
    ) -> None:
        """base_url: scheme, host and path prefix, or "" where the caller's own HTTP client has one. timeout: see
        `timeouts_of`; with a borrowed client None leaves that client's own. credentials: headers that hold secrets.
        secrets: what must not be quoted back in an error, besides the credentials' values. encode_json: makes JSON
        of bodies; ValueError or TypeError for what it has no form for. origin: the base URL of the caller's own HTTP
        client, to tell observers."""
        check_backoff(policy)
        self.definition = definition
        self.base_url = base_url
        self.options = CallOptions()
        self._encode_json = encode_json
        self._timeouts: Timeouts | None = None if borrowed and timeout is None else timeouts_of(timeout)
        secret = tuple((name, value.reveal()) for name, value in credentials)
        self._headers = HeaderSet.of((*(definition.headers if headers is None else headers), *secret))
        self._automatic = frozenset(name.lower() for name, _ in credentials) | {
            definition.request_id_header.lower(),
            definition.idempotency_header.lower(),
        }
        self._request_id_name = definition.request_id_header.encode("ascii")
        self._key_name = definition.idempotency_header.encode("ascii")
        self._prepare_header_sets()
        self._shared = _Shared(open_driver)
        self._context = FlowContext(
            definition,
            policy,
            observer=Observer(f"{definition.logger}.transport", hooks),
            clock=time.monotonic,
            wall_clock=time.time,
            auth=auth,
            secrets=(*(value for _, value in credentials), *secrets),
            origin=origin,
        )

    def __reduce__(self) -> NoReturn:
        refuse_pickle(self, "credentials and connections")

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.definition.name} {self.base_url or '(base URL of the HTTP client)'}>"

    @property
    def closed(self) -> bool:
        """Whether the client was closed."""
        return self._shared.closed

    def view(
        self,
        *,
        timeout: Any = UNSET,
        deadline: float | Unset | None = UNSET,
        headers: Mapping[str, str] | None = None,
        policy: Backoff | None = None,
        definition: ServiceDefinition | None = None,
        on_response: Callable[[httpx.Response], None] | None = None,
    ) -> Any:
        """Another engine of the same kind over the same connections, with some options changed. definition: the same
        service under other retry rules."""
        twin = object.__new__(type(self))
        twin.__dict__.update(self.__dict__)
        twin.options = self.options.changed(deadline=deadline, on_response=on_response)
        if timeout is not UNSET:
            twin._timeouts = timeouts_of(timeout)
        if headers:
            twin._headers = self._headers.with_(*self._extra_headers(headers))
            twin._prepare_header_sets()
        if definition is not None:
            twin.definition = definition
        if policy is not None:
            check_backoff(policy)
        if policy is not None or definition is not None:
            old = self._context
            twin._context = FlowContext(
                twin.definition,
                old.policy if policy is None else policy,
                observer=old.observer,
                clock=old.clock,
                wall_clock=old.wall_clock,
                auth=old.auth,
                secrets=old.given_secrets,
                origin=old.origin,
            )
        return twin

    def _prepare_header_sets(self) -> None:
        self._header_sets = {
            "": self._headers,
            "json": self._headers.with_((b"Content-Type", b"application/json")),
            "form": self._headers.with_((b"Content-Type", b"application/x-www-form-urlencoded")),
        }

    def _raw_headers(self, media: str) -> HeaderSet:
        found = self._header_sets.get(media)
        if found is None:
            found = self._header_sets[media] = self._headers.with_((b"Content-Type", media.encode("ascii")))
        return found

    def _extra_headers(self, headers: Mapping[str, str]) -> list[tuple[bytes, bytes]]:
        """A caller's own headers, without those that only the engine sets."""
        extra = HeaderSet.given(headers)
        for name, _ in extra.pairs:
            if name.decode("ascii").lower() in FRAMING:
                raise ValueError(f"header {name.decode('ascii')} is set by the transport and cannot be given")
        return [pair for pair in extra.pairs if pair[0].decode("ascii").lower() not in self._automatic]

    # -- encoding ------------------------------------------------------------------------------------------------------

    def prepare(
        self,
        operation: Operation[Any],
        args: Mapping[str, Any] = NOTHING,
        *,
        body: Any = None,
        idempotency_key: str | None = None,
        request_id: str | None = None,
        deadline: float | None = None,
    ) -> Call:
        """Encode a call of an operation. ValueError or TypeError for arguments that cannot be sent."""
        path = path_of(operation, args)
        query = query_of(operation, args) if operation.query_params else ""
        content: Any = None
        encoding = ""
        bodies = operation.bodies
        if operation.form_params:
            if body is not None:
                raise TypeError(f"{operation.called}: the fields of its form are arguments, so it takes no body")
            content = form_of(operation, args)
            encoding = "" if content is None else "form"
        elif bodies:
            encoding = bodies[0].encoding
            if body is None and bodies[0].required:
                raise TypeError(f"{operation.called}: a body is required")
            if body is None:
                encoding = ""
            elif encoding == "json":
                content = self._encode_json(model_body(operation, body))
            elif encoding == "form":
                content = form_body(model_body(operation, body))
            else:
                content = body
        if encoding == "multipart":
            from .multipart import multipart_body

            content, media = multipart_body(model_body(operation, content))
            headers = self._headers.with_((b"Content-Type", media.encode("ascii")))
        elif encoding == "json" and bodies[0].media != "application/json":  # one of its kin, such as a merge patch
            headers = self._raw_headers(bodies[0].media)
        else:
            headers = self._header_sets.get(encoding) or self._raw_headers(bodies[0].media)
        if operation.header_params and args:
            given = HeaderSet.of(header_pairs(operation, args))
            headers = headers.with_(*given.pairs)
        return self._call(
            operation.method,
            f"{path}?{query}" if query else path,
            headers,
            content,
            name=operation.id,
            label=operation.label,
            idempotency=operation.idempotency,
            stream=operation.stream,
            whole=self.options.on_response is not None,
            idempotency_key=idempotency_key,
            request_id=request_id,
            deadline=deadline,
        )

    def prepare_request(
        self,
        method: str,
        path: str,
        *,
        json: Any = None,
        form: Mapping[str, Any] | None = None,
        content: bytes | Upload | None = None,
        params: Mapping[str, Any] | None = None,
        headers: Mapping[str, str] | None = None,
        idempotency_key: str | None = None,
        request_id: str | None = None,
        deadline: float | None = None,
        stream: bool = False,
        verbatim: bool = False,
        raises: bool = True,
    ) -> Call:
        """Encode a call of any path below the client's URL. Paths in the operation table get their own rules.

        json, form, content: the body; one of them at most. stream: leave the answer's body to be read by the caller.
        verbatim, raises: see `Call`."""
        if sum(body is not None for body in (json, form, content)) > 1:
            raise TypeError("only one of json, data and content can be the body")
        if not isinstance(method, str) or not method.isalpha():
            raise ValueError(f"method must be an HTTP method, got {method!r}")
        method = method.upper()
        target = check_path(path)
        if params:
            target = f"{target}{'&' if '?' in target else '?'}{free_query(params)}"
        header_set = self._headers
        if json is not None:
            content, header_set = self._encode_json(json), self._header_sets["json"]
        elif form and (fields := form_body(form)):
            content, header_set = fields, self._header_sets["form"]
        if headers:
            header_set = header_set.with_(*self._extra_headers(headers))
        operation = Routes.of(self.definition.operations).find(method, path.partition("?")[0])
        if operation is not None:
            idempotency = operation.idempotency
        else:
            keyed = method in self.definition.keyed_methods
            idempotency = "honoured" if keyed else "ignored"
        return self._call(
            method,
            target,
            header_set,
            content,
            name=f"{method} {path.partition('?')[0]}" if operation is None else operation.id,
            label=f"{method} {path.partition('?')[0]}",
            idempotency=idempotency,
            stream=stream,
            whole=True,
            idempotency_key=idempotency_key,
            request_id=request_id,
            deadline=deadline,
            verbatim=verbatim,
            raises=raises,
        )

    def _call(
        self,
        method: str,
        target: str,
        headers: HeaderSet,
        content: bytes | Upload | None,
        *,
        name: str,
        label: str,
        idempotency: str,
        stream: bool,
        whole: bool,
        idempotency_key: str | None,
        request_id: str | None,
        deadline: float | None,
        verbatim: bool = False,
        raises: bool = True,
    ) -> Call:
        definition = self.definition
        rid = new_uuid4() if request_id is None else check_request_id(request_id)
        key: str | None = None
        if method in definition.keyed_methods:
            if idempotency_key is None:
                key = definition.new_key()
            else:
                key = check_idempotency_key(idempotency_key, definition.idempotency_key_limit)
        ids: tuple[tuple[bytes, bytes], ...] = ()
        if definition.sends_request_id:
            ids = ((self._request_id_name, rid.encode("ascii")),)
        if key is not None:
            ids = (*ids, (self._key_name, key.encode("ascii")))
        budget = self.options.deadline
        if deadline is not None:
            check_seconds("deadline", deadline)
            budget = deadline if budget is None else min(budget, deadline)
        url = self.base_url + target
        if isinstance(content, Upload):
            if content.length is not None:
                ids = (*ids, (b"Content-Length", b"%d" % content.length))
            pairs = HeaderSet(headers.pairs + ids)
            request = WireRequest(method, url, pairs, content.chunks, rereadable=content.rereadable)
        else:
            request = WireRequest(method, url, HeaderSet(headers.pairs + ids), content)
        return Call(
            request,
            name=name,
            label=label,
            request_id=rid,
            idempotency_key=key,
            replayable=(
                method in definition.replayable_methods
                or idempotency == "safe"
                or (idempotency == "honoured" and key is not None)
            ),
            timeouts=self._timeouts,
            deadline=None if budget is None else self._context.clock() + budget,
            budget=budget,
            stream=stream,
            whole=whole,
            verbatim=verbatim,
            raises=raises,
        )

    # -- decoding ------------------------------------------------------------------------------------------------------

    def result(self, operation: Operation[T], call: Call, response: Any) -> T:
        """Decode a successful answer; the service's protocol error for a redirect or a body that does not fit."""
        if self.options.on_response is not None:
            self.options.on_response(response)
        status = response.status_code
        self._refuse_foreign(call, response, may_be_page=call.stream)
        if status < 300:
            decode = self._shared.decoders.get(operation)
            if decode is None:
                decode = self._shared.decoders[operation] = decoder_for(operation, self.definition.models)
            try:
                result: T = decode(response.content)
                return result
            except DecodeError as error:
                problem = str(error)
        else:
            problem = REDIRECTED
        raise self.protocol_error(call, response, problem)

    def _refuse_foreign(self, call: Call, response: Any, *, may_be_page: bool) -> None:
        foreign = self.definition.foreign_answer
        if foreign is not None and response.status_code < 400:
            error = foreign(call.label, response.status_code, response.headers, may_be_page)
            if error is not None:
                raise error

    def check_success(self, call: Call, response: Any) -> None:
        """Refuse a redirect, and what comes from something before the service. The caller closes an open answer."""
        self._refuse_foreign(call, response, may_be_page=call.stream)
        if response.status_code >= 300:
            raise self.protocol_error(call, response, REDIRECTED)

    def refuse_handshake(self, call: Call, response: Any) -> NoReturn:
        """Raise the error for an answer of status below 400 to who asked for a WebSocket, and got none."""
        self._refuse_foreign(call, response, may_be_page=False)
        self.check_success(call, response)
        raise self.protocol_error(call, response, "the server did not open the WebSocket it was asked for")

    def protocol_error(self, call: Call, response: Any, problem: str) -> Exception:
        """The error for an answer that breaks the contract although its status is below 400."""
        content = b"" if call.stream else response.content  # a stream's body was left unread
        page = scrub(content.decode("utf-8", "replace"), self._context.secrets)[:2000] or None
        return protocol_error(call, self._context, response, problem, page)

    # -- life ----------------------------------------------------------------------------------------------------------

    def _driver(self) -> Any:
        shared = self._shared
        if shared.driver is None or shared.closed:
            with shared.lock:
                if shared.closed:
                    raise self.definition.closed_error("the client is closed; make a new one")
                if shared.driver is None:
                    shared.driver = shared.open_driver()
        return shared.driver

    def _shut(self, *, again: bool = False) -> Any:
        """Mark the client closed; returns the driver that is to be closed, once, or `again` each time: there is
        something to be closed in each event loop that used it."""
        shared = self._shared
        with shared.lock:
            before, shared.closed = shared.closed, True
        return None if before and not again else shared.driver
