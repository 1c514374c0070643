"""Puts the parts of a comparison together: what to look at, what was seen, and whom a shared component concerns."""

from __future__ import annotations

from collections import Counter, deque
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from .bodies import compare_response, compare_shared_body
from .documents import DocumentError, reference
from .findings import SEVERITIES, Change, Documents, Found, Place, Report, same, shown
from .members import changed_prose, members_of, other_members
from .operations import compare_operation, match_operations, operations_of, path_prose
from .parameters import compare_header, compare_parameter, once
from .rules import RULES, severity_of
from .schemas import compare_schemas
from .security import compare_requirements, compare_schemes
from .servers import compare_servers

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from .documents import Document
    from .findings import Finding, Side
    from .operations import Operation

__all__ = ["compare"]

MAX_VISITS = 50_000
ROOT_KNOWN = frozenset({
    "openapi", "info", "servers", "security", "tags", "paths", "components", "webhooks", "jsonSchemaDialect",
})  # fmt: skip
# How each kind of shared part is compared where no operation leads to it, and on which side it then counts. A schema
# by itself describes what a service sends on its own account, such as the body of a webhook.
LONE: dict[str, tuple[str, Side, Callable[[Documents, Any, Any, Place], Iterator[Finding]]]] = {
    "schemas": ("schema", "response", compare_schemas),
    "parameters": ("parameter", "request", compare_parameter),
    "requestBodies": ("body", "request", compare_shared_body),
    "responses": ("response", "response", compare_response),
    "headers": ("header", "response", compare_header),
}
OTHER_KINDS = ("examples", "links", "callbacks", "pathItems")


def compare(old: Document, new: Document) -> Report:
    """Compare two documents.

    Each side of the wire is judged for itself, and a shared component once per side, with the operations it reaches.
    Raises DocumentError if the documents refer to themselves in more ways than can be followed.
    """
    docs = Documents(old, new)
    run = _Run()
    pairs, gone, come = match_operations(*(operations_of(document, document.root.get("paths")) for document in docs))
    run.follow(Place(""), _document(docs))
    run.follow(Place(""), _moved(gone, come))
    for one, other in pairs:
        place = Place(other.line, "", other.line)
        run.follow(place, compare_operation(docs, one, other, place))
    paths = {other.path: (one, other) for one, other in pairs}
    for one, other in paths.values():
        run.follow(Place(other.path), path_prose(docs, one, other))
    run.follow(Place(""), _webhooks(docs))
    run.follow(Place(""), _duplicates(docs))
    run.follow(Place(""), _lone_components(docs))
    run.follow(Place(""), _component_names(docs, run.renamed()))
    return Report(old.name, old.version, new.name, new.version, run.changes())


