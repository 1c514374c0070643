"""`trellis doctor` against emulators that are well and servers that are not: what it says, and its exit status."""

from __future__ import annotations

import json
import ssl
import sys
from typing import TYPE_CHECKING, Any

import pytest
import trustme
from odd_server import OddServer

from trellis.emulator import ApiKey, KneoSettings
from trellis.testing import Tunnel

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from trellis.emulator import ConvoxHandle, KneoHandle, KnoxCallHandle

    from .conftest import Done, Run

MASK = "<redacted>"


def examined(done: Done, service: str) -> tuple[dict[str, dict[str, Any]], dict[str, dict[str, Any]]]:
    """A service's settings and checks by name."""
    told = json.loads(done.out)["services"][service]
    return {each["name"]: each for each in told["settings"]}, {each["name"]: each for each in told["checks"]}


def test_all_is_well_with_three_emulators(
    run: Run, kneo_env: KneoHandle, knoxcall_env: KnoxCallHandle, convox_env: ConvoxHandle
) -> None:
    done = run("doctor", "--json")

    told = json.loads(done.out)
    assert (done.status, done.err) == (0, "")
    assert told["verdict"] == "ok"
    for service in ("kneo", "knoxcall", "convox"):
        _, checks = examined(done, service)
        assert {name: check["verdict"] for name, check in checks.items()} == {
            "dns": "skip", "tcp": "ok", "http": "ok", "clock": "ok", "latency": "ok", "auth": "ok",
        }  # fmt: skip
    secrets = (
        kneo_env.settings.keys[0].key, knoxcall_env.settings.keys[0].key, convox_env.settings.password,
    )  # fmt: skip
    text = run("doctor")
    assert text.status == 0
    assert "Nothing is wrong." in text.out
    for secret in secrets:
        assert secret not in done.out + text.out


def test_what_is_not_set_up_is_passed_over_unless_it_was_asked_for(run: Run) -> None:
    done = run("doctor", "--json")
    assert done.status == 0
    for service in ("kneo", "knoxcall", "convox"):
        _, checks = examined(done, service)
        assert checks["settings"]["verdict"] == "skip"
        assert checks["settings"]["advice"]
        assert set(checks) == {"settings"}
    for service in ("kneo", "convox"):
        asked = run("doctor", service)
        assert asked.status == 1
        assert "not set up" in asked.out


def test_each_setting_says_where_it_comes_from(run: Run, kneo_server: KneoHandle, tmp_path: Path) -> None:
    path = tmp_path / "home" / ".config" / "kneo" / "client.toml"
    path.parent.mkdir(parents=True)
    key = kneo_server.settings.keys[0].key
    path.write_text(f'[staging]\nurl = "http://127.0.0.1:9"\napi_key = "{key}"\n', "utf-8")
    path.chmod(0o600)
    done = run("doctor", "kneo", "--json", "--url", kneo_server.url, KNEO_PROFILE="staging", KNEO_TIMEOUT="7")

    settings, checks = examined(done, "kneo")
    assert done.status == 0
    assert settings["profile"] | {"source": ""} == {"name": "profile", "value": "staging", "source": ""}
    assert settings["profile"]["source"] == "environment variable KNEO_PROFILE"
    assert (settings["url"]["value"], settings["url"]["source"]) == (kneo_server.url, "argument")
    assert (settings["api_key"]["value"], settings["api_key"]["source"]) == (MASK, f"{path} [staging]")
    assert (settings["timeout"]["value"], settings["timeout"]["source"]) == ("7", "environment variable KNEO_TIMEOUT")
    assert settings["auth_scheme"]["source"] == "default"
    assert checks["file"]["verdict"] == "ok"


def test_a_key_that_the_command_line_points_at_says_where_it_lies(run: Run, kneo_server: KneoHandle) -> None:
    there = ("doctor", "kneo", "--json", "--url", kneo_server.url)
    done = run(*there, "--api-key-env", "MY_KEY", MY_KEY=kneo_server.settings.keys[0].key)
    settings, _ = examined(done, "kneo")
    assert done.status == 0
    assert (settings["api_key"]["value"], settings["api_key"]["source"]) == (
        MASK,
        "environment variable MY_KEY (--api-key-env)",
    )


