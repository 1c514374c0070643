"""Settings from TOML files, and the checks that every client's URL has to pass."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from pathlib import Path
    from urllib.parse import SplitResult

__all__ = ["SettingsError", "check_url", "read_section"]


class SettingsError(Exception):
    """A settings file cannot be used; the text names file and place."""


def read_section(path: Path, name: str) -> dict[str, Any]:
    """The table `name` of a TOML file; empty if the file or the table does not exist.

    Raises SettingsError if the file cannot be read, is no TOML (file and line are named), or `name` is no table.
    """
    import sys

    if sys.version_info >= (3, 11):
        import tomllib
    else:
        import tomli as tomllib
    try:
        content = path.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return {}
    except OSError as error:
        problem = f"cannot read {path}: {error.strerror or type(error).__name__}"
    else:
        try:
            section = tomllib.loads(content.decode("utf-8")).get(name, {})
        except UnicodeDecodeError as error:
            problem = f"failed to parse {path}: not UTF-8 at byte {error.start}"
        except tomllib.TOMLDecodeError as error:
            problem = f"failed to parse {path}: {error}"
        else:
            if isinstance(section, dict):
                return section
            problem = f"{path}: {name!r} must be a table ([{name}]), not a value"
    raise SettingsError(problem)


def _split(url: str) -> SplitResult | None:
    try:
        parts = urlsplit(url)
        if "[" in parts.netloc:  # Python 3.10 takes anything between the brackets
            from ipaddress import IPv6Address

            IPv6Address(parts.hostname or "")
    except ValueError:  # its words may quote the user name and password
        return None
    return parts


def check_url(url: object) -> str:
    """Return `url` without a trailing slash. ValueError says what is wrong; the text goes on after its name."""
    if not isinstance(url, str) or not url:
        raise ValueError(f"must be a URL such as https://host, got {url!r}")
    if any(ord(char) <= 0x20 or ord(char) == 0x7F for char in url):
        raise ValueError("must not hold spaces or control characters")
    parts = _split(url)
    if parts is None:
        raise ValueError("is no URL: its host cannot be read")
    if parts.scheme not in ("http", "https"):
        raise ValueError(f"must start with http:// or https://, got scheme {parts.scheme!r}")
    if parts.username is not None or parts.password is not None:
        raise ValueError("must not hold a user name or password")
    if not parts.hostname:
        raise ValueError("has no host")
    behind_brackets = parts.netloc.rpartition("]")[2] if "[" in parts.netloc else ""
    if "%" in parts.netloc.rpartition("]")[2] or "\\" in url or behind_brackets[:1] not in ("", ":"):
        # A proxy, or the next parser, may see the end of the host name there, and so another host.
        raise ValueError("has a percent sign, a backslash or brackets where not every parser reads the same host")
    if ":" not in parts.hostname and any(not 0 < len(label) < 64 for label in parts.hostname.rstrip(".").split(".")):
        raise ValueError("has a host name with an empty label, or one of more than 63 characters (RFC 1035, 2.3.4)")
    if parts.query or parts.fragment or "?" in url or "#" in url:
        raise ValueError("must not have a query or a fragment")
    try:
        parts.port  # noqa: B018 - reading it is the check
    except ValueError:
        raise ValueError("has a port that is no number from 0 to 65535") from None
    return url.rstrip("/")
