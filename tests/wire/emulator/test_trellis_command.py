"""The `trellis` command, run as a process of its own."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
from io import StringIO
from typing import TYPE_CHECKING

import httpx
import pytest

from trellis._version import __version__
from trellis.cli import main
from trellis.cli.command import KNEO_VERSIONS
from trellis.cli.output import Output
from trellis.cli.serve import is_loopback
from trellis.emulator.kneo.settings import SPEC_VERSIONS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

COMMAND = [sys.executable, "-W", "error", "-m", "trellis.cli"]


def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*COMMAND, *arguments],
        capture_output=True,
        text=True,
        timeout=60,
        env={**os.environ, **environment},
        check=False,
    )


@pytest.fixture
def serving(request: pytest.FixtureRequest) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """`trellis serve kneo` with the arguments of the test's mark, and everything it printed before it waited."""
    process = subprocess.Popen(
        [*COMMAND, "serve", "kneo", *getattr(request, "param", ())],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    printed = ""
    for line in process.stdout:
        printed += line
        if "Ctrl-C" in line:
            break
    try:
        yield process, printed
    finally:
        process.kill()
        process.communicate(timeout=10)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_serve_answers_until_it_is_told_to_stop(serving, number) -> None:
    process, printed = serving
    exported = re.search(r"export KNEO_URL=(\S+) KNEO_API_KEY=(\S+)", printed)
    assert exported is not None
    url, key = exported.groups()
    answer = httpx.get(f"{url}/v1/runs", headers={"Authorization": f"Bearer {key}"}, trust_env=False)
    assert answer.status_code == 200
    assert re.search(r"reviewer +local-reviewer-key +reviewer", printed)
    process.send_signal(number)
    rest, errors = process.communicate(timeout=10)
    assert (process.returncode, errors) == (0, "")
    assert "Stopped after 1 request(s)." in rest


def test_every_release_of_the_emulator_can_be_served() -> None:
    assert KNEO_VERSIONS == SPEC_VERSIONS


@pytest.mark.parametrize(
    ("serving", "version"),
    [([], "1.2.0"), (["--spec-version", "0.4.0"], "0.4.0"), (["--spec-version", "1.2.0"], "1.2.0")],
    indirect=["serving"],
)
def test_serve_is_the_release_that_was_asked_for(serving, version) -> None:
    _, printed = serving
    url = re.search(r"http://\S+", printed)[0]
    assert httpx.get(f"{url}/v1/livez", trust_env=False).json()["version"] == version
    assert re.search(rf"release +{re.escape(version)}", printed)


@pytest.mark.parametrize("serving", [["--api-key", "ci:s3cret:viewer"]], indirect=True)
def test_serve_takes_keys(serving) -> None:
    _, printed = serving
    url = re.search(r"http://\S+", printed)[0]
    assert "local-admin-key" not in printed
    for method, status in (("GET", 200), ("POST", 403)):
        headers = {"X-Kneo-Api-Key": "s3cret"}
        assert httpx.request(method, f"{url}/v1/runs", headers=headers, trust_env=False).status_code == status


def test_serve_says_how_clients_reach_the_gateway(tmp_path: Path) -> None:
    process = subprocess.Popen([*COMMAND, "serve", "knoxcall", "--api-key", "mine"], stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        exports = next(line for line in process.stdout if "export KNOXCALL_BASE_URL" in line)
        given = dict(pair.split("=", 1) for pair in exports.split()[1:])
        assert set(given) == {"KNOXCALL_BASE_URL", "KNOXCALL_CLIENT_ID", "KNOXCALL_CLIENT_SECRET"}
        program = "from knoxcall import KnoxCall; print(KnoxCall().account.get()['slug'])"
        program += "; print(KnoxCall(api_key='mine').account.get()['slug'])"
        environment = {**os.environ, **given, "HOME": str(tmp_path)}
        done = subprocess.run(
            [sys.executable, "-c", program], env=environment, capture_output=True, text=True, timeout=60
        )
        assert (done.stdout, done.returncode) == ("acme\nacme\n", 0), done.stderr
        process.send_signal(signal.SIGINT)
        rest, _ = process.communicate(timeout=10)
        assert (process.returncode, "Stopped after 3 request(s)." in rest) == (0, True)
    finally:
        process.kill()
        process.communicate(timeout=10)


@pytest.mark.parametrize(
    ("arguments", "names"),
    [
        (["--api-key", "mine"], {"CONVOX_HOST", "CONVOX_PASSWORD"}),
        (["--rack", "acme/one", "--rack", "acme/two", "--json"], {"CONVOX_HOST", "CONVOX_PASSWORD", "CONVOX_RACK"}),
    ],
)
def test_serve_says_how_clients_reach_a_rack(arguments, names, tmp_path: Path) -> None:
    process = subprocess.Popen([*COMMAND, "serve", "convox", *arguments], stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        as_json = "--json" in arguments
        if as_json:
            told = json.loads(process.stdout.readline())
            given = told["environment"]
            assert (told["service"], told["url"]) == ("convox", given["CONVOX_HOST"])
        else:
            exports = next(line for line in process.stdout if "export CONVOX_HOST" in line)
            given = dict(pair.split("=", 1) for pair in exports.split()[1:])
        assert set(given) == names
        program = "from convox import ConvoxClient; print(ConvoxClient.from_env().system.get().name)"
        environment = {**os.environ, **given, "HOME": str(tmp_path)}
        done = subprocess.run(
            [sys.executable, "-c", program], env=environment, capture_output=True, text=True, timeout=60
        )
        assert (done.stdout, done.returncode) == ("one\n" if "CONVOX_RACK" in names else "dev\n", 0), done.stderr
        process.send_signal(signal.SIGINT)
        rest, _ = process.communicate(timeout=10)
        assert process.returncode == 0
        assert rest == "" if as_json else "Stopped after 1 request(s)." in rest
    finally:
        process.kill()
        process.communicate(timeout=10)


@pytest.mark.parametrize(
    ("host", "loopback"),
    [
        ("127.0.0.1", True),
        ("127.8.8.8", True),
        ("::1", True),
        ("localhost", True),
        ("192.0.2.1", False),
        ("10.0.0.1", False),
    ],
)
def test_serve_knows_when_others_can_reach_it(host, loopback) -> None:
    assert is_loopback(host) is loopback


def test_the_demo_takes_specs_through_the_platform() -> None:
    done = run("demo", "kneo")
    assert (done.returncode, done.stderr) == (0, "")
    for expected in (
        r"validate +valid",
        r"compile +sequential: sort \(function\) > draft \(agent\) > summary \(agent\)",
        r"create +run_\S+ is created",
        r"finished +completed",
        r"output +\[editor\] billing case",
        r"tool_call_started +draft +order_lookup",
        r"Replay \(5 checkpoints\)",
        r"production +require_human_review",
        r"stopped +blocked at approve",
        r"task +Approve the draft\? \(release-lead, req_\w+\)",
        r"approved +the run is completed",
        r"output +\[AUTHOR\] ANNOUNCEMENT: DELIVERIES",
        r"policy +production: nothing to object to",
        r"Audit \(3 events of the run, newest first\)",
        r"reviewer +human\.decision\n +\S+ +service +run\.created",
        r"requests +\d+, all checked",
    ):
        assert re.search(expected, done.stdout), expected
    assert "\x1b" not in done.stdout


def test_the_demo_takes_calls_through_the_gateway() -> None:
    done = run("demo", "knoxcall")
    assert (done.returncode, done.stderr) == (0, "")
    for expected in (
        r"create +Payments is payments, rt_",
        r"list +2 of 5, page 1 of 3",
        r"iterate +(Orders \d, ){4}Payments",
        r"call +200: the upstream saw POST /v1/charges",
        r"credentials none reached the upstream",
        r"signed +200, 200, 200",
        r"calls +240 of 240 succeeded, in 8 threads",
        r"tokens +[3-9] minted anew after 3 revocations",
        r"received +request\.success: /v1/refunds, 200",
        r"forged +400, and no event",
        r"requests +\d+ with Bearer, 3 with DPoP",
    ):
        assert re.search(expected, done.stdout), expected
    assert "secret" not in done.stdout


def test_the_demo_takes_an_app_through_the_rack() -> None:
    done = run("demo", "convox")
    assert (done.returncode, done.stderr) == (0, "")
    for expected in (
        r"create +shop is running",
        r"log +Fetching: object://shop/\S+\.tgz",
        r"log +Running: docker build -t shop/worker",
        r"build +B[A-Z]{9} is complete, its release is R[A-Z]{9}",
        r"promote +R[A-Z]{9}: updating > running",
        r"web +3 of 3 running +web\.shop\.dev\.rack\.test",
        r"exec +'good morning from web', exit code 3",
        r"stdin +100000 bytes were read",
        r"promoted +R\w+ with GREETING='god mourning'",
        r"rollback +R\w+, a copy of R\w+, with GREETING='good morning'",
        r"requests +\d+, 3 of them WebSockets, all checked",
    ):
        assert re.search(expected, done.stdout), expected
    assert "password" not in done.stdout


def test_the_demo_shows_every_service_unless_one_is_named() -> None:
    done = run("demo")
    assert (done.returncode, done.stderr) == (0, "")
    names = ("Kneo platform", "KnoxCall gateway", "Convox rack")
    places = [done.stdout.index(f"A {name} on this machine") for name in names]
    assert places == sorted(places)


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["serve", "kneo", "--api-key", "a:b:nobody"], 1, "neither a role"),
        (["serve", "kneo", "--specs", "/does/not/exist"], 1, "not a directory"),
        (["serve", "nothing"], 2, "invalid choice"),
        (["serve", "knoxcall", "--specs", "."], 2, "--specs is for kneo"),
        (["serve", "knoxcall", "--step-seconds", "1"], 2, "--step-seconds is for kneo"),
        (["serve", "knoxcall", "--api-key", "a", "--api-key", "a"], 1, "of its own"),
        (["serve", "convox", "--specs", "."], 2, "--specs is for kneo"),
        (["serve", "convox", "--spec-version", "0.4.0"], 2, "--spec-version is for kneo"),
        (["serve", "kneo", "--spec-version", "0.9.0"], 2, "invalid choice"),
        (["serve", "kneo", "--rack", "one"], 2, "--rack is for convox"),
        (["serve", "convox", "--api-key", "a", "--api-key", "b"], 1, "one password"),
        (["serve", "convox", "--rack", "a", "--rack", "a"], 1, "of its own"),
        (["serve", "kneo", "--port", "65536"], 2, "a port is a number"),
        (["serve", "kneo", "--step-seconds", "-1"], 2, "a number of seconds from 0 on, not '-1'"),
        ([], 2, "required"),
    ],
)
def test_wrong_usage_is_explained(arguments, code, message) -> None:
    done = run(*arguments)
    assert (done.returncode, done.stdout) == (code, "")
    assert message in done.stderr
    assert "Traceback" not in done.stderr


