"""The mirror turns async adapters into native sync ones and refuses what it cannot carry.

CI runs this file on the lowest and the highest Python too: the mirror may not depend on the interpreter.
"""

from __future__ import annotations

import ast
import shutil
from pathlib import Path

import pytest

pytest.importorskip("unasync", reason="the mirror's tools are in the dependency group `check`")

from scripts import mirror_sync
from scripts.mirror_sync import MARK, MirrorError, build

ROOT = Path(__file__).resolve().parents[3]
NAMES = {"demo_sdk": {"DemoClient": "SyncDemoClient", "ThingsClient": "SyncThingsClient"}}

SOURCE = '''"""The async client of the demo service."""

from __future__ import annotations

from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

from trellis.core.aio import aclosing, gather, sleep

from .._engine import AsyncEngine


class ThingsClient:
    """Things of the service; reached as `DemoClient.things`.

    Example:
        async with DemoClient() as client:
            thing = await client.things.get("t1")
            async for thing in client.things.iterate():
                print(thing)
        asyncio.run(main(1, (2, 3)))

    Callers await the answer, since this is an asynchronous call.
    """

    def __init__(self, engine: AsyncEngine, on_change: Callable[[str], Awaitable[None]]) -> None:
        self._engine = engine
        self._on_change = on_change

    async def get(self, name: str) -> str:
        """Fetch one."""
        # An async lock would be needed here, see DemoClient.
        async with self._engine.lock:
            await self._on_change(name)
            await sleep(1)
        return f"{name!r} of ThingsClient {self._engine.aclose}"

    async def iterate(self) -> AsyncIterator[str]:
        async with aclosing(self._pages()) as pages:
            async for page in pages:
                yield page
        rows = [row async for row in self._pages()]
        await gather(*(self.get(row) for row in rows))

    async def _pages(self) -> AsyncGenerator[str, dict[str, int]]:
        yield "async"

    @asynccontextmanager
    async def session(self) -> AsyncIterator[ThingsClient]:
        try:
            yield self
        except StopAsyncIteration:
            raise RuntimeError("use `async with DemoClient()` and await client.get(1)") from None

    async def __aenter__(self) -> ThingsClient:
        return self

    async def aclose(self) -> None:
        await self._engine.aclose()
'''

