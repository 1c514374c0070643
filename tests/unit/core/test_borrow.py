"""A caller's own HTTP client decides what it was set up with; we add only what it leaves open."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from trellis.core.borrow import base_url_for, headers_left_open, signs_requests

OURS = (("User-Agent", "ours/1"), ("Accept", "application/json"), ("Accept-Encoding", "gzip, deflate"))


@pytest.fixture(params=[httpx.Client, httpx.AsyncClient], ids=["sync", "async"])
def kind(request: pytest.FixtureRequest) -> Any:
    return request.param


def test_our_base_url_holds_only_where_the_client_has_none(kind: Any) -> None:
    assert base_url_for(kind(), "https://ours") == "https://ours"
    assert base_url_for(kind(base_url="https://theirs/v2"), "https://ours") == ""


def test_our_headers_take_the_place_of_httpxs_own_defaults(kind: Any) -> None:
    assert headers_left_open(kind(), OURS) == OURS


@pytest.mark.parametrize("name", ["User-Agent", "user-agent", "Accept", "Accept-Encoding"])
def test_a_header_that_the_client_was_given_stays(kind: Any, name: str) -> None:
    left = headers_left_open(kind(headers={name: "theirs"}), OURS)
    assert name.lower() not in {ours.lower() for ours, _ in left}
    assert len(left) == 2


def test_a_header_that_the_client_lost_on_purpose_is_ours_to_set(kind: Any) -> None:
    client = kind()
    del client.headers["Accept"]
    assert headers_left_open(client, OURS) == OURS


def test_a_client_signs_if_it_has_auth_or_a_credential_header(kind: Any) -> None:
    names = ("Authorization", "X-Kneo-Api-Key")
    assert not signs_requests(kind(), names)
    assert not signs_requests(kind(headers={"X-Other": "1"}), names)
    assert signs_requests(kind(auth=("user", "password")), names)
    assert signs_requests(kind(headers={"authorization": "Bearer x"}), names)
    assert signs_requests(kind(headers={"X-KNEO-API-KEY": "x"}), names)
