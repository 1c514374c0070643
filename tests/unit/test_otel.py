"""OpenTelemetry: what the hook makes of calls, with the SDK's own exporters, over httpx's transport seam."""

from __future__ import annotations

import asyncio
import os
import sys
import threading
from importlib import import_module
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import httpx
import pytest
from opentelemetry import baggage, trace
from opentelemetry.context import attach, detach
from opentelemetry.sdk.metrics import MeterProvider
from opentelemetry.sdk.metrics.export import InMemoryMetricReader
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from opentelemetry.trace import SpanKind, StatusCode
from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

from convox import ConvoxClient, RetryConfig
from kneo_client import KneoClient, SyncKneoClient
from kneo_client.core.errors import KneoError, KneoNetworkError, KneoNotFoundError
from kneo_client.core.profiles import Profile
from kneo_client.core.retries import RetryPolicy
from knoxcall import KnoxCall
from trellis.core.events import AttemptFinished, CallFinished, CallStarted
from trellis.otel import OpenTelemetryHook

if TYPE_CHECKING:
    from collections.abc import Callable

    from opentelemetry.sdk.trace import ReadableSpan

KEY = "a-key-that-opens-nothing"
PROFILE = Profile("test", "http://kneo.test/base", KEY)
LIVE = {"ok": True, "status": "alive", "service": "kneo", "version": "1.2.0"}
WHERE = {"url.scheme": "http", "server.address": "kneo.test", "server.port": 80}


class Watched:
    """A hook whose spans and measurements are kept."""

    def __init__(self, **options: Any) -> None:
        self.exporter = InMemorySpanExporter()
        self.provider = TracerProvider(shutdown_on_exit=False)
        self.provider.add_span_processor(SimpleSpanProcessor(self.exporter))
        self.reader = InMemoryMetricReader()
        meters = MeterProvider([self.reader], shutdown_on_exit=False)
        self.hook = OpenTelemetryHook(tracer_provider=self.provider, meter_provider=meters, **options)
        self.tracer = self.provider.get_tracer("test")

    @property
    def spans(self) -> tuple[ReadableSpan, ...]:
        """What was ended, in that order."""
        return self.exporter.get_finished_spans()

    @property
    def span(self) -> ReadableSpan:
        [only] = self.spans
        return only

    def measured(self, name: str) -> list[Any]:
        """The data points of one metric."""
        data = self.reader.get_metrics_data()
        metrics = [
            each for resource in data.resource_metrics for scope in resource.scope_metrics for each in scope.metrics
        ]
        return [point for metric in metrics if metric.name == name for point in metric.data.data_points]

    def kneo(self, *outcomes: Any, attempts: int = 3, **options: Any) -> SyncKneoClient:
        """A client whose attempts come to `outcomes`, one after the other."""
        policy = RetryPolicy(max_attempts=attempts, base_delay=0.0, jitter=0.0)
        http = httpx.Client(transport=httpx.MockTransport(scripted(*outcomes)), **options)
        return SyncKneoClient(PROFILE, http_client=http, retry_policy=policy, hooks=(self.hook,))

    def async_kneo(self, handler: Callable[[httpx.Request], Any]) -> KneoClient:
        http = httpx.AsyncClient(transport=httpx.MockTransport(handler))
        return KneoClient(PROFILE, http_client=http, retry_policy=RetryPolicy(max_attempts=1), hooks=(self.hook,))


@pytest.fixture
def watched() -> Watched:
    return Watched()


def scripted(*outcomes: Any) -> Callable[[httpx.Request], httpx.Response]:
    left = list(outcomes)

    def answer(request: httpx.Request) -> httpx.Response:
        outcome = left.pop(0)
        if isinstance(outcome, Exception):
            raise outcome
        return httpx.Response(*outcome) if isinstance(outcome, tuple) else httpx.Response(200, json=outcome)

    return answer


def attributes(thing: Any) -> dict[str, Any]:
    return dict(thing.attributes or {})


def parent_id(span: ReadableSpan) -> int | None:
    return None if span.parent is None else span.parent.span_id


def id_of(span: Any) -> int:
    return int(span.get_span_context().span_id)


def test_a_call_is_one_client_span_named_by_method_and_template(watched: Watched) -> None:
    with pytest.raises(KneoNotFoundError):
        watched.kneo((404,)).platform.runs.get("run 1")

    span = watched.span
    found = attributes(span)
    assert (span.name, span.kind, parent_id(span)) == ("GET /v1/runs/{run_id}", SpanKind.CLIENT, None)
    assert len(found.pop("trellis.request_id")) == 36
    assert found == {
        **WHERE,
        "http.request.method": "GET",
        "url.template": "/v1/runs/{run_id}",
        "url.full": "http://kneo.test:80/base/v1/runs/run%201",
        "http.response.status_code": 404,
        "error.type": "KneoNotFoundError",
        "trellis.service": "Kneo",
        "trellis.operation": "get_run",
    }
    assert (span.status.status_code, span.status.description) == (StatusCode.ERROR, None)


