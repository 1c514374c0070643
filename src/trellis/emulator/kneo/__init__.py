"""The emulated Kneo Agent Platform, in its releases 0.4.0 and 1.2.0."""
