"""A type checker gets the exact type of every adapter method's answer, with no setting of ours to help it."""

from __future__ import annotations

import ast
import inspect
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from convox import AsyncConvoxClient, ConvoxClient
from kneo_client.client import KneoClient, SyncKneoClient
from kneo_client.core.profiles import Profile
from knoxcall.client import KnoxCallAsync, KnoxCallSync
from tests.typing.checkers import CHECKERS, unknown_types

if TYPE_CHECKING:
    from collections.abc import Iterator

KNEO = Path(__file__).with_name("kneo_adapters.py")
KNOXCALL = Path(__file__).with_name("knoxcall_adapters.py")
CONVOX = Path(__file__).with_name("convox_adapters.py")
SAMPLES = (KNEO, KNOXCALL, CONVOX)


@pytest.mark.slow
@pytest.mark.parametrize("checker", CHECKERS)
@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.stem)
def test_it_agrees_with_the_types_of_every_method(tmp_path: Path, sample: Path, checker: str) -> None:
    assert CHECKERS[checker](sample, tmp_path) == []


HEAD = [
    "import httpx",
    "from typing_extensions import assert_type",
    "from kneo_client import SyncKneoClient",
    "from kneo_client.types import HumanResumeRequest, RunCreateRequest",
    "from knoxcall.client import KnoxCall, KnoxCallAsync, KnoxCallSync",
    "from convox import AsyncConvoxClient, ConvoxClient",
    "from convox.models import App, Build",
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
    "KnoxCall().clients.create(name='x', type='a kind of a newer server')": None,
    "rack.apps.get(7)": ("incompatible type", '"Literal[7]" is not assignable to "str"'),
    "rack.apps.get('web').nmae": ("nmae", "nmae"),
    "rack.apps.fetch('web')": ("fetch", "fetch"),
    "rack.apps.create('web', '3')": ("positional", "positional"),
    "rack.certificates.generate(80)": ("Sequence", "Sequence"),
    "rack.environment.set('web', {'A': 1})": ("str", '"Literal[1]" is not assignable to "str"'),
    "async_rack.apps.get('web').name": ("Coroutine", "Coroutine"),
    "ConvoxClient('h', 'k', retries=3)": ("retries", "retries"),
    "App(nmae='web')": None,  # unknown keywords are taken for what a newer rack sends, and ignored
    "assert_type(Build().git_sha, int)": ("str", "str"),
}


@pytest.mark.slow
@pytest.mark.parametrize("checker", CHECKERS)
def test_it_finds_a_users_mistakes(tmp_path: Path, checker: str) -> None:
    sample = tmp_path / "mistakes.py"
    sample.write_text("\n".join([*HEAD, *MISTAKES, ""]))

    complaints = CHECKERS[checker](sample, tmp_path)

    for number, (line, expected) in enumerate(MISTAKES.items(), start=len(HEAD) + 1):
        said = [text for at, text in complaints if at == number]
        if expected is None:
            assert said == [], line
        else:
            assert any(expected[list(CHECKERS).index(checker)] in text for text in said), (line, complaints)
    assert all(at > len(HEAD) for at, _ in complaints), complaints


# Assigned from the functions at the package's root, so as not to write their signatures twice. Both checkers take them
# for what they are: the sample calls them.
ASSIGNED = {
    f"knoxcall._{kind.lower()}.client.KnoxCall{kind}.{name}"
    for kind in ("Async", "Sync")
    for name in ("construct_event", "verify_signature")
}


@pytest.mark.slow
@pytest.mark.parametrize(("package", "assigned"), [("kneo_client", set()), ("knoxcall", ASSIGNED), ("convox", set())])
def test_every_type_of_the_public_surface_is_written_out(tmp_path: Path, package: str, assigned: set[str]) -> None:
    """What is only inferred, checkers may infer each in its own way, and slowly."""
    found = unknown_types(package, tmp_path)

    assert set(found) == assigned, found


def methods_of(client: object, namespaces: tuple[str, ...]) -> set[str]:
    holders = [(f"{name}.", getattr(client, name)) for name in namespaces] or [("", client)]
    return {
        f"{prefix}{name}.{method}"
        for prefix, holder in holders
        for name, adapter in vars(holder).items()
        if not name.startswith("_") and type(adapter).__module__.startswith(("kneo_client.", "knoxcall.", "convox."))
        for method in dir(adapter)
        if not method.startswith("_")
    }


def convox_methods(client: object) -> Iterator[str]:
    for name in dir(client):
        member = getattr(client, name)
        if name.startswith("_") or name in ("aclose", "close"):
            continue
        if inspect.ismethod(member):
            if not isinstance(member.__self__, type):
                yield name
        elif type(member).__module__.startswith("convox."):
            yield from (f"{name}.{method}" for method in dir(member) if not method.startswith("_"))


VERBS = {"get", "post", "put", "patch", "delete", "request"}


@pytest.mark.parametrize("function", ["asynchronous", "synchronous"])
@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.stem)
def test_the_sample_leaves_no_method_out(sample: Path, function: str) -> None:
    asynchronous = function == "asynchronous"
    tree = ast.parse(sample.read_text("utf-8"))
    (body,) = [node for node in tree.body if getattr(node, "name", None) == function]

    called = {
        ast.unparse(node.func).removeprefix("client.")
        for node in ast.walk(body)
        if isinstance(node, ast.Call) and ast.unparse(node.func).startswith("client.")
    }

    if sample == KNEO:
        profile = Profile("p", "http://kneo.test", "k")
        client: object = KneoClient(profile) if asynchronous else SyncKneoClient(profile)
        assert called == methods_of(client, ("platform", "agent"))
    elif sample == CONVOX:
        client = AsyncConvoxClient("h", "k") if asynchronous else ConvoxClient("h", "k")
        assert called == set(convox_methods(client))
    else:
        client = KnoxCallAsync(api_key="kc_1") if asynchronous else KnoxCallSync(api_key="kc_1")
        own = {name for name in dir(client) if not name.startswith("_") and callable(getattr(type(client), name, None))}
        own -= {"aclose", "close"}
        assert called == methods_of(client, ()) | own | {f"route('r').{verb}" for verb in VERBS}
