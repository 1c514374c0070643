# Mirrored from src/knoxcall/_async/resources/__init__.py by scripts/mirror_sync.py; do not edit.
"""The management API by resource: one module and one class each."""
