"""Settings files and URLs: what is usable, and errors that name the place of what is not."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

import pytest

from trellis.core.settings import SettingsError, check_url, read_section

if TYPE_CHECKING:
    from pathlib import Path


def written(tmp_path: Path, content: str | bytes) -> Path:
    path = tmp_path / "client.toml"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def test_a_section_is_read_with_its_types(tmp_path: Path) -> None:
    path = written(tmp_path, '[default]\nurl = "https://h"\ntimeout = 5\n[other]\nurl = "x"\n')
    assert read_section(path, "default") == {"url": "https://h", "timeout": 5}


@pytest.mark.parametrize("content", ["", "# nothing\n", "[other]\nx = 1\n"])
def test_a_section_that_is_not_there_is_empty(tmp_path: Path, content: str) -> None:
    assert read_section(written(tmp_path, content), "default") == {}


def test_a_file_that_does_not_exist_is_empty(tmp_path: Path) -> None:
    assert read_section(tmp_path / "missing.toml", "default") == {}
    file = written(tmp_path, "")
    assert read_section(file / "below-a-file.toml", "default") == {}


@pytest.mark.parametrize(
    ("content", "line"),
    [
        ("[default]\nurl = \n", 2),
        ("[default]\nurl = https://h\n", 2),
        ('[default]\nurl = "x"\n\n[broken\nk = 1\n', 4),
        ('[default]\nurl = "a"\nurl = "b"\n', 3),
        ("[default]\n\n\nname\n", 4),
    ],
    ids=["no value", "no quotes", "open header", "twice", "no equals sign"],
)
def test_broken_toml_names_file_and_line(tmp_path: Path, content: str, line: int) -> None:
    path = written(tmp_path, content)
    with pytest.raises(SettingsError, match=rf"failed to parse .*client\.toml: .*line {line}\b") as refused:
        read_section(path, "default")
    assert refused.value.__context__ is None


def test_a_broken_file_does_not_quote_its_key(tmp_path: Path) -> None:
    path = written(tmp_path, "[default]\napi_key = k-secret\n")
    with pytest.raises(SettingsError) as refused:
        read_section(path, "default")
    assert "k-secret" not in str(refused.value)


def test_a_file_in_another_encoding_is_an_error_that_says_where(tmp_path: Path) -> None:
    path = written(tmp_path, b'[default]\nname = "caf\xe9"\n')
    with pytest.raises(SettingsError, match=r"client\.toml: not UTF-8 at byte 21"):
        read_section(path, "default")


@pytest.mark.parametrize("content", ['default = "x"\n', "default = 5\n", "[[default]]\nx = 1\n"])
def test_a_value_where_a_table_belongs_is_an_error(tmp_path: Path, content: str) -> None:
    with pytest.raises(SettingsError, match="'default' must be a table"):
        read_section(written(tmp_path, content), "default")


def test_a_directory_is_an_error_that_names_it(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=f"cannot read {tmp_path}"):
        read_section(tmp_path, "default")


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may read every file")
def test_a_file_that_may_not_be_read_is_an_error(tmp_path: Path) -> None:
    path = written(tmp_path, "")
    path.chmod(0)
    with pytest.raises(SettingsError, match="cannot read"):
        read_section(path, "default")


@pytest.mark.parametrize(
    ("url", "kept"),
    [
        ("https://kneo.example", "https://kneo.example"),
        ("https://kneo.example/", "https://kneo.example"),
        ("https://kneo.example/prefix/v2//", "https://kneo.example/prefix/v2"),
        ("http://127.0.0.1:8080", "http://127.0.0.1:8080"),
        ("http://[::1]:8080/", "http://[::1]:8080"),
        ("HTTPS://KNEO.example", "HTTPS://KNEO.example"),
        ("https://münchen.example", "https://münchen.example"),
    ],
)
def test_a_good_url_is_kept_without_its_last_slash(url: str, kept: str) -> None:
    assert check_url(url) == kept


@pytest.mark.parametrize(
    ("url", "words"),
    [
        (None, "must be a URL"),
        (5, "must be a URL"),
        (b"https://h", "must be a URL"),
        ("", "must be a URL"),
        ("kneo.example", "must start with http"),
        ("kneo.example:443", "must start with http"),
        ("ftp://h", "must start with http"),
        ("file:///etc/passwd", "must start with http"),
        ("//h", "must start with http"),
        ("https://", "has no host"),
        ("https:///path", "has no host"),
        ("https://:443", "has no host"),
        ("https://user@h", "user name or password"),
        ("https://user:pw@h", "user name or password"),
        ("https://:pw@h", "user name or password"),
        ("https://h?x=1", "query or a fragment"),
        ("https://h/?", "query or a fragment"),
        ("https://h/#", "query or a fragment"),
        ("https://h:99999", "port"),
        ("https://h:abc", "port"),
        ("https://evil.example%2f.h", "not every parser"),
        ("https://h%00.evil.example:80/x", "not every parser"),
        ("https://h\\.evil.example", "not every parser"),
        ("https://h/\\x", "not every parser"),
        ("https://[::1]evil.example", "not every parser"),
        ("https://h :80", "spaces or control"),
        ("https://h\n", "spaces or control"),
        ("\x00https://h", "spaces or control"),
        ("https://[::1", "is no URL"),
        ("https://[nonsense]", "is no URL"),
        ("https://[127.0.0.1]", "is no URL"),
        ("https://h\u2100", "is no URL"),
    ],
)
def test_a_bad_url_says_what_is_wrong(url: Any, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        check_url(url)


@pytest.mark.parametrize("url", ["https://user:k-secret@h", "https://user:k-secret\u2100@h", "https://h?key=k-secret"])
def test_a_refused_url_does_not_quote_its_credentials(url: str) -> None:
    with pytest.raises(ValueError) as refused:  # noqa: PT011 - what the text must not hold is the point
        check_url(url)
    assert "k-secret" not in str(refused.value)
