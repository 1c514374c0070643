"""The program that builds the site: its reference has every public name, and its checks find what is wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from scripts.docs.links import linked
from scripts.docs.prose import as_markdown
from scripts.docs.reference import errors_of, pages, public_names

if TYPE_CHECKING:
    from pathlib import Path

DOCSTRING = """Make a jar.

size: in litres, at most 5. lid, label: what is on it; note: not an argument.

    jar = shelf.make(size=2)

    jar.fill()

It may fail:

    JarError          any failure
      NoLidError      404

POST /v1/jars/{jar_id}. Raises NoLidError if there is none, OtherError never; see `NoLidError`.
"""
MARKDOWN = """Make a jar.

**`size`**: in litres, at most 5. **`lid`**, **`label`**: what is on it; note: not an argument.

```python
jar = shelf.make(size=2)

jar.fill()
```

It may fail:

    JarError          any failure
      NoLidError      404

`POST /v1/jars/{jar_id}`. Raises [`NoLidError`][jars.NoLidError] if there is none, OtherError never; see `NoLidError`.
"""


def test_a_docstrings_conventions_become_markdown() -> None:
    assert as_markdown(DOCSTRING, {"size", "lid", "label"}, {"NoLidError": "jars.NoLidError"}) == MARKDOWN


def test_every_public_name_has_a_place_in_the_reference() -> None:
    there = {name for page in pages() for name in page.objects}
    short = {name.rpartition(".")[2] for name in there}
    for module, names in public_names().items():
        for name in names:
            # What a module takes from one of its own is described there; mkdocstrings knows it by both names.
            inner = [other for other in there if other.startswith(f"{module}.") and other.endswith(f".{name}")]
            assert inner or name in short, f"{module}.{name}"


def test_names_on_a_page_are_linked_to_the_reference() -> None:
    page = """# The `KneoError` of all

`KneoError`, `client.routes.list` and [see `RetryConfig`](retries.md); `load_profile()`, `App`, `start`, `unheard_of`.

    ```python
    print("`KneoError`")
    ```

``KneoError``, `client.call`
"""
    assert linked(page) == page.replace(
        "`KneoError`, `client.routes.list`",
        "[`KneoError`][kneo_client.core.errors.KneoError], "
        "[`client.routes.list`][knoxcall._sync.resources.routes.SyncRoutes.list]",
    ).replace("`load_profile()`", "[`load_profile()`][kneo_client.core.profiles.load_profile]")


def test_pages_have_paths_of_their_own() -> None:
    paths = [page.path for page in pages()]
    assert len(set(paths)) == len(paths)


def test_errors_are_linked_to_where_they_are_described() -> None:
    documented = {name for page in pages() for name in page.objects}
    for package in ("kneo_client", "knoxcall", "convox"):
        assert set(errors_of(package).values()) <= documented


def test_what_is_wrong_with_a_built_site_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    mkdocstrings = pytest.importorskip("mkdocstrings", reason="the site's tools are not installed")
    from scripts.docs import built_site

    (tmp_path / "css").mkdir()
    (tmp_path / "css" / "style.css").write_text("@import url(https://fonts.example/a.css); a { b: url(own.png) }")
    (tmp_path / "other.html").write_text('<h1 id="here">Other</h1>')
    (tmp_path / "index.html").write_text(
        '<link rel="stylesheet" href="css/style.css"><link rel="canonical" href="https://example.com/">'
        '<script src="//cdn.example/x.js"></script><img src="https://example.com/x.png">'
        '<a href="other.html#here"></a><a href="other.html#there"></a><a href="gone.html"></a><a href="#top"></a>'
        '<a href="https://example.com/"></a>'
    )
    inventory = mkdocstrings.Inventory(project="site")
    inventory.register("jars.Jar", "py", "class", "other.html#here")
    (tmp_path / "objects.inv").write_bytes(inventory.format_sphinx())
    monkeypatch.setattr(built_site, "public_names", lambda: {"jars": ["Jar", "Lid"]})

    assert built_site.complaints(tmp_path) == [
        "index.html loads //cdn.example/x.js",
        "index.html loads https://example.com/x.png",
        "css/style.css loads url(https://fonts.example/a.css",
        "index.html links to other.html#there, where there is no such anchor",
        "index.html links to gone.html, which is not there",
        "index.html links to #top, where there is no such anchor",
        "not in the reference: jars.Lid",
    ]
