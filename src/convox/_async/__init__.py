"""The asynchronous client; `_sync` is mirrored from here."""
