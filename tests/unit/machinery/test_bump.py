"""`make bump` on a small checkout: all of it or nothing, and a report that says what is left to do."""

from __future__ import annotations

import ast
import json
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

if sys.version_info < (3, 11):
    pytest.skip("the generator needs Python 3.11", allow_module_level=True)

import bump as program
import generate
from bump import Bump, repinned
from bump_report import markdown, next_version
from spec_draft import draft, to_3_1

if TYPE_CHECKING:
    import pathlib
    from collections.abc import Callable

    from bump_report import Outcome

pytestmark = pytest.mark.generator

ROOT = generate.ROOT
Node = dict[str, Any]
LEFT_OUT = shutil.ignore_patterns("__pycache__")
ADAPTER = '''
"""Toys."""
from ..._generated import operations as ops


class Toys:
    """Toys."""

    async def get(self, toy_id, *, colour=None):
        """One toy."""
        return await self._calls.call(ops.get_toy, {"toy_id": toy_id, "colour": colour})
'''


def toys(version: str = "1.0", **members: Any) -> Node:
    """A document of one operation, which answers with a toy. members: properties of the toy beside its name."""
    return {
        "openapi": "3.1.0",
        "info": {"title": "Toys", "version": version},
        "security": [],
        "paths": {
            "/toys/{toy_id}": {
                "get": {
                    "operationId": "get_toy",
                    "parameters": [
                        {"name": "toy_id", "in": "path", "required": True, "schema": {"type": "string"}},
                        {"name": "colour", "in": "query", "schema": {"type": "string"}},
                    ],
                    "responses": {"200": {"description": "It.", "content": {
                        "application/json": {"schema": {"$ref": "#/components/schemas/Toy"}},
                    }}},
                },
            },
        },
        "components": {"schemas": {"Toy": {
            "type": "object", "required": ["name"], "properties": {"name": {"type": "string"}, **members},
            "additionalProperties": True,
        }}},
    }  # fmt: skip


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> pathlib.Path:
    """A checkout with one service, generated once."""
    root = tmp_path_factory.mktemp("bump") / "checkout"
    for name in ("scripts", "templates"):
        shutil.copytree(ROOT / name, root / name, ignore=LEFT_OUT)
    spec = program.as_yaml(toys())
    files = {
        "openapi/toys.yaml": spec.decode(),
        "openapi/pins.toml": (ROOT / "openapi" / "pins.toml").read_text("utf-8").partition("[specs.")[0]
        + f'[specs.toys]\nfile = "toys.yaml"\nversion = "1.0"\nsha256 = "{generate.digest(spec)}"\nmodels = "attrs"\n'
        'package = "src/toys/_generated"\n',
        "src/trellis/_version.py": '__version__ = "0.3.1"\n',
        "src/toys/__init__.py": '"""Toys."""\n',
        "src/toys/_async/resources/toys.py": ADAPTER,
        "tests/contract/toys/test_toys.py": "def test_toys() -> None:\n    assert True\n",
    }
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, "utf-8")
    subprocess.run([sys.executable, str(root / "scripts" / "generate.py")], check=True, stdout=subprocess.DEVNULL)
    return root


@pytest.fixture
def checkout(template: pathlib.Path, tmp_path: pathlib.Path) -> pathlib.Path:
    """A checkout of this test's own."""
    return shutil.copytree(template, tmp_path / "checkout", ignore=LEFT_OUT)


@pytest.fixture
def bump(checkout: pathlib.Path, tmp_path: pathlib.Path) -> Callable[..., Outcome]:
    """A function that bumps the checkout to a document."""

    def run(document: Node | str, *, contract: bool = False, dry: bool = False, suffix: str = ".json") -> Outcome:
        spec = tmp_path / f"new{suffix}"
        spec.write_text(document if isinstance(document, str) else json.dumps(document), "utf-8")
        return Bump(checkout, "toys", spec, contract=contract).run(dry=dry)

    return run


def files_of(root: pathlib.Path) -> dict[str, bytes]:
    """Every file of a checkout but those in build/."""
    return {name: data for name, data in generate.tree(root).items() if not name.startswith("build/")}


