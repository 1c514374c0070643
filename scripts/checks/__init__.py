"""Checks of the repository that no off-the-shelf tool makes; `python -m scripts.checks` runs them and the tools."""
