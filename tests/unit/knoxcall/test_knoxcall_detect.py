"""Finding credentials nobody passed: the order, six platforms over real sockets, and a new assertion for each mint."""

from __future__ import annotations

import json
import socket
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from knoxcall.auth.credentials import AccessToken, ClientCredentials, StoredCredentials
from knoxcall.auth.detect import detect_credentials
from knoxcall.auth.workload import NoIdentity, WorkloadIdentity
from knoxcall.errors import AuthenticationError, NotAuthenticatedError
from tests.unit.core.surfaces import SURFACES, http_server, run
from trellis.core.secrets import Secret

if TYPE_CHECKING:
    from collections.abc import Iterator
    from http.server import BaseHTTPRequestHandler

CANARY = "canary-5up3r-s3cret"


class Platform:
    """A metadata service: what it was asked, and what it says. Each assertion is another one."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, dict[str, str]]] = []
        self.status = 200
        self.delays: list[float] = []
        self.flavor: str | None = "Google"
        self.body: bytes | None = None

    def __call__(self, request: BaseHTTPRequestHandler) -> None:
        self.asked.append((request.path, {name.lower(): value for name, value in request.headers.items()}))
        if self.delays:
            time.sleep(self.delays.pop(0))
        assertion = f"assertion-{len(self.asked)}"
        if self.body is not None:
            content = self.body
        elif "computeMetadata" in request.path:
            content = f" {assertion}\n".encode()
        else:
            content = json.dumps({"value": assertion, "access_token": assertion}).encode()
        request.send_response(self.status)
        if self.flavor:
            request.send_header("Metadata-Flavor", self.flavor)
        request.send_header("Content-Length", str(len(content)))
        request.end_headers()
        request.wfile.write(content)


def nowhere() -> str:
    """An address where nothing listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return f"127.0.0.1:{probe.getsockname()[1]}"


@contextmanager
def platform() -> Iterator[tuple[Platform, str]]:
    played = Platform()
    with http_server(played) as url:
        yield played, url


@pytest.fixture
def environ(tmp_path: Path) -> dict[str, str]:
    """An environment in which nothing is to be found, and no metadata service is asked in earnest."""
    return {"GCE_METADATA_HOST": nowhere(), "KNOXCALL_CREDENTIALS_FILE": str(tmp_path / "credentials.json")}


def no_requests(request: Any) -> Any:
    raise AssertionError("a probe went over the client's own connections")


def detect(environ: dict[str, str], surface: str = "sync") -> Any:
    return run(surface, no_requests, detect_credentials(environ))


def assertion(found: Any, surface: str = "sync") -> str:
    assert isinstance(found, WorkloadIdentity)
    secret = run(surface, no_requests, found.assertion(None))
    assert isinstance(secret, Secret)
    return secret.reveal()


def put_file(environ: dict[str, str], profile: str = "default") -> None:
    path = Path(environ["KNOXCALL_CREDENTIALS_FILE"])
    path.write_text(json.dumps({"version": 1, "profiles": {profile: {"client_id": "c"}}}))
    path.chmod(0o600)


def announce(environ: dict[str, str], name: str, url: str, tmp_path: Path) -> None:
    """Make the environment look like that platform's."""
    token = tmp_path / "aws-token"
    token.write_text("aws-assertion\n")
    environ.update(
        {
            "GitHub Actions": {
                "ACTIONS_ID_TOKEN_REQUEST_URL": f"{url}/token?api=2", "ACTIONS_ID_TOKEN_REQUEST_TOKEN": CANARY,
            },
            "GCP": {"GCE_METADATA_HOST": url.removeprefix("http://")},
            "AWS IRSA": {"AWS_WEB_IDENTITY_TOKEN_FILE": str(token)},
            "Azure Managed Identity": {"IDENTITY_ENDPOINT": f"{url}/msi", "IDENTITY_HEADER": CANARY},
            "Vercel": {"VERCEL_OIDC_TOKEN": "vercel-assertion"},
            "CircleCI": {"CIRCLE_OIDC_TOKEN_V2": "circle-assertion"},
        }[name]
    )  # fmt: skip


