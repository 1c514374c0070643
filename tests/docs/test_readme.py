"""Every Python block of the README runs as it stands, each in a fresh interpreter, against a local platform."""

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

README = Path(__file__).parents[2] / "README.md"
BLOCKS = re.findall(r"^```python\n(.*?)^```$", README.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
SAYS = ("completed", "kneo-serv-platform 0.4.0", "then it is completed", "gone: 404", "True", "True\n200")


def test_the_readme_has_as_many_blocks_as_are_checked() -> None:
    assert len(BLOCKS) == len(SAYS)


@pytest.mark.parametrize(("block", "says"), list(zip(BLOCKS, SAYS, strict=True)), ids=range(len(BLOCKS)))
def test_a_block_of_the_readme_runs(block: str, says: str, kneo_profile: Profile) -> None:
    environment = {**os.environ, "KNEO_URL": kneo_profile.url, "KNEO_API_KEY": kneo_profile.api_key}
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", block], env=environment, capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 0, done.stderr
    assert says in done.stdout
