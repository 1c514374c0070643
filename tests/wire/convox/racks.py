"""One scenario, two Convox clients; and the words of a raw server that plays a rack."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

import pytest

from tests.wire.kneo.both_clients import Either as AnyClient
from tests.wire.kneo.both_clients import causes_of
from tests.wire.kneo.raw_server import answer

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["KEY", "OK", "Either", "failure_of"]

E = TypeVar("E", bound=BaseException)
KEY = "local-rack-password"
OK = answer(200, b"ok\n", headers=("Content-Type: text/plain; charset=utf-8",))
"""What a rack says where there is nothing to say."""
OURS = ("convox", "trellis", "builtins")


class Either(AnyClient):
    """Makes Convox clients of one kind, with waits of no length between attempts."""

    def client(self, url: Any, api_key: str = KEY, *, max_retries: int = 0, **options: Any) -> Any:
        from convox import AsyncConvoxClient, ConvoxClient, RetryConfig

        options.setdefault("retry", RetryConfig(max_retries=max_retries, backoff_base=0.0))
        return self._keep((AsyncConvoxClient if self.is_async else ConvoxClient)(url, api_key, **options))


def failure_of(either: Either, call: Callable[[], Any], kind: type[E]) -> E:
    """The error that `call` ends in: of exactly this class, with nothing of another library behind it."""
    with pytest.raises(kind) as caught:
        either.do(call())
    assert type(caught.value) is kind, f"expected exactly {kind.__name__}, got {caught.value!r}"
    foreign = [error for error in causes_of(caught.value) if type(error).__module__.split(".")[0] not in OURS]
    assert not foreign, f"{caught.value!r} carries {foreign!r}"
    return caught.value
