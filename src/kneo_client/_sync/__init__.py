# Mirrored from src/kneo_client/_async/__init__.py by scripts/mirror_sync.py; do not edit.
"""The clients as they are written: once, synchronous. `_sync` is mirrored from here by scripts/mirror_sync.py."""