class _Run:
    """What was found so far, what was visited, and from where."""

    def __init__(self) -> None:
        self.found: dict[Found, None] = {}
        self.visited: dict[Any, None] = {}
        self.callers: dict[str, set[str]] = {}
        self.operations: dict[str, None] = {}

    def follow(self, start: Place, findings: Iterator[Finding]) -> None:
        """Take findings in, and carry out the visits that they ask for, each once."""
        if start.scope:
            self.operations[start.scope] = None
        waiting: deque[tuple[str, Iterator[Finding]]] = deque([(start.scope, findings)])
        while waiting:
            scope, found = waiting.popleft()
            for finding in found:
                if isinstance(finding, Found):
                    self.found.setdefault(finding)
                    continue
                if finding.place.scope != scope and scope:
                    self.callers.setdefault(finding.place.scope, set()).add(scope)
                if finding.key not in self.visited:
                    if len(self.visited) >= MAX_VISITS:
                        raise DocumentError(f"more than {MAX_VISITS} pairs of shared parts to compare: too entangled")
                    self.visited[finding.key] = None
                    waiting.append((finding.place.scope, finding.compare(finding.place)))

    def renamed(self) -> list[tuple[str, str]]:
        """The pairs of references to schemas that stood for each other and differ."""
        keys = [key for key in self.visited if key[0] == "schema" and key[1] != key[2]]
        return list(dict.fromkeys((key[1], key[2]) for key in keys))

    def changes(self) -> tuple[Change, ...]:
        """Everything found, judged, the gravest first."""
        reached = self._users()
        lines = list(self.operations)
        merged: dict[Change, int] = {}
        for found in self.found:
            place = found.place
            rule = RULES[found.rule]
            change = Change(
                severity_of(rule.id, place.side), rule.id, rule.what, place.side, place.where, found.before, found.after
            )
            # What is within one operation says so itself.
            users = 0 if place.scope in self.operations else reached.get(place.scope, 0)
            merged[change] = merged.get(change, 0) | users
        changes = [
            replace(change, used_by=tuple(sorted(line for bit, line in enumerate(lines) if users >> bit & 1)))
            for change, users in merged.items()
        ]
        return tuple(sorted(changes, key=lambda one: (SEVERITIES.index(one.severity), one.where, one.rule)))

    def _users(self) -> dict[str, int]:
        """For each shared component the operations from which it is reached, as bits in the order of `operations`."""
        called: dict[str, list[str]] = {}
        for scope, callers in self.callers.items():
            for caller in callers:
                called.setdefault(caller, []).append(scope)
        reached = {line: 1 << bit for bit, line in enumerate(self.operations)}
        waiting = deque(self.operations)
        while waiting:
            caller = waiting.popleft()
            for scope in called.get(caller, ()):
                more = reached.get(scope, 0) | reached[caller]
                if more != reached.get(scope):
                    reached[scope] = more
                    waiting.append(scope)
        return reached


def _document(docs: Documents) -> Iterator[Finding]:
    old, new = docs.old.root, docs.new.root
    for member in ("info", "openapi", "jsonSchemaDialect", "tags"):
        if not same(old.get(member), new.get(member)):
            plain = member == "openapi"
            texts = (shown(old.get(member)), shown(new.get(member))) if plain else _versions(docs, member)
            yield Found("info-changed", Place(member), *texts)
    for member in ("info", "paths", "components"):
        yield from members_of(old.get(member, {}), new.get(member, {}), Place(member))
    yield from changed_prose(
        {"externalDocs": old.get("externalDocs")}, {"externalDocs": new.get("externalDocs")}, Place("document")
    )
    # Operations that state their own are judged where they do.
    yield from compare_requirements(docs, old.get("security"), new.get("security"), Place("document", "request"))
    yield from compare_schemes(docs, Place("security scheme ", "request"))
    yield from compare_servers(old.get("servers"), new.get("servers"), Place("servers"))
    yield from other_members(old, new, Place("document"), ROOT_KNOWN)
    before, after = (_extensions(document.root.get("paths")) for document in docs)
    yield from other_members(before, after, Place("paths"), frozenset())


def _extensions(node: Any) -> dict[str, Any]:
    return {key: value for key, value in node.items() if key.startswith("x-")} if isinstance(node, dict) else {}


def _versions(docs: Documents, member: str) -> tuple[str, str]:
    if member == "info" and docs.old.version != docs.new.version:
        return docs.old.version, docs.new.version
    return "", ""


def _moved(gone: list[Operation], come: list[Operation]) -> Iterator[Found]:
    """Operations that are only in one document; one operationId at two places is a move."""
    ids = Counter(op.id for op in come)
    places: dict[str, Operation] = {op.id: op for op in come if op.id and ids[op.id] == 1}
    moved: set[str] = set()
    for op in gone:
        other = places.get(op.id or "")
        if other is not None and op.id not in moved:
            moved.add(str(op.id))
            yield Found("operation-moved", Place(op.line), op.line, other.line)
        else:
            yield Found("operation-removed", Place(op.line))
    for op in come:
        if op.id not in moved:
            yield Found("operation-added", Place(op.line))


