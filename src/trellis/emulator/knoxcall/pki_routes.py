"""Certificate authorities of the tenant: roots, roles, certificates issued and revoked."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from cryptography.hazmat.primitives.asymmetric import ec

from trellis.emulator.clock import iso
from trellis.emulator.exchange import Answer

from .certificates import (
    INTERMEDIATE_DAYS,
    ROOT_DAYS,
    Authority,
    alternative_names,
    name_of,
    pem,
    private_pem,
    sign,
)
from .collections import Collection, enroll
from .failures import GatewayError, invalid, not_found
from .handlers import Context, Register

if TYPE_CHECKING:
    from .state import Record

pki = Register()
PEM = "application/x-pem-file"
DAY = 86_400

roots = Collection("pki_roots", "car", "root", "name|root_name", lookup=("name",), unique="name")
roles = Collection(
    "pki_roles",
    "crl",
    "role",
    "role",
    lookup=("name",),
    unique="name",
    parent=roots,
    defaults={
        "allowed_domains": [],
        "allow_subdomains": False,
        "allow_wildcards": False,
        "max_ttl_seconds": 90 * DAY,
        "default_ttl_seconds": 30 * DAY,
        "key_algorithm": "ecdsa-p256",
    },
)

enroll(pki, roots, listing="pki_list_roots")
enroll(pki, roles, listing="pki_list_roles")


@pki("pki_create_root")
def create_root(context: Context) -> Answer:
    """Make a root and an intermediate below it."""
    body, now = context.body(), context.state.clock.now()
    try:
        name = name_of({"common_name": body["name"], **body["subject"]})
    except ValueError as problem:
        raise invalid({"subject": [str(problem)]}) from None
    authority = Authority(name, now, ROOT_DAYS)
    record = roots.create(
        context,
        {"name": body["name"]},
        subject=name.rfc4514_string(),
        subject_fields=body["subject"],
        cert_pem=pem(authority.certificate),
        not_before=iso(now),
        not_after=iso(now + ROOT_DAYS * DAY),
        status="active",
        authority=authority,
        issued={},
        revoked=[],
    )
    _new_intermediate(record, now)
    return context.answer({"root": record, "intermediate_not_after": record["intermediate_not_after"]})


def _new_intermediate(root: Record, now: float) -> None:
    name = name_of({"common_name": f"{root['name']} intermediate"})
    root["intermediate"] = Authority(name, now, INTERMEDIATE_DAYS, root["authority"])
    root["intermediate_id"] = f"cai_{root['intermediate'].certificate.serial_number:x}"[:20]
    root["intermediate_not_after"] = iso(now + INTERMEDIATE_DAYS * DAY)


@pki("pki_rotate_intermediate")
def rotate_intermediate(context: Context) -> Answer:
    """Replace the intermediate; what the old one issued stays good."""
    root = roots.find(context)
    _new_intermediate(root, context.state.clock.now())
    return context.answer({**root, "not_after": root["intermediate_not_after"]})


@pki("pki_get_root_cert")
def get_root_cert(context: Context) -> Answer:
    """The root's certificate, as text."""
    return Answer.text(roots.find(context)["cert_pem"], 200, PEM)


@pki("pki_get_crl")
def get_crl(context: Context) -> Answer:
    """The revocation list, as text."""
    root = roots.find(context)
    serials = [int(serial, 16) for serial in root["revoked"]]
    return Answer.text(root["intermediate"].revocations(serials, context.state.clock.now()), 200, PEM)


@pki("pki_create_role")
def create_role(context: Context) -> Answer:
    """Say what may be issued under a name."""
    body = context.body()
    kept = {name: value for name, value in body.items() if name != "role_name"}
    root = roots.find(context)
    return context.answer(roles.create(context, {**kept, "name": body["role_name"]}, ca_root_id=root["id"]))


@pki("pki_issue_cert")
def issue_cert(context: Context) -> Answer:
    """Issue a certificate within the limits of a role."""
    root, role, body = roots.find(context), roles.find(context), context.body()
    names = [*body.get("san_dns", ()), *filter(None, [body["subject"].get("common_name"), body["subject"].get("CN")])]
    refused = [name for name in names if not _allowed(role, name)]
    if refused:
        raise GatewayError(403, "permission_denied", f"The role does not allow {', '.join(refused)}")
    life = body.get("ttl_seconds") or role["default_ttl_seconds"]
    if not 0 < life <= role["max_ttl_seconds"]:
        raise invalid({"ttl_seconds": [f"must be from 1 to {role['max_ttl_seconds']}"]})
    now, authority = context.state.clock.now(), root["intermediate"]
    key = ec.generate_private_key(ec.SECP256R1())
    try:
        subject = name_of(body["subject"])
        san = alternative_names(body.get("san_dns", ()), body.get("san_ip", ()))
    except ValueError as problem:
        raise invalid({"subject": [str(problem)]}) from None
    issued = sign(subject, key.public_key(), authority.name, authority.key, now, timedelta(seconds=life), san=san)
    serial = f"{issued.serial_number:x}"
    root["issued"][serial] = pem(issued)
    context.record("pki.issued", "pki_roots", root["id"], serial=serial)
    return context.answer(
        {
            "serial_hex": serial,
            "cert_pem": pem(issued),
            "private_key_pem": private_pem(key),
            "ca_chain_pem": pem(authority.certificate) + root["cert_pem"],
            "not_before": iso(now),
            "not_after": iso(now + life),
        }
    )


def _allowed(role: Record, name: str) -> bool:
    if not role["allowed_domains"]:
        return True
    if name.startswith("*."):
        return role["allow_wildcards"] and name[2:] in role["allowed_domains"]
    below = any(name.endswith(f".{domain}") for domain in role["allowed_domains"])
    return name in role["allowed_domains"] or (role["allow_subdomains"] and below)


@pki("pki_revoke_cert")
def revoke_cert(context: Context) -> Answer:
    """Revoke a certificate that this root issued."""
    root, serial = roots.find(context), context.body()["serial_hex"].lower()
    if serial not in root["issued"]:
        raise not_found("certificate")
    if serial not in root["revoked"]:
        root["revoked"].append(serial)
    return context.answer({"revoked": True})
