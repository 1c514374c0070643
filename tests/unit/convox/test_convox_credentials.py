"""Where Convox credentials are found: every rule of the environment and of the CLI's files."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from convox._settings import found_in_cli_config, found_in_environment
from convox.auth import (
    Credentials,
    credentials_from_cli_config,
    credentials_from_env,
    normalize_host,
    session_from_cli_config,
)

V3, V2 = ".config/convox", ".convox"


@pytest.fixture(autouse=True)
def home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """An empty home directory, asked for as the CLI's users' programs ask, and an environment without Convox."""
    for name in list(os.environ):
        if name.startswith("CONVOX_") or name in ("RACK_URL", "XDG_CONFIG_HOME"):
            monkeypatch.delenv(name)
    folder = tmp_path / "home"
    folder.mkdir()
    monkeypatch.setattr(Path, "home", classmethod(lambda cls: folder))
    return folder


def put(folder: Path, name: str, content: Any) -> Path:
    """Write one of the CLI's files."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_text(content if isinstance(content, str) else json.dumps(content), "utf-8")
    return path


@pytest.mark.parametrize(
    ("host", "url"),
    [
        ("rack.example.com", "https://rack.example.com"),
        ("rack.example.com/", "https://rack.example.com"),
        ("rack.example.com:5443", "https://rack.example.com:5443"),
        ("https://rack.example.com//", "https://rack.example.com"),
        ("http://127.0.0.1:5000/base/", "http://127.0.0.1:5000/base"),
        ("HTTP://rack.example.com", "https://HTTP://rack.example.com"),
    ],
)
def test_a_host_becomes_a_url(host: str, url: str) -> None:
    assert normalize_host(host) == url


def test_a_host_is_text() -> None:
    with pytest.raises(TypeError, match="host must be a str, got NoneType"):
        normalize_host(None)  # type: ignore[arg-type]


def test_the_environment_names_host_key_and_rack(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CONVOX_HOST", "console.example.com")
    monkeypatch.setenv("CONVOX_PASSWORD", "deploy-key")
    monkeypatch.setenv("CONVOX_RACK", "org/rack")

    host, key, rack = credentials_from_env()

    assert (host, key, rack) == ("console.example.com", "deploy-key", "org/rack")


@pytest.mark.parametrize("rack", [None, ""])
def test_the_rack_is_optional_and_empty_is_none(monkeypatch: pytest.MonkeyPatch, rack: str | None) -> None:
    monkeypatch.setenv("CONVOX_HOST", "rack.example.com")
    monkeypatch.setenv("CONVOX_PASSWORD", "key")
    if rack is not None:
        monkeypatch.setenv("CONVOX_RACK", rack)

    assert credentials_from_env().rack is None


@pytest.mark.parametrize(
    ("environment", "missing"),
    [
        ({}, "CONVOX_HOST"),
        ({"CONVOX_PASSWORD": "k"}, "CONVOX_HOST"),
        ({"CONVOX_HOST": "", "CONVOX_PASSWORD": "k"}, "CONVOX_HOST"),
        ({"CONVOX_HOST": "h"}, "CONVOX_PASSWORD"),
        ({"CONVOX_HOST": "h", "CONVOX_PASSWORD": ""}, "CONVOX_PASSWORD"),
    ],
)
def test_a_missing_variable_is_named(
    monkeypatch: pytest.MonkeyPatch, environment: dict[str, str], missing: str
) -> None:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)

    with pytest.raises(ValueError, match=f"{missing} is not set"):
        credentials_from_env()


@pytest.mark.parametrize(
    ("url", "host", "username", "key"),
    [
        ("https://convox:s%40cret@rack.example.com", "https://rack.example.com", "convox", "s@cret"),
        ("https://jwt:a.b.c@rack.example.com:5443", "https://rack.example.com:5443", "jwt", "a.b.c"),
        ("http://:pw@127.0.0.1:5000/base", "http://127.0.0.1:5000/base", "convox", "pw"),
    ],
)
def test_a_rack_url_counts_where_host_and_password_are_absent(
    monkeypatch: pytest.MonkeyPatch, url: str, host: str, username: str, key: str
) -> None:
    monkeypatch.setenv("RACK_URL", url)

    found = found_in_environment()

    assert (found.host, found.username, found.api_key.reveal(), found.rack) == (host, username, key, None)


