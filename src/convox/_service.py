"""Convox as data for the engine: its headers, ids, retry rules and errors."""

from __future__ import annotations

from trellis.core.service import ServiceDefinition

from . import exceptions

__all__ = ["DEFINITION"]

DEFINITION = ServiceDefinition(
    name="Convox",
    logger="convox",
    models="convox._generated.models",
    operations="convox._generated.operations",
    # Racks compare Accept with this very text: with anything else their errors come as plain text.
    headers=(("Accept", "application/json"), ("Accept-Encoding", "gzip, deflate")),
    request_id_header=exceptions.REQUEST_ID_HEADER,
    # Racks know no idempotency keys and take no request ids.
    idempotency_header="",
    keyed_methods=frozenset(),
    idempotency_key_limit=0,
    sends_request_id=False,
    replayable_methods=frozenset({"GET", "HEAD", "OPTIONS", "PUT", "DELETE"}),
    retry_statuses=frozenset({429, 502, 503, 504}),
    retry_codes=frozenset(),
    unexecuted_statuses=frozenset({429, 503}),
    unexecuted_codes=frozenset(),
    envelope=exceptions.read_envelope,
    answer_error=exceptions.from_answer,
    network_error=exceptions.ConvoxConnectionError,
    request_timeout_error=exceptions.ConvoxTimeoutError,
    deadline_error=exceptions.ConvoxTimeoutError,
    protocol_error=exceptions.from_broken_success,
    closed_error=exceptions.ConvoxClosedError,
    foreign_answer=exceptions.from_web_page,
)
