"""The clients as they are written: once, asynchronous. `_sync` is mirrored from here by scripts/mirror_sync.py."""
