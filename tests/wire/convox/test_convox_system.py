"""Instances, registries, certificates, budgets, events and the rack itself: exactly what goes over the wire."""

from __future__ import annotations

import json
from datetime import datetime, timedelta, timezone
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, unquote

import pytest

from convox.exceptions import (
    ConvoxAuthError,
    ConvoxForbiddenError,
    ConvoxNotImplementedError,
    ConvoxValidationError,
)
from convox.models import Dns01Solver, LetsEncryptConfig, Route53
from tests.wire.convox.racks import OK, failure_of
from tests.wire.kneo.raw_server import json_answer

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.wire.convox.racks import Either
    from tests.wire.kneo.raw_server import Exchange, RawServer

NOON = datetime(2026, 3, 1, 13, 0, 5, 250_000, tzinfo=timezone(timedelta(hours=1)))
GO_NOON = "20260301.120005.250000000"

CALLS: dict[str, tuple[Any, str, dict[str, list[str]]]] = {
    "GET /instances": (lambda c: c.instances.list(), "list", {}),
    "DELETE /instances/i-1": (lambda c: c.instances.terminate("i-1"), "ok", {}),
    "POST /instances/keyroll": (lambda c: c.instances.keyroll(), "object", {}),
    "GET /registries": (lambda c: c.registries.list(), "list", {}),
    "POST /registries": (
        lambda c: c.registries.add("https://reg.example.com/v1/", "u&v", "p=w+x %é"),
        "object",
        {"server": ["https://reg.example.com/v1/"], "username": ["u&v"], "password": ["p=w+x %é"]},
    ),
    "DELETE /registries/https%3A%2F%2Freg.example.com%2Fv1%2F": (
        lambda c: c.registries.remove("https://reg.example.com/v1/"),
        "ok",
        {},
    ),
    "DELETE /registries/reg.example.com%2Fteam": (lambda c: c.registries.remove("reg.example.com/team"), "ok", {}),
    "GET /certificates": (lambda c: c.certificates.list(), "list", {}),
    "GET /certificates?generated=false": (lambda c: c.certificates.list(generated=False), "list", {}),
    "POST /certificates": (
        lambda c: c.certificates.create("PUB\n", "KEY\n", chain="CHAIN\n"),
        "object",
        {"pub": ["PUB\n"], "key": ["KEY\n"], "chain": ["CHAIN\n"]},
    ),
    "POST /certificates/generate": (
        lambda c: c.certificates.generate(("a.example", "*.b.example"), issuer="le", duration=timedelta(days=90)),
        "object",
        {"domains": ["a.example,*.b.example"], "issuer": ["le"], "duration": ["2160h"]},
    ),
    "DELETE /certificates/acm%2F1": (lambda c: c.certificates.delete("acm/1"), "ok", {}),
    "POST /certificates/cert-1/renew": (lambda c: c.certificates.renew("cert-1"), "ok", {}),
    "PUT /apps/web/ssl/api/443": (lambda c: c.certificates.apply("web", "api", 443, "c 1"), "ok", {"id": ["c 1"]}),
    "PUT /apps/web/ssl/api/8443": (lambda c: c.certificates.apply("web", "api", "8443", "c"), "ok", {"id": ["c"]}),
    "GET /apps/web/balancers": (lambda c: c.balancers.list("web"), "list", {}),
    "GET /apps/web/budget": (lambda c: c.budget.get("web"), "object", {}),
    "POST /apps/web/budget": (
        lambda c: c.budget.set(
            "web",
            monthly_cap_usd=Decimal("1200.50"),
            alert_threshold_percent=80,
            at_cap_action="alert-only",
            pricing_adjustment=1e-05,
        ),
        "ok",
        {
            "monthly-cap-usd": ["1200.50"],
            "alert-threshold-percent": ["80"],
            "at-cap-action": ["alert-only"],
            "pricing-adjustment": ["0.00001"],
        },
    ),
    "DELETE /apps/web/budget?ack_by=me": (lambda c: c.budget.clear("web", ack_by="me"), "ok", {}),
    "POST /apps/web/budget/reset": (
        lambda c: c.budget.reset("web", force_clear_cooldown=True, reset_period=False),
        "ok",
        {"force_clear_cooldown": ["true"], "reset_period": ["false"]},
    ),
    "POST /apps/web/budget/simulate-shutdown": (lambda c: c.budget.simulate_shutdown("web"), "object", {}),
    "GET /apps/web/budget/shutdown-state": (lambda c: c.budget.shutdown_state("web"), "object", {}),
    "POST /apps/web/budget/dismiss-recovery": (
        lambda c: c.budget.dismiss_recovery("web", ack_by="me"),
        "object",
        {"ack_by": ["me"]},
    ),
    "POST /events": (
        lambda c: c.events.send("app:deploy", data={"app": "web", "note": "a&b=c"}, status="error", error="no & no"),
        "ok",
        {"action": ["app:deploy"], "data": ["app=web&note=a%26b%3Dc"], "status": ["error"], "error": ["no & no"]},
    ),
    "GET /system": (lambda c: c.system.get(), "object", {}),
    "GET /system/capacity": (lambda c: c.system.capacity(), "object", {}),
    f"GET /system/metrics?end={GO_NOON}&metrics=mem,cpu&period=60&start={GO_NOON}": (
        lambda c: c.system.metrics(start=NOON, end=GO_NOON, period=60, metrics=["mem", "cpu"]),
        "list",
        {},
    ),
    "GET /system/processes?all=true": (lambda c: c.system.processes(all=True), "list", {}),
    "GET /system/releases": (lambda c: c.system.releases(), "list", {}),
    "POST /system/jwt/token": (
        lambda c: c.system.jwt_token(role="write", duration_in_hour="24"),
        "object",
        {"role": ["write"], "durationInHour": ["24"]},
    ),
    "PUT /system/jwt/rotate": (lambda c: c.system.jwt_rotate(), "ok", {}),
    "GET /letsencrypt/config": (lambda c: c.system.letsencrypt_config_get(), "object", {}),
    "POST /system/karpenter/cleanup": (lambda c: c.system.karpenter_cleanup(), "ok", {}),
    "GET /apps/web/resources": (lambda c: c.resources.list("web"), "list", {}),
    "GET /apps/web/resources/db%2Fmain": (lambda c: c.resources.get("web", "db/main"), "object", {}),
    "GET /resources": (lambda c: c.resources.system_list(), "list", {}),
    "GET /resources/db": (lambda c: c.resources.system_get("db"), "object", {}),
    "DELETE /resources/db": (lambda c: c.resources.system_delete("db"), "ok", {}),
    "POST /resources/db/links": (lambda c: c.resources.system_link("db", "web"), "object", {"app": ["web"]}),
    "DELETE /resources/db/links/web": (lambda c: c.resources.system_unlink("db", "web"), "object", {}),
    "OPTIONS /resources": (lambda c: c.resources.system_types(), "list", {}),
}
ANSWERS = {"list": json_answer([]), "object": json_answer({}), "ok": OK}


