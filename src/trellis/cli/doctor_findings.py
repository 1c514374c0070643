"""What `trellis doctor` finds: checks with a verdict and a way on, and settings with where they came from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

from trellis.core.secrets import MASK

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["Check", "Setting", "Verdict", "secret_setting", "worst"]

Verdict = Literal["ok", "info", "skip", "warn", "fail"]
"""fail: calls do not work, or a credential lies open. warn: it may hurt one day. skip: it was not looked at."""


class Check(NamedTuple):
    """One thing that was looked at. advice: what to do next, "" where nothing is to be done."""

    name: str
    verdict: Verdict
    said: str
    advice: str = ""


class Setting(NamedTuple):
    """One setting: its value as text, never a secret's, None if there is none; and where it came from."""

    name: str
    value: str | None
    source: str


def secret_setting(name: str, value: object, source: str) -> Setting:
    """A setting whose value is not shown, not even in part."""
    return Setting(name, MASK if value else None, source)


def worst(checks: Iterable[Check]) -> Verdict:
    """The worst verdict; "ok" where nothing is wrong."""
    verdicts = {check.verdict for check in checks}
    return "fail" if "fail" in verdicts else "warn" if "warn" in verdicts else "ok"
