"""`make new-service`: from documents of every kind to packages that work, or to nothing at all."""

from __future__ import annotations

import ast
import asyncio
import copy
import http.server
import importlib
import json
import pathlib
import subprocess
import sys
import threading
from typing import TYPE_CHECKING, Any

import pytest

if sys.version_info < (3, 11):
    pytest.skip("openapi-python-client needs Python 3.11", allow_module_level=True)

ROOT = pathlib.Path(__file__).resolve().parents[3]
sys.path.insert(0, str(ROOT / "scripts"))

from service_documents import forge, ledger  # noqa: E402

import generate  # noqa: E402
from new_service import NewService, main  # noqa: E402
from service_plan import attribute_of, method_names  # noqa: E402
from service_spec import Normalisation, base_url_of  # noqa: E402
from spec_lint import lint  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Iterator

# Whole packages are generated, and their contract tests run: on a busy machine that takes its time.
pytestmark = [pytest.mark.generator, pytest.mark.timeout(600)]
SMALL: dict[str, Any] = {
    "openapi": "3.1.0",
    "info": {"title": "Small", "version": "1"},
    "paths": {"/a": {"get": {"operationId": "a", "responses": {"200": {"description": ""}}}}},
}


def written(directory: pathlib.Path, document: Any, name: str = "spec.json") -> pathlib.Path:
    """A document in a file."""
    path = directory / name
    if name.endswith(".json"):
        path.write_text(json.dumps(document), "utf-8")
    else:
        from ruamel.yaml import YAML

        YAML(typ="safe").dump(document, path)
    return path


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[pathlib.Path]:
    """A tree with both packages in it, which can be imported; making them ran their contract tests."""
    out = tmp_path_factory.mktemp("made")
    for name, document, file in (("sample_ledger", ledger(), "ledger.yaml"), ("sample_forge", forge(), "forge.json")):
        NewService(name, written(out, document, file), out).run()
    sys.path.insert(0, str(out / "src"))
    yield out
    sys.path.remove(str(out / "src"))


class Handler(http.server.BaseHTTPRequestHandler):
    """Answers by path, and keeps what it was asked."""

    seen: list[tuple[str, str, dict[str, str], bytes]]
    replies: dict[str, tuple[int, str, bytes]]

    def answer(self) -> None:
        """Any method."""
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        type(self).seen.append((self.command, self.path, {k.lower(): v for k, v in self.headers.items()}, body))
        status, media, content = self.replies[self.path.partition("?")[0]]
        self.send_response(status)
        self.send_header("Content-Type", media)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = answer

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@pytest.fixture
def server() -> Iterator[tuple[str, type[Handler]]]:
    """A loopback server: its URL, and its handler, which has `seen` and `replies`."""
    handler = type("OneHandler", (Handler,), {"seen": [], "replies": {}})
    serving = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=serving.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield f"http://127.0.0.1:{serving.server_port}", handler
    serving.shutdown()
    thread.join()
    serving.server_close()


@pytest.mark.slow
def test_both_packages_are_whole(made: pathlib.Path) -> None:
    for name, count in (("sample_ledger", 109), ("sample_forge", 106)):
        table = importlib.import_module(f"{name}._generated.operations")
        assert len(table.OPERATIONS) == count
        assert (made / "openapi" / f"{name}.json").exists()
        assert (made / "src" / name / "_sync" / "client.py").exists()
    pins = generate.read_pins(made / "openapi" / "pins.toml")["specs"]
    assert pins["sample_forge"]["sha256"] == generate.digest((made / "openapi" / "sample_forge.json").read_bytes())


@pytest.mark.slow
def test_both_packages_pass_strict_type_checks(made: pathlib.Path) -> None:
    pytest.importorskip("mypy")
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "mypy",
            "--strict",
            "--cache-dir",
            str(made / "cache"),
            "-p",
            "sample_ledger",
            "-p",
            "sample_forge",
        ],
        env={"PATH": "", "MYPYPATH": f"{made / 'src'}:{ROOT / 'src'}"},
        cwd=made,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-3000:]


