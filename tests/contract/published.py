"""Compares the pinned document with the service's published one and names the kind of every deviation."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .document import Document, Node, Operation, Parameter

__all__ = ["REQUESTS", "ROOT_KINDS", "Deviation", "deviations", "unexplained"]

ROOT_KINDS = (
    "operation-ids", "open-responses", "open-enums", "no-null-in-queries", "error-answers", "invalid-answers",
    "security",
)  # fmt: skip
"""Kinds of deviation that go through the whole document; each needs its reason under `info.x-why`."""

REQUESTS = ("Request", "Overlay")
"""How the names of schemas end that are sent; the others are answered."""

LOCAL = "local"
"""A deviation whose reason is an `x-why` at its own place."""


@dataclass(frozen=True)
class Deviation:
    """kind: one of ROOT_KINDS, LOCAL, or "" for one that nothing allows. why: the reason written for it, if any."""

    kind: str
    place: str
    what: str
    why: str | None = None

    def __str__(self) -> str:
        return f"{self.place}: {self.what} [{self.kind or 'not allowed'}]"


def unexplained(pinned: Document, published: Document) -> list[str]:
    """The deviations that are of no allowed kind, or lack their reason."""
    return [str(found) for found in deviations(pinned, published) if not found.kind or not found.why]


def deviations(pinned: Document, published: Document) -> list[Deviation]:
    """Every place where the two differ."""
    return list(_Comparison(pinned, published).all())


class _Comparison:
    def __init__(self, pinned: Document, published: Document) -> None:
        self.pinned = pinned
        self.published = published
        self.reasons: dict[str, str] = pinned.root["info"].get("x-why", {})

    def root(self, kind: str, place: str, what: str) -> Deviation:
        return Deviation(kind, place, what, self.reasons.get(kind))

    def all(self) -> Iterator[Deviation]:
        if self.pinned.root["info"]["version"] != self.published.root["info"]["version"]:
            yield Deviation("", "info", "another version")
        ours = {op.line: op for op in self.pinned.operations()}
        theirs = {op.line: op for op in self.published.operations()}
        yield from _sets("operation", ours, theirs)
        for line in ours.keys() & theirs.keys():
            yield from self.operation(ours[line], theirs[line])
        if self.pinned.root.get("security") != self.published.root.get("security"):
            yield self.root("security", "security", "the published document names none")
        yield from self.schemas()

    def operation(self, ours: Operation, theirs: Operation) -> Iterator[Deviation]:
        if ours.id != theirs.id:
            yield self.root("operation-ids", ours.line, f"{ours.id} for {theirs.id}")
        if ours.node.get("tags") != theirs.node.get("tags"):
            yield Deviation("", ours.line, f"tags {ours.node.get('tags')} for {theirs.node.get('tags')}")
        yield from self.parameters(ours, theirs)
        yield from self.bodies(ours, theirs)
        for status in theirs.responses.keys() - ours.responses.keys():
            yield Deviation("", ours.line, f"lacks the answer {status}")
        for status in ours.responses:
            yield from self.answer(ours, theirs, status)

    def parameters(self, ours: Operation, theirs: Operation) -> Iterator[Deviation]:
        here = {(param.where, param.name): param for param in ours.params}
        there = {(param.where, param.name): param for param in theirs.params}
        yield from _sets(f"{ours.line}, parameter", here, there)
        for key in here.keys() & there.keys():
            place = f"{ours.line}, {key[0]} {key[1]}"
            mine, published = here[key], there[key]
            for name in ("required", "style", "explode"):
                if getattr(mine, name) != getattr(published, name):
                    yield Deviation("", place, f"{name} differs")
            yield from self.parameter_schema(place, mine, published)

    def parameter_schema(self, place: str, mine: Parameter, theirs: Parameter) -> Iterator[Deviation]:
        ours, published = self.plain(self.pinned, mine.schema), self.plain(self.published, theirs.schema)
        if ours.pop("open-enum", False) and not published.pop("open-enum", False):
            yield self.root("open-enums", place, "a plain string in the published document")
        if ours == published:
            return
        if published["types"] == {*ours["types"], "null"} and {**published, "types": ours["types"]} == ours:
            if mine.where == "query":
                yield self.root("no-null-in-queries", place, "not nullable here")
            else:
                yield Deviation(LOCAL, place, "not nullable here", mine.node.get("x-why"))
        else:
            yield Deviation("", place, f"schema {ours} for {published}")

    def bodies(self, ours: Operation, theirs: Operation) -> Iterator[Deviation]:
        if (ours.body is None) != (theirs.body is None):
            yield Deviation("", ours.line, "only one of the two has a request body")
        if ours.body is None or theirs.body is None:
            return
        if ours.body.get("required", False) != theirs.body.get("required", False):
            yield Deviation("", ours.line, "whether the body is required differs")
        if ours.body["content"] != theirs.body["content"]:
            yield Deviation("", ours.line, f"body {ours.body['content']} for {theirs.body['content']}")

    def answer(self, ours: Operation, theirs: Operation, status: str) -> Iterator[Deviation]:
        place = f"{ours.line}, answer {status}"
        mine = ours.responses[status]
        if status in theirs.responses:
            if mine.get("content") != theirs.responses[status].get("content"):
                if status == "422":
                    yield self.root("invalid-answers", place, "another body")
                else:
                    yield Deviation(LOCAL, place, "another body", mine.get("x-why"))
        elif status[0] in "45":
            yield self.root("error-answers", place, "not in the published document")
        else:
            yield Deviation(LOCAL, place, "not in the published document", mine.get("x-why"))

    def schemas(self) -> Iterator[Deviation]:
        ours, theirs = self.pinned.schemas, self.published.schemas
        for name in theirs.keys() - ours.keys():
            yield Deviation("", f"schema {name}", "is missing")
        for name in ours.keys() - theirs.keys():
            if ours[name].get("x-open-enum"):
                yield self.root("open-enums", f"schema {name}", "not in the published document")
            else:
                yield Deviation(LOCAL, f"schema {name}", "not in the published document", ours[name].get("x-why"))
        for name in ours.keys() & theirs.keys():
            yield from self.schema(f"schema {name}", ours[name], theirs[name])

    def schema(self, place: str, ours: Node, theirs: Node) -> Iterator[Deviation]:
        mine, published = self.plain(self.pinned, ours), self.plain(self.published, theirs)
        for key in sorted({*mine, *published} - {"properties", "items", "extra", "open-enum"}):
            if key == "required" and set(mine.get(key, ())) < set(published.get(key, ())):
                yield Deviation(LOCAL, place, "a member may be left out here", ours.get("x-why"))
            elif mine.get(key) != published.get(key):
                yield Deviation("", place, f"{key} {mine.get(key)!r} for {published.get(key)!r}")
        if mine.get("open-enum") and not published.get("open-enum"):
            yield self.root("open-enums", place, "a plain string in the published document")
        yield from self.extra(place, mine["extra"], published["extra"])
        if "items" in mine and "items" in published:
            yield from self.schema(f"{place}[]", mine["items"], published["items"])
        here, there = mine.get("properties", {}), published.get("properties", {})
        yield from _sets(f"{place}, member", here, there)
        for name in here.keys() & there.keys():
            yield from self.schema(f"{place}.{name}", here[name], there[name])

    def extra(self, place: str, mine: Any, published: Any) -> Iterator[Deviation]:
        if mine == published:
            return
        if mine is True and published is False and not _root_of(place).endswith(REQUESTS):
            yield self.root("open-responses", place, "open here")
        elif isinstance(mine, dict) and isinstance(published, dict):
            yield from self.schema(f"{place}{{}}", mine, published)
        else:
            yield Deviation("", place, f"additionalProperties {mine!r} for {published!r}")

    def plain(self, document: Document, schema: Node) -> dict[str, Any]:
        """A schema without prose, references and the choice of spelling for "or null"."""
        node = document.resolve(schema)
        types: set[str] = set()
        out: dict[str, Any] = {}
        for choice in (node, *node.get("anyOf", ())):
            choice = document.resolve(choice)
            named = choice.get("type", ())
            types |= {named} if isinstance(named, str) else set(named)
            out.update({key: value for key, value in choice.items() if key in _MEANINGFUL})
            if choice.get("x-open-enum"):
                out["open-enum"] = True
        if "enum" in out:
            out["enum"] = sorted(out["enum"])
        if "required" in out:
            out["required"] = sorted(out["required"])
        out["types"] = types
        # An absent additionalProperties means the same as true.
        out["extra"] = out.pop("additionalProperties", True)
        return out


_MEANINGFUL = frozenset({
    "additionalProperties", "const", "default", "enum", "exclusiveMaximum", "exclusiveMinimum", "format", "items",
    "maxItems", "maxLength", "maximum", "minItems", "minLength", "minimum", "multipleOf", "pattern", "properties",
    "required", "uniqueItems",
})  # fmt: skip


def _root_of(place: str) -> str:
    """The named schema that a place is in."""
    return place.removeprefix("schema ").partition(".")[0].partition("[")[0].partition("{")[0]


def _sets(what: str, ours: Any, theirs: Any) -> Iterator[Deviation]:
    for name in theirs.keys() - ours.keys():
        yield Deviation("", f"{what} {name}", "is missing")
    for name in ours.keys() - theirs.keys():
        yield Deviation("", f"{what} {name}", "is not in the published document")