def test_credentials_that_are_not_used_are_told_too(run: Run, knoxcall_env: KnoxCallHandle) -> None:
    client = knoxcall_env.settings.clients[0]
    done = run(
        "doctor", "knoxcall", "--json",
        KNOXCALL_CLIENT_ID=client.client_id, KNOXCALL_CLIENT_SECRET="hunter2-hunter2", KNOXCALL_TENANT="acme",
    )  # fmt: skip
    settings, _ = examined(done, "knoxcall")
    assert done.status == 0
    assert settings["credential"]["value"] == MASK
    assert "KNOXCALL_API_KEY" in settings["credential"]["source"]
    assert "KNOXCALL_CLIENT_SECRET" in settings["not used"]["source"]
    assert settings["tenant"]["value"] == "acme"
    assert "hunter2" not in done.out


@pytest.mark.parametrize("mode", [0o644, 0o640, 0o606])
def test_a_file_with_credentials_that_others_may_use_fails(
    run: Run, convox_server: ConvoxHandle, tmp_path: Path, mode: int
) -> None:
    path = tmp_path / "home" / ".config" / "convox" / "auth"
    path.parent.mkdir(parents=True)
    path.write_text(json.dumps({convox_server.url: convox_server.settings.password}), "utf-8")
    path.chmod(mode)
    done = run("doctor", "convox", "--json")

    settings, checks = examined(done, "convox")
    assert done.status == 1
    assert checks["file"]["verdict"] == "fail"
    assert f"{mode:04o}" in checks["file"]["said"]
    assert checks["file"]["advice"] == f"chmod 600 {path}"
    assert checks["auth"]["verdict"] == "ok"
    assert (settings["host"]["value"], settings["password"]["source"]) == (convox_server.url, str(path))
    path.chmod(0o600)
    assert run("doctor", "convox").status == 0


def test_a_refused_port_ends_the_way_there(run: Run, kneo_env: KneoHandle) -> None:
    done = run("doctor", "kneo", "--json", "--url", "http://127.0.0.1:9")
    _, checks = examined(done, "kneo")
    assert done.status == 1
    assert checks["tcp"]["verdict"] == "fail"
    assert "nothing listens there" in checks["tcp"]["advice"]
    assert "http" not in checks
    assert "auth" not in checks


@pytest.mark.parametrize(
    ("url", "name", "said"),
    [
        ("http://no..name", "url", "empty label"),
        ("kneo.example.com", "url", "must start with http"),
        ("http://me:hunter2@127.0.0.1:9", "url", "user name or password"),
    ],
)
def test_an_address_that_is_none_fails_and_gives_nothing_away(
    run: Run, kneo_env: KneoHandle, url: str, name: str, said: str
) -> None:
    done = run("doctor", "kneo", "--json", "--url", url)
    _, checks = examined(done, "kneo")
    assert done.status == 1
    assert (checks[name]["verdict"], said in checks[name]["said"]) == ("fail", True)
    assert "hunter2" not in done.out


@pytest.mark.parametrize("service", ["kneo", "knoxcall", "convox"])
def test_a_wrong_key_fails_where_the_way_is_clear(
    run: Run, kneo_env: KneoHandle, knoxcall_env: KnoxCallHandle, convox_env: ConvoxHandle, service: str
) -> None:
    wrong = "hunter2-is-wrong"
    done = run(
        "doctor", service, "--json", KNEO_API_KEY=wrong, KNOXCALL_API_KEY=wrong, CONVOX_PASSWORD=wrong
    )  # fmt: skip
    _, checks = examined(done, service)
    assert done.status == 1
    assert checks["http"]["verdict"] == "ok"
    assert checks["auth"]["verdict"] == "fail"
    assert "the key is wrong" in checks["auth"]["advice"]
    assert wrong not in done.out


