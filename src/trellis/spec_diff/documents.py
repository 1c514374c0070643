"""Reads an OpenAPI document into a frozen value that the comparison can walk without ever meeting a surprise.

What is refused here (another format, references out of the document, circles of YAML aliases, depths and sizes that
no honest document has) needs no second thought later. What is merely wrong inside a document is kept: a diff that
gives up on the first mistake of somebody else's spec is of no use.
"""

from __future__ import annotations

import datetime
import json
import math
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple, NoReturn

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = ["Document", "DocumentError", "Target", "document_of", "parse_document", "read_document"]

MAX_BYTES = 64_000_000
MAX_DEPTH = 128
MAX_NODES = 2_000_000
VERSION = re.compile(r"3\.[01]\.\d+(-\S*)?")
DATA_MEMBERS = frozenset({"example", "examples", "default", "enum", "const"})
"""Members that hold payloads, in which a `$ref` is a word like any other."""
INSTALL_YAML = 'reading YAML needs PyYAML: pip install "trellis-clients[emulator]", or write the document as JSON'


class DocumentError(ValueError):
    """A document that cannot be compared; the text names it and says why."""


class Target(NamedTuple):
    """Where a node's references lead. ref: the first of them, None without one. lost: they lead nowhere."""

    node: Any
    ref: str | None
    lost: bool


@dataclass(frozen=True)
class Document:
    """A document as plain JSON data; `name` is how messages and reports call it."""

    name: str
    root: dict[str, Any]

    @property
    def version(self) -> str:
        """The API's own version, as `info` has it; empty without one."""
        info = self.root.get("info")
        version = info.get("version") if isinstance(info, dict) else None
        return str(version) if isinstance(version, (str, int, float)) else ""

    def resolve(self, node: Any) -> Target:
        """Follow the references of a node; a circle, or one that leads nowhere, gives an empty node that is lost."""
        first: str | None = None
        seen: set[str] = set()
        while (ref := reference(node)) is not None:
            first = first or ref
            found = None if ref in seen else self._at(ref)
            if found is None:
                return Target({}, first, True)
            seen.add(ref)
            node = found[0]
        return Target(node, first, False)

    def component(self, ref: str) -> Any:
        """What a reference names directly; an empty node if there is no such thing."""
        found = self._at(ref)
        return {} if found is None else found[0]

    def _at(self, ref: str) -> tuple[Any] | None:
        """The node at a pointer, wrapped, since null is a node too; None if there is none."""
        node: Any = self.root
        if ref == "#":
            return (node,)
        if not ref.startswith("#/"):
            return None
        for part in ref[2:].split("/"):
            part = part.replace("~1", "/").replace("~0", "~")
            if isinstance(node, dict):
                # Both spellings are met: a pointer in a URI is percent-encoded, yet braces of a path often are not.
                part = part if part in node else _unquoted(part)
                if part not in node:
                    return None
                node = node[part]
            elif isinstance(node, list) and part.isascii() and part.isdigit() and int(part[:9]) < len(node):
                node = node[int(part[:9])]
            else:
                return None
        return (node,)


def reference(node: Any) -> str | None:
    """The `$ref` of a node, None if it has none."""
    ref = node.get("$ref") if isinstance(node, dict) else None
    return ref if isinstance(ref, str) else None


def ref_name(ref: str) -> str:
    """The last step of a reference: the component's name."""
    return ref.rsplit("/", 1)[-1].replace("~1", "/").replace("~0", "~")


def _unquoted(part: str) -> str:
    from urllib.parse import unquote

    return unquote(part)


def read_document(path: Path) -> Document:
    """Read a JSON or YAML file.

    Raises DocumentError if the file cannot be read, is no OpenAPI 3.0 or 3.1 document, or refers to other files.
    """
    try:
        if path.stat().st_size > MAX_BYTES:
            raise DocumentError(f"{path}: larger than {MAX_BYTES // 1_000_000} MB")
        text = path.read_text("utf-8-sig")
    except OSError as problem:
        raise DocumentError(f"{path}: {problem.strerror or problem}") from None
    except UnicodeDecodeError as problem:
        raise DocumentError(f"{path}: not UTF-8 text, at byte {problem.start}") from None
    return parse_document(text, str(path), yaml=path.suffix.lower() in (".yaml", ".yml"))


