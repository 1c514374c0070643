"""`trellis serve`: an emulated service on a socket, until Ctrl-C or SIGTERM."""

from __future__ import annotations

import ipaddress
import shlex
import signal
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING

from trellis.emulator import ApiKey, KneoSettings, start
from trellis.emulator.kneo.settings import DEFAULT_KEYS, EXAMPLES

from .output import Output

if TYPE_CHECKING:
    from collections.abc import Sequence
    from types import FrameType


def serve_kneo(
    output: Output,
    *,
    host: str = "127.0.0.1",
    port: int = 0,
    api_keys: Sequence[str] = (),
    specs: str | None = None,
    step_seconds: float = 0.05,
) -> int:
    """Serve a Kneo platform until the process is told to stop; 0 then, 1 if it cannot be served.

    api_keys: `name:key:role[,role]` or a bare admin key each; none for one key per role. specs: directory that
    `spec_path` is relative to.
    """
    stop = _stop_on_signals()
    try:
        settings = KneoSettings(
            keys=tuple(ApiKey.parse(text) for text in api_keys) or DEFAULT_KEYS,
            spec_root=_directory(specs),
            step_seconds=step_seconds,
        )
        server = start("kneo", host=host, port=port, settings=settings)
    except (OSError, RuntimeError, ValueError) as problem:
        Output(sys.stderr).line(f"trellis: cannot serve kneo on {host}:{port}: {problem}")
        return 1
    with server:
        first = settings.keys[0]
        output.title("Kneo platform, emulated")
        output.step("url", server.url)
        output.step("specs", str(settings.spec_root))
        if not is_loopback(server.host):
            output.step("careful", "other machines can reach this, and the keys below are no secret", "bad")
        output.title("Keys")
        output.table((key.name, key.key, ", ".join(key.grants)) for key in settings.keys)
        output.title("For clients")
        output.line(f"    export KNEO_URL={server.url} KNEO_API_KEY={shlex.quote(first.key)}")
        output.line()
        output.line(output.styled("Ctrl-C stops it.", "dim"))
        stop.wait()
        output.line()
        output.line(f"Stopped after {server.requests.received} request(s).")
    return 0


def _directory(specs: str | None) -> Path:
    directory = EXAMPLES if specs is None else Path(specs)
    if not directory.is_dir():
        raise ValueError(f"{directory} is not a directory")
    return directory


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach a server that listens on `host`."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _stop_on_signals() -> threading.Event:
    """An event that Ctrl-C and SIGTERM set."""
    stop = threading.Event()

    def on_signal(number: int, frame: FrameType | None) -> None:
        stop.set()

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, on_signal)
    return stop
