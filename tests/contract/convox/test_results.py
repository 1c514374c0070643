"""What every method returns is what it says, whatever corner of the document's schema the rack answers from."""

from __future__ import annotations

import inspect
import re
from typing import TYPE_CHECKING, Any

import httpx
import pytest

import convox.models
from convox.exceptions import ConvoxProtocolError

from ..document import convox as document
from ..payloads import NEWER, full, minimal
from ..surfaces import AdapterCall
from .adapters import COMPOUNDS, PROXIES, operation_for, plain_call
from .surfaces import SURFACES, SYNC, adapter_methods

if TYPE_CHECKING:
    from ..document import Node
    from ..surfaces import Surface

pytestmark = pytest.mark.parametrize("surface", SURFACES, ids=str)

METHODS = {
    path: method
    for path, method in adapter_methods(SYNC.open()).items()
    if path not in COMPOUNDS and path not in PROXIES and operation_for(document(), path).node["x-transport"] == "http"
}


def schema_of(path: str) -> Node | None:
    """The schema of a method's JSON answer; None for one without JSON."""
    responses = operation_for(document(), path).responses
    content = responses[min(responses, key=lambda status: not status.startswith("2"))].get("content", {})
    return document().resolve(content["application/json"]["schema"]) if "application/json" in content else None


def returns(path: str) -> str:
    """What a method says that it returns, in words."""
    return str(inspect.signature(METHODS[path]).return_annotation).replace("builtins.", "")


def result(surface: Surface, path: str, answer: httpx.Response) -> Any:
    call = plain_call(document(), path, METHODS[path])
    return surface.one(AdapterCall(path, call.args, call.kwargs), lambda request: answer)


WITH_JSON = [path for path in METHODS if schema_of(path) is not None]
LISTS = [path for path in WITH_JSON if returns(path).startswith("list[")]


@pytest.mark.parametrize("path", WITH_JSON)
def test_the_type_that_is_promised_comes_back_from_any_corner(surface: Surface, path: str) -> None:
    schema = schema_of(path)
    assert schema is not None
    whole = full(document(), schema)
    answers = [whole, minimal(document(), schema)]
    if isinstance(whole, dict):
        answers += [{}, {**whole, **NEWER}, dict.fromkeys(whole)]
    elif whole and isinstance(whole[0], dict):
        answers += [[], [{}, {**whole[0], **NEWER}, dict.fromkeys(whole[0])]]

    for answer in answers:
        value = result(surface, path, httpx.Response(200, json=answer)).unwrap()

        listed = re.fullmatch(r"list\[(\w+)\]", returns(path))
        if listed:
            assert isinstance(value, list)
            assert len(value) == len(answer)
            assert all(isinstance(one, _kind(listed[1])) for one in value)
        else:
            assert isinstance(value, _kind(returns(path)))


def _kind(name: str) -> type:
    kind: type = str if name == "str" else getattr(convox.models, name)
    return kind


@pytest.mark.parametrize("path", LISTS)
def test_a_list_that_is_null_is_empty(surface: Surface, path: str) -> None:
    assert result(surface, path, httpx.Response(200, text="null\n")).unwrap() == []


@pytest.mark.parametrize("path", [path for path in METHODS if path not in WITH_JSON])
def test_what_has_no_result_returns_none(surface: Surface, path: str) -> None:
    assert returns(path) in ("None", "bool")
    for text in ("ok\n", "ok", ""):
        assert result(surface, path, httpx.Response(200, text=text)).unwrap() is None


@pytest.mark.parametrize("path", WITH_JSON)
@pytest.mark.parametrize("body", [b"", b"{", b"ok\n", b"\xff", b"7", b'"text"'])
def test_an_answer_that_is_none_is_an_error_of_ours(surface: Surface, path: str, body: bytes) -> None:
    error = result(surface, path, httpx.Response(200, content=body)).error

    assert type(error) is ConvoxProtocolError
    assert operation_for(document(), path).path in str(error)


def test_enough_methods_are_looked_at(surface: Surface) -> None:
    assert len(METHODS) >= 84
    assert len(WITH_JSON) >= 50
    assert len(LISTS) >= 20
