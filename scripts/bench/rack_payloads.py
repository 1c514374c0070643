"""What the measured rack answers: apps of about 1 KB, without a budget as most are, and lists of them."""

from __future__ import annotations

import json
import re
from functools import lru_cache
from itertools import count

APP_FIELDS = ("generation", "locked", "name", "parameters", "release", "router", "status")
LISTS = (1, 100, 1000)
"""How many apps the measured lists have."""
NEW_APP = {"name": "night-shift"}

_NAME, _SERIAL = "@@name@@", "@@serial@@"
_PATH = re.compile(rb"(?:/rack-([0-9]+))?/apps(?:/([^/]+))?")
_serials = count(1)


def rack_path(apps: int) -> str:
    """Where the rack is that has so many apps."""
    return f"/rack-{apps}"


def _app(name: str, serial: str) -> dict[str, object]:
    return {
        "generation": "3",
        "locked": False,
        "name": name,
        "release": f"R{serial:0>10}",
        "router": "router.0a1b2c3d4e5f.convox.example",
        "status": "running",
        "parameters": {
            **{f"Parameter{number}": f"value-{number}-of-{serial}" for number in range(22)},
            "BuildLabels": "convox.io/label=build," + "convox.io/pool=spot-" * 6 + serial,
        },
    }


def _compact(value: object) -> bytes:
    return json.dumps(value, separators=(",", ":")).encode()


_PIECES = _compact(_app(_NAME, _SERIAL)).replace(_NAME.encode(), b"\0").replace(_SERIAL.encode(), b"\1")


@lru_cache
def _list(apps: int) -> bytes:
    return _compact([_app(f"app-{number}", str(number)) for number in range(apps)])


def rack_answer(method: bytes, path: bytes) -> bytes | None:
    """The body for a request to the rack; None if the request is no such thing."""
    found = _PATH.fullmatch(path)
    if found is None:
        return None
    apps, name = found.groups()
    if name is None and method == b"GET":
        return _list(int(apps or 100))
    return _PIECES.replace(b"\0", name or b"night-shift").replace(b"\1", b"%d" % next(_serials))
