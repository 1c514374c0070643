"""Compares what callers must show: ways to authenticate, their scopes, and how each credential is presented."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .findings import Found, identity, same, shown
from .members import PROSE, members_of, other_members, prose

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from .documents import Document
    from .findings import Documents, Place

__all__ = ["compare_requirements", "compare_schemes", "schemes_of"]

Option = dict[str, frozenset[str]]
ADDRESSES = frozenset({"flows", "openIdConnectUrl", "bearerFormat"})


def schemes_of(document: Document) -> dict[str, Any]:
    """The security schemes by name, references followed."""
    components = document.root.get("components")
    schemes = components.get("securitySchemes") if isinstance(components, dict) else None
    listed = schemes if isinstance(schemes, dict) else {}
    return {name: document.resolve(node).node for name, node in listed.items()}


def renamed_schemes(docs: Documents) -> dict[str, str]:
    """Schemes that have another name now and are the same otherwise; the name is never sent."""
    old, new = schemes_of(docs.old), schemes_of(docs.new)
    come = {_presented(node): name for name, node in new.items() if name not in old}
    return {name: come[key] for name, node in old.items() if name not in new and (key := _presented(node)) in come}


def _presented(node: Any) -> str:
    return identity({k: v for k, v in node.items() if k not in PROSE} if isinstance(node, dict) else node)


def compare_requirements(docs: Documents, old: Any, new: Any, place: Place) -> Iterator[Found]:
    """Compare what must be shown, as lists of alternatives; none means that nothing need be."""
    at = place.at(" · security")
    for one, other in ((old, new), (new, old)):
        if one is not None and not _sound(one) and not same(one, other):
            yield Found("malformed" if one is new else "repaired", at, shown(old), shown(new))
            break
    names = renamed_schemes(docs)
    before = [{names.get(name, name): scopes for name, scopes in option.items()} for option in _options(old)]
    after = _options(new)
    if {} in before and {} not in after:
        yield Found("credential-required", at, "", _text(after))
    elif {} in after and {} not in before:
        yield Found("credential-not-required", at, _text(before), "")
    lost = [option for option in before if option and option not in after]
    come = [option for option in after if option and option not in before]
    for option in lost:
        # An option with the same schemes asks for other scopes rather than being another option.
        alike = next((other for other in come if other.keys() == option.keys()), None)
        if alike is None:
            if not any(_covers(other, option) for other in after):
                yield Found("security-option-removed", at, _text([option]), "")
            elif {} in before and {} in after:
                yield Found("security-option-ignored", at, _text([option]), "")
            continue
        come.remove(alike)
        for name in option:
            for scope in sorted(alike[name] - option[name]):
                yield Found("scope-required", at, "", f"{name}: {scope}")
            for scope in sorted(option[name] - alike[name]):
                yield Found("scope-not-required", at, f"{name}: {scope}", "")
    for option in come:
        if {} not in before or {} in after:  # else it is the credential that is required now
            yield Found("security-option-added", at, "", _text([option]))


def _covers(other: Option, option: Option) -> bool:
    """Whether a caller who shows what `option` asks for has shown what `other` does."""
    return all(name in option and scopes <= option[name] for name, scopes in other.items())


def _sound(node: Any) -> bool:
    return isinstance(node, list) and all(isinstance(option, dict) for option in node)


def _options(node: Any) -> list[Option]:
    found: list[Option] = []
    for option in node if isinstance(node, list) else ():
        if isinstance(option, dict):
            found.append({name: _scopes(scopes) for name, scopes in option.items()})
    return found or [{}]


def _scopes(value: Any) -> frozenset[str]:
    return frozenset(scope for scope in value if isinstance(scope, str)) if isinstance(value, list) else frozenset()


def _text(options: list[Option]) -> str:
    texts = [" and ".join(name + (f" ({', '.join(sorted(s))})" if s else "") for name, s in o.items()) for o in options]
    return " or ".join(text or "nothing" for text in texts)


def compare_schemes(docs: Documents, place: Place) -> Iterator[Found]:
    """Compare how each credential is presented."""
    old, new = schemes_of(docs.old), schemes_of(docs.new)
    renamed = renamed_schemes(docs)
    for name in sorted({**old, **new}):
        at = place.at(name)
        if name in renamed or name in renamed.values():
            continue
        if name not in new:
            yield Found("security-scheme-removed", at)
        elif name not in old:
            yield Found("security-scheme-added", at)
        else:
            yield from _scheme(old[name], new[name], at)


def _scheme(old: Any, new: Any, place: Place) -> Iterator[Found]:
    yield from members_of(old, new, place)
    a: Mapping[str, Any] = old if isinstance(old, dict) else {}
    b: Mapping[str, Any] = new if isinstance(new, dict) else {}
    yield from prose(a, b, place)
    for member in ("type", "in", "name", "scheme"):
        before, after = _lowered(member, a.get(member)), _lowered(member, b.get(member))
        if not same(before, after):
            yield Found("security-scheme-changed", place.at(f" · {member}"), shown(before), shown(after))
    for member in sorted(ADDRESSES):
        if not same(a.get(member), b.get(member)):
            yield Found(
                "security-address-changed", place.at(f" · {member}"), shown(a.get(member)), shown(b.get(member))
            )
    yield from other_members(a, b, place, ADDRESSES | {"type", "in", "name", "scheme"})


def _lowered(member: str, value: Any) -> Any:
    # The names of HTTP's schemes are written in any case.
    return value.lower() if member == "scheme" and isinstance(value, str) else value
