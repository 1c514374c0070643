"""Generated from the pinned OpenAPI document by `make generate`: do not edit."""

from trellis.core.runtime.enums import OpenStrEnum


class CredentialEntryStatus(OpenStrEnum):
    """The same in a word. From 1.2.0 on."""

    PRESENT = "present"
    MISSING = "missing"
