"""The way of one call as a generator: attempts, authorisation, retries, deadline, errors. Reads in wire order.

It performs nothing itself: it yields effects and is told what came of them, so its tests are tables.
"""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING, Any, Protocol

from .call_events import call_started
from .effects import Close, Emit, Send, Sleep
from .errors import read_error_answer
from .events import AttemptFinished, AttemptStarted, CallFinished, RetryScheduled
from .failures import ClosedFailure, DeadlineFailure, TransportFailure
from .proxy_secrets import proxy_secrets
from .secrets import scrub

if TYPE_CHECKING:
    from collections.abc import Callable

    from .effects import Flow, Timeouts, WireResponse
    from .errors import ServiceError
    from .observe import Observer
    from .retry import Backoff
    from .secrets import Secret
    from .service import ServiceDefinition
    from .wire import WireRequest

    Failure = TransportFailure | DeadlineFailure | ClosedFailure

__all__ = ["Auth", "AuthSession", "Call", "FlowContext", "call_flow", "protocol_error"]

MAX_CHALLENGES = 3
"""How often one call may be re-authorised without using up an attempt: a nonce, a re-mint, and a nonce for that."""

_numbers = count(1)


class AuthSession(Protocol):
    """Authorisation of one call; made anew for each, so it may remember what it has already tried."""

    def authorise(self, request: WireRequest, deadline: float | None) -> Flow[WireRequest]:
        """The request with credentials. May mint a token, itself a flow, on the way."""
        ...

    def challenged(self, request: WireRequest, response: WireResponse, deadline: float | None) -> Flow[bool]:
        """Whether the answer is a challenge that authorising anew will meet. It proves that nothing was executed."""
        ...

    def answered(self, request: WireRequest, response: WireResponse) -> None:
        """Told of every answer, the good ones included, before anything is made of it."""
        ...


class Auth(Protocol):
    """Credentials that change over time. Static ones are plain headers and never come here."""

    def session(self) -> AuthSession: ...

    def secrets(self) -> tuple[Secret, ...]:
        """The credentials of the moment, for taking them out of whatever a server echoes."""
        ...


class FlowContext:
    """What the calls of one client have in common: the service, the policy, and where time and secrets come from.

    origin: what stands before the URL of requests that has no host, as far as it is known here.
    """

    __slots__ = ("auth", "clock", "definition", "given_secrets", "observer", "origin", "policy", "wall_clock")

    def __init__(
        self,
        definition: ServiceDefinition,
        policy: Backoff,
        *,
        observer: Observer,
        clock: Callable[[], float],
        wall_clock: Callable[[], float],
        auth: Auth | None = None,
        secrets: tuple[Secret, ...] = (),
        origin: str = "",
    ) -> None:
        self.definition = definition
        self.policy = policy
        self.observer = observer
        self.clock = clock
        self.wall_clock = wall_clock
        self.auth = auth
        self.given_secrets = secrets
        self.origin = origin

    @property
    def secrets(self) -> tuple[Secret, ...]:
        """All that must not show up in an error or an event: what the client was given, what it was issued, and the
        passwords of the environment's proxies. Asked for only when something has gone wrong."""
        issued = () if self.auth is None else self.auth.secrets()
        return (*self.given_secrets, *issued, *proxy_secrets())


class Call:
    """One logical call, encoded. Its request, ids and time limits are the same in every attempt.

    label: "GET /v1/runs/{run_id}" or the like, for errors. replayable: it may be sent again although it may have been
    executed. deadline: clock time, or None; budget: the seconds it was set from. whole: see `Send`.
    verbatim: the answer is the caller's whatever its status (it comes from a server behind the service); only
    challenges and broken connections are dealt with. raises: False returns the last answer of status 400 or above
    where otherwise its error would be raised; it is sent again as ever.
    """

    __slots__ = (
        "budget", "deadline", "idempotency_key", "label", "name", "raises", "replayable", "request", "request_id",
        "stream", "timeouts", "verbatim", "whole",
    )  # fmt: skip

    def __init__(
        self,
        request: WireRequest,
        *,
        name: str,
        label: str,
        request_id: str,
        idempotency_key: str | None,
        replayable: bool,
        timeouts: Timeouts | None,
        deadline: float | None,
        budget: float | None,
        stream: bool,
        whole: bool = True,
        verbatim: bool = False,
        raises: bool = True,
    ) -> None:
        self.request = request
        self.name = name
        self.label = label
        self.request_id = request_id
        self.idempotency_key = idempotency_key
        self.replayable = replayable
        self.timeouts = timeouts
        self.deadline = deadline
        self.budget = budget
        self.stream = stream
        self.whole = whole or stream or verbatim
        self.verbatim = verbatim
        self.raises = raises


