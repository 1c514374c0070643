"""The credentials file: what is read from it, how its token is renewed once by many, and that no trouble loses it."""

from __future__ import annotations

import asyncio
import json
import logging
import os
import subprocess
import sys
import threading
import time
import warnings
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import httpx
import pytest

from knoxcall._retries import RetryPolicy
from knoxcall._service import DEFINITION
from knoxcall.auth import file as file_module
from knoxcall.auth import file_lock
from knoxcall.auth.file import (
    StoredProfile,
    StoredSource,
    credentials_path,
    profile_name,
    read_profile,
    save_tokens,
)
from knoxcall.auth.file_lock import FileLock
from knoxcall.errors import AuthenticationError, KnoxCallError, KnoxCallSecurityWarning, ServerError, TokenStoreError
from tests.unit.core.surfaces import SURFACES, async_driver, run, sync_driver
from trellis.core.auth.oauth import TokenEndpoint
from trellis.core.auth.tokens import Token
from trellis.core.effects import Blocking, Send
from trellis.core.failures import DeadlineFailure
from trellis.core.observe import Observer
from trellis.core.secrets import Secret

POSIX = pytest.mark.skipif(os.name != "posix", reason="modes are POSIX's")


def stamp(seconds: float) -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(time.time() + seconds))


def login(**changed: Any) -> dict[str, Any]:
    return {
        "tenant": "acme", "base_url": "https://knox.example/", "client_id": "cli", "refresh_token": "r-1",
        "access_token": "a-1", "access_token_expires_at": stamp(3000), "scope": "x y", **changed,
    }  # fmt: skip


def write(path: Path, profiles: Any, version: Any = 1, mode: int = 0o600) -> Path:
    path.write_text(json.dumps({"version": version, "profiles": profiles, "note": "kept"}))
    path.chmod(mode)
    return path


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return write(tmp_path / "credentials.json", {"default": login(), "other": login(tenant="o")})


def profile_in(path: Path, name: str = "default") -> Any:
    return json.loads(path.read_text())["profiles"][name]


class Server:
    """A token endpoint with single-use refresh tokens: one shown twice ends the login, as real ones do."""

    def __init__(self) -> None:
        self.current = 1
        self.forms: list[dict[str, str]] = []
        self.statuses: list[int] = []
        self.members: dict[str, Any] = {}
        self.lock = threading.Lock()

    def __call__(self, request: httpx.Request) -> httpx.Response:
        form = {name: values[0] for name, values in parse_qs(request.content.decode()).items()}
        with self.lock:
            self.forms.append(form)
            if self.statuses:
                return httpx.Response(self.statuses.pop(0), json={"error": "temporarily_unavailable"})
            if form.get("refresh_token") != f"r-{self.current}":
                return httpx.Response(400, json={"error": "invalid_grant", "error_description": "used twice"})
            self.current += 1
            return httpx.Response(
                200,
                json={
                    "access_token": f"a-{self.current}", "token_type": "Bearer", "expires_in": 3600,
                    "refresh_token": f"r-{self.current}", "scope": "x y", **self.members,
                },
            )  # fmt: skip


def endpoint(profile: StoredProfile) -> TokenEndpoint:
    return TokenEndpoint(
        f"{profile.base_url}/oauth/token",
        DEFINITION,
        RetryPolicy(max_attempts=2, base_delay=0, max_delay=0),
        observer=Observer("knoxcall.transport"),
        clock=time.monotonic,
        wall_clock=time.time,
    )


def source(path: Path, profile: str = "default") -> StoredSource:
    return StoredSource(path, profile, endpoint=endpoint, cache_key=lambda thumbprint: "key")


def text(token: Any) -> str:
    assert isinstance(token, Token)
    return token.access_token.reveal()


# -- reading -------------------------------------------------------------------------------------------------------


