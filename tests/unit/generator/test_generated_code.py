"""Generated files hold what the templates write, and whatever else is in one is found with its line."""

from __future__ import annotations

import shutil
import sys
from typing import TYPE_CHECKING

import pytest

if sys.version_info < (3, 11):
    pytest.skip("openapi-python-client needs Python 3.11", allow_module_level=True)

import generate
from generated_code import stray_code, stray_text

if TYPE_CHECKING:
    import pathlib
    from typing import Any

pytestmark = pytest.mark.generator


@pytest.mark.parametrize("name", ["pantry_attrs", "pantry_typed", "workshop_filled"])
def test_what_the_templates_write_passes(name: str, request: pytest.FixtureRequest) -> None:
    assert stray_code(request.getfixturevalue(name)) == []


def test_the_committed_packages_pass() -> None:
    for pin in generate.read_pins(generate.ROOT / "openapi" / "pins.toml")["specs"].values():
        assert stray_code(generate.ROOT / pin["package"]) == []


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("import os", "imports os"),
        ("import trellis.core.runtime.codec as _m", "imports trellis.core.runtime.codec"),
        ("import datetime as str", "imports datetime"),
        ("from os import system", "imports system from os"),
        ("from attrs import validators", "imports validators from attrs"),
        ("from ... import client", "imports from ..."),
        ("from ..evil.deep import x", "imports from ..evil.deep"),
        ("from typing import *", "imports * from typing"),
        ("x = exec('1')", "names exec"),
        ("x = eval", "names eval"),
        ("x = __import__('os')", "names __import__"),
        ("x = __builtins__", "names __builtins__"),
        ("x = getattr(str, name)", "calls getattr"),
        ("x = import_module('os')", "calls import_module"),
        ("x = globals('x')", "calls globals"),
        ("x = ().__class__", "reads __class__"),
        ("x = str.__subclasses__()", "reads __subclasses__"),
        ("x = (lambda: 1)", "a function of nothing"),
        ("x = (lambda x=1: 1)", "a function of x=1"),
        ("x = print", "names print"),
        ("x = a.system('ls')", "calls a.system"),
        ("x = a()()", "calls a()"),
        ("x = a[0]()", "calls a[0]"),
        ("a.b", "an expression for its effect"),
        ("strike()", "an expression for its effect"),
        ("1", "an expression for its effect"),
        ("x = b'1'", "a constant of bytes"),
        ("x = 1j", "a constant of complex"),
        ("x = f'{a}'", "a text with code in it"),
        ("for x in y: pass", "For at the top of a module"),
        ("while 1: pass", "While is no syntax of a template"),
        ("try: pass\nfinally: pass", "Try is no syntax of a template"),
        ("with a: pass", "With is no syntax of a template"),
        ("del a", "Delete is no syntax of a template"),
        ("assert a", "Assert is no syntax of a template"),
        ("x = [i async for i in y]", "a comprehension that waits"),
        ("async def f(): pass", "AsyncFunctionDef is no syntax of a template"),
        ("x = (yield)", "Yield is no syntax of a template"),
        ("match a:\n    case 1: pass", "Match is no syntax of a template"),
        ("class A:\n    def strike(self): pass", "defines a function strike"),
        ("class A:\n    @strike\n    def items(self): pass", "decorated by strike"),
        ("class A:\n    @_define(hash=strike())\n    def items(self): pass", "decorated by _define(hash=strike())"),
        ("class A(metaclass=B): pass", "a class with keywords"),
        ("class A(strike()): pass", "calls strike"),
        ("def items(a=strike()): pass", "FunctionDef at the top of a module"),
        ("x: strike() = 1", "calls strike"),
        ("x = a @ b", "MatMult is no syntax of a template"),
        ("x = a + b", "Add is no syntax of a template"),
        ("x = (", "not Python"),
        ("x = '\0'", "not Python"),
    ],
)
def test_anything_else_is_found_with_its_line(code: str, text: str) -> None:
    found = stray_text(f'"""A module."""\n\n{code}\n', "models/thing.py")
    assert any(text in str(stray) for stray in found), found
    assert all(str(stray).startswith("models/thing.py:") for stray in found)
    if "not Python" not in text:
        assert found[0].line >= 3


@pytest.mark.parametrize(
    "code",
    [
        "class A:\n    input: str",
        "class A:\n    def __init__(self, input: str) -> None:\n        self.input = input",
    ],
)
def test_a_member_may_be_called_as_something_of_pythons_is(code: str) -> None:
    assert stray_text(code, "models/thing.py") == []


def test_a_file_that_generating_does_not_make_is_found(pantry_attrs: pathlib.Path, tmp_path: pathlib.Path) -> None:
    package = tmp_path / "package"
    shutil.copytree(pantry_attrs, package, ignore=shutil.ignore_patterns("__pycache__"))
    (package / "conftest.pth").write_text("import os\n")
    (package / "models" / "link.py").symlink_to(package / "operations.py")
    assert [str(stray) for stray in stray_code(package)] == [
        "conftest.pth:0: not a file that generating makes",
        "models/link.py:0: not a file that generating makes",
    ]


def test_generation_stops_at_such_code(
    pantry: dict[str, Any], pantry_attrs: pathlib.Path, tmp_path: pathlib.Path
) -> None:
    package = tmp_path / "package"
    shutil.copytree(pantry_attrs, package, ignore=shutil.ignore_patterns("__pycache__"))
    path = package / "models" / "jar.py"
    line = path.read_text("utf-8").count("\n") + 1
    path.write_text(path.read_text("utf-8") + "import os\n", "utf-8")
    with pytest.raises(generate.Refusal, match=rf"models/jar\.py:{line}: imports os"):
        generate.verify("pantry", pantry, package)
