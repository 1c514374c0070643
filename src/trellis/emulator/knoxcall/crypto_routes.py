"""Keys of the tenant and what they do: encrypt, decrypt, sign, verify, in one piece or in whole structures."""

from __future__ import annotations

import base64
import binascii
import json
import secrets
from functools import wraps
from typing import TYPE_CHECKING, Any

from trellis.emulator.clock import iso
from trellis.emulator.exchange import Answer

from .collections import Collection, enroll
from .failures import GatewayError, conflict, invalid, not_found
from .handlers import Context, Register
from .key_material import Material, WrongKey, base64url, fingerprint, from_base64url, unwrapped, wrapped
from .signing import FORMATS, signed_headers

if TYPE_CHECKING:
    from collections.abc import Callable

    from .handlers import Handler
    from .state import Record

crypto = Register()
DEFAULT_KEY = "default"
TOKEN_SECONDS, LONGEST_TOKEN = 300, 600

keys = Collection(
    "crypto_keys",
    "key",
    "key",
    "name",
    lookup=("name",),
    unique="name",
    defaults={"key_type": "aes256-gcm", "deletion_allowed": False},
)
enroll(crypto, keys, listing="crypto_list_keys", get="crypto_get_key")


def answering(operation_id: str) -> Callable[[Handler], Handler]:
    """Registers a handler; 422 where its key turns out to be the wrong one."""

    def enter(handler: Handler) -> Handler:
        @wraps(handler)
        def guarded(context: Context) -> Answer:
            try:
                return handler(context)
            except WrongKey as wrong:
                raise GatewayError(422, "crypto_error", str(wrong)) from None

        return crypto(operation_id)(guarded)

    return enter


@answering("crypto_create_key")
def create_key(context: Context) -> Answer:
    """Make a key."""
    body = context.body()
    material = Material(body.get("key_type") or "aes256-gcm")
    return context.answer(keys.create(context, body, current_version=1, versions={1: material}))


@answering("crypto_update_key")
def update_key(context: Context) -> Answer:
    """Allow or forbid that versions of a key are destroyed."""
    return context.answer(keys.update(context, keys.find(context), context.body()))


@answering("crypto_rotate_key")
def rotate_key(context: Context) -> Answer:
    """Add a version, which is used from now on."""
    key = keys.find(context)
    version = key["current_version"] + 1
    key["versions"][version] = Material(key["key_type"])
    keys.update(context, key, {"current_version": version})
    return context.answer({"new_version": version})


@answering("crypto_destroy_key_version")
def destroy_key_version(context: Context) -> Answer:
    """Destroy a version for good; 409 unless deletion is allowed, or if it is the current one."""
    key, text = keys.find(context), context.path_params["version"]
    version = int(text) if text.isdigit() else 0
    if version not in key["versions"]:
        raise not_found("version of this key")
    if not key["deletion_allowed"] or version == key["current_version"]:
        raise conflict("This version may not be destroyed")
    del key["versions"][version]
    context.record("crypto_keys.version_destroyed", "crypto_keys", key["id"], version=version)
    return context.answer({"destroyed": version})


@answering("crypto_get_public_key")
def get_public_key(context: Context) -> Answer:
    """The public half of a key."""
    version, material = _material(keys.find(context), context.query("version"))
    pem, jwk = material.public()
    return context.answer({"pem": pem, "jwk": jwk, "key_version": version})


def _material(key: Record, version: str | int | None = None) -> tuple[int, Material]:
    number = key["current_version"] if version is None else int(version) if str(version).isdigit() else 0
    if number not in key["versions"]:
        raise not_found("version of this key")
    return number, key["versions"][number]


def _given(body: Record, name: str) -> bytes:
    """The bytes of `name`, or of its base64 twin."""
    twin = f"{name}_b64"
    if (name in body) == (twin in body):
        raise invalid({name: [f"give one of {name} and {twin}"]})
    if name in body:
        return str(body[name]).encode()
    try:
        return base64.b64decode(body[twin], validate=True)
    except (binascii.Error, ValueError):
        raise invalid({twin: ["is not base64"]}) from None


# -- one piece -----------------------------------------------------------------------------------------------------


@answering("crypto_encrypt")
def encrypt(context: Context) -> Answer:
    """Encrypt with the current version."""
    key = keys.find(context)
    version, material = _material(key)
    sealed = material.encrypt(_given(context.body(), "plaintext"))
    return context.answer({"ciphertext": wrapped(key["name"], version, "bytes", sealed), "key_version": version})


def _open(key: Record, ciphertext: object) -> tuple[int, bytes]:
    parts = unwrapped(ciphertext)
    if parts is None or parts[0] != key["name"]:
        raise WrongKey("this was not encrypted with this key")
    version, material = _material(key, parts[1])
    return version, material.decrypt(parts[3])