def test_a_profile_has_all_its_members(path: Path) -> None:
    profile = read_profile(path, "default")
    assert profile is not None
    assert (profile.tenant, profile.base_url, profile.client_id) == ("acme", "https://knox.example", "cli")
    assert profile.scope == ("x", "y")
    assert profile.expires_at is not None
    assert abs(profile.expires_at - time.time() - 3000) < 3
    assert "r-1" not in repr(profile)
    assert "a-1" not in repr(profile)
    other = read_profile(path, "other")
    assert other is not None
    assert other.tenant == "o"


@pytest.mark.parametrize(
    "content",
    [
        None, "", "no json", "[]", "{}", '{"profiles": []}', '{"profiles": {"default": 5}}', '{"profiles": {}}',
        "[" * 99999,
        '{"version": 2, "profiles": {"default": {}}}', b"\xff\xfe", '{"profiles": {"default": {"base_url": "ftp://x"}}}',
        '{"profiles": {"default": {"base_url": "https://u:p@h"}}}',
    ],
    ids=lambda content: repr(content)[:40],
)  # fmt: skip
def test_a_missing_or_malformed_file_has_no_profile(tmp_path: Path, content: Any) -> None:
    path = tmp_path / "c.json"
    if content is not None:
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        path.chmod(0o600)
    assert read_profile(path, "default") is None
    assert read_profile(tmp_path, "default") is None
    assert read_profile(tmp_path / "a\0b", "default") is None


def test_odd_members_count_as_missing(tmp_path: Path) -> None:
    odd = login(tenant=5, refresh_token=[], access_token="", access_token_expires_at="soon", scope=None, client_id=None)
    profile = read_profile(write(tmp_path / "c.json", {"default": odd}), "default")
    assert profile == StoredProfile(None, "https://knox.example", None, None, None, None, ())


@POSIX
@pytest.mark.parametrize(
    ("mode", "warned"), [(0o600, False), (0o400, False), (0o640, True), (0o604, True), (0o620, True)]
)
def test_a_file_that_others_may_use_is_warned_of(tmp_path: Path, mode: int, warned: bool) -> None:
    path = write(tmp_path / "c.json", {"default": login()}, mode=mode)
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        assert read_profile(path, "default") is not None
    assert [w.category for w in caught] == ([KnoxCallSecurityWarning] if warned else [])
    assert all("chmod 600" in str(w.message) and str(path) in str(w.message) for w in caught)
    assert all("r-1" not in str(w.message) and "a-1" not in str(w.message) for w in caught)