def test_attempts_and_retries_are_events_and_leave_their_measurements(watched: Watched) -> None:
    broke = httpx.ReadError(f"reset while {KEY} was read")
    watched.kneo((503,), broke, LIVE).platform.health.livez()

    span = watched.span
    assert span.status.status_code is StatusCode.UNSET
    assert attributes(span)["http.request.resend_count"] == 2
    assert attributes(span)["http.response.status_code"] == 200
    assert "error.type" not in attributes(span)
    seconds = [attributes(event).pop("trellis.attempt.duration", None) for event in span.events]
    assert [second is None for second in seconds] == [False, True, False, True, False]
    plain = [{k: v for k, v in attributes(event).items() if "duration" not in k} for event in span.events]
    assert [(event.name, found) for event, found in zip(span.events, plain, strict=True)] == [
        ("trellis.attempt", {"trellis.attempt": 1, "http.response.status_code": 503, "error.type": "503"}),
        ("trellis.retry", {"trellis.attempt": 1, "trellis.retry.delay": 0.0}),
        ("trellis.attempt", {"trellis.attempt": 2, "error.type": "receive_error"}),
        ("trellis.retry", {"trellis.attempt": 2, "trellis.retry.delay": 0.0}),
        ("trellis.attempt", {"trellis.attempt": 3, "http.response.status_code": 200}),
    ]
    assert KEY not in span.to_json()
    common = {
        **WHERE,
        "http.request.method": "GET",
        "url.template": "/v1/livez",
        "trellis.service": "Kneo",
        "trellis.operation": "livez",
    }
    went_wrong = [{"http.response.status_code": 503, "error.type": "503"}, {"error.type": "receive_error"}]
    went_well = {"http.response.status_code": 200}
    attempts = watched.measured("http.client.request.duration")
    assert [attributes(point) for point in attempts] == [common | each for each in (*went_wrong, went_well)]
    assert [point.count for point in attempts] == [1, 1, 1]
    assert attempts[0].explicit_bounds[0] == 0.005
    [call] = watched.measured("trellis.client.call.duration")
    assert (attributes(call), call.count) == (common | went_well, 1)
    retries = watched.measured("trellis.client.retries")
    assert [(attributes(point), point.value) for point in retries] == [(common | each, 1) for each in went_wrong]


@pytest.mark.parametrize(
    ("error", "kind"), [(httpx.ConnectTimeout("x"), "connect_timeout"), (httpx.ReadTimeout("x"), "receive_timeout")]
)
def test_a_call_without_an_answer_says_what_broke(watched: Watched, error: Exception, kind: str) -> None:
    with pytest.raises(KneoNetworkError):
        watched.kneo(error, attempts=1).platform.health.livez()
    span = watched.span
    assert attributes(span)["error.type"] == "KneoRequestTimeoutError"
    assert "http.response.status_code" not in attributes(span)
    assert "http.request.resend_count" not in attributes(span)
    assert attributes(span.events[0])["error.type"] == kind
    assert (span.status.status_code, span.status.description) == (StatusCode.ERROR, None)


def test_a_call_by_path_is_named_by_its_method_for_there_are_too_many_paths(watched: Watched) -> None:
    watched.kneo((200,)).request("POST", "/v1/else/17", params={"q": KEY})
    found = attributes(watched.span)
    assert watched.span.name == "POST"
    assert found["url.full"] == "http://kneo.test:80/base/v1/else/17"
    assert not {"url.template", "trellis.operation"} & set(found)
    [point] = watched.measured("trellis.client.call.duration")
    assert "17" not in str(attributes(point))


def test_the_base_url_of_a_brought_http_client_counts(watched: Watched) -> None:
    watched.kneo(LIVE, base_url="https://me:secret@brought.test:8443/at/").platform.health.livez()
    found = attributes(watched.span)
    assert (found["server.address"], found["server.port"]) == ("brought.test", 8443)
    assert found["url.full"] == "https://brought.test:8443/at/v1/livez"
    assert "secret" not in watched.span.to_json()


