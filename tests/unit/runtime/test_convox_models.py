"""The models of Convox, on every Python that they run on."""

from __future__ import annotations

import copy
import datetime
import json
import pathlib
import pickle
import subprocess
import sys
from typing import Any

import attrs
import pytest

import convox
from convox import models
from convox._generated import SPEC_VERSION
from convox._generated.operations import OPERATIONS

PACKAGE = pathlib.Path(convox.__file__).parent / "_generated"
NOON = datetime.datetime(2026, 1, 2, 12, tzinfo=datetime.timezone.utc)

SECRETS = [
    ("Registry", "password", "password"),
    ("KeyPair", "private_key", "private-key"),
    ("SystemJwt", "token", "token"),
    ("Resource", "url", "url"),
    ("Release", "env", "env"),
    ("AppConfig", "value", "value"),
    ("AppBudgetSimulationResult", "webhook_url", "webhook-url"),
]
SERVICE: dict[str, Any] = {
    "count": 2,
    "cpu": 250,
    "domain": "web.example.com",
    "gpu": 0,
    "gpu-vendor": "",
    "memory": 512,
    "name": "web",
    "nlb": None,
    "ports": [{"balancer": 443, "certificate": "c", "container": 3000}],
    "min": 0,
    "autoscale": {"enabled": True, "cpu-threshold": 70},
    "new-member": {"of": "a newer rack"},
}


def test_the_package_is_of_the_pinned_document() -> None:
    spec = json.loads((PACKAGE / "spec.json").read_text("utf-8"))
    assert spec["info"]["version"] == SPEC_VERSION
    assert len(OPERATIONS) == 102


def test_every_public_model_is_the_generated_one() -> None:
    from convox._generated import models as generated

    assert sorted(models.__all__) == sorted(generated.__all__)
    assert len(models.__all__) == 54
    for name in models.__all__:
        assert getattr(models, name) is getattr(generated, name)
        assert name in dir(models)


def test_a_name_that_is_no_model_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="has no attribute 'Apps'"):
        _ = models.Apps  # type: ignore[attr-defined]


def test_a_model_is_loaded_with_those_that_it_holds_and_no_others() -> None:
    program = (
        "import sys\n"
        "from convox.models import Build\n"
        "Build.from_dict({'started': '2026-01-02T12:00:00Z'})\n"
        "ours = [n for n in sys.modules if n.startswith('convox._generated.models.')]\n"
        "assert ours == ['convox._generated.models.build'], ours\n"
        "assert not {'httpx', 'dateutil', 'cryptography', 'asyncio', 'ssl'} & set(sys.modules)\n"
    )
    subprocess.run([sys.executable, "-c", program], check=True, timeout=60)


def test_a_service_is_read_as_the_rack_writes_it() -> None:
    service = models.Service.from_dict(SERVICE)
    assert service == models.Service(
        count=2,
        cpu=250,
        domain="web.example.com",
        memory=512,
        name="web",
        ports=[models.ServicePort(balancer=443, certificate="c", container=3000)],
        min=0,
        autoscale=models.ServiceAutoscaleState(enabled=True, cpu_threshold=70),
        additional_properties={"new-member": {"of": "a newer rack"}},
    )
    assert (service.min, service.max, service.nlb, service.gpu_util) == (0, None, [], None)
    assert service["new-member"] == {"of": "a newer rack"}
    assert service["gpu-vendor"] == ""
    assert service.additional_keys == ["new-member"]


def test_a_service_is_written_as_it_was_read() -> None:
    assert models.Service.from_dict(SERVICE).to_dict() == {**SERVICE, "nlb": []}