TRIGGER = {
    "GitHub Actions": "ACTIONS_ID_TOKEN_REQUEST_URL",
    "GCP": "GCE_METADATA_HOST",
    "AWS IRSA": "AWS_WEB_IDENTITY_TOKEN_FILE",
    "Azure Managed Identity": "IDENTITY_HEADER",
    "Vercel": "VERCEL_OIDC_TOKEN",
    "CircleCI": "CIRCLE_OIDC_TOKEN_V2",
}
ORDER = list(TRIGGER)


# -- the order -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("surface", SURFACES)
def test_nothing_anywhere_is_an_error_that_says_what_there_could_be(environ: dict[str, str], surface: str) -> None:
    with pytest.raises(NotAuthenticatedError, match="KNOXCALL_CLIENT_ID"):
        detect(environ, surface)


def test_each_source_comes_before_those_after_it(environ: dict[str, str], tmp_path: Path) -> None:
    with platform() as (played, url):
        for name in ORDER:
            announce(environ, name, url, tmp_path)
        for variable in ("KNOXCALL_ACCESS_TOKEN", "KNOXCALL_API_KEY", "KNOXCALL_CLIENT_ID", "KNOXCALL_CLIENT_SECRET"):
            environ[variable] = f"value of {variable}"
        put_file(environ)

        assert detect(environ) == AccessToken("value of KNOXCALL_ACCESS_TOKEN")
        environ["KNOXCALL_ACCESS_TOKEN"] = ""
        assert detect(environ) == AccessToken("value of KNOXCALL_API_KEY")
        del environ["KNOXCALL_API_KEY"]
        assert detect(environ) == StoredCredentials(Path(environ["KNOXCALL_CREDENTIALS_FILE"]), "default")
        environ["KNOXCALL_PROFILE"] = "another"
        assert detect(environ) == ClientCredentials("value of KNOXCALL_CLIENT_ID", "value of KNOXCALL_CLIENT_SECRET")
        assert played.asked == []
        del environ["KNOXCALL_CLIENT_SECRET"]
        for name in ORDER:
            assert detect(environ).name == name
            environ[TRIGGER[name]] = nowhere() if name == "GCP" else ""
        with pytest.raises(NotAuthenticatedError, match="KNOXCALL_CLIENT_SECRET is missing"):
            detect(environ)


def test_half_a_pair_in_the_environment_is_not_used(environ: dict[str, str]) -> None:
    environ["KNOXCALL_CLIENT_SECRET"] = CANARY
    with pytest.raises(NotAuthenticatedError, match="KNOXCALL_CLIENT_ID is missing") as caught:
        detect(environ)
    assert CANARY not in str(caught.value)


# -- the platforms -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("surface", SURFACES)
@pytest.mark.parametrize("name", ORDER)
def test_a_platforms_identity_is_found(environ: dict[str, str], tmp_path: Path, name: str, surface: str) -> None:
    with platform() as (played, url):
        announce(environ, name, url, tmp_path)
        found = detect(environ, surface)
        assert found.name == name
        first = assertion(found, surface)
    expected = {"AWS IRSA": "aws-assertion", "Vercel": "vercel-assertion", "CircleCI": "circle-assertion"}
    assert first == expected.get(name, "assertion-1")
    assert first not in repr(found)
    assert first not in str(found.identity)
    asked = {
        "GitHub Actions": ("/token?api=2&audience=knoxcall:api", "authorization", f"Bearer {CANARY}"),
        "GCP": (
            "/computeMetadata/v1/instance/service-accounts/default/identity?audience=knoxcall:api",
            "metadata-flavor", "Google",
        ),
        "Azure Managed Identity": (
            "/msi?api-version=2019-08-01&resource=knoxcall:api", "x-identity-header", CANARY,
        ),
    }.get(name)  # fmt: skip
    if asked is None:
        assert played.asked == []
        return
    ((path, headers),) = played.asked
    assert (path, headers[asked[1]]) == (asked[0], asked[2])
    assert name != "GitHub Actions" or headers["user-agent"] == "knoxcall-sdk"