def test_the_parent_is_what_is_current_where_the_call_is_made_and_is_current_again(watched: Watched) -> None:
    inside: list[Any] = []

    def answer(request: httpx.Request) -> httpx.Response:
        inside.append(trace.get_current_span())
        return httpx.Response(404)

    http = httpx.Client(transport=httpx.MockTransport(answer))
    client = SyncKneoClient(PROFILE, http_client=http, hooks=(watched.hook,))
    with watched.tracer.start_as_current_span("mine") as mine:
        for _ in range(2):
            with pytest.raises(KneoNotFoundError):
                client.platform.health.livez()
            assert trace.get_current_span() is mine
    calls = watched.spans[:2]
    assert [parent_id(call) for call in calls] == [id_of(mine)] * 2
    assert [id_of(span) for span in inside] == [id_of(call) for call in calls]
    assert not trace.get_current_span().get_span_context().is_valid


def test_a_token_that_a_call_has_to_fetch_is_a_call_below_it(watched: Watched) -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        if request.url.path == "/oauth/token":
            return httpx.Response(200, json={"access_token": "t0ken", "expires_in": 60, "tenant": "acme"})
        if request.url.host == "api.knoxcall.com":
            return httpx.Response(200, json={"data": {"slug": "acme"}})
        return httpx.Response(502, text="the upstream's own")

    client = KnoxCall(
        client_id="id",
        client_secret=KEY,
        http=httpx.Client(transport=httpx.MockTransport(answer)),
        hooks=(watched.hook,),
    )
    with client:
        client.account.get()
        client.call("payments", method="POST", path="/v1/charges/17")

    mint, account, call = watched.spans
    assert [span.name for span in watched.spans] == ["POST /oauth/token", "GET /v1/account", "POST call payments"]
    assert parent_id(mint) == id_of(account)
    assert (parent_id(account), parent_id(call)) == (None, None)
    assert (attributes(call)["error.type"], call.status.status_code) == ("502", StatusCode.ERROR)
    assert attributes(call)["trellis.operation"] == "call payments"
    for span in watched.spans:
        assert KEY not in span.to_json()
        assert "t0ken" not in span.to_json()


def test_a_stream_is_over_when_its_answer_begins(watched: Watched) -> None:
    http = httpx.Client(
        transport=httpx.MockTransport(lambda request: httpx.Response(200, stream=httpx.ByteStream(b"body")))
    )
    client = ConvoxClient(
        "http://rack.test", KEY, http_client=http, retry=RetryConfig(max_retries=0), hooks=(watched.hook,)
    )
    with client.objects.fetch("web", "a/b.tgz") as download:
        assert watched.span.end_time is not None
        assert not trace.get_current_span().get_span_context().is_valid
        assert download.read() == b"body"
    assert watched.span.name == "GET /apps/{app}/objects/{key}"


