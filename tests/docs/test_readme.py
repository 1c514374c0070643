"""Every Python block of the README runs as it stands, each in a fresh interpreter, against local services."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from kneo_client.core.profiles import Profile
    from trellis.emulator import ConvoxHandle, KnoxCallHandle

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


@pytest.fixture
def environment(
    kneo_profile: Profile, knoxcall_server: KnoxCallHandle, convox_server: ConvoxHandle, tmp_path: Path
) -> dict[str, str]:
    """What the README says to export, and nothing of this machine's own."""
    client = knoxcall_server.settings.clients[0]
    foreign = ("KNEO_", "KNOXCALL_", "CONVOX_")
    others = {name: value for name, value in os.environ.items() if not name.startswith(foreign)}
    return {
        **others,
        "HOME": str(tmp_path),
        "KNEO_URL": kneo_profile.url,
        "KNEO_API_KEY": kneo_profile.api_key,
        "KNOXCALL_BASE_URL": knoxcall_server.url,
        "KNOXCALL_CLIENT_ID": client.client_id,
        "KNOXCALL_CLIENT_SECRET": str(client.client_secret),
        "CONVOX_HOST": convox_server.url,
        "CONVOX_PASSWORD": convox_server.settings.password,
    }


@pytest.mark.parametrize(("block", "says"), list(zip(BLOCKS, SAYS, strict=True)), ids=range(len(BLOCKS)))
def test_a_block_of_the_readme_runs(block: str, says: str, environment: dict[str, str]) -> None:
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", block], env=environment, capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 0, done.stderr
    assert says in done.stdout
