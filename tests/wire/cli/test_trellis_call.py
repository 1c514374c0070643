"""`trellis call`: what goes over the wire, what comes out, and with which exit status."""

from __future__ import annotations

import json
import os
import pty
import shlex
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from trellis.cli.call_arguments import arguments_of
from trellis.cli.call_catalogue import PACKAGES, entry_of, find, operations
from trellis.cli.call_help import refusal_of
from trellis.emulator import ConvoxSettings, faults
from trellis.testing import assert_operations, only_request

if TYPE_CHECKING:
    from collections.abc import Callable

    from trellis.emulator import ConvoxHandle, KneoHandle, KnoxCallHandle

    from .conftest import Run

SPEC = {
    "version": "v1",
    "agent": {"name": "greeter", "provider": "dummy", "instructions": "Greet."},
    "workflow": {"kind": "sequential", "steps": [{"id": "greet", "kind": "agent"}]},
}


def test_query_arguments_go_out_with_the_types_of_the_document(run: Run, kneo_env: KneoHandle) -> None:
    done = run("call", "kneo", "list_runs", "limit=3", "status=completed", "sort-order=asc")

    assert (done.status, done.err) == (0, "")
    assert json.loads(done.out)["limit"] == 3
    sent = only_request(kneo_env.requests, "list_runs").query_string
    assert sorted(sent.split("&")) == ["limit=3", "sort_order=asc", "status=completed"]


def test_a_body_is_put_together_of_members_and_files(run: Run, kneo_env: KneoHandle, tmp_path: Path) -> None:
    path = tmp_path / "spec.json"
    path.write_text(json.dumps(SPEC), "utf-8")
    done = run(
        "call", "kneo", "create_run", "input=Hello", f"spec:=@{path}", "async_mode=yes", "metadata.team=blue",
        "metadata.ticket.id=7", "overlays:=[]", "idempotency_key=one-and-only",
    )  # fmt: skip

    assert done.status == 0, done.err
    request = only_request(kneo_env.requests, "create_run")
    assert json.loads(request.body) == {
        "input": "Hello",
        "spec": SPEC,
        "async_mode": True,
        "metadata": {"team": "blue", "ticket": {"id": "7"}},
        "overlays": [],
    }
    assert request.headers.get("idempotency-key") == "one-and-only"
    assert json.loads(done.out)["run_id"].startswith("run_")


def test_a_whole_body_comes_from_standard_input_and_arguments_replace_its_members(
    run: Run, kneo_env: KneoHandle
) -> None:
    body = json.dumps({"spec": SPEC, "input": "from the file"}).encode()
    done = run("call", "kneo", "create_run", "-", "input=from the argument", stdin=body)

    assert done.status == 0, done.err
    sent = json.loads(only_request(kneo_env.requests, "create_run").body)
    assert sent == {"spec": SPEC, "input": "from the argument"}


def test_an_envelope_is_taken_off_and_the_rest_is_as_the_server_said_it(run: Run, knoxcall_env: KnoxCallHandle) -> None:
    done = run("call", "knoxcall", "account.get")

    assert done.status == 0, done.err
    account = json.loads(done.out)
    answer = only_request(knoxcall_env.requests, "account_get").answer
    assert answer is not None
    assert account == json.loads(answer.body)["data"]
    assert done.out == json.dumps(account, separators=(",", ":"), ensure_ascii=False) + "\n"


def test_an_empty_object_is_sent_where_a_body_is_required_that_has_no_members(
    run: Run, knoxcall_env: KnoxCallHandle
) -> None:
    assert run("call", "knoxcall", "vaults_create", "name=cards").status == 0
    done = run("call", "knoxcall", "vaults_rotate", "name_or_id=cards")

    assert done.status == 0, done.err
    assert only_request(knoxcall_env.requests, "vaults_rotate").body == b"{}"


@pytest.mark.parametrize("word", ["value=hunter2", 'value:="hunter2"'])
def test_a_secret_on_the_command_line_is_refused_with_reasons_and_not_repeated(
    run: Run, knoxcall_env: KnoxCallHandle, word: str
) -> None:
    done = run("call", "knoxcall", "secrets_create", "name=db", "secret_type=custom", word)

    assert (done.status, done.out) == (2, "")
    assert "history" in done.err
    assert "value=@env:VARIABLE" in done.err
    assert "hunter2" not in done.err
    assert_operations(knoxcall_env.requests)