def _webhooks(docs: Documents) -> Iterator[Finding]:
    """Requests that the service sends: what it sends is what a client receives."""
    old, new = (document.root.get("webhooks") for document in docs)
    if old is None and new is None:
        return
    yield from members_of({} if old is None else old, {} if new is None else new, Place("webhooks"))
    pairs, gone, come = match_operations(operations_of(docs.old, old), operations_of(docs.new, new))
    for rule, several in (("operation-removed", gone), ("operation-added", come)):
        for op in several:
            yield Found(rule, Place(f"webhook {op.line}"))
    for one, other in pairs:
        place = Place(f"webhook {other.line}")
        yield from compare_operation(docs, one, other, place, ("response", "request"))


def _duplicates(docs: Documents) -> Iterator[Found]:
    """operationIds that are used twice now and were not before."""
    old, new = (
        Counter(op.id for op in operations_of(document, document.root.get("paths")) if op.id is not None)
        for document in docs
    )
    for name, number in new.items():
        if number > 1 and number > old[name]:
            yield Found("operation-id-duplicated", Place(f"operationId {name}"), str(old[name]), str(number))


def _part(document: Document, kind: str) -> Any:
    components = document.root.get("components")
    return components.get(kind, {}) if isinstance(components, dict) else {}


def _components(document: Document, kind: str) -> dict[str, Any]:
    part = _part(document, kind)
    return part if isinstance(part, dict) else {}


def _lone_components(docs: Documents) -> Iterator[Finding]:
    """Shared parts of both documents that no operation of either leads to."""
    reached = _reached(docs.old) | _reached(docs.new)
    for kind, (label, side, compared) in LONE.items():
        old, new = _components(docs.old, kind), _components(docs.new, kind)
        for name in old:
            ref = f"#/components/{kind}/{name.replace('~', '~0').replace('/', '~1')}"
            if name not in new or ref in reached:
                continue
            if label == "schema":
                yield from compare_schemas(docs, {"$ref": ref}, {"$ref": ref}, Place("", side))
            else:
                place = Place(f"{label} {name}", side, f"{label} {name} ({side})")
                yield from once(docs, label, {"$ref": ref}, {"$ref": ref}, place, compared)
    for kind in OTHER_KINDS:
        old, new = _components(docs.old, kind), _components(docs.new, kind)
        for name in old:
            if name in new and not same(old[name], new[name]):
                yield Found("prose-changed" if kind == "examples" else "member-changed", Place(f"{kind} {name}"))


def _reached(document: Document) -> set[str]:
    """Every reference that can be followed from the paths and webhooks."""
    found: set[str] = set()
    waiting: list[Any] = [document.root.get("paths"), document.root.get("webhooks")]
    while waiting:
        node = waiting.pop()
        ref = reference(node)
        if ref is not None and ref not in found:
            found.add(ref)
            waiting.append(document.component(ref))
        if isinstance(node, (dict, list)):
            waiting.extend(node.values() if isinstance(node, dict) else node)
    return found


def _component_names(docs: Documents, pairs: list[tuple[str, str]]) -> Iterator[Found]:
    """Shared parts that are only in one document."""
    for kind in (*LONE, *OTHER_KINDS):
        old, new = _components(docs.old, kind), _components(docs.new, kind)
        yield from _kind_of(docs, kind)
        gone, come = [name for name in old if name not in new], [name for name in new if name not in old]
        renamed: dict[str, str] = {}
        for before, after in pairs if kind == "schemas" else ():
            one, other = before.rsplit("/", 1)[-1], after.rsplit("/", 1)[-1]
            if one in gone and other in come and one not in renamed and other not in renamed.values():
                renamed[one] = other
                yield Found("schema-renamed", Place(f"schema {one}"), one, other)
        label, prefix = (LONE[kind][0], "schema") if kind == "schemas" else (kind, "component")
        for name in gone:
            if name not in renamed:
                yield Found(f"{prefix}-removed", Place(f"{label} {name}"))
        for name in come:
            if name not in renamed.values():
                yield Found(f"{prefix}-added", Place(f"{label} {name}"))


def _kind_of(docs: Documents, kind: str) -> Iterator[Found]:
    old, new = (_part(document, kind) for document in docs)
    yield from members_of(old, new, Place(f"components · {kind}"))
