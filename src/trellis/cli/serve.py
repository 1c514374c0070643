"""`trellis serve`: an emulated service on a socket, until Ctrl-C or SIGTERM."""

from __future__ import annotations

import ipaddress
import json
import shlex
import signal
import sys
import threading
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from trellis.emulator import ApiKey, ApiKeySeed, ConvoxSettings, DeployKey, KneoSettings, KnoxCallSettings, start
from trellis.emulator.kneo.settings import DEFAULT_KEYS, EXAMPLES, SPEC_VERSIONS

from .output import Output

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from types import FrameType

    from trellis.emulator import EmulatorHandle


def serve_kneo(
    output: Output,
    *,
    host: str = "127.0.0.1",
    port: int = 0,
    api_keys: Sequence[str] = (),
    specs: str | None = None,
    step_seconds: float = 0.05,
    spec_version: str = SPEC_VERSIONS[-1],
    as_json: bool = False,
) -> int:
    """Serve a Kneo platform until the process is told to stop; 0 then, 1 if it cannot be served.

    api_keys: `name:key:role[,role]` or a bare admin key each; none for one key per role. specs: directory that
    `spec_path` is relative to. spec_version: the release to behave as. as_json: write a line of JSON instead of words.
    """
    stop = _stop_on_signals()
    try:
        settings = KneoSettings(
            keys=tuple(ApiKey.parse(text) for text in api_keys) or DEFAULT_KEYS,
            spec_root=_directory(specs),
            step_seconds=step_seconds,
            spec_version=spec_version,
        )
        server = start("kneo", host=host, port=port, settings=settings)
    except (OSError, RuntimeError, ValueError) as problem:
        Output(sys.stderr).line(f"trellis: cannot serve kneo on {host}:{port}: {problem}")
        return 1
    with server:
        environment = {"KNEO_URL": server.url, "KNEO_API_KEY": settings.keys[0].key}
        if as_json:
            return _wait_quietly(stop, server, output, environment)
        output.title("Kneo platform, emulated")
        output.step("url", server.url)
        output.step("release", settings.spec_version)
        output.step("specs", str(settings.spec_root))
        if not is_loopback(server.host):
            output.step("careful", "other machines can reach this, and the keys below are no secret", "bad")
        output.title("Keys")
        output.table((key.name, key.key, ", ".join(key.grants)) for key in settings.keys)
        return _wait(stop, server, output, environment)


def serve_knoxcall(
    output: Output,
    *,
    host: str = "127.0.0.1",
    port: int = 0,
    api_keys: Sequence[str] = (),
    as_json: bool = False,
) -> int:
    """Serve a KnoxCall gateway until the process is told to stop; 0 then, 1 if it cannot be served.

    api_keys: the keys to accept; none for the default one. Its OAuth clients are the default ones. as_json: write a
    line of JSON instead of words.
    """
    stop = _stop_on_signals()
    try:
        keys = tuple(ApiKeySeed(f"key {number}", key) for number, key in enumerate(api_keys, start=1))
        settings = KnoxCallSettings(keys=keys) if keys else KnoxCallSettings()
        server = start("knoxcall", host=host, port=port, settings=settings)
    except (OSError, RuntimeError, ValueError) as problem:
        Output(sys.stderr).line(f"trellis: cannot serve knoxcall on {host}:{port}: {problem}")
        return 1
    with server:
        first = next(client for client in settings.clients if client.client_secret is not None)
        environment = {
            "KNOXCALL_BASE_URL": server.url,
            "KNOXCALL_CLIENT_ID": first.client_id,
            "KNOXCALL_CLIENT_SECRET": str(first.client_secret),
        }
        if as_json:
            return _wait_quietly(stop, server, output, environment)
        output.title("KnoxCall gateway, emulated")
        output.step("url", server.url)
        output.step("tenant", settings.tenant)
        if not is_loopback(server.host):
            output.step("careful", "other machines can reach this, and what follows is no secret", "bad")
        output.title("OAuth clients")
        output.table((client.client_id, client.client_secret or "(public)", client.name) for client in settings.clients)
        output.title("API keys")
        output.table((key.key, key.name) for key in settings.keys)
        return _wait(stop, server, output, environment)


def serve_convox(
    output: Output,
    *,
    host: str = "127.0.0.1",
    port: int = 0,
    api_keys: Sequence[str] = (),
    racks: Sequence[str] = (),
    step_seconds: float = 0.05,
    as_json: bool = False,
) -> int:
    """Serve a Convox rack, or a console, until the process is told to stop; 0 then, 1 if it cannot be served.

    api_keys: the rack's password, at most one; of a console its deploy keys. racks: names of the racks behind a
    console; none for a rack that is reached directly. as_json: write a line of JSON instead of words.
    """
    stop = _stop_on_signals()
    try:
        settings = _rack_settings(api_keys, racks, step_seconds)
        server = start("convox", host=host, port=port, settings=settings)
    except (OSError, RuntimeError, ValueError) as problem:
        Output(sys.stderr).line(f"trellis: cannot serve convox on {host}:{port}: {problem}")
        return 1
    with server:
        environment = {"CONVOX_HOST": server.url, "CONVOX_PASSWORD": settings.password}
        if racks:
            environment |= {"CONVOX_PASSWORD": settings.deploy_keys[0].key, "CONVOX_RACK": racks[0]}
        if as_json:
            return _wait_quietly(stop, server, output, environment)
        output.title("Convox console, emulated" if racks else "Convox rack, emulated")
        output.step("url", server.url)
        if not is_loopback(server.host):
            output.step("careful", "other machines can reach this, and what follows is no secret", "bad")
        if racks:
            output.title("Racks")
            output.table((name,) for name in racks)
        return _wait(stop, server, output, environment)


def _rack_settings(api_keys: Sequence[str], racks: Sequence[str], step_seconds: float) -> ConvoxSettings:
    settings = ConvoxSettings(racks=tuple(racks), step_seconds=step_seconds)
    if not api_keys:
        return settings
    if racks:
        return replace(settings, deploy_keys=tuple(DeployKey(key) for key in api_keys))
    if len(api_keys) > 1:
        raise ValueError("a rack has one password; several keys are for a console (--rack)")
    return replace(settings, password=api_keys[0])


def _wait(stop: threading.Event, server: EmulatorHandle, output: Output, environment: Mapping[str, str]) -> int:
    """Say how clients reach the server, and wait for the end. Returns the exit status."""
    output.title("For clients")
    output.line("    export " + " ".join(f"{name}={shlex.quote(value)}" for name, value in environment.items()))
    output.line()
    output.line(output.styled("Ctrl-C stops it.", "dim"))
    stop.wait()
    output.line()
    output.line(f"Stopped after {server.requests.received} request(s).")
    return 0


def _wait_quietly(stop: threading.Event, server: EmulatorHandle, output: Output, environment: Mapping[str, str]) -> int:
    """The same for a program that reads: one line, and nothing at the end."""
    output.line(json.dumps({"service": server.service.name, "url": server.url, "environment": environment}))
    stop.wait()
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
