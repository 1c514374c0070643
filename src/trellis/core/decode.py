"""From an answer's bytes to typed results, compiled once per operation from the reply's type expression."""

from __future__ import annotations

import json
import re
from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from .runtime.operation import Operation

__all__ = ["DecodeError", "decoder_for", "load_json"]


class DecodeError(Exception):
    """The body is not what the spec promises; the text says how. The engine turns it into the service's own error."""


def decoder_for(operation: Operation[Any], models: str) -> Callable[[bytes], Any]:
    """A function from the body of a successful answer to the operation's result. It raises DecodeError.

    All the declared successes of an operation decode alike: a 202 that the spec leaves without content has the body of
    the 200 beside it; but where a 204 or 205 is declared, which has no content (RFC 9110, section 15.3.5), nothing is
    None. Where the result comes in an envelope, the row's `x-unwrap` names the member that holds it, and
    `x-fold` the members beside that one which belong to the result.
    """
    kinds = [reply.type for reply in operation.replies if reply.type != "None"]
    expression = kinds[0] if kinds else "None"
    decode = _decoder(operation, expression, models)
    if expression != "None" and any(reply.status in ("204", "205") for reply in operation.replies):
        return lambda content: decode(content) if content else None
    return decode


def _decoder(operation: Operation[Any], expression: str, models: str) -> Callable[[bytes], Any]:
    if expression == "None":
        return lambda content: None
    if expression == "bytes":
        return lambda content: content
    if expression == "str" and not _is_json(operation):
        return lambda content: content.decode("utf-8", "replace")
    convert = _converter(expression, models)
    member = operation.ext.get("x-unwrap", "none")
    read = load_json if member == "none" else _unwrapping(member, operation.ext.get("x-fold", ()))
    if convert is None:
        if not _is_object(expression, models):
            return read
        convert = _object
    return lambda content: _convert(convert, expression, read(content))


def _is_json(operation: Operation[Any]) -> bool:
    media = next((reply.media for reply in operation.replies if reply.type != "None"), ())
    return bool(media) and media[0].partition(";")[0].rstrip().endswith("json")


def _is_object(expression: str, models: str) -> bool:
    """Whether results of this type, which are left as they are, are objects: not so with the literals of an enum."""
    if expression in _AS_IT_IS or not expression.isidentifier():
        return False
    return isinstance(getattr(import_module(models), expression), type)


def _unwrapping(member: str, folded: Sequence[str]) -> Callable[[bytes], Any]:
    """Reads a body and takes its envelope off. A body without the member is taken for a result that came without."""

    def read(content: bytes) -> Any:
        body = load_json(content)
        if not isinstance(body, dict) or member not in body:
            return body
        result = body[member]
        if isinstance(result, dict):
            for name in folded:
                if name in body:
                    result[name] = body[name]
        return result

    return read


_read, _decode = json.JSONDecoder().raw_decode, json.JSONDecoder().decode
_BOM = b"\xef\xbb\xbf"


def load_json(content: bytes) -> Any:
    """Parse a JSON body. DecodeError says what was there instead."""
    if not content:
        raise DecodeError("the body is empty")
    try:
        text = content.decode()
        try:
            value, end = _read(
                text
            )  # does without looking for white space around it, of which there hardly ever is any
        except ValueError:
            end = -1
        return value if end == len(text) else _decode(text)
    except RecursionError:
        raise DecodeError("the JSON is nested too deeply") from None
    except ValueError:
        if content.startswith(_BOM):  # RFC 8259, section 8.1: a reader may ignore it
            return load_json(content[len(_BOM) :])
        start = " ".join(content[:80].decode("utf-8", "replace").split())
        what = "an HTML page" if start[:1] == "<" else "no JSON"
        raise DecodeError(f"the body is {what} ({len(content)} bytes)") from None


def _convert(convert: Callable[[Any], Any], expression: str, value: Any) -> Any:
    problem: str
    try:
        return convert(value)
    except KeyError as error:
        problem = f"{expression} lacks {error.args[0]!r}" if error.args else f"{expression} lacks a member"
    except (TypeError, ValueError, AttributeError):
        problem = f"{_json_name(value)} does not fit {expression}"
    except RecursionError:
        problem = "the JSON is nested too deeply"
    raise DecodeError(problem)


def _json_name(value: Any) -> str:
    if value is None:
        return "null"
    names = {dict: "a JSON object", list: "a JSON array", str: "a JSON string", bool: "a JSON boolean"}
    return names.get(type(value), "a JSON number")


_AS_IT_IS = frozenset({"Any", "int", "float", "bool", "None"})


def _choices(expression: str) -> list[str]:
    """The alternatives of a union that is not inside of a list or a map."""
    choices, depth = [""], 0
    for piece in re.split(r"(\[|\]| \| )", expression):
        depth += (piece == "[") - (piece == "]")
        if piece == " | " and depth == 0:
            choices.append("")
        else:
            choices[-1] += piece
    return choices


def _converter(expression: str, models: str) -> Callable[[Any], Any] | None:
    """None where the JSON value is the result."""
    choices = _choices(expression)
    if len(choices) > 1:
        # A union of what is left as it is is left as it is, too; which model another one means, its text cannot tell.
        if any(_holds_models(choice, models) for choice in choices):
            raise ValueError(f"no way to choose between the models of {expression!r} in the operation table")
        return None
    if expression in _AS_IT_IS or expression.startswith("Literal["):
        return None
    if expression == "str":
        return _text
    if expression.startswith("list[") and expression.endswith("]"):
        item = _converter(expression[5:-1], models)
        return _list_of(item)
    if expression.startswith("dict[str, ") and expression.endswith("]"):
        item = _converter(expression[10:-1], models)
        return _dict_of(item)
    if not expression.isidentifier():
        raise ValueError(f"unknown type expression {expression!r} in the operation table")
    model = getattr(import_module(models), expression)
    from_dict: Callable[[Any], Any] | None = getattr(model, "from_dict", None)
    return from_dict


def _object(value: Any) -> Any:
    """A result that stays the dict it is. null is let through: a server that has nothing to say may say so."""
    if value is not None and not isinstance(value, dict):
        raise TypeError
    return value


def _holds_models(expression: str, models: str) -> bool:
    for start in ("list[", "dict[str, "):
        if expression.startswith(start) and expression.endswith("]"):
            return any(_holds_models(choice, models) for choice in _choices(expression[len(start) : -1]))
    return _converter(expression, models) not in (None, _text)


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError
    return value


def _list_of(item: Callable[[Any], Any] | None) -> Callable[[Any], Any]:
    def convert(value: Any) -> Any:
        if value is None:  # a server that has nothing to list may say null
            return []
        if not isinstance(value, list):
            raise TypeError
        return value if item is None else [item(element) for element in value]

    return convert


def _dict_of(item: Callable[[Any], Any] | None) -> Callable[[Any], Any]:
    def convert(value: Any) -> Any:
        if value is None:
            return {}
        if not isinstance(value, dict):
            raise TypeError
        return value if item is None else {key: item(element) for key, element in value.items()}

    return convert
