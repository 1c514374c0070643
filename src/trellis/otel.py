"""OpenTelemetry for the clients: a hook that makes one span of each call, and metrics. Needs the extra `otel`.

    from trellis.otel import OpenTelemetryHook

    client = SyncKneoClient.from_profile(hooks=(OpenTelemetryHook(),))

Names of attributes and metrics are those of OpenTelemetry's conventions for HTTP clients; what these have no name for
begins with "trellis.". No message of an error is recorded, only the name of its class: servers quote their input.
"""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING, Any

from trellis._version import __version__
from trellis.core.events import AttemptFinished, AttemptStarted, CallFinished, CallStarted, RetryScheduled
from trellis.core.forks import renew_in_child

try:
    from opentelemetry import context as contexts
    from opentelemetry import metrics, propagate, trace
except ImportError as missing:
    raise ImportError(
        'trellis.otel needs the library `opentelemetry-api`: pip install "trellis-clients[otel]"', name=missing.name
    ) from None

if TYPE_CHECKING:
    from collections.abc import Mapping

    from opentelemetry.context import Context
    from opentelemetry.propagators.textmap import TextMapPropagator
    from opentelemetry.trace import Span

    from trellis.core.events import Event

    Attributes = dict[str, str | int | float]

__all__ = ["OpenTelemetryHook"]

_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10)
"""The bounds that the conventions advise for durations of requests."""
_CALL = contexts.create_key("trellis-call")
"""In a context of ours: the number of the call, and the context to go back to."""


class OpenTelemetryHook:
    """A hook that tells OpenTelemetry about every call: `hooks=(OpenTelemetryHook(),)` of any client, or several.

    tracer_provider, meter_provider: by default the global ones. propagate: True sends the trace on, in the headers
    that `propagator` writes ("traceparent" and the like); False by default, because it tells the service, and whoever
    stands behind it, ids of yours and any baggage. propagator: by default the global one. capacity: how many calls
    under way are remembered; beyond, the span of the oldest is ended with the error "abandoned".

    Spans, of kind CLIENT: one for each call with all its attempts, below the span that is current where the call is
    made, and current itself until the call is over. It is called "METHOD /path/{template}", "METHOD operation" where
    there is no template, "METHOD" for a call by path. Attempts and scheduled retries are its events. A call that fails
    or is cancelled, or whose answer has a status of 400 or above, ends with the status ERROR and an `error.type`. A
    streamed call is over when its answer begins. Tokens that a call has to fetch first are calls of their own, below.

    Metrics: the histogram `http.client.request.duration` of each attempt and `trellis.client.call.duration` of each
    call, waits included, both in seconds, and the counter `trellis.client.retries`.

    Safe to share between clients, threads and event loops, and after a fork. Importing this module raises ImportError
    where the extra is not installed.
    """

    def __init__(
        self,
        *,
        tracer_provider: trace.TracerProvider | None = None,
        meter_provider: metrics.MeterProvider | None = None,
        propagate: bool = False,
        propagator: TextMapPropagator | None = None,
        capacity: int = 10_000,
    ) -> None:
        if isinstance(capacity, bool) or not isinstance(capacity, int):
            raise TypeError(f"capacity must be an int, got {type(capacity).__name__}")
        if capacity < 1:
            raise ValueError(f"capacity must be at least 1, got {capacity}")
        self._tracer = trace.get_tracer("trellis", __version__, tracer_provider)
        meter = metrics.get_meter("trellis", __version__, meter_provider)
        self._attempt_seconds = _histogram(
            meter, "http.client.request.duration", "Duration of HTTP client requests: each attempt of a call."
        )
        self._call_seconds = _histogram(
            meter, "trellis.client.call.duration", "Duration of calls, with all their attempts and waits."
        )
        self._retries = meter.create_counter(
            "trellis.client.retries", unit="{retry}", description="Attempts that were scheduled after one that failed."
        )
        self._propagate = propagate
        self._propagator = propagator
        self._capacity = capacity
        self._under_way: dict[int, _CallUnderWay] = {}
        self._lock = threading.Lock()
        renew_in_child(self)

    def _after_fork(self) -> None:
        self._lock = threading.Lock()
        self._under_way = {}  # the parent ends them

    def __call__(self, event: Event) -> None:
        """Take note of an event; the clients call this."""
        if isinstance(event, CallStarted):
            self._begin(event)
            return
        over = isinstance(event, CallFinished)
        if over:
            _leave(event.call)
        with self._lock:
            call = self._under_way.pop(event.call, None) if over else self._under_way.get(event.call)
        if call is None:
            return
        if isinstance(event, AttemptStarted):
            call.attempt_began(event.attempt)
        elif isinstance(event, AttemptFinished):
            error = event.kind if event.status is None else _error_of(event.status)
            call.attempt_ended(event.status, error, event.seconds)
            self._attempt_seconds.record(event.seconds, call.measured(event.status, error))
        elif isinstance(event, RetryScheduled):
            call.retry_scheduled(event.attempt, event.delay)
            self._retries.add(1, call.measured(call.last_status, call.last_error))
        else:
            error = event.error or _error_of(event.status)
            call.end(event.status, error, event.attempts)
            self._call_seconds.record(event.seconds, call.measured(event.status, error))

    def headers_for(self, event: CallStarted) -> Mapping[str, str]:
        """The headers that carry the trace of a call to the service; none unless `propagate` was asked for."""
        carrier: dict[str, str] = {}
        with self._lock:
            call = self._under_way.get(event.call)
        if self._propagate and call is not None:
            if self._propagator is None:
                propagate.inject(carrier, context=call.context)
            else:
                self._propagator.inject(carrier, context=call.context)
        return carrier

    def _begin(self, event: CallStarted) -> None:
        oldest = None
        call = _CallUnderWay(self._tracer, event)
        with self._lock:
            if len(self._under_way) >= self._capacity:
                oldest = self._under_way.pop(next(iter(self._under_way)))
            self._under_way[event.call] = call
        if oldest is not None:
            oldest.abandon()


