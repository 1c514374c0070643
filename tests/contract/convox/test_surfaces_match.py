"""Both clients have the methods that are published, with their signatures, and the same ones as each other."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import re
from pathlib import Path
from typing import Any

import pytest

import convox._async
from convox import AsyncConvoxClient, ConvoxClient, RetryConfig

from ..document import ROOT
from ..twins import NAMES, described, function_of, in_sync_words, own_methods
from .surfaces import RESOURCES, SURFACES, ConvoxSurface, adapter_methods

FACTS = ROOT.parent / "shared" / "facts" / "convox.md"
METHODS_FILE = Path(__file__).with_name("methods.txt")
Arguments = list[tuple[str, str, str]]


def sync_name(name: str) -> str:
    return name.removeprefix("Async")


def classes() -> dict[type, type]:
    """Every public class of the asynchronous surface, and its twin."""
    found: dict[type, type] = {}
    for module in pkgutil.walk_packages(convox._async.__path__, "convox._async."):
        here = importlib.import_module(module.name)
        twin = importlib.import_module(module.name.replace("._async.", "._sync."))
        for name in getattr(here, "__all__", ()):
            if inspect.isclass(getattr(here, name)):
                found[getattr(here, name)] = getattr(twin, sync_name(name), None) or getattr(
                    twin, re.sub(r"^Async", "Sync", name)
                )
    return found


TWINS = classes()
WORDS = {
    **{kind.__name__: twin.__name__ for kind, twin in TWINS.items()},
    **{f"Async{name}": name for name in ("Generator", "Iterable", "Iterator")},
    "AsyncEngine": "SyncEngine",
    "AsyncSocket": "SyncSocket",
}
each_class = pytest.mark.parametrize("kind", TWINS, ids=lambda kind: kind.__name__)
each_surface = pytest.mark.parametrize("surface", SURFACES, ids=str)


def test_all_classes_are_looked_at() -> None:
    client = AsyncConvoxClient("rack.test", "key")

    assert {AsyncConvoxClient, *(type(getattr(client, name)) for name in (*RESOURCES, "api"))} <= set(TWINS)
    assert TWINS[AsyncConvoxClient] is ConvoxClient
    assert len(TWINS) >= 24


@each_class
def test_the_same_methods_are_there(kind: type) -> None:
    assert [NAMES.get(name, TWIN_METHODS.get(name, name)) for name in own_methods(kind)] == list(
        own_methods(TWINS[kind])
    )


TWIN_METHODS = {"__aiter__": "__iter__", "__anext__": "__next__"}


@each_class
def test_every_signature_is_the_same(kind: type) -> None:
    for name, member in own_methods(kind).items():
        twin = own_methods(TWINS[kind])[NAMES.get(name, name)]
        wanted = [(*rest, _generator(in_sync_words(annotation, WORDS))) for *rest, annotation in described(member)]
        assert wanted == described(twin), name
        assert type(member) is type(twin), name


def _generator(annotation: str) -> str:
    """A generator has one type more than an asynchronous one."""
    return re.sub(r"^Generator\[(.*), None\]$", r"Generator[\1, None, None]", annotation)


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
    assert words & {"await", "async", "AsyncClient", "aclose", "coroutine", "asyncio"} == set()


def published() -> dict[str, tuple[Arguments, str]]:
    """The published methods by dotted path: name, kind and default of each argument, and what is returned."""
    found: dict[str, tuple[Arguments, str]] = {}
    for line in METHODS_FILE.read_text("utf-8").splitlines():
        if line.startswith("#"):
            continue
        path, rest = line.split("(", 1)
        arguments, returns = rest.split(") -> ")
        found[path] = (_arguments(arguments), returns)
    return found


def _arguments(text: str) -> Arguments:
    found: Arguments = []
    keyword_only = False
    for one in filter(None, text.split(", ")):
        if one == "*":
            keyword_only = True
        elif one.startswith("*"):
            found.append((one[1:], "VAR_POSITIONAL", "required"))
            keyword_only = True
        else:
            name, _, default = one.partition("=")
            kind = "KEYWORD_ONLY" if keyword_only else "POSITIONAL_OR_KEYWORD"
            found.append((name, kind, default or ("None" if keyword_only else "required")))
    return found


def declared(method: Any) -> tuple[Arguments, str]:
    """A method as its source declares it."""
    signature = inspect.signature(method)
    arguments = [
        (one.name, one.kind.name, "required" if one.default is one.empty else repr(one.default))
        for one in signature.parameters.values()
    ]
    return arguments, str(signature.return_annotation).replace("builtins.", "")


@each_surface
@pytest.mark.parametrize("path", published())
def test_a_published_method_has_its_signature_and_beyond_it_only_options(surface: ConvoxSurface, path: str) -> None:
    wanted, returns = published()[path]
    arguments, returned = declared(adapter_methods(surface.open())[path])

    assert returned == returns
    names = [name for name, _, _ in wanted]
    assert [one for one in arguments if one[0] in names] == wanted
    more = [one for one in arguments if one[0] not in names]
    assert {kind for _, kind, _ in more} <= {"KEYWORD_ONLY"}
    assert "required" not in {default for _, _, default in more}
    assert arguments == wanted + more, "what is added comes after what is published"


def test_there_are_as_many_published_methods_as_are_known() -> None:
    assert len(published()) == 62
    assert published().keys() <= adapter_methods(ConvoxClient("rack.test", "key")).keys()


def test_the_list_of_methods_is_what_is_known_of_the_published_client() -> None:
    if not FACTS.is_file():
        pytest.skip("the facts are not beside this repository (../shared/facts): nothing to compare with")
    section = FACTS.read_text("utf-8").partition("\n## 5. ")[2].partition("\n## 6. ")[0]
    known: dict[str, tuple[Arguments, str]] = {}
    for line in section.splitlines():
        cells = re.split(r" *\| *", line.strip("| "))
        methods = re.findall(r"`([\w.]*\w)\((.*?)\)`", cells[0])
        if len(cells) != 4 or not methods or methods[0][0].startswith(("api.", "client.")):
            continue
        returns = [one.strip() for one in cells[3].split(" / ")]
        resource = methods[0][0].partition(".")[0]
        for index, (name, arguments) in enumerate(methods):
            path = resource + name if name.startswith(".") else name
            known[path] = (_arguments(arguments.replace(": str", "")), returns[min(index, len(returns) - 1)])

    assert published().keys() == known.keys()
    for path, (arguments, returned) in published().items():
        assert arguments == known[path][0], path
        if not path.startswith("environment."):  # told in words there
            assert returned == known[path][1], path


CLIENT: dict[str, str] = {
    "__init__": "(host, api_key, *, rack=None, session=None, retry=None, timeout=30.0",
    "from_env": "(*, retry=None, timeout=30.0",
    "from_cli_config": "(rack=None, *, host=None, config_path=None, retry=None, timeout=30.0",
}


@pytest.mark.parametrize("kind", [AsyncConvoxClient, ConvoxClient])
def test_construction_takes_the_published_arguments_with_their_defaults(kind: type) -> None:
    for name, wanted in CLIENT.items():
        signature = inspect.signature(kind if name == "__init__" else getattr(kind, name))
        plain = [one.replace(annotation=one.empty) for one in signature.parameters.values()]
        shown = str(signature.replace(parameters=plain, return_annotation=signature.empty))
        assert shown.startswith(wanted), name
    with pytest.raises(TypeError, match="unknown_keyword"):
        kind("rack.test", "key", unknown_keyword=1)


def test_retries_take_the_published_arguments_with_their_defaults() -> None:
    plain = [(one.name, one.default) for one in inspect.signature(RetryConfig).parameters.values()]

    assert plain == [
        ("max_retries", 3), ("backoff_base", 1.0), ("backoff_max", 30.0),
        ("retryable_status_codes", frozenset({429, 502, 503, 504})), ("retry_on_500", False),
    ]  # fmt: skip


@each_surface
def test_the_published_attributes_are_on_both_clients(surface: ConvoxSurface) -> None:
    client = surface.open()

    for name in (*RESOURCES, "api"):
        assert getattr(client, name) is getattr(client, name), "made once"
    assert {"get", "post", "put", "delete"} <= set(dir(client.api))