def sorted_query(target: str) -> str:
    """A target whose query does not depend on the order of its parts."""
    path, mark, query = target.partition("?")
    return path + mark + "&".join(sorted(unquote(query).split("&")))


@pytest.mark.parametrize("line", CALLS)
def test_a_method_sends_this_and_nothing_else(either: Either, serve: Callable[..., RawServer], line: str) -> None:
    call, kind, fields = CALLS[line]
    server = serve(ANSWERS[kind])

    result = either.do(call(either.client(server.url)))

    (exchange,) = server.exchanges
    assert f"{exchange.method} {sorted_query(exchange.target)}" == line
    assert parse_qs(exchange.body.decode(), keep_blank_values=True, strict_parsing=bool(fields)) == fields
    if fields:
        assert exchange.headers["content-type"] == "application/x-www-form-urlencoded"
    else:
        assert "content-type" not in exchange.headers
    if kind == "ok":
        assert result is None
    elif kind == "list":
        assert result == []
    else:
        assert type(result).__module__.startswith("convox")


PARAMETERS = {"Size": "db.t3&large", "Ok": "a=b"}


@pytest.mark.parametrize(
    ("line", "call"),
    [
        ("PUT /system", lambda c: c.system.update(count=3, type="t", version="v", force=True, parameters=PARAMETERS)),
        ("POST /resources", lambda c: c.resources.system_create("postgres", name="db", parameters=PARAMETERS)),
        ("PUT /resources/db", lambda c: c.resources.system_update("db", parameters=PARAMETERS)),
    ],
)
def test_parameters_go_in_the_form_that_the_server_reads_and_in_the_one_that_is_documented(
    either: Either, serve: Callable[..., RawServer], line: str, call: Callable[[Any], Any]
) -> None:
    server = serve(OK if line == "PUT /system" else json_answer({}))

    either.do(call(either.client(server.url)))

    (exchange,) = server.exchanges
    fields = parse_qs(exchange.body.decode(), strict_parsing=True)
    assert f"{exchange.method} {exchange.target}" == line
    assert parse_qs(fields.pop("parameters")[0], strict_parsing=True) == {"Size": ["db.t3&large"], "Ok": ["a=b"]}
    assert (fields.pop("parameters[Size]"), fields.pop("parameters[Ok]")) == (["db.t3&large"], ["a=b"])
    assert (
        fields
        == {
            "PUT /system": {"count": ["3"], "type": ["t"], "version": ["v"], "force": ["true"]},
            "POST /resources": {"kind": ["postgres"], "name": ["db"]},
            "PUT /resources/db": {},
        }[line]
    )


