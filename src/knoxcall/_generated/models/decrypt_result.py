"""Generated from the pinned OpenAPI document by `make generate`: do not edit."""

from __future__ import annotations

from typing import TypedDict

from trellis.core.runtime.typed_dicts import NotRequired  # noqa: TC001

__all__ = ["DecryptResult"]


class DecryptResult(TypedDict):
    """A decrypted value: as text where it is text, else in base64."""

    key_version: int
    plaintext_b64: NotRequired[str]
    """The bytes in base64."""
    plaintext: NotRequired[str]
    """The text, where it is text."""