@answering("crypto_decrypt")
def decrypt(context: Context) -> Answer:
    """Decrypt with the version that encrypted; as base64, and as text where that is asked for."""
    version, plaintext = _open(keys.find(context), context.body()["ciphertext"])
    if context.query("format") in (None, "base64"):
        return context.answer({"key_version": version, "plaintext_b64": base64.b64encode(plaintext).decode()})
    try:
        return context.answer({"key_version": version, "plaintext": plaintext.decode()})
    except UnicodeDecodeError:
        raise invalid({"format": ["the plaintext is no text"]}) from None


@answering("crypto_rewrap")
def rewrap(context: Context) -> Answer:
    """Encrypt anew with the current version."""
    key = keys.find(context)
    _, plaintext = _open(key, context.body()["ciphertext"])
    version, material = _material(key)
    text = wrapped(key["name"], version, "bytes", material.encrypt(plaintext))
    return context.answer({"ciphertext": text, "key_version": version})


@answering("crypto_sign")
def sign(context: Context) -> Answer:
    """Sign with the current version."""
    body = context.body()
    version, material = _material(keys.find(context))
    signature = material.sign(_given(body, "data"), hash_name=body.get("hash"), pss=body.get("rsa_padding") == "pss")
    return context.answer({"signature": f"v{version}:{base64.b64encode(signature).decode()}", "key_version": version})


@answering("crypto_verify")
def verify(context: Context) -> Answer:
    """Check a signature with the version that made it."""
    key, body = keys.find(context), context.body()
    stamp, colon, text = body["signature"].rpartition(":")
    version, material = _material(key, stamp.removeprefix("v") if colon else None)
    try:
        signature = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return context.answer({"valid": False, "key_version": version})
    pss = body.get("rsa_padding") == "pss"
    valid = material.verify(_given(body, "data"), signature, hash_name=body.get("hash"), pss=pss)
    return context.answer({"valid": valid, "key_version": version})


@answering("crypto_sign_jwt")
def sign_jwt(context: Context) -> Answer:
    """Sign claims as a JWT; `alg` is the key's and cannot be overridden."""
    key, body = keys.find(context), context.body()
    version, material = _material(key)
    kid = f"{key['name']}:{version}"
    header = {"typ": "JWT", "kid": kid, **body.get("header_overrides", {}), "alg": material.jwt_algorithm}
    signed = ".".join(base64url(json.dumps(part, separators=(",", ":")).encode()) for part in (header, body["claims"]))
    token = f"{signed}.{base64url(material.sign(signed.encode(), raw=True))}"
    return context.answer({"token": token, "key_version": version, "alg": material.jwt_algorithm})


@answering("crypto_verify_jwt")
def verify_jwt(context: Context) -> Answer:
    """Check a JWT's signature, its times and the claims that are expected."""
    key, body = keys.find(context), context.body()
    version, material = _material(key)
    try:
        signed, _, signature = body["token"].rpartition(".")
        header, claims = (json.loads(from_base64url(part)) for part in signed.split("."))
        kid = header.get("kid")
        stamped = kid.rpartition(":")[2] if isinstance(kid, str) and kid.startswith(f"{key['name']}:") else None
        version, material = _material(key, stamped)
        right = header.get("alg") == material.jwt_algorithm
        right = right and material.verify(signed.encode(), from_base64url(signature), raw=True)
    except (ValueError, AttributeError):
        return context.answer({"valid": False, "error": "malformed"})
    beside = {"key_version": version, "alg": material.jwt_algorithm, "kid": kid}
    problem = None if right else "signature"
    problem = problem or _wrong_claim(claims, body.get("expected", {}), context.state.clock.now())
    if problem is not None:
        return context.answer({"valid": False, "error": problem, **_present(beside)})
    return context.answer({"valid": True, "claims": claims, **_present(beside)})


def _present(members: Record) -> Record:
    return {name: value for name, value in members.items() if value is not None}


def _wrong_claim(claims: Record, expected: Record, now: float) -> str | None:
    if isinstance(claims.get("exp"), (int, float)) and claims["exp"] <= now:
        return "expired"
    if isinstance(claims.get("nbf"), (int, float)) and claims["nbf"] > now:
        return "not yet valid"
    return next((name for name, value in expected.items() if claims.get(name) != value), None)


