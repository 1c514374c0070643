"""What every method of KnoxCall and Convox takes: some value for each argument that its signature requires."""

from __future__ import annotations

import gzip
import inspect
from typing import TYPE_CHECKING, Any, Literal, get_args, get_origin

from convox.models import LetsEncryptConfig

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["convox_arguments", "knoxcall_arguments"]

ARCHIVE = gzip.compress(b"x" * 20)
VALUES: dict[str, Any] = {
    "config": LetsEncryptConfig(role="r"), "method": "GET", "port": 80, "domains": ["x.example"], "env": {"A": "1"},
    "triggers": ["cpu"], "count": 1, "active": True, "threshold": 50,
}  # fmt: skip
"""What Convox's parameters of these names take."""


def knoxcall_arguments(method: Any) -> tuple[tuple[Any, ...], dict[str, Any]]:
    """Positional and keyword arguments, by their annotations."""
    return _arguments(method, lambda parameter: _by_annotation(parameter.annotation, parameter.name))


def convox_arguments(path: str, method: Any, folder: str) -> tuple[tuple[Any, ...], dict[str, Any]]:
    """The same by their names. path: of the method. folder: one with a file in it, to be packed."""
    return _arguments(method, lambda parameter: _by_name(parameter.name, path, folder))


def _arguments(method: Any, value_for: Callable[[inspect.Parameter], Any]) -> tuple[tuple[Any, ...], dict[str, Any]]:
    positional: list[Any] = []
    given: dict[str, Any] = {}
    for parameter in inspect.signature(method).parameters.values():
        if parameter.kind is parameter.VAR_POSITIONAL:
            positional.append("x")
        elif parameter.default is not parameter.empty:
            continue
        elif parameter.kind is parameter.KEYWORD_ONLY:
            given[parameter.name] = value_for(parameter)
        else:
            positional.append(value_for(parameter))
    return tuple(positional), given


def _by_annotation(annotation: Any, name: str) -> Any:
    text = str(annotation)
    if get_origin(annotation) is Literal:
        return get_args(annotation)[0]
    if "Literal[" in text:
        return text.partition("Literal[")[2].split(",")[0].strip("\"'] ")
    for word, value in (("dict", {"a": 1}), ("Mapping", {"a": 1}), ("list", ["x"]), ("Sequence", ["x"]), ("int", 1)):
        if text.startswith(word):
            return value
    return "bool" in text or f"a-{name}"


def _by_name(name: str, path: str, folder: str) -> Any:
    if name == "source":
        return folder
    if name in ("data", "tar"):
        return ARCHIVE
    if name == "path" and path.startswith(("proxy", "registries")):
        return "/x"
    return VALUES.get(name, f"a-{name}")