EXPECTED = '''# Mirrored from src/demo_sdk/_async/platform/things.py by scripts/mirror_sync.py; do not edit.
"""The sync client of the demo service."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager

from trellis.core.sio import closing, gather, sleep

from .._engine import SyncEngine


class SyncThingsClient:
    """Things of the service; reached as `SyncDemoClient.things`.

    Example:
        with SyncDemoClient() as client:
            thing = client.things.get("t1")
            for thing in client.things.iterate():
                print(thing)
        main(1, (2, 3))

    Callers await the answer, since this is a synchronous call.
    """

    def __init__(self, engine: SyncEngine, on_change: Callable[[str], None]) -> None:
        self._engine = engine
        self._on_change = on_change

    def get(self, name: str) -> str:
        """Fetch one."""
        # A sync lock would be needed here, see SyncDemoClient.
        with self._engine.lock:
            self._on_change(name)
            sleep(1)
        return f"{name!r} of SyncThingsClient {self._engine.close}"

    def iterate(self) -> Iterator[str]:
        with closing(self._pages()) as pages:
            for page in pages:
                yield page
        rows = [row for row in self._pages()]
        gather(*(self.get(row) for row in rows))

    def _pages(self) -> Generator[str, dict[str, int], None]:
        yield "async"

    @contextmanager
    def session(self) -> Iterator[SyncThingsClient]:
        try:
            yield self
        except StopIteration:
            raise RuntimeError("use `with SyncDemoClient()` and client.get(1)") from None

    def __enter__(self) -> SyncThingsClient:
        return self

    def close(self) -> None:
        self._engine.close()
'''


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A repository with one SDK of one nested adapter."""
    return add(tmp_path, "platform/things.py", SOURCE)


def add(root: Path, name: str, source: str) -> Path:
    target = root / "src" / "demo_sdk" / "_async" / name
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(source, "utf-8")
    return root


def refusal(root: Path, source: str) -> str:
    add(root, "adapter.py", source)
    with pytest.raises(MirrorError) as caught:
        build(root, NAMES)
    return str(caught.value)


def test_turns_code_docstrings_comments_and_f_strings_and_leaves_wire_strings_alone(tree: Path) -> None:
    mirror = build(tree, NAMES)

    assert list(mirror.wanted) == [Path("src/demo_sdk/_sync/platform/things.py")]
    assert "".join(mirror.wanted.values()) == EXPECTED


def test_a_second_run_changes_nothing(tree: Path) -> None:
    first = build(tree, NAMES).write()

    assert [(found.kind, found.path.name) for found in first] == [("missing", "things.py")]
    assert build(tree, NAMES).write() == []


def test_reports_an_edited_file_with_its_difference_and_repairs_it(tree: Path) -> None:
    build(tree, NAMES).write()
    target = tree / "src/demo_sdk/_sync/platform/things.py"
    target.write_text(target.read_text("utf-8").replace("sleep(1)", "sleep(2)"), "utf-8")

    (found,) = build(tree, NAMES).differences()

    assert found.kind == "differs"
    assert "-            sleep(2)\n+            sleep(1)\n" in found.diff
    build(tree, NAMES).write()
    assert target.read_text("utf-8") == EXPECTED


def test_removes_the_twin_of_a_removed_source_with_its_empty_folder(tree: Path) -> None:
    add(tree, "__init__.py", '"""Adapters."""\n')
    build(tree, NAMES).write()
    shutil.rmtree(tree / "src/demo_sdk/_async/platform")

    assert [(found.kind, found.path.name) for found in build(tree, NAMES).write()] == [("stale", "things.py")]
    assert not (tree / "src/demo_sdk/_sync/platform").exists()
    assert (tree / "src/demo_sdk/_sync/__init__.py").exists()


def test_never_removes_a_file_that_it_did_not_write(tree: Path) -> None:
    build(tree, NAMES).write()
    handwritten = tree / "src/demo_sdk/_sync/handwritten.py"
    handwritten.write_text('"""Mine."""\n', "utf-8")

    with pytest.raises(MirrorError, match=r"handwritten\.py: not made by the mirror"):
        build(tree, NAMES).write()
    assert handwritten.exists()


def test_an_sdk_without_a_row_of_names_is_an_error(tree: Path) -> None:
    with pytest.raises(MirrorError, match="no row for 'demo_sdk'"):
        build(tree, {})


@pytest.mark.parametrize(
    ("source", "complaint"),
    [
        ("import asyncio\n", "imports asyncio"),
        ("from asyncio import sleep\n", "imports asyncio"),
        ("def f():\n    import anyio.abc\n", "imports anyio"),
        ("async def f(x):\n    return f'{await x}'\n", "`await` inside an f-string"),
        ("async def f(x):\n    return f'{1:{await x}}'\n", "`await` inside an f-string"),
        ("async def f(x):\n    return (y async for y in x)\n", "async generator expression"),
        ("async def f(x):\n    return (await y for y in x)\n", "async generator expression"),
        ("class Wild:\n    pass\n", "class Wild has no twin"),
        ("from .other import SyncDemoClient\n", "SyncDemoClient collides with the twin of DemoClient"),
        ("class _A:\n    def close(self): ...\n    async def aclose(self): ...\n", "would both be called close"),
        ("from collections.abc import Coroutine\nX = Coroutine\n", "Coroutine has no sync twin"),
        ("def broken(:\n", "not valid Python"),
    ],
)
def test_refuses_what_its_twin_could_not_mean(tmp_path: Path, source: str, complaint: str) -> None:
    message = refusal(tmp_path, source)

    assert complaint in message
    assert message.startswith("src/demo_sdk/_async/adapter.py:")


@pytest.mark.parametrize(
    "source",
    [
        "async def f(x):\n    return [await y for y in x]\n",
        "async def f(x):\n    return [y async for y in x]\n",
        "async def f(x):\n    return (y for y in await x)\n",
        "def f(x):\n    return f'{x}'\n",
        "class _Private:\n    pass\n",
    ],
)
def test_accepts_what_its_twin_means_equally(tmp_path: Path, source: str) -> None:
    add(tmp_path, "adapter.py", source)

    (text,) = build(tmp_path, NAMES).wanted.values()

    assert "await" not in text
    assert "async " not in text
    ast.parse(text, feature_version=(3, 10))


def test_names_every_complaint_at_once(tmp_path: Path) -> None:
    add(tmp_path, "one.py", "import asyncio\nimport trio\n")
    message = refusal(tmp_path, "import anyio\n")

    assert [line.split(": ")[0] for line in message.splitlines()] == [
        "src/demo_sdk/_async/adapter.py:1",
        "src/demo_sdk/_async/one.py:1",
        "src/demo_sdk/_async/one.py:2",
    ]


@pytest.mark.parametrize(
    ("names", "complaint"),
    [
        ({"A": "SyncA", "B": "SyncA"}, "more than one name becomes SyncA"),
        ({"A": "B", "B": "SyncB"}, "A becomes B, itself in the table"),
        ({"A": "close"}, "more than one name becomes close"),
    ],
)
def test_names_of_the_table_may_not_collide(tmp_path: Path, names: dict[str, str], complaint: str) -> None:
    add(tmp_path, "adapter.py", "x = 1\n")
    with pytest.raises(MirrorError, match=complaint):
        build(tmp_path, {"demo_sdk": names})


def test_the_command_line_says_what_is_missing_and_exits_1(
    tree: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(mirror_sync, "SDK_NAMES", NAMES)
    monkeypatch.setattr(mirror_sync.build, "__defaults__", (NAMES,))

    assert mirror_sync.main(["--check", "--root", str(tree)]) == 1
    assert "missing src/demo_sdk/_sync/platform/things.py" in capsys.readouterr().out
    assert mirror_sync.main(["--root", str(tree)]) == 0
    assert mirror_sync.main(["--check", "--root", str(tree)]) == 0


def test_this_repository_is_mirrored() -> None:
    """`make check` runs the same comparison; here it fails next to the tests that a stale mirror would mislead."""
    assert [f"{found.kind}: {found.path}" for found in build(ROOT).differences()] == []
    assert all(MARK in text.partition("\n")[0] for text in build(ROOT).wanted.values())
