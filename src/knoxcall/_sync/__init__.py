# Mirrored from src/knoxcall/_async/__init__.py by scripts/mirror_sync.py; do not edit.
"""The client and its resources. Written once, in the package that awaits; its twin is mirrored from it."""
