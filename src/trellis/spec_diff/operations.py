"""Compares operations: how each is called, what it is sent, and what it answers."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from .bodies import compare_body, compare_responses
from .findings import Found, Place, same, shown
from .members import life_cycle, members_of, other_members, prose
from .parameters import compare_parameters
from .security import compare_requirements
from .servers import compare_servers

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .documents import Document
    from .findings import Documents, Finding, Side

__all__ = ["METHODS", "Operation", "compare_operation", "match_operations", "operations_of", "path_prose"]

METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")
PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
KNOWN = frozenset({
    "operationId", "tags", "parameters", "requestBody", "responses", "security", "servers", "callbacks",
})  # fmt: skip


@dataclass(frozen=True)
class Operation:
    """One method of one path. item: the path's own members. shape: the path with its placeholders' names blanked."""

    method: str
    path: str
    node: Any
    item: dict[str, Any]

    @property
    def line(self) -> str:
        """ "GET /v1/runs": how people name it."""
        return f"{self.method.upper()} {self.path}"

    @property
    def key(self) -> tuple[str, str]:
        """What the wire tells it by."""
        return self.method, PLACEHOLDER.sub("{}", self.path)

    @property
    def id(self) -> str | None:
        """Its operationId, if it has one."""
        found = self.node.get("operationId") if isinstance(self.node, dict) else None
        return found if isinstance(found, str) else None

    @property
    def placeholders(self) -> list[str]:
        """The names in the path, in their order."""
        return PLACEHOLDER.findall(self.path)


def operations_of(document: Document, paths: Any) -> list[Operation]:
    """Every operation of a map of path items (`paths`, `webhooks`, a callback), in its order."""
    found = []
    for path, raw in paths.items() if isinstance(paths, dict) else ():
        if path.startswith("x-"):
            continue
        item = document.resolve(raw).node
        if isinstance(item, dict):
            # What stands beside a path item's reference counts, as authors mean it to.
            beside = {key: value for key, value in raw.items() if key != "$ref"} if isinstance(raw, dict) else {}
            item = {**item, **beside}
            found += [Operation(method, path, item[method], item) for method in METHODS if method in item]
    return found


def match_operations(
    old: list[Operation], new: list[Operation]
) -> tuple[list[tuple[Operation, Operation]], list[Operation], list[Operation]]:
    """Operations that the wire cannot tell apart, in pairs; those only in the old; those only in the new."""
    exact = {(op.method, op.path): op for op in new}
    shapes: dict[tuple[str, str], list[Operation]] = {}
    olds = {(op.method, op.path) for op in old}
    for op in new:
        if (op.method, op.path) not in olds:
            shapes.setdefault(op.key, []).append(op)
    pairs, gone, used = [], [], set()
    for op in old:
        other = exact.get((op.method, op.path))
        if other is None and shapes.get(op.key):
            other = shapes[op.key].pop(0)
        if other is None:
            gone.append(op)
        else:
            pairs.append((op, other))
            used.add((other.method, other.path))
    return pairs, gone, [op for op in new if (op.method, op.path) not in used]


def compare_operation(
    docs: Documents, old: Operation, new: Operation, place: Place, sides: tuple[Side, Side] = ("request", "response")
) -> Iterator[Finding]:
    """Compare two operations. sides: of what it is sent and of what it answers; the other way round for a webhook."""
    yield from members_of(old.node, new.node, place)
    a, b = (op.node if isinstance(op.node, dict) else {} for op in (old, new))
    sent, answered = sides
    if not same(a.get("operationId"), b.get("operationId")):
        yield Found("operation-id-changed", place, shown(a.get("operationId")), shown(b.get("operationId")))
    if not same(a.get("tags", []), b.get("tags", [])):
        yield Found("tags-changed", place, shown(a.get("tags", [])), shown(b.get("tags", [])))
    renamed = {}
    for before, after in zip(old.placeholders, new.placeholders, strict=False):
        if before != after:
            renamed[before] = after
            yield Found("path-parameter-renamed", place, before, after)
    yield from prose(a, b, place)
    yield from life_cycle(a, b, place)
    yield from compare_parameters(docs, (a, old.item), (b, new.item), place.on(sent), renamed, f"{new.path}:")
    yield from compare_body(docs, a.get("requestBody"), b.get("requestBody"), place.on(sent))
    yield from compare_responses(docs, a.get("responses"), b.get("responses"), place.on(answered))
    if "security" in a or "security" in b:
        inherited = (docs.old.root.get("security"), docs.new.root.get("security"))
        yield from compare_requirements(
            docs, a.get("security", inherited[0]), b.get("security", inherited[1]), place.on("request")
        )
    yield from _servers(docs, (a, old.item), (b, new.item), place)
    yield from _callbacks(docs, a.get("callbacks"), b.get("callbacks"), place, sides)
    yield from other_members(a, b, place, KNOWN)


def path_prose(docs: Documents, old: Operation, new: Operation) -> Iterator[Finding]:
    """What the items of two paths say beyond their operations."""
    place = Place(new.path)
    yield from prose(old.item, new.item, place)
    yield from other_members(old.item, new.item, place, frozenset({*METHODS, "parameters", "servers"}))


def _servers(
    docs: Documents, old: tuple[dict[str, Any], Any], new: tuple[dict[str, Any], Any], place: Place
) -> Iterator[Found]:
    own = [next((node["servers"] for node in nodes if "servers" in node), None) for nodes in (old, new)]
    if own != [None, None]:
        general = (docs.old.root.get("servers"), docs.new.root.get("servers"))
        before, after = (mine if mine is not None else theirs for mine, theirs in zip(own, general, strict=True))
        yield from compare_servers(before, after, place.at(" · servers"))


def _callbacks(docs: Documents, old: Any, new: Any, place: Place, sides: tuple[Side, Side]) -> Iterator[Finding]:
    """The requests that the service sends meanwhile: what it sends is what a client receives."""
    if old is None and new is None:
        return
    yield from members_of({} if old is None else old, {} if new is None else new, place.at(" · callbacks"))
    before, after = (node if isinstance(node, dict) else {} for node in (old, new))
    for name in sorted({**before, **after}):
        where = place.at(f" · callback {name}")
        if name not in before or name not in after:
            yield Found("operation-added" if name in after else "operation-removed", where)
            continue
        one, other = docs.old.resolve(before[name]).node, docs.new.resolve(after[name]).node
        yield from members_of(one, other, where)
        pairs, gone, come = match_operations(operations_of(docs.old, one), operations_of(docs.new, other))
        for rule, several in (("operation-removed", gone), ("operation-added", come)):
            for op in several:
                yield Found(rule, where.at(f" {op.line}"))
        for mine, theirs in pairs:
            yield from compare_operation(docs, mine, theirs, where.at(f" {theirs.line}"), (sides[1], sides[0]))