# Let's Encrypt: the one JSON body.

CONFIG = LetsEncryptConfig(
    role="arn:aws:iam::1:role/r",
    solvers=[Dns01Solver(id=1, dns_zones=["a.example"], route53=Route53(hosted_zone_id="Z1")), Dns01Solver(id=2)],
)
WIRE = {
    "role": "arn:aws:iam::1:role/r",
    "solvers": [
        {
            "id": 1,
            "dns-zones": ["a.example"],
            "route53": {"hosted-zone-id": "Z1", "region": None, "role": None},
        },
        {"id": 2, "dns-zones": [], "route53": None},
    ],
}


@pytest.mark.parametrize("config", [CONFIG, WIRE], ids=["model", "dict"])
def test_a_configuration_goes_out_under_its_wire_names_with_its_nulls(
    either: Either, serve: Callable[..., RawServer], config: Any
) -> None:
    server = serve(OK)
    assert either.do(either.client(server.url).system.letsencrypt_config_apply(config)) is None
    (exchange,) = server.exchanges
    assert (exchange.method, exchange.target) == ("PUT", "/letsencrypt/config")
    assert exchange.headers["content-type"] == "application/json"
    assert json.loads(exchange.body) == WIRE


def test_a_configuration_that_was_read_can_be_applied_as_it_is(either: Either, serve: Callable[..., RawServer]) -> None:
    stored = {**WIRE, "of-a-newer-rack": {"x": [1]}}

    def play(exchange: Exchange) -> bool:
        exchange.send(json_answer(stored) if exchange.method == "GET" else OK)
        return True

    server = serve(play)
    system = either.client(server.url).system
    either.do(system.letsencrypt_config_apply(either.do(system.letsencrypt_config_get())))
    assert json.loads(server.exchanges[1].body) == stored, "what this client does not know must not be lost"


@pytest.mark.parametrize("config", [None, [], "{}", Route53()])
def test_what_is_no_configuration_is_refused(either: Either, serve: Callable[..., RawServer], config: Any) -> None:
    server = serve(OK)
    with pytest.raises(TypeError):
        either.do(either.client(server.url).system.letsencrypt_config_apply(config))
    assert server.exchanges == []


# Tokens.


def test_a_token_without_its_options_is_the_racks_to_refuse(either: Either, serve: Callable[..., RawServer]) -> None:
    """The signature says that both are optional, so a rack that has defaults one day must be asked."""
    server = serve(json_answer({"error": "role is required"}, 400))
    error = failure_of(either, lambda: either.client(server.url).system.jwt_token(), ConvoxValidationError)
    assert error.message == "role is required"
    (exchange,) = server.exchanges
    assert exchange.body == b""


