"""Clients that live on a stored login: its token while it is fresh, one refresh among all who share the file."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs

import pytest

from knoxcall.auth.credentials import StoredCredentials
from knoxcall.errors import AuthenticationError, NotAuthenticatedError
from tests.wire.kneo.raw_server import Exchange, json_answer
from tests.wire.knoxcall.gateways import Gateway, failure_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.wire.kneo.raw_server import RawServer
    from tests.wire.knoxcall.gateways import Either
    from trellis.emulator import KnoxCallHandle


class LoginGateway(Gateway):
    """Spends refresh tokens as the service does: each is good once, and only the newest access token is."""

    def __init__(self) -> None:
        super().__init__(mint=self.refresh, good=lambda shown: shown == f"Bearer kc_at_{self.generation}")
        self.generation = 1
        self.lock = threading.Lock()

    def refresh(self, exchange: Exchange, number: int) -> bool:
        form = {name: values[0] for name, values in parse_qs(exchange.body.decode()).items()}
        assert form["grant_type"] == "refresh_token"
        assert form["client_id"] == "cli"
        assert "authorization" not in exchange.headers
        with self.lock:
            if form["refresh_token"] != f"kc_rt_{self.generation}":
                exchange.send(json_answer({"error": "invalid_grant"}, 400))
                return True
            self.generation += 1
            new = {"access_token": f"kc_at_{self.generation}", "refresh_token": f"kc_rt_{self.generation}"}
        return self.issue(exchange, number, **new)


def store_login(path: Path, url: str, *, seconds: float = 3600, **members: Any) -> Path:
    ends = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(time.time() + seconds))
    login = {
        "tenant": "acme", "base_url": url, "client_id": "cli", "refresh_token": "kc_rt_1",
        "access_token": "kc_at_1", "access_token_expires_at": ends, "scope": "a b", **members,
    }  # fmt: skip
    profiles = {"default": login, "other": {"tenant": "untouched"}}
    path.write_text(json.dumps({"version": 1, "profiles": profiles, "mine": "kept"}))
    path.chmod(0o600)
    return path


def profile_in(path: Path) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(path.read_text())
    assert document["mine"] == "kept"
    assert document["profiles"]["other"] == {"tenant": "untouched"}
    profile: dict[str, Any] = document["profiles"]["default"]
    return profile


def test_a_fresh_login_is_used_as_it_is(
    either: Either, serve: Callable[..., RawServer], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gateway = LoginGateway()
    path = store_login(tmp_path / "login.json", serve(gateway).url)
    before = path.read_bytes()
    monkeypatch.setenv("KNOXCALL_CREDENTIALS_FILE", str(path))
    monkeypatch.setenv("KNOXCALL_CLIENT_ID", "loses")
    monkeypatch.setenv("KNOXCALL_CLIENT_SECRET", "to the file")
    client = either.client(bare=True)
    either.do(client.account.get())
    either.do(client.call("r"))
    assert gateway.shown() == ["Bearer kc_at_1"] * 2
    assert gateway.mints == []
    assert path.read_bytes() == before


def test_an_old_login_is_renewed_and_written_back(
    either: Either, serve: Callable[..., RawServer], tmp_path: Path
) -> None:
    gateway = LoginGateway()
    path = store_login(tmp_path / "login.json", serve(gateway).url, seconds=30)
    either.do(either.client(bootstrap=StoredCredentials(path)).account.get())
    assert gateway.shown() == ["Bearer kc_at_2"]
    profile = profile_in(path)
    assert (profile["access_token"], profile["refresh_token"]) == ("kc_at_2", "kc_rt_2")
    assert path.stat().st_mode & 0o777 == 0o600
    assert sorted(os.listdir(tmp_path)) == ["login.json"], "neither lock nor temporary file is left"


@pytest.mark.parametrize("plane", ["management", "call"])
def test_a_revoked_token_of_the_file_is_refreshed_although_it_looks_fresh(
    either: Either, serve: Callable[..., RawServer], tmp_path: Path, plane: str
) -> None:
    gateway = LoginGateway()
    path = store_login(tmp_path / "login.json", serve(gateway).url, access_token="kc_revoked")
    client = either.client(bootstrap=StoredCredentials(path))
    either.do(client.account.get() if plane == "management" else client.call("r", method="POST", body={}))
    assert gateway.shown() == ["Bearer kc_revoked", "Bearer kc_at_2"]
    assert profile_in(path)["refresh_token"] == "kc_rt_2"


@pytest.mark.parametrize("members", [{"refresh_token": "kc_rt_spent"}, {"refresh_token": None}, {"client_id": None}])
def test_a_login_that_has_ended_asks_for_a_new_one(
    either: Either, serve: Callable[..., RawServer], tmp_path: Path, members: dict[str, Any]
) -> None:
    gateway = LoginGateway()
    path = store_login(tmp_path / "login.json", serve(gateway).url, seconds=-5, **members)
    client = either.client(bootstrap=StoredCredentials(path))
    for call in (client.account.get, lambda: client.call("r"), client.authenticate):
        error = failure_of(either, call, AuthenticationError)
        assert "knoxcall login" in str(error)
        assert "kc_rt_spent" not in str(error) + repr(vars(error))
    assert gateway.calls == []
    assert sorted(os.listdir(tmp_path)) == ["login.json"]


@pytest.mark.parametrize("profile", ["nobody", "other-case"])
def test_a_profile_that_is_not_there(either: Either, tmp_path: Path, profile: str) -> None:
    path = store_login(tmp_path / "login.json", "http://127.0.0.1:9")
    client = either.client(bootstrap=StoredCredentials(path, profile))
    assert profile in str(failure_of(either, client.authenticate, NotAuthenticatedError))


CHILD = """
import sys, warnings
warnings.simplefilter("error")
from knoxcall.client import KnoxCall
with KnoxCall() as client:
    print("ready", flush=True)
    sys.stdin.readline()
    for _ in range(3):
        client.account.get()
    print("done", flush=True)
