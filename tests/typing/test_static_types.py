"""A user's project in strict mode: both type checkers know the exact type of everything that the packages offer, find
nothing wrong with what is right, and find what is wrong. Editors show what it is for, and offer nothing else."""

from __future__ import annotations

import ast
import importlib
import inspect
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.typing.checkers import CHECKERS, Remark, unknown_types
from tests.typing.surface import CLIENTS, members, public_names, public_view, sample

if TYPE_CHECKING:
    from collections.abc import Iterator

PROJECT = Path(__file__).with_name("project")

HEAD = [
    "import httpx",
    "import convox.models, kneo_client.core.auth, kneo_client.types, knoxcall.types",
    "from typing_extensions import assert_type",
    "from kneo_client import SyncKneoClient",
    "from kneo_client.core import Profile, RetryPolicy",
    "from kneo_client.types import HumanResumeRequest, RunCreateRequest",
    "from knoxcall.client import KnoxCall, KnoxCallAsync, KnoxCallSync",
    "from convox import AsyncConvoxClient, ConvoxClient, RetryConfig",
    "from convox.models import App, Build",
    "from trellis.connections import Aiohttp",
    "from trellis.otel import OpenTelemetryHook",
    "from trellis.testing import connect, factories, faults, running",
    "rack, async_rack = ConvoxClient('h', 'k'), AsyncConvoxClient('h', 'k')",
    "kneo = SyncKneoClient.from_profile()",
]
MISTAKES = {
    # what a user writes: what mypy's complaint and pyright's say; None for what is no mistake
    "RunCreateRequest(input_='x', spec_id='s')": ("spec_id", "spec_id"),
    "RunCreateRequest(input_='x', target='both')": None,  # open enums: a newer platform's value
    "HumanResumeRequest(decision='approved')": ("request_id", "request_id"),
    "assert_type(kneo.platform.runs.get('r'), str)": ("RunStatusResponse", "RunStatusResponse"),
    "kneo.platform.runs.fetch('r')": ("fetch", "fetch"),
    "kneo.platform.runs.list(100)": ("positional", "positional"),
    "kneo.platform.runs.list(sort_order='sideways')": None,
    "kneo.platform.runs.list(limit='5')": ("incompatible type", '"Literal[\'5\']" is not assignable to "int"'),
    "kneo.platform.runs.wait_for_completion('r', progress=7)": ("incompatible type", "progress"),
    "kneo.platform.runs.get('r').status.nmae": ("nmae", "nmae"),
    "kneo.with_options(deadlin=5)": ("deadlin", "deadlin"),
    "SyncKneoClient(Profile('p', 'u', 'k'), retry_policy=RetryConfig())": ("RetryConfig", "RetryConfig"),
    "SyncKneoClient(Profile('p', 'u', 'k'), hooks=(len,))": ("hooks", "hooks"),
    "RetryPolicy(max_attempts='3')": ("incompatible type", "max_attempts"),
    "Profile('p', 'u')": ("api_key", "api_key"),
    "KnoxCall().routes.get(7)": ("incompatible type", '"Literal[7]" is not assignable to "str"'),
    "KnoxCall().routes.list(1)": ("positional", "positional"),
    "KnoxCall().routes.fetch('r')": ("fetch", "fetch"),
    "KnoxCall().routes.create(name='x')": ("target_base_url", "target_base_url"),
    "KnoxCall().routes.get('r')['nmae']": ("nmae", "nmae"),
    "KnoxCall(sync=False).routes.get('r')['name']": ("Coroutine", "Coroutine"),
    "KnoxCall(retries=3)": ("retries", "No overloads"),
    "KnoxCall(dpop='sometimes')": ("No overload variant", "'sometimes'"),
    "KnoxCallAsync(http=httpx.Client())": ("http", "http"),
    "assert_type(KnoxCall(sync=False), KnoxCallSync)": ("KnoxCallAsync", "KnoxCallAsync"),
    "KnoxCall().secrets.create(name='x', secret_type='magic', value='v')": ("secret_type", "secret_type"),
    "KnoxCall().crypto.mint_client_token(action='sing')": ("action", "action"),
    "KnoxCall().construct_event(b'x', {}, 'whsec', format='strip')": ("format", "format"),
    "KnoxCall().clients.create(name='x', type='a kind of a newer server')": None,
    "rack.apps.get(7)": ("incompatible type", '"Literal[7]" is not assignable to "str"'),
    "rack.apps.get('web').nmae": ("nmae", "nmae"),
    "rack.apps.fetch('web')": ("fetch", "fetch"),
    "rack.apps.create('web', '3')": ("positional", "positional"),
    "rack.certificates.generate(80)": ("Sequence", "Sequence"),
    "rack.environment.set('web', {'A': 1})": ("str", '"Literal[1]" is not assignable to "str"'),
    "rack.environment.set('web', {'A': '1'}, base='newest')": ("base", "base"),
    "async_rack.apps.get('web').name": ("Coroutine", "Coroutine"),
    "ConvoxClient('h', 'k', retries=3)": ("retries", "retries"),
    "ConvoxClient('h')": ("api_key", "api_key"),
    "ConvoxClient('h', 'k', http_client=Aiohttp())": ("Aiohttp", "Aiohttp"),  # for asynchronous clients
    "ConvoxClient.from_env(hoost='h')": ("hoost", "hoost"),
    "App(nmae='web')": None,  # unknown keywords are taken for what a newer rack sends, and ignored
    "assert_type(Build().git_sha, int)": ("str", "str"),
    "OpenTelemetryHook(propagate='yes')": ("incompatible type", "propagate"),
    "running('knoe')": ("No overload variant", "'knoe'"),
    "connect(running('kneo'))": ("No overload variant", "No overloads"),
    "faults.status('503')": ("incompatible type", '"Literal[\'503\']" is not assignable to "int"'),
    "assert_type(factories.model(App), Build)": ("App", "App"),
    # of packages whose names are loaded when they are used
    "from kneo_client import KneoCleint": ("KneoCleint", "KneoCleint"),
    "kneo_client.core.RetryPolicie()": ("RetryPolicie", "RetryPolicie"),
    "kneo_client.core.auth.ApiKeyOuth('k')": ("ApiKeyOuth", "ApiKeyOuth"),
    "kneo_client.types.RunStatusRespons()": ("RunStatusRespons", "RunStatusRespons"),
    "knoxcall.KnoxCal()": ("KnoxCal", "KnoxCal"),
    "knoxcall.types.Rout()": ("Rout", "Rout"),
    "convox.ConvoxCleint('h', 'k')": ("ConvoxCleint", "ConvoxCleint"),
    "convox.models.Ap()": ("Ap", "Ap"),
}
REVEALED = re.compile(r'"(?:[^"]* -> )?(?:[\w.]*Coroutine\w*\[Any, Any, )?Any\]?"$')
VERBS = {"get", "post", "put", "patch", "delete", "request"}
OPEN = {
    "knoxcall.bodies.one_or_many",  # hands on what it was given
    "knoxcall.request",
    "sync_knoxcall.request",
    *(f"{rack}.api.{verb}" for rack in ("convox", "async_convox") for verb in VERBS | {"head", "options"}),
}
"""What may be anything: the answers of calls by path, of which no document says more."""