def test_an_additive_version_is_pinned_and_nothing_is_left_to_do(
    checkout: pathlib.Path, bump: Callable[..., Outcome]
) -> None:
    before = files_of(checkout)

    outcome = bump(toys("1.1", age={"type": "integer"}))

    after = files_of(checkout)
    pin = generate.read_pins(checkout / "openapi" / "pins.toml")["specs"]["toys"]
    assert not outcome.needs_a_person
    assert after["openapi/history/toys-1.0.yaml"] == before["openapi/toys.yaml"]
    assert pin["version"] == "1.1"
    assert pin["sha256"] == generate.digest(after["openapi/toys.yaml"])
    assert b"age" in after["src/toys/_generated/models/toy.py"]
    assert json.loads(after["src/toys/_generated/manifest.json"])["spec"]["version"] == "1.1"
    done = subprocess.run([sys.executable, "scripts/generate.py", "--check"], cwd=checkout, stdout=subprocess.DEVNULL)
    assert done.returncode == 0
    text = "\n".join(markdown(outcome))
    assert "Nothing is left to do" in text
    assert "`Toy.age` is new" in text
    assert "Suggested version: 0.3.2 (now 0.3.1)" in text


def test_a_new_operation_comes_with_a_method_to_paste(bump: Callable[..., Outcome]) -> None:
    document = toys("1.1")
    document["paths"]["/toys"] = {
        "post": {
            "operationId": "create_toy",
            "x-idempotency": "honoured",
            "summary": 'Make a "toy" \\ thing.',
            "parameters": [
                {"name": "class", "in": "query", "schema": {"type": "string"}},
                {"name": "limit", "in": "query", "schema": {"type": "integer", "default": 10}},
                {"name": "X-Trace-Everything-There-Is", "in": "header", "required": True, "schema": {"type": "string"}},
            ],
            "requestBody": {
                "required": True,
                "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Toy"}}},
            },
            "responses": {"204": {"description": "Made."}},
        }
    }

    outcome = bump(document)

    ((name, text),) = outcome.missing
    (method,) = ast.parse(f"class Toys:\n{text}").body[0].body  # type: ignore[attr-defined]
    assert outcome.needs_a_person
    assert name == method.name == "create_toy"
    assert [arg.arg for arg in method.args.args] == ["self", "body"]
    assert [arg.arg for arg in method.args.kwonlyargs] == [
        "x_trace_everything_there_is", "class_", "limit", "idempotency_key",
    ]  # fmt: skip
    assert [ast.unparse(one) if one else "" for one in method.args.kw_defaults] == ["", "None", "10", "None"]
    assert ast.unparse(method.args.args[1].annotation) == "Toy | dict[str, Any]"
    assert ast.unparse(method.returns) == "None"
    assert ast.get_docstring(method) == "Make a 'toy' \\ thing.\n\nPOST /toys"
    assert '"class": class_' in text
    assert max(map(len, text.splitlines())) <= 120
    assert "```python\n    async def create_toy(" in "\n".join(markdown(outcome))


def test_what_breaks_is_told_with_the_arguments_and_methods_that_it_takes_along(bump: Callable[..., Outcome]) -> None:
    document = toys("2.0")
    document["paths"]["/toys/{toy_id}"]["get"]["parameters"].pop()
    document["components"]["schemas"]["Toy"]["properties"]["name"] = {"type": "integer"}

    outcome = bump(document)

    assert outcome.vanished == ("`Toys.get(colour=)`: GET /toys/{toy_id} has no query `colour` any more",)
    assert outcome.api_lost == ("`Toy.name` was `str` and is `int`",)
    assert outcome.report.worst == "breaking"
    assert "Suggested version: 0.4.0" in "\n".join(markdown(outcome))


def test_a_method_whose_operation_is_gone_is_told(bump: Callable[..., Outcome]) -> None:
    document = toys("2.0")
    document["paths"]["/things"] = document["paths"].pop("/toys/{toy_id}")
    document["paths"]["/things"]["get"] |= {"operationId": "get_thing", "parameters": []}

    outcome = bump(document)

    assert outcome.gone == ("`Toys.get` calls GET /toys/{toy_id}, which is gone or has another operationId",)
    assert [name for name, _ in outcome.missing] == ["get_thing"]


def test_contract_tests_that_fail_are_listed_and_the_pin_is_placed(
    checkout: pathlib.Path, bump: Callable[..., Outcome]
) -> None:
    test = checkout / "tests" / "contract" / "toys" / "test_toys.py"
    test.write_text("def test_toys() -> None:\n    import toys\n    assert 'checkout' not in toys.__file__\n", "utf-8")

    outcome = bump(toys("1.1"), contract=True)

    assert [line.split(" - ")[0] for line in outcome.failures] == ["FAILED tests/contract/toys/test_toys.py::test_toys"]
    assert outcome.needs_a_person
    assert (checkout / "openapi" / "history" / "toys-1.0.yaml").exists()


def test_a_dry_run_changes_nothing(checkout: pathlib.Path, bump: Callable[..., Outcome]) -> None:
    before = files_of(checkout)

    assert bump(toys("1.1"), dry=True).report.new_version == "1.1"
    assert files_of(checkout) == before


