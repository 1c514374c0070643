"""Idle connections are kept for a minute here: on a busy machine a fork and what its child does outlast five seconds,
and a test that asks whether a connection is still the same one would find that it grew too old."""

from __future__ import annotations

import pytest

from trellis.core.transport.limits import PoolLimits


@pytest.fixture(autouse=True)
def patient_pools(monkeypatch: pytest.MonkeyPatch) -> None:
    """Clients of ours that a test makes keep their idle connections for a minute."""
    monkeypatch.setattr(PoolLimits.__new__, "__defaults__", (PoolLimits().connections, 60.0))
