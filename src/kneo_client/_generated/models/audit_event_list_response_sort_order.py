"""Generated from the pinned OpenAPI document by `make generate`: do not edit."""

from trellis.core.runtime.enums import OpenStrEnum


class AuditEventListResponseSortOrder(OpenStrEnum):
    """Direction of the sort."""

    ASC = "asc"
    DESC = "desc"