def test_a_build_that_runs_has_no_end() -> None:
    build = models.Build.from_dict({"started": "2026-01-02T12:00:00.5Z", "ended": "0001-01-01T00:00:00Z"})
    assert (build.started, build.ended) == (NOON.replace(microsecond=500000), None)
    assert build.to_dict()["ended"] == "0001-01-01T00:00:00Z"


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("2026-01-02T12:00:00Z", NOON),
        ("2026-01-02T12:00:00.123456789Z", NOON.replace(microsecond=123456)),
        ("2026-01-02T12:00:00.1Z", NOON.replace(microsecond=100000)),
        ("2026-01-02T13:00:00.000000001+01:00", NOON),
        ("0001-01-01T00:00:01Z", datetime.datetime(1, 1, 1, 0, 0, 1, tzinfo=datetime.timezone.utc)),
    ],
)
def test_times_of_go_are_read(text: str, time: datetime.datetime) -> None:
    assert models.Release.from_dict({"created": text}).created == time
    assert models.Release(created=text).created == time  # type: ignore[arg-type]


def test_a_time_without_a_zone_cannot_be_written() -> None:
    with pytest.raises(ValueError, match="time zone"):
        models.Release(created=NOON.replace(tzinfo=None)).to_dict()


def test_a_fresh_rack_has_no_solvers() -> None:
    assert models.LetsEncryptConfig.from_dict({"role": "", "solvers": None}) == models.LetsEncryptConfig()


def test_a_configuration_is_written_with_its_nulls() -> None:
    config = models.LetsEncryptConfig(
        role="r", solvers=[models.Dns01Solver(id=1, dns_zones=["z"], route53=models.Route53(region="x"))]
    )
    assert config.to_dict() == {
        "role": "r",
        "solvers": [
            {"id": 1, "dns-zones": ["z"], "route53": {"hosted-zone-id": None, "region": "x", "role": None}},
        ],
    }
    assert models.Dns01Solver().to_dict() == {"id": 0, "dns-zones": [], "route53": None}


def test_members_are_named_by_the_wire_or_by_python_when_built() -> None:
    wire: dict[str, Any] = {"git-sha": "abc"}
    assert models.Build(git_sha="abc").git_sha == models.Build(**wire).git_sha == "abc"
    assert models.Build(git_sha="abc", colour="red") == models.Build(git_sha="abc")


def test_nested_models_can_be_given_as_they_are_on_the_wire() -> None:
    given: Any = [{"balancer": 443, "container": 3000}]
    assert models.Service(ports=given).ports == [models.ServicePort(balancer=443, container=3000)]


@pytest.mark.parametrize(("model", "attribute", "wire"), SECRETS)
def test_a_secret_is_plain_text_that_no_repr_shows(model: str, attribute: str, wire: str) -> None:
    made = getattr(models, model).from_dict({wire: "hunter2", "surprise": "hunter3"})
    assert getattr(made, attribute) == "hunter2"
    assert made.to_dict()[wire] == "hunter2"
    for text in (repr(made), str(made), f"{made}", repr([made])):
        assert "hunter" not in text
        assert f"{attribute}='***'" in text


def test_a_secret_that_is_not_there_shows_as_that() -> None:
    assert repr(models.KeyPair()) == "KeyPair(name=None, private_key=None)"
    assert repr(models.SystemJwt()) == "SystemJwt(token='')"


@pytest.mark.parametrize("name", models.__all__)
def test_every_model_can_be_copied_and_pickled(name: str) -> None:
    model = getattr(models, name).from_dict({"surprise": [1]})
    for other in (copy.copy(model), copy.deepcopy(model), pickle.loads(pickle.dumps(model))):  # noqa: S301
        assert other == model
        assert other is not model
    assert attrs.evolve(model) == model
    assert model != getattr(models, name)()
    with pytest.raises(TypeError, match="unhashable"):
        hash(model)  # it can be changed


def test_a_model_can_be_changed_and_takes_no_attribute_that_it_has_not() -> None:
    app = models.App(name="a")
    app.name = "b"
    assert app.to_dict()["name"] == "b"
    with pytest.raises(AttributeError):
        app.nmae = "c"  # type: ignore[attr-defined]


@pytest.mark.parametrize("value", [None, [], "x", 7], ids=repr)
@pytest.mark.parametrize("name", ["App", "Build", "Service", "LetsEncryptConfig"])
def test_what_is_no_object_is_no_model(name: str, value: Any) -> None:
    with pytest.raises(AttributeError):
        getattr(models, name).from_dict(value)
