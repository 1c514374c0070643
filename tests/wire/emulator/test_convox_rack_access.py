"""Who may do what on the emulated rack: passwords, JWTs and their roles; and behind a console: keys and sessions."""

from __future__ import annotations

import pytest
from websockets.exceptions import InvalidStatus

from tests.wire.emulator.racks import Rack
from trellis.emulator import ConvoxSettings, DeployKey
from trellis.emulator.clock import Clock

CONSOLE = ConvoxSettings(
    racks=("acme/one", "acme/two"),
    deploy_keys=(DeployKey("all"), DeployKey("reader", racks=("acme/one",), role="read")),
)
RACK_HEADERS = {"User_Agent": "convox.go/3", "Version": "3"}


def test_any_user_with_the_password_is_let_in(convox_server) -> None:
    for user in ("convox", "", "somebody"):
        with Rack(convox_server, user=user) as rack:
            assert rack("GET", "/auth") == b"ok\n"


@pytest.mark.parametrize("headers", [{}, {"Authorization": "Basic !"}, {"Authorization": "Bearer local-rack-password"}])
def test_others_are_challenged(rack, headers) -> None:
    rack.http.headers.pop("Authorization")
    answer = rack.http.get("/auth", headers=headers)
    assert (answer.status_code, answer.headers["www-authenticate"]) == (401, 'Basic realm="convox"')
    assert rack.http.get("/check").status_code == 200


def test_the_password_is_none_of_a_token(convox_server) -> None:
    with Rack(convox_server, user="jwt") as rack:
        rack("GET", "/auth", 401)


def token(rack: Rack, role: str, hours: str = "1", status: int = 200) -> str:
    answer = rack("POST", "/system/jwt/token", status, data={"role": role, "durationInHour": hours})
    return str(answer["token"] if status == 200 else answer)


def test_a_read_token_reads_and_no_more(rack) -> None:
    with Rack(rack.server, user="jwt", password=token(rack, "read")) as reader:
        assert reader("GET", "/apps") == []
        # Only GET counts as reading.
        for method, path in (("POST", "/apps"), ("OPTIONS", "/resources"), ("DELETE", "/apps/shop")):
            answer = reader.http.request(method, path, data={"name": "shop"} if method == "POST" else None)
            assert answer.status_code == 401
            assert "unauthorized to access" in answer.json()["error"]
        assert reader.http.head("/apps/shop/objects/key").status_code == 401
        with pytest.raises(InvalidStatus) as refused:
            reader.socket("/apps/shop/processes/web/exec", Command="true")
        assert refused.value.response.status_code == 401
        assert reader.frames("/system/logs") == ["rack started\n"]


def test_what_is_for_admins_takes_an_admin(rack) -> None:
    rack.form("POST", "/apps", name="shop")
    with Rack(rack.server, user="jwt", password=token(rack, "write")) as writer:
        assert "admin role required" in writer("PUT", "/system/jwt/rotate", 403)
        assert "admin role required" in token(writer, "admin", status=403)
        assert "admin role required" in writer.form("POST", "/apps/shop/budget", 403, monthly_cap_usd="10")
        assert "admin role required" in writer("DELETE", "/apps/shop/budget", 403)
        with Rack(rack.server, user="jwt", password=token(writer, "read")) as reader:
            reader("GET", "/auth")


def test_tokens_end_with_their_time_and_with_a_rotation(start_rack) -> None:
    clock = Clock.frozen()
    rack = start_rack(ConvoxSettings(clock=clock))
    first, second = token(rack, "admin"), token(rack, "admin", "2")
    clock.advance(3600)
    with Rack(rack.server, user="jwt", password=first) as late, Rack(rack.server, user="jwt", password=second) as good:
        late("GET", "/auth", 401)
        good("PUT", "/system/jwt/rotate")
        good("GET", "/auth", 401)


@pytest.mark.parametrize(("role", "hours"), [("", ""), ("read", ""), ("", "1"), ("root", "1"), ("read", "8761")])
def test_a_token_takes_a_role_and_a_duration(rack, role, hours) -> None:
    with rack.server.expect_violations():
        assert "invalid" in token(rack, role, hours, 400)


# -- a console ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def console(start_rack):
    return start_rack(CONSOLE, password="all", Rack="acme/one", **RACK_HEADERS)


def test_a_console_leads_to_the_rack_that_is_named(console) -> None:
    console.form("POST", "/apps", name="shop")
    assert [app["name"] for app in console("GET", "/apps")] == ["shop"]
    assert console("GET", "/apps", headers={"Rack": "acme/two"}) == []
    assert console("GET", "/system", headers={"Rack": "acme/two"})["name"] == "two"


@pytest.mark.parametrize("missing", ["Rack", "User-Agent"])
def test_a_console_shows_its_page_to_who_asks_for_no_rack(console, missing) -> None:
    console.http.headers[missing] = "python-httpx/1"
    if missing == "Rack":
        del console.http.headers["Rack"]
    for path in ("/apps", "/nowhere"):
        answer = console.http.get(path)
        assert (answer.status_code, answer.headers["content-type"]) == (200, "text/html; charset=utf-8")
        assert "request-id" not in answer.headers  # those are the rack's


def test_a_deploy_key_reaches_its_racks_in_its_role(console) -> None:
    server = console.server
    with Rack(server, password="reader", Rack="acme/one", **RACK_HEADERS) as reader:
        assert reader("GET", "/apps") == []
        assert "unauthorized to access" in reader.form("POST", "/apps", 401, name="shop")
        assert "unauthorized to access" in reader("GET", "/apps", 401, headers={"Rack": "acme/two"})
    with Rack(server, password="nobody", Rack="acme/one", **RACK_HEADERS) as nobody:
        assert nobody("GET", "/apps", 401) == "invalid authentication"
    assert "unauthorized to access" in console("GET", "/apps", 401, headers={"Rack": "acme/three"})


def test_a_session_is_asked_for_made_and_ended(console) -> None:
    state = console.server.state
    state.require_session = True
    challenged = console.http.get("/apps")
    assert challenged.headers["www-authenticate"] == 'Session path="/session" token="false"'
    made = console.http.post("/session")
    assert console("GET", "/apps", headers={"Session": made.json()["id"]}) == []
    assert console.server.requests.to("console_session")
    state.end_sessions()
    console("GET", "/apps", 401, headers={"Session": made.json()["id"]})
    state.mfa, state.session_path = True, "https://elsewhere.test/session"
    challenge = console.http.get("/apps").headers["www-authenticate"]
    assert challenge == 'Session path="https://elsewhere.test/session" token="true"'
    state.refuse_sessions = True
    assert console.http.post("/session").status_code == 401
    with pytest.raises(InvalidStatus) as refused:
        console.socket("/system/logs")
    assert refused.value.response.headers["www-authenticate"] == challenge


def test_a_rack_knows_no_sessions(rack) -> None:
    assert rack.http.post("/session").status_code == 404
