"""Values the way the rack's server, a Go program, reads and writes them: times, durations, integers, maps, lists."""

from __future__ import annotations

import math
import re
from datetime import datetime, timezone
from urllib.parse import parse_qsl

from .failures import RackError

ZERO_TIME = "0001-01-01T00:00:00Z"
TIME_LAYOUT = "20060102.150405.000000000"

_TIME = re.compile(r"(\d{8})\.(\d{6})(?:\.(\d{1,9}))?", re.ASCII)
_DURATION_PART = re.compile(r"(\d+\.?\d*|\.\d+)(ns|us|µs|μs|ms|s|m|h)", re.ASCII)
_INTEGER = re.compile(r"[+-]?\d+", re.ASCII)
_SECONDS = {"ns": 1e-9, "us": 1e-6, "µs": 1e-6, "μs": 1e-6, "ms": 1e-3, "s": 1.0, "m": 60.0, "h": 3600.0}


def go_time(moment: float | None) -> str:
    """`moment` (seconds since the epoch) as RFC 3339, to the nanosecond if need be; None is Go's zero time."""
    if moment is None:
        return ZERO_TIME
    whole = math.floor(moment)
    # Nine digits, of which a float of these days fills seven: more than a datetime can hold, as with the real server.
    nanoseconds = int((moment - whole) * 10**9)
    fraction = f".{nanoseconds:09d}".rstrip("0") if nanoseconds else ""
    return datetime.fromtimestamp(whole, timezone.utc).strftime("%Y-%m-%dT%H:%M:%S") + fraction + "Z"


def read_time(text: str) -> float:
    """Seconds since the epoch for a time option; RackError 500 for any other layout, ISO 8601 included."""
    found = _TIME.fullmatch(text)
    if found is not None:
        try:
            whole = datetime.strptime(found[1] + found[2], "%Y%m%d%H%M%S").replace(tzinfo=timezone.utc)
        except ValueError:
            pass
        else:
            return whole.timestamp() + float(f"0.{found[3] or 0}")
    raise RackError(500, f'parsing time "{text}" as "{TIME_LAYOUT}": cannot parse "{text}" as "20060102"')


def read_duration(text: str) -> float:
    """Seconds for a duration such as `1h30m`; RackError 500 for what is none."""
    unsigned = text.lstrip("+-")
    if unsigned == "0":
        return 0.0
    parts = _DURATION_PART.findall(unsigned)
    if not parts or "".join(number + unit for number, unit in parts) != unsigned:
        raise RackError(500, f'time: invalid duration "{text}"')
    seconds = sum(float(number) * _SECONDS[unit] for number, unit in parts)
    return -seconds if text.startswith("-") else seconds


def read_integer(text: str) -> int:
    """An integer option; RackError 500 for what is none."""
    if not _INTEGER.fullmatch(text):
        raise RackError(500, f'strconv.Atoi: parsing "{text}": invalid syntax')
    return int(text)


def read_number(text: str) -> float:
    """A number option; RackError 500 for what is none."""
    try:
        return float(text)
    except ValueError:
        raise RackError(500, f'strconv.ParseFloat: parsing "{text}": invalid syntax') from None


def read_map(text: str) -> dict[str, str]:
    """A map option: one value that is itself a query string."""
    return dict(parse_qsl(text, keep_blank_values=True))


def read_list(text: str) -> list[str]:
    """A list option: its items joined by commas; the server knows no way to quote one."""
    return text.split(",")
