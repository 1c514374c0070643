"""Small documents to compare: one operation whose parts a test replaces."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any

from trellis.spec_diff import compare, document_of

if TYPE_CHECKING:
    from trellis.spec_diff import Change, Report

__all__ = ["Node", "api", "changed", "found", "over", "reported", "requesting", "responding", "rules"]

Node = dict[str, Any]


def api(operation: Node | None = None, *, path: str = "/things", method: str = "post", **root: Any) -> Node:
    """A document of one operation. root: further members of the document, put over what is there."""
    return {
        "openapi": "3.1.0",
        "info": {"title": "An API", "version": "1"},
        "paths": {path: {method: {"responses": {"204": {"description": "Done."}}, **(operation or {})}}},
        **root,
    }


def requesting(schema: Any, **root: Any) -> Node:
    """A document whose one operation takes a body of this schema."""
    return api({"requestBody": {"required": True, "content": {"application/json": {"schema": schema}}}}, **root)


def responding(schema: Any, **root: Any) -> Node:
    """A document whose one operation answers with this schema."""
    content = {"application/json": {"schema": schema}}
    return api({"responses": {"200": {"description": "Fine.", "content": content}}}, **root)


def over(node: Node, **members: Any) -> Node:
    """A copy of a node with members put over it."""
    return {**copy.deepcopy(node), **members}


def reported(old: Node, new: Node) -> Report:
    """The report on two documents."""
    return compare(document_of(old, "old"), document_of(new, "new"))


def changed(old: Node, new: Node) -> list[tuple[str, str]]:
    """What was found, as (rule, class), in order of the report."""
    return [(change.rule, change.severity) for change in reported(old, new).changes]


def rules(old: Node, new: Node) -> set[str]:
    """The rules under which something was found."""
    return {change.rule for change in reported(old, new).changes}


def found(old: Node, new: Node, rule: str) -> list[Change]:
    """The changes found under one rule."""
    return [change for change in reported(old, new).changes if change.rule == rule]