ORDERS = ("asc", "desc")
LISTS = ("human_tasks.list", "human_tasks.iterate", "audit.list", "audit.iterate", "runs.list", "runs.iterate")
PAGES = ("runs.trace", "runs.iterate_trace", "runs.checkpoints", "runs.iterate_checkpoints")
ENUMERATED = [
    (f"{kind}{name}", values)
    for kind in ("", "sync_")
    for name, values in (
        *((f"kneo.platform.{name}", ORDERS) for name in LISTS + PAGES),
        *((f"kneo.platform.human_tasks.{name}", ("pending", "escalated")) for name in ("list", "iterate")),
        ("kneo.agent.skills.list", ORDERS),
        ("knoxcall.routes.create_action", ("request", "response", "encrypt", "decrypt", "tokenize", "detokenize")),
        ("knoxcall.secrets.create", ("api_key", "oauth2_token", "certificate", "basic_auth", "custom")),
        ("knoxcall.oauth_clients.create", ("confidential", "public", "authorization_code", "refresh_token")),
        ("knoxcall.crypto.mint_client_token", ("decrypt", "detokenize", "tokenize")),
        ("knoxcall.construct_event", ("legacy", "stripe")),
    )
] + [(f"{kind}convox.system.jwt_token", ("read", "write", "admin")) for kind in ("", "async_")]
"""Words that a document, or a function, enumerates: editors offer them."""


@pytest.mark.slow
@pytest.mark.parametrize("checker", CHECKERS)
def test_a_users_project_is_checked_strictly(tmp_path: Path, checker: str) -> None:
    """One run for all: the project, its mistakes, and every public name."""
    surface = sample()
    written = tmp_path / "written"
    written.mkdir()
    (written / "mistakes.py").write_text("\n".join([*HEAD, *MISTAKES, ""]))
    (written / "surface.py").write_text("\n".join([*surface, ""]))

    remarks = CHECKERS[checker]([PROJECT, written], tmp_path)

    errors = [remark for remark in remarks if remark.is_error and remark.file != "mistakes.py"]
    assert errors == [], "\n".join(map(str, errors))
    assert _misjudged([remark for remark in remarks if remark.file == "mistakes.py"], checker) == []
    told = {remark.line: remark.text for remark in remarks if remark.file == "surface.py"}
    asked = {line.strip()[len("reveal_type(") : -1]: at for at, line in enumerate(surface, 1) if "reveal_type(" in line}
    types = {name: told[at] for name, at in asked.items()}  # each was answered
    assert {name for name, text in types.items() if _is_vague(text)} == OPEN
    if checker == "mypy":  # pyright, which knows them and offers them, leaves them out where it shows "str | None"
        missing = [(name, value) for name, of in ENUMERATED for value in of if f"'{value}'" not in types[name]]
        assert missing == []


