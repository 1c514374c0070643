"""Where credentials come from: the environment, and the files that `convox login` writes.

    settings directory     auth            {"host": "key", ...}
                           session         {"host": "session id", ...}
                           console         the host of the CLI's default console

The directory is the one of the explicit `config_path`; else `CONVOX_CONFIG`, if that is set; else `~/.config/convox`
(CLI v3), else `~/.convox` (CLI v2), whichever holds an `auth` first; else where the CLI keeps it on some machines:
`$XDG_CONFIG_HOME/convox`, and on macOS `~/Library/Preferences/convox`.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import unquote, urlsplit

from trellis.core.secrets import MASK

__all__ = [
    "Credentials", "credentials_from_cli_config", "credentials_from_env", "normalize_host", "session_from_cli_config",
]  # fmt: skip


class Credentials(NamedTuple):
    """What a client needs to reach a rack. host: as it was found, with or without a scheme. The repr hides the key."""

    host: str
    api_key: str
    rack: str | None = None

    def __repr__(self) -> str:
        return f"Credentials(host={self.host!r}, api_key={MASK!r}, rack={self.rack!r})"


class CliConfig(NamedTuple):
    """One entry of the CLI's files, and the directory they lie in."""

    credentials: Credentials
    directory: Path


class RackUrl(NamedTuple):
    """The parts of `RACK_URL`."""

    host: str
    username: str
    api_key: str

    def __repr__(self) -> str:
        return f"RackUrl(host={self.host!r}, username={self.username!r}, api_key={MASK!r})"


def normalize_host(host: str) -> str:
    """A host as a URL: `https://` in front unless it begins with `http://` or `https://` (lower case), and no trailing
    slashes. A path is kept."""
    if not isinstance(host, str):
        raise TypeError(f"host must be a str, got {type(host).__name__}")
    if not host.startswith(("http://", "https://")):
        host = f"https://{host}"
    return host.rstrip("/")


def credentials_from_env() -> Credentials:
    """The credentials in `CONVOX_HOST`, `CONVOX_PASSWORD` and, for a rack behind a console, `CONVOX_RACK`.

    Raises ValueError naming the first of the former two that is not set, or empty. An empty `CONVOX_RACK` counts as
    not set.
    """
    found = []
    for name in ("CONVOX_HOST", "CONVOX_PASSWORD"):
        value = os.environ.get(name)
        if not value:
            raise ValueError(f"the environment variable {name} is not set")
        found.append(value)
    return Credentials(found[0], found[1], os.environ.get("CONVOX_RACK") or None)


def rack_url_from_env() -> RackUrl | None:
    """What `RACK_URL` says, which the CLI takes for a rack without a console: `https://convox:PASSWORD@host`, or
    `https://jwt:TOKEN@host`. None if it is not set, or if `CONVOX_HOST` or `CONVOX_PASSWORD` is: those come first.

    Raises ValueError if it makes no sense; its text is not quoted.
    """
    url = os.environ.get("RACK_URL")
    if not url or os.environ.get("CONVOX_HOST") or os.environ.get("CONVOX_PASSWORD"):
        return None
    try:
        parts = urlsplit(url)
        password = parts.password
    except ValueError:
        password = None
    if not password or parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError("the environment variable RACK_URL must look like https://convox:PASSWORD@host")
    host = f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{parts.path}"
    return RackUrl(host, unquote(parts.username or "") or "convox", unquote(password))


def credentials_from_cli_config(
    rack: str | None = None, config_path: str | os.PathLike[str] | None = None, *, host: str | None = None
) -> Credentials:
    """The credentials that the CLI stored for one host.

    The entry is looked up under `host`; else `rack`; else `CONVOX_HOST`; else the only entry there is, or the CLI's
    default console if there are several. config_path: the `auth` file; by default the CLI's own, see above.
    `CONVOX_PASSWORD` and `CONVOX_RACK` do not count here.

    Raises FileNotFoundError if there is no such file, ValueError if the host is not in it, if several are and none was
    named, or if the file is not what the CLI writes.
    """
    return read_cli_config(rack, config_path, host=host).credentials


def read_cli_config(
    rack: str | None = None, config_path: str | os.PathLike[str] | None = None, *, host: str | None = None
) -> CliConfig:
    """As `credentials_from_cli_config`; also where they were found."""
    path = _auth_file(config_path)
    entries = _entries(path)
    key = host or rack or os.environ.get("CONVOX_HOST") or _default_entry(path, entries)
    if key not in entries:
        known = ", ".join(sorted(entries)) or "none"
        raise ValueError(f"No credentials found for {key!r} in {path}; it has: {known}. Log in with: convox login")
    return CliConfig(Credentials(key, entries[key], rack or None), path.parent)


def session_from_cli_config(config_dir: str | os.PathLike[str], host: str) -> str | None:
    """The session id that the CLI stored for `host` in the file `session` of `config_dir`; None if there is none, or
    the file cannot be read."""
    try:
        sessions = json.loads(Path(config_dir, "session").read_text("utf-8"))
    except (OSError, ValueError, RecursionError):
        return None
    session = sessions.get(host) if isinstance(sessions, dict) else None
    return session if isinstance(session, str) and session else None


def _auth_file(config_path: str | os.PathLike[str] | None) -> Path:
    if config_path is not None:
        path = Path(config_path).expanduser()
        if not path.is_file():
            raise FileNotFoundError(f"there is no file {path}; log in with: convox login")
        return path
    candidates = [directory / "auth" for directory in _directories()]
    for path in candidates:
        if path.is_file():
            return path
    raise FileNotFoundError(
        f"no credentials of the CLI in {', '.join(map(str, candidates))}; log in with: convox login"
    )


def _directories() -> list[Path]:
    chosen = os.environ.get("CONVOX_CONFIG")
    if chosen:
        return [Path(chosen)]  # whoever names a directory does not mean another
    home = Path.home()
    directories = [home / ".config" / "convox", home / ".convox"]
    if elsewhere := os.environ.get("XDG_CONFIG_HOME"):
        directories.append(Path(elsewhere) / "convox")
    if sys.platform == "darwin":
        directories.append(home / "Library" / "Preferences" / "convox")
    return directories


def _entries(path: Path) -> dict[str, str]:
    problem: str
    try:
        found: Any = json.loads(path.read_text("utf-8"))
    except UnicodeDecodeError:
        problem = "is not UTF-8"
    except RecursionError:
        problem = "is nested too deeply"
    except ValueError as error:  # its words name line and column, and quote nothing
        problem = f"is no JSON: {error}"
    else:
        if isinstance(found, dict) and all(isinstance(value, str) for value in found.values()):
            return found
        problem = "is no JSON object of hosts and keys"
    raise ValueError(f"{path} {problem}; log in with: convox login")


def _default_entry(path: Path, entries: dict[str, str]) -> str:
    if len(entries) == 1:
        return next(iter(entries))
    if entries:
        try:
            default = (path.parent / "console").read_text("utf-8").strip()
        except (OSError, ValueError):
            default = ""
        if default in entries:
            return default
    known = ", ".join(sorted(entries)) or "none"
    raise ValueError(f"{path} has not one host but: {known}. Say which with host=, or set CONVOX_HOST")