class _CallUnderWay:
    """The span of one call, and what its events have to know of each other."""

    __slots__ = ("_attempt", "_began", "_common", "context", "last_error", "last_status", "span")

    def __init__(self, tracer: trace.Tracer, event: CallStarted) -> None:
        common: Attributes = {"http.request.method": event.method, "trellis.service": event.service}
        target = event.template
        if " " not in event.operation or not event.operation.startswith(f"{event.method} "):
            target = target or event.operation
            common["trellis.operation"] = event.operation  # else it is the path, and there are many of those
        if event.template is not None:
            common["url.template"] = event.template
        if event.host is not None:
            common["server.address"] = event.host
        if event.port is not None:
            common["server.port"] = event.port
        if event.scheme is not None:
            common["url.scheme"] = event.scheme
        self._common = common
        self._attempt = 0
        self._began = 0
        self.last_status: int | None = None
        self.last_error: str | None = None
        self.span: Span = tracer.start_span(
            event.method if target is None else f"{event.method} {target}",
            kind=trace.SpanKind.CLIENT,
            attributes={**common, **_url_of(event), "trellis.request_id": event.request_id},
        )
        before = contexts.get_current()
        self.context: Context = trace.set_span_in_context(
            self.span, contexts.set_value(_CALL, (event.call, before), before)
        )
        contexts.attach(self.context)

    def measured(self, status: int | None, error: str | None) -> Attributes:
        """The attributes of a measurement: those of the call that are few, and how it went."""
        attributes = dict(self._common)
        if status is not None:
            attributes["http.response.status_code"] = status
        if error is not None:
            attributes["error.type"] = error
        return attributes

    def attempt_began(self, attempt: int) -> None:
        self._attempt, self._began = attempt, time.time_ns()

    def attempt_ended(self, status: int | None, error: str | None, seconds: float | None) -> None:
        """An event at the time when the attempt began: with its end, it is whole."""
        self.last_status, self.last_error = status, error
        if not self.span.is_recording():
            return
        attributes: Attributes = {"trellis.attempt": self._attempt}
        if seconds is not None:
            attributes["trellis.attempt.duration"] = seconds
        if status is not None:
            attributes["http.response.status_code"] = status
        if error is not None:
            attributes["error.type"] = error
        self.span.add_event("trellis.attempt", attributes, timestamp=self._began)
        self._began = 0

    def retry_scheduled(self, attempt: int, delay: float) -> None:
        self.span.add_event("trellis.retry", {"trellis.attempt": attempt, "trellis.retry.delay": delay})

    def end(self, status: int | None, error: str | None, attempts: int) -> None:
        if self._began:  # an attempt that was cancelled has no end of its own
            self.attempt_ended(None, error, None)
        span = self.span
        if status is not None:
            span.set_attribute("http.response.status_code", status)
        if attempts > 1:
            span.set_attribute("http.request.resend_count", attempts - 1)
        if error is not None:
            span.set_attribute("error.type", error)
            span.set_status(trace.StatusCode.ERROR)
        span.end()

    def abandon(self) -> None:
        """End the span of a call that nobody has told to be over."""
        self.end(None, "abandoned", 0)


def _leave(number: int) -> None:
    """Make current again what was current before the call, unless this runs elsewhere: a coroutine that nobody awaits
    any more is closed wherever the garbage collector happens to be. Therefore the context is set, not reset."""
    found: Any = contexts.get_value(_CALL)
    if found is not None and found[0] == number:
        contexts.attach(found[1])


def _url_of(event: CallStarted) -> Attributes:
    """The URL without its query, which may hold anything."""
    if event.host is None or event.scheme is None:
        return {}
    host = f"[{event.host}]" if ":" in event.host else event.host
    port = "" if event.port is None else f":{event.port}"
    return {"url.full": f"{event.scheme}://{host}{port}{event.path}"}


def _error_of(status: int | None) -> str | None:
    return str(status) if status is not None and status >= 400 else None


def _histogram(meter: metrics.Meter, name: str, description: str) -> Any:
    try:
        return meter.create_histogram(
            name, unit="s", description=description, explicit_bucket_boundaries_advisory=_SECONDS
        )
    except TypeError:  # the API before 1.30 takes no advice on bounds
        return meter.create_histogram(name, unit="s", description=description)