def _misjudged(remarks: list[Remark], checker: str) -> list[object]:
    """The mistakes that were not found, or not for what they are, and what was taken for one."""
    wrong: list[object] = [remark for remark in remarks if remark.line <= len(HEAD)]
    for number, (line, expected) in enumerate(MISTAKES.items(), start=len(HEAD) + 1):
        said = [remark.text for remark in remarks if remark.line == number and remark.is_error]
        meant = None if expected is None else expected[list(CHECKERS).index(checker)]
        if said if meant is None else not any(meant in text for text in said):
            wrong.append((line, said))
    return wrong


def _is_vague(text: str) -> bool:
    """Whether what was asked about is Any, or not known. A class without its parameters says so of those."""
    return bool(REVEALED.search(text) or re.search(r"(?<!\w\[)(?<!, )Unknown", text))


# Assigned from the functions at the package's root, so as not to write their signatures twice. Both checkers take them
# for what they are: the sample calls them.
ASSIGNED = {
    f"knoxcall._{kind.lower()}.client.KnoxCall{kind}.{name}"
    for kind in ("Async", "Sync")
    for name in ("construct_event", "verify_signature")
}


@pytest.mark.slow
def test_every_type_of_the_public_surface_is_written_out(tmp_path: Path) -> None:
    """What is only inferred, checkers may infer each in its own way, and slowly."""
    view = tmp_path / "all_of_it"
    view.mkdir()
    (view / "py.typed").touch()
    (view / "__init__.py").write_text("\n".join([*public_view(), ""]))

    found = unknown_types("all_of_it", tmp_path, of=("convox.", "kneo_client.", "knoxcall."))

    assert set(found) == ASSIGNED, found


SAMPLES = {"kneo": "kneo_methods.py", "knoxcall": "knoxcall_methods.py", "convox": "convox_methods.py"}
NOT_CALLED = {"aclose", "close", "from_profile", "from_env", "from_cli_config"}
"""By a client that is given: how one is made and closed is in the other samples."""


@pytest.mark.parametrize("name", CLIENTS())
def test_the_project_leaves_no_method_out(name: str) -> None:
    client = CLIENTS()[name]
    tree = ast.parse((PROJECT / SAMPLES[name.rpartition("_")[2]]).read_text("utf-8"))
    function = "asynchronous" if hasattr(client, "aclose") else "synchronous"
    (body,) = [node for node in tree.body if getattr(node, "name", None) == function]

    called = {
        ast.unparse(node.func).removeprefix("client.")
        for node in ast.walk(body)
        if isinstance(node, ast.Call) and ast.unparse(node.func).startswith("client.")
    }

    offered = {path for path, value in members(client) if inspect.isroutine(value)} - NOT_CALLED
    if "knoxcall" in name:
        offered |= {f"route('r').{verb}" for verb in VERBS}
    assert called == offered


@pytest.mark.parametrize("name", CLIENTS())
def test_everything_that_a_client_offers_says_what_it_is_for(name: str) -> None:
    """What editors show in a hover text, on both surfaces."""
    client = CLIENTS()[name]
    silent = [path for path, value in _documented(client) if not (inspect.getdoc(value) or "").strip()]
    assert silent == []


def _documented(client: object) -> Iterator[tuple[str, Any]]:
    for path, value in members(client):
        is_property = "." not in path and isinstance(getattr(type(client), path, None), property)
        if is_property:
            yield path, getattr(type(client), path)
        elif inspect.isroutine(value) or type(value).__module__.partition(".")[0] in SHOWN:
            yield path, value


SHOWN = ("kneo_client", "knoxcall", "convox")


def test_every_public_class_and_function_says_what_it_is_for() -> None:
    silent = [
        f"{module}.{name}"
        for module, names in public_names().items()
        for name in names
        for value in [getattr(importlib.import_module(module), name)]
        if inspect.isclass(value) or inspect.isroutine(value)
        if not (value.__doc__ or "").strip()
    ]
    assert silent == []


ROOTS = (
    "kneo_client",
    "kneo_client.core",
    "kneo_client.types",
    "knoxcall",
    "knoxcall.types",
    "convox",
    "convox.models",
)
"""Whose names are loaded when they are used."""


def test_a_package_offers_its_public_names_and_modules_and_nothing_else() -> None:
    for name in ROOTS:
        module = importlib.import_module(name)
        offered = {each for each in dir(module) if not each.startswith("_")}
        inside = {each for each in offered if inspect.ismodule(getattr(module, each))}
        assert offered - inside == {each for each in module.__all__ if not each.startswith("_")}, name
        assert all(getattr(module, each).__name__ == f"{name}.{each}" for each in inside), name
