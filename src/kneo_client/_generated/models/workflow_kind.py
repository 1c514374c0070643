"""Generated from the pinned OpenAPI document by `make generate`: do not edit."""

from trellis.core.runtime.enums import OpenStrEnum


class WorkflowKind(OpenStrEnum):
    """How the steps of a workflow are put together."""

    SEQUENTIAL = "sequential"
    GRAPH = "graph"
    CONCURRENT = "concurrent"
    HANDOFF = "handoff"
    GROUP_CHAT = "group_chat"