def test_threads_and_tasks_keep_their_own_spans_even_under_one_request_id(watched: Watched) -> None:
    together = threading.Barrier(8, timeout=30)

    def answer(request: httpx.Request) -> httpx.Response:
        together.wait()
        return httpx.Response(int(request.url.params["status"]))

    http = httpx.Client(transport=httpx.MockTransport(answer))
    policy = RetryPolicy(max_attempts=1)
    client = SyncKneoClient(PROFILE, http_client=http, retry_policy=policy, hooks=(watched.hook,))
    mine: dict[int, int] = {}

    def work(number: int) -> None:
        with watched.tracer.start_as_current_span(f"mine {number}") as span:
            mine[400 + number] = id_of(span)
            with pytest.raises(KneoError):
                client.request("GET", "/x", params={"status": 400 + number}, request_id="the-same")

    threads = [threading.Thread(target=work, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    calls = [span for span in watched.spans if span.kind is SpanKind.CLIENT]
    assert {attributes(call)["http.response.status_code"]: parent_id(call) for call in calls} == mine

    watched.exporter.clear()
    mine.clear()
    everybody = asyncio.Event()
    arrived: list[str] = []

    async def answer_later(request: httpx.Request) -> httpx.Response:
        arrived.append(request.url.params["status"])
        if len(arrived) == 8:
            everybody.set()
        await everybody.wait()
        return httpx.Response(int(request.url.params["status"]))

    async def task(client: KneoClient, number: int) -> None:
        with watched.tracer.start_as_current_span(f"mine {number}") as span:
            mine[400 + number] = id_of(span)
            with pytest.raises(KneoError):
                await client.request("GET", "/x", params={"status": 400 + number}, request_id="the-same")
            assert trace.get_current_span() is span

    async def main() -> None:
        async with watched.async_kneo(answer_later) as client:
            await asyncio.gather(*(task(client, number) for number in range(8)))

    asyncio.run(main())
    calls = [span for span in watched.spans if span.kind is SpanKind.CLIENT]
    assert {attributes(call)["http.response.status_code"]: parent_id(call) for call in calls} == mine


def test_a_call_that_is_cancelled_ends_its_span_and_its_attempt(watched: Watched) -> None:
    async def main() -> None:
        begun = asyncio.Event()

        async def hang(request: httpx.Request) -> httpx.Response:
            begun.set()
            await asyncio.sleep(60)
            return httpx.Response(200)

        async with watched.async_kneo(hang) as client:
            call = asyncio.ensure_future(client.platform.health.livez())
            await begun.wait()
            call.cancel()
            with pytest.raises(asyncio.CancelledError):
                await call

    asyncio.run(main())
    span = watched.span
    assert (attributes(span)["error.type"], span.status.status_code) == ("cancelled", StatusCode.ERROR)
    [event] = span.events
    assert attributes(event) == {"trellis.attempt": 1, "error.type": "cancelled"}


def test_the_trace_goes_on_to_the_service_only_where_that_is_asked_for() -> None:
    seen: list[httpx.Headers] = []

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append(request.headers)
        return httpx.Response(503)

    silent, telling = Watched(), Watched(propagate=True)
    bare = Watched(propagate=True, propagator=TraceContextTextMapPropagator())
    token = attach(baggage.set_baggage("team", "blue"))
    try:
        for watched in (silent, telling, bare):
            http = httpx.Client(transport=httpx.MockTransport(answer))
            policy = RetryPolicy(max_attempts=2, base_delay=0.0)
            client = SyncKneoClient(PROFILE, http_client=http, retry_policy=policy, hooks=(watched.hook,))
            with pytest.raises(KneoError):
                client.platform.health.livez()
    finally:
        detach(token)

    expected = [None, None]
    for watched in (telling, bare):
        context = watched.span.get_span_context()
        assert context is not None
        expected += [f"00-{context.trace_id:032x}-{context.span_id:016x}-{context.trace_flags:02x}"] * 2
    assert [headers.get("traceparent") for headers in seen] == expected
    assert [headers.get("baggage") for headers in seen] == [None, None, "team=blue", "team=blue", None, None]


def test_calls_that_never_end_are_forgotten_from_a_bound_on_and_their_spans_ended() -> None:
    watched = Watched(capacity=2)
    for number in (1, 2, 3):
        watched.hook(CallStarted("o", "GET", "/x", "r", None, call=number))
    assert attributes(watched.span)["error.type"] == "abandoned"
    for number in (3, 2, 1):  # the first ends after all: too late for its span, but not for what is current
        watched.hook(AttemptFinished("o", "r", 1, 200, None, 0.1, number))
        watched.hook(CallFinished("o", "r", 1, 200, None, 0.1, number))
        watched.hook(CallFinished("o", "r", 1, 200, None, 0.1, number))
    assert len(watched.spans) == 3
    assert not trace.get_current_span().get_span_context().is_valid


def test_a_span_that_is_not_recorded_costs_no_events_and_the_measurements_stay() -> None:
    reader = InMemoryMetricReader()
    meters = MeterProvider([reader], shutdown_on_exit=False)
    hook = OpenTelemetryHook(tracer_provider=trace.NoOpTracerProvider(), meter_provider=meters)
    http = httpx.Client(transport=httpx.MockTransport(scripted(LIVE)))
    SyncKneoClient(PROFILE, http_client=http, hooks=(hook,)).platform.health.livez()
    assert reader.get_metrics_data() is not None


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork here")
def test_a_forked_child_leaves_the_calls_under_way_to_its_parent(watched: Watched) -> None:
    watched.hook(CallStarted("o", "GET", "/x", "r", None, call=1))
    watched.hook._after_fork()
    watched.hook(CallFinished("o", "r", 1, 200, None, 0.1, 1))
    assert watched.spans == ()
    assert not trace.get_current_span().get_span_context().is_valid


@pytest.mark.parametrize(("capacity", "error"), [(0, ValueError), (True, TypeError), ("9", TypeError)])
def test_a_capacity_that_is_none_is_refused(capacity: Any, error: type[Exception]) -> None:
    with pytest.raises(error, match="capacity"):
        OpenTelemetryHook(capacity=capacity)


def test_an_older_api_that_takes_no_bounds_will_do() -> None:
    made: list[str] = []

    class OlderMeter:
        def create_histogram(self, name: str, unit: str = "", description: str = "") -> Any:
            made.append(name)

        def create_counter(self, name: str, unit: str = "", description: str = "") -> Any:
            made.append(name)

    OpenTelemetryHook(meter_provider=SimpleNamespace(get_meter=lambda *args, **kwargs: OlderMeter()))  # type: ignore[arg-type]
    assert len(made) == 3


def test_without_the_extra_the_import_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "trellis.otel")
    monkeypatch.setitem(sys.modules, "opentelemetry", None)
    with pytest.raises(ImportError, match=r"trellis-clients\[otel\]"):
        import_module("trellis.otel")
