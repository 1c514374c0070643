"""Each arrow of the architecture: the allowed imports pass, every other one is named with file and line."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from scripts.checks.arrows import layer_of, wrong_arrows

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    WriteTree = Callable[[dict[str, str]], Path]

FORBIDDEN = [
    # where, import statement, what the complaint says
    ("kneo_client/_generated/a.py", "from trellis.core import flow", "may not import trellis.core"),
    ("kneo_client/_generated/a.py", "from trellis.core.transport import x", "may not import trellis.core.transport"),
    ("kneo_client/_generated/a.py", "from kneo_client import core", "may not import kneo_client.core"),
    ("kneo_client/_generated/a.py", "from .. import core", "may not import kneo_client.core"),
    ("kneo_client/_generated/a.py", "import yaml", "may not import yaml"),
    ("kneo_client/_generated/a.py", "from typing_extensions import Self", "may not import typing_extensions"),
    ("kneo_client/_generated/a.py", "import convox._generated", "may not import convox._generated"),
    ("trellis/core/a.py", "import kneo_client", "may not import kneo_client"),
    ("trellis/core/a.py", "from kneo_client._generated import x", "may not import kneo_client._generated"),
    ("trellis/core/a.py", "from trellis import emulator", "may not import trellis.emulator"),
    ("trellis/core/a.py", "import trellis.cli", "may not import trellis.cli"),
    ("trellis/core/runtime/a.py", "from .. import flow", "may not import trellis.core"),
    ("trellis/core/runtime/a.py", "from ..transport import x", "may not import trellis.core.transport"),
    ("trellis/core/runtime/a.py", "from trellis._version import __version__", "may not import trellis._version"),
    ("trellis/a.py", "from .core import x", "may not import trellis.core"),
    ("kneo_client/a.py", "import convox", "may not import convox"),
    ("kneo_client/a.py", "from convox._generated import x", "may not import convox._generated"),
    ("kneo_client/a.py", "import trellis.emulator", "may not import trellis.emulator"),
    ("kneo_client/a.py", "def f():\n    from trellis.cli import main", "may not import trellis.cli"),
    ("kneo_client/a.py", "import importlib\nimportlib.import_module('trellis.testing')", "trellis.testing"),
    ("kneo_client/a.py", "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import convox", "import convox"),
    ("trellis/emulator/a.py", "from kneo_client import core", "may not import kneo_client.core"),
    ("trellis/emulator/a.py", "from kneo_client import KneoClient", "may not import kneo_client"),
    ("trellis/core/a.py", "import httpx", "httpx at run time"),
    ("trellis/core/a.py", "def f():\n    from httpcore import x", "httpcore at run time"),
    ("trellis/core/runtime/a.py", "from http import client", "http.client at run time"),
    ("trellis/core/a.py", "import websockets", "websockets at run time outside trellis.core.sockets"),
    ("trellis/core/a.py", "from opentelemetry import trace", "opentelemetry at run time outside trellis.otel"),
    ("trellis/core/a.py", "import trellis.otel", "trellis.core may not import trellis.otel"),
    ("trellis/otel.py", "import trellis.cli", "trellis.otel may not import trellis.cli"),
    ("trellis/core/transport/a.py", "def f():\n    from wsproto import x", "wsproto at run time"),
    ("trellis/core/sockets/a.py", "import httpx", "httpx at run time"),
    ("kneo_client/core/a.py", "import urllib.request", "urllib.request at run time"),
    ("kneo_client/a.py", "try:\n    import httpx_aiohttp\nexcept ImportError:\n    pass", "httpx_aiohttp at run time"),
    ("kneo_client/a.py", "import typing\nif not typing.TYPE_CHECKING:\n    import httpx", "httpx at run time"),
]

ALLOWED = [
    ("kneo_client/_generated/a.py", "TYPE_CHECKING = False\nif TYPE_CHECKING:\n    from typing_extensions import Self"),
    ("kneo_client/_generated/a.py", "from trellis.core.runtime import x\nfrom . import b\nimport attrs, datetime"),
    ("trellis/core/a.py", "from .runtime import x\nfrom trellis._version import __version__\nimport anyio"),
    ("trellis/core/a.py", "from http import HTTPStatus\nfrom urllib.parse import quote"),
    ("trellis/core/a.py", "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import httpx"),
    ("trellis/core/a.py", "import typing\nif typing.TYPE_CHECKING:\n    import httpx\nelse:\n    import json"),
    ("trellis/core/transport/sync.py", "import httpx, httpcore"),
    ("trellis/core/sockets/a.py", "from websockets.client import ClientProtocol"),
    ("trellis/otel.py", "from opentelemetry import trace\nfrom trellis.core.events import Event"),
    ("trellis/core/a.py", "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import websockets"),
    ("trellis/emulator/a.py", "import websockets"),
    ("kneo_client/core/_httpx_auth.py", "import httpx"),
    ("kneo_client/a.py", "from trellis.core.transport import x\nfrom ._generated import y\nfrom .core import z"),
    ("kneo_client/_version.py", "from trellis._version import __version__"),
    (
        "trellis/emulator/a.py",
        "import starlette, httpx\nfrom kneo_client._generated import x\nfrom trellis.core import y",
    ),
    ("trellis/cli/a.py", "import httpx, kneo_client, convox, trellis.emulator"),
    ("trellis/__init__.py", "from ._version import __version__"),
]


@pytest.mark.parametrize(("where", "statement", "complaint"), FORBIDDEN)
def test_names_a_wrong_arrow(source_tree: WriteTree, where: str, statement: str, complaint: str) -> None:
    (arrow,) = wrong_arrows(source_tree({where: statement}))

    assert complaint in arrow.text
    assert str(arrow).startswith(f"src/{where}:{len(statement.splitlines()) if 'try:' not in statement else 2}: ")


@pytest.mark.parametrize(("where", "statements"), ALLOWED)
def test_lets_a_right_arrow_pass(source_tree: WriteTree, where: str, statements: str) -> None:
    assert wrong_arrows(source_tree({where: statements})) == []


@pytest.mark.parametrize(
    ("module", "layer"),
    [
        ("trellis", "trellis"),
        ("trellis.core.runtime.pages", "trellis.core.runtime"),
        ("trellis.core.runtimes", "trellis.core"),
        ("kneo_client._generated.models.run", "kneo_client._generated"),
        ("kneo_client._async.platform", "kneo_client"),
    ],
)
def test_the_layer_of_a_module_is_its_innermost(module: str, layer: str) -> None:
    assert layer_of(module) == layer


def test_this_repository_has_no_wrong_arrow() -> None:
    assert [str(arrow) for arrow in wrong_arrows()] == []
