# Mirrored from src/convox/_async/__init__.py by scripts/mirror_sync.py; do not edit.
"""The synchronous client; `_sync` is mirrored from here."""
