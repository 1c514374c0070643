"""The token cache, driven by hand: windows, stores that work and stores that do not, refusals, clocks that jump."""

from __future__ import annotations

import pickle
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.core.flow_script import NOW, Clock, Played, play
from trellis.core.auth.token_cache import MemoryStore, StoreFailure, TokenCache, key_digest
from trellis.core.auth.tokens import Token
from trellis.core.failures import DeadlineFailure
from trellis.core.secrets import Secret

if TYPE_CHECKING:
    from collections.abc import Callable

    from trellis.core.effects import Flow


class Wall:
    """A wall clock that tests set."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> float:
        return self.now


class Issuer:
    """Mints t-1, t-2, ... or fails as told; notes what it was asked."""

    def __init__(self, wall: Wall, lifetime: float = 3600.0) -> None:
        self.wall = wall
        self.lifetime = lifetime
        self.failing: Exception | None = None
        self.count = 0
        self.refused: list[str | None] = []

    def __call__(self, deadline: float | None, refused: Token | None) -> Flow[Token]:
        yield from ()
        self.refused.append(None if refused is None else refused.access_token.reveal())
        if self.failing is not None:
            raise self.failing
        self.count += 1
        return Token(Secret(f"t-{self.count}"), self.wall.now + self.lifetime, lifetime=self.lifetime)


class Rig:
    """A cache with its clocks, issuer and store."""

    def __init__(self, store: Any = None, *, lifetime: float = 3600.0, **options: Any) -> None:
        self.wall, self.clock = Wall(), Clock()
        self.issuer = Issuer(self.wall, lifetime)
        self.store = store
        self.cache = TokenCache(wall_clock=self.wall, clock=self.clock, logger="tests.auth", store=store, **options)

    def get(self, deadline: float | None = None, fits: Callable[[Token], bool] = lambda token: True) -> Played:
        return play(self.cache.get(lambda: "key", self.issuer, deadline, fits), [], self.clock)

    def text(self) -> str:
        played = self.get()
        if played.error is not None:
            raise played.error
        return str(played.result.access_token.reveal())


class Broken(MemoryStore):
    """A store whose named operations raise."""

    def __init__(self, *broken: str, error: Exception | None = None) -> None:
        super().__init__()
        self.broken = set(broken)
        self.error = error or ConnectionError("redis://:hunter2@store is down")
        self.calls: list[str] = []

    def _do(self, name: str) -> None:
        self.calls.append(name)
        if name in self.broken:
            raise self.error

    def get(self, key: str) -> Any:
        self._do("get")
        return super().get(key)

    def set(self, key: str, token: Any) -> None:
        self._do("set")
        super().set(key, token)

    def delete(self, key: str) -> None:
        self._do("delete")
        super().delete(key)

    def with_lock(self, key: str, function: Callable[[], Any]) -> Any:
        self._do("with_lock")
        result = super().with_lock(key, function)
        self._do("release")
        return result


# -- windows -----------------------------------------------------------------------------------------------------------


def token(remaining: float, lifetime: float | None = None) -> Token:
    return Token(Secret("t"), NOW + remaining, lifetime=lifetime)


@pytest.mark.parametrize(
    ("lifetime", "remaining", "due", "usable"),
    [
        (3600, 301, False, True), (3600, 300, True, True), (3600, 11, True, True), (3600, 10, True, False),
        (3600, 0, True, False), (3600, -5, True, False),
        (60, 31, False, True), (60, 30, True, True),
        (None, 301, False, True), (None, 300, True, True),
        (15, 8, False, False), (0, 0, True, False),
        (None, float("nan"), True, False),
    ],
)  # fmt: skip
def test_when_a_token_is_due_and_how_long_it_is_usable(
    lifetime: float | None, remaining: float, due: bool, usable: bool
) -> None:
    assert (token(remaining, lifetime).due(NOW), token(remaining, lifetime).usable(NOW)) == (due, usable)


@given(lifetime=st.floats(0, 1e7), age=st.floats(-1e7, 1e7))
def test_a_token_is_due_just_when_what_is_left_of_it_is_within_the_window(lifetime: float, age: float) -> None:
    subject = Token(Secret("t"), NOW + lifetime, lifetime=lifetime)
    left, window = min(lifetime - age, lifetime), min(300.0, lifetime / 2)
    assert subject.remaining(NOW + age) <= lifetime
    if abs(left - window) > 1e-3:  # the epoch's seconds leave no more digits than that
        assert subject.due(NOW + age) is (left < window)
    if left < 9.9:
        assert not subject.usable(NOW + age)


def test_a_clock_that_was_set_back_cannot_keep_a_token_for_longer_than_its_lifetime() -> None:
    assert token(86400, 600).remaining(NOW) == 600


def test_a_token_is_frozen_hidden_and_not_pickled() -> None:
    subject = Token(Secret("very-secret"), NOW, refresh_token=Secret("r3fresh"), scope=["a"], extra={"tenant": "acme"})
    assert "very-secret" not in repr(subject)
    assert "r3fresh" not in repr(subject)
    with pytest.raises(TypeError, match="cannot pickle Token"):
        pickle.dumps(subject)
    with pytest.raises(AttributeError, match="cannot be changed"):
        subject.expires_at = 0.0
    with pytest.raises(AttributeError, match="cannot be changed"):
        del subject.scope
    with pytest.raises(TypeError):
        subject.extra["tenant"] = "other"  # type: ignore[index]


@pytest.mark.parametrize("text", ["", "a b", "a\nb", "a\x7f", "töken"])
def test_a_token_that_cannot_stand_in_a_header_is_refused_without_quoting_it(text: str) -> None:
    with pytest.raises(ValueError, match="cannot stand in a header") as caught:
        Token(Secret(text), NOW)
    assert not text or text not in str(caught.value)


# -- without a store ---------------------------------------------------------------------------------------------------


def test_a_fresh_token_costs_no_effect() -> None:
    rig = Rig(MemoryStore())
    assert rig.text() == "t-1"
    played = rig.get()
    assert (played.result.access_token.reveal(), played.effects) == ("t-1", [])
    assert rig.cache.fresh("key") is played.result


def test_a_token_is_renewed_when_it_is_due() -> None:
    rig = Rig()
    assert rig.text() == "t-1"
    rig.wall.now += 3299
    assert rig.text() == "t-1"
    rig.wall.now += 1
    assert rig.text() == "t-2"


def test_a_token_without_any_life_serves_the_call_it_was_minted_for() -> None:
    rig = Rig(lifetime=0.0)
    assert [rig.text(), rig.text()] == ["t-1", "t-2"]


def test_while_it_lasts_a_token_outlives_a_failing_renewal_and_renewals_rest() -> None:
    rig = Rig()
    rig.text()
    rig.wall.now += 3400
    rig.issuer.failing = RuntimeError("down")
    assert [rig.text(), rig.text(), rig.text()] == ["t-1"] * 3
    assert len(rig.issuer.refused) == 2, "the first mint and one failing renewal: the others rested"
    rig.clock.now += 31
    rig.wall.now += 31
    rig.issuer.failing = None
    assert rig.text() == "t-2"


def test_in_its_last_seconds_a_failing_renewal_is_the_callers() -> None:
    rig = Rig()
    rig.text()
    rig.wall.now += 3590
    rig.issuer.failing = RuntimeError("down")
    assert isinstance(rig.get().error, RuntimeError)
    rig.issuer.failing = None
    assert rig.text() == "t-2"


def test_who_comes_while_another_renews_uses_what_is_there() -> None:
    rig = Rig()
    rig.text()
    rig.wall.now += 3400
    seen: list[Played] = []

    def slow(deadline: float | None, refused: Token | None) -> Flow[Token]:
        seen.append(rig.get())
        return (yield from rig.issuer(deadline, refused))

    played = play(rig.cache.get(lambda: "key", slow, None, lambda token: True), [], rig.clock)
    assert played.result.access_token.reveal() == "t-2"
    assert (seen[0].result.access_token.reveal(), seen[0].effects) == ("t-1", [])


def test_whoever_leads_just_after_a_leader_is_done_finds_the_token_there() -> None:
    rig = Rig()
    late = rig.cache.get(lambda: "key", rig.issuer, None, lambda token: True)
    lead = next(late).subflow
    assert rig.text() == "t-1"
    assert play(lead(), []).result.access_token.reveal() == "t-1"
    assert rig.issuer.count == 1
    late.close()


def test_a_token_that_is_refused_while_its_renewal_fails_is_not_kept() -> None:
    rig = Rig()
    first = rig.get().result
    rig.wall.now += 3400

    def refused_meanwhile(deadline: float | None, refused: Token | None) -> Flow[Token]:
        yield from ()
        rig.cache.refuse("key", first)
        raise RuntimeError("down")

    played = play(rig.cache.get(lambda: "key", refused_meanwhile, None, lambda token: True), [], rig.clock)
    assert isinstance(played.error, RuntimeError)


def test_a_failed_renewal_leaves_no_trace_of_itself() -> None:
    rig = Rig()
    rig.issuer.failing = RuntimeError("down")
    assert isinstance(rig.get().error, RuntimeError)
    assert rig.cache._renewing == set()
    rig.issuer.failing = None
    assert rig.text() == "t-1"


def test_a_clock_that_jumps_ahead_renews_and_one_that_jumps_back_keeps() -> None:
    rig = Rig()
    rig.text()
    rig.wall.now += 10 * 86400
    assert rig.text() == "t-2"
    rig.wall.now -= 20 * 86400
    assert rig.text() == "t-2"


# -- refusals ----------------------------------------------------------------------------------------------------------


def test_a_refused_token_is_replaced_and_the_source_is_told_which_it_was() -> None:
    rig = Rig(MemoryStore())
    first = rig.get().result
    rig.cache.refuse("key", first)
    assert rig.cache.fresh("key") is None
    assert rig.text() == "t-2"
    assert rig.issuer.refused == [None, "t-1"]
    assert rig.store.get("key").access_token.reveal() == "t-2"


def test_a_late_refusal_of_an_old_token_leaves_the_newer_one_alone() -> None:
    rig = Rig()
    first = rig.get().result
    rig.cache.refuse("key", first)
    second = rig.get().result
    rig.cache.refuse("key", first)
    assert rig.cache.fresh("key") is second


def test_a_refused_token_is_not_taken_from_the_store_again_nor_kept_when_the_mint_fails() -> None:
    rig = Rig(MemoryStore())
    rig.cache.refuse("key", rig.get().result)
    rig.issuer.failing = RuntimeError("down")
    assert isinstance(rig.get().error, RuntimeError)
    assert rig.store.get("key") is None


def test_another_processes_newer_token_is_used_instead_of_a_mint() -> None:
    rig = Rig(MemoryStore())
    first = rig.get().result
    rig.store.set("key", Token(Secret("theirs"), NOW + 3600, lifetime=3600.0))
    rig.cache.refuse("key", first)
    assert rig.text() == "theirs"
    assert rig.issuer.count == 1


# -- stores ------------------------------------------------------------------------------------------------------------


def test_two_caches_share_a_token_through_their_store() -> None:
    store = MemoryStore()
    one, other = Rig(store), Rig(store)
    assert [one.text(), other.text()] == ["t-1", "t-1"]
    assert other.issuer.count == 0


def test_whoever_had_to_wait_for_the_lock_looks_again_before_minting() -> None:
    class Contended(MemoryStore):
        def with_lock(self, key: str, function: Callable[[], Any]) -> Any:
            self.set(key, Token(Secret("theirs"), NOW + 3600, lifetime=3600.0))
            return function()

    rig = Rig(Contended())
    assert rig.text() == "theirs"
    assert rig.issuer.count == 0


def test_a_stored_token_that_does_not_fit_is_passed_over_and_replaced() -> None:
    rig = Rig(MemoryStore())
    rig.store.set("key", Token(Secret("bound"), NOW + 3600, token_type="DPoP", cnf_jkt="theirs"))
    played = rig.get(fits=lambda token: token.token_type == "Bearer")
    assert played.result.access_token.reveal() == "t-1"


def test_tokens_are_stored_in_the_stores_own_shape() -> None:
    rig = Rig(
        MemoryStore(),
        to_stored=lambda token: {"t": token.access_token.reveal(), "e": token.expires_at},
        from_stored=lambda value: Token(Secret(value["t"]), value["e"]),
    )
    assert rig.text() == "t-1"
    assert rig.store.get("key") == {"t": "t-1", "e": NOW + 3600}
    other = Rig(rig.store, from_stored=lambda value: Token(Secret(value["t"]), value["e"]))
    assert other.text() == "t-1"


@pytest.mark.parametrize("rubbish", ["a str", {"no": "token"}, 7])
def test_rubbish_in_the_store_is_no_token(rubbish: Any, caplog: pytest.LogCaptureFixture) -> None:
    rig = Rig(MemoryStore(), from_stored=lambda value: Token(Secret(value["t"]), value["e"]))
    rig.store.set("key", rubbish)
    assert rig.text() == "t-1"


@pytest.mark.parametrize("broken", [["get"], ["set"], ["with_lock"], ["release"], ["get", "set", "with_lock"]], ids=str)
def test_a_store_that_is_down_costs_one_mint_and_a_word_in_the_log(
    broken: list[str], caplog: pytest.LogCaptureFixture
) -> None:
    rig = Rig(Broken(*broken))
    assert [rig.text(), rig.text()] == ["t-1", "t-1"]
    assert rig.issuer.count == 1
    assert "ConnectionError" in caplog.text
    assert "hunter2" not in caplog.text
    assert "t-1" not in caplog.text


def test_a_store_that_goes_down_does_not_lose_the_token_of_this_process() -> None:
    rig = Rig(Broken())
    rig.text()
    rig.store.broken = {"get", "set", "delete", "with_lock"}
    assert rig.text() == "t-1"
    rig.wall.now += 3400
    rig.issuer.failing = RuntimeError("down as well")
    assert rig.text() == "t-1"


def test_a_mint_that_fails_under_the_lock_is_the_mints_error_whatever_becomes_of_the_lock() -> None:
    class Muffling(MemoryStore):
        def with_lock(self, key: str, function: Callable[[], Any]) -> Any:
            try:
                return function()
            except Exception:
                raise ConnectionError("lost the lock") from None

    rig = Rig(Muffling())
    rig.issuer.failing = RuntimeError("no")
    assert isinstance(rig.get().error, RuntimeError)
    assert rig.issuer.refused == [None], "and it was asked once"


def test_a_lock_that_does_not_run_what_it_is_given_is_gone_without() -> None:
    class Lazy(MemoryStore):
        def with_lock(self, key: str, function: Callable[[], Any]) -> Any:
            return None

    assert Rig(Lazy()).text() == "t-1"


def test_a_store_without_a_lock_will_do() -> None:
    class Plain:
        def __init__(self) -> None:
            self.kept: dict[str, Any] = {}

        def get(self, key: str) -> Any:
            return self.kept.get(key)

        def set(self, key: str, token: Any) -> None:
            self.kept[key] = token

        def delete(self, key: str) -> None:
            del self.kept[key]

    store = Plain()
    assert [Rig(store).text(), Rig(store).text()] == ["t-1", "t-1"]


@pytest.mark.parametrize("at", ["get", "with_lock"])
def test_a_deadline_that_passes_in_the_store_is_the_calls_own(at: str) -> None:
    rig = Rig(Broken(at, error=DeadlineFailure()))
    assert isinstance(rig.get().error, DeadlineFailure)
    assert rig.issuer.count == 0


def test_forgetting_drops_the_token_here_and_in_the_store() -> None:
    rig = Rig(MemoryStore())
    rig.text()
    play(rig.cache.forget("key"), [])
    assert rig.cache.fresh("key") is None
    assert rig.store.get("key") is None
    assert rig.text() == "t-2"


def test_a_store_that_would_not_forget_is_an_error_that_quotes_nothing() -> None:
    rig = Rig(Broken("delete"))
    rig.text()
    error = play(rig.cache.forget("key"), []).error
    assert isinstance(error, StoreFailure)
    assert "ConnectionError" in str(error)
    assert "hunter2" not in f"{error!r} {error.__cause__!r}"
    assert rig.cache.fresh("key") is None


def test_a_key_that_changes_with_the_mint_is_the_one_the_token_is_kept_under() -> None:
    rig = Rig(MemoryStore())
    names = ["plain"]

    def mint(deadline: float | None, refused: Token | None) -> Flow[Token]:
        names[0] = "bound"
        return (yield from rig.issuer(deadline, refused))

    play(rig.cache.get(lambda: names[0], mint, None, lambda token: True), [])
    assert rig.store.get("plain") is None
    assert rig.store.get("bound") is rig.cache.fresh("bound")


def test_the_cache_knows_its_secrets_and_shows_none() -> None:
    rig = Rig()
    first = rig.get().result
    rig.cache.refuse("key", first)
    rig.text()
    assert {secret.reveal() for secret in rig.cache.secrets()} == {"t-1", "t-2"}
    assert repr(rig.cache) == "<TokenCache of 1>"


def test_digests_tell_parts_apart_wherever_their_borders_are() -> None:
    digests = {key_digest("ab", "c"), key_digest("a", "bc"), key_digest("abc"), key_digest("ab", "c", "")}
    assert len(digests) == 4
    assert all(len(digest) == 32 for digest in digests)
