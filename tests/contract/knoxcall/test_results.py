"""What a method returns is what the document says the result of its operation is, out of its envelope."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import httpx
import pytest

from knoxcall.errors import ProtocolError

from ..document import knoxcall
from ..payloads import NEWER
from .adapters import LOCAL, WALKERS, Recorder, operation_for, plain_call, success_of
from .surfaces import SURFACES, SYNC, adapter_methods

if TYPE_CHECKING:
    from ..surfaces import AdapterCall, Surface

pytestmark = pytest.mark.parametrize("surface", SURFACES, ids=str)

METHODS = adapter_methods(SYNC.open())
PRIMARY = sorted(METHODS.keys() - WALKERS.keys() - LOCAL)
IN_DATA = [path for path in PRIMARY if operation_for(knoxcall(), path).node.get("x-unwrap") == "data"]
WHOLE = [path for path in PRIMARY if "x-pagination" in operation_for(knoxcall(), path).node and path not in IN_DATA]
NOTHING = [path for path in PRIMARY if operation_for(knoxcall(), path).node.get("x-unwrap") == "none"]
TEXT = ["pki.get_crl", "pki.get_root_cert"]
FOLDED = ["oauth_clients.create", "oauth_clients.rotate_secret"]


def plain(path: str) -> AdapterCall:
    return plain_call(knoxcall(), path, METHODS[path])


def success(path: str) -> Any:
    return success_of(knoxcall(), operation_for(knoxcall(), path))[1]


def result_of(surface: Surface, path: str, response: httpx.Response) -> Any:
    return surface.one(plain(path), lambda request: response).unwrap()


def test_every_method_is_of_one_kind(surface: Surface) -> None:
    kinds = [IN_DATA, WHOLE, NOTHING, TEXT, ["crypto.encrypt_data"]]

    assert sorted(path for kind in kinds for path in kind) == PRIMARY
    assert [len(kind) for kind in kinds] == [91, 11, 8, 2, 1]


@pytest.mark.parametrize("path", IN_DATA)
def test_a_result_is_taken_out_of_data(surface: Surface, path: str) -> None:
    answer = success(path)
    fold = operation_for(knoxcall(), path).node.get("x-fold", [])
    wanted = {**answer["data"], **{name: answer[name] for name in fold}} if fold else answer["data"]

    result = surface.one(plain(path), Recorder(knoxcall())).unwrap()

    assert result == wanted
    assert type(result) is type(wanted), "plain dicts and lists"


@pytest.mark.parametrize("path", WHOLE)
def test_a_page_is_returned_whole_with_what_newer_servers_add(surface: Surface, path: str) -> None:
    answer = {**success(path), **NEWER}

    page = result_of(surface, path, httpx.Response(200, json=answer))

    assert page == answer
    assert page["meta"] == answer["meta"]


@pytest.mark.parametrize("path", FOLDED)
def test_a_warning_beside_the_data_is_part_of_the_result(surface: Surface, path: str) -> None:
    assert operation_for(knoxcall(), path).node["x-fold"] == ["warning"]

    result = result_of(surface, path, httpx.Response(200, json={"data": {"id": "1"}, "warning": "shown once"}))

    assert result == {"id": "1", "warning": "shown once"}


@pytest.mark.parametrize("path", FOLDED)
def test_without_a_warning_nothing_is_folded_in(surface: Surface, path: str) -> None:
    assert result_of(surface, path, httpx.Response(200, json={"data": {"id": "1"}})) == {"id": "1"}


@pytest.mark.parametrize("path", NOTHING)
@pytest.mark.parametrize(
    ("status", "content"),
    [(200, b'{"data": {"deleted": true}, "meta": {}}'), (204, b""), (200, b"")],
    ids=["with data", "204", "empty"],
)
def test_what_has_nothing_to_say_returns_none(surface: Surface, path: str, status: int, content: bytes) -> None:
    assert result_of(surface, path, httpx.Response(status, content=content)) is None


@pytest.mark.parametrize("path", TEXT)
@pytest.mark.parametrize("media", ["text/plain", "text/x-pem-file", "application/x-pem-file", "application/pkix-crl"])
def test_text_is_returned_as_it_came(surface: Surface, path: str, media: str) -> None:
    text = "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n"

    assert result_of(surface, path, httpx.Response(200, content=text.encode(), headers={"Content-Type": media})) == text


@pytest.mark.parametrize(
    ("answer", "result"),
    [
        (
            {"data": {"ciphertext": {"a": "kc1:"}, "key": "k", "key_version": 3}, "meta": {"request_id": "r"}},
            {"ciphertext": {"a": "kc1:"}, "key": "k", "key_version": 3},
        ),
        (
            {"data": {"a": "kc1:"}, "key": "k", "key_version": 3},
            {"ciphertext": {"a": "kc1:"}, "key": "k", "key_version": 3},
        ),
        ({"data": "kc1:", "key": "k", "key_version": 3}, {"ciphertext": "kc1:", "key": "k", "key_version": 3}),
        ({"data": ["kc1:"], "key": "k", "key_version": 3}, {"ciphertext": ["kc1:"], "key": "k", "key_version": 3}),
    ],
    ids=["inside", "beside an object", "beside a text", "beside a list"],
)
def test_encrypted_data_keeps_its_key_and_version_in_either_shape(
    surface: Surface, answer: dict[str, Any], result: dict[str, Any]
) -> None:
    found = result_of(surface, "crypto.encrypt_data", httpx.Response(200, json=answer))

    assert {name: found.get(name) for name in result} == result


@pytest.mark.parametrize("path", IN_DATA)
def test_members_of_newer_servers_are_kept(surface: Surface, path: str) -> None:
    answer = success(path)
    if not isinstance(answer["data"], dict):
        answer["data"] = [{**item, **NEWER} for item in answer["data"]]
    else:
        answer["data"].update(NEWER)

    result = result_of(surface, path, httpx.Response(200, json={**answer, "newer": 1}))

    item = result if isinstance(result, dict) else result[0]
    assert {name: item[name] for name in NEWER} == NEWER


@pytest.mark.parametrize("path", ["routes.get", "routes.list", "environments.list", "webhooks.create"])
@pytest.mark.parametrize(
    ("status", "headers", "content"),
    [
        (200, {"Content-Type": "text/html"}, b"<html>Welcome</html>"),
        (200, {"Content-Type": "application/json"}, b"{"),
        (200, {"Content-Type": "application/json"}, b"[" * 100_000),
        (200, {"Content-Type": "application/json"}, b"\xff\xfe"),
        (302, {"Location": "http://elsewhere.test/login"}, b""),
        (304, {}, b""),
    ],
    ids=["html", "cut off", "too deep", "not utf-8", "redirect", "not modified"],
)
def test_a_success_that_is_none_is_a_protocol_error(
    surface: Surface, path: str, status: int, headers: dict[str, str], content: bytes
) -> None:
    answer = httpx.Response(status, content=content, headers={**headers, "X-Request-Id": "rid-9"})

    error = surface.one(plain(path), lambda request: answer).error

    assert type(error) is ProtocolError
    assert (error.status, error.request_id) == (status, "rid-9")
