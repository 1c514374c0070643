"""Generated from the pinned OpenAPI document by `make generate`: do not edit."""

from trellis.core.runtime.enums import OpenStrEnum


class HumanResumeRequestDecision(OpenStrEnum):
    """The answer."""

    APPROVED = "approved"
    REJECTED = "rejected"
    EDITED = "edited"
    SELECTED = "selected"
    PROVIDED = "provided"