@pytest.mark.parametrize("hours", [0, 8761, "0", "24h", "", "-1", "\u0664", 1.5, True])
def test_a_duration_that_no_rack_takes_is_refused(either: Either, serve: Callable[..., RawServer], hours: Any) -> None:
    server = serve(json_answer({}))
    with pytest.raises((ValueError, TypeError), match="duration_in_hour"):
        either.do(either.client(server.url).system.jwt_token(role="read", duration_in_hour=hours))
    assert server.exchanges == []


# What is refused before anything is sent.

REFUSED: dict[str, tuple[Any, type[Exception], str]] = {
    "no domain": (lambda c: c.certificates.generate([]), ValueError, "domain"),
    "a bare domain": (lambda c: c.certificates.generate("a.example"), TypeError, "domains"),
    "a comma in a domain": (lambda c: c.certificates.generate(["a.example,b.example"]), ValueError, "comma"),
    "a port that is none": (lambda c: c.certificates.apply("web", "api", "https", "c"), ValueError, "port"),
    "a port that is a truth": (lambda c: c.certificates.apply("web", "api", True, "c"), TypeError, "port"),
    "no time zone": (lambda c: c.system.metrics(start=datetime(2026, 1, 1)), ValueError, "zone"),
    "no certificate": (lambda c: c.certificates.delete(""), ValueError, "id"),
    "another resource": (lambda c: c.resources.get("..", "x"), ValueError, "app"),
    "no number of dollars": (lambda c: c.budget.set("web", monthly_cap_usd=float("nan")), ValueError, "monthly_cap"),
    "infinitely many": (lambda c: c.budget.set("web", monthly_cap_usd=Decimal("inf")), ValueError, "monthly_cap"),
    "no dollars at all": (lambda c: c.budget.set("web", monthly_cap_usd=[1]), TypeError, "monthly_cap"),
    "no map": (lambda c: c.system.update(parameters="A=1"), TypeError, "parameters"),
    "no text in a map": (lambda c: c.events.send("x", data={"a": object()}), TypeError, "data"),
    "no server": (lambda c: c.registries.remove(""), ValueError, "server"),
}


@pytest.mark.parametrize("what", REFUSED)
def test_bad_arguments_are_refused_before_anything_is_sent(
    either: Either, serve: Callable[..., RawServer], what: str
) -> None:
    call, kind, words = REFUSED[what]
    server = serve(json_answer({}))
    client = either.client(server.url)
    with pytest.raises(kind, match=words):
        either.do(call(client))
    assert server.exchanges == []


# What a version 3 rack says no to.


@pytest.mark.parametrize(
    ("call", "status", "kind"),
    [
        (lambda c: c.instances.keyroll(), 501, ConvoxNotImplementedError),
        (lambda c: c.system.releases(), 501, ConvoxNotImplementedError),
        (lambda c: c.system.update(count=3), 501, ConvoxNotImplementedError),
        (lambda c: c.certificates.apply("web", "api", 443, "c"), 501, ConvoxNotImplementedError),
        (lambda c: c.resources.system_link("db", "web"), 400, ConvoxValidationError),
        (lambda c: c.resources.system_unlink("db", "web"), 400, ConvoxValidationError),
        (lambda c: c.resources.system_update("db"), 400, ConvoxValidationError),
        (lambda c: c.resources.system_types(), 401, ConvoxAuthError),
        (lambda c: c.budget.clear("web"), 403, ConvoxForbiddenError),
    ],
)
def test_a_refusal_is_typed(
    either: Either, serve: Callable[..., RawServer], call: Callable[[Any], Any], status: int, kind: type[Exception]
) -> None:
    server = serve(json_answer({"error": "not on this rack"}, status, headers=("Request-Id: r-1",)))
    client = either.client(server.url)
    error: Any = failure_of(either, lambda: call(client), kind)
    assert (error.status_code, error.message, error.request_id) == (status, "not on this rack", "r-1")
