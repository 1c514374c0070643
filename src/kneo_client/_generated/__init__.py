"""Generated from the pinned OpenAPI document by `make generate`: do not edit."""

__all__ = ["SPEC_VERSION"]

SPEC_VERSION = "1.2.0"
"""Version of the document that this package was generated from."""