def call_flow(call: Call, context: FlowContext) -> Flow[Any]:
    """Send `call` until it succeeds or may not be sent again. Returns the answer of status below 400; raises the
    service's typed error otherwise."""
    watch = context.observer
    return _observed(call, context, watch) if watch.active() else _attempts(call, context, None)


def _observed(call: Call, context: FlowContext, watch: Observer) -> Flow[Any]:
    started = context.clock()
    beginning = call_started(call, context, next(_numbers))
    number = beginning.call
    tally = [0]
    try:
        yield Emit(watch, beginning)
        if watch.gives_headers and (more := watch.headers_for(beginning, call.request.headers)):
            call.request = call.request.with_headers(*more)
        response = yield from _attempts(call, context, watch, tally, number)
    except GeneratorExit:  # cancelled: nothing more can be yielded, yet whoever opened a span must hear that it is over
        seconds = context.clock() - started
        watch(CallFinished(call.name, call.request_id, tally[0], None, "cancelled", seconds, number))
        raise
    except Exception as error:
        seconds = context.clock() - started
        status = getattr(error, "status", None)
        kind = type(error).__name__
        yield Emit(watch, CallFinished(call.name, call.request_id, tally[0], status, kind, seconds, number))
        raise
    seconds = context.clock() - started
    status = response.status_code
    yield Emit(watch, CallFinished(call.name, call.request_id, tally[0], status, None, seconds, number))
    return response


def _attempts(
    call: Call, context: FlowContext, watch: Observer | None, tally: list[int] | None = None, number: int = 0
) -> Flow[Any]:
    session = context.auth.session() if context.auth is not None else None
    request = call.request
    broken = _stream_breaker(call, context) if call.stream else None
    send = Send(request, call.timeouts, call.deadline, call.stream, call.whole, broken)
    attempt = 1
    challenges = 0
    while True:
        response: Any = None
        failure: Failure | None = None
        started = 0.0
        begun = met = False
        try:
            if session is not None:
                request = yield from session.authorise(call.request, call.deadline)
                send = Send(request, call.timeouts, call.deadline, call.stream, call.whole, broken)
            if watch is not None:
                if tally is not None:
                    tally[0] += 1
                yield Emit(watch, AttemptStarted(call.name, call.request_id, attempt, number))
                started = context.clock()
            begun = True
            response = yield send
        except (TransportFailure, DeadlineFailure, ClosedFailure) as raised:
            failure = raised
            if isinstance(raised, TransportFailure):
                raised.hide(context.secrets)
                if not begun:
                    raised.sent = False  # a token could not be had: whatever became of it, the call never left
        if watch is not None and begun:
            status = None if response is None else response.status_code
            reason = None if failure is None else scrub(str(failure), context.secrets) or "deadline passed"
            seconds = context.clock() - started
            kind = None if failure is None else failure.kind
            ended = AttemptFinished(call.name, call.request_id, attempt, status, reason, seconds, number, kind)
            yield Emit(watch, ended)
        if response is not None:
            if session is not None:
                session.answered(request, response)
            if response.status_code < 400:
                return response
            if session is not None and challenges < MAX_CHALLENGES:
                try:
                    again = yield from session.challenged(request, response, call.deadline)
                except (TransportFailure, DeadlineFailure, ClosedFailure) as raised:
                    failure = raised
                    again = False
                    if isinstance(raised, TransportFailure):
                        raised.hide(context.secrets)
                if again and call.request.rereadable:
                    challenges += 1
                    continue
                met = again  # for the next call's benefit: the body of this one is gone
            if call.verbatim and failure is None:
                return response
        left = begun or attempt > 1 or challenges > 0
        error, delay = _verdict(call, context, attempt, response, failure, met, left)
        if delay is None:
            if failure is None and not call.raises:
                return response
            raise error
        if watch is not None:
            words = f"status {error.status}" if failure is None else f"transport error: {failure}"
            reason = scrub(words, context.secrets)
            yield Emit(watch, RetryScheduled(call.name, call.request_id, attempt, delay, reason, number))
        if response is not None and call.stream:
            yield Close(response)
        if delay > 0:
            yield Sleep(delay)
        attempt += 1


