"""Both clients have the reference manual's methods, with its signatures, and the same ones as each other."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import re
from typing import Any

import pytest

import knoxcall._async
from knoxcall.client import KnoxCall, KnoxCallAsync, KnoxCallSync

from ..document import ROOT
from ..twins import NAMES, described, function_of, in_sync_words, own_methods
from .adapters import WALKERS
from .methods import METHODS_FILE, Argument, declared, manual
from .surfaces import SURFACES, KnoxSurface, adapter_methods

FACTS = ROOT.parent / "shared" / "facts" / "knoxcall.md"


def classes() -> dict[type, type]:
    """Every public class of the asynchronous surface, and its twin."""
    found: dict[type, type] = {}
    for module in pkgutil.walk_packages(knoxcall._async.__path__, "knoxcall._async."):
        here = importlib.import_module(module.name)
        twin = importlib.import_module(module.name.replace("._async.", "._sync."))
        for name in getattr(here, "__all__", ()):
            if inspect.isclass(getattr(here, name)):
                found[getattr(here, name)] = getattr(twin, sync_name(name))
    return found


def sync_name(name: str) -> str:
    return "KnoxCallSync" if name == "KnoxCallAsync" else re.sub(r"^Async", "Sync", name)


TWINS = classes()
WORDS = {
    **{kind.__name__: twin.__name__ for kind, twin in TWINS.items()},
    "AsyncIterator": "Iterator",
    "AsyncCaller": "SyncCaller",
    "AsyncEngine": "SyncEngine",
}
each_class = pytest.mark.parametrize("kind", TWINS, ids=lambda kind: kind.__name__)
each_surface = pytest.mark.parametrize("surface", SURFACES, ids=str)


def without_await(annotation: str) -> str:
    """What a function passed in returns is awaited on one surface only."""
    return re.sub(r"Awaitable\[(.*?)\](?=\])", r"\1", annotation)


def test_all_classes_are_looked_at() -> None:
    assert {KnoxCallAsync, *(type(one) for one in resources(KnoxCallAsync))} <= set(TWINS)
    assert TWINS[KnoxCallAsync] is KnoxCallSync
    assert len(TWINS) >= 17


def resources(kind: type) -> list[Any]:
    client = kind(api_key="kc_1", base_url="http://localhost:9")
    return [value for name, value in vars(client).items() if hasattr(value, "_calls") and not name.startswith("_")]


@each_class
def test_the_same_methods_are_there(kind: type) -> None:
    assert [NAMES.get(name, name) for name in own_methods(kind)] == list(own_methods(TWINS[kind]))


@each_class
def test_every_signature_is_the_same(kind: type) -> None:
    for name, member in own_methods(kind).items():
        twin = own_methods(TWINS[kind])[NAMES.get(name, name)]
        wanted = [(*rest, in_sync_words(without_await(annotation), WORDS)) for *rest, annotation in described(member)]
        assert wanted == described(twin), name
        assert type(member) is type(twin), name


@each_class
def test_only_the_asynchronous_one_is_asynchronous(kind: type) -> None:
    for name, member in own_methods(TWINS[kind]).items():
        function = function_of(member)
        assert not inspect.iscoroutinefunction(function), name
        assert not inspect.isasyncgenfunction(function), name


@each_class
def test_everything_public_is_documented_on_both_surfaces(kind: type) -> None:
    for each in (kind, TWINS[kind]):
        assert each.__doc__
        for name, member in vars(each).items():
            if not name.startswith("_") and (callable(getattr(each, name)) or isinstance(member, property)):
                assert (getattr(each, name).__doc__ or "").strip(), f"{each.__name__}.{name} has no docstring"


@each_class
def test_the_synchronous_docstrings_speak_of_nothing_asynchronous(kind: type) -> None:
    twin = TWINS[kind]
    texts = [twin.__doc__ or "", *(inspect.getdoc(member) or "" for member in vars(twin).values())]

    words = {word for text in texts for word in re.findall(r"\w+", text)}
    assert words & {"await", "async", "asynchronous", "AsyncClient", "aclose", "coroutine", "asyncio"} == set()


ADDED = {"webhooks.create": {"hmac_key_id", "hmac_format", "hmac_header_name"}}
ADDED["webhooks.update"] = ADDED["webhooks.create"]
ADDED.update((path, {"progress"}) for path in WALKERS)
WIDER = {"route_filter": "Sequence[str]"}
"""Arguments that take more than the manual says."""
EXACT = {("webhooks.construct_event", "format"): ({"str"}, {"WebhookFormat"})}
"""A type that the manual leaves wide: the values are known, and any other is refused when called."""


@each_surface
@pytest.mark.parametrize("path", manual())
def test_a_method_has_the_signature_of_the_manual(surface: KnoxSurface, path: str) -> None:
    method, found = manual()[path], declared(adapter_methods(surface.open(lambda request: None))[path])

    assert [one.name for one in found.arguments if one.name not in ADDED.get(path, ())] == [
        one.name for one in method.arguments
    ]
    by_name = {one.name: without_hints(one) for one in found.arguments}
    for argument in method.arguments:
        assert by_name[argument.name] == widened(path, argument), argument.name
    assert found.returns == method.returns
    assert {one.default for one in found.arguments if one.name in ADDED.get(path, ())} <= {"None"}


def without_hints(argument: Argument) -> Argument:
    """An argument without the words that an editor is to offer, where any other text is as good."""
    hints = {one for one in argument.types if one.startswith("Literal[")} if "str" in argument.types else set()
    return Argument(argument.name, argument.keyword_only, argument.types - hints, argument.default)


def widened(path: str, argument: Argument) -> Argument:
    """An argument as it is declared here: NULL clears a field, and `WIDER` and `EXACT` apply."""
    taken_off, put_on = EXACT.get((path, argument.name), (set(), set()))
    types = (set(argument.types) - taken_off) | put_on
    types |= {WIDER[argument.name]} if argument.name in WIDER else set()
    if path.endswith((".update", ".update_credential", ".update_role")) and argument.default == "None":
        types |= {"Null"} if argument.name != "idempotency_key" else set()
    return Argument(argument.name, argument.keyword_only, frozenset(types), argument.default)


@each_surface
def test_there_are_the_manuals_methods_and_no_others(surface: KnoxSurface) -> None:
    assert adapter_methods(surface.open(lambda request: None)).keys() == manual().keys()
    assert len(manual()) == 123


def test_the_list_of_methods_is_what_is_known_of_the_service() -> None:
    if not FACTS.is_file():
        pytest.skip("the facts are not beside this repository (../shared/facts): nothing to compare with")
    section = FACTS.read_text("utf-8").partition("\n## c. ")[2].partition("\n## d. ")[0]
    known: dict[str, str] = {}
    resource = ""
    for line in section.splitlines():
        heading = re.match(r"### client\.(\w+) ", line)
        resource = heading[1] if heading else resource
        row = re.match(r"\| `(\w+)\((.*?)\)`(?: \*\*.*?\*\*)? \| (.*?)\|?$", line)
        if row:
            returned = re.search(r"→ `([^`]+)` *$", row[3])
            known[f"{resource}.{row[1]}"] = f"({row[2]}) -> {returned[1] if returned else '?'}".replace("\\|", "|")

    lines = [line for line in METHODS_FILE.read_text("utf-8").splitlines() if not line.startswith("#")]
    written = {line.partition("(")[0]: "(" + line.partition("(")[2] for line in lines}
    assert written.keys() == known.keys()
    for path, text in known.items():
        if path in WALKERS or path == "webhooks.construct_event":
            assert written[path].startswith(text.removesuffix("?")), path
        else:
            assert written[path] == text


CONSTRUCTION = (
    "tenant=None, environment=None, scope=None, base_url=None, proxy_base_url=None, sandbox=False, bootstrap=None, "
    "client_id=None, client_secret=None, access_token=None, api_key=None, token_store=None, dpop='auto', "
    "retry_max_attempts=3, retry_base_delay=0.1, retry_max_delay=5.0, timeout=30.0, api_version=None, "
    "user_agent=None, http=None, json_default=None"
)
CLIENT_METHODS = {
    "authenticate": "()",
    "sign_out": "()",
    "request": "(*, method, path, query=None, body=None, headers=None, idempotency_key=None)",
    "call": "(route, *, method='GET', path='/', body=None, headers=None, environment=None, query=None, timeout=None)",
    "route": "(route, *, environment=None, headers=None, timeout=None)",
    "ephemeral": "(upstream_url, *, method='GET', body=None, headers=None, encrypted=None, timeout_ms=None, mode=None, "
    "upstream_authorization=None, upstream_auth_secret=None, upstream_auth_scheme=None, timeout=None)",
    "verify_signature": "(*, raw_body, signature, secret, timestamp=None, tolerance_seconds=None)",
    "construct_event": "(raw_body, headers, secret, *, format='legacy', tolerance_seconds=300, header_name=None)",
}
_VERB = "(path='/', *, body=None, headers=None, environment=None, query=None, timeout=None)"
BOUND_METHODS = {
    "request": "(method, " + _VERB.removeprefix("("),
    **dict.fromkeys(("post", "put", "patch", "delete"), _VERB),
}


def shown(function: Any) -> str:
    """A signature without annotations, and without the progress that the manual's do not tell."""
    signature = inspect.signature(function)
    plain = [one.replace(annotation=one.empty) for one in signature.parameters.values() if one.name != "progress"]
    return str(signature.replace(parameters=plain, return_annotation=signature.empty))


