"""Keeps the sample project's own suite out of ours: it runs where the project is copied to."""

from __future__ import annotations

collect_ignore = ["project"]
