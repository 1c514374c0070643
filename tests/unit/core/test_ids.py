"""Request ids and idempotency keys: fresh ones are UUIDs, a caller's own must be able to stand in a header."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kneo_client._service import DEFINITION
from kneo_client.core.idempotency import MAX_KEY_LENGTH, new_idempotency_key, validate_idempotency_key
from kneo_client.core.request_id import generate_request_id
from kneo_client.core.retries import RetryPolicy
from trellis.core.engine import SyncEngine
from trellis.core.ids import check_idempotency_key, check_request_id, new_uuid4


def test_a_fresh_id_is_a_version_4_uuid_and_never_the_same() -> None:
    made = {new_uuid4() for _ in range(2000)}
    assert len(made) == 2000
    for text in made:
        parsed = uuid.UUID(text)
        assert (str(parsed), parsed.version, parsed.variant) == (text, 4, uuid.RFC_4122)


def test_all_four_variants_of_the_rfc_occur() -> None:
    assert {new_uuid4()[19] for _ in range(500)} == set("89ab")


def test_the_sdks_own_makers_make_such_ids() -> None:
    assert uuid.UUID(new_idempotency_key()).version == 4
    assert uuid.UUID(generate_request_id()).version == 4


@given(st.text(st.characters(min_codepoint=0x21, max_codepoint=0x7E), min_size=1, max_size=MAX_KEY_LENGTH))
def test_a_printable_key_passes_without_the_white_space_around_it(key: str) -> None:
    assert validate_idempotency_key(key) == key
    assert validate_idempotency_key(f" \t{key}\n ") == key


@pytest.mark.parametrize(
    ("key", "words"),
    [
        ("", "is empty"),
        (" \t ", "is empty"),
        ("k" * 257, "has 257 characters; the server accepts at most 256"),
        ("a\nb", "printable ASCII"),
        ("a\x00b", "printable ASCII"),
        ("schlüssel", "printable ASCII"),
        ("a\x7fb", "printable ASCII"),
    ],
)
def test_a_key_that_cannot_be_sent_is_a_value_error(key: str, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        validate_idempotency_key(key)


@pytest.mark.parametrize("key", [None, 5, b"k", uuid.uuid4()], ids=lambda key: type(key).__name__)
def test_an_id_that_is_no_text_is_a_type_error(key: Any) -> None:
    with pytest.raises(TypeError, match="idempotency_key must be a str"):
        check_idempotency_key(key, 256)
    with pytest.raises(TypeError, match="request_id must be a str"):
        check_request_id(key)


def test_the_limit_counts_what_is_left_without_white_space() -> None:
    assert check_idempotency_key(f"  {'k' * 256}  ", 256) == "k" * 256


@pytest.mark.parametrize("request_id", ["", "   ", "a\r\nX-Evil: 1", "ü"])
def test_a_request_id_that_cannot_be_sent_is_a_value_error(request_id: str) -> None:
    with pytest.raises(ValueError, match="request_id"):
        check_request_id(request_id)


def test_a_good_request_id_is_kept_as_it_is() -> None:
    assert check_request_id("req 1/a") == "req 1/a"


def test_a_service_may_make_its_keys_another_way() -> None:
    core = SyncEngine(
        DEFINITION._replace(new_key=lambda: "key-of-its-own"),
        "http://127.0.0.1",
        open_driver=lambda: None,
        policy=RetryPolicy(),
    )
    assert core.prepare_request("POST", "/v1/x", json={}).idempotency_key == "key-of-its-own"
    assert core.prepare_request("POST", "/v1/x", json={}, idempotency_key="mine").idempotency_key == "mine"
    assert core.prepare_request("GET", "/v1/x").idempotency_key is None