@pytest.mark.parametrize("way", ["env", "file", "stdin"])
def test_a_secret_comes_from_elsewhere(run: Run, knoxcall_env: KnoxCallHandle, tmp_path: Path, way: str) -> None:
    path = tmp_path / "secret"
    path.write_text("hunter2\n", "utf-8")
    word = {"env": "value=@env:DB_SECRET", "file": f"value=@{path}", "stdin": "value=@-"}[way]
    done = run(
        "call", "knoxcall", "secrets_create", "name=db", "secret_type=custom", word, stdin=b"hunter2\n",
        DB_SECRET="hunter2",
    )  # fmt: skip

    assert done.status == 0, done.err
    assert json.loads(only_request(knoxcall_env.requests, "secrets_create").body)["value"] == "hunter2"


def test_an_entry_that_is_named_like_a_secret_is_refused_too(run: Run, knoxcall_env: KnoxCallHandle) -> None:
    words = ("name=w", "url=https://hooks.example.com", "event_types=request.success")
    done = run("call", "knoxcall", "webhooks_create", *words, "auth_config.client_secret=hunter2")
    assert done.status == 2
    assert "auth_config.client_secret=@env:VARIABLE" in done.err
    assert "hunter2" not in done.err
    done = run("call", "knoxcall", "webhooks_create", *words, "auth_config.client_secret=@env:S", S="hunter2")
    assert done.status == 0, done.err
    sent = json.loads(only_request(knoxcall_env.requests, "webhooks_create").body)
    assert sent["auth_config"] == {"client_secret": "hunter2"}


def test_what_a_server_says_does_nothing_to_the_terminal(run: Run, kneo_env: KneoHandle) -> None:
    body = {"detail": {"error": "not_found", "message": "red \x1b[31m and a bell \x07"}}
    kneo_env.faults.add("get_run", faults.status(404, json=body))
    done = run("call", "kneo", "get_run", "run_id=x")
    assert done.status == 1
    assert "red" in done.err
    assert "\x1b" not in done.err
    assert "\x07" not in done.err


def test_json_that_a_stream_cannot_write_is_escaped(run: Run, kneo_env: KneoHandle) -> None:
    half = '{"ok":true,"service":"\\ud800 half","version":"0.4.0","metadata":{}}'
    kneo_env.faults.add("livez", faults.status(200, content=half, headers={"Content-Type": "application/json"}))
    done = run("call", "kneo", "livez")
    assert (done.status, done.err) == (0, "")
    assert json.loads(done.out)["service"] == "\ud800 half"
    assert "\\ud800" in done.out


@pytest.mark.parametrize("option", ["--api-key", "--password", "--token", "--client-secret", "--access-token"])
def test_a_key_on_the_command_line_is_refused_with_reasons_and_not_repeated(
    run: Run, kneo_env: KneoHandle, option: str
) -> None:
    for words in ([option, "hunter2"], [f"{option}=hunter2"]):
        done = run("call", "kneo", "list_runs", *words)
        assert done.status == 2
        assert "--api-key-env" in done.err
        assert "hunter2" not in done.err
    assert_operations(kneo_env.requests)


def test_a_key_comes_from_a_variable_or_from_standard_input(run: Run, kneo_server: KneoHandle) -> None:
    key = kneo_server.settings.keys[0].key
    there = ("call", "kneo", "list_runs", "--url", kneo_server.url)

    assert run(*there, "--api-key-env", "MY_KEY", MY_KEY=key).status == 0
    assert run(*there, "--api-key-stdin", stdin=f"{key}\n".encode()).status == 0
    assert run(*there, "--api-key-stdin", stdin=b"\n").status == 2
    wrong = run(*there, "--api-key-env", "MY_KEY", MY_KEY="wrong-key")
    assert wrong.status == 1
    assert "KneoAuthError" in wrong.err
    assert "wrong-key" not in wrong.err


