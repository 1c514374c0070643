"""What generated code may consist of: a list of the syntax that our templates write, and nothing beside it.

A document's text belongs into string constants. Whatever else of it would reach the code shows here as a statement,
a call, an import or a name that no template writes, in whichever way it came about. Files are read as syntax trees and
never imported.
"""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import pathlib
    from collections.abc import Iterator

__all__ = ["Stray", "stray_code", "stray_text"]

# By module, the names that may be taken out of it.
IMPORTED = {
    "__future__": {"annotations"},
    "typing": {"TYPE_CHECKING", "Any", "ClassVar", "Generic", "Literal", "TypeAlias", "TypedDict"},
    "typing_extensions": {"Self"},
    "attrs": {"define", "field"},
    "importlib": {"import_module"},
    "uuid": {"UUID"},
    "collections.abc": {"Mapping"},
    "trellis.core.runtime.codec": {"GO_ZERO_TIMES", "load_datetime"},
    "trellis.core.runtime.enums": {"OpenIntEnum", "OpenStrEnum"},
    "trellis.core.runtime.objects": {"EntryMap", "ExtraFields", "OpenObject"},
    "trellis.core.runtime.operation": {"Body", "Operation", "Pagination", "Param", "Reply"},
    "trellis.core.runtime.pages": {"Page"},
    "trellis.core.runtime.typed_dicts": {"NotRequired"},
    "trellis.core.runtime.unset": {"UNSET", "Unset"},
}
IMPORTED_WHOLE = {"datetime": None, "trellis.core.runtime.codec": "_c"}
SIBLING = re.compile(r"(models\.)?[a-z_][a-z0-9_]*")

# What is called by its name; classes of the package itself are called in no template.
FUNCTIONS = {
    "AttributeError", "Body", "Operation", "Pagination", "Param", "Reply", "TypedDict", "ValueError", "_define",
    "_field", "_load_time", "cls", "frozenset", "get", "int", "list", "map", "min", "str",
}  # fmt: skip
# What the package of models loads its modules with, to the letter: other arguments would make other things of these.
WHOLE_CALLS = {
    "getattr(import_module(module, __name__), name)", "globals()", "import_module(module, __name__)",
    "sorted({*globals(), *_MODULES})",
}  # fmt: skip
METHODS = {
    "__new__", "as_model", "as_models", "as_time", "dump", "dump_datetime", "dump_go_time", "from_dict", "get",
    "isoformat", "issuperset", "items", "load_date", "load_datetime", "load_tagged", "load_union", "load_uuid", "of",
    "setdefault", "startswith", "take_aliases", "to_dict",
}  # fmt: skip
DEFINED = {"__dir__", "__getattr__", "__init__", "_entries", "from_dict", "items", "to_dict"}
DECORATORS = {
    "_define(kw_only=True)", "_define(kw_only=True, init=False)", "classmethod", "property",
}  # fmt: skip
# Of Python's own names, those that do things. Others (types above all) may be read, and called only if they are above.
DANGEROUS = {
    "__build_class__", "__builtins__", "__debug__", "__import__", "__loader__", "__spec__", "breakpoint", "compile",
    "delattr", "eval", "exec", "exit", "help", "input", "locals", "memoryview", "open", "print", "quit", "setattr",
    "super", "vars",
}  # fmt: skip
DUNDERS = {"__all__", "__name__", "__new__", "__slots__"}
STATEMENTS = (ast.Expr, ast.Import, ast.ImportFrom, ast.If, ast.Assign, ast.AnnAssign, ast.ClassDef)
NODES = (
    ast.Module, ast.Expr, ast.Assign, ast.AnnAssign, ast.If, ast.ClassDef, ast.FunctionDef, ast.Return, ast.For,
    ast.Raise, ast.Import, ast.ImportFrom, ast.alias, ast.arguments, ast.arg, ast.keyword, ast.Constant, ast.Name,
    ast.Attribute, ast.Subscript, ast.Call, ast.List, ast.Dict, ast.Tuple, ast.Set, ast.Starred, ast.IfExp, ast.BoolOp,
    ast.BinOp, ast.UnaryOp, ast.Compare, ast.NamedExpr, ast.DictComp, ast.ListComp, ast.GeneratorExp,
    ast.comprehension, ast.JoinedStr, ast.FormattedValue, ast.Load, ast.Store, ast.Or, ast.And, ast.Not, ast.USub,
    ast.Lambda, ast.BitOr, ast.Is, ast.IsNot, ast.In, ast.NotIn, ast.Eq, ast.NotEq, ast.Pass,
)  # fmt: skip
# The readers of a union's alternatives: each has one argument, which the template numbers.
READER = re.compile(r"x\d+")
CONSTANTS = (str, int, float, bool, type(None), type(...))
MESSAGE = re.compile(r"f(['\"])(\w+ has no member \{|module \{__name__!r\} has no attribute \{name!r\}\1$)")


class Stray(NamedTuple):
    """A piece of a generated file that no template writes."""

    file: str
    line: int
    text: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.text}"


