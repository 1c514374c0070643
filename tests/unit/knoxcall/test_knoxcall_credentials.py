"""What a client may be given, what contradicts itself, and that no credential shows itself."""

from __future__ import annotations

import copy
import json
import pickle
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knoxcall.auth.credentials import (
    AccessToken,
    AccessTokenBootstrap,
    ClientCredentials,
    ClientCredentialsBootstrap,
    OIDCTokenExchange,
    OidcTokenExchangeBootstrap,
    StoredCredentials,
    cache_key,
    flat_credentials,
    identity_of,
)
from knoxcall.auth.redacted import Redacted
from knoxcall.errors import BootstrapError

CANARY = "canary-5up3r-s3cret"


@pytest.mark.parametrize(
    ("given_", "credential"),
    [
        ({}, None),
        ({"access_token": "kc_1"}, AccessToken("kc_1")),
        ({"api_key": "tk_1"}, AccessToken("tk_1")),
        ({"client_id": "i", "client_secret": "s"}, ClientCredentials("i", "s")),
        ({"bootstrap": StoredCredentials(profile="p")}, StoredCredentials(profile="p")),
    ],
)
def test_arguments_name_one_credential(given_: dict[str, Any], credential: Any) -> None:
    assert flat_credentials(**given_) == credential


@pytest.mark.parametrize(
    ("given_", "says"),
    [
        ({"bootstrap": AccessToken(CANARY), "api_key": CANARY}, "api_key"),
        ({"bootstrap": AccessToken(CANARY), "client_id": "i"}, "client_id"),
        ({"access_token": CANARY, "api_key": CANARY}, "access_token"),
        ({"access_token": CANARY, "client_id": "i"}, "access_token"),
        ({"api_key": CANARY, "client_secret": CANARY}, "api_key"),
        ({"client_id": "i"}, "client_secret"),
        ({"client_secret": CANARY}, "client_id"),
        ({"api_key": ""}, "api_key"),
        ({"access_token": "  "}, "access_token"),
        ({"client_id": "", "client_secret": CANARY}, "client_id"),
        ({"client_id": "i", "client_secret": ""}, "client_secret"),
        ({"api_key": 5}, "api_key"),
        ({"bootstrap": CANARY}, "bootstrap"),
    ],
    ids=lambda value: value if isinstance(value, str) else "-".join(value),
)
def test_contradictions_gaps_and_emptiness_are_refused_without_quoting(given_: dict[str, Any], says: str) -> None:
    with pytest.raises(BootstrapError, match=says) as caught:
        flat_credentials(**given_)
    assert CANARY not in str(caught.value)


CREDENTIALS: list[Any] = [
    AccessToken(CANARY),
    ClientCredentials("id", CANARY),
    OIDCTokenExchange(CANARY, "issuer"),
    Redacted(CANARY),
]


@pytest.mark.parametrize("credential", CREDENTIALS, ids=lambda value: type(value).__name__)
def test_credentials_do_not_show_themselves(credential: Any) -> None:
    shown = [repr(credential), str(credential), f"{credential}", "%s" % credential, repr([credential])]  # noqa: UP031
    assert CANARY not in "".join(shown)
    for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
        with pytest.raises(TypeError, match="cannot pickle"):
            pickle.dumps(credential, protocol)
    with pytest.raises(TypeError) as caught:
        json.dumps(credential)
    assert CANARY not in str(caught.value)


def test_the_types_tell_credentials_apart_and_the_older_names_are_the_same() -> None:
    kinds = [AccessToken("t"), ClientCredentials("i", "s"), OIDCTokenExchange("t", "i"), StoredCredentials()]
    assert [kind.type for kind in kinds] == [
        "access_token", "client_credentials", "oidc_token_exchange", "stored_credentials",
    ]  # fmt: skip
    assert AccessTokenBootstrap is AccessToken
    assert ClientCredentialsBootstrap is ClientCredentials
    assert OidcTokenExchangeBootstrap is OIDCTokenExchange


def test_a_redacted_value_is_had_by_name_only() -> None:
    secret = Redacted(CANARY)
    assert secret.expose() == CANARY
    assert f"{secret:>30}|{secret!r}|{secret!s}" == "[REDACTED]|[REDACTED]|[REDACTED]"
    assert secret == Redacted(CANARY)
    assert secret != Redacted("other")
    assert secret != CANARY
    assert hash(secret) == hash(Redacted(CANARY))
    assert copy.copy(secret) is secret
    assert copy.deepcopy({"k": secret})["k"] is secret
    assert not hasattr(secret, "__dict__")
    with pytest.raises(TypeError, match="cannot pickle"):
        secret.__getstate__()


KEY: dict[str, Any] = {
    "identity": ("client_credentials", "i", CANARY), "tenant": "acme", "scope": ["b", "a"], "base_url": "https://x",
    "sandbox": False, "jkt": None,
}  # fmt: skip


@pytest.mark.parametrize(
    ("changed", "value"),
    [
        ("identity", ("client_credentials", "i", "other")), ("identity", ("access_token", CANARY)), ("tenant", "other"),
        ("tenant", None), ("scope", ["a"]), ("base_url", "https://y"), ("sandbox", True), ("jkt", "thumb"),
    ],
)  # fmt: skip
def test_whatever_tells_two_clients_apart_gives_their_tokens_different_keys(changed: str, value: Any) -> None:
    assert cache_key(**KEY) != cache_key(**{**KEY, changed: value})


def test_a_key_is_stable_readable_and_holds_no_secret() -> None:
    key = cache_key(**KEY)
    assert key == cache_key(**{**KEY, "scope": ("a", "b", "a")})
    assert key.startswith("acme:a b:")
    assert CANARY not in key


@given(st.lists(st.text(max_size=3), max_size=3), st.lists(st.text(max_size=3), max_size=3))
def test_two_identities_never_run_together(one: list[str], other: list[str]) -> None:
    same = cache_key(**{**KEY, "identity": tuple(one)}) == cache_key(**{**KEY, "identity": tuple(other)})
    assert same is (one == other)


def test_each_credential_has_an_identity_of_its_own() -> None:
    kinds = [AccessToken("x"), ClientCredentials("x", "y"), OIDCTokenExchange("x", "y"), StoredCredentials("x", "y")]
    assert len({identity_of(kind) for kind in kinds}) == 4