def test_a_key_without_the_scope_is_a_warning(run: Run, start_kneo: Callable[[KneoSettings], KneoHandle]) -> None:
    server = start_kneo(KneoSettings(keys=(ApiKey("auditor", "s3cret", ("audit:read",)),)))
    done = run("doctor", "kneo", "--json", KNEO_URL=server.url, KNEO_API_KEY="s3cret")
    _, checks = examined(done, "kneo")
    assert (done.status, checks["auth"]["verdict"]) == (0, "warn")
    assert "scope" in checks["auth"]["advice"]


def test_a_certificate_of_an_unknown_authority_fails_until_it_is_trusted(run: Run, tmp_path: Path) -> None:
    authority = trustme.CA()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(context)
    trusted = tmp_path / "ca.pem"
    authority.cert_pem.write_to_path(str(trusted))
    with OddServer(tls=context) as server:
        rack = {"CONVOX_HOST": server.url, "CONVOX_PASSWORD": "hunter2"}
        wrong = run("doctor", "convox", "--json", **rack)
        right = run("doctor", "convox", "--json", "--ca-file", str(trusted), **rack)
        by_environment = run("doctor", "convox", "--json", SSL_CERT_FILE=str(trusted), **rack)
        missing = run("doctor", "convox", "--json", SSL_CERT_FILE=str(tmp_path / "none.pem"), **rack)

    _, checks = examined(wrong, "convox")
    assert wrong.status == 1
    assert "not trusted" in checks["tls"]["said"]
    assert "SSL_CERT_FILE" in checks["tls"]["advice"]
    assert "http" not in checks
    for done in (right, by_environment):
        _, checks = examined(done, "convox")
        assert (checks["tls"]["verdict"], checks["http"]["verdict"]) == ("ok", "ok")
        assert "TLSv1." in checks["tls"]["said"]
    assert missing.status == 1
    assert any(check["verdict"] == "fail" for check in json.loads(missing.out)["machine"])


def test_a_certificate_for_another_name_says_so(run: Run, tmp_path: Path) -> None:
    authority = trustme.CA()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("other.example").configure_cert(context)
    trusted = tmp_path / "ca.pem"
    authority.cert_pem.write_to_path(str(trusted))
    with OddServer(tls=context) as server:
        done = run("doctor", "kneo", "--json", KNEO_URL=server.url, KNEO_API_KEY="k", SSL_CERT_FILE=str(trusted))
    _, checks = examined(done, "kneo")
    assert done.status == 1
    assert "the name that the certificate was issued for" in checks["tls"]["advice"]


def test_tls_to_a_port_without_it_says_so(run: Run, kneo_env: KneoHandle) -> None:
    done = run("doctor", "kneo", "--json", "--url", kneo_env.url.replace("http://", "https://"))
    _, checks = examined(done, "kneo")
    assert (done.status, checks["tls"]["verdict"]) == (1, "fail")
    assert "TLS" in checks["tls"]["advice"]


@pytest.mark.parametrize(
    ("ahead", "verdict", "said"), [(0, "ok", "agree"), (3600, "warn", "behind"), (-120, "warn", "ahead of")]
)
def test_a_clock_that_is_off_is_a_warning(run: Run, ahead: float, verdict: str, said: str) -> None:
    with OddServer(ahead=ahead) as server:
        done = run("doctor", "convox", "--json", CONVOX_HOST=server.url, CONVOX_PASSWORD="hunter2")
    _, checks = examined(done, "convox")
    assert (done.status, checks["clock"]["verdict"]) == (0, verdict)
    assert said in checks["clock"]["said"]
    first, *_, last = server.seen
    assert "authorization" not in first  # only the last step shows the key
    assert last["authorization"].startswith("Basic ")