def test_profiles_and_login_files_count_as_in_the_sdk(
    run: Run, bare: pytest.MonkeyPatch, kneo_server: KneoHandle, convox_server: ConvoxHandle, tmp_path: Path
) -> None:
    home = tmp_path / "home"
    for name, text in (
        ("kneo/client.toml", f'[staging]\nurl = "{kneo_server.url}"\napi_key = "{kneo_server.settings.keys[0].key}"\n'),
        ("convox/auth", json.dumps({convox_server.url: convox_server.settings.password})),
    ):
        path = home / ".config" / name
        path.parent.mkdir(parents=True)
        path.write_text(text, "utf-8")

    assert run("call", "kneo", "list_runs", "--profile", "staging").status == 0
    assert json.loads(run("call", "convox", "system_get").out)["name"] == "dev"
    missing = run("call", "kneo", "list_runs")
    assert missing.status == 2
    assert "'url' is not set" in missing.err
    assert "trellis doctor kneo" in missing.err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["knee", "list_runs"], "did you mean kneo?"),
        (["kneo", "list_run"], "did you mean list_runs"),
        (["kneo", "runs_list"], "did you mean list_runs"),
        (["kneo", "list_runs", "limt=1"], "did you mean limit?"),
        (["kneo", "list_runs", "limit=many"], "limit is a whole number"),
        (["kneo", "list_runs", "sort_order=up"], "sort_order is one of asc, desc"),
        (["kneo", "list_runs", "sort_order=ascc"], "did you mean asc?"),
        (["kneo", "list_runs", "limit=1", "limit=2"], "limit is given twice"),
        (["kneo", "list_runs", "limit"], "name=value"),
        (["kneo", "list_runs", "@body.json"], "takes no body"),
        (["kneo", "get_run"], "get_run needs run_id"),
        (["kneo", "get_run", "run_id=.."], "run_id must not be '..'"),
        (["kneo", "create_run", "input=a", "spec:={"], "spec is no JSON (line 1"),
        (["kneo", "create_run", "@no/such/file"], "No such file"),
        (["kneo", "create_run", "input=@env:NOT_THERE"], "NOT_THERE is not set"),
        (["kneo", "create_run", "input=@-", "spec:=@-"], "once"),
        (["kneo", "list_runs", "--method", "PUT"], "--method is for operations that take any"),
        (["convox", "processes_exec", "app=a", "pid=b"], "client.processes.exec"),
        (["convox", "proxy_tcp", "host=a", "port=1"], "client.proxy.tcp"),
        (["convox", "objects_store", "app=a", "key=b"], "needs a body"),
        (["convox", "apps_create", "name=a", "@x"], "its fields are arguments"),
        (["convox", "apps_metrics", "name=a", "start=2026-01-01T00:00:00"], "has no time zone"),
        (["knoxcall", "oauth_token", "grant_type=x"], "asks for tokens by itself"),
    ],
)  # fmt: skip
def test_what_cannot_be_called_is_wrong_usage_and_nothing_is_sent(
    run: Run,
    kneo_env: KneoHandle,
    knoxcall_env: KnoxCallHandle,
    convox_env: ConvoxHandle,
    words: list[str],
    said: str,
) -> None:
    done = run("call", *words)
    assert (done.status, done.out) == (2, "")
    assert said in done.err
    assert done.err.startswith("trellis: ")
    for server in (kneo_env, knoxcall_env, convox_env):
        assert_operations(server.requests)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["call", "kneo", "livez", "--bogus"], "unrecognized arguments: --bogus"),
        (["call", "kneo", "livez", "--timeout", "soon"], "argument --timeout: a number of seconds above 0, not 'soon'"),
        (["call", "kneo", "livez", "--deadline", "nan"], "argument --deadline: a number of seconds above 0, not 'nan'"),
        (["doctor", "knee"], "invalid choice: 'knee'"),
        (["doctor", "--url", "http://x"], "name the service"),
        (["diff", "no/such/file", "kneo"], "no/such/file: No such file or directory"),
        (["diff", "kneo"], "two documents are needed"),
        (["serve", "knoxcall", "--specs", "."], "--specs is for kneo"),
        (["serve", "kneo", "--port", "http"], "argument --port: a port is a number from 0 to 65535, not 'http'"),
        (["nothing"], "invalid choice: 'nothing'"),
    ],
)
def test_wrong_usage_is_a_line_of_json_too(run: Run, words: list[str], said: str) -> None:
    done = run(*words, "--json")
    error = json.loads(done.err)["error"]
    assert (done.status, done.out, error["type"]) == (2, "", "UsageProblem")
    assert said in error["message"]


