# Mirrored from src/kneo_client/_async/__init__.py by scripts/mirror_sync.py; do not edit.
"""The clients and their resources. Written once, in the package that awaits; its twin is mirrored from it."""