@pytest.mark.parametrize(
    ("status", "headers", "verdict"),
    [
        (302, (("Location", "https://me:hunter2@elsewhere.example/"),), "fail"),
        (503, (), "fail"),
        (404, (), "warn"),
        (200, (("Content-Type", "text/html"),), "warn"),
    ],
)
def test_what_does_not_look_like_the_service_is_told(
    run: Run, status: int, headers: tuple[tuple[str, str], ...], verdict: str
) -> None:
    with OddServer(status=status, headers=headers) as server:
        done = run("doctor", "convox", "--json", CONVOX_HOST=server.url, CONVOX_PASSWORD="hunter3")
    _, checks = examined(done, "convox")
    assert checks["http"]["verdict"] == verdict
    assert checks["http"]["advice"]
    assert "hunter" not in done.out


def test_a_proxy_is_named_without_its_password_and_the_way_leads_through_it(run: Run, kneo_server: KneoHandle) -> None:
    with Tunnel({"kneo.example.com": kneo_server.url}) as tunnel:
        proxy = tunnel.url.replace("http://", "http://me:hunter2@")
        environment = {**tunnel.environment, "HTTPS_PROXY": proxy, "https_proxy": proxy}
        done = run(
            "doctor", "kneo", "--json", KNEO_URL="https://kneo.example.com",
            KNEO_API_KEY=kneo_server.settings.keys[0].key, **environment,
        )  # fmt: skip
    _, checks = examined(done, "kneo")
    assert done.status == 0, done.out
    assert "hunter2" not in done.out
    assert checks["proxy"]["said"].startswith("http://...@127.0.0.1:")
    assert checks["auth"]["verdict"] == "ok"
    assert "kneo.example.com:443" in tunnel.asked_for


def test_a_distribution_with_the_same_name_is_found_without_asking_anybody(
    run: Run, bare: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for folder, name in (("kneo_client-2.0.dist-info", "kneo-client"), ("convox-1.4.dist-info", "convox")):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 9.9\n", "utf-8")
    assert run("doctor").status == 0
    bare.syspath_prepend(str(tmp_path))
    done = run("doctor", "--json")

    clashes = [check for check in json.loads(done.out)["machine"] if check["name"] == "name clash"]
    assert done.status == 1
    assert [check["said"].split(" installs ")[0] for check in clashes] == ["kneo-client 9.9", "convox 9.9"]
    assert "pip uninstall convox" in clashes[1]["advice"]


def test_a_package_of_somebody_elses_in_front_of_ours_is_found(
    run: Run, bare: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "knoxcall").mkdir()
    (tmp_path / "knoxcall" / "__init__.py").write_text("", "utf-8")
    for name in [name for name in sys.modules if name.partition(".")[0] == "knoxcall"]:
        bare.delitem(sys.modules, name)
    bare.syspath_prepend(str(tmp_path))
    from trellis.cli.doctor_machine import checks_of_machine

    clash = next(check for check in checks_of_machine() if check.name == "name clash")
    assert clash.verdict == "fail"
    assert str(tmp_path) in clash.said


@pytest.mark.parametrize(
    "words",
    [("doctor", "knee"), ("doctor", "--url", "http://x"), ("doctor", "kneo", "--api-key", "hunter2"),
     ("doctor", "kneo", "--rack", "a/b"), ("doctor", "kneo", "--ca-file", "x"), ("doctor", "convox", "--profile", "x"),
     ("doctor", "kneo", "--timeout", "0")],
)  # fmt: skip
def test_wrong_usage_is_status_two(run: Run, words: tuple[str, ...]) -> None:
    done = run(*words)
    assert (done.status, done.out) == (2, "")
    assert done.err
    assert "hunter2" not in done.err


def test_a_settings_file_that_cannot_be_read_stops_before_a_call(
    run: Run, kneo_env: KneoHandle, tmp_path: Path
) -> None:
    path = tmp_path / "home" / ".config" / "kneo" / "client.toml"
    path.parent.mkdir(parents=True)
    path.write_text("[default\n", "utf-8")
    path.chmod(0o600)
    done = run("doctor", "kneo", "--json")
    _, checks = examined(done, "kneo")
    assert done.status == 1
    assert "line 1" in checks["settings"]["said"]
    assert "auth" not in checks