def test_where_the_file_is_and_which_profile(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    assert credentials_path(None, {}) == Path("~/.knoxcall/credentials.json").expanduser()
    assert credentials_path(None, {"KNOXCALL_CREDENTIALS_FILE": "~/c"}) == Path("~/c").expanduser()
    assert credentials_path("x/y", {"KNOXCALL_CREDENTIALS_FILE": "c"}) == Path("x/y")
    assert (profile_name(None, {}), profile_name(None, {"KNOXCALL_PROFILE": "p"})) == ("default", "p")
    assert profile_name("q", {"KNOXCALL_PROFILE": "p"}) == "q"


# -- renewing ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("surface", SURFACES)
def test_a_fresh_token_costs_no_request(path: Path, surface: str) -> None:
    server = Server()
    assert text(run(surface, server, source(path).mint(None, None))) == "a-1"
    assert server.forms == []
    assert not Path(f"{path}.lock").exists()


@pytest.mark.parametrize("surface", SURFACES)
@pytest.mark.parametrize("left", [59, 0, -1000])
def test_a_token_near_its_end_is_renewed_and_the_file_rotated(tmp_path: Path, surface: str, left: int) -> None:
    path = write(tmp_path / "c.json", {"default": login(access_token_expires_at=stamp(left), mine=1), "o": {"a": 1}})
    server = Server()
    assert text(run(surface, server, source(path).mint(None, None))) == "a-2"
    assert server.forms == [{"grant_type": "refresh_token", "refresh_token": "r-1", "client_id": "cli"}]
    rotated = profile_in(path)
    assert (rotated["access_token"], rotated["refresh_token"], rotated["mine"]) == ("a-2", "r-2", 1)
    assert rotated["access_token_expires_at"][:16] == stamp(3600)[:16]
    document = json.loads(path.read_text())
    assert (document["note"], document["version"], document["profiles"]["o"]) == ("kept", 1, {"a": 1})
    assert path.read_text() == json.dumps(document, indent=2) + "\n"
    assert os.name != "posix" or path.stat().st_mode & 0o777 == 0o600
    assert [entry.name for entry in tmp_path.iterdir()] == ["c.json"]


@pytest.mark.parametrize("surface", SURFACES)
def test_a_fresh_token_that_the_service_refused_is_renewed_all_the_same(path: Path, surface: str) -> None:
    server = Server()
    refused = Token(Secret("a-1"), time.time() + 3000)
    assert text(run(surface, server, source(path).mint(None, refused))) == "a-2"
    assert text(run(surface, server, source(path).mint(None, refused))) == "a-2"
    assert len(server.forms) == 1


def test_a_stored_token_does_not_count_as_due_at_once(tmp_path: Path) -> None:
    path = write(tmp_path / "c.json", {"default": login(access_token_expires_at=stamp(200))})
    token = run("sync", Server(), source(path).mint(None, None))
    assert not token.due(time.time())
    assert token.due(time.time() + 101)


@pytest.mark.parametrize("token", ["a\nb", "ä", " "])
def test_a_stored_token_that_no_header_can_carry_is_renewed(tmp_path: Path, token: str) -> None:
    path = write(tmp_path / "c.json", {"default": login(access_token=token)})
    assert text(run("sync", Server(), source(path).mint(None, None))) == "a-2"


def test_many_threads_renew_once(tmp_path: Path) -> None:
    path = write(tmp_path / "c.json", {"default": login(access_token_expires_at=stamp(0))})
    server, got = Server(), []
    driver = sync_driver(server)
    threads = [
        threading.Thread(target=lambda: got.append(text(driver.run(source(path).mint(None, None))))) for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert got == ["a-2"] * 8
    assert len(server.forms) == 1


PROCESS = """
import sys
from pathlib import Path
from tests.unit.knoxcall.test_knoxcall_file import real_server_source
print(real_server_source(Path(sys.argv[1]), sys.argv[2]))
"""


def real_server_source(path: Path, url: str) -> str:
    """What another process does: a token by a real request."""
    driver = sync_driver(lambda request: httpx.post(url, content=request.content))
    return text(driver.run(source(path).mint(None, None)))


def test_several_processes_renew_once(tmp_path: Path) -> None:
    from tests.unit.core.surfaces import http_server

    path = write(tmp_path / "c.json", {"default": login(access_token_expires_at=stamp(0))})
    server = Server()

    def answer(request: Any) -> None:
        content = request.rfile.read(int(request.headers["Content-Length"]))
        time.sleep(0.2)
        response = server(httpx.Request("POST", "http://x", content=content))
        request.send_response(response.status_code)
        request.send_header("Content-Length", str(len(response.content)))
        request.end_headers()
        request.wfile.write(response.content)

    with http_server(answer) as url:
        command = [sys.executable, "-c", PROCESS, str(path), url]
        started = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(3)]
        assert [process.communicate(timeout=60)[0].strip() for process in started] == ["a-2"] * 3
    assert len(server.forms) == 1


@pytest.mark.parametrize("surface", SURFACES)
@pytest.mark.parametrize("reason", ["invalid_grant", "no refresh token", "no client", "file gone"])
def test_a_login_that_cannot_be_renewed_says_how_to_make_one(tmp_path: Path, surface: str, reason: str) -> None:
    changed: dict[str, Any] = {
        "invalid_grant": {"refresh_token": "r-0"},
        "no refresh token": {"refresh_token": None},
        "no client": {"client_id": ""},
        "file gone": {},
    }[reason]
    path = write(tmp_path / "c.json", {"work": login(access_token_expires_at=stamp(0), **changed)})
    if reason == "file gone":
        path.unlink()
    with pytest.raises(AuthenticationError, match="knoxcall login --profile work") as caught:
        run(surface, Server(), source(path, "work").mint(None, None))
    assert "r-0" not in repr(caught.value)
    assert caught.value.__context__ is None
    assert not Path(f"{path}.lock").exists()


def test_another_failure_of_the_endpoint_is_its_own_and_spends_nothing(tmp_path: Path) -> None:
    path = write(tmp_path / "c.json", {"default": login(access_token_expires_at=stamp(0))})
    server = Server()
    server.statuses = [500]
    with pytest.raises(ServerError):
        run("sync", server, source(path).mint(None, None))
    assert len(server.forms) == 1
    assert not Path(f"{path}.lock").exists()
    assert text(run("sync", server, source(path).mint(None, None))) == "a-2"


def test_a_cancelled_renewal_keeps_the_new_refresh_token_and_gives_the_lock_up(tmp_path: Path) -> None:
    path = write(tmp_path / "c.json", {"default": login(access_token_expires_at=stamp(0))})
    flow = source(path).mint(None, None)
    effect = flow.send(None)
    while not (isinstance(effect, Blocking) and getattr(effect.work, "func", None) is save_tokens):
        if isinstance(effect, Blocking):
            effect = flow.send(effect.work())
        elif isinstance(effect, Send):
            effect = flow.send(Server()(httpx.Request("POST", "http://x", content=effect.request.body)))
        else:
            effect = flow.send(None)
    assert Path(f"{path}.lock").exists()
    flow.close()
    assert profile_in(path)["refresh_token"] == "r-2"
    assert not Path(f"{path}.lock").exists()


def test_a_task_cancelled_while_it_waits_for_the_lock_leaves_it_alone(tmp_path: Path) -> None:
    path = write(tmp_path / "c.json", {"default": login(access_token_expires_at=stamp(0))})
    lock = Path(f"{path}.lock")
    lock.write_text("another's")

    async def main() -> None:
        task = asyncio.ensure_future(async_driver(Server()).run(source(path).mint(None, None)))
        await asyncio.sleep(0.15)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    asyncio.run(main())
    assert lock.read_text() == "another's"


def test_a_file_that_cannot_be_written_keeps_the_login_in_this_process(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    path = write(tmp_path / "c.json", {"default": login(access_token_expires_at=stamp(0))})

    def full(*args: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(file_module, "_replace", full)
    server, mine = Server(), source(path)
    with caplog.at_level(logging.WARNING, "knoxcall"):
        assert text(run("sync", server, mine.mint(None, None))) == "a-2"
    assert "No space left" in caplog.text
    assert "r-2" not in caplog.text
    assert text(run("sync", server, mine.mint(None, None))) == "a-3"
    monkeypatch.undo()
    assert text(run("sync", server, mine.mint(None, None))) == "a-4"
    assert profile_in(path)["refresh_token"] == "r-4"


def test_a_token_bound_to_this_processs_key_is_not_left_for_others(tmp_path: Path) -> None:
    path = write(tmp_path / "c.json", {"default": login()})
    save_tokens(path, "default", Token(Secret("a"), 5.0, token_type="DPoP", refresh_token=Secret("r-9")))
    assert "access_token" not in profile_in(path)
    assert "access_token_expires_at" not in profile_in(path)
    assert profile_in(path)["refresh_token"] == "r-9"


@POSIX
def test_a_file_behind_a_link_is_replaced_where_it_lies(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    real = write(tmp_path / "real" / "c.json", {"default": login(access_token_expires_at=stamp(0))})
    link = tmp_path / "link.json"
    link.symlink_to(real)
    assert text(run("sync", Server(), source(link).mint(None, None))) == "a-2"
    assert link.is_symlink()
    assert profile_in(real)["refresh_token"] == "r-2"


def test_a_failed_replacement_leaves_the_old_file_and_no_other(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = path.read_bytes()

    def fails(*args: Any) -> None:
        raise OSError(5, "I/O error")

    monkeypatch.setattr(file_module.os, "replace", fails)
    with pytest.raises(OSError, match="I/O error"):
        save_tokens(path, "default", Token(Secret("a"), 5.0))
    monkeypatch.undo()
    assert path.read_bytes() == before
    assert [entry.name for entry in path.parent.iterdir()] == [path.name]


# -- the lock ------------------------------------------------------------------------------------------------------


def hold(lock: FileLock, deadline: float | None = None) -> None:
    sync_driver(Server()).run(lock.acquire(deadline))


def test_a_lock_is_held_by_one_and_given_up_by_its_owner_only(path: Path) -> None:
    first, second = FileLock(path), FileLock(path)
    hold(first)
    owner = Path(f"{path}.lock").read_text().split()
    assert owner[0] == str(os.getpid())
    assert os.name != "posix" or Path(f"{path}.lock").stat().st_mode & 0o777 == 0o600
    second.release()
    assert Path(f"{path}.lock").exists()
    first.release()
    first.release()
    hold(second)
    second.release()
    assert not Path(f"{path}.lock").exists()


def test_a_lock_that_stays_anothers_is_a_typed_error(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(file_lock, "WAIT_SECONDS", 0.25)
    holder = FileLock(path)
    hold(holder)
    begun = time.monotonic()
    with pytest.raises(TokenStoreError, match=r"credentials\.json\.lock"):
        hold(FileLock(path))
    assert 0.2 < time.monotonic() - begun < 3
    holder.release()


def test_waiting_for_a_lock_ends_with_the_calls_deadline(path: Path) -> None:
    hold(FileLock(path))
    begun = time.monotonic()
    with pytest.raises(DeadlineFailure):
        hold(FileLock(path), begun + 0.3)
    assert time.monotonic() - begun < 2


@pytest.mark.parametrize(("age", "broken"), [(30, False), (61, True), (100_000, True)])
def test_the_lock_of_a_process_that_died_is_broken(
    path: Path, age: float, broken: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(file_lock, "WAIT_SECONDS", 0.25)
    lock = Path(f"{path}.lock")
    lock.write_text("dead")
    os.utime(lock, (time.time() - age, time.time() - age))
    mine = FileLock(path)
    if not broken:
        with pytest.raises(TokenStoreError):
            hold(mine)
        assert lock.read_text() == "dead"
        return
    hold(mine)
    assert lock.read_text() != "dead"
    mine.release()
    assert [entry.name for entry in path.parent.iterdir()] == [path.name]


def test_a_lock_taken_anew_while_a_stale_one_is_broken_is_given_back(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lock = Path(f"{path}.lock")
    lock.write_text("dead")
    os.utime(lock, (1, 1))
    rename = os.rename

    def late(source_: str, target: str) -> None:
        lock.unlink()
        lock.write_text("taken anew")
        rename(source_, target)

    monkeypatch.setattr(file_lock.os, "rename", late)
    file_lock._break_if_stale(str(lock))
    monkeypatch.undo()
    assert lock.read_text() == "taken anew"
    assert sorted(entry.name for entry in path.parent.iterdir()) == [path.name, lock.name]


def test_a_place_where_no_lock_can_be_made_is_a_typed_error(tmp_path: Path) -> None:
    with pytest.raises(TokenStoreError, match="cannot make"):
        hold(FileLock(tmp_path / "missing" / "c.json"))
    assert issubclass(TokenStoreError, KnoxCallError)
