"""Where the settings of each SDK come from, looked up by the SDK's own rules. Secrets are named, never shown."""

from __future__ import annotations

import os
import re
import warnings
from typing import TYPE_CHECKING, Any, NamedTuple

from trellis.core.secrets import MASK

from .doctor_findings import Setting, secret_setting

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from pathlib import Path

    from .call_client import Connecting

__all__ = ["Found", "settings_of"]

_ARGUMENT = "argument"
_DEFAULT = "default"
_NOWHERE = "not set"
_USERINFO = re.compile(r"//[^/@]*@")


class Found(NamedTuple):
    """A service's settings. url: where calls go, None if nobody says. credentials: whether there are any, as far as can
    be known without asking the network; searches: the SDK looks for more when it is asked to make a call. files: those
    that hold credentials. missing: what to do if anything is. problem: why the SDK can make no client of them."""

    settings: tuple[Setting, ...]
    url: str | None
    credentials: bool
    files: tuple[Path, ...]
    missing: str
    problem: str = ""
    searches: bool = False


def settings_of(service: str, connecting: Connecting) -> Found:
    """The settings that a call of the service would use."""
    look: Callable[[Connecting], Found] = {"kneo": _kneo, "knoxcall": _knoxcall, "convox": _convox}[service]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the file checks say it, with what to do about it
        return look(connecting)


def _first(name: str, choices: Iterable[tuple[Any, str]]) -> Setting:
    """The first choice that is given. Choices: value and source."""
    for value, source in choices:
        if value not in (None, ""):
            return Setting(name, str(value), source)
    return Setting(name, None, _NOWHERE)


def _variable(name: str) -> tuple[str | None, str]:
    return os.environ.get(name), f"environment variable {name}"


def _masked(setting: Setting) -> Setting:
    return secret_setting(setting.name, setting.value, setting.source)


def _kneo(connecting: Connecting) -> Found:
    from kneo_client.core import profiles
    from trellis.core.settings import SettingsError, read_section

    profile = _first(
        "profile",
        [(connecting.profile, _ARGUMENT), _variable(profiles.ENV_PROFILE), (profiles.DEFAULT_PROFILE_NAME, _DEFAULT)],
    )
    path = profiles.default_config_path()
    problem, section = "", dict[str, Any]()
    try:
        section = read_section(path, str(profile.value))
    except SettingsError as error:
        problem = str(error)
    in_file = f"{path} [{profile.value}]"
    url = _first("url", [(connecting.url, _ARGUMENT), _variable(profiles.ENV_URL), (section.get("url"), in_file)])
    key = _first(
        "api_key",
        [(connecting.key(), connecting.key_source), _variable(profiles.ENV_API_KEY), (section.get("api_key"), in_file)],
    )
    scheme = _first(
        "auth_scheme",
        [_variable(profiles.ENV_AUTH_SCHEME), (section.get("auth_scheme"), in_file), ("bearer", _DEFAULT)],
    )
    timeout = _first(
        "timeout",
        [
            (connecting.timeout, _ARGUMENT),
            _variable(profiles.ENV_TIMEOUT),
            (section.get("timeout"), in_file),
            (profiles.DEFAULT_TIMEOUT_SECONDS, _DEFAULT),
        ],
    )
    return Found(
        (profile, _file("file", path), _shown(url), _masked(key), scheme, timeout),
        url.value,
        key.value is not None,
        (path,),
        f"set KNEO_URL and KNEO_API_KEY, or write url and api_key into {in_file}",
        problem,
    )


def _shown(setting: Setting) -> Setting:
    """An address without what it should not hold: a user name and a password."""
    value = None if setting.value is None else _USERINFO.sub(f"//{MASK}@", setting.value)
    return Setting(setting.name, value, setting.source)


def _file(name: str, path: Path) -> Setting:
    return Setting(name, str(path), "found" if path.exists() else "does not exist")


