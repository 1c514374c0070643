"""Every Python block of the README runs as it stands, each in a process of its own, against local services."""

from __future__ import annotations

import json
import re
import shlex
import textwrap
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.docs.block_runner import QUIETLY, UNRAISABLE, Shell, environment_of

if TYPE_CHECKING:
    from tests.docs.block_runner import BlockServer, Services
    from trellis.emulator import ConvoxHandle, KneoHandle, KnoxCallHandle

TEXT = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```python\n(.*?)^```$", TEXT, re.MULTILINE | re.DOTALL)
COMMANDS = re.findall(r"^    (trellis (?:call|doctor) .*)$", TEXT, re.MULTILINE)
TEST = re.findall(r"^    from trellis.testing import .*\n(?:(?:    .*)?\n)*", TEXT, re.MULTILINE)
SPEC = {
    "version": "v1",
    "agent": {"name": "greeter", "provider": "dummy", "instructions": "Greet."},
    "workflow": {"kind": "sequential", "steps": [{"id": "greet", "kind": "agent"}]},
}
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


def test_the_commands_of_the_readme_run(block_server: BlockServer, services: Services, tmp_path: Path) -> None:
    services.reset()
    shell = Shell(block_server, services, tmp_path)
    shell.write("spec.json", json.dumps(SPEC))
    shell.write("site.tgz", "an archive")
    shell.write("setup.py", "from convox import ConvoxClient\nConvoxClient.from_env().apps.create('web')\n")
    assert shell.run(["python", "setup.py"]).status == 0
    for command in COMMANDS:
        words = shlex.split(command.replace(" follow=true", ""))  # a log that is followed goes on and on
        done = shell.run(words, terminal=True, DB_PASSWORD="from the environment")
        assert done.status == 0, f"{command}\n{done.output}"
    assert len(COMMANDS) >= 7
    assert [run.status for run in services.kneo.state.runs.values()] == ["completed"]


def test_the_test_of_the_readme_tests_what_it_says(
    block_server: BlockServer, services: Services, tmp_path: Path
) -> None:
    shell = Shell(block_server, services, tmp_path)
    (code,) = TEST
    create = f"sync_kneo.platform.runs.create({{'input': 'Hello', 'spec': {SPEC}}})"
    shell.write("conftest.py", 'pytest_plugins = ["trellis.testing.plugin"]\n')
    shell.write("test_outage.py", textwrap.dedent(code).replace("    ...", f"    {create}"))
    shell.write("test_calm.py", textwrap.dedent(code).replace("    ...", "    pass"))
    assert shell.run(["pytest", *QUIETLY, "test_outage.py"]).status == 0
    assert shell.run(["pytest", *QUIETLY, "test_calm.py"]).status == 1