def test_host_and_password_come_before_a_rack_url(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RACK_URL", "https://convox:other@other.example.com")
    monkeypatch.setenv("CONVOX_HOST", "rack.example.com")

    with pytest.raises(ValueError, match="CONVOX_PASSWORD"):
        found_in_environment()
    monkeypatch.setenv("CONVOX_PASSWORD", "mine")
    assert found_in_environment().api_key.reveal() == "mine"


@pytest.mark.parametrize("url", ["s3cret", "https://rack.example.com", "ftp://convox:s3cret@h", "https://c:s3cret@[h"])
def test_a_rack_url_that_makes_no_sense_is_refused_unquoted(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    monkeypatch.setenv("RACK_URL", url)

    with pytest.raises(ValueError, match="RACK_URL must look like") as caught:
        found_in_environment()
    assert "s3cret" not in str(caught.value)
    assert caught.value.__context__ is None


def test_the_actor_is_a_header(monkeypatch: pytest.MonkeyPatch, home: Path) -> None:
    put(home / V3, "auth", {"h": "k"})
    monkeypatch.setenv("CONVOX_ACTOR", "ci")

    assert found_in_cli_config(None, None, None).headers == {"X-Convox-Actor": "ci"}


def test_the_newer_clis_file_wins_outright(home: Path) -> None:
    put(home / V3, "auth", {"new.example.com": "new"})
    put(home / V2, "auth", {"old.example.com": "old"})

    assert credentials_from_cli_config(host="new.example.com").api_key == "new"
    with pytest.raises(ValueError, match=r"^No credentials found for 'old\.example\.com'.*new\.example\.com"):
        credentials_from_cli_config(host="old.example.com")


def test_the_older_clis_file_is_second(home: Path) -> None:
    put(home / V2, "auth", {"old.example.com": "old"})

    assert credentials_from_cli_config() == Credentials("old.example.com", "old", None)


def test_without_a_file_it_says_where_it_looked(home: Path) -> None:
    with pytest.raises(FileNotFoundError, match="convox login") as caught:
        credentials_from_cli_config()
    assert str(home / V3 / "auth") in str(caught.value)
    assert str(home / V2 / "auth") in str(caught.value)


@pytest.mark.parametrize(
    ("rack", "host", "variable", "key"),
    [
        ("rack", "host", "variable", "of-host"),
        ("rack", None, "variable", "of-rack"),
        (None, None, "variable", "of-variable"),
        ("", "", "variable", "of-variable"),
    ],
)
def test_the_order_of_what_names_the_entry(
    monkeypatch: pytest.MonkeyPatch, home: Path, rack: str | None, host: str | None, variable: str, key: str
) -> None:
    put(home / V3, "auth", {"host": "of-host", "rack": "of-rack", "variable": "of-variable", "other": "of-other"})
    monkeypatch.setenv("CONVOX_HOST", variable)

    assert credentials_from_cli_config(rack, host=host).api_key == key


def test_password_and_rack_of_the_environment_do_not_count(monkeypatch: pytest.MonkeyPatch, home: Path) -> None:
    put(home / V3, "auth", {"rack.example.com": "stored"})
    monkeypatch.setenv("CONVOX_PASSWORD", "from the environment")
    monkeypatch.setenv("CONVOX_RACK", "org/other")

    assert credentials_from_cli_config() == Credentials("rack.example.com", "stored", None)


@pytest.mark.parametrize("entries", [{}, {"a.example.com": "1", "b.example.com": "2"}])
def test_none_or_several_entries_need_a_name(home: Path, entries: dict[str, str]) -> None:
    put(home / V3, "auth", entries)

    with pytest.raises(ValueError, match="CONVOX_HOST"):
        credentials_from_cli_config()


def test_the_clis_default_console_settles_it(home: Path) -> None:
    put(home / V3, "auth", {"a.example.com": "1", "b.example.com": "2"})
    put(home / V3, "console", "b.example.com\n")

    assert credentials_from_cli_config().api_key == "2"


def test_a_default_console_without_an_entry_settles_nothing(home: Path) -> None:
    put(home / V3, "auth", {"a.example.com": "1", "b.example.com": "2"})
    put(home / V3, "console", "c.example.com\n")

    with pytest.raises(ValueError, match="host="):
        credentials_from_cli_config()


def test_an_explicit_path_is_the_only_one(home: Path, tmp_path: Path) -> None:
    put(home / V3, "auth", {"h": "home"})
    elsewhere = put(tmp_path / "elsewhere", "keys.json", {"h": "elsewhere"})

    assert credentials_from_cli_config(None, elsewhere).api_key == "elsewhere"
    assert credentials_from_cli_config(None, str(elsewhere)).api_key == "elsewhere"
    with pytest.raises(FileNotFoundError, match="missing"):
        credentials_from_cli_config(None, tmp_path / "missing")


def test_the_directory_that_the_cli_was_told_is_the_only_one(
    monkeypatch: pytest.MonkeyPatch, home: Path, tmp_path: Path
) -> None:
    put(home / V3, "auth", {"h": "home"})
    monkeypatch.setenv("CONVOX_CONFIG", str(tmp_path / "told"))

    with pytest.raises(FileNotFoundError, match="told"):
        credentials_from_cli_config()
    put(tmp_path / "told", "auth", {"h": "told"})
    assert credentials_from_cli_config().api_key == "told"


def test_the_systems_other_settings_directories_come_last(
    monkeypatch: pytest.MonkeyPatch, home: Path, tmp_path: Path
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "xdg"))
    put(tmp_path / "xdg" / "convox", "auth", {"h": "xdg"})
    assert credentials_from_cli_config().api_key == "xdg"

    put(home / V2, "auth", {"h": "v2"})
    assert credentials_from_cli_config().api_key == "v2"


def test_on_a_mac_the_preferences_are_looked_at(monkeypatch: pytest.MonkeyPatch, home: Path) -> None:
    put(home / "Library/Preferences/convox", "auth", {"h": "mac"})
    with pytest.raises(FileNotFoundError):
        credentials_from_cli_config()

    monkeypatch.setattr("sys.platform", "darwin")
    assert credentials_from_cli_config().api_key == "mac"


@pytest.mark.parametrize("content", ["", "{", "[]", '{"h": 1}', '"s3cret"', '{"h": "s3cret"', "[" * 100_000, "\udcff"])
def test_a_broken_file_is_named_and_not_quoted(home: Path, content: str) -> None:
    (home / V3).mkdir(parents=True)
    (home / V3 / "auth").write_bytes(content.encode("utf-8", "surrogateescape"))

    with pytest.raises(ValueError, match="auth is n") as caught:
        credentials_from_cli_config()
    assert "s3cret" not in str(caught.value)
    assert caught.value.__context__ is None, "a JSONDecodeError holds the whole file"


def test_the_session_lies_beside_the_auth_file_used(home: Path, tmp_path: Path) -> None:
    put(home / V3, "auth", {"h": "k"})
    put(home / V3, "session", {"h": "of-v3"})
    put(home / V2, "session", {"h": "of-v2"})
    elsewhere = put(tmp_path / "elsewhere", "keys.json", {"h": "k"})
    put(tmp_path / "elsewhere", "session", {"h": "of-elsewhere"})

    assert found_in_cli_config(None, None, None).session == "of-v3"
    assert found_in_cli_config(None, elsewhere, None).session == "of-elsewhere"
    assert session_from_cli_config(home / V2, "h") == "of-v2"


@pytest.mark.parametrize("content", [None, "", "{", "[]", '{"other": "s"}', '{"h": ""}', '{"h": 3}', "[" * 100_000])
def test_no_readable_session_is_no_session(home: Path, content: str | None) -> None:
    if content is not None:
        put(home / V3, "session", content)

    assert session_from_cli_config(home / V3, "h") is None


def test_the_rack_is_where_to_look_and_whom_to_talk_to(home: Path) -> None:
    put(home / V3, "auth", {"rack.example.com": "k", "console.example.com": "c"})

    assert credentials_from_cli_config(rack="rack.example.com") == Credentials(
        "rack.example.com", "k", "rack.example.com"
    )
    both = credentials_from_cli_config(rack="org/rack", host="console.example.com")
    assert both == Credentials("console.example.com", "c", "org/rack")


def test_credentials_do_not_show_the_key() -> None:
    assert repr(Credentials("h", "s3cret")) == "Credentials(host='h', api_key='<redacted>', rack=None)"