def parse_document(text: str, name: str, *, yaml: bool = False) -> Document:
    """Read a document from its text: JSON, or YAML if told so or if the text does not begin like JSON.

    Raises DocumentError as `read_document` does.
    """
    as_json = text.lstrip()[:1] in ("{", "[") and not yaml
    try:
        data = _json(text) if as_json else _yaml(text, name)
    except DocumentError:
        raise
    except RecursionError:
        raise DocumentError(f"{name}: nested too deeply") from None
    except ValueError as problem:
        raise DocumentError(f"{name}: not valid {'JSON' if as_json else 'YAML'}: {problem}") from None
    return document_of(data, name)


def document_of(data: Any, name: str) -> Document:
    """Make a document of data that was read already; it is copied.

    Raises DocumentError if it is no OpenAPI 3.0 or 3.1 document that stands alone.
    """
    root = _Copy(name).of(data, 0)
    if not isinstance(root, dict):
        raise DocumentError(f"{name}: an OpenAPI document is an object, this is not")
    version = root.get("openapi")
    if not isinstance(version, str) or not VERSION.fullmatch(version):
        found = f"swagger {root['swagger']}" if "swagger" in root else f"openapi {json.dumps(version)[:40]}"
        raise DocumentError(f"{name}: OpenAPI 3.0 and 3.1 can be compared, this says {found}")
    outside = sorted(set(_outside(root)))
    if outside:
        more = f" and {len(outside) - 3} more" if len(outside) > 3 else ""
        shown = ", ".join(repr(ref[:120]) for ref in outside[:3])
        raise DocumentError(
            f"{name}: refers to what is outside the document: {shown}{more}. Bundle it into one file first; nothing"
            " is fetched."
        )
    return Document(name, root)


def _json(text: str) -> Any:
    def refuse(constant: str) -> NoReturn:
        raise ValueError(f"{constant} is no JSON number")

    return json.loads(text, parse_constant=refuse)


def _yaml(text: str, name: str) -> Any:
    try:
        import yaml
    except ModuleNotFoundError:
        raise DocumentError(f"{name}: {INSTALL_YAML}") from None
    try:
        # The C loader reads ten times as fast; it is there wherever PyYAML's wheels are.
        return yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506
    except yaml.YAMLError as problem:
        mark = getattr(problem, "problem_mark", None)
        where = f", line {mark.line + 1}" if mark is not None else ""
        raise DocumentError(f"{name}: not valid YAML{where}: {getattr(problem, 'problem', None) or problem}") from None


def _outside(node: Any) -> Iterator[str]:
    ref = reference(node)
    if ref is not None and not ref.startswith("#"):
        yield ref
    if isinstance(node, dict):
        for key, value in node.items():
            if key not in DATA_MEMBERS and not key.startswith("x-"):
                yield from _outside(value)
            elif key == "examples" or key == "default":
                # Under `components` and `responses` these are names, not payloads.
                yield from _outside(value) if _holds_objects(value) else ()
    elif isinstance(node, list):
        for item in node:
            yield from _outside(item)


def _holds_objects(value: Any) -> bool:
    """Whether this looks like a map of reference objects or a response, rather than a payload."""
    if not isinstance(value, dict):
        return False
    return "description" in value or all(set(item) == {"$ref"} for item in value.values() if isinstance(item, dict))


class _Copy:
    """Copies data into plain JSON: keys as text, whole numbers as int, dates as text; bounded in depth and size."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.nodes = 0

    def of(self, value: Any, depth: int) -> Any:
        self.nodes += 1
        if depth > MAX_DEPTH:
            raise DocumentError(f"{self.name}: nested deeper than {MAX_DEPTH} levels, or in a circle of YAML aliases")
        if self.nodes > MAX_NODES:
            raise DocumentError(f"{self.name}: more than {MAX_NODES} nodes, its YAML aliases written out")
        if isinstance(value, dict):
            return {_key(key): self.of(item, depth + 1) for key, item in value.items()}
        if isinstance(value, (list, tuple)):
            return [self.of(item, depth + 1) for item in value]
        if value is None or isinstance(value, (str, bool, int)):
            return value
        if isinstance(value, float):
            if not math.isfinite(value):
                raise DocumentError(f"{self.name}: {value} is no JSON number")
            return int(value) if value.is_integer() else value
        if isinstance(value, (datetime.date, datetime.datetime)):
            return value.isoformat()
        raise DocumentError(f"{self.name}: holds a {type(value).__name__}, which JSON does not have")


def _key(key: Any) -> str:
    # YAML reads 200: as a number, on: as true and null: as none.
    if isinstance(key, bool) or key is None:
        return json.dumps(key)
    return key if isinstance(key, str) else str(key)
