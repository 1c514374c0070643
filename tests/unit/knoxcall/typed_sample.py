"""What a type checker has to see in `knoxcall.types`: checked, never run. Lines marked wrong must be refused."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from typing_extensions import assert_type

    from knoxcall._generated.operations import account_get, agents_list, pki_get_crl, routes_delete, routes_list
    from knoxcall.types import (
        Account,
        Agent,
        AuditEventPage,
        ClientCredential,
        DecryptResult,
        DetokenizeResult,
        EncryptDataResult,
        GrantType,
        InspectResult,
        OAuthClientCreateResult,
        PageMeta,
        Route,
        RoutePage,
        SignupClaimResult,
        TokenFormat,
        WebhookEvent,
    )
    from trellis.core.runtime.operation import Operation

    def members(page: RoutePage, credential: ClientCredential, claim: SignupClaimResult) -> None:
        assert_type(page["data"], list[Route])
        assert_type(page["meta"], PageMeta)
        assert_type(page["data"][0]["allowed_methods"], "list[str] | None")
        reveal = credential.get("reveal")
        if reveal is not None:
            assert_type(reveal["private_key_pem"], str)
        assert_type(credential["data"], dict[str, Any])
        starter = claim.get("starter")
        if starter is not None and starter["route"] is not None:
            assert_type(starter["route"]["target_base_url"], str)

    def values(
        inspected: InspectResult,
        created: OAuthClientCreateResult,
        event: WebhookEvent,
        value: DetokenizeResult,
        slice_: AuditEventPage,
        encrypted: EncryptDataResult,
        decrypted: DecryptResult,
    ) -> None:
        assert_type(inspected["encrypted"], bool)
        assert_type(inspected.get("version"), "int | None")
        assert_type(created["client_secret"], "str | None")
        assert_type(created.get("warning"), "str | None")
        assert_type(event["data"], Any)
        assert_type(value["metadata"], "dict[str, Any] | None")
        assert_type(slice_["meta"]["next_cursor"], "str | None")
        assert_type(encrypted["ciphertext"], Any)
        inspected["encrypte"]  # wrong
        created["client_secret"].upper()  # wrong
        event["webhook_id"] + 1  # wrong
        decrypted["key_version"] = "1"  # wrong

    def built() -> tuple[object, ...]:
        whole: PageMeta = {"total": 1, "page": 1, "per_page": 20, "total_pages": 1, "request_id": "r"}
        assert_type(whole["total"], int)
        short: PageMeta = {"total": 1}  # wrong
        more: DecryptResult = {"key_version": 1, "other": 2}  # wrong
        least: DecryptResult = {"key_version": 1}
        return short, more, least

    def literals() -> tuple[object, ...]:
        grant: GrantType = "client_credentials"
        unknown: GrantType = "password"  # wrong
        opaque: TokenFormat = "opaque"
        assert_type(opaque, Literal["opaque"])
        return grant, unknown

    def rows() -> object:
        assert_type(account_get, Operation[Account])
        assert_type(agents_list, Operation[list[Agent]])
        assert_type(routes_list, Operation[RoutePage])
        assert_type(routes_delete, Operation[None])
        assert_type(pki_get_crl, Operation[str])
        other: Operation[Agent] = agents_list  # wrong
        return other