@pytest.mark.slow
def test_the_synchronous_client_works_against_a_server(made: pathlib.Path, server: tuple[str, type[Handler]]) -> None:
    url, handler = server
    handler.replies = {
        "/v1/charges": (200, "application/json", b'{"data": [{"id": "c", "new": 1}], "has_more": false}'),
        "/v1/charges/a%2Fb/files": (201, "application/json", b'{"id": "f"}'),
        "/v1/charges/x": (404, "application/json", b'{"error": {"code": "missing", "message": "No such charge"}}'),
        "/v1/charges/p/pdf": (204, "text/plain", b""),
    }
    package = importlib.import_module("sample_ledger")
    errors = importlib.import_module("sample_ledger.errors")
    with package.SampleLedgerClient(url, username="u", password="p") as client:
        page = client.charge_things.get_charges(
            limit=3, expand=["a", "b"], ids=["1", "2"], spaced=[1, 2], class_="c", filter_={"a": 1}, session="s s"
        )
        assert page == {"data": [{"id": "c", "new": 1}], "has_more": False}
        method, path, headers, _ = handler.seen[-1]
        assert method == "GET"
        assert path == ("/v1/charges?limit=3&expand=a%2Cb&ids=1%7C2&spaced=1%202&class=c&filter=%7B%22a%22%3A1%7D")
        assert headers["cookie"] == "session=s%20s"
        assert headers["authorization"] == "Basic dTpw"
        upload = {"file": ("a.png", b"\x89PNG", "image/png"), "purpose": "logo"}
        methods = [name for name in dir(client.charge_things) if name.endswith("files")]
        assert getattr(client.charge_things, methods[0])("a/b", body=upload) == {"id": "f"}
        assert b'filename="a.png"\r\nContent-Type: image/png\r\n\r\n\x89PNG\r\n' in handler.seen[-1][3]
        with pytest.raises(errors.SampleLedgerNotFoundError, match="No such charge") as caught:
            client.charge_things.get_charges_charge("x")
        assert (caught.value.status, caught.value.code) == (404, "missing")
        assert client.v1.charge_pdf_put("p", body=b"bytes") is None
        assert handler.seen[-1][3] == b"bytes"
        with pytest.raises(ValueError, match="at most 100"):
            client.charge_things.get_charges(limit=101)
        assert client.request("GET", "/v1/charges").json()["has_more"] is False
    with pytest.raises(errors.SampleLedgerClosedError):
        client.charge_things.get_charges()
    assert package.SampleLedgerClient(username="u", password="hush").__repr__().find("hush") == -1
    with pytest.raises(ValueError, match="go together"):
        package.SampleLedgerClient(url, username="u")


@pytest.mark.slow
def test_the_asynchronous_client_works_against_a_server(made: pathlib.Path, server: tuple[str, type[Handler]]) -> None:
    url, handler = server
    base = "/repos/o/r/issues"
    handler.replies = {
        base: (201, "application/json", b'{"id": 1, "body": "b"}'),
        f"{base}/7": (204, "application/json", b""),
        f"{base}/events": (200, "text/event-stream", b"data: 1\n\n"),
        "/markdown": (200, "text/html", b"<p>"),
    }
    package = importlib.import_module("sample_forge")

    async def run() -> None:
        async with package.AsyncSampleForgeClient(url, token="t", api_key="k") as client:
            assert await client.issues.create("o", "r", body={"title": "T"}) == {"id": 1, "body": "b"}
            assert handler.seen[-1][2]["authorization"] == "Bearer t"
            assert handler.seen[-1][2]["x-api-key"] == "k"
            assert await client.issues.update("o", "r", 7, body={"event": "e"}) is None
            assert handler.seen[-1][2]["content-type"] == "application/merge-patch+json"
            assert await client.issues.delete("o", "r", 7, body=["a"]) is None
            assert handler.seen[-1][3] == b'["a"]'
            response = await client.issues.get_repos_owner_repo_issues_events("o", "r")
            assert [line async for line in response.aiter_lines()] == ["data: 1", ""]
            await response.aclose()
            assert await client.markdown.render(body=b"*a*") == "<p>"

    asyncio.run(run())
    assert package.SampleForgeClient.__init__.__defaults__ == ("",)
    with pytest.raises(ValueError, match="base_url must be a URL"):
        package.SampleForgeClient()


@pytest.mark.slow
def test_importing_such_a_package_loads_no_http_library(made: pathlib.Path) -> None:
    script = (
        "import sys; from sample_forge import SampleForgeClient, AsyncSampleForgeClient; print('httpx' in sys.modules)"
    )
    path = f"{made / 'src'}:{ROOT / 'src'}"
    done = subprocess.run(
        [sys.executable, "-c", script], env={"PYTHONPATH": path}, capture_output=True, text=True, check=True
    )
    assert done.stdout == "False\n"


@pytest.mark.parametrize("document", [ledger(), forge()], ids=["ledger", "forge"])
def test_what_was_done_is_told_and_leaves_nothing_to_refuse(document: dict[str, Any]) -> None:
    before = copy.deepcopy(document)
    normalisation = Normalisation(document)
    plain = normalisation.run()
    assert lint(plain) == []
    assert document == before
    assert any("operation named after its method and path" in note for note in normalisation.notes)
    again = Normalisation(plain)
    again.run()
    assert [note for note in again.notes if "the extension" not in note] == []


def test_a_base_url_is_taken_from_the_document_only_if_it_is_whole() -> None:
    assert base_url_of(ledger()) == "https://api.ledger.test/live"
    assert base_url_of(forge()) == ""
    assert base_url_of({"servers": [{"url": 'https://a.test/"; import os'}]}) == ""


