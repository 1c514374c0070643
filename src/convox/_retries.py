"""How often, and after how long, a request is sent again."""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import TYPE_CHECKING

from trellis.core.deadline import check_seconds

from ._service import DEFINITION

if TYPE_CHECKING:
    from trellis.core.service import ServiceDefinition

__all__ = ["Patience", "RetryConfig"]

_USUAL = frozenset({429, 502, 503, 504})
_LEAST_CAP = 60.0


@dataclass(frozen=True)
class RetryConfig:
    """When a request is sent again, and how long is waited before that.

    max_retries: attempts after the first; 0 switches retries off. backoff_base: seconds; the wait before retry n (from
    0) is drawn from 0 to backoff_base * 2**n, and at most backoff_max. What the server asks for in Retry-After is
    waited for instead; if that is more than backoff_max (or 60 s, if that is more), the error is raised at once.
    retryable_status_codes: answers worth another attempt. retry_on_500: 500 is one of them.

    A request that changes nothing when repeated (GET, PUT, DELETE, ...) is sent again after any of these statuses, and
    after a broken connection. A POST may do its work twice, so it is sent again only after 429 and 503, which say that
    nothing was done, or if no connection was made; unless you say more: a `retryable_status_codes` of your own holds
    for POST as well, and so does `retry_on_500`.

    Raises ValueError for numbers outside these limits, TypeError for what is no number.
    """

    max_retries: int = 3
    backoff_base: float = 1.0
    backoff_max: float = 30.0
    retryable_status_codes: frozenset[int] = _USUAL
    retry_on_500: bool = False

    def __post_init__(self) -> None:
        if isinstance(self.max_retries, bool) or not isinstance(self.max_retries, int):
            raise TypeError(f"max_retries must be an int, got {type(self.max_retries).__name__}")
        if self.max_retries < 0:
            raise ValueError(f"max_retries must be at least 0, got {self.max_retries}")
        for name in ("backoff_base", "backoff_max"):
            if check_seconds(name, getattr(self, name), zero=True) is None:
                raise TypeError(f"{name} must be a number of seconds, got None")
        try:
            statuses = frozenset(self.retryable_status_codes)
        except TypeError:
            raise TypeError("retryable_status_codes must be a set of HTTP statuses") from None
        if not all(isinstance(status, int) and not isinstance(status, bool) for status in statuses):
            raise TypeError("retryable_status_codes must hold ints only")
        if not all(400 <= status <= 599 for status in statuses):
            raise ValueError("retryable_status_codes must be error statuses, 400 to 599")
        object.__setattr__(self, "retryable_status_codes", statuses)

    @property
    def effective_retryable(self) -> frozenset[int]:
        """All statuses after which a request is sent again."""
        return self.retryable_status_codes | {500} if self.retry_on_500 else self.retryable_status_codes


class Patience:
    """A `RetryConfig` as the engine asks it."""

    __slots__ = ("_config", "max_attempts", "max_delay")

    def __init__(self, config: RetryConfig) -> None:
        if not isinstance(config, RetryConfig):
            raise TypeError(f"retry must be a RetryConfig, got {type(config).__name__}")
        self._config = config
        self.max_attempts = config.max_retries + 1
        self.max_delay = max(config.backoff_max, _LEAST_CAP)

    def delay_for(self, attempt: int, retry_after: float | None = None) -> float:
        """Seconds to wait before `attempt`, of which the first is 1."""
        if retry_after is not None:
            return retry_after
        config = self._config
        doublings = min(max(attempt - 2, 0), 64)  # beyond, the power alone would overflow any sensible limit
        return random.uniform(0.0, min(config.backoff_max, config.backoff_base * 2.0**doublings))  # noqa: S311

    def definition(self) -> ServiceDefinition:
        """The service with these statuses."""
        config = self._config
        statuses = config.effective_retryable
        if config.retryable_status_codes == _USUAL:
            unexecuted = DEFINITION.unexecuted_statuses | (statuses - _USUAL)
        else:
            unexecuted = statuses
        return DEFINITION._replace(retry_statuses=statuses, unexecuted_statuses=unexecuted)
