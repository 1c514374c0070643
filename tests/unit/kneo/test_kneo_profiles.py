"""Profiles: where a platform's URL and key come from, and what is said when they make no sense."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from kneo_client import KneoClient, SyncKneoClient
from kneo_client.core import AuthScheme, Profile, ProfileError, default_config_path, load_profile
from kneo_client.core import profiles as module

if TYPE_CHECKING:
    from pathlib import Path

TOML = """
[default]
url = "https://from-file.example"
api_key = "file-key"
auth_scheme = "kneo_api_key"
timeout = 12

[staging]
url = "https://staging.example/base/"
api_key = "staging-key"
"""


@pytest.fixture
def config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A configuration file, and an environment without any variable of ours."""
    for name in ("KNEO_PROFILE", "KNEO_URL", "KNEO_API_KEY", "KNEO_AUTH_SCHEME", "KNEO_TIMEOUT"):
        monkeypatch.delenv(name, raising=False)
    path = tmp_path / "client.toml"
    path.write_text(TOML, "utf-8")
    return path


def test_the_file_says_it_all(config: Path) -> None:
    profile = load_profile(config_file=config)
    assert profile == Profile("default", "https://from-file.example", "file-key", AuthScheme.KNEO_API_KEY, 12.0)


def test_what_the_file_leaves_out_has_defaults(config: Path) -> None:
    profile = load_profile("staging", config_file=config)
    assert (profile.name, profile.api_key) == ("staging", "staging-key")
    assert (profile.auth_scheme, profile.timeout) == (AuthScheme.BEARER, 30.0)


