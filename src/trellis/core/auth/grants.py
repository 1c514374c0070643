"""What a token request says: the grants of OAuth as frozen values that know their form, headers and secrets."""

from __future__ import annotations

from base64 import b64encode
from typing import TYPE_CHECKING, NoReturn, Protocol
from urllib.parse import quote_plus

from ..secrets import Secret, refuse_pickle

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

__all__ = ["ID_TOKEN_TYPE", "TOKEN_EXCHANGE", "ClientCredentialsGrant", "ExchangeGrant", "Grant", "RefreshGrant"]

TOKEN_EXCHANGE = "urn:ietf:params:oauth:grant-type:token-exchange"
ID_TOKEN_TYPE = "urn:ietf:params:oauth:token-type:id_token"


class Grant(Protocol):
    """One kind of token request."""

    @property
    def repeatable(self) -> bool:
        """Whether the request may be sent again although the first one may have been executed."""
        ...

    def fields(self) -> Mapping[str, str | None]:
        """The form; None is left out."""
        ...

    def headers(self) -> tuple[tuple[bytes, bytes], ...]:
        """Headers that authenticate the client."""
        ...

    def secrets(self) -> tuple[Secret, ...]:
        """What must not show up in an error."""
        ...


class _Frozen:
    """A value that holds credentials: no repr of them, no pickle, no change."""

    __slots__ = ()

    def _put(self, **fields: object) -> None:
        for name, value in fields.items():
            object.__setattr__(self, name, value)

    def __setattr__(self, name: str, value: object) -> NoReturn:
        raise AttributeError(f"{type(self).__name__} cannot be changed")

    def __reduce__(self) -> NoReturn:
        refuse_pickle(self, "a credential")

    def __repr__(self) -> str:
        return f"<{type(self).__name__}>"


class ClientCredentialsGrant(_Frozen):
    """A client's own id and secret (RFC 6749, section 4.4), sent as HTTP Basic (section 2.3.1)."""

    __slots__ = ("client_id", "client_secret", "scope")

    client_id: str
    client_secret: Secret
    scope: tuple[str, ...]

    def __init__(self, client_id: str, client_secret: Secret, *, scope: Iterable[str] = ()) -> None:
        self._put(client_id=client_id, client_secret=client_secret, scope=tuple(scope))

    @property
    def repeatable(self) -> bool:
        """True: at worst there is one more token than needed."""
        return True

    def fields(self) -> Mapping[str, str | None]:
        """The form."""
        return {"grant_type": "client_credentials", "scope": " ".join(self.scope) or None}

    def headers(self) -> tuple[tuple[bytes, bytes], ...]:
        """HTTP Basic."""
        return (_basic(self.client_id, self.client_secret),)

    def secrets(self) -> tuple[Secret, ...]:
        """The client secret, as itself and as it travels."""
        return self.client_secret, _travelling(self.headers())


class RefreshGrant(_Frozen):
    """A refresh token (RFC 6749, section 6), of a public client unless there is a client_secret."""

    __slots__ = ("client_id", "client_secret", "refresh_token", "scope", "single_use")

    refresh_token: Secret
    client_id: str | None
    client_secret: Secret | None
    scope: tuple[str, ...]
    single_use: bool

    def __init__(
        self,
        refresh_token: Secret,
        *,
        client_id: str | None = None,
        client_secret: Secret | None = None,
        scope: Iterable[str] = (),
        single_use: bool = True,
    ) -> None:
        if client_secret is not None and client_id is None:
            raise ValueError("a client_secret needs its client_id")
        self._put(
            refresh_token=refresh_token,
            client_id=client_id,
            client_secret=client_secret,
            scope=tuple(scope),
            single_use=single_use,
        )

    @property
    def repeatable(self) -> bool:
        """False for a single-use token: shown twice it looks stolen, and servers revoke all that came of it."""
        return not self.single_use

    def fields(self) -> Mapping[str, str | None]:
        """The form."""
        return {
            "grant_type": "refresh_token",
            "refresh_token": self.refresh_token.reveal(),
            "client_id": self.client_id if self.client_secret is None else None,
            "scope": " ".join(self.scope) or None,
        }

    def headers(self) -> tuple[tuple[bytes, bytes], ...]:
        """HTTP Basic for a confidential client, else none."""
        if self.client_id is None or self.client_secret is None:
            return ()
        return (_basic(self.client_id, self.client_secret),)

    def secrets(self) -> tuple[Secret, ...]:
        """The refresh token, and the client secret in both its forms."""
        if self.client_secret is None:
            return (self.refresh_token,)
        return self.refresh_token, self.client_secret, _travelling(self.headers())


class ExchangeGrant(_Frozen):
    """Somebody else's token for one of this server's (RFC 8693), such as a workload's identity token."""

    __slots__ = ("audience", "scope", "subject_token", "subject_token_type")

    subject_token: Secret
    subject_token_type: str
    audience: str | None
    scope: tuple[str, ...]

    def __init__(
        self,
        subject_token: Secret,
        *,
        subject_token_type: str = ID_TOKEN_TYPE,
        audience: str | None = None,
        scope: Iterable[str] = (),
    ) -> None:
        self._put(
            subject_token=subject_token, subject_token_type=subject_token_type, audience=audience, scope=tuple(scope)
        )

    @property
    def repeatable(self) -> bool:
        """True: an assertion that turns out to be spent is refused, and nothing is lost."""
        return True

    def fields(self) -> Mapping[str, str | None]:
        """The form."""
        return {
            "grant_type": TOKEN_EXCHANGE,
            "subject_token": self.subject_token.reveal(),
            "subject_token_type": self.subject_token_type,
            "audience": self.audience,
            "scope": " ".join(self.scope) or None,
        }

    def headers(self) -> tuple[tuple[bytes, bytes], ...]:
        """None: the assertion says who asks."""
        return ()

    def secrets(self) -> tuple[Secret, ...]:
        """The assertion."""
        return (self.subject_token,)


def _basic(client_id: str, client_secret: Secret) -> tuple[bytes, bytes]:
    # Form-encoded before they are joined, so that a colon in the id cannot move the border (RFC 6749, section 2.3.1).
    pair = f"{quote_plus(client_id)}:{quote_plus(client_secret.reveal())}"
    return b"Authorization", b"Basic " + b64encode(pair.encode("ascii"))


def _travelling(headers: tuple[tuple[bytes, bytes], ...]) -> Secret:
    return Secret(headers[0][1].partition(b" ")[2].decode("ascii"))
