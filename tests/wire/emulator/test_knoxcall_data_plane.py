"""The emulated gateway calls upstreams and delivers webhooks, on real sockets of this machine."""

from __future__ import annotations

import threading
import time
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from knoxcall.webhooks import construct_webhook_event
from trellis.emulator import KnoxCallSettings
from trellis.emulator.clock import Clock, iso
from trellis.emulator.knoxcall.deliveries import deliver_to, signed_delivery
from trellis.testing import faults

if TYPE_CHECKING:
    from collections.abc import Iterator

    from trellis.emulator import KnoxCallHandle

KEY = {"Authorization": "Bearer tk_test_local_key"}


@pytest.fixture
def http(knoxcall_server: KnoxCallHandle) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=knoxcall_server.url, headers=KEY, timeout=10, trust_env=False) as client:
        yield client


def make_route(http: httpx.Client, **changes: Any) -> dict[str, Any]:
    body = {"name": "orders", "target_base_url": "https://api.orders.example/base", **changes}
    return http.post("/v1/routes", json=body).json()["data"]


def through(http: httpx.Client, method: str, path: str, **kwargs: Any) -> httpx.Response:
    headers = {"x-knoxcall-route": "orders", **kwargs.pop("headers", {})}
    return http.request(method, path, headers=headers, **kwargs)


def test_a_call_reaches_the_upstream_without_our_credentials(http, knoxcall_server) -> None:
    make_route(http)
    answer = through(http, "POST", "/v1/routes?a=1&a=2", content=b"body", headers={"X-Own": "kept", "DPoP": "x"})
    assert (answer.status_code, answer.headers["x-knox-upstream-status"]) == (200, "200")
    seen = answer.json()
    assert (seen["method"], seen["path"], seen["query"]) == ("POST", "/base/v1/routes", [["a", "1"], ["a", "2"]])
    assert (seen["body"], seen["headers"]["x-own"]) == ("body", "kept")
    assert seen["headers"]["host"] == "api.orders.example"
    assert not {"authorization", "dpop", "x-knoxcall-route"} & set(seen["headers"])
    assert knoxcall_server.requests.last.operation_id == "data_plane"
    assert len(knoxcall_server.upstream.requests) == 1


@pytest.mark.parametrize("status", [204, 302, 401, 404, 503])
def test_the_upstream_s_answer_is_handed_on(http, knoxcall_server, status) -> None:
    make_route(http)
    knoxcall_server.upstream.script(status, headers={"X-Theirs": "1"}, content=b"" if status == 204 else b"theirs")
    answer = through(http, "GET", "/x")
    assert (answer.status_code, answer.headers["x-knox-upstream-status"]) == (status, str(status))
    assert (answer.headers["x-theirs"], answer.content) == ("1", b"" if status == 204 else b"theirs")


def test_the_gateway_s_own_refusals_carry_no_upstream_status(http, knoxcall_server) -> None:
    route = make_route(http)
    refused = through(http, "GET", "/x", headers={"Authorization": "Bearer nobody"})
    assert (refused.status_code, "x-knox-upstream-status" in refused.headers) == (401, False)
    assert http.get("/x", headers={"x-knoxcall-route": "nothing"}).status_code == 404
    http.patch(f"/v1/routes/{route['id']}", json={"target_base_url": "http://127.0.0.1:9"})
    assert through(http, "GET", "/x").status_code == 502
    http.patch(f"/v1/routes/{route['id']}", json={"enabled": False})
    assert through(http, "GET", "/x").status_code == 403
    assert len(knoxcall_server.upstream.requests) == 0


def test_an_api_key_may_stand_in_its_own_header(knoxcall_server, http) -> None:
    make_route(http)
    for key, status in (("tk_test_local_key", 200), ("tk_test_other", 401)):
        headers = {"x-knoxcall-route": "orders", "x-knoxcall-key": key}
        assert httpx.get(f"{knoxcall_server.url}/x", headers=headers, trust_env=False).status_code == status


def configure(http: httpx.Client, **config: Any) -> None:
    route = make_route(http)
    assert http.put(f"/v1/routes/{route['id']}/environments/staging", json=config).status_code == 200


STAGING = {"x-knoxcall-environment": "staging"}


@pytest.mark.parametrize(
    ("allowed", "status"),
    [
        ([], 200), (["127.0.0.1"], 200), (["10.0.0.0/8", "127.0.0.0/8"], 200), (["::1"], 403), (["10.0.0.1"], 403),
        (["no address"], 403),
    ],
)  # fmt: skip
def test_a_route_answers_the_addresses_that_it_allows(http, allowed, status) -> None:
    configure(http, ip_allowlist=allowed)
    answer = through(http, "GET", "/x", headers=STAGING)
    assert answer.status_code == status
    if status == 403:
        assert answer.json()["error"]["type"] == "ip_not_allowed"
        assert "x-knox-upstream-status" not in answer.headers
    assert through(http, "GET", "/x").status_code == 200, "the other environment has no list"