def test_the_environment_wins_over_the_file_and_arguments_over_both(
    config: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KNEO_URL", "https://from-env.example")
    monkeypatch.setenv("KNEO_API_KEY", "env-key")
    monkeypatch.setenv("KNEO_AUTH_SCHEME", "BEARER")
    monkeypatch.setenv("KNEO_TIMEOUT", "2.5")
    from_env = load_profile(config_file=config)
    assert from_env == Profile("default", "https://from-env.example", "env-key", AuthScheme.BEARER, 2.5)
    given = load_profile(
        config_file=config, url="https://given.example", api_key="given", auth_scheme="kneo_api_key", timeout=1
    )
    assert given == Profile("default", "https://given.example", "given", AuthScheme.KNEO_API_KEY, 1)


def test_the_name_comes_from_the_argument_then_the_environment(config: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KNEO_PROFILE", "staging")
    assert load_profile(config_file=config).name == "staging"
    assert load_profile("default", config_file=config).name == "default"


def test_an_empty_variable_is_as_good_as_none(config: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("KNEO_PROFILE", "KNEO_URL", "KNEO_API_KEY", "KNEO_AUTH_SCHEME", "KNEO_TIMEOUT"):
        monkeypatch.setenv(name, "")
    assert load_profile(config_file=config).url == "https://from-file.example"


def test_a_missing_file_is_passed_over(tmp_path: Path, config: Path) -> None:
    profile = load_profile(config_file=tmp_path / "none.toml", url="https://x.example", api_key="k")
    assert profile.name == "default"


def test_the_default_file_is_the_users_own(config: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    path = default_config_path()
    assert (path.name, path.parent.name) == ("client.toml", "kneo")
    if path.parent.parent == tmp_path:  # Linux
        path.parent.mkdir()
        path.write_text(TOML, "utf-8")
        assert load_profile().api_key == "file-key"


FILES = {
    "no url": ("[default]\napi_key='k'", r"profile 'default': 'url' is not set"),
    "no key": ("[default]\nurl='https://x.example'", r"profile 'default': 'api_key' is not set"),
    "no toml": ("[default\nurl=", r"failed to parse .*client\.toml"),
    "no utf-8": (b"\xff", r"failed to parse .*client\.toml"),
    "url of another type": ("[default]\nurl=5\napi_key='k'", "'url' must be a string, got int"),
    "section of another type": ("default = 5", "'default' must be a table"),
    "scheme": (
        "[default]\nurl='https://x.example'\napi_key='k'\nauth_scheme='basic'",
        r"unknown auth_scheme 'basic'; expected one of: bearer, kneo_api_key",
    ),
    "timeout of another type": ("[default]\nurl='https://x.example'\napi_key='k'\ntimeout='3'", "'timeout' must be"),
    "timeout true": ("[default]\nurl='https://x.example'\napi_key='k'\ntimeout=true", "'timeout' must be"),
    "timeout zero": ("[default]\nurl='https://x.example'\napi_key='k'\ntimeout=0", "timeout must be"),
}


@pytest.mark.parametrize(("content", "words"), FILES.values(), ids=FILES.keys())
def test_a_file_that_makes_no_sense_is_explained(config: Path, content: str | bytes, words: str) -> None:
    config.write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(ProfileError, match=words):
        load_profile(config_file=config)


def test_what_is_missing_says_how_to_give_it(config: Path) -> None:
    with pytest.raises(ProfileError) as caught:
        load_profile("nowhere", config_file=config)
    for part in ("'nowhere'", "url=", "$KNEO_URL", str(config)):
        assert part in str(caught.value)


@pytest.mark.parametrize("value", ["soon", "1s", "nan", "-1", "0", "inf"])
def test_a_timeout_in_the_environment_must_be_a_number_of_seconds(
    config: Path, monkeypatch: pytest.MonkeyPatch, value: str
) -> None:
    monkeypatch.setenv("KNEO_TIMEOUT", value)
    words = r"\$KNEO_TIMEOUT must be a float, got '" if value in ("soon", "1s") else "timeout must be"
    with pytest.raises(ProfileError, match=words):
        load_profile(config_file=config)


BAD: dict[str, dict[str, Any]] = {
    "empty key": {"api_key": ""},
    "blank key": {"api_key": "  "},
    "key of another type": {"api_key": 5},
    "no scheme": {"url": "kneo.example"},
    "another scheme": {"url": "ftp://kneo.example"},
    "no host": {"url": "https://"},
    "credentials": {"url": "https://user:secret@kneo.example"},
    "query": {"url": "https://kneo.example/?a=1"},
    "fragment": {"url": "https://kneo.example/#a"},
    "port": {"url": "https://kneo.example:99999"},
    "white space": {"url": "https://kneo.example/\n"},
    "url of another type": {"url": None},
    "timeout": {"timeout": 0},
    "timeout text": {"timeout": "3"},
    "auth scheme": {"auth_scheme": "digest"},
}


@pytest.mark.parametrize("fields", BAD.values(), ids=BAD.keys())
def test_a_profile_checks_what_it_is_given(fields: dict[str, Any]) -> None:
    with pytest.raises(ProfileError) as caught:
        Profile(**{"name": "p", "url": "https://kneo.example", "api_key": "k", **fields})
    assert isinstance(caught.value, ValueError)
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize("timeout", [0.5, 30, None, httpx.Timeout(3.0, connect=1.0)], ids=repr)
def test_a_timeout_may_be_a_number_or_httpxs_own(timeout: Any) -> None:
    assert Profile("p", "http://x", "k", timeout=timeout).timeout is timeout


def test_a_profile_is_frozen_and_hides_its_key() -> None:
    profile = Profile("p", "https://kneo.example", "top-secret")
    with pytest.raises(dataclasses.FrozenInstanceError):
        profile.url = "x"  # type: ignore[misc]
    assert "top-secret" not in repr(profile)
    assert profile.api_key == "top-secret"
    assert dataclasses.replace(profile, timeout=5).timeout == 5


@pytest.mark.parametrize("kind", [KneoClient, SyncKneoClient])
def test_a_client_is_made_from_a_profiles_name(kind: Any, config: Path) -> None:
    client = kind.from_profile("staging", config_file=config, timeout=3)
    assert (client.profile.name, client.profile.timeout) == ("staging", 3)
    assert client.profile.url in repr(client)
    with pytest.raises(ProfileError):
        kind.from_profile("nowhere", config_file=config)


def test_the_constants_of_the_documentation() -> None:
    names = {
        "DEFAULT_PROFILE_NAME": "default", "DEFAULT_TIMEOUT_SECONDS": 30.0, "ENV_PROFILE": "KNEO_PROFILE",
        "ENV_URL": "KNEO_URL", "ENV_API_KEY": "KNEO_API_KEY", "ENV_AUTH_SCHEME": "KNEO_AUTH_SCHEME",
        "ENV_TIMEOUT": "KNEO_TIMEOUT",
    }  # fmt: skip
    assert {name: getattr(module, name) for name in names} == names
