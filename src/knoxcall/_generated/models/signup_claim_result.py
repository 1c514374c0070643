"""Generated from the pinned OpenAPI document by `make generate`: do not edit."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict

if TYPE_CHECKING:
    from typing_extensions import NotRequired

    from ..models.signup_sandbox import SignupSandbox
    from ..models.signup_tenant import SignupTenant
    from ..models.starter_resources import StarterResources


__all__ = ["SignupClaimResult"]


class SignupClaimResult(TypedDict):
    """The tenant once it exists; until then, when to ask again."""

    status: NotRequired[str]
    message: NotRequired[str]
    poll_after_seconds: NotRequired[int]
    """Seconds to wait before asking again."""
    expires_at: NotRequired[str]
    """Until when the handle can be exchanged, ISO 8601."""
    tenant: NotRequired[SignupTenant]
    """The new tenant."""
    starter: NotRequired[StarterResources]
    """What a new tenant has been given to begin with."""
    sandbox: NotRequired[SignupSandbox]
    """Where its sandbox is."""
    documentation: NotRequired[str]
