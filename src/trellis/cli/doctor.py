"""`trellis doctor`: what stands between this machine and a service, step by step, and what to do about it."""

from __future__ import annotations

import json
import warnings
from typing import TYPE_CHECKING, Any, NamedTuple

from trellis.core.errors import ServiceError

from .call import connecting_from, connecting_options
from .call_catalogue import PACKAGES, UsageProblem, find
from .call_client import Connecting, Order, caller_for
from .call_output import printable
from .doctor_findings import Check, Setting, worst
from .doctor_machine import checks_of_file, checks_of_machine
from .doctor_network import Way, checks_of_way
from .doctor_settings import settings_of
from .output import Output
from .usage import usage_refused

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator

    from .doctor_settings import Found

__all__ = ["add_doctor_options", "doctor"]

STATUSES = "Exit status: 0 nothing is wrong (warnings aside), 1 something is, 2 wrong usage."
_STEP_SECONDS = 5.0
_PATHS = {"kneo": "/v1/livez", "knoxcall": "/v1/account", "convox": "/check"}
"""What anybody may ask for, or where the answer to those without credentials is a plain 401."""
_AUTH = {"kneo": "list_runs", "knoxcall": "account_get", "convox": "auth_check"}
"""What changes nothing and needs a key."""
_STYLES = {"ok": "good", "info": "name", "skip": "dim", "warn": "bold", "fail": "bad"}


class _Examined(NamedTuple):
    service: str
    settings: tuple[Setting, ...]
    checks: list[Check]


def add_doctor_options(parser: argparse.ArgumentParser) -> None:
    """Describe the command."""
    parser.description = (
        "Look at what a call would use: settings and where each comes from, files, versions, proxies, the way to the "
        "server, its clock, and whether it knows the credentials. Nothing is changed, nothing secret is shown."
    )
    parser.epilog = STATUSES
    parser.add_argument("service", nargs="?", choices=tuple(PACKAGES), help="which service (default: all of them)")
    parser.add_argument("--json", action="store_true", help="write the findings as JSON")
    connecting_options(parser)


def doctor(parsed: argparse.Namespace) -> int:
    """Run the command. Returns the exit status: 0, 1 or 2; see STATUSES."""
    try:
        connecting = connecting_from(parsed, parsed.service)
        if parsed.service is None and connecting != Connecting(timeout=connecting.timeout):
            raise UsageProblem("name the service that these options are for: trellis doctor SERVICE ...")
    except UsageProblem as problem:
        return usage_refused(str(problem), as_json=parsed.json)
    machine = checks_of_machine()
    services = tuple(PACKAGES) if parsed.service is None else (parsed.service,)
    examined: list[_Examined] = []
    output = Output()
    if not parsed.json:
        output.title("This machine")
        for check in machine:
            _show(output, check)
    for service in services:
        found = settings_of(service, connecting)
        if not parsed.json:
            output.title(service)
            _show_settings(output, found.settings)
        checks = []
        for check in _checks(service, found, connecting, named=parsed.service is not None):
            checks.append(check)
            if not parsed.json:
                _show(output, check)
        examined.append(_Examined(service, found.settings, checks))
    verdict = worst([*machine, *(check for each in examined for check in each.checks)])
    if parsed.json:
        output.line(json.dumps(_as_data(verdict, machine, examined), ensure_ascii=False))
    else:
        output.line()
        output.line(output.styled(_LAST_WORDS[verdict], {"ok": "good", "warn": "bold"}.get(verdict, "bad")))
    return 1 if verdict == "fail" else 0


_LAST_WORDS = {
    "ok": "Nothing is wrong.",
    "warn": "It works; what is marked `warn` may hurt one day.",
    "fail": "What is marked `fail` has to be put right.",
}


def _checks(service: str, found: Found, connecting: Connecting, *, named: bool) -> Iterator[Check]:
    yield from checks_of_file(found.files)
    ready = found.url is not None and found.credentials
    if found.problem:
        yield Check("settings", "fail", found.problem, found.missing)
    elif not ready and not (named and found.searches):
        what = "no address" if found.url is None else "no credentials"
        yield Check("settings", "fail" if named else "skip", f"not set up: {what}", found.missing)
    if found.url is None or not (named or ready):
        return
    way = Way(found.url, _PATHS[service], connecting.ca, connecting.timeout or _STEP_SECONDS)
    for check in checks_of_way(way):
        yield check
        if check.verdict == "fail":
            return
    if not found.problem and (ready or found.searches):
        yield _authenticated(service, connecting, found.missing)


def _authenticated(service: str, connecting: Connecting, missing: str) -> Check:
    """Whether the service knows the credentials, asked through the SDK's own client."""
    seconds = connecting.timeout or _STEP_SECONDS
    within = connecting._replace(timeout=seconds, deadline=2 * seconds)
    row = find(service, _AUTH[service])
    args: dict[str, Any] = {"limit": 1} if service == "kneo" else {}
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what they say was looked at before
            with (
                caller_for(service, within) as caller,
                caller.call(Order(row, args)),
            ):
                return Check("auth", "ok", f"{row.label}: the credentials are good")
    except ServiceError as error:
        said = f"{type(error).__name__}: {error}"
        if error.status == 403:
            return Check("auth", "warn", said, "the key is known, but may not do this: ask for the scope or role")
        if error.status is None and type(error).__name__ == "NotAuthenticatedError":
            return Check("auth", "fail", said, missing)
        if error.status == 401:
            return Check(
                "auth", "fail", said, "the key is wrong, was withdrawn or belongs elsewhere: see its source above"
            )
        return Check("auth", "fail", said, "the way is clear, but the call failed: the error says what to do")
    except (UsageProblem, ValueError, OSError) as error:
        return Check("auth", "fail", str(error), "correct the settings above")


def _show_settings(output: Output, settings: tuple[Setting, ...]) -> None:
    width = max(len(setting.name) for setting in settings)
    for setting in settings:
        value = "" if setting.value is None else f"{printable(setting.value)}  "
        source = output.styled(f"({setting.source})", "dim")
        output.line(f"  {setting.name:<{width}}  {value}{source}")


def _show(output: Output, check: Check) -> None:
    mark = output.styled(f"{check.verdict:<4}", _STYLES[check.verdict])
    output.line(f"  {mark} {check.name:<15} {printable(check.said)}")
    if check.advice:
        output.line(f"       {'':<15} -> {check.advice}")


def _as_data(verdict: str, machine: list[Check], examined: list[_Examined]) -> dict[str, Any]:
    return {
        "verdict": verdict,
        "machine": [check._asdict() for check in machine],
        "services": {
            each.service: {
                "verdict": worst(each.checks),
                "settings": [setting._asdict() for setting in each.settings],
                "checks": [check._asdict() for check in each.checks],
            }
            for each in examined
        },
    }
