"""Generated from the pinned OpenAPI document by `make generate`: do not edit."""

from __future__ import annotations

from typing import TypedDict

from trellis.core.runtime.typed_dicts import NotRequired  # noqa: TC001

__all__ = ["DynamicDbRotateSshKeyBody"]


class DynamicDbRotateSshKeyBody(TypedDict):
    """Members of this object are described below."""

    ssh_private_key: str
    ssh_passphrase: NotRequired[str]
    ssh_host_fingerprint: NotRequired[str]