def test_a_password_of_another_host_is_not_sent_and_the_error_says_so(run: Run, convox_env: ConvoxHandle) -> None:
    done = run("call", "convox", "apps_list", "--url", "http://127.0.0.1:9")
    assert done.status == 2
    assert "CONVOX_PASSWORD belongs to CONVOX_HOST" in done.err
    assert "--api-key-env CONVOX_PASSWORD" in done.err
    assert_operations(convox_env.requests)


def test_a_file_that_cannot_be_written_is_named_as_it_was_given(run: Run, convox_env: ConvoxHandle) -> None:
    run("call", "convox", "apps_create", "name=web")
    assert run("call", "convox", "objects_store", "app=web", "key=a", "-", stdin=b"x").status == 0
    done = run("call", "convox", "objects_fetch", "app=web", "key=a", "--output", "no/such/folder/file")
    assert (done.status, done.err) == (1, "trellis: no/such/folder/file: No such file or directory\n")


def test_a_failed_call_is_a_typed_error_with_status_one(run: Run, kneo_env: KneoHandle) -> None:
    plain = run("call", "kneo", "get_run", "run_id=none")
    assert (plain.status, plain.out) == (1, "")
    assert plain.err.startswith("trellis: KneoNotFoundError: GET /v1/runs/{run_id}: HTTP 404")

    told = run("call", "kneo", "get_run", "run_id=none", "--json")
    error = json.loads(told.err)["error"]
    assert (told.status, error["type"], error["status"]) == (1, "KneoNotFoundError", 404)
    assert error["request_id"] == list(kneo_env.requests)[-1].headers.get("x-request-id")


def test_a_refused_connection_and_a_deadline_fail_with_status_one(run: Run, kneo_env: KneoHandle) -> None:
    refused = run("call", "kneo", "livez", "--url", "http://127.0.0.1:9")
    assert refused.status == 1
    assert "KneoNetworkError" in refused.err

    kneo_env.faults.add("livez", faults.delay(5), faults.delay(5))
    late = run("call", "kneo", "livez", "--deadline", "0.2")
    assert late.status == 1
    assert "KneoTimeoutError" in late.err


def test_forms_maps_and_times_go_out_as_the_rack_reads_them(run: Run, convox_env: ConvoxHandle) -> None:
    assert run("call", "convox", "apps_create", "name=web").status == 0
    done = run("call", "convox", "apps_update", "name=web", "lock=true", "parameters=A=1", "parameters.B=2")

    assert (done.status, done.out, done.err) == (0, "", "")
    sent = only_request(convox_env.requests, "apps_update").body.decode()
    assert sent.startswith("lock=true&parameters=A%3D1%26B%3D2")
    assert run("call", "convox", "apps_update", "name=web", "lock=false", "--json").out == "null\n"

    assert run("call", "convox", "apps_metrics", "name=web", "start=2026-01-31T10:30:00+01:00").status == 1
    assert "start=20260131.093000" in only_request(convox_env.requests, "apps_metrics").query_string


def test_files_go_up_and_come_down_whole(run: Run, convox_env: ConvoxHandle, tmp_path: Path) -> None:
    up, down = tmp_path / "up", tmp_path / "down"
    up.write_bytes(bytes(range(256)) * 1000)
    assert run("call", "convox", "apps_create", "name=web").status == 0

    assert run("call", "convox", "objects_store", "app=web", "key=a/b", f"@{up}").status == 0
    done = run("call", "convox", "objects_fetch", "app=web", "key=a/b", "-o", str(down), "--json")
    assert json.loads(done.out) == {"output": str(down), "bytes": 256_000}
    assert down.read_bytes() == up.read_bytes()

    assert run("call", "convox", "objects_store", "app=web", "key=c", "-", stdin=b"piped").status == 0
    assert run("call", "convox", "objects_fetch", "app=web", "key=c").out == "piped"
    refused = run("call", "convox", "objects_fetch", "app=web", "key=c", "--json")
    assert (refused.status, refused.out) == (2, "")


