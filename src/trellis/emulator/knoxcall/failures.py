"""The error answers of the gateway: the management API's envelope, and the flat form of the token endpoint."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from trellis.emulator.exchange import Answer

if TYPE_CHECKING:
    from collections.abc import Mapping


class GatewayError(Exception):
    """A failure with the management API's envelope.

    kind: the envelope's `type`. fields: what is wrong with each member of the body, for 422.
    """

    def __init__(
        self,
        status: int,
        kind: str,
        message: str,
        *,
        fields: Mapping[str, list[str]] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(message)
        self.status = status
        self.kind = kind
        self.message = message
        self.fields = fields
        self.headers = headers or {}

    def answer(self, request_id: str) -> Answer:
        """The failure as it goes over the wire."""
        error: dict[str, Any] = {"type": self.kind, "message": self.message, "request_id": request_id}
        body: dict[str, Any] = {"error": error}
        if self.fields is not None:
            # Clients of different ages look for it in either place.
            error["fields"] = body["fields"] = self.fields
        return Answer.json(body, self.status, self.headers)


class OAuthError(Exception):
    """A failure with the body of RFC 6749, section 5.2."""

    def __init__(self, status: int, code: str, description: str, *, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(description)
        self.status = status
        self.code = code
        self.description = description
        self.headers = headers or {}

    def answer(self) -> Answer:
        """The failure as it goes over the wire."""
        body = {"error": self.code, "error_description": self.description}
        return Answer.json(body, self.status, {**self.headers, "cache-control": "no-store"})


def not_found(what: str) -> GatewayError:
    """404."""
    return GatewayError(404, "not_found", f"There is no such {what}")


def conflict(message: str) -> GatewayError:
    """409."""
    return GatewayError(409, "conflict", message)


def invalid(fields: Mapping[str, list[str]]) -> GatewayError:
    """422, with the members that are wrong."""
    named = ", ".join(sorted(fields))
    return GatewayError(422, "validation_error", f"The request is not valid: {named}", fields=fields)
