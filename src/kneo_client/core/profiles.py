"""Profiles: which platform to talk to, with which key. From a TOML file, the environment, or given outright."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from trellis.core.deadline import timeouts_of
from trellis.core.secrets import refuse_pickle
from trellis.core.settings import SettingsError, check_url, read_section

from .auth import AuthScheme

if TYPE_CHECKING:
    import httpx

__all__ = [
    "DEFAULT_PROFILE_NAME",
    "DEFAULT_TIMEOUT_SECONDS",
    "ENV_API_KEY",
    "ENV_AUTH_SCHEME",
    "ENV_PROFILE",
    "ENV_TIMEOUT",
    "ENV_URL",
    "Profile",
    "ProfileError",
    "default_config_path",
    "load_profile",
]

DEFAULT_PROFILE_NAME = "default"
"""The profile that is used where none is named."""
DEFAULT_TIMEOUT_SECONDS = 30.0
"""For each phase of an attempt, where the profile says nothing."""
ENV_PROFILE = "KNEO_PROFILE"
"""The variable that names the profile."""
ENV_URL = "KNEO_URL"
"""The variable with the platform's URL."""
ENV_API_KEY = "KNEO_API_KEY"
"""The variable with the key."""
ENV_AUTH_SCHEME = "KNEO_AUTH_SCHEME"
"""The variable that says how the key is sent: an `AuthScheme`."""
ENV_TIMEOUT = "KNEO_TIMEOUT"
"""The variable with the timeout in seconds."""


class ProfileError(ValueError):
    """No usable profile: a field is missing or makes no sense, or the file cannot be read as TOML."""


@dataclass(frozen=True)
class Profile:
    """A platform and how to reach it.

    name: for people and logs. url: http or https, with an optional path prefix. api_key: kept out of `repr`.
    auth_scheme: the header that carries the key. timeout: seconds for each phase of an attempt (connecting, sending,
    receiving, waiting for a connection), above 0, or an `httpx.Timeout`.

    Raises ProfileError for a field that makes no sense. Refuses to be pickled, for the key's sake.
    """

    name: str
    url: str
    api_key: str = field(repr=False)
    auth_scheme: AuthScheme = AuthScheme.BEARER
    timeout: float | httpx.Timeout = DEFAULT_TIMEOUT_SECONDS

    def __post_init__(self) -> None:
        if not isinstance(self.api_key, str) or not self.api_key.strip():
            raise ProfileError(f"profile {self.name!r}: 'api_key' must be a str that is not empty")
        try:
            check_url(self.url)
        except ValueError as error:
            raise ProfileError(f"profile {self.name!r}: 'url' {error}") from None
        try:
            timeouts_of(self.timeout)
        except (TypeError, ValueError) as error:
            raise ProfileError(f"profile {self.name!r}: {error}") from None
        object.__setattr__(self, "auth_scheme", _scheme(self.auth_scheme))

    def __copy__(self) -> Profile:
        return self

    def __deepcopy__(self, memo: object) -> Profile:
        return self

    def __reduce__(self) -> NoReturn:
        refuse_pickle(self, "an API key")


def default_config_path() -> Path:
    """Where the configuration file is looked for: `client.toml` in the user's configuration directory for "kneo"
    (`~/.config/kneo/` on Linux)."""
    from platformdirs import user_config_dir

    return Path(user_config_dir("kneo")) / "client.toml"


def load_profile(
    name: str | None = None,
    *,
    config_file: Path | None = None,
    url: str | None = None,
    api_key: str | None = None,
    auth_scheme: AuthScheme | str | None = None,
    timeout: float | httpx.Timeout | None = None,
) -> Profile:
    """Put a profile together; for each field the last of these that has it wins: the file's section, the environment
    (`KNEO_URL`, `KNEO_API_KEY`, `KNEO_AUTH_SCHEME`, `KNEO_TIMEOUT`), the arguments.

    name: the section of the file, by default `$KNEO_PROFILE`, then "default". config_file: instead of
    `default_config_path()`; a file that does not exist is passed over. timeout: seconds, above 0.

    Raises ProfileError if the URL or the key is nowhere to be found, a value makes no sense, or the file is no TOML
    (the message names file and line).
    """
    name = name or os.environ.get(ENV_PROFILE) or DEFAULT_PROFILE_NAME
    path = default_config_path() if config_file is None else Path(config_file)
    try:
        section = read_section(path, name)
    except SettingsError as error:
        raise ProfileError(str(error)) from None
    found_url = url if url is not None else _text(ENV_URL, section, "url", name)
    key = api_key if api_key is not None else _text(ENV_API_KEY, section, "api_key", name)
    for field_name, value, variable in (("url", found_url, ENV_URL), ("api_key", key, ENV_API_KEY)):
        if not value:
            hint = f"pass {field_name}=, set ${variable}, or add it to {path}"
            raise ProfileError(f"profile {name!r}: {field_name!r} is not set; {hint}")
    assert found_url
    assert key
    scheme = auth_scheme if auth_scheme is not None else os.environ.get(ENV_AUTH_SCHEME) or section.get("auth_scheme")
    return Profile(
        name=name,
        url=found_url,
        api_key=key,
        auth_scheme=AuthScheme.BEARER if scheme is None else _scheme(scheme),
        timeout=timeout if timeout is not None else _timeout(section, name),
    )


def _text(variable: str, section: dict[str, Any], field_name: str, profile: str) -> str | None:
    value = os.environ.get(variable) or section.get(field_name)
    if value is None or isinstance(value, str):
        return value
    raise ProfileError(f"profile {profile!r}: {field_name!r} must be a string, got {type(value).__name__}")


def _scheme(value: Any) -> AuthScheme:
    try:
        return AuthScheme(value.lower() if isinstance(value, str) and not isinstance(value, AuthScheme) else value)
    except ValueError:
        known = ", ".join(scheme.value for scheme in AuthScheme)
        raise ProfileError(f"unknown auth_scheme {value!r}; expected one of: {known}") from None


def _timeout(section: dict[str, Any], profile: str) -> float:
    text = os.environ.get(ENV_TIMEOUT)
    if text:
        try:
            return float(text)
        except ValueError:
            raise ProfileError(f"${ENV_TIMEOUT} must be a float, got {text!r}") from None
    value = section.get("timeout", DEFAULT_TIMEOUT_SECONDS)
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise ProfileError(f"profile {profile!r}: 'timeout' must be a number of seconds, got {value!r}")
    return float(value)