def test_a_download_that_breaks_off_leaves_no_file(run: Run, convox_env: ConvoxHandle, tmp_path: Path) -> None:
    assert run("call", "convox", "apps_create", "name=web").status == 0
    assert run("call", "convox", "objects_store", "app=web", "key=a", "-", stdin=b"x" * 100_000).status == 0
    convox_env.faults.add("objects_fetch", faults.truncate(5_000))
    done = run("call", "convox", "objects_fetch", "app=web", "key=a", "-o", str(tmp_path / "down"))

    assert done.status == 1
    assert "ConvoxConnectionError" in done.err
    assert not (tmp_path / "down").exists()


def test_logs_are_printed_line_by_line(run: Run, convox_env: ConvoxHandle) -> None:
    done = run("call", "convox", "system_logs", "follow=false", "since=1h")
    assert done.status == 0, done.err
    told = run("call", "convox", "system_logs", "follow=false", "since=1h", "--json")
    assert [json.loads(line)["line"] for line in told.out.splitlines()] == done.out.splitlines()
    assert done.out.splitlines()


def test_an_upstreams_answer_is_handed_on_whatever_its_status(run: Run, knoxcall_env: KnoxCallHandle) -> None:
    done = run("call", "knoxcall", "ephemeral_post", "x_knox_proxy_url=https://up.example/x", "-", stdin=b"hello")
    assert done.status == 0, done.err
    assert json.loads(done.out)["body"] == "hello"


def test_nobody_needs_credentials_to_sign_up(run: Run, knoxcall_server: KnoxCallHandle) -> None:
    words = ("signup_create", "email=a@example.com", "tenant_name=New", "--url", knoxcall_server.url)
    done = run("call", "knoxcall", *words)
    assert done.status == 0, done.err
    assert json.loads(done.out)["status"] == "pending_confirmation"


@pytest.mark.parametrize("service", PACKAGES)
def test_every_operation_has_help_with_its_http_line_and_arguments(run: Run, service: str) -> None:
    listed = {each["id"]: each for each in json.loads(run("call", service, "--json").out)}
    assert set(listed) == set(operations(service))
    for row in operations(service).values():
        entry = entry_of(service, row)
        text = run("call", service, row.id, "--help")
        told = json.loads(run("call", service, row.id, "--help", "--json").out)
        assert (text.status, text.err) == (0, "")
        assert row.label in text.out
        assert " ".join(entry.summary.split()) in " ".join(text.out.split())
        assert {argument["arg"] for argument in told["arguments"]} >= {param.arg for param in row.params}
        for argument in entry.arguments:
            assert f"  {argument.name}  ({argument.where})" in text.out
        assert told["callable"] is (refusal_of(entry) is None)


def test_help_tells_limits_defaults_choices_and_errors(run: Run) -> None:
    text = run("call", "kneo", "list_runs", "--help").out
    assert "(query) integer, 1 to 1000, default 100" in text
    assert "one of asc, desc" in text
    assert "runs:read" in text
    assert "401" in text
    secret = run("call", "knoxcall", "secrets_create", "--help").out
    assert "string, required, secret: @FILE, @env:NAME or @-" in secret


