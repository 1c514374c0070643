"""Generated from the pinned OpenAPI document by `make generate`: do not edit."""

from trellis.core.runtime.enums import OpenStrEnum


class ListHumanTasksSortOrder(OpenStrEnum):
    """Known values of `ListHumanTasksSortOrder`; others are accepted."""

    ASC = "asc"
    DESC = "desc"