@answering("crypto_sign_webhook")
def sign_webhook(context: Context) -> Answer:
    """Sign a payload as a webhook delivery of some format is signed; for HMAC keys."""
    body = context.body()
    version, material = _material(keys.find(context))
    if material.family != "hmac":
        raise WrongKey(f"a key of type {material.kind} cannot do this")
    form = body.get("format") or "legacy"
    if form not in FORMATS:
        raise invalid({"format": [f"must be one of {', '.join(FORMATS)}"]})
    seconds = body.get("timestamp_seconds", int(context.state.clock.now()))
    headers = signed_headers(form, material.private, _given(body, "payload"), seconds, header_name="X-Signature")
    signature = next(value for name, value in headers.items() if "timestamp" not in name.lower())
    return context.answer(
        {"signature_header": signature, "timestamp_seconds": seconds, "key_version": version, "format": form}
    )


# -- whole structures ----------------------------------------------------------------------------------------------


def _default_key(context: Context, name: str | None) -> Record:
    """The key to use: the one named, or the tenant's own, which is made when it is first needed."""
    if name is None and not any(key["name"] == DEFAULT_KEY for key in keys.all(context)):
        body = {"name": DEFAULT_KEY, "mode": "bundled"}
        keys.create(context, body, current_version=1, versions={1: Material("aes256-gcm")})
    return keys.find(context, name or DEFAULT_KEY)


def _each_leaf(value: Any, change: Callable[[Any], Any]) -> Any:
    if isinstance(value, dict):
        return {name: _each_leaf(member, change) for name, member in value.items()}
    if isinstance(value, list):
        return [_each_leaf(item, change) for item in value]
    return change(value)


@answering("crypto_encrypt_data")
def encrypt_data(context: Context) -> Answer:
    """Encrypt every value of a structure, whose form stays."""
    body = context.body()
    key = _default_key(context, body.get("key"))
    version, material = _material(key)

    def seal(leaf: Any) -> str:
        return wrapped(key["name"], version, type(leaf).__name__, material.encrypt(json.dumps(leaf).encode()))

    ciphertext = _each_leaf(body["data"], seal)
    if context.state.bare_encryption:
        return Answer.json({"data": ciphertext, "key": key["name"], "key_version": version})
    result = {"ciphertext": ciphertext, "key": key["name"], "key_version": version}
    return Answer.json({"data": result, "meta": {"request_id": context.request_id}})


@answering("crypto_decrypt_data")
def decrypt_data(context: Context) -> Answer:
    """Decrypt every value of a structure that is encrypted, and leave the others."""

    def unseal(leaf: Any) -> Any:
        parts = unwrapped(leaf)
        if parts is None:
            return leaf
        _, plaintext = _open(keys.find(context, parts[0]), leaf)
        return json.loads(plaintext)

    return context.answer({"plaintext": _each_leaf(context.body()["data"], unseal)})


@answering("crypto_inspect")
def inspect(context: Context) -> Answer:
    """Say what a ciphertext tells about itself."""
    parts = unwrapped(context.body()["value"])
    if parts is None:
        return context.answer({"encrypted": False})
    key, version, datatype, sealed = parts
    reference = {"tenantId": context.state.tenant_id, "appKeyId": key, "keyVersion": version}
    return context.answer(
        {
            "encrypted": True,
            "scheme": "kcenc",
            "version": 1,
            "datatype": datatype,
            "key_ref": reference,
            "fingerprint": fingerprint(sealed),
        }
    )


@answering("crypto_get_sealing_bundle")
def get_sealing_bundle(context: Context) -> Answer:
    """A public key to encrypt with where no credential can be kept."""
    key = _default_key(context, context.query("key"))
    sealing = key.setdefault("sealing", Material("ecdh-p256"))
    reference = {
        "tenant_id": context.state.tenant_id,
        "app_key_id": key["name"],
        "key_version": key["current_version"],
    }
    return context.answer({"public_key_raw": base64url(sealing.point()), "key_ref": reference})


@answering("crypto_mint_client_token")
def mint_client_token(context: Context) -> Answer:
    """A short-lived token for one action of a browser."""
    body = context.body()
    life = body.get("ttl_seconds", TOKEN_SECONDS)
    wanted = ("vault", "origins") if body["action"] == "tokenize" else ("data",)
    missing = {name: ["is required for this action"] for name in wanted if not body.get(name)}
    if missing:
        raise invalid(missing)
    if not 0 < life <= LONGEST_TOKEN:
        raise invalid({"ttl_seconds": [f"must be from 1 to {LONGEST_TOKEN}"]})
    members = {"vault_id": body["vault"], "origins": body["origins"]} if body["action"] == "tokenize" else {}
    expires_at = iso(context.state.clock.now() + life)
    token = f"kct_{secrets.token_urlsafe(24)}"
    return context.answer({"token": token, "expires_at": expires_at, "action": body["action"], **members})