def test_a_port_that_is_taken_is_explained(kneo_server) -> None:
    done = run("serve", "kneo", "--port", str(kneo_server.port))
    assert done.returncode == 1
    assert re.fullmatch(r"trellis: cannot serve kneo on 127\.0\.0\.1:\d+: .*in use\n", done.stderr)


@pytest.mark.parametrize("command", [["demo"], ["serve", "kneo"]])
def test_a_missing_extra_says_what_to_install(command, tmp_path) -> None:
    (tmp_path / "uvicorn.py").write_text('raise ModuleNotFoundError("No module named \'uvicorn\'", name="uvicorn")\n')
    done = run(*command, PYTHONPATH=os.pathsep.join(filter(None, (str(tmp_path), os.environ.get("PYTHONPATH")))))
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == 'trellis: This command needs the emulator: pip install "trellis-clients[emulator]"\n'


def test_a_reader_that_leaves_ends_the_demo_quietly() -> None:
    with subprocess.Popen([*COMMAND, "demo"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.readline()
        process.stdout.close()
        errors = process.stderr.read()
    assert (process.returncode, errors) == (1, "")


def test_version(capsys) -> None:
    with pytest.raises(SystemExit) as left:
        main(["--version"])
    assert (left.value.code, capsys.readouterr().out) == (0, f"trellis {__version__}\n")


class Terminal(StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("stream", "environment", "coloured"),
    [
        (Terminal(), {}, True),
        (Terminal(), {"NO_COLOR": "1"}, False),
        (Terminal(), {"NO_COLOR": ""}, True),
        (Terminal(), {"TERM": "dumb"}, False),
        (StringIO(), {}, False),
    ],
)
def test_colours_are_for_terminals_that_want_them(stream, environment, coloured, monkeypatch) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    Output(stream).step("label", "text", "good")
    assert ("\x1b[32m" in stream.getvalue()) is coloured
    assert stream.getvalue().endswith(" text\n")


def test_tables_are_aligned() -> None:
    stream = StringIO()
    Output(stream).table([("a", "bb", "c"), ("aaa", "b", "")])
    assert stream.getvalue() == "    a    bb  c\n    aaa  b\n"
