"""What mkdocs calls while it builds the site: adds the reference, and links the other pages to it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mkdocs.structure.files import File

from scripts.docs.links import linked
from scripts.docs.reference import SECTIONS, pages

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files
    from mkdocs.structure.pages import Page


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Add the reference to the contents."""
    contents: dict[str, list[Any]] = {title: [] for title in SECTIONS.values()}
    for page in pages():
        contents[SECTIONS[page.package]].append({page.title: page.path})
    assert config.nav is not None
    config.nav.append({"Reference": [{title: below} for title, below in contents.items()]})
    return config


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add the reference's pages."""
    for page in pages():
        files.append(File.generated(config, page.path, content=page.text))
    return files


def on_page_markdown(markdown: str, *, page: Page, **_: Any) -> str:
    """Link what a page names to where the reference describes it."""
    return markdown if page.file.src_uri.startswith("reference/") else linked(markdown)
