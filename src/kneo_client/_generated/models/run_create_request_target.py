"""Generated from the pinned OpenAPI document by `make generate`: do not edit."""

from trellis.core.runtime.enums import OpenStrEnum


class RunCreateRequestTarget(OpenStrEnum):
    """What of the spec to run."""

    AGENT = "agent"
    WORKFLOW = "workflow"
