"""What was encrypted may itself look like an answer: only where the key stands tells the server's two shapes apart."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from knoxcall.client import KnoxCallSync

SEALED = {"ciphertext": "kc:1", "key": "k", "key_version": 2}


@pytest.mark.parametrize(
    ("answer", "result"),
    [
        ({"data": SEALED, "meta": {"request_id": "r"}}, SEALED),
        ({"data": {"a": "kc:1"}, "key": "k", "key_version": 2}, {**SEALED, "ciphertext": {"a": "kc:1"}}),
        (
            {"data": {"ciphertext": "kc:1"}, "key": "k", "key_version": 2},
            {**SEALED, "ciphertext": {"ciphertext": "kc:1"}},
        ),
    ],
    ids=["inside the data", "beside it", "beside data with a member called ciphertext"],
)
def test_both_shapes_of_encrypted_data_are_read(answer: Any, result: Any) -> None:
    http = httpx.Client(transport=httpx.MockTransport(lambda request: httpx.Response(200, json=answer)))
    with http, KnoxCallSync(api_key="kc_key", http=http) as client:
        assert client.crypto.encrypt_data({"any": "value"}) == result
