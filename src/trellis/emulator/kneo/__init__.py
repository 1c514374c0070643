"""The emulated Kneo Agent Platform, release 0.4.0."""
