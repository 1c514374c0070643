"""Generated from the pinned OpenAPI document by `make generate`: do not edit."""

from trellis.core.runtime.enums import OpenStrEnum


class ListSkillsSortOrder(OpenStrEnum):
    """Known values of `ListSkillsSortOrder`; others are accepted."""

    ASC = "asc"
    DESC = "desc"