def closed(document: Node) -> Node:
    del document["paths"]["/toys/{toy_id}"]["get"]["responses"]
    return document


@pytest.mark.parametrize(
    ("document", "says"),
    [
        ("{", "not valid JSON"),
        ('{"openapi": "3.1.0"}', "info.version is ''"),
        ('{"openapi": "2.0"}', "OpenAPI 3.0 and 3.1 can be compared"),
        (toys("../1"), "a pin is filed under its version"),
        (toys("1.0"), "version 1.0 is pinned already"),
        (closed(toys("1.1")), "no responses: declare at least the success"),
        ({**toys("1.1"), "paths": {"/a": 5}}, "not a sound OpenAPI document"),
        ({**toys("1.1"), "components": {"schemas": {"Toy": {"$ref": "a.json"}}}}, "outside the document"),
    ],
    ids=str,
)
def test_what_cannot_be_pinned_is_refused_and_nothing_changes(
    checkout: pathlib.Path, bump: Callable[..., Outcome], document: Node | str, says: str
) -> None:
    before = files_of(checkout)

    with pytest.raises(generate.Refusal) as caught:
        bump(document)

    assert says in str(caught.value)
    assert files_of(checkout) == before


@pytest.mark.parametrize("step", ["copy_to", "place", "generate_in", "contract_failures", "apply"])
def test_a_step_that_fails_changes_nothing(
    checkout: pathlib.Path, bump: Callable[..., Outcome], step: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = files_of(checkout)

    def fail(*_: Any, **__: Any) -> None:
        raise generate.Refusal("on purpose")

    monkeypatch.setattr(Bump, step, fail)
    with pytest.raises(generate.Refusal, match="on purpose"):
        bump(toys("1.1"))

    assert files_of(checkout) == before


def test_what_cannot_be_put_in_place_is_taken_back(
    checkout: pathlib.Path, bump: Callable[..., Outcome], monkeypatch: pytest.MonkeyPatch
) -> None:
    before = files_of(checkout)
    swap = generate.swap_in
    swaps = []

    def fail_once(package: pathlib.Path, target: pathlib.Path) -> None:
        swaps.append(target)
        swap(package, target)
        if len(swaps) == 1:
            raise OSError("disk full")

    monkeypatch.setattr(generate, "swap_in", fail_once)
    with pytest.raises(OSError, match="disk full"):
        bump(toys("1.1", age={"type": "integer"}))

    assert len(swaps) == 2
    assert files_of(checkout) == before


def test_a_pin_that_is_not_the_pinned_document_is_refused(checkout: pathlib.Path, bump: Callable[..., Outcome]) -> None:
    (checkout / "openapi" / "toys.yaml").write_text("openapi: 3.1.0\n", "utf-8")

    with pytest.raises(generate.Refusal, match="is not the pinned document"):
        bump(toys("1.1"))


def test_another_pin_in_the_archive_is_not_overwritten(checkout: pathlib.Path, bump: Callable[..., Outcome]) -> None:
    archived = checkout / "openapi" / "history" / "toys-1.0.yaml"
    archived.parent.mkdir()
    archived.write_text("something else", "utf-8")

    with pytest.raises(generate.Refusal, match="is there already"):
        bump(toys("1.1"))
    assert archived.read_text("utf-8") == "something else"


def test_a_published_document_is_drafted_into_a_pin(checkout: pathlib.Path, bump: Callable[..., Outcome]) -> None:
    document = {**toys("1.1"), "openapi": "3.0.3"}
    operation = document["paths"]["/toys/{toy_id}"]["get"]
    operation["operationId"] = "get_toy_toys__toy_id__get"
    operation["parameters"][1]["schema"] = {"type": "string", "nullable": True}
    document["components"]["schemas"]["Toy"] |= {"additionalProperties": False}
    document["components"]["schemas"]["Toy"]["properties"]["age"] = {"type": "integer", "nullable": True}
    del document["security"]

    outcome = bump(document)

    assert {(change.rule, change.severity) for change in outcome.report.changes} == {
        ("info-changed", "editorial"), ("optional-property-added", "additive"),
    }  # fmt: skip
    assert len(outcome.notes) == 5
    assert not outcome.needs_a_person


def test_what_a_draft_leaves_open_is_for_a_person(checkout: pathlib.Path, bump: Callable[..., Outcome]) -> None:
    document = toys("1.1")
    document["paths"]["/toys"] = {
        "post": {"operationId": "create_toy_toys_post", "responses": {"204": {"description": "Made."}}}
    }
    before = files_of(checkout)

    with pytest.raises(generate.Refusal, match=r"A draft .* is in build/bump/toys-1\.1\.draft\.yaml") as caught:
        bump(document)

    text = (checkout / "build" / "bump" / "toys-1.1.draft.yaml").read_text("utf-8")
    assert "/post: what does repeating it do?" in str(caught.value)
    assert files_of(checkout) == before
    decided = text.replace("operationId: create_toy\n", "operationId: create_toy\n      x-idempotency: safe\n")
    assert [name for name, _ in bump(decided, suffix=".yaml").missing] == ["create_toy"]


def test_a_draft_keeps_what_the_pin_knew_and_changes_neither_document() -> None:
    old, new = toys(), toys("1.1")
    old["paths"]["/toys/{toy_id}"]["get"] |= {"x-scopes": ["read"], "summary": "Get a toy.", "tags": ["toys"]}
    old["components"]["schemas"]["Toy"]["properties"]["name"]["description"] = "What it is called."
    new["paths"]["/toys/{id}"] = new["paths"].pop("/toys/{toy_id}")
    copies = json.dumps([old, new])

    made, _ = draft(old, new)

    operation = made["paths"]["/toys/{id}"]["get"]
    assert (operation["x-scopes"], operation["summary"], operation["tags"]) == (["read"], "Get a toy.", ["toys"])
    assert made["components"]["schemas"]["Toy"]["properties"]["name"]["description"] == "What it is called."
    assert json.dumps([old, new]) == copies


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ({"type": "string", "nullable": True}, {"type": ["string", "null"]}),
        ({"type": "string", "nullable": False}, {"type": "string"}),
        ({"$ref": "#/a", "nullable": True}, {"anyOf": [{"$ref": "#/a"}, {"type": "null"}]}),
        ({"type": "string", "enum": ["a"], "nullable": True}, {"type": ["string", "null"], "enum": ["a", None]}),
        ({"minimum": 1, "exclusiveMinimum": True}, {"exclusiveMinimum": 1}),
        ({"maximum": 1, "exclusiveMaximum": False}, {"maximum": 1}),
        ({"example": {"nullable": True, "type": "string"}}, {"example": {"nullable": True, "type": "string"}}),
    ],
    ids=str,
)
def test_a_schema_of_3_0_is_written_as_3_1(old: Node, new: Node) -> None:
    made = to_3_1({"openapi": "3.0.0", "components": {"schemas": {"A": {"items": old}}}})

    assert made == {"openapi": "3.1.0", "components": {"schemas": {"A": {"items": new}}}}