def test_on_a_terminal_json_is_indented_and_an_upload_shows_its_progress(
    convox_server: ConvoxHandle, tmp_path: Path
) -> None:
    big = tmp_path / "big"
    big.write_bytes(b"x" * 3_000_000)
    environment = {
        **os.environ,
        "HOME": str(tmp_path),
        "CONVOX_HOST": convox_server.url,
        "CONVOX_PASSWORD": convox_server.settings.password,
    }
    outputs = []
    for words in (["apps_create", "name=web"], ["objects_store", "app=web", "key=big", f"@{big}"]):
        primary, secondary = pty.openpty()
        command = [sys.executable, "-m", "trellis.cli", "call", "convox", *words]
        with subprocess.Popen(command, stdout=secondary, stderr=secondary, env=environment) as process:
            os.close(secondary)
            seen = b""
            while True:
                try:
                    piece = os.read(primary, 65536)
                except OSError:  # Linux: the other end is closed
                    break
                if not piece:
                    break
                seen += piece
            assert process.wait(30) == 0
        os.close(primary)
        outputs.append(seen.decode())
    assert '{\r\n  "generation": "2",' in outputs[0]
    assert "sent 100% 3.0 MB of 3.0 MB" in outputs[1]


def test_a_warning_of_the_sdk_is_one_line(
    knoxcall_server: KnoxCallHandle, bare: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    path = tmp_path / "credentials.json"
    login = {
        "base_url": knoxcall_server.url,
        "access_token": knoxcall_server.settings.keys[0].key,
        "access_token_expires_at": "2999-01-01T00:00:00Z",
    }
    path.write_text(json.dumps({"version": 1, "profiles": {"default": login}}), "utf-8")
    path.chmod(0o644)
    command = [sys.executable, "-m", "trellis.cli", "call", "knoxcall", "account_get"]
    environment = {**os.environ, "KNOXCALL_CREDENTIALS_FILE": str(path)}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60, check=False)

    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["slug"] == "acme"
    assert done.stderr.splitlines() == [
        f"trellis: careful: {path} holds credentials and may be used by others than its owner: chmod 600 {path}"
    ]


def test_the_calls_in_the_readme_can_be_made(bare: pytest.MonkeyPatch, tmp_path: Path) -> None:
    readme = Path(__file__).resolve().parents[3] / "README.md"
    bare.chdir(tmp_path)
    bare.setenv("DB_PASSWORD", "hunter2")
    (tmp_path / "spec.json").write_text("{}", "utf-8")
    (tmp_path / "site.tgz").write_bytes(b"")
    lines = [
        shlex.split(line) for line in readme.read_text("utf-8").splitlines() if line.startswith("    trellis call")
    ]
    assert len(lines) >= 5
    for _, _, service, operation, *words in lines:
        entry = entry_of(service, find(service, operation))
        if words != ["--help"]:
            arguments_of(entry, words, lambda: sys.stdin.buffer).close()


def test_logs_without_the_extra_say_what_to_install(convox_env: ConvoxHandle) -> None:
    program = (
        "import sys; sys.modules['websockets'] = None; from trellis.cli import main; "
        "sys.exit(main(['call', 'convox', 'system_logs', 'follow=false']))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, done.stdout) == (2, "")
    assert "trellis-clients[websocket]" in done.stderr
    assert_operations(convox_env.requests)


def test_a_rack_behind_a_console_is_named_by_an_option(
    run: Run, start_convox: Callable[[ConvoxSettings], ConvoxHandle]
) -> None:
    console = start_convox(ConvoxSettings(racks=("acme/one", "acme/two")))
    reached = {"CONVOX_HOST": console.url, "CONVOX_PASSWORD": console.settings.deploy_keys[0].key}
    for rack in ("acme/one", "acme/two"):
        done = run("call", "convox", "system_get", "--rack", rack, **reached)
        assert done.status == 0, done.err
        assert json.loads(done.out)["name"] == rack.partition("/")[2]
    assert run("doctor", "convox", "--rack", "acme/one", **reached).status == 0


def test_a_server_behind_the_rack_is_reached_with_any_method(run: Run, convox_env: ConvoxHandle) -> None:
    words = ("call", "convox", "proxy_http", "path=/items?limit=2", "x_host=10.0.0.7", "x_port=80")
    done = run(*words, "--method", "POST", "-", stdin=b"hello")
    request = only_request(convox_env.requests)
    assert (request.method, request.body) == ("POST", b"hello")
    assert (request.raw_path, request.query_string) == ("/custom/http/proxy/items", "limit=2")
    assert request.headers.get("x-host") == "10.0.0.7"
    assert done.status == (0 if (request.status or 0) < 400 else 1)
