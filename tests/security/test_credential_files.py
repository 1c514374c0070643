"""Files with credentials: what we write is its owner's alone, whatever was there, and no link leads us elsewhere; what
others can read is said aloud. (`trellis doctor` looks at the files of all three SDKs: tests/wire/cli.)"""

from __future__ import annotations

import json
import os
import stat
import time
import warnings
from typing import TYPE_CHECKING

import httpx
import pytest

from convox.auth import credentials_from_cli_config
from kneo_client.core.profiles import ProfileError, load_profile
from knoxcall.auth.file import read_profile, save_tokens
from knoxcall.auth.file_lock import FileLock
from tests.security.canaries import CANARY
from tests.unit.core.surfaces import sync_driver
from trellis.core.auth.tokens import Token
from trellis.core.failures import DeadlineFailure
from trellis.core.secrets import Secret

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.skipif(os.name != "posix", reason="permissions of another kind")

TOKEN = Token(Secret(f"kc_{CANARY}"), time.time() + 3600, refresh_token=Secret(f"rt_{CANARY}"))


@pytest.fixture
def careless_umask() -> Iterator[None]:
    """Files are made open to everybody, unless somebody sees to it that they are not."""
    before = os.umask(0)
    yield
    os.umask(before)


def mode_of(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@pytest.mark.usefixtures("careless_umask")
@pytest.mark.parametrize("before", [None, 0o600, 0o644, 0o666])
def test_a_written_login_is_its_owners_alone(tmp_path: Path, before: int | None) -> None:
    path = tmp_path / "new" / "knoxcall" / "credentials.json"
    if before is not None:
        path.parent.mkdir(parents=True)
        path.write_text(json.dumps({"version": 1, "profiles": {}}))
        path.chmod(before)
    save_tokens(path, "default", TOKEN)
    assert mode_of(path) == 0o600
    assert before is not None or mode_of(path.parent) == 0o700
    assert [each.name for each in path.parent.iterdir()] == [path.name], "nothing else is left behind"
    assert json.loads(path.read_text())["profiles"]["default"]["refresh_token"] == f"rt_{CANARY}"


@pytest.mark.usefixtures("careless_umask")
def test_a_link_where_the_lock_goes_leads_nowhere(tmp_path: Path) -> None:
    """Somebody who can write to the directory must not have us make, empty or lengthen a file of our user's."""
    victim, path = tmp_path / "victim", tmp_path / "credentials.json"
    driver = sync_driver(lambda request: httpx.Response(500))
    victim.write_text("precious")
    path.write_text("{}")
    lock = tmp_path / "credentials.json.lock"
    for target in (victim, tmp_path / "not-there"):
        lock.symlink_to(target)
        with pytest.raises(DeadlineFailure):  # it is taken to be somebody else's
            driver.run(FileLock(path).acquire(time.monotonic() + 0.01))
        lock.unlink()
    assert victim.read_text() == "precious"
    assert not (tmp_path / "not-there").exists()


def test_a_login_that_others_can_read_is_warned_of_through_a_link_too(tmp_path: Path) -> None:
    real, link = tmp_path / "real.json", tmp_path / "credentials.json"
    real.write_text(json.dumps({"version": 1, "profiles": {"default": {"access_token": CANARY}}}))
    real.chmod(0o644)
    link.symlink_to(real)
    with warnings.catch_warnings(record=True) as warned:
        warnings.simplefilter("always")
        read_profile(link, "default")
    (warning,) = warned
    assert "chmod 600" in str(warning.message)
    assert CANARY not in str(warning.message)


def test_a_broken_file_is_not_quoted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Parsers like to show the line that they do not understand, and that line may hold the key."""
    for name in list(os.environ):
        if name.startswith(("KNEO_", "CONVOX_")):
            monkeypatch.delenv(name)
    toml = tmp_path / "client.toml"
    for content in (f'[default]\nurl = "https://h"\napi_key = "{CANARY}\n', f"[default]\napi_key = {CANARY}\n"):
        toml.write_text(content)
        with pytest.raises(ProfileError) as caught:
            load_profile(config_file=toml)
        assert CANARY not in f"{caught.value} {caught.value!r} {caught.value.__cause__} {caught.value.__context__}"
    auth = tmp_path / "auth"
    for content in (f'{{"host": "{CANARY}"', f'["{CANARY}"]', f'{{"host": ["{CANARY}"]}}'):
        auth.write_text(content)
        with pytest.raises(ValueError, match=r"auth") as refused:
            credentials_from_cli_config(config_path=auth)
        assert CANARY not in f"{refused.value} {refused.value!r} {refused.value.__cause__} {refused.value.__context__}"
