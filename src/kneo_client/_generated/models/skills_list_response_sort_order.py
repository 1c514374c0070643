"""Generated from the pinned OpenAPI document by `make generate`: do not edit."""

from trellis.core.runtime.enums import OpenStrEnum


class SkillsListResponseSortOrder(OpenStrEnum):
    """Direction of the sort."""

    ASC = "asc"
    DESC = "desc"