@pytest.mark.parametrize("name", ORDER)
def test_each_further_mint_reads_a_new_assertion(environ: dict[str, str], tmp_path: Path, name: str) -> None:
    with platform() as (_, url):
        announce(environ, name, url, tmp_path)
        found = detect(environ)
        first = assertion(found)
        (tmp_path / "aws-token").write_text("aws-assertion-2")
        for variable in ("VERCEL_OIDC_TOKEN", "CIRCLE_OIDC_TOKEN_V2"):
            if variable in environ:
                environ[variable] += "-2"
        second = assertion(found)
    assert second != first
    assert second.endswith("-2")


def test_an_identity_that_went_away_is_a_typed_error(environ: dict[str, str], tmp_path: Path) -> None:
    announce(environ, "AWS IRSA", "", tmp_path)
    found = detect(environ)
    assertion(found)
    (tmp_path / "aws-token").unlink()
    with pytest.raises(AuthenticationError, match="AWS IRSA"):
        assertion(found)


@pytest.mark.parametrize("name", ["GitHub Actions", "GCP", "Azure Managed Identity"])
@pytest.mark.parametrize(
    ("status", "body"),
    [
        (404, None), (500, None), (302, None), (204, b""), (200, b""), (200, b"\xff\xfe"), (200, b"{}"), (200, b"[]"),
        (200, b'{"value": 5, "access_token": 5}'), (200, b'{"value": "a\\nb", "access_token": "a\\nb"}'),
        (200, b"a\nb"), (200, b"[" * 60_000),
    ],
)  # fmt: skip
def test_what_is_no_assertion_leads_to_the_next_platform(
    environ: dict[str, str], tmp_path: Path, name: str, status: int, body: bytes | None
) -> None:
    if name == "GCP" and body and body[:1] in b"{[" and b"\n" not in body:
        pytest.skip("there the body itself is the assertion")
    with platform() as (played, url):
        played.status, played.body = status, body
        announce(environ, name, url, tmp_path)
        announce(environ, "CircleCI", url, tmp_path)
        assert detect(environ).name == "CircleCI"


@pytest.mark.parametrize("flavor", [None, "Other"])
def test_a_stranger_at_googles_name_is_not_believed(
    environ: dict[str, str], tmp_path: Path, flavor: str | None
) -> None:
    with platform() as (played, url):
        played.flavor = flavor
        announce(environ, "GCP", url, tmp_path)
        with pytest.raises(NotAuthenticatedError):
            detect(environ)
        assert len(played.asked) == 1


@pytest.mark.parametrize("name", ["GitHub Actions", "GCP", "Azure Managed Identity"])
def test_a_silent_address_is_given_up_quickly(environ: dict[str, str], tmp_path: Path, name: str) -> None:
    with platform() as (played, url):
        played.delays = [2.0]
        announce(environ, name, url, tmp_path)
        announce(environ, "CircleCI", url, tmp_path)
        begun = time.monotonic()
        assert detect(environ).name == "CircleCI"
        assert time.monotonic() - begun < 1.5


@pytest.mark.parametrize("name", ["GitHub Actions", "Azure Managed Identity"])
def test_an_announced_address_that_is_merely_slow_is_asked_again_if_there_is_nothing_else(
    environ: dict[str, str], tmp_path: Path, name: str
) -> None:
    with platform() as (played, url):
        played.delays = [0.6, 0.6]
        announce(environ, name, url, tmp_path)
        assert detect(environ).name == name
        assert len(played.asked) == 2


def test_probes_ask_no_proxy(environ: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with platform() as (proxy, proxy_url), platform() as (_, url):
        for variable in ("http_proxy", "https_proxy", "all_proxy"):
            monkeypatch.setenv(variable, proxy_url)
        monkeypatch.setenv("no_proxy", "")
        for name in ("GCP", "Azure Managed Identity"):
            announce(environ, name, url, tmp_path)
            assert detect(environ).name in ORDER
        assert proxy.asked == []


def test_identities_of_different_places_have_different_cache_keys(environ: dict[str, str], tmp_path: Path) -> None:
    announce(environ, "AWS IRSA", "", tmp_path)
    one = detect(environ).identity
    assert detect(environ).identity == one
    other = tmp_path / "other-token"
    other.write_text("x")
    environ["AWS_WEB_IDENTITY_TOKEN_FILE"] = str(other)
    assert detect(environ).identity != one


def test_the_internal_failure_carries_no_more_than_whether_it_was_slow() -> None:
    assert NoIdentity(True).slow
    assert not NoIdentity().slow
