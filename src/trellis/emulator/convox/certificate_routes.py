"""Certificates: brought along or generated, renewed, deleted."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Any

from .failures import RackError, missing, unsupported
from .go_values import go_time, read_duration
from .handlers import OK, Register

if TYPE_CHECKING:
    from trellis.emulator.exchange import Answer

    from .handlers import Context

certificates = Register()

GENERATED_SECONDS = 90 * 24 * 3600.0


@certificates("certificates_list")
def certificates_list(context: Context) -> Answer:
    """GET /certificates; `generated` leaves those that were not out. null while there are none."""
    rack, generated = context.rack, context.params.flag("generated")
    found = [one for one in rack.certificates.values() if not generated or one["id"] in rack.generated]
    return context.reply(found or None)


@certificates("certificates_create")
def certificates_create(context: Context) -> Answer:
    """POST /certificates."""
    public, key = context.value("pub"), context.value("key")
    if not public or not key:
        raise RackError(400, "pub and key required")
    domains, expiration = read_certificate(public)
    if "PRIVATE KEY-----" not in key:
        raise RackError(500, "tls: failed to find any PEM data in key input")
    return context.reply(_keep(context, domains, expiration))


@certificates("certificates_generate")
def certificates_generate(context: Context) -> Answer:
    """POST /certificates/generate."""
    options = context.params
    domains = [domain for domain in options.items("domains") or () if domain]
    if not domains:
        raise RackError(400, "domains required")
    seconds = read_duration(options.text("duration") or "0") or GENERATED_SECONDS
    made = _keep(context, domains, context.rack.clock.now() + seconds)
    context.rack.generated.add(made["id"])
    return context.reply(made)


@certificates("certificates_delete")
def certificates_delete(context: Context) -> Answer:
    """DELETE /certificates/{id}."""
    found = _find(context)
    del context.rack.certificates[found["id"]]
    context.rack.generated.discard(found["id"])
    return OK


@certificates("certificates_renew")
def certificates_renew(context: Context) -> Answer:
    """POST /certificates/{id}/renew: of a generated one."""
    found = _find(context)
    if found["id"] not in context.rack.generated:
        raise RackError(400, f"certificate can not be renewed: {found['id']} was not generated")
    found["expiration"] = go_time(context.rack.clock.now() + GENERATED_SECONDS)
    return OK


@certificates("certificates_apply")
def certificates_apply(context: Context) -> Answer:
    """PUT /apps/{app}/ssl/{service}/{port}."""
    raise unsupported()


def _keep(context: Context, domains: list[str], expiration: float) -> dict[str, Any]:
    made: dict[str, Any] = {
        "id": f"cert-{secrets.token_hex(5)}",
        "domain": domains[0] if domains else "",
        "domains": domains or None,
        "expiration": go_time(expiration),
        "status": "ready",
    }
    context.rack.certificates[made["id"]] = made
    return made


def _find(context: Context) -> dict[str, Any]:
    certificate_id = context.path("id")
    if certificate_id not in context.rack.certificates:
        raise missing("certificate", certificate_id)
    found: dict[str, Any] = context.rack.certificates[certificate_id]
    return found


def read_certificate(text: str) -> tuple[list[str], float]:
    """The domains of a certificate in PEM, and when it ends; RackError 500 if it is none."""
    # Imported here: no other part of a rack needs it.
    from cryptography import x509

    if "-----BEGIN CERTIFICATE-----" not in text:
        raise RackError(500, "tls: failed to find any PEM data in certificate input")
    try:
        certificate = x509.load_pem_x509_certificate(text.encode())
    except ValueError:
        raise RackError(500, "x509: malformed certificate") from None
    try:
        names = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
        domains = names.get_values_for_type(x509.DNSName)
    except x509.ExtensionNotFound:
        domains = []
    return domains, certificate.not_valid_after_utc.timestamp()
