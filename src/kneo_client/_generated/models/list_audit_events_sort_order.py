"""Generated from the pinned OpenAPI document by `make generate`: do not edit."""

from trellis.core.runtime.enums import OpenStrEnum


class ListAuditEventsSortOrder(OpenStrEnum):
    """Known values of `ListAuditEventsSortOrder`; others are accepted."""

    ASC = "asc"
    DESC = "desc"
