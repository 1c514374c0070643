# Mirrored from src/convox/_async/resources/__init__.py by scripts/mirror_sync.py; do not edit.
"""The rack's API by resource: one module and one class each."""