@pytest.mark.parametrize("kind", [KnoxCallAsync, KnoxCallSync])
def test_construction_takes_the_manuals_keywords_with_its_defaults(kind: type) -> None:
    assert shown(kind).removeprefix("(*, ").startswith(CONSTRUCTION)
    with pytest.raises(TypeError, match="unknown_keyword"):
        kind(unknown_keyword=1)


@each_surface
def test_the_client_s_own_methods_have_the_manuals_signatures(surface: KnoxSurface) -> None:
    client = surface.open(lambda request: None)

    assert {name: shown(getattr(client, name)) for name in CLIENT_METHODS} == CLIENT_METHODS
    bound = client.route("r")
    assert {name: shown(getattr(bound, name)) for name in BOUND_METHODS} == BOUND_METHODS
    assert callable(bound.get)


@each_surface
def test_the_public_attributes_are_on_both_clients(surface: KnoxSurface) -> None:
    client = surface.open(lambda request: None, tenant="acme", scope=["a"], environment="prod", user_agent="me/1")

    names = ("tenant", "base_url", "environment", "sandbox", "scope", "api_version", "user_agent")
    assert [getattr(client, name) for name in names] == [
        "acme", "http://localhost:9/base", "prod", False, ["a"], "2026-08-05", "me/1",
    ]  # fmt: skip


def test_the_factory_makes_either_client() -> None:
    assert type(KnoxCall(api_key="kc_1")) is KnoxCallSync
    assert type(KnoxCall(sync=True, api_key="kc_1")) is KnoxCallSync
    assert type(KnoxCall(sync=False, api_key="kc_1")) is KnoxCallAsync
    with pytest.raises(TypeError, match="unknown_keyword"):
        KnoxCall(unknown_keyword=1)  # type: ignore[call-overload]
