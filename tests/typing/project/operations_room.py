"""Watching calls and comparing documents, as a user writes it with `trellis.otel` and `trellis.spec_diff`. Never run:
tests/typing/test_static_types.py has the checkers read it."""

# ruff: noqa: TC001, TC003 - the user has rules of their own

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from opentelemetry import metrics, trace
from typing_extensions import assert_type

from convox import ConvoxClient
from kneo_client import SyncKneoClient
from knoxcall import KnoxCall
from trellis.core.events import AttemptFinished, CallStarted, Event, RetryScheduled
from trellis.core.observe import HeaderHook
from trellis.otel import OpenTelemetryHook
from trellis.spec_diff import (
    SEVERITIES,
    Change,
    Document,
    DocumentError,
    Report,
    Severity,
    compare,
    html_of,
    json_of,
    markdown_of,
    parse_document,
    read_document,
    text_of,
)


class Correlated:
    """A hook with headers of its own."""

    def __call__(self, event: Event) -> None:
        """Told of everything."""
        if isinstance(event, AttemptFinished):
            assert_type(event.kind, str | None)
        elif isinstance(event, RetryScheduled):
            assert_type(event.delay, float)

    def headers_for(self, event: CallStarted) -> Mapping[str, str]:
        """What to send."""
        return {"X-Correlation": event.request_id}


HOOK = OpenTelemetryHook(
    tracer_provider=trace.get_tracer_provider(), meter_provider=metrics.get_meter_provider(), propagate=True
)
OWN: HeaderHook = Correlated()


def watched() -> None:
    """Hooks of all clients."""
    SyncKneoClient.from_profile(hooks=(HOOK, OWN))
    KnoxCall(hooks=[HOOK])
    ConvoxClient("h", "k", hooks=(HOOK, OWN))


def compared() -> None:
    """What changed between two documents."""
    try:
        old = read_document(Path("old.json"))
    except DocumentError as error:
        raise SystemExit(str(error)) from None
    assert_type(old, Document)
    report = compare(old, parse_document("{}", "new"))
    assert_type(report, Report)
    assert_type(report.worst, Severity | None)
    assert_type(report.of("breaking"), tuple[Change, ...])
    assert_type(SEVERITIES[0], Severity)
    assert_type("".join([*text_of(report), *markdown_of(report)]), str)
    assert_type(json_of(report) + html_of(report), str)
