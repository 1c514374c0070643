"""Certificates are checked by default: a server whose certificate is not good is not sent a byte of a request, by any
client of any SDK, and the error says what to do. Convox's `verify=` is in tests/wire/convox/test_convox_transport.py.
"""

from __future__ import annotations

import contextlib
import datetime
import gc
import ssl
import sys
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest
import trustme
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from convox.exceptions import ConvoxConnectionError
from knoxcall import signup, signup_sync
from knoxcall.errors import APIConnectionError
from tests.unit.core.sockets.loopback_sockets import Served
from tests.wire.convox.racks import Either as ConvoxEither
from tests.wire.convox.socket_racks import END, logs
from tests.wire.kneo.raw_server import RawServer
from tests.wire.knoxcall.gateways import Either as KnoxCallEither
from tests.wire.knoxcall.gateways import Gateway

if TYPE_CHECKING:
    from pathlib import Path

    from websockets.sync.server import ServerConnection

    from tests.security.conftest import Party

pytestmark = pytest.mark.usefixtures("bare_machine")

NOW = datetime.datetime.now(datetime.timezone.utc)
DAY = datetime.timedelta(days=1)
HERE = "127.0.0.1"

REFUSED: dict[str, tuple[str, str]] = {
    "of another host": ("mismatch", "use the name that the certificate was issued for"),
    "of an unknown authority": ("unable to get local issuer", "SSL_CERT_FILE"),
    "expired": ("has expired", "have the certificate renewed"),
    "of tomorrow": ("not yet valid", "check this machine's clock"),
    "signed by itself": ("self-signed certificate", "SSL_CERT_FILE"),
}
"""What is wrong with a server's certificate, and what the error says of it: the verdict, the next step."""


def self_signed(context: ssl.SSLContext, folder: Path) -> None:
    """Give the server a certificate that only itself vouches for."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, HERE)])
    made = x509.CertificateBuilder(name, name, key.public_key(), 7, NOW - DAY, NOW + DAY).sign(key, hashes.SHA256())
    file = folder / "self-signed.pem"
    secret = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    file.write_bytes(made.public_bytes(Encoding.PEM) + secret)
    context.load_cert_chain(file)


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture(scope="module")
def contexts(authority: trustme.CA, tmp_path_factory: pytest.TempPathFactory) -> dict[str, ssl.SSLContext]:
    """What servers show: a good certificate, and each of the refused ones."""
    issued = {
        "good": authority.issue_cert(HERE),
        "of another host": authority.issue_cert("other.example", "127.0.0.2"),
        "of an unknown authority": trustme.CA().issue_cert(HERE),
        "expired": authority.issue_cert(HERE, not_before=NOW - 9 * DAY, not_after=NOW - DAY),
        "of tomorrow": authority.issue_cert(HERE, not_before=NOW + DAY, not_after=NOW + 9 * DAY),
    }
    made = {name: ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER) for name in ("good", *REFUSED)}
    for name, certificate in issued.items():
        certificate.configure_cert(made[name])
    self_signed(made["signed by itself"], tmp_path_factory.mktemp("certificates"))
    return made


@pytest.fixture
def trusted(bare_machine: None, authority: trustme.CA, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """SSL_CERT_FILE names the authority."""
    path = tmp_path / "ca.pem"
    authority.cert_pem.write_to_path(str(path))
    monkeypatch.setenv("SSL_CERT_FILE", str(path))


@pytest.mark.usefixtures("trusted")
@pytest.mark.filterwarnings("ignore:unclosed transport:ResourceWarning")
def test_only_a_good_certificate_gets_a_request(party: Party, contexts: dict[str, ssl.SSLContext]) -> None:
    shapes = party.subject.calls
    for name, context in contexts.items():
        server = party.serve(party.subject.healthy, tls=context)
        client = party.client(server.url)
        for call in shapes:
            if name == "good":
                party.do(call, client)
                continue
            error = party.fails(call, client, "network")
            assert_advised(error, name)
        assert len(server.exchanges) == (len(shapes) if name == "good" else 0), name
    if sys.version_info < (3, 11):
        gc.collect()  # of a handshake that fails over aiohttp, asyncio leaves a transport to warn when it is collected


def assert_advised(error: Any, name: str) -> None:
    """It says what is wrong with the certificate, that nothing was sent, and what to do."""
    verdict, advice = REFUSED[name]
    text = str(error).replace("self signed", "self-signed")  # OpenSSL 1.1 and 3
    assert verdict in text
    assert advice in text
    assert "it was not sent" in text
    assert error.__cause__ is None


def test_the_machines_own_trust_does_not_cover_anybody(party: Party, contexts: dict[str, ssl.SSLContext]) -> None:
    """Without SSL_CERT_FILE, even the test's good certificate is that of an unknown authority."""
    server = party.serve(party.subject.healthy, tls=contexts["good"])
    assert_advised(party.fails("safe", party.client(server.url), "network"), "of an unknown authority")
    assert server.exchanges == []


@pytest.mark.usefixtures("trusted")
@pytest.mark.parametrize("kind", ["sync", "async"])
def test_no_client_secret_goes_to_a_token_endpoint_without_a_good_certificate(
    kind: str, contexts: dict[str, ssl.SSLContext]
) -> None:
    both = KnoxCallEither(kind)
    try:
        for name, context in contexts.items():
            gateway = Gateway()
            with contextlib.closing(RawServer(gateway, tls=context)) as server:
                client = both.client(server.url, retry_max_attempts=1)
                if name == "good":
                    both.do(client.account.get())
                    assert len(gateway.mints) == 1
                    continue
                sign_up = signup if both.is_async else signup_sync
                asked = partial(sign_up, email="a@x.example", tenant_name="X", base_url=server.url)
                for call in (client.account.get, client.authenticate, asked):
                    with pytest.raises(APIConnectionError) as caught:
                        both.do(call())
                    assert_advised(caught.value, name)
                assert gateway.mints == gateway.calls == []
    finally:
        both.close()


def one_line(connection: ServerConnection) -> None:
    """A log of one line, as racks end it."""
    connection.send("one\n")
    connection.send(END)
    for _ in connection:
        pass


@pytest.mark.usefixtures("trusted")
@pytest.mark.parametrize("kind", ["sync", "async"])
def test_no_websocket_is_opened_without_a_good_certificate(kind: str, contexts: dict[str, ssl.SSLContext]) -> None:
    both = ConvoxEither(kind)
    try:
        for name, context in contexts.items():
            with Served(one_line, tls=context) as rack:
                if name == "good":
                    assert both.collect(logs(both, rack)) == ["one"]
                    assert len(rack.requests) == 1
                    continue
                with pytest.raises(ConvoxConnectionError) as caught:
                    logs(both, rack)
                assert_advised(caught.value, name)
                assert rack.requests == []
    finally:
        both.close()
