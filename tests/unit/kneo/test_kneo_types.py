"""kneo_client.types: the public home of every model, and how the models take and give values."""

from __future__ import annotations

import copy
import importlib
import json
import pickle
import subprocess
import sys
from importlib import resources
from typing import Any

import pytest

import kneo_client.types as types
from kneo_client._generated import models
from trellis.core.runtime.unset import UNSET

SCHEMAS = json.loads(resources.files("kneo_client._generated").joinpath("spec.json").read_text("utf-8"))["components"][
    "schemas"
]


def test_every_schema_of_the_pinned_document_has_its_model_here() -> None:
    assert len(SCHEMAS) >= 29
    assert [name for name in SCHEMAS if not isinstance(getattr(types, name, None), type)] == []


def test_the_list_that_is_written_out_is_the_generated_one() -> None:
    assert types.__all__ == ["UNSET", "Unset", *models.__all__]


@pytest.mark.parametrize("name", models.__all__)
def test_a_name_is_the_generated_model_itself(name: str) -> None:
    assert getattr(types, name) is getattr(models, name)


def test_unset_is_the_one_unset() -> None:
    assert types.UNSET is UNSET
    assert isinstance(UNSET, types.Unset)


def test_a_name_that_is_not_there_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match=r"kneo_client\.types.*'Run'"):
        types.Run  # noqa: B018


def test_a_star_import_and_dir_have_all_of_it() -> None:
    names: dict[str, Any] = {}
    exec("from kneo_client.types import *", names)  # noqa: S102

    assert set(types.__all__) <= names.keys()
    assert set(types.__all__) <= set(dir(types))


def test_importing_the_module_loads_no_model() -> None:
    code = "import sys, kneo_client.types; print([m for m in sys.modules if 'kneo_client._generated' in m])"

    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout

    assert found.strip() == "[]"


REQUESTS: dict[str, dict[str, Any]] = {
    "RunCreateRequest": {
        "input": "x", "spec": {"a": [1]}, "target": "agent", "overrides": {"k": {"v": None}}, "metadata": {"m": 1},
    },
    "SpecValidateRequest": {"spec": {"a": 1}, "overlays": ["o"], "overrides": {}},
    "SpecCompileRequest": {"spec": None, "spec_path": "p", "strict": False},
    "SpecExplainRequest": {"spec": {}, "environment": "prod", "overrides": {"agent.model": "m"}},
    "SpecGraphRequest": {"spec_path": "p", "overlays": ["o"]},
    "SpecPolicyReportRequest": {"spec": {"deep": [{"er": True}]}, "environment": None},
    "HumanResumeRequest": {"request_id": "q", "decision": "edited", "content": "c", "metadata": {"by": "me"}},
    "EnvironmentPolicyRequest": {"enabled": False, "blocked_diagnostic_codes": ["W1"]},
}  # fmt: skip


def test_every_request_is_looked_at() -> None:
    assert REQUESTS.keys() == {name for name in SCHEMAS if name.endswith("Request")}


def arguments_of(name: str) -> dict[str, Any]:
    return {("input_" if key == "input" else key): value for key, value in REQUESTS[name].items()}


@pytest.mark.parametrize("name", REQUESTS)
def test_a_request_is_made_from_plain_dicts_and_texts(name: str) -> None:
    wire = REQUESTS[name]

    made = getattr(types, name)(**arguments_of(name))

    assert made.to_dict() == wire
    assert json.loads(json.dumps(made.to_dict())) == wire
    assert getattr(types, name).from_dict(wire).to_dict() == wire
    assert copy.deepcopy(made) == made
    assert pickle.loads(pickle.dumps(made)) == made  # noqa: S301


@pytest.mark.parametrize("name", REQUESTS)
def test_a_request_refuses_members_that_it_does_not_have(name: str) -> None:
    model = getattr(types, name)

    with pytest.raises(TypeError, match="spec_id"):
        model(**arguments_of(name), spec_id="s")
    with pytest.raises(ValueError, match="spec_id"):
        model.from_dict({**REQUESTS[name], "spec_id": "s"})


def test_an_open_object_is_a_mapping_that_keeps_what_it_does_not_know() -> None:
    page = types.RunListResponse.from_dict({"runs": [{"run_id": "r", "newer": None}], "count": 1, "also": [1]})
    run = page.runs[0]

    assert (run["run_id"], run.get("newer", "-"), run.get("absent", "-")) == ("r", None, "-")
    assert ("run_id" in run, "absent" in run) == (True, False)
    assert set(run) == {"run_id", "newer"}
    with pytest.raises(KeyError, match="absent"):
        run["absent"]
    assert page.to_dict()["also"] == [1]


def test_what_the_platform_did_not_send_is_unset_and_false() -> None:
    health = types.HealthResponse.from_dict({"ok": True})

    assert health.version is UNSET
    assert not health.version
    assert health.to_dict() == {"ok": True}


@pytest.mark.parametrize("module", ["kneo_client.types", "kneo_client.core.results", "kneo_client.core.pagination"])
def test_a_public_module_says_what_it_is_for(module: str) -> None:
    assert importlib.import_module(module).__doc__
