"""Generated from the pinned OpenAPI document by `make generate`: do not edit."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict

if TYPE_CHECKING:
    from typing_extensions import NotRequired


__all__ = ["DynamicDbRotateSshKeyBody"]


class DynamicDbRotateSshKeyBody(TypedDict):
    """Members of this object are described below."""

    ssh_private_key: str
    ssh_passphrase: NotRequired[str]
    ssh_host_fingerprint: NotRequired[str]