def test_a_route_has_a_rate_limit_of_its_own(start_knoxcall) -> None:
    clock = Clock.frozen()
    server = start_knoxcall(KnoxCallSettings(clock=clock))
    with httpx.Client(base_url=server.url, headers=KEY, timeout=10, trust_env=False) as http:
        configure(http, rate_limit_enabled=True, rate_limit_requests=2, rate_limit_window_sec=30)
        assert [through(http, "GET", "/x", headers=STAGING).status_code for _ in range(3)] == [200, 200, 429]
        assert through(http, "GET", "/x", headers=STAGING).headers["retry-after"] == "30"
        assert through(http, "GET", "/x").status_code == 200
        clock.advance(30)
        assert through(http, "GET", "/x", headers=STAGING).status_code == 200


def test_a_limit_that_is_not_enabled_does_not_count(http) -> None:
    configure(http, rate_limit_enabled=False, rate_limit_requests=1, rate_limit_window_sec=30)
    assert [through(http, "GET", "/x", headers=STAGING).status_code for _ in range(3)] == [200] * 3


def test_an_api_key_has_a_rate_limit_of_its_own(http) -> None:
    made = http.post("/v1/api-keys", json={"name": "k", "rate_limit_requests": 2, "rate_limit_window_sec": 30}).json()
    key = {"Authorization": f"Bearer {made['data']['api_key']}"}
    assert [http.get("/v1/account", headers=key).status_code for _ in range(3)] == [200, 200, 429]
    assert http.get("/v1/account").status_code == 200


def test_an_environment_changes_what_a_route_does(http) -> None:
    route = make_route(http)
    config = {"inject_headers_json": {"Authorization": "Bearer upstream"}, "allowed_methods": ["GET"]}
    http.put(f"/v1/routes/{route['id']}/environments/staging", json=config)
    staging = {"x-knoxcall-environment": "staging"}
    assert through(http, "GET", "/x", headers=staging).json()["headers"]["authorization"] == "Bearer upstream"
    assert through(http, "POST", "/x", headers=staging).status_code == 405
    assert "authorization" not in through(http, "GET", "/x").json()["headers"]
    logs = http.get(f"/v1/routes/{route['id']}/logs").json()
    assert [(log["environment"], log["status_code"]) for log in logs["data"]] == [("production", 200), ("staging", 200)]


def test_on_a_tenant_s_host_calls_live_below_api(http) -> None:
    make_route(http)
    host = {"Host": "acme.knoxcall.com"}
    assert through(http, "GET", "/api/api/v2/x", headers=host).json()["path"] == "/base/api/v2/x"
    assert through(http, "GET", "/v2/x", headers=host).status_code == 404


def test_calls_are_subject_to_fault_scripts(http, knoxcall_server) -> None:
    make_route(http)
    knoxcall_server.faults.add("data_plane", faults.reply_lost())
    with pytest.raises(httpx.TransportError):
        through(http, "POST", "/x")
    assert len(knoxcall_server.upstream.requests) == 1


def test_slow_upstreams_do_not_hold_up_others(http, knoxcall_server) -> None:
    make_route(http)
    knoxcall_server.upstream.script(delay=1.0)
    slow = threading.Thread(target=through, args=(http, "GET", "/slow"))
    slow.start()
    knoxcall_server.upstream.requests.wait_for(1)
    started = time.monotonic()
    assert http.get("/v1/account").status_code == 200
    assert through(http, "GET", "/fast").status_code == 200
    assert time.monotonic() - started < 0.9
    slow.join(5)


def test_a_call_needs_no_route(http, knoxcall_server) -> None:
    http.post("/v1/secrets", json={"name": "up", "secret_type": "api_key", "value": "s3cret"})
    to = {"X-Knox-Proxy-URL": "https://api.other.example/things?x=1"}
    answer = http.get("/v1/proxy", headers={**to, "X-Knox-Upstream-Auth-Secret": "up"})
    assert (answer.status_code, answer.headers["x-knox-destination-status"]) == (200, "200")
    seen = answer.json()
    assert (seen["path"], seen["query"]) == ("/things", [["x", "1"]])
    assert seen["headers"]["authorization"] == "Bearer s3cret"
    assert not [name for name in seen["headers"] if name.startswith("x-knox")]
    knoxcall_server.upstream.script(delay=0.5)
    late = http.get("/v1/proxy", headers={**to, "X-Knox-Timeout-Ms": "50"})
    assert (late.status_code, late.json()["error"]["type"]) == (504, "upstream_timeout")
    assert http.get("/v1/proxy", headers={**to, "X-Knox-Timeout-Ms": "99999"}).status_code == 400
    assert http.get("/v1/proxy", headers={**to, "Authorization": "Bearer x"}).status_code == 401
    assert knoxcall_server.requests.last.operation_id == "ephemeral_get"


# -- webhooks ------------------------------------------------------------------------------------------------------


