"""Credentials as later services have them, written for the tests: a minted bearer token, and proofs with nonces."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from trellis.core.effects import Send, exclusive
from trellis.core.encode import form_body
from trellis.core.secrets import Secret
from trellis.core.single_flight import SingleFlight
from trellis.core.wire import HeaderSet, WireRequest

if TYPE_CHECKING:
    from trellis.core.effects import Flow, WireResponse

TOKEN_URL = "https://auth.example/oauth/token"
FORM = (("Content-Type", "application/x-www-form-urlencoded"),)


class Refused(Exception):
    """The token endpoint said no."""


class MintedToken:
    """OAuth client credentials: one token for all calls, minted when there is none, once for all who wait."""

    def __init__(self, url: str = TOKEN_URL) -> None:
        self.url = url
        self.token: str | None = None
        self.mints = 0
        self.flight = SingleFlight()

    def session(self) -> MintedTokenSession:
        return MintedTokenSession(self)

    def secrets(self) -> tuple[Secret, ...]:
        return () if self.token is None else (Secret(self.token),)

    def mint(self, deadline: float | None) -> Flow[str]:
        """The subflow that one call runs for all: look again, then ask for a token with a form."""
        if self.token is not None:
            return self.token
        self.mints += 1
        fields = {"grant_type": "client_credentials", "scope": "a b", "client_id": "id&1"}
        request = WireRequest("POST", self.url, HeaderSet.of(FORM), form_body(fields))
        response = yield Send(request, None, deadline, whole=False)
        if response.status_code != 200:
            raise Refused(f"token endpoint: {response.status_code}")
        self.token = str(json.loads(response.content)["access_token"])
        return self.token


class MintedTokenSession:
    """One call's authorisation: a refused token is minted anew, once."""

    def __init__(self, auth: MintedToken) -> None:
        self._auth = auth
        self._used: str | None = None
        self._minted_anew = False

    def authorise(self, request: WireRequest, deadline: float | None) -> Flow[WireRequest]:
        auth = self._auth
        self._used = auth.token
        if self._used is None:
            self._used = yield from exclusive(auth.flight, "token", lambda: auth.mint(deadline), deadline)
        return request.with_headers((b"Authorization", f"Bearer {self._used}".encode()))

    def challenged(self, request: WireRequest, response: WireResponse, deadline: float | None) -> Flow[bool]:
        if response.status_code != 401 or self._minted_anew:
            return False
        self._minted_anew = True
        if self._auth.token == self._used:
            self._auth.token = None
        yield from ()
        return True

    def answered(self, request: WireRequest, response: WireResponse) -> None:
        """Of no interest here."""


class NonceProof:
    """DPoP in outline (RFC 9449, section 8): each request is signed; a 401 may ask for a nonce in the signature."""

    def __init__(self) -> None:
        self.nonce = ""
        self.signed: list[str] = []

    def session(self) -> NonceProof:
        return self

    def secrets(self) -> tuple[Secret, ...]:
        return ()

    def answered(self, request: WireRequest, response: WireResponse) -> None:
        """Of no interest here."""

    def authorise(self, request: WireRequest, deadline: float | None) -> Flow[WireRequest]:
        proof = f"proof-{len(self.signed) + 1}-{self.nonce}"
        self.signed.append(proof)
        yield from ()
        return request.with_headers((b"DPoP", proof.encode()))

    def challenged(self, request: WireRequest, response: WireResponse, deadline: float | None) -> Flow[bool]:
        nonce = response.headers.get("dpop-nonce")
        yield from ()
        if response.status_code != 401 or nonce is None:
            return False
        self.nonce = nonce
        return True


def token_answer(token: str = "t-1") -> dict[str, Any]:
    """What the token endpoint says."""
    return {"access_token": token, "token_type": "Bearer", "expires_in": 3600}
