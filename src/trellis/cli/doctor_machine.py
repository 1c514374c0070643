"""What `trellis doctor` looks at on this machine: versions, extras, name clashes, proxies, certificates, files."""

from __future__ import annotations

import importlib.util
import os
import platform
import re
import stat
import sys
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

from trellis._version import __version__

from .call_catalogue import PACKAGES
from .doctor_findings import Check

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

__all__ = ["checks_of_file", "checks_of_machine", "proxy_for", "without_password"]

DISTRIBUTION = "trellis-clients"
CLASHING = {"kneo-client": "kneo_client", "knoxcall": "knoxcall", "convox": "convox"}
"""Distributions of others that install a package of the same name as one of ours."""
_LIBRARIES = ("httpx", "httpcore", "anyio", "attrs", "cryptography", "certifi")
_REQUIREMENT = re.compile(r"([A-Za-z0-9._-]+).*;.*extra == ['\"]([a-z0-9-]+)['\"]", re.DOTALL)
_OTHERS = stat.S_IRWXG | stat.S_IRWXO


def checks_of_machine() -> list[Check]:
    """Everything that has nothing to do with one service. Nothing is sent or downloaded."""
    return [*_versions(), *_extras(), *_clashes(), *_proxies(), *_certificates()]


def _versions() -> Iterator[Check]:
    system = f"{platform.system()} {platform.machine()}"
    yield Check("python", "ok", f"{platform.python_version()} ({platform.python_implementation()}, {system})")
    yield Check("trellis", "ok", __version__)
    for name in _LIBRARIES:
        version = _version(name)
        if version is not None:
            yield Check(name, "ok", version)
        elif name != "certifi":
            yield Check(name, "fail", "not installed", f"pip install --upgrade {DISTRIBUTION}")


def _version(distribution: str) -> str | None:
    try:
        return metadata.version(distribution)
    except metadata.PackageNotFoundError:
        return None


def _extras() -> Iterator[Check]:
    try:
        required = metadata.requires(DISTRIBUTION) or []
    except metadata.PackageNotFoundError:
        yield Check("extras", "skip", f"{DISTRIBUTION} is not installed, only its files are on the path")
        return
    needed: dict[str, list[str]] = {}
    for requirement in required:
        match = _REQUIREMENT.match(requirement)
        if match is not None:
            needed.setdefault(match[2], []).append(match[1])
    for extra, names in sorted(needed.items()):
        missing = [name for name in names if _version(name) is None]
        if missing:
            install = f'if you need it: pip install "{DISTRIBUTION}[{extra}]"'
            yield Check(f"extra {extra}", "info", f"not installed: {', '.join(missing)} missing", install)
        else:
            yield Check(f"extra {extra}", "ok", ", ".join(f"{name} {_version(name)}" for name in names))


def _clashes() -> Iterator[Check]:
    home = Path(__file__).resolve().parents[2]
    clear = True
    for distribution, package in CLASHING.items():
        version = _version(distribution)
        if version is not None:
            clear = False
            yield Check(
                "name clash",
                "fail",
                f"{distribution} {version} installs a package {package} as well: its files and ours are mixed",
                f"pip uninstall {distribution}, then pip install --force-reinstall --no-deps {DISTRIBUTION}",
            )
    for package in PACKAGES.values():
        found = importlib.util.find_spec(package)
        place = None if found is None or found.origin is None else Path(found.origin).resolve().parents[1]
        if place != home:
            clear = False
            yield Check(
                "name clash",
                "fail",
                f"`import {package}` finds {'nothing' if place is None else f'another package, in {place}'}",
                f"have {home} come first on the path (now: {', '.join(sys.path[:3])} ...)",
            )
    if clear:
        yield Check("name clash", "ok", "nobody else's kneo_client, knoxcall or convox is installed")


def without_password(url: str) -> str:
    """A URL without its user name and password."""
    try:
        parts = urlsplit(url if "://" in url else f"//{url}")
        name = parts.hostname or ""
        port = f":{parts.port}" if parts.port else ""
    except ValueError:
        return "(not a URL)"
    scheme = f"{parts.scheme}://" if parts.scheme else ""
    return f"{scheme}{'...@' if '@' in parts.netloc else ''}{f'[{name}]' if ':' in name else name}{port}"


def proxy_for(url: str) -> str | None:
    """The proxy that the environment or the system names for a URL, as httpx reads it; None if there is none."""
    parts = urlsplit(url)
    proxies = getproxies()
    found = proxies.get(parts.scheme) or proxies.get("all")
    if not found or proxy_bypass(parts.netloc.rpartition("@")[2]):
        return None
    return found if "://" in found else f"http://{found}"


def _proxies() -> Iterator[Check]:
    proxies = {scheme: url for scheme, url in getproxies().items() if scheme in ("http", "https", "all") and url}
    if not proxies:
        yield Check("proxies", "ok", "none")
        return
    said = ", ".join(f"{scheme}: {without_password(url)}" for scheme, url in sorted(proxies.items()))
    exempt = os.environ.get("no_proxy") or os.environ.get("NO_PROXY")
    yield Check("proxies", "info", f"{said}; exempt: {exempt or 'nothing (NO_PROXY)'}")
    if any(url.startswith("socks") for url in proxies.values()) and _version("socksio") is None:
        yield Check("proxies", "fail", "a SOCKS proxy needs the package socksio", 'pip install "httpx[socks]"')


def _certificates() -> Iterator[Check]:
    for name in ("SSL_CERT_FILE", "SSL_CERT_DIR"):
        path = os.environ.get(name)
        if not path:
            continue
        if os.path.exists(path):
            yield Check("certificates", "info", f"{name} names {path}, instead of the usual authorities")
        else:
            yield Check(
                "certificates", "fail", f"{name} names {path}, which does not exist", f"unset {name}, or correct it"
            )


def checks_of_file(paths: Iterable[Path]) -> Iterator[Check]:
    """Who may use the files that hold credentials."""
    for path in paths:
        try:
            status = path.stat()
        except OSError as error:
            if path.exists():
                yield Check("file", "fail", f"{path}: {error.strerror or error}", "make it readable for yourself")
            continue
        if os.name != "posix":
            yield Check("file", "skip", f"{path}: permissions are not looked at on this system")
        elif status.st_mode & _OTHERS:
            mode = stat.S_IMODE(status.st_mode)
            yield Check(
                "file", "fail", f"{path} holds credentials and others may use it (mode {mode:04o})", f"chmod 600 {path}"
            )
        elif hasattr(os, "getuid") and status.st_uid != os.getuid():
            yield Check("file", "warn", f"{path} belongs to another user (uid {status.st_uid})", "make it your own")
        else:
            yield Check("file", "ok", f"{path} is for its owner only")