class Receiver(HTTPServer):
    """Keeps what is delivered to it."""

    def __init__(self) -> None:
        received: list[tuple[dict[str, str], bytes]] = []

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["content-length"]))
                received.append((dict(self.headers.items()), body))
                self.send_response(204)
                self.end_headers()

            def log_message(self, format: str, *args: object) -> None:
                pass

        super().__init__(("127.0.0.1", 0), Handler)
        self.received = received
        self.url = f"http://127.0.0.1:{self.server_address[1]}/hook"


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    server = Receiver()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield server
    server.shutdown()
    thread.join(5)
    server.server_close()


@pytest.mark.parametrize("form", ["legacy", "github", "custom", "aws-sns", "stripe", "slack"])
def test_a_delivery_is_signed_as_its_format_wants(http, receiver, form) -> None:
    body = {"name": "w", "url": receiver.url, "event_types": ["request.success"], "hmac_format": form}
    hook = http.post("/v1/webhooks", json={**body, "hmac_header_name": "X-Mine"}).json()["data"]
    tested = http.post(f"/v1/webhooks/{hook['id']}/test").json()["data"]
    assert (tested["success"], tested["status"]) == (True, 204)
    headers, raw = receiver.received[0]
    event = construct_webhook_event(raw, headers, hook["secret_key"], format=form, header_name="X-Mine")
    assert (event["event"], event["webhook_id"]) == ("webhook.test", hook["id"])
    log = http.get(f"/v1/webhooks/{hook['id']}/logs").json()["data"]
    assert [(entry["success"], entry["response_status"]) for entry in log] == [(True, 204)]
    assert hook["secret_key"] not in http.get(f"/v1/webhooks/{hook['id']}").text


def test_calls_are_told_to_the_webhooks_that_want_them(http, receiver, knoxcall_server) -> None:
    route = make_route(http)
    for wanted in (["request.client_error"], ["request.success"]):
        http.post("/v1/webhooks", json={"name": "w", "url": receiver.url, "event_types": wanted, "route_filter": []})
    knoxcall_server.upstream.script(404)
    through(http, "GET", "/x")
    ((headers, raw),) = receiver.received
    secret = next(iter(knoxcall_server.state.table("webhooks").values()))["secret_key"]
    event = construct_webhook_event(raw, headers, secret)
    assert event["event"] == "request.client_error"
    assert event["data"]["route_id"] == route["id"]
    assert event["data"]["response"]["status"] == 404


def test_changes_are_told_to_the_webhooks_that_want_them(http, receiver, knoxcall_server) -> None:
    body = {"name": "w", "url": receiver.url, "event_types": ["audit.event"]}
    hook = http.post("/v1/webhooks", json=body).json()["data"]
    route = make_route(http)
    found: dict[str, Any] = {}
    ends = time.monotonic() + 20
    while len(found) < 2 and time.monotonic() < ends:
        time.sleep(0.01)
        for headers, raw in list(receiver.received):
            event = construct_webhook_event(raw, headers, hook["secret_key"])
            found[event["data"]["action"]] = event
    assert found.keys() == {"webhooks.created", "routes.created"}
    event = found["routes.created"]
    assert (event["event"], event["data"]["resource_id"]) == ("audit.event", route["id"])
    assert set(event["data"]) == {"id", "action", "resource_type", "resource_id", "details", "ip_address"}
    assert not {"webhook_id", "webhook_name"} & set(event)
    http.patch(f"/v1/webhooks/{hook['id']}", json={"enabled": False})
    told = len(receiver.received)
    make_route(http, name="other")
    assert len(receiver.received) == told


def test_a_receiver_that_is_not_there_is_in_the_log(http) -> None:
    body = {"name": "w", "url": "http://127.0.0.1:9/", "event_types": ["webhook.test"]}
    hook = http.post("/v1/webhooks", json=body).json()["data"]
    assert http.post(f"/v1/webhooks/{hook['id']}/test").json()["data"]["success"] is False
    shown = http.get(f"/v1/webhooks/{hook['id']}").json()["data"]
    assert (shown["trigger_count"], shown["failure_count"]) == (1, 1)
    assert http.get("/v1/webhooks/event-types").json()["data"]["event_types"]


@pytest.mark.parametrize("form", ["legacy", "stripe"])
def test_a_delivery_goes_to_any_receiver_of_this_machine(receiver, form) -> None:
    event = {"event": "vault.token.expiring", "timestamp": iso(time.time()), "data": {}}
    assert deliver_to(receiver.url, form, "whsec_x", event).status == 204
    ((headers, raw),) = receiver.received
    assert construct_webhook_event(raw, headers, "whsec_x", format=form)["event"] == "vault.token.expiring"
    with pytest.raises(ValueError, match="this machine"):
        deliver_to("https://hooks.example/", form, "whsec_x", event)


def test_a_delivery_can_be_made_without_a_server() -> None:
    event = {"event": "request.error", "timestamp": "2020-01-01T00:00:00Z", "data": {}}
    headers, body = signed_delivery("slack", "whsec_x", event, timestamp=time.time())
    assert construct_webhook_event(body, headers, "whsec_x", format="slack")["event"] == "request.error"
    with pytest.raises(ValueError, match="no format"):
        signed_delivery("other", "whsec_x", event)
