"""Certificates that are real: a root, an intermediate below it, and what they issue and revoke."""

from __future__ import annotations

import ipaddress
from datetime import datetime, timedelta, timezone
from typing import TYPE_CHECKING, Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from cryptography.x509.base import Certificate

ROOT_DAYS, INTERMEDIATE_DAYS = 3650, 1825
_NAMES = {
    "common_name": NameOID.COMMON_NAME,
    "organization": NameOID.ORGANIZATION_NAME,
    "organizational_unit": NameOID.ORGANIZATIONAL_UNIT_NAME,
    "country": NameOID.COUNTRY_NAME,
    "state": NameOID.STATE_OR_PROVINCE_NAME,
    "locality": NameOID.LOCALITY_NAME,
}
_SHORT = {"CN": "common_name", "O": "organization", "OU": "organizational_unit", "C": "country"}


class Authority:
    """A certificate and its key, signed by `issuer` or by itself."""

    def __init__(self, name: x509.Name, now: float, days: float, issuer: Authority | None = None) -> None:
        self.key = ec.generate_private_key(ec.SECP256R1())
        signer = issuer or self
        self.name = name
        self.certificate = sign(
            name, self.key.public_key(), signer.name, signer.key, now, timedelta(days=days), ca=True
        )

    def revocations(self, serials: Iterable[int], now: float) -> str:
        """The revocation list, in PEM."""
        moment = datetime.fromtimestamp(int(now), timezone.utc)
        builder = x509.CertificateRevocationListBuilder(self.name, moment, moment + timedelta(days=7))
        for serial in serials:
            revoked = x509.RevokedCertificateBuilder(serial, moment).build()
            builder = builder.add_revoked_certificate(revoked)
        return builder.sign(self.key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM).decode()


def sign(
    subject: x509.Name,
    key: ec.EllipticCurvePublicKey,
    issuer: x509.Name,
    issuer_key: ec.EllipticCurvePrivateKey,
    now: float,
    life: timedelta,
    *,
    ca: bool = False,
    san: Sequence[x509.GeneralName] = (),
) -> Certificate:
    """A signed certificate."""
    start = datetime.fromtimestamp(int(now), timezone.utc)
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(start)
        .not_valid_after(start + life)
        .add_extension(x509.BasicConstraints(ca=ca, path_length=None), critical=True)
    )
    if san:
        builder = builder.add_extension(x509.SubjectAlternativeName(san), critical=False)
    return builder.sign(issuer_key, hashes.SHA256())


def name_of(fields: Mapping[str, Any]) -> x509.Name:
    """A distinguished name from `common_name`, `organization` ... or their short forms; ValueError for others."""
    attributes = []
    for field, value in fields.items():
        full = _SHORT.get(field, field)
        if full not in _NAMES or not isinstance(value, str) or not value:
            raise ValueError(f"{field} is no part of a name")
        attributes.append(x509.NameAttribute(_NAMES[full], value))
    if not any(attribute.oid == NameOID.COMMON_NAME for attribute in attributes):
        raise ValueError("common_name is missing")
    return x509.Name(attributes)


def alternative_names(dns: Iterable[str], addresses: Iterable[str]) -> list[x509.GeneralName]:
    """Subject alternative names; ValueError for what is no address."""
    return [
        *(x509.DNSName(name) for name in dns),
        *(x509.IPAddress(ipaddress.ip_address(address)) for address in addresses),
    ]


def pem(certificate: Certificate) -> str:
    """A certificate in PEM."""
    return certificate.public_bytes(serialization.Encoding.PEM).decode()


def private_pem(key: ec.EllipticCurvePrivateKey) -> str:
    """A private key in PEM, PKCS #8."""
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    ).decode()


def client_certificate(name: str, now: float) -> dict[str, str]:
    """A certificate for a client, with its key and the authority that signed it."""
    authority = Authority(name_of({"common_name": "Emulated clients"}), now, INTERMEDIATE_DAYS)
    key = ec.generate_private_key(ec.SECP256R1())
    subject = name_of({"common_name": name})
    issued = sign(subject, key.public_key(), authority.name, authority.key, now, timedelta(days=365))
    return {
        "certificate_pem": pem(issued),
        "private_key_pem": private_pem(key),
        "ca_chain_pem": pem(authority.certificate),
    }
