"""Every method of the reference manual as data: read from methods.txt, and comparable with how a method is declared."""

from __future__ import annotations

import ast
import inspect
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["METHODS_FILE", "Argument", "Method", "alternatives", "declared", "manual"]

METHODS_FILE = Path(__file__).with_name("methods.txt")
_REQUIRED = "required"


@dataclass(frozen=True)
class Argument:
    """One argument. types: the alternatives of its annotation. default: as Python writes it; "required" without."""

    name: str
    keyword_only: bool
    types: frozenset[str]
    default: str


@dataclass(frozen=True)
class Method:
    """A method's arguments in their order, and what it returns."""

    arguments: tuple[Argument, ...]
    returns: str


def alternatives(annotation: str) -> frozenset[str]:
    """The members of a union, each written in one way."""
    return frozenset(_members(ast.parse(annotation, mode="eval").body))


def _members(node: ast.expr) -> Iterator[str]:
    if isinstance(node, ast.BinOp):
        yield from _members(node.left)
        yield from _members(node.right)
    else:
        yield ast.unparse(node).replace("builtins.", "")


def manual() -> dict[str, Method]:
    """The manual's methods by dotted path."""
    lines = METHODS_FILE.read_text("utf-8").splitlines()
    return dict(_read(line) for line in lines if not line.startswith("#"))


def _read(line: str) -> tuple[str, Method]:
    found = re.fullmatch(r"(?P<path>[\w.]+)\((?P<arguments>.*)\) -> (?P<returns>.+)", line)
    assert found is not None, line
    source = re.sub(r"\?(?=, |$)", " | None = None", found["arguments"]).replace("?=", " | None=")
    (function,) = ast.parse(f"def f({source}): ...").body
    assert isinstance(function, ast.FunctionDef)
    given = function.args
    arguments = [_argument(one, None, keyword_only=False) for one in given.args]
    arguments += [
        _argument(one, default, keyword_only=True)
        for one, default in zip(given.kwonlyargs, given.kw_defaults, strict=True)
    ]
    return found["path"], Method(tuple(arguments), found["returns"])


def _argument(node: ast.arg, default: ast.expr | None, *, keyword_only: bool) -> Argument:
    assert node.annotation is not None
    written = _REQUIRED if default is None else ast.unparse(default)
    return Argument(node.arg, keyword_only, frozenset(_members(node.annotation)), written)


def declared(method: Any) -> Method:
    """A method as its source declares it; `Async` and `Awaitable` words taken off what it returns."""
    signature = inspect.signature(method)
    arguments = [
        Argument(
            one.name,
            one.kind is one.KEYWORD_ONLY,
            alternatives(one.annotation),
            _REQUIRED if one.default is one.empty else repr(one.default),
        )
        for one in signature.parameters.values()
    ]
    returns = str(signature.return_annotation).replace("builtins.", "").replace("AsyncIterator", "Iterator")
    return Method(tuple(arguments), returns)
