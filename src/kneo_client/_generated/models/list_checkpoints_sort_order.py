"""Generated from the pinned OpenAPI document by `make generate`: do not edit."""

from trellis.core.runtime.enums import OpenStrEnum


class ListCheckpointsSortOrder(OpenStrEnum):
    """Known values of `ListCheckpointsSortOrder`; others are accepted."""

    ASC = "asc"
    DESC = "desc"
