"""Reads the methods of a class and of its twin on the other surface, so that they can be compared."""

from __future__ import annotations

import inspect
import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["NAMES", "described", "function_of", "in_sync_words", "own_methods"]

NAMES = {"aclose": "close", "__aenter__": "__enter__", "__aexit__": "__exit__"}


def own_methods(kind: type) -> dict[str, Any]:
    """The public methods that a class declares itself, as they stand in it."""
    return {
        name: member for name, member in vars(kind).items() if callable(getattr(kind, name)) and not _is_inner(name)
    }


def _is_inner(name: str) -> bool:
    return name.startswith("_") and name not in ("__init__", *NAMES, *NAMES.values())


def function_of(member: Any) -> Any:
    """The function in a static or class method."""
    return getattr(member, "__func__", member)


def described(member: Any) -> list[tuple[str, Any, Any, str]]:
    """Name, kind, default and annotation of every parameter, and what is returned."""
    signature = inspect.signature(function_of(member))
    found = [(p.name, p.kind, p.default, str(p.annotation)) for p in signature.parameters.values()]
    return [*found, ("return", None, None, str(signature.return_annotation))]


def in_sync_words(annotation: str, words: Mapping[str, str]) -> str:
    """An annotation of the asynchronous surface, as the synchronous one writes it."""
    return re.sub(r"\w+", lambda word: words.get(word[0], word[0]), annotation)
