"""Go writes an empty list or map as null, and no time as the year 1: neither may surprise anybody."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.wire.kneo.raw_server import json_answer

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.wire.convox.racks import Either
    from tests.wire.kneo.raw_server import RawServer

NEVER = "0001-01-01T00:00:00Z"
LISTS: dict[str, Callable[[Any], Any]] = {
    "apps.list": lambda c: c.apps.list(),
    "apps.metrics": lambda c: c.apps.metrics("web"),
    "apps.metrics_by_service": lambda c: c.apps.metrics_by_service("web"),
    "apps.config_list": lambda c: c.apps.config_list("web"),
    "balancers.list": lambda c: c.balancers.list("web"),
    "builds.list": lambda c: c.builds.list("web"),
    "certificates.list": lambda c: c.certificates.list(),
    "instances.list": lambda c: c.instances.list(),
    "objects.list": lambda c: c.objects.list("web"),
    "processes.list": lambda c: c.processes.list("web"),
    "registries.list": lambda c: c.registries.list(),
    "releases.list": lambda c: c.releases.list("web"),
    "resources.list": lambda c: c.resources.list("web"),
    "resources.system_list": lambda c: c.resources.system_list(),
    "resources.system_types": lambda c: c.resources.system_types(),
    "services.list": lambda c: c.services.list("web"),
    "services.metrics": lambda c: c.services.metrics("web", "api"),
    "system.metrics": lambda c: c.system.metrics(),
    "system.processes": lambda c: c.system.processes(),
    "system.releases": lambda c: c.system.releases(),
}


@pytest.mark.parametrize("method", LISTS)
def test_a_list_that_is_null_is_empty(either: Either, serve: Callable[..., RawServer], method: str) -> None:
    server = serve(json_answer(None))
    assert either.do(LISTS[method](either.client(server.url))) == []


INSIDE: list[tuple[str, Callable[[Any], Any], Any, Callable[[Any], Any], Any]] = [
    ("App.parameters", lambda c: c.apps.get("web"), {"parameters": None}, lambda x: x.parameters, {}),
    ("Balancer.ports", lambda c: c.balancers.list("web"), [{"ports": None}], lambda x: x[0].ports, []),
    ("Certificate.domains", lambda c: c.certificates.list(), [{"domains": None}], lambda x: x[0].domains, []),
    ("Metric.values", lambda c: c.system.metrics(), [{"name": "cpu", "values": None}], lambda x: x[0].values, []),
    ("Process.ports", lambda c: c.system.processes(), [{"ports": None}], lambda x: x[0].ports or [], []),
    ("Service.ports", lambda c: c.services.list("web"), [{"ports": None}], lambda x: x[0].ports, []),
    ("Resource.apps", lambda c: c.resources.system_get("db"), {"apps": None}, lambda x: x.apps, []),
    ("Resource.parameters", lambda c: c.resources.system_get("db"), {"parameters": None}, lambda x: x.parameters, {}),
    ("System.outputs", lambda c: c.system.get(), {"outputs": None}, lambda x: x.outputs, {}),
    ("System.parameters", lambda c: c.system.get(), {"parameters": None}, lambda x: x.parameters, {}),
    (
        "ResourceType.parameters",
        lambda c: c.resources.system_types(),
        [{"parameters": None}],
        lambda x: x[0].parameters,
        [],
    ),
    (
        "LetsEncryptConfig.solvers",
        lambda c: c.system.letsencrypt_config_get(),
        {"role": "", "solvers": None},
        lambda x: x.solvers,
        [],
    ),
    (
        "Dns01Solver.dns_zones",
        lambda c: c.system.letsencrypt_config_get(),
        {"solvers": [{"id": 1, "dns-zones": None, "route53": None}]},
        lambda x: (x.solvers[0].dns_zones, x.solvers[0].route53),
        ([], None),
    ),
    (
        "AppBudgetSimulationResult",
        lambda c: c.budget.simulate_shutdown("web"),
        {"eligibility": None, "would-shut-down-services": None, "simulated-at": NEVER},
        lambda x: (x.eligibility, x.would_shut_down_services, x.simulated_at),
        ([], [], None),
    ),
    (
        "a budget",
        lambda c: c.budget.get("web"),
        {"config": None, "state": None},
        lambda x: (x.config, x.state),
        (None, None),
    ),
    ("text", lambda c: c.system.get(), {"name": None, "status": None}, lambda x: (x.name, x.status), ("", "")),
    ("numbers", lambda c: c.system.capacity(), {"cluster-cpu": None}, lambda x: x.cluster_cpu, 0),
    ("KeyPair", lambda c: c.instances.keyroll(), {"name": None}, lambda x: (x.name, x.private_key), (None, None)),
    ("a time", lambda c: c.certificates.create("p", "k"), {"expiration": NEVER}, lambda x: x.expiration, None),
    ("Instance.started", lambda c: c.instances.list(), [{"started": NEVER}], lambda x: x[0].started, None),
    ("Release.created", lambda c: c.system.releases(), [{"created": None}], lambda x: x[0].created, None),
]  # fmt: skip


@pytest.mark.parametrize(("call", "said", "look", "found"), [row[1:] for row in INSIDE], ids=[row[0] for row in INSIDE])
def test_what_is_null_inside_an_object_has_its_default(
    either: Either,
    serve: Callable[..., RawServer],
    call: Callable[[Any], Any],
    said: Any,
    look: Callable[[Any], Any],
    found: Any,
) -> None:
    server = serve(json_answer(said))
    assert look(either.do(call(either.client(server.url)))) == found


def test_members_of_a_newer_rack_are_kept(either: Either, serve: Callable[..., RawServer]) -> None:
    said = {"name": "dev", "colour": {"red": 1}}
    server = serve(json_answer(said))
    system = either.do(either.client(server.url).system.get())
    assert (system.name, system.to_dict()["colour"]) == ("dev", {"red": 1})
