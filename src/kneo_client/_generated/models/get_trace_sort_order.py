"""Generated from the pinned OpenAPI document by `make generate`: do not edit."""

from trellis.core.runtime.enums import OpenStrEnum


class GetTraceSortOrder(OpenStrEnum):
    """Known values of `GetTraceSortOrder`; others are accepted."""

    ASC = "asc"
    DESC = "desc"
