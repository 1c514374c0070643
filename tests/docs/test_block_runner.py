"""The runner of the site's code blocks: what a page shows and does not happen is told, with the line it stands in."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.docs.block_runner import Shell, faults_of_page
from tests.docs.page_blocks import blocks_of

if TYPE_CHECKING:
    from pathlib import Path

    from tests.docs.block_runner import BlockServer, Services

RIGHT = """
```python
import sys

from kneo_client import SyncKneoClient

assert __name__ == "__main__" and len(sys.argv) == 1
with SyncKneoClient.from_profile() as client:
    print("alive:", client.platform.health.livez().ok, "on", client.platform.health.livez().version)
```

```text
alive: True on ...
```

=== "a tab"

    ```python title="tool.py"
    NAME = "tool"
    raise SystemExit("only the tests import this, and they do not")
    ```

```python title="conftest.py"
pytest_plugins = ["trellis.testing.plugin"]
```

```python title="test_tool.py"
def test_the_platform_is_there(sync_kneo):
    assert sync_kneo.platform.health.livez().ok
```

```console
$ trellis call kneo livez
{
  "ok": true,
  ...
}
$ KNEO_API_KEY=wrong trellis call kneo list_runs limit=1
...401...
$ echo $?
1
$ trellis --version
```

<!-- not run: it would never end -->
```python
while True:
    pass
```

```toml
[default]
```
"""
WRONG = """```python
print("one")
```

```text
two
```

```python
raise SystemExit(3)
```

```python
import warnings
warnings.warn("old", DeprecationWarning)
```

```python
open(__file__)
```

```console
$ trellis call kneo livez
{"ok": false}
$ trellis call kneo no_such_operation
```

```python title="test_false.py"
def test_false():
    assert not "so"
```
"""
FOUND = (
    "page.md:2: the block prints something else:\none\n",
    "page.md:10: the block ended with status 3, not 0:\n",
    "page.md:14: the block ended with status 1, not 0:\nTraceback",
    "page.md:19: the block left something open:\nException ignored",
    'page.md:23: trellis call kneo livez prints something else:\n{\n  "ok": true',
    "page.md:23: trellis call kneo no_such_operation ended with status 2, not 0:\n",
    "page.md: its tests fail:\n",
)


def test_what_does_not_happen_is_told_and_what_does_is_not(
    block_server: BlockServer, services: Services, tmp_path: Path
) -> None:
    page = tmp_path / "page.md"
    shell = Shell(block_server, services, tmp_path)
    page.write_text(RIGHT, encoding="utf-8")
    assert list(faults_of_page(page, shell)) == []
    page.write_text(WRONG, encoding="utf-8")
    faults = list(faults_of_page(page, shell))
    assert len(faults) == len(FOUND), faults
    for fault, beginning in zip(faults, FOUND, strict=True):
        assert fault.startswith(beginning)


def test_a_block_without_a_word_of_its_kind_is_refused(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("# Title\n\n```python test\npass\n```\n", encoding="utf-8")
    with pytest.raises(ValueError, match=r"^page\.md:3: a fence with 'python test'; options are key=value$"):
        blocks_of(page)
