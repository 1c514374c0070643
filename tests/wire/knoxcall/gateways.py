"""One scenario, two KnoxCall clients; and a gateway that answers byte by byte, its token endpoint included."""

from __future__ import annotations

import base64
import json
from typing import TYPE_CHECKING, Any, TypeVar

import pytest

from knoxcall.client import KnoxCall
from tests.wire.kneo.both_clients import Either as AnyClient
from tests.wire.kneo.both_clients import causes_of
from tests.wire.kneo.raw_server import Exchange, json_answer

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.wire.kneo.raw_server import RawServer

__all__ = ["ACCOUNT", "ID", "SECRET", "Either", "Gateway", "always", "claims_of", "failure_of", "unused_url"]

E = TypeVar("E", bound=BaseException)
ID, SECRET = "tk_test", "s3cret-of-the-client"
ACCOUNT = {"data": {"id": "ten_1", "slug": "acme", "name": "Acme"}, "meta": {"request_id": "req_1"}}
OURS = ("knoxcall", "trellis", "builtins")


class Either(AnyClient):
    """Makes KnoxCall clients of one kind, with client credentials unless told otherwise and waits of no length."""

    def client(self, url: Any = None, **options: Any) -> Any:
        if not {"client_id", "client_secret", "api_key", "access_token", "bootstrap", "bare"} & set(options):
            options.update(client_id=ID, client_secret=SECRET)
        options.pop("bare", None)
        options.setdefault("retry_base_delay", 0.0)
        if url is not None:
            options["base_url"] = url
        return self._keep(KnoxCall(sync=not self.is_async, **options))


class Gateway:
    """What a raw server plays: mints kc_1, kc_2 ... at the token endpoint, and `play` for all else.

    token: members of the token answers beside the usual ones; None drops one. play: an answer, or a function of the
    exchange that sends one. good: whether a request's Authorization is good; else it is answered with 401.
    """

    def __init__(
        self,
        play: Callable[[Exchange], bool | None] | bytes | None = None,
        *,
        mint: Callable[[Exchange, int], bool | None] | None = None,
        token: dict[str, Any] | None = None,
        good: Callable[[str], bool] = lambda _: True,
    ) -> None:
        self.play = json_answer(ACCOUNT) if play is None else play
        self.mint = mint
        self.token = token or {}
        self.good = good
        self.mints: list[Exchange] = []
        self.calls: list[Exchange] = []

    def __call__(self, exchange: Exchange) -> bool | None:
        if exchange.target == "/oauth/token":
            self.mints.append(exchange)
            if self.mint is not None:
                return self.mint(exchange, len(self.mints))
            return self.issue(exchange, len(self.mints))
        self.calls.append(exchange)
        if not self.good(exchange.headers.get("authorization", "")):
            exchange.send(json_answer({"error": {"type": "authentication_error", "message": "no"}}, 401))
            return True
        if isinstance(self.play, bytes):
            exchange.send(self.play)
            return True
        return self.play(exchange)

    def issue(self, exchange: Exchange, number: int, **members: Any) -> bool:
        """Answer with token `number`."""
        usual = {"access_token": f"kc_{number}", "token_type": "Bearer", "expires_in": 3600}
        body = {**usual, **self.token, **members}
        exchange.send(json_answer({name: value for name, value in body.items() if value is not None}))
        return True

    def shown(self) -> list[str]:
        """The Authorization of each call, in order."""
        return [call.headers.get("authorization", "") for call in self.calls]


def failure_of(either: Either, call: Callable[[], Any], kind: type[E]) -> E:
    """The error that `call` ends in: of exactly this class, with nothing of another library behind it."""
    with pytest.raises(kind) as caught:
        either.do(call())
    assert type(caught.value) is kind, f"expected exactly {kind.__name__}, got {caught.value!r}"
    foreign = [error for error in causes_of(caught.value) if type(error).__module__.split(".")[0] not in OURS]
    assert not foreign, f"{caught.value!r} carries {foreign!r}"
    return caught.value


def claims_of(proof: str) -> dict[str, Any]:
    """The claims of a DPoP proof, unverified."""
    part = proof.split(".")[1]
    claims: dict[str, Any] = json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))
    return claims


def always(said: bytes) -> Callable[[Exchange, int], bool]:
    """A token endpoint that says the same to all, and keeps the connection."""

    def mint(exchange: Exchange, _: int) -> bool:
        exchange.send(said)
        return True

    return mint


def unused_url(serve: Callable[..., RawServer]) -> str:
    """The address of a server that was there."""
    server = serve(b"")
    url = server.url
    server.close()
    return url
