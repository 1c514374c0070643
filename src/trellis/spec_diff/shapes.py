"""Brings schemas of OpenAPI 3.0 and 3.1 into one form, so that two spellings of one meaning compare as equal.

nullable and type null, both forms of exclusive bounds, const and a one-valued enum, true and {}, a lone branch of
allOf, anyOf or oneOf, and members spread over the branches of an allOf are each brought to a single spelling.
Members beside a `$ref` count in both versions, although 3.0 has readers ignore them: authors mean what they write.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from .documents import reference
from .findings import identity
from .members import PROSE

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .documents import Document

__all__ = ["Bound", "Outline", "Shape", "Union", "outline", "shape_of"]

NULL = {"type": "null"}
TYPES = frozenset({"string", "number", "integer", "boolean", "array", "object", "null"})
COMPOSED = frozenset({"$ref", "allOf", "anyOf", "oneOf", "nullable"})
NEVER = "trellis:never"
"""Marks a schema that nothing satisfies: `false`."""
LOWER = {"minimum": "exclusiveMinimum"}
UPPER = {"maximum": "exclusiveMaximum"}


class Outline(NamedTuple):
    """A schema taken apart, its references not yet followed.

    refs: what it refers to, alone or by allOf. layers: the objects whose members apply together. null: null is
    accepted besides. broken: something in it is no schema.
    """

    refs: tuple[str, ...]
    layers: tuple[dict[str, Any], ...]
    null: bool
    broken: bool

    @property
    def alone(self) -> str | None:
        """The one component that this schema is, null and prose apart; None if it is anything more."""
        return self.refs[0] if len(self.refs) == 1 and not any(map(structural, self.layers)) else None


class Union(NamedTuple):
    """The branches of a oneOf or anyOf, without null."""

    kind: str
    branches: tuple[Any, ...]


class Bound(NamedTuple):
    """A limit of a number; exclusive: the limit itself is out."""

    value: float
    exclusive: bool

    def __str__(self) -> str:
        return f"{self.value}{' (exclusive)' if self.exclusive else ''}"


@dataclass(frozen=True)
class Shape:
    """A schema in its one form. types: None for any, without null; null: None where types and enum leave it open."""

    types: frozenset[str] | None
    null: bool | None
    enum: tuple[Any, ...] | None
    properties: dict[str, Any]
    required: frozenset[str]
    unions: tuple[Union, ...]
    bounds: dict[str, Bound]
    members: dict[str, Any] = field(default_factory=dict)
    prose: dict[str, Any] = field(default_factory=dict)
    broken: bool = False

    @property
    def anything(self) -> bool:
        """Whether every value satisfies it."""
        told = (self.properties, self.required, self.unions, self.bounds, self.members)
        return self.types is None and self.enum is None and not any(told)


def structural(layer: dict[str, Any]) -> bool:
    """Whether a layer says anything about the data, rather than about how people read of it."""
    return any(key not in PROSE for key in layer)


def outline(node: Any) -> Outline:
    """Take a schema apart."""
    if isinstance(node, dict) and not COMPOSED & node.keys():
        return Outline((), (node,) if node else (), False, False)
    refs: list[str] = []
    layers: list[dict[str, Any]] = []
    null = broken = False
    waiting = [(node, True)]
    while waiting:
        part, outermost = waiting.pop()
        if part is True:
            continue
        if part is False:
            layers.append({NEVER: True})
            continue
        if not isinstance(part, dict):
            broken = True
            continue
        if reference(part) is not None:
            refs.append(part["$ref"])
        branches = part.get("allOf")
        if isinstance(branches, list):
            # Null passes an allOf only if every part lets it pass; where one part says it all, so does its null.
            said = [branch for branch in branches if not isinstance(branch, dict) or structural(branch)]
            only = len(said) == 1 and not any(key not in PROSE | {"allOf", "nullable"} for key in part)
            waiting.extend((branch, outermost and only) for branch in reversed(branches))
        own = {key: value for key, value in part.items() if key not in ("$ref", "allOf", "nullable")}
        for kind in ("anyOf", "oneOf"):
            several = own.get(kind)
            if not isinstance(several, list):
                continue
            rest = [branch for branch in several if not _is_null(branch)]
            # A union with null whose other members are beside it, in 3.1's way of saying nullable.
            if len(rest) < len(several) and outermost and rest:
                null = True
                own[kind] = rest
            if len(rest) == 1 and (len(several) == 1 or outermost):
                del own[kind]
                waiting.append((rest[0], outermost))
        # `nullable` says something only where a type, an enum or a reference would otherwise leave null out.
        null = null or (part.get("nullable") is True and outermost)
        if "nullable" in part and not isinstance(part["nullable"], bool):
            own["nullable"] = part["nullable"]
        for key in ("$ref", "allOf"):
            if key in part and not isinstance(part[key], str if key == "$ref" else list):
                broken = True
                own[key] = part[key]
        if own:
            layers.append(own)
    return Outline(tuple(dict.fromkeys(refs)), tuple(layers), null, broken)


def _is_null(branch: Any) -> bool:
    if not isinstance(branch, dict):
        return False
    meant = {key: value for key, value in branch.items() if key not in PROSE}
    return meant in (NULL, {"type": ["null"]}, {"enum": [None]}, {"const": None}, {**NULL, "enum": [None]})


def shape_of(document: Document, taken: Outline) -> Shape:
    """The one form of a schema, its references followed; a reference that leads back into itself adds nothing."""
    layers = list(taken.layers)
    broken, null = taken.broken, taken.null
    waiting = list(taken.refs)
    seen: set[str] = set()
    while waiting:
        ref = waiting.pop(0)
        if ref in seen:
            continue
        seen.add(ref)
        target = document.resolve({"$ref": ref})
        more = outline(target.node)
        broken = broken or target.lost or more.broken
        # Of several branches each must accept null, which the types of the layers below say.
        null = null or (more.null and len(taken.refs) == 1 and not any(map(structural, taken.layers)))
        layers += [{key: value for key, value in layer.items() if key not in PROSE} for layer in more.layers]
        waiting += more.refs
    return _merge(layers, null, broken)


def _merge(layers: list[dict[str, Any]], null: bool, broken: bool) -> Shape:
    gathered: dict[str, list[Any]] = {}
    prose: dict[str, list[Any]] = {}
    for layer in layers:
        for key, value in layer.items():
            (prose if key in PROSE else gathered).setdefault(key, []).append(value)
    types, type_null, odd_types = _types(gathered.pop("type", []), NEVER in gathered)
    gathered.pop(NEVER, None)
    enum = _enum(gathered)
    unions, odd_unions = _unions(gathered)
    properties, odd_properties = _properties(gathered.pop("properties", []))
    required, odd_required = _required(gathered.pop("required", []))
    bounds = {**_bounds(gathered, LOWER, max), **_bounds(gathered, UPPER, min)}
    members = {key: _one(key, values) for key, values in gathered.items()}
    odd = {
        **({"type": odd_types} if odd_types else {}),
        **({"properties": odd_properties} if odd_properties else {}),
        **({"required": odd_required} if odd_required else {}),
        **odd_unions,
    }
    if types is None:
        types = _implied(properties, members)
        type_null = type_null and types is None
    accepts: bool | None = null or type_null
    if enum is not None:
        # 3.0 leaves it to the reader whether `nullable` adds null to an enum; writers mean it so.
        accepts = null or (type_null and any(value is None for value in enum))
        enum = tuple(value for value in enum if value is not None)
    elif types is None and not null:
        accepts = False if unions else None
    return Shape(
        types=types, null=accepts, enum=enum, properties=properties, required=required, unions=unions, bounds=bounds,
        members={**members, **odd},
        prose={key: values[0] if len(values) == 1 else values for key, values in prose.items()},
        broken=broken or bool(odd),
    )  # fmt: skip


def _types(stated: list[Any], never: bool) -> tuple[frozenset[str] | None, bool, list[Any]]:
    """Types without null (None: any), whether null is among them, and what is no type."""
    found: frozenset[str] | None = None
    odd: list[Any] = []
    for value in stated:
        if isinstance(value, str) and value in TYPES and value != "number":
            found = frozenset((value,)) if found is None else found & {value}
            continue
        names = value if isinstance(value, list) else [value]
        known = {name for name in names if isinstance(name, str) and name in TYPES}
        if len(known) != len({identity(name) for name in names}) or not known:
            odd.append(value)
        if known:
            # Each integer is a number.
            full = frozenset(known | ({"integer"} if "number" in known else set()))
            found = full if found is None else found & full
    if never:
        return frozenset(), False, odd
    if found is None:
        return None, True, odd
    return found - {"null"}, "null" in found, odd


def _implied(properties: dict[str, Any], members: dict[str, Any]) -> frozenset[str] | None:
    """What authors mean who leave the type out."""
    if properties:
        return frozenset({"object"})
    return frozenset({"array"}) if "items" in members or "prefixItems" in members else None


def _enum(gathered: dict[str, list[Any]]) -> tuple[Any, ...] | None:
    if "enum" not in gathered and "const" not in gathered:
        return None
    lists = [value for value in gathered.get("enum", []) if isinstance(value, list)]
    lists += [[value] for value in gathered.pop("const", [])]
    left = [value for value in gathered.pop("enum", []) if not isinstance(value, list)]
    if left:
        gathered["enum"] = left
    if not lists:
        return None
    allowed = set.intersection(*({identity(value) for value in values} for values in lists))
    kept = {identity(value): value for value in lists[0]}
    return tuple(value for key, value in kept.items() if key in allowed)


def _unions(gathered: dict[str, list[Any]]) -> tuple[tuple[Union, ...], dict[str, Any]]:
    found: list[Union] = []
    odd: dict[str, Any] = {}
    for kind in ("oneOf", "anyOf"):
        for value in gathered.pop(kind, []):
            if isinstance(value, list):
                found.append(Union(kind, tuple(value)))
            else:
                odd[kind] = value
    return tuple(found), odd


def _properties(stated: list[Any]) -> tuple[dict[str, Any], list[Any]]:
    parts: dict[str, list[Any]] = {}
    for value in stated:
        if isinstance(value, dict):
            for name, node in value.items():
                parts.setdefault(name, []).append(node)
    odd = [value for value in stated if not isinstance(value, dict)]
    return {name: _one("properties", nodes) for name, nodes in parts.items()}, odd


def _required(stated: list[Any]) -> tuple[frozenset[str], list[Any]]:
    names: set[str] = set()
    odd = []
    for value in stated:
        if isinstance(value, list):
            names.update(name for name in value if isinstance(name, str))
        if not isinstance(value, list) or not all(isinstance(name, str) for name in value):
            odd.append(value)
    return frozenset(names), odd


def _number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _bounds(gathered: dict[str, list[Any]], kinds: dict[str, str], tightest: Any) -> dict[str, Bound]:
    """The tightest of a bound in its forms: `minimum: 1`, `exclusiveMinimum: true` beside it, `exclusiveMinimum: 1`."""
    found: dict[str, Bound] = {}
    for plain, strict in kinds.items():
        if plain not in gathered and strict not in gathered:
            continue
        values, flags = gathered.pop(plain, []), gathered.pop(strict, [])
        exclusive = any(flag is True for flag in flags)
        candidates = [Bound(value, exclusive) for value in values if _number(value)]
        candidates += [Bound(value, True) for value in flags if _number(value)]
        for key, odd in (
            (plain, [value for value in values if not _number(value)]),
            (strict, [value for value in flags if not _number(value) and not isinstance(value, bool)]),
        ):
            if odd:
                gathered[key] = odd
        if candidates:
            best = tightest(bound.value for bound in candidates)
            found[plain] = Bound(best, any(bound.exclusive for bound in candidates if bound.value == best))
    return found


SCHEMA_MEMBERS = frozenset({"properties", "items", "additionalProperties"})
FLAGS = frozenset({"readOnly", "writeOnly", "deprecated", "uniqueItems"})
HIGHEST = frozenset({"minLength", "minItems", "minProperties"})
LOWEST = frozenset({"maxLength", "maxItems", "maxProperties"})


def _one(key: str, values: list[Any]) -> Any:
    """One value for a member that several branches of an allOf have."""
    if len(values) == 1:
        return values[0]
    if key in SCHEMA_MEMBERS:
        return False if any(value is False for value in values) else {"allOf": values}
    if key in FLAGS:
        return any(value is True for value in values)
    if key in HIGHEST | LOWEST and all(map(_number, values)):
        return max(values) if key in HIGHEST else min(values)
    distinct = distinct_values(values)
    return distinct[0] if len(distinct) == 1 else distinct


def distinct_values(values: Iterable[Any]) -> list[Any]:
    """The values without repetition, in a fixed order."""
    return [value for _, value in sorted({identity(value): value for value in values}.items())]