def _knoxcall(connecting: Connecting) -> Found:
    from knoxcall.auth.file import credentials_path, profile_name, read_profile
    from knoxcall.auth.hosts import default_base_url
    from knoxcall.auth.workload import PROVIDERS

    environ: Mapping[str, str] = os.environ
    path = credentials_path(None, environ)
    profile = _first(
        "profile", [(connecting.profile, _ARGUMENT), _variable("KNOXCALL_PROFILE"), (profile_name(None, {}), _DEFAULT)]
    )
    login = read_profile(path, str(profile.value))
    in_file = f"{path} [{profile.value}]"
    key = connecting.key()
    pair = bool(environ.get("KNOXCALL_CLIENT_ID") and environ.get("KNOXCALL_CLIENT_SECRET"))
    ranked: list[tuple[bool, str, str]] = [
        (key is not None, "API key", connecting.key_source),
        (connecting.profile is not None, "login", in_file),
        (bool(environ.get("KNOXCALL_ACCESS_TOKEN")), "access token", "environment variable KNOXCALL_ACCESS_TOKEN"),
        (bool(environ.get("KNOXCALL_API_KEY")), "API key", "environment variable KNOXCALL_API_KEY"),
        (login is not None, "login", in_file),
        (pair, "client id and secret", "environment variables KNOXCALL_CLIENT_ID and KNOXCALL_CLIENT_SECRET"),
        *((provider.announced(environ), "workload identity", provider.name) for provider in PROVIDERS),
    ]
    present = [(kind, source) for there, kind, source in ranked if there]
    kind, source = present[0] if present else (None, "not set; a workload's identity is looked for when needed")
    uses_login = kind == "login" and login is not None
    base_url = _first(
        "base_url",
        [
            (connecting.url, _ARGUMENT),
            _variable("KNOXCALL_BASE_URL"),
            (login.base_url if uses_login and login is not None else None, in_file),
            (default_base_url(False), _DEFAULT),
        ],
    )
    tenant = _first(
        "tenant", [_variable("KNOXCALL_TENANT"), (login.tenant if uses_login and login is not None else None, in_file)]
    )
    if tenant.value is None:
        tenant = Setting("tenant", None, "asked of the server when it is needed")
    settings = [
        profile,
        _file("file", path),
        base_url,
        secret_setting("credential", kind, f"{source}: {kind or 'none'}"),
    ]
    settings += [
        Setting("not used", None, f"{other_source}: {other} (the credential above comes first)")
        for other, other_source in present[1:]
        if other_source != source
    ]
    environment = _first("environment", [_variable("KNOXCALL_ENVIRONMENT"), ("that of the route", _DEFAULT)])
    proxy = _first("proxy_base_url", [_variable("KNOXCALL_PROXY_BASE_URL"), ("derived from base_url", _DEFAULT)])
    half = bool(environ.get("KNOXCALL_CLIENT_ID")) != bool(environ.get("KNOXCALL_CLIENT_SECRET"))
    return Found(
        (*settings, tenant, environment, _shown(proxy)),
        base_url.value,
        bool(present),
        (path,),
        "set KNOXCALL_API_KEY, or KNOXCALL_CLIENT_ID and KNOXCALL_CLIENT_SECRET, or run `knoxcall login`",
        "only one of KNOXCALL_CLIENT_ID and KNOXCALL_CLIENT_SECRET is set: both are needed"
        if half and not present
        else "",
        searches=True,
    )


def _convox(connecting: Connecting) -> Found:
    from convox.auth import normalize_host, rack_url_from_env, read_cli_config

    problem = ""
    files: tuple[Path, ...] = ()
    host = _first("host", [(connecting.url, _ARGUMENT), _variable("CONVOX_HOST")])
    rack = _first("rack", [(connecting.rack, _ARGUMENT), _variable("CONVOX_RACK")])
    password = _masked(_first("password", [(connecting.key(), connecting.key_source)]))
    username = Setting("username", "convox", _DEFAULT)
    in_environment = connecting.url is None and (os.environ.get("CONVOX_PASSWORD") or os.environ.get("RACK_URL"))
    try:
        if password.value is not None:
            pass
        elif in_environment:
            direct = rack_url_from_env()
            if direct is not None:
                host = Setting("host", direct.host, "environment variable RACK_URL")
                username = Setting("username", direct.username, "environment variable RACK_URL")
                password = secret_setting("password", direct.api_key, "environment variable RACK_URL")
                rack = Setting("rack", None, "none: RACK_URL is a rack without a console")
            else:
                password = _masked(_first("password", [_variable("CONVOX_PASSWORD")]))
        else:
            config = read_cli_config(connecting.rack, host=connecting.url)
            files = (config.directory / "auth", config.directory / "session")
            host = Setting("host", config.credentials.host, host.source if host.value else f"{files[0]}")
            password = secret_setting("password", config.credentials.api_key, str(files[0]))
            rack = Setting("rack", connecting.rack, _ARGUMENT if connecting.rack else _NOWHERE)
    except FileNotFoundError:
        pass  # nobody has logged in: it is not set up
    except (ValueError, OSError) as error:
        problem = str(error)
    actor = _first("actor", [_variable("CONVOX_ACTOR")])
    return Found(
        (_shown(host), password, username, rack, actor),
        None if host.value is None else normalize_host(host.value),
        password.value is not None,
        files,
        "set CONVOX_HOST and CONVOX_PASSWORD (and CONVOX_RACK behind a console), or run `convox login`",
        problem,
    )
