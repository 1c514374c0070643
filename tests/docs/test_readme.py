"""Every Python block of the README runs as it stands, each in a process of its own, against local services."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.docs.block_runner import UNRAISABLE, environment_of

if TYPE_CHECKING:
    from tests.docs.block_runner import BlockServer
    from trellis.emulator import ConvoxHandle, KneoHandle, KnoxCallHandle

README = Path(__file__).parents[2] / "README.md"
BLOCKS = re.findall(r"^```python\n(.*?)^```$", README.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
KNEO_SAYS = ("completed", "kneo-serv-platform ", "then it is completed", "gone: 404", "True", "True\n200")
KNOXCALL_SAYS = (
    "['payments']\n200 {'method': 'POST', 'path': '/v1/charges'",
    "acme has 0 routes",
    "gone: 404 req_",
    "400",
)
CONVOX_SAYS = ("hello 0\n", "dev 3.21.4 0 apps", "gone: 404 ")
SAYS = (*KNEO_SAYS, *KNOXCALL_SAYS, *CONVOX_SAYS)


def test_the_readme_has_as_many_blocks_as_are_checked() -> None:
    assert len(BLOCKS) == len(SAYS)


@pytest.mark.parametrize(("block", "says"), list(zip(BLOCKS, SAYS, strict=True)), ids=range(len(BLOCKS)))
def test_a_block_of_the_readme_runs(
    block: str,
    says: str,
    block_server: BlockServer,
    kneo_server: KneoHandle,
    knoxcall_server: KnoxCallHandle,
    convox_server: ConvoxHandle,
    tmp_path: Path,
) -> None:
    (tmp_path / "block.py").write_text(block, encoding="utf-8")
    environment = environment_of(kneo_server, knoxcall_server, convox_server, tmp_path)
    done = block_server.run(["python", "block.py"], tmp_path, environment)
    assert done.status == 0, done.output
    assert says in done.output
    assert UNRAISABLE not in done.output
