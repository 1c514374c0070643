"""A type checker gets the exact type of every adapter method's answer, with no setting of ours to help it."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from kneo_client.client import KneoClient, SyncKneoClient
from kneo_client.core.profiles import Profile
from knoxcall.client import KnoxCallAsync, KnoxCallSync
from tests.typing.checkers import CHECKERS, unknown_types

KNEO = Path(__file__).with_name("kneo_adapters.py")
KNOXCALL = Path(__file__).with_name("knoxcall_adapters.py")


@pytest.mark.slow
@pytest.mark.parametrize("checker", CHECKERS)
@pytest.mark.parametrize("sample", [KNEO, KNOXCALL], ids=lambda sample: sample.stem)
def test_it_agrees_with_the_types_of_every_method(tmp_path: Path, sample: Path, checker: str) -> None:
    assert CHECKERS[checker](sample, tmp_path) == []


HEAD = [
    "import httpx",
    "from typing_extensions import assert_type",
    "from kneo_client import SyncKneoClient",
    "from kneo_client.types import HumanResumeRequest, RunCreateRequest",
    "from knoxcall.client import KnoxCall, KnoxCallAsync, KnoxCallSync",
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
@pytest.mark.parametrize(("package", "assigned"), [("kneo_client", set()), ("knoxcall", ASSIGNED)])
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
        if not name.startswith("_") and type(adapter).__module__.startswith(("kneo_client.", "knoxcall."))
        for method in dir(adapter)
        if not method.startswith("_")
    }


VERBS = {"get", "post", "put", "patch", "delete", "request"}


@pytest.mark.parametrize("function", ["asynchronous", "synchronous"])
@pytest.mark.parametrize("sample", [KNEO, KNOXCALL], ids=lambda sample: sample.stem)
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
    else:
        client = KnoxCallAsync(api_key="kc_1") if asynchronous else KnoxCallSync(api_key="kc_1")
        own = {name for name in dir(client) if not name.startswith("_") and callable(getattr(type(client), name, None))}
        own -= {"aclose", "close"}
        assert called == methods_of(client, ()) | own | {f"route('r').{verb}" for verb in VERBS}