def stray_code(package: pathlib.Path) -> list[Stray]:
    """All of it in a package, in the order of its files; empty if there is none."""
    found: list[Stray] = []
    for path in sorted(package.rglob("*")):
        name = path.relative_to(package).as_posix()
        if path.is_dir() or "__pycache__" in path.parts:
            continue
        if path.suffix == ".py" and not path.is_symlink():
            found.extend(stray_text(path.read_text("utf-8"), name))
        elif path.suffix != ".json" or path.is_symlink():
            found.append(Stray(name, 0, "not a file that generating makes"))
    return found


def stray_text(text: str, name: str) -> list[Stray]:
    """All of it in the text of one module."""
    try:
        tree = ast.parse(text)
    except (SyntaxError, ValueError) as problem:
        return [Stray(name, getattr(problem, "lineno", None) or 0, f"not Python: {problem}")]
    found = [
        Stray(name, node.lineno, f"{type(node).__name__} at the top of a module")
        for node in tree.body
        if not isinstance(node, STATEMENTS)
    ]
    # Decorators are compared whole, so what is called in them is not looked at again.
    decorated = {id(part) for node in ast.walk(tree) for whole in _decorators(node) for part in ast.walk(whole)}
    # A member may be called `input`, as an argument of its model is then; that is never the name of what it hides.
    arguments = {node.arg for node in ast.walk(tree) if isinstance(node, ast.arg)}
    found += [
        Stray(name, line, text)
        for line, node in _lines(tree, 0)
        if id(node) not in decorated
        for text in _strays(node, arguments)
    ]
    return sorted(dict.fromkeys(found), key=lambda stray: stray.line)


def _lines(node: ast.AST, line: int) -> Iterator[tuple[int, ast.AST]]:
    """Every node with its line; those that have none of their own, such as operators, with that of what holds them."""
    line = getattr(node, "lineno", line)
    yield line, node
    for child in ast.iter_child_nodes(node):
        yield from _lines(child, line)


def _decorators(node: ast.AST) -> list[ast.expr]:
    return node.decorator_list if isinstance(node, (ast.ClassDef, ast.FunctionDef)) else []


def _strays(node: ast.AST, arguments: set[str]) -> Iterator[str]:
    """What is wrong with one node, its children aside. arguments: the names of those of the module's functions."""
    if not isinstance(node, NODES):
        yield f"{type(node).__name__} is no syntax of a template"
    elif isinstance(node, ast.Import):
        for alias in node.names:
            if IMPORTED_WHOLE.get(alias.name, "") != alias.asname:
                yield f"imports {alias.name}"
    elif isinstance(node, ast.ImportFrom):
        yield from _imported(node)
    elif isinstance(node, ast.Call):
        yield from _called(node)
    elif isinstance(node, (ast.ClassDef, ast.FunctionDef)):
        for whole in node.decorator_list:
            if ast.unparse(whole) not in DECORATORS:
                yield f"decorated by {ast.unparse(whole)[:60]}"
        if isinstance(node, ast.FunctionDef) and node.name not in DEFINED:
            yield f"defines a function {node.name}"
        if isinstance(node, ast.ClassDef) and node.keywords and {key.arg for key in node.keywords} - {"total"}:
            yield "a class with keywords"
    elif isinstance(node, ast.Name):
        dunder = node.id.startswith("__")
        hidden = isinstance(node.ctx, ast.Store) or node.id in arguments
        if (dunder and node.id not in DUNDERS) or (node.id in DANGEROUS and not hidden):
            yield f"names {node.id}"
    elif isinstance(node, ast.Attribute):
        if node.attr.startswith("__") and node.attr not in DUNDERS:
            yield f"reads {node.attr}"
    elif isinstance(node, ast.Expr):
        if not _is_text(node.value) and not _is_step(node.value):
            yield f"an expression for its effect: {ast.unparse(node.value)[:60]}"
    elif isinstance(node, ast.Constant) and not isinstance(node.value, CONSTANTS):
        yield f"a constant of {type(node.value).__name__}"
    elif isinstance(node, ast.Lambda) and not READER.fullmatch(ast.unparse(node.args)):
        yield f"a function of {ast.unparse(node.args) or 'nothing'}"
    elif isinstance(node, ast.comprehension) and node.is_async:
        yield "a comprehension that waits"
    elif isinstance(node, ast.JoinedStr) and not MESSAGE.match(ast.unparse(node)):
        yield "a text with code in it"


def _is_text(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


def _is_step(node: ast.expr) -> bool:
    """Whether it is one of the calls that models make for their effect."""
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in METHODS


def _imported(node: ast.ImportFrom) -> Iterator[str]:
    names = {alias.name for alias in node.names}
    if node.level == 0:
        if not names <= IMPORTED.get(node.module or "", set()):
            yield f"imports {', '.join(sorted(names))} from {node.module}"
    elif node.level > 2 or (node.module is not None and not SIBLING.fullmatch(node.module)):
        yield f"imports from {'.' * node.level}{node.module or ''}"


def _called(node: ast.Call) -> Iterator[str]:
    called = node.func
    if isinstance(called, ast.Name):
        known = called.id in FUNCTIONS or ast.unparse(node) in WHOLE_CALLS
    elif isinstance(called, ast.Attribute):
        known = called.attr in METHODS or (isinstance(called.value, ast.Name) and called.value.id == "_m")
    else:
        known = False
    if not known:
        yield f"calls {ast.unparse(called)[:60]}"
