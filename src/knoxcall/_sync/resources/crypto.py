# Mirrored from src/knoxcall/_async/resources/crypto.py by scripts/mirror_sync.py; do not edit.
"""Keys that never leave the gateway, and what can be done with them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trellis.core.group import Group

from ..._generated import operations as ops
from ...bodies import given

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any, Literal

    from trellis.core.engine import SyncCaller

    from ...types import (
        ClientTokenResult,
        DecryptDataResult,
        DecryptResult,
        EncryptDataResult,
        EncryptResult,
        InspectResult,
        JwtSignResult,
        JwtVerifyResult,
        KeyRotateResult,
        KeyUpdateResult,
        KeyVersionDestroyResult,
        PublicKeyResult,
        RewrapResult,
        SealingBundle,
        SignResult,
        TransitKey,
        TransitKeyListItem,
        VerifyResult,
        WebhookSignResult,
    )

__all__ = ["SyncCrypto"]


class SyncCrypto(Group):
    """Keys that never leave the gateway, and what can be done with them."""

    def __init__(self, calls: SyncCaller) -> None:
        self._calls = calls

    def list_keys(self) -> list[TransitKeyListItem]:
        """List transit keys.

        GET /v1/crypto/keys
        """
        return self._calls.call(ops.crypto_list_keys)

    def get_key(self, name: str) -> TransitKey:
        """Read one transit key.

        The material of the key never leaves the service.

        GET /v1/crypto/keys/{name}
        """
        return self._calls.call(ops.crypto_get_key, {"name": name})

    def create_key(
        self,
        *,
        name: str,
        mode: str,
        description: str | None = None,
        key_type: str | None = None,
        idempotency_key: str | None = None,
    ) -> TransitKey:
        """Create a transit key.

        Both its mode and its type are open: servers add to them.

        POST /v1/crypto/keys
        """
        return self._calls.call(
            ops.crypto_create_key,
            body=given({"name": name, "mode": mode, "description": description, "key_type": key_type}),
            idempotency_key=idempotency_key,
        )

    def update_key(self, name: str, *, deletion_allowed: bool, idempotency_key: str | None = None) -> KeyUpdateResult:
        """Allow or forbid the deletion of a key.

        PATCH /v1/crypto/keys/{name}
        """
        return self._calls.call(
            ops.crypto_update_key,
            {"name": name},
            body=given({"deletion_allowed": deletion_allowed}),
            idempotency_key=idempotency_key,
        )

    def rotate_key(self, name: str, *, idempotency_key: str | None = None) -> KeyRotateResult:
        """Make a new version of a key.

        Older versions go on decrypting.

        POST /v1/crypto/keys/{name}/rotate
        """
        return self._calls.call(ops.crypto_rotate_key, {"name": name}, body={}, idempotency_key=idempotency_key)

    def destroy_key_version(
        self, name: str, version: int, *, idempotency_key: str | None = None
    ) -> KeyVersionDestroyResult:
        """Destroy one version of a key for good.

        Whatever was encrypted under it can no longer be read.

        DELETE /v1/crypto/keys/{name}/versions/{version}
        """
        return self._calls.call(
            ops.crypto_destroy_key_version, {"name": name, "version": version}, idempotency_key=idempotency_key
        )

    def get_public_key(self, name: str, *, version: int | None = None) -> PublicKeyResult:
        """Read the public half of an asymmetric key.

        GET /v1/crypto/keys/{name}/public-key
        """
        return self._calls.call(ops.crypto_get_public_key, {"name": name, "version": version})

    def encrypt(
        self,
        name: str,
        *,
        plaintext: str | None = None,
        plaintext_b64: str | None = None,
        idempotency_key: str | None = None,
    ) -> EncryptResult:
        """Encrypt under the newest version of a named key.

        Text goes into `plaintext`, other bytes into `plaintext_b64`.

        POST /v1/crypto/keys/{name}/encrypt
        """
        return self._calls.call(
            ops.crypto_encrypt,
            {"name": name},
            body=given({"plaintext": plaintext, "plaintext_b64": plaintext_b64}),
            idempotency_key=idempotency_key,
        )

    def decrypt(
        self, name: str, *, ciphertext: str, format: str | None = None, idempotency_key: str | None = None
    ) -> DecryptResult:
        """Decrypt a ciphertext under a named key.

        Which version of the key is needed is written in the ciphertext.

        POST /v1/crypto/keys/{name}/decrypt
        """
        return self._calls.call(
            ops.crypto_decrypt,
            {"name": name, "format_": format},
            body=given({"ciphertext": ciphertext}),
            idempotency_key=idempotency_key,
        )

    def rewrap(self, name: str, *, ciphertext: str, idempotency_key: str | None = None) -> RewrapResult:
        """Encrypt a ciphertext anew under the newest version of its key.

        The plaintext stays within the service.

        POST /v1/crypto/keys/{name}/rewrap
        """
        return self._calls.call(
            ops.crypto_rewrap, {"name": name}, body=given({"ciphertext": ciphertext}), idempotency_key=idempotency_key
        )

    def encrypt_data(
        self, data: Any, *, key: str | None = None, role: str | None = None, idempotency_key: str | None = None
    ) -> EncryptDataResult:
        """Encrypt any JSON value.

        The server has answered in two shapes, with key and version inside `data` or beside it: either way they are in
        the result.

        POST /v1/encrypt
        """
        answer: Any = self._calls.call(
            ops.crypto_encrypt_data,
            body=given({"data": data, "key": key, "role": role}),
            idempotency_key=idempotency_key,
        )
        result: Any = answer
        if isinstance(answer, dict) and "key" in answer:  # beside the data, which may be anything that was encrypted
            result = {"ciphertext": answer.get("data"), "key": answer["key"], "key_version": answer.get("key_version")}
        elif isinstance(answer, dict) and "data" in answer:
            result = answer["data"]
        sealed: EncryptDataResult = result
        return sealed

    def decrypt_data(
        self, data: Any, *, role: str | None = None, idempotency_key: str | None = None
    ) -> DecryptDataResult:
        """Decrypt values in whatever structure they are.

        POST /v1/decrypt
        """
        return self._calls.call(
            ops.crypto_decrypt_data, body=given({"data": data, "role": role}), idempotency_key=idempotency_key
        )

    def inspect(self, value: str) -> InspectResult:
        """Say whether, and how, a value is encrypted.

        Nothing is decrypted for it.

        POST /v1/inspect
        """
        return self._calls.call(ops.crypto_inspect, body=given({"value": value}))

    def mint_client_token(
        self,
        *,
        action: Literal["decrypt", "detokenize", "tokenize"],
        data: str | None = None,
        vault: str | None = None,
        origins: Sequence[str] | None = None,
        role: str | None = None,
        ttl_seconds: int | None = None,
        idempotency_key: str | None = None,
    ) -> ClientTokenResult:
        """Mint a short-lived token for a browser or an app.

        `data` belongs to decrypt and detokenize, `vault` and `origins` to tokenize.

        POST /v1/client-tokens
        """
        return self._calls.call(
            ops.crypto_mint_client_token,
            body=given(
                {
                    "action": action,
                    "data": data,
                    "vault": vault,
                    "origins": origins,
                    "role": role,
                    "ttl_seconds": ttl_seconds,
                }
            ),
            idempotency_key=idempotency_key,
        )

    def get_sealing_bundle(self, *, key: str | None = None) -> SealingBundle:
        """Read what a browser needs to seal data for a key.

        GET /v1/encrypt/sealing-bundle
        """
        return self._calls.call(ops.crypto_get_sealing_bundle, {"key": key})

    def sign(
        self,
        name: str,
        *,
        data: str | None = None,
        data_b64: str | None = None,
        rsa_padding: str | None = None,
        hash: str | None = None,
        idempotency_key: str | None = None,
    ) -> SignResult:
        """Sign data with a named key.

        Text goes into `data`, other bytes into `data_b64`.

        POST /v1/crypto/keys/{name}/sign
        """
        return self._calls.call(
            ops.crypto_sign,
            {"name": name},
            body=given({"data": data, "data_b64": data_b64, "rsa_padding": rsa_padding, "hash": hash}),
            idempotency_key=idempotency_key,
        )

    def verify(
        self,
        name: str,
        *,
        data: str | None = None,
        data_b64: str | None = None,
        signature: str,
        rsa_padding: str | None = None,
        hash: str | None = None,
    ) -> VerifyResult:
        """Verify a signature over data.

        A wrong signature is an answer with `valid` false, not an error.

        POST /v1/crypto/keys/{name}/verify
        """
        return self._calls.call(
            ops.crypto_verify,
            {"name": name},
            body=given(
                {"signature": signature, "data": data, "data_b64": data_b64, "rsa_padding": rsa_padding, "hash": hash}
            ),
        )

    def sign_jwt(
        self,
        name: str,
        *,
        claims: dict[str, Any],
        header_overrides: dict[str, Any] | None = None,
        idempotency_key: str | None = None,
    ) -> JwtSignResult:
        """Sign claims as a JWT.

        POST /v1/crypto/keys/{name}/jwt
        """
        return self._calls.call(
            ops.crypto_sign_jwt,
            {"name": name},
            body=given({"claims": claims, "header_overrides": header_overrides}),
            idempotency_key=idempotency_key,
        )

    def verify_jwt(self, name: str, *, token: str, expected: dict[str, Any] | None = None) -> JwtVerifyResult:
        """Verify a JWT.

        An invalid token is an answer with `valid` false, not an error.

        POST /v1/crypto/keys/{name}/jwt/verify
        """
        return self._calls.call(
            ops.crypto_verify_jwt, {"name": name}, body=given({"token": token, "expected": expected})
        )

    def sign_webhook(
        self,
        name: str,
        *,
        payload: str | None = None,
        payload_b64: str | None = None,
        timestamp_seconds: int | None = None,
        format: str | None = None,
        idempotency_key: str | None = None,
    ) -> WebhookSignResult:
        """Sign a payload the way webhooks are signed.

        POST /v1/crypto/keys/{name}/webhook-sign
        """
        return self._calls.call(
            ops.crypto_sign_webhook,
            {"name": name},
            body=given(
                {
                    "payload": payload,
                    "payload_b64": payload_b64,
                    "timestamp_seconds": timestamp_seconds,
                    "format": format,
                }
            ),
            idempotency_key=idempotency_key,
        )
