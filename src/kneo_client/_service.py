"""Kneo as data for the engine: its headers, ids, retry rules and errors."""

from __future__ import annotations

from trellis.core.service import ServiceDefinition

from ._version import __version__
from .core import errors
from .core.idempotency import IDEMPOTENCY_KEY_HEADER, MAX_KEY_LENGTH
from .core.request_id import REQUEST_ID_HEADER

__all__ = ["DEFINITION"]

DEFINITION = ServiceDefinition(
    name="Kneo",
    logger="kneo_client",
    models="kneo_client._generated.models",
    operations="kneo_client._generated.operations",
    headers=(
        ("User-Agent", f"trellis-kneo-client/{__version__}"),
        ("Accept", "application/json"),
        ("Accept-Encoding", "gzip, deflate"),
    ),
    request_id_header=REQUEST_ID_HEADER,
    idempotency_header=IDEMPOTENCY_KEY_HEADER,
    keyed_methods=frozenset({"POST"}),
    idempotency_key_limit=MAX_KEY_LENGTH,
    replayable_methods=frozenset({"GET", "HEAD", "OPTIONS", "PUT", "DELETE"}),
    retry_statuses=frozenset({429, 502, 503, 504}),
    retry_codes=frozenset({"idempotency_key_in_progress"}),
    unexecuted_statuses=frozenset({429}),
    unexecuted_codes=frozenset({"queue_full"}),
    envelope=errors.read_envelope,
    answer_error=errors.from_answer,
    network_error=errors.KneoNetworkError,
    request_timeout_error=errors.KneoRequestTimeoutError,
    deadline_error=errors.KneoTimeoutError,
    protocol_error=errors.KneoProtocolError,
    closed_error=errors.KneoClosedError,
)
