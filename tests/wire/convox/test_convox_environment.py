"""Environments: which requests a change is made of, what it starts from, and what is refused before any of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from convox.exceptions import ConvoxConflictError, ConvoxNotFoundError, ConvoxValidationError
from tests.wire.convox.racks import failure_of
from tests.wire.convox.scripted_rack import app, asked, form, release, scripted
from tests.wire.kneo.raw_server import json_answer

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.wire.convox.racks import Either
    from tests.wire.kneo.raw_server import RawServer

    Serve = Callable[..., RawServer]

READ = ["GET /apps/web", "GET /apps/web/releases/R1"]
CHANGE = [*READ, "POST /apps/web/releases", "POST /apps/web/releases/R2/promote"]


def rack(serve: Serve, more: dict[str, Any] | None = None, *, env: str = "A=1\nB=2\n") -> RawServer:
    """A rack whose app `web` runs R1 with this environment, and makes R2, R3 and so on of it."""
    made = [json_answer(release(f"R{number}")) for number in range(2, 6)]
    drafts = {f"GET /apps/web/releases/R{number}": release(f"R{number}", env=f"FROM=R{number}\n") for number in (2, 3)}
    return scripted(
        serve,
        {
            "GET /apps/web": app(),
            "GET /apps/web/releases/R1": release("R1", env=env),
            "GET /apps/web/releases?limit=1": [[release("R7")]],
            "GET /apps/web/releases/R7": release("R7", env="NEWEST=7\n"),
            "POST /apps/web/releases": made,
            **{f"POST /apps/web/releases/R{number}/promote": None for number in range(2, 6)},
            **drafts,
            **(more or {}),
        },
    )


def sent_env(server: RawServer, index: int = -1) -> str:
    """The environment in one of the releases that were made."""
    made = [exchange for exchange in server.exchanges if exchange.target == "/apps/web/releases" and exchange.body]
    ((name, text),) = form(made[index])
    assert name == "env"
    return text


def test_get_reads_the_app_and_then_its_active_release(either: Either, serve: Serve) -> None:
    server = rack(serve, env="# made by hand\nB=2=2\nA=1\n\nC\n")
    client = either.client(server.url)

    assert either.do(client.environment.get("web")) == {"A": "1", "B": "2=2", "C": ""}
    assert asked(server) == READ


def test_get_of_an_app_without_a_release_is_one_request(either: Either, serve: Serve) -> None:
    server = rack(serve, {"GET /apps/web": app(release="")})

    assert either.do(either.client(server.url).environment.get("web")) == {}
    assert asked(server) == ["GET /apps/web"]


def test_set_merges_releases_and_promotes(either: Either, serve: Serve) -> None:
    server = rack(serve)
    client = either.client(server.url)

    made = either.do(client.environment.set("web", {"C": "3=x y&z", "A": "ü"}))

    assert made.id == "R2"
    assert asked(server) == CHANGE
    assert sent_env(server) == "A=ü\nB=2\nC=3=x y&z\n"
    assert server.exchanges[-1].body == b"", "promoted without options"


def test_unset_takes_variables_out_and_minds_no_unknown_ones(either: Either, serve: Serve) -> None:
    server = rack(serve)
    client = either.client(server.url)

    either.do(client.environment.unset("web", "A", "NOT_THERE"))

    assert asked(server) == CHANGE
    assert sent_env(server) == "B=2\n"


def test_a_release_is_made_even_if_nothing_changes(either: Either, serve: Serve) -> None:
    server = rack(serve)

    either.do(either.client(server.url).environment.unset("web", "NOT_THERE"))

    assert asked(server) == CHANGE
    assert sent_env(server) == "A=1\nB=2\n"


def test_an_emptied_environment_is_one_empty_line(either: Either, serve: Serve) -> None:
    server = rack(serve)

    either.do(either.client(server.url).environment.unset("web", "A", "B"))

    assert sent_env(server) == "\n"


def test_values_nobody_named_stay_to_the_last_space(either: Either, serve: Serve) -> None:
    server = rack(serve, env="A=one \t\n  B = two\n")

    either.do(either.client(server.url).environment.set("web", {"C": " three "}))

    assert sent_env(server) == "A=one \t\nB= two\nC= three \n"


def test_the_first_change_of_an_app_without_a_release(either: Either, serve: Serve) -> None:
    server = rack(serve, {"GET /apps/web": app(release="")})

    either.do(either.client(server.url).environment.set("web", {"A": "1"}, promote=False))

    assert asked(server) == ["GET /apps/web", "POST /apps/web/releases"]
    assert sent_env(server) == "A=1\n"


def test_without_promotion_changes_add_up(either: Either, serve: Serve) -> None:
    server = rack(serve)
    environment = either.client(server.url).environment

    either.do(environment.set("web", {"C": "3"}, promote=False))
    either.do(environment.unset("web", "X", promote=False))
    either.do(environment.set("web", {"D": "4"}))
    either.do(environment.set("web", {"E": "5"}))

    assert asked(server) == [
        *READ, "POST /apps/web/releases",
        "GET /apps/web", "GET /apps/web/releases/R2", "POST /apps/web/releases",
        "GET /apps/web", "GET /apps/web/releases/R3", "POST /apps/web/releases", "POST /apps/web/releases/R4/promote",
        *READ, "POST /apps/web/releases", "POST /apps/web/releases/R5/promote",
    ]  # fmt: skip
    assert [sent_env(server, index) for index in range(4)] == [
        "A=1\nB=2\nC=3\n", "FROM=R2\n", "D=4\nFROM=R3\n", "A=1\nB=2\nE=5\n",
    ]  # fmt: skip


def test_views_of_a_client_share_their_drafts_and_other_clients_do_not(either: Either, serve: Serve) -> None:
    server = rack(serve)
    client = either.client(server.url)

    either.do(client.environment.set("web", {"C": "3"}, promote=False))
    either.do(client.with_options(deadline=30).environment.set("web", {"D": "4"}, promote=False))
    either.do(either.client(server.url).environment.set("web", {"E": "5"}, promote=False))

    assert [sent_env(server, index) for index in (1, 2)] == ["D=4\nFROM=R2\n", "A=1\nB=2\nE=5\n"]


def test_a_draft_counts_no_more_when_somebody_else_promoted_another_release(either: Either, serve: Serve) -> None:
    server = rack(serve, {"GET /apps/web": [app(), app(release="R7")]})
    environment = either.client(server.url).environment

    either.do(environment.set("web", {"C": "3"}, promote=False))
    either.do(environment.set("web", {"D": "4"}, promote=False))

    assert sent_env(server) == "D=4\nNEWEST=7\n"


def test_a_release_made_by_hand_is_a_draft_and_promoting_any_ends_it(either: Either, serve: Serve) -> None:
    server = rack(serve, {"POST /apps/web/releases/R1/promote": None})
    client = either.client(server.url)

    either.do(client.releases.create("web", env="X=1\n"))
    either.do(client.environment.set("web", {"C": "3"}, promote=False))
    either.do(client.releases.promote("web", "R1"))
    either.do(client.environment.set("web", {"C": "3"}, promote=False))

    assert [sent_env(server, index) for index in (1, 2)] == ["C=3\nFROM=R2\n", "A=1\nB=2\nC=3\n"]


def test_the_base_can_be_chosen(either: Either, serve: Serve) -> None:
    server = rack(serve)
    environment = either.client(server.url).environment

    either.do(environment.set("web", {"C": "3"}, promote=False))
    either.do(environment.set("web", {"C": "3"}, promote=False, base="active"))
    either.do(environment.unset("web", "X", promote=False, base="latest"))

    assert asked(server)[3:] == [
        *READ, "POST /apps/web/releases",
        "GET /apps/web/releases?limit=1", "GET /apps/web/releases/R7", "POST /apps/web/releases",
    ]  # fmt: skip
    assert [sent_env(server, index) for index in (1, 2)] == ["A=1\nB=2\nC=3\n", "NEWEST=7\n"]


@pytest.mark.parametrize("none", [[], None])
def test_the_latest_of_no_releases_is_an_empty_environment(either: Either, serve: Serve, none: Any) -> None:
    server = rack(serve, {"GET /apps/web/releases?limit=1": json_answer(none)})

    either.do(either.client(server.url).environment.set("web", {"A": "1"}, promote=False, base="latest"))

    assert sent_env(server) == "A=1\n"


def test_a_release_that_cannot_be_promoted_stays_and_the_next_change_starts_from_it(
    either: Either, serve: Serve
) -> None:
    busy = json_answer({"error": "app is currently updating"}, 403)
    server = rack(serve, {"POST /apps/web/releases/R2/promote": busy})
    environment = either.client(server.url).environment

    failure_of(either, lambda: environment.set("web", {"C": "3"}), ConvoxConflictError)
    either.do(environment.set("web", {"D": "4"}))

    assert sent_env(server) == "D=4\nFROM=R2\n"


def test_nothing_can_be_promoted_before_there_is_a_build(either: Either, serve: Serve) -> None:
    empty = json_answer({"error": "can not promote a release with an empty manifest"}, 400)
    server = rack(serve, {"POST /apps/web/releases/R2/promote": empty})
    client = either.client(server.url)

    error = failure_of(either, lambda: client.environment.set("web", {"C": "3"}), ConvoxValidationError)

    assert str(error) == "[400] can not promote a release with an empty manifest"


def test_an_app_that_is_not_there_is_not_found_and_nothing_is_made(either: Either, serve: Serve) -> None:
    server = rack(serve)
    client = either.client(server.url)

    failure_of(either, lambda: client.environment.set("nope", {"A": "1"}), ConvoxNotFoundError)

    assert asked(server) == ["GET /apps/nope"]


REFUSED: dict[str, tuple[Callable[[Any], Any], type[Exception], str]] = {
    "newline in a value": (lambda e: e.set("web", {"A": "one\nB=two"}), ValueError, "holds a newline"),
    "= in a name": (lambda e: e.set("web", {"A=B": "1"}), ValueError, "must not hold '='"),
    "a number": (lambda e: e.set("web", {"A": 1}), TypeError, "the value of A must be a str, got int"),
    "no mapping": (lambda e: e.set("web", "A=1"), TypeError, "env must be a mapping"),
    "no app": (lambda e: e.set("", {"A": "1"}), ValueError, "app must not be ''"),
    "dots": (lambda e: e.set("..", {"A": "1"}), ValueError, "app must not be '..'"),
    "None": (lambda e: e.unset(None, "A"), TypeError, "app is required"),
    "keys in a list": (lambda e: e.unset("web", ["A", "B"]), TypeError, "must be a str, got list"),
    "= in a key": (lambda e: e.unset("web", "A=1"), ValueError, "must not hold '='"),
    "another base": (lambda e: e.set("web", {"A": "1"}, base="newest"), ValueError, "base must be 'active', 'latest'"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_sent_is_refused_before_anything_is(either: Either, serve: Serve, name: str) -> None:
    call, kind, words = REFUSED[name]
    server = rack(serve)
    client = either.client(server.url)

    with pytest.raises(kind, match=words):
        either.do(call(client.environment))

    assert asked(server) == []


@pytest.mark.parametrize("name", ["a/b", "a?x=1", "a b", "ü", "a%2Fb", "..%2Fsystem"])
def test_names_stay_one_segment_of_the_path(either: Either, serve: Serve, name: str) -> None:
    server = rack(serve)
    client = either.client(server.url)

    failure_of(either, lambda: client.environment.get(name), ConvoxNotFoundError)

    (line,) = asked(server)
    assert line.startswith("GET /apps/")
    assert line.count("/") == 2
    assert "?" not in line
