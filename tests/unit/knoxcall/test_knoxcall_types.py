"""`knoxcall.types`: loaded name by name, plain dicts at run time, exact to a type checker."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from pathlib import Path
from typing import get_args, get_type_hints

import pytest

import knoxcall
from knoxcall import types

SRC = Path(knoxcall.__file__).parent.parent
SAMPLE = Path(__file__).parent / "typed_sample.py"


def loaded_by(statement: str) -> set[str]:
    """The modules that one statement loads in a new interpreter."""
    program = f"import sys; before = set(sys.modules); {statement}; print(*sorted(set(sys.modules) - before))"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    return set(done.stdout.split())


def test_the_package_loads_nothing_until_a_name_is_used() -> None:
    assert loaded_by("import knoxcall") == {"knoxcall"}
    assert knoxcall.__version__
    assert "__version__" in dir(knoxcall)
    with pytest.raises(AttributeError, match="nothing"):
        _ = knoxcall.nothing


def test_the_operations_load_without_a_model_and_without_an_http_library() -> None:
    loaded = loaded_by("import knoxcall._generated.operations")

    assert "knoxcall._generated.operations" in loaded
    assert not {name for name in loaded if "._generated.models" in name or name in ("httpx", "attrs", "attr")}


def test_a_type_is_loaded_when_it_is_named_with_those_it_refers_to_and_no_others() -> None:
    assert not {name for name in loaded_by("import knoxcall.types") if "_generated" in name}

    models = {name for name in loaded_by("from knoxcall.types import Route") if ".models." in name}
    assert models == {"knoxcall._generated.models.route"}
    models = {name for name in loaded_by("from knoxcall.types import CreateRootResult") if ".models." in name}
    assert models == {f"knoxcall._generated.models.{name}" for name in ("create_root_result", "ca_root")}


def test_hints_can_be_read_at_run_time_as_frameworks_do() -> None:
    for name in set(types.__all__) - {"SecretType", "GrantType", "TokenFormat"}:
        hints = get_type_hints(getattr(types, name))
        assert hints, name

    assert get_type_hints(types.RoutePage) == {"data": list[types.Route], "meta": types.PageMeta}
    extras = get_type_hints(types.InspectResult, include_extras=True)
    assert extras["encrypted"] is bool
    assert get_args(extras["key_ref"]) == (types.InspectKeyRef,)


def test_every_name_is_there_and_no_other() -> None:
    for name in types.__all__:
        assert getattr(types, name) is getattr(types, name), name
    assert set(types.__all__) <= set(dir(types))
    with pytest.raises(AttributeError, match="Meta"):
        _ = types.Meta


def test_the_list_type_checkers_import_is_the_list_that_is_exported() -> None:
    # In the source, since the first stands under TYPE_CHECKING only.
    tree = ast.parse((SRC / "knoxcall" / "types.py").read_text("utf-8"))
    imported = [
        alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module == "_generated.models"
        for alias in node.names
    ]

    assert imported == list(types.__all__)


def test_a_typed_dict_is_a_dict_that_keeps_what_it_is_given() -> None:
    usage = types.ResourceUsageEntry(used=3, limit=None)

    assert type(usage) is dict
    assert usage == {"used": 3, "limit": None}


def test_the_sets_of_values_are_literals() -> None:
    assert set(get_args(types.SecretType)) == {"api_key", "oauth2_token", "certificate", "basic_auth", "custom"}
    assert get_args(types.TokenFormat) == ("opaque",)
    assert "urn:ietf:params:oauth:grant-type:token-exchange" in get_args(types.GrantType)


@pytest.mark.slow
def test_a_type_checker_sees_exact_members(tmp_path: Path) -> None:
    """The sample is right as it stands; each line marked `# wrong` in it must be an error, and no other line."""
    pytest.importorskip("mypy")
    lines = SAMPLE.read_text("utf-8").splitlines()
    wrong = {number for number, line in enumerate(lines, 1) if "# wrong" in line}

    done = subprocess.run(
        [
            sys.executable, "-m", "mypy", "--strict", "--python-version", "3.10", "--no-error-summary", "--no-pretty",
            "--cache-dir", str(tmp_path), "--config-file=", "--explicit-package-bases", str(SAMPLE),
        ],
        env={**os.environ, "MYPYPATH": str(SRC)}, cwd=tmp_path, capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert done.stderr == ""
    found = {int(line.split(":")[1]) for line in done.stdout.splitlines() if ": error:" in line}
    assert found == wrong, done.stdout
    assert len(wrong) >= 8
