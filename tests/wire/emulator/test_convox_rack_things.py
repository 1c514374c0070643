"""The emulated rack over HTTP: objects, resources, certificates, registries, budgets, the rack itself, and proxies."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

import httpx
import pytest
import trustme

from trellis.emulator import faults

if TYPE_CHECKING:
    from collections.abc import Iterator

# -- objects, resources, the rack itself -------------------------------------------------------------------------------


def test_objects_have_keys_with_slashes_and_a_head_that_says_nothing(rack) -> None:
    rack.form("POST", "/apps", name="shop")
    assert rack("GET", "/apps/shop/objects") is None
    raw = {"Content-Type": "application/octet-stream"}
    for key in ("tmp/a b", "tmp%2Fc"):
        rack("POST", f"/apps/shop/objects/{key}", content=bytes(range(256)), headers=raw)
    assert rack("GET", "/apps/shop/objects", params={"prefix": "tmp/"}) == ["tmp/a b", "tmp/c"]
    assert rack("GET", "/apps/shop/objects/tmp/c") == bytes(range(256))
    assert rack.http.head("/apps/shop/objects/tmp/c").status_code == 200
    assert rack.http.head("/apps/shop/objects/nope").status_code == 200
    rack("DELETE", "/apps/shop/objects/tmp%2Fc")
    assert rack("GET", "/apps/shop/objects/tmp/c", 404) == "object not found: tmp/c"


def test_resources_of_an_app_follow_its_manifest(rack) -> None:
    rack.form("POST", "/apps", name="shop")
    assert rack("GET", "/apps/shop/resources") is None
    rack.promote("shop", rack.built(create=False))
    [database] = rack("GET", "/apps/shop/resources")
    assert (database["type"], database["name"]) == ("postgres", "database")
    path = "/apps/shop/resources/database"
    assert rack("GET", path) == database
    rack("PUT", f"{path}/data", content=b"dump", headers={"Content-Type": "application/octet-stream"})
    assert rack("GET", f"{path}/data") == b"dump"
    assert rack("GET", "/apps/shop/resources/nope", 404) == "resource not found: nope"


def test_resources_of_the_rack_are_made_and_never_changed(rack) -> None:
    assert {"name": "memcached", "parameters": None} in rack("OPTIONS", "/resources")
    made = rack.form("POST", "/resources", kind="postgres", name="db", parameters="storage=20")
    assert made["parameters"] == {"storage": "20", "version": "16"}
    assert rack("GET", "/resources") == [made]
    assert "already exists" in rack.form("POST", "/resources", 409, kind="postgres", name="db")
    assert "can not be updated" in rack.form("PUT", "/resources/db", 400, parameters="storage=30")
    assert "can not be linked" in rack.form("POST", "/resources/db/links", 400, app="shop")
    assert "can not be unlinked" in rack("DELETE", "/resources/db/links/shop", 400)
    rack("DELETE", "/resources/db")
    assert rack("GET", "/resources") is None


def test_a_rack_of_today_does_not_do_what_one_of_yesterday_did(rack) -> None:
    rack.form("POST", "/apps", name="shop")
    for method, path in (("POST", "/instances/keyroll"), ("GET", "/system/releases"), ("GET", "/apps/shop/metrics")):
        assert rack(method, path, 501) == "not implemented by this provider"
    rack.form("PUT", "/system", 501, version="3")
    rack.form("PUT", "/apps/shop/ssl/web/443", 501, id="cert-1")


def test_registries_may_be_whole_urls(rack) -> None:
    assert rack("GET", "/registries") is None
    for server in ("reg.example.com/team", "https://index.docker.io/v1/"):
        added = rack.form("POST", "/registries", server=server, username="u", password="p")
        assert added["server"] == server
    rack("DELETE", "/registries/reg.example.com%2Fteam")
    rack("DELETE", "/registries/https%3A%2F%2Findex.docker.io%2Fv1%2F")
    assert rack("DELETE", "/registries/nope", 404) == "registry not found: nope"


def test_certificates_are_brought_along_or_generated(rack) -> None:
    assert rack("GET", "/certificates") is None
    ends = datetime.datetime(2031, 1, 1, tzinfo=datetime.timezone.utc)
    issued = trustme.CA().issue_cert("shop.test", "www.shop.test", not_after=ends)
    pem = {"pub": issued.cert_chain_pems[0].bytes().decode(), "key": issued.private_key_pem.bytes().decode()}
    uploaded = rack("POST", "/certificates", data=pem)
    assert (uploaded["domain"], uploaded["expiration"]) == ("shop.test", "2031-01-01T00:00:00Z")
    generated = rack.form("POST", "/certificates/generate", domains="a.test,b.test", duration="2160h")
    assert generated["domains"] == ["a.test", "b.test"]
    assert rack("GET", "/certificates", params={"generated": "true"}) == [generated]
    assert len(rack("GET", "/certificates")) == 2
    rack("POST", f"/certificates/{generated['id']}/renew")
    assert "can not be renewed" in rack("POST", f"/certificates/{uploaded['id']}/renew", 400)
    assert "invalid duration" in rack.form("POST", "/certificates/generate", 500, domains="a.test", duration="P1D")
    assert "PEM" in rack.form("POST", "/certificates", 500, pub="x", key="y")
    rack("DELETE", f"/certificates/{uploaded['id']}")
    assert rack("GET", "/certificates")[0]["id"] == generated["id"]


def test_lets_encrypt_has_null_solvers_until_some_are_set(rack) -> None:
    assert rack("GET", "/letsencrypt/config") == {"role": "", "solvers": None}
    config = {"role": "r", "solvers": [{"id": 1, "dns-zones": None, "route53": None}]}
    rack("PUT", "/letsencrypt/config", json=config)
    assert rack("GET", "/letsencrypt/config") == config
    with rack.server.expect_violations():
        rack("PUT", "/letsencrypt/config", 500, content=b"{", headers={"Content-Type": "application/json"})


def test_the_rack_tells_of_itself(rack) -> None:
    rack.deployed()
    assert rack("GET", "/system").items() >= {"name": "dev", "provider": "aws", "status": "running"}.items()
    assert rack("GET", "/system/capacity")["process-count"] == 2
    assert len(rack("GET", "/system/processes")) == 1
    assert len(rack("GET", "/system/processes", params={"all": "true"})) == 3
    first, second = rack("GET", "/instances")
    rack("DELETE", f"/instances/{first['id']}")
    assert [one["id"] for one in rack("GET", "/instances")] == [second["id"]]
    rack("POST", "/events", data={"action": "deployed", "data": "app=shop"})
    assert rack.server.state.rack.events[0]["data"] == {"app": "shop"}
    assert rack("POST", "/system/karpenter/cleanup") == b"ok\n"
    assert rack("GET", "/check") == b"ok"
    assert rack("GET", "/auth") == b"ok\n"


def test_metrics_cover_the_time_that_was_asked_for(rack) -> None:
    span = {"start": "20260510.000000.000000000", "end": "20260510.020000.000000000", "period": 3600}
    [cpu] = rack("GET", "/system/metrics", params={**span, "metrics": "cpu"})
    assert [value["time"] for value in cpu["values"]] == ["2026-05-10T00:00:00Z", "2026-05-10T01:00:00Z"]
    empty = rack("GET", "/system/metrics", params={**span, "end": span["start"]})
    assert [metric["values"] for metric in empty] == [None, None]
    rack.deployed()
    assert len(rack("GET", "/apps/shop/services/web/metrics")) == 2
    rows = rack("GET", "/apps/shop/metrics-by-service", params={"services": "web,nope", "metrics": "mem"})
    assert [(row["name"], row["metrics"][0]["name"]) for row in rows] == [("web", "mem")]
    assert "parsing time" in rack("GET", "/system/metrics", 500, params={"start": "2026-05-10T00:00:00Z"})


def test_a_budget_is_set_looked_at_and_cleared(rack) -> None:
    rack.deployed()
    path = "/apps/shop/budget"
    assert rack("GET", path) == {"config": None, "state": None}
    assert "required" in rack.form("POST", path, 400, at_cap_action="alert-only")
    rack.form("POST", path, monthly_cap_usd="100", alert_threshold_percent="80")
    assert rack("GET", path)["config"]["monthly-cap-usd"] == 100.0
    assert rack("GET", "/apps/shop")["budget"]["alert-threshold-percent"] == 80
    assert rack("POST", f"{path}/simulate-shutdown")["would-shut-down-services"] == ["web", "worker"]
    assert "no shutdown state" in rack("GET", f"{path}/shutdown-state", 404)
    assert rack("POST", f"{path}/dismiss-recovery") == {"app": "shop", "status": "no-banner"}
    assert {line["service"] for line in rack("GET", "/apps/shop/cost")["breakdown"]} == {"web", "worker"}
    rack("POST", f"{path}/reset")
    rack("DELETE", path)
    assert rack("GET", path)["config"] is None


def test_an_app_over_its_budget_is_shut_down_until_a_reset(rack) -> None:
    rack.deployed()
    state, path = rack.server.state, "/apps/shop/budget"
    with pytest.raises(KeyError, match="no budget"):
        state.rack.shut_down(state.apps["shop"])
    rack.form("POST", path, monthly_cap_usd="1")
    state.rack.shut_down(state.apps["shop"])
    shutdown = rack("GET", f"{path}/shutdown-state")
    assert [service["name"] for service in shutdown["services"]] == ["web", "worker"]
    assert rack("GET", path)["state"]["circuit-breaker-tripped"] is True
    assert rack("GET", "/apps/shop/processes") == []
    assert rack("POST", f"{path}/dismiss-recovery")["status"] == "dismissed"
    rack("POST", f"{path}/reset")
    assert len(rack("GET", "/apps/shop/processes")) == 2


def test_a_diagnosis_covers_what_was_asked_for(rack) -> None:
    rack.deployed()
    report = rack("GET", "/apps/shop/diagnose", params={"services": "web"})
    assert [service["name"] for service in report["overview"]["services"]] == ["web"]
    assert report["summary"]["total"] == 1
    assert "listening on 3000" in report["pods"][0]["logs"]
    assert "pods" not in rack("GET", "/apps/shop/diagnose", params={"checks": "overview"})


def test_configs_balancers_and_manifest_of_an_app(rack) -> None:
    rack.form("POST", "/apps", name="shop")
    assert rack("GET", "/apps/shop/configs") is None
    rack.form("PUT", "/apps/shop/configs/motd", value="aGVsbG8=")
    assert rack("GET", "/apps/shop/configs/motd") == {"name": "motd", "value": "aGVsbG8="}
    assert "illegal base64" in rack.form("PUT", "/apps/shop/configs/motd", 400, value="%")
    assert rack("GET", "/apps/shop/configs/nope", 404) == "config not found: nope"
    rack.promote("shop", rack.built(create=False))
    [balancer] = rack("GET", "/apps/shop/balancers")
    assert balancer["ports"] == [{"protocol": "TCP", "source": 443, "target": 3000}]
    assert rack("GET", "/apps/shop/manifest/services/web")["scale"] == {"min": 1, "max": 1}


def test_every_empty_list_can_be_made_null(rack) -> None:
    rack.server.state.nulls = True
    assert rack("GET", "/apps") is None
    rack.form("POST", "/apps", name="shop")
    assert rack("GET", "/apps/shop/services") is None


# -- what a proxy passes on --------------------------------------------------------------------------------------------


def test_requests_are_passed_on_with_their_method_and_path(rack) -> None:
    rack.server.upstream.script(418, json={"seen": True})
    answer = rack.http.request(
        "PROPFIND", "/custom/http/proxy/a%2Fb?x=1", headers={"X-Host": "web", "X-Port": "80"}, content=b"body"
    )
    assert (answer.status_code, answer.json()) == (418, {"seen": True})
    [seen] = rack.server.upstream.requests
    assert (seen.method, seen.raw_path, seen.query_string, seen.body) == ("PROPFIND", "/a/b", "x=1", b"body")
    assert "authorization" not in seen.headers
    echoed = rack.http.get("/v2/team/app/tags/list").json()
    assert echoed["path"] == "/v2/team/app/tags/list"


def test_a_server_that_is_not_there_is_a_502(rack) -> None:
    headers = {"X-Host": "127.0.0.1", "X-Port": "9"}
    assert "did not answer" in rack("GET", "/custom/http/proxy/", 502, headers=headers)


def test_what_is_no_route_has_neither_body_nor_request_id(rack) -> None:
    cases = [("GET", "/nope", 404), ("PATCH", "/apps", 405), ("GET", "/apps/", 404), ("GET", "/apps/a%2Fb", 404)]
    for method, path, status in [*cases, ("GET", "/apps/shop/logs", 404)]:
        answer = rack.http.request(method, path)
        assert (answer.status_code, answer.content) == (status, b"")
        assert "request-id" not in answer.headers


def test_who_does_not_ask_for_json_gets_text(rack) -> None:
    for accept in ("*/*", "text/html", "application/json, */*"):
        answer = rack.http.get("/apps/nope", headers={"Accept": accept})
        assert (answer.status_code, answer.text) == (404, "app not found: nope\n")
        assert answer.headers["content-type"].startswith("text/plain")


def test_an_upload_is_cut_off_on_its_way(rack) -> None:
    rack.form("POST", "/apps", name="shop")
    rack.server.faults.add("objects_store", faults.upload_lost(1000))
    taken = 0

    def body() -> Iterator[bytes]:
        nonlocal taken
        for _ in range(2000):
            taken += 1
            yield b"x" * 10_000

    raw = {"Content-Type": "application/octet-stream"}
    # Where httpx notices it depends on how much it had sent.
    with pytest.raises((httpx.WriteError, httpx.ReadError, httpx.RemoteProtocolError)):
        rack.http.post("/apps/shop/objects/a", content=body(), headers=raw)
    assert taken < 2000
    entry = rack.server.requests.last
    assert (entry.executed, entry.fault) == (False, "upload lost after 1000 bytes")
    assert rack("GET", "/apps/shop/objects") is None
    rack("POST", "/apps/shop/objects/a", content=b"", headers=raw)
    with pytest.raises(ValueError, match="at least 1"):
        faults.upload_lost(0)


def test_a_stream_that_ends_early_can_be_told_from_a_whole_one(rack) -> None:
    rack.form("POST", "/apps", name="shop")
    rack("POST", "/apps/shop/objects/a", content=b"x" * 5000, headers={"Content-Type": "application/octet-stream"})
    rack.server.faults.add("objects_fetch", faults.truncate(100))
    with pytest.raises(httpx.RemoteProtocolError, match="incomplete chunked read"):
        rack.http.get("/apps/shop/objects/a")
    assert len(rack("GET", "/apps/shop/objects/a")) == 5000


def test_an_option_without_a_value_was_not_sent(rack) -> None:
    rack.deployed()
    rack.form("POST", "/apps/shop/releases", env="A=1\n")
    assert rack.form("POST", "/apps/shop/releases", env="", description="same")["env"] == "A=1\n"


def test_a_form_that_departs_from_the_document_is_recorded(rack) -> None:
    with rack.server.expect_violations() as violations:
        rack.form("POST", "/apps", 500, name="shop", timeout="soon")
    assert "timeout" in str(violations[0])