def _verdict(
    call: Call,
    context: FlowContext,
    attempt: int,
    response: Any,
    failure: Failure | None,
    met: bool = False,
    left: bool = True,
) -> tuple[ServiceError, float | None]:
    """The error this attempt ends in, and the seconds until the next one, None if there must not be one. met: its
    answer is a challenge, and authorising anew would meet it. left: the call was sent, in this attempt or before."""
    definition = context.definition
    policy = context.policy
    if isinstance(failure, DeadlineFailure):
        return _deadline_error(call, context, left), None
    if isinstance(failure, ClosedFailure):
        return _closed_error(call, context, left), None
    hint: float | None = None
    if failure is not None:
        again = call.replayable or not failure.sent
        error = _network_error(call, context, attempt, failure, _remark(call, again and attempt < policy.max_attempts))
    else:
        answer = read_error_answer(
            response,
            envelope=definition.envelope,
            request_id_header=definition.request_id_header,
            wall_clock=context.wall_clock,
            call=call.label,
            request_id=told_id(call, definition),
            idempotency_key=call.idempotency_key,
            secrets=context.secrets,
        )
        hint = answer.retry_after
        unexecuted = answer.status in definition.unexecuted_statuses or answer.code in definition.unexecuted_codes
        worth = answer.status in definition.retry_statuses or answer.code in definition.retry_codes
        again = unexecuted or (worth and call.replayable)
        answer.remark = _remark(call, met or (again and attempt < policy.max_attempts))
        error = definition.answer_error(answer)
    if not again or attempt >= policy.max_attempts or not call.request.rereadable:
        return error, None
    if hint is not None:
        if definition.retry_after_cap is not None:
            hint = min(hint, definition.retry_after_cap)
        elif hint > policy.max_delay:
            return error, None  # the server asks for more patience than the policy has: the caller decides
    delay = policy.delay_for(attempt + 1, hint)
    if call.deadline is not None and context.clock() + delay >= call.deadline:
        return error, None
    return error, delay


def _remark(call: Call, due: bool) -> str:
    """What to say of a call that was due to be sent again, if its body is an iterator."""
    if not due or call.request.rereadable:
        return ""
    return "; it was not sent again, because its body can be read only once: give bytes or a seekable file for that"


def _network_error(
    call: Call, context: FlowContext, attempt: int, failure: TransportFailure, remark: str = ""
) -> ServiceError:
    definition = context.definition
    kind = definition.request_timeout_error if failure.timed_out else definition.network_error
    where = {
        "pool": "no connection became free",
        "connect": "could not connect",
        "send": "the connection broke while sending",
        "receive": "the answer did not arrive whole",
        "decode": "the answer could not be decompressed",
    }[failure.phase]
    state = _state(failure.sent)
    request_id = told_id(call, definition)
    mark = f"; request id {request_id}" if request_id else ""
    return kind(
        f"{call.label}: {where}: {scrub(failure.reason, context.secrets)} "
        f"(attempt {attempt} of {context.policy.max_attempts}; {state}{remark}{mark})",
        request_id=request_id,
        idempotency_key=call.idempotency_key,
    )


def _stream_breaker(call: Call, context: FlowContext) -> Callable[[TransportFailure], Exception]:
    return lambda failure: _network_error(call, context, 1, failure)


def told_id(call: Call, definition: ServiceDefinition) -> str | None:
    """The request id to name in an error: ours if the service was told it, since nobody there could find another."""
    return call.request_id if definition.sends_request_id else None


def _state(sent: bool) -> str:
    return "it may have been executed" if sent else "it was not sent"


def _closed_error(call: Call, context: FlowContext, sent: bool) -> ServiceError:
    request_id = told_id(call, context.definition)
    return context.definition.closed_error(
        f"{call.label}: the client was closed before the call was done; {_state(sent)}{_named(request_id)}",
        request_id=request_id,
        idempotency_key=call.idempotency_key,
    )


def _deadline_error(call: Call, context: FlowContext, sent: bool) -> ServiceError:
    limit = "" if call.budget is None else f" of {call.budget:g} s"
    request_id = told_id(call, context.definition)
    return context.definition.deadline_error(
        f"{call.label}: not done within its deadline{limit}; {_state(sent)}{_named(request_id)}",
        request_id=request_id,
        idempotency_key=call.idempotency_key,
    )


def protocol_error(call: Call, context: FlowContext, response: WireResponse, problem: str, body: Any) -> ServiceError:
    """The error for an answer that breaks the contract although its status is below 400. body: what to keep of it."""
    definition = context.definition
    named = response.headers.get(definition.request_id_header) or ""
    request_id = scrub(named, context.secrets) or told_id(call, definition)
    return definition.protocol_error(
        f"{call.label}: HTTP {response.status_code}, but {problem}{_named(request_id)}",
        status=response.status_code,
        body=body,
        request_id=request_id,
        idempotency_key=call.idempotency_key,
    )


def _named(request_id: str | None) -> str:
    return f" (request id {request_id})" if request_id else ""