"""


@pytest.mark.slow
def test_processes_that_share_a_login_renew_it_once(serve: Callable[..., RawServer], tmp_path: Path) -> None:
    """A refresh token is good once: whoever comes second must take what the first has written."""
    gateway = LoginGateway()
    path = store_login(tmp_path / "login.json", serve(gateway).url, seconds=10)
    environment = {**os.environ, "KNOXCALL_CREDENTIALS_FILE": str(path)}
    children = [
        subprocess.Popen(
            [sys.executable, "-c", CHILD], env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        for _ in range(3)
    ]
    try:
        for child in children:
            assert child.stdout is not None
            assert child.stdout.readline() == "ready\n"
        for child in children:
            assert child.stdin is not None
            child.stdin.write("go\n")
            child.stdin.flush()
        for child in children:
            assert child.communicate(timeout=60)[0] == "done\n"
    finally:
        for child in children:
            child.kill()
            child.communicate()
    assert len(gateway.mints) == 1
    assert gateway.shown() == ["Bearer kc_at_2"] * 9
    assert profile_in(path)["refresh_token"] == "kc_rt_2"


def test_the_emulated_gateway_renews_a_login(either: Either, knoxcall_server: KnoxCallHandle, tmp_path: Path) -> None:
    refresh = knoxcall_server.state.log_in()
    path = store_login(
        tmp_path / "login.json", knoxcall_server.url, seconds=0, refresh_token=refresh, client_id="tk_local_login"
    )
    client = either.client(bootstrap=StoredCredentials(path))
    assert either.do(client.account.get())["slug"] == "acme"
    first = profile_in(path)["refresh_token"]
    assert first != refresh
    state = knoxcall_server.state
    for name in list(state.tokens.issued):
        state.tokens.revoke(name)
    assert either.do(client.account.get())["slug"] == "acme"
    assert profile_in(path)["refresh_token"] not in (first, refresh)
