"""Generated from the pinned OpenAPI document by `make generate`: do not edit."""

from trellis.core.runtime.enums import OpenStrEnum


class ListRunsSortOrder(OpenStrEnum):
    """Known values of `ListRunsSortOrder`; others are accepted."""

    ASC = "asc"
    DESC = "desc"