@pytest.mark.parametrize(
    ("ids", "names"),
    [
        (["list_pets", "pet_feed", "import_pets"], ["list", "feed", "import_pets"]),
        (["pets_get", "get_pet"], ["pets_get", "get_pet"]),
        (["pets", "request_pets", "pets_2"], ["pets", "request_", "pets_2"]),
        (["pets_list", "list"], ["pets_list", "list"]),
    ],
)
def test_methods_are_called_by_what_is_left_beside_the_group(ids: list[str], names: list[str]) -> None:
    assert list(method_names("pets", ids, frozenset()).values()) == names


@pytest.mark.parametrize(
    ("tag", "name"),
    [
        ("Pet Store (v2)", "pet_store_v2"),
        ("import", "import_"),
        ("2nd", "x_2nd"),
        ("\N{SNOWMAN}", "api"),
        ("request", "request_"),
    ],
)
def test_a_tag_is_an_attribute(tag: str, name: str) -> None:
    assert attribute_of(tag, frozenset()) == name


@pytest.mark.parametrize(
    ("name", "document", "told"),
    [
        ("Bad-Name", SMALL, "lower_snake_case"),
        ("json", SMALL, "that no module has"),
        ("x_service", {"swagger": "2.0"}, "no OpenAPI 3.0 or 3.1 document"),
        ("x_service", {"openapi": "3.1.0", "paths": {"/a": {"$ref": "#/nowhere"}}}, "no sound OpenAPI document"),
        ("x_service", {**SMALL, "paths": {"/a b": SMALL["paths"]["/a"]}}, "only a person can settle"),
        ("x_service", [], "not a mapping"),
    ],
)
def test_what_cannot_be_made_is_refused_and_nothing_is_written(
    tmp_path: pathlib.Path, capsys: pytest.CaptureFixture[str], name: str, document: Any, told: str
) -> None:
    out = tmp_path / "out"
    assert main([name, str(written(tmp_path, document)), "--out", str(out)]) == 2
    error = capsys.readouterr().err
    assert told in error
    assert error.endswith("Nothing was written.\n")
    assert not out.exists()


def test_a_step_that_fails_late_leaves_nothing_behind(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = tmp_path / "out"
    (out / "openapi").mkdir(parents=True)
    (out / "openapi" / "pins.toml").write_text("[tools]\n")
    service = NewService("x_service", written(tmp_path, SMALL), out, try_it=False)

    def fail(*args: object, **kwargs: object) -> None:
        raise OSError("the disk is full")

    with monkeypatch.context() as patched:
        patched.setattr("new_service.shutil.copyfile", fail)
        with pytest.raises(OSError, match="disk is full"):
            service.run()
    assert sorted(path.name for path in out.rglob("*") if path.is_file()) == ["pins.toml"]
    assert (out / "openapi" / "pins.toml").read_text() == "[tools]\n"
    service.run()
    assert (out / "src" / "x_service" / "_sync" / "resources" / "a.py").exists()
    with pytest.raises(generate.Refusal, match="is there already"):
        service.run()


STRIKES = [
    '"""\nstrike()\n"""', "'''\nstrike()\n'''", '"; strike() #', "'; strike() #", "\\", 'ends in "', "{{ strike() }}",
]  # fmt: skip


def test_no_text_of_a_document_becomes_code(tmp_path: pathlib.Path) -> None:
    text = " ".join(STRIKES)
    plain = [" ".join(strike.split()) for strike in STRIKES]
    document = {
        "openapi": "3.1.0",
        "info": {"title": text, "version": text},
        "servers": [{"url": f"https://a.test/{text}"}],
        "tags": [{"name": text, "description": text}],
        "paths": {
            f"/{i}": {
                "get": {
                    "operationId": strike,
                    "summary": strike,
                    "description": text,
                    "tags": [text],
                    "parameters": [
                        {
                            "name": f"p{plain[i]}",
                            "in": "query",
                            "description": strike,
                            "schema": {"type": "string", "enum": [f"e{plain[i]}"]},
                        }
                    ],
                    "responses": {"200": {"description": text}},
                }
            }
            for i, strike in enumerate(STRIKES)
        },
        "components": {"securitySchemes": {text: {"type": "apiKey", "in": "header", "name": f'X"{text}'}}},
    }
    NewService("x_hostile", written(tmp_path, document), tmp_path, try_it=False).run()
    files = [*(tmp_path / "src").rglob("*.py"), *(tmp_path / "tests").rglob("*.py")]
    assert len(files) > 15
    for path in files:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            called = node.func if isinstance(node, ast.Call) else None
            assert not (isinstance(called, ast.Name) and called.id == "strike"), path