@pytest.mark.parametrize(
    ("current", "breaks", "wanted"),
    [("0.1.0", True, "0.2.0"), ("0.1.0", False, "0.1.1"), ("1.2.3", True, "2.0.0"), ("1.2.3", False, "1.3.0")],
)
def test_the_next_version_follows_what_changed(current: str, breaks: bool, wanted: str) -> None:
    assert next_version(current, breaks=breaks) == wanted


def test_pins_are_rewritten_for_one_service_only() -> None:
    pins = (ROOT / "openapi" / "pins.toml").read_text("utf-8")
    made = repinned(pins, "kneo", "9.9", "0" * 64)

    changed = [(one, other) for one, other in zip(pins.splitlines(), made.splitlines(), strict=True) if one != other]
    assert [new for _, new in changed] == ['version = "9.9"', f'sha256 = "{"0" * 64}"']
    with pytest.raises(generate.Refusal, match=r"\[specs.none\]"):
        repinned(pins, "none", "1", "0")


def test_the_program_says_with_its_status_what_came_of_it(
    checkout: pathlib.Path, tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(program, "ROOT", checkout)
    for name, document in (
        ("same", toys("1.0")),
        ("more", toys("1.1")),
        ("broken", toys("1.2", name={"type": "integer"})),
    ):
        (tmp_path / f"{name}.json").write_text(json.dumps(document), "utf-8")

    statuses = [
        program.main([*arguments, "--no-contract"])
        for arguments in (
            ("none", "x.json"),
            ("toys", str(tmp_path / "missing.json")),
            ("toys", str(tmp_path / "same.json")),
            ("toys", str(tmp_path / "broken.json"), "--dry-run"),
            ("toys", str(tmp_path / "more.json")),
        )
    ]

    said = capsys.readouterr()
    assert statuses == [2, 2, 2, 1, 0]
    assert said.err.count("Nothing was changed.") == 3
    assert "# toys: 1.0 -> 1.1" in (checkout / "build" / "bump" / "toys-1.1.md").read_text("utf-8")
    assert "This report is in build/bump/toys-1.2.md. Nothing else was changed." in said.out
