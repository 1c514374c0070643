"""Generated from the pinned OpenAPI document by `make generate`: do not edit."""

from trellis.core.runtime.enums import OpenStrEnum


class ListHumanTasksStatus(OpenStrEnum):
    """Known values of `ListHumanTasksStatus`; others are accepted."""

    PENDING = "pending"
    ESCALATED = "escalated"
