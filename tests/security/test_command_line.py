"""`trellis call` and `trellis doctor` show no credential, whatever the service answers: not on standard output and not
among the errors, with `--json` or without. (How they are given to the command: tests/wire/cli.)"""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING

import pytest

from tests.security.canaries import CANARY
from tests.wire.cli.conftest import bare, run
from tests.wire.kneo.raw_server import Exchange, RawServer, answer, json_answer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.wire.cli.conftest import Run

__all__ = ["bare", "run"]

FORMS = (CANARY, base64.b64encode(f"convox:{CANARY}".encode()).decode())


def quoted(exchange: Exchange) -> str:
    """All that was sent to prove who we are, in clear."""
    sent = exchange.headers.get("authorization") or exchange.headers.get("x-kneo-api-key", "")
    scheme, _, rest = sent.partition(" ")
    return f"{sent} {base64.b64decode(rest).decode() if scheme == 'Basic' else rest}"


ANSWERS: dict[str, Callable[[str], bytes]] = {
    "json": lambda said: json_answer({"error": {"type": said, "message": said}, "detail": said}, 400),
    "unauthorised": lambda said: json_answer(
        {"error": said}, 401, headers=(f"WWW-Authenticate: Bearer {said}", f"X-Request-ID: {said}")
    ),
    "html": lambda said: answer(500, f"<html><title>{said}</title>{said}</html>".encode()),
    "a redirect": lambda said: answer(302, headers=(f"Location: https://evil.example/?{said}",)),
    "no json": lambda said: answer(200, said.encode(), headers=("Content-Type: application/json",)),
    "cut off": lambda said: answer(200, f'{{"{said}'.encode(), length=500),
}


@pytest.fixture(scope="module")
def echo() -> Iterator[tuple[RawServer, list[Callable[[str], bytes]]]]:
    """A server that quotes our credentials, and in what way."""
    how: list[Callable[[str], bytes]] = [ANSWERS["json"]]

    def play(exchange: Exchange) -> bool:
        exchange.send(how[-1](quoted(exchange)))
        return False

    server = RawServer(play)
    yield server, how
    server.close()


SERVICES = {
    "kneo": (("list_runs",), {"KNEO_API_KEY": CANARY}, "KNEO_URL"),
    "knoxcall": (("routes_list",), {"KNOXCALL_API_KEY": f"tk_live_{CANARY}"}, "KNOXCALL_BASE_URL"),
    "convox": (("apps_create", "name=web"), {"CONVOX_PASSWORD": CANARY}, "CONVOX_HOST"),
}


@pytest.mark.parametrize("service", SERVICES)
def test_no_output_of_the_command_shows_a_key(
    run: Run, echo: tuple[RawServer, list[Callable[[str], bytes]]], service: str
) -> None:
    server, how = echo
    words, environment, address = SERVICES[service]
    for name, made in ANSWERS.items():
        how.append(made)
        for command in (("call", service, *words), ("call", service, *words, "--json"), ("doctor", service, "--json")):
            done = run(*command, **environment, **{address: server.url})
            assert done.status == 1 or command[0] == "doctor", f"{name}: {done}"
            assert done.out or done.err
            for form in FORMS:
                assert form not in done.out + done.err, f"{' '.join(command)} shows a key ({name}): {done}"
    assert server.exchanges
