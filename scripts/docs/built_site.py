"""Checks of the built site: it is complete, every link in it leads somewhere, and it loads nothing from elsewhere."""

from __future__ import annotations

import re
from functools import cached_property
from html.parser import HTMLParser
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from mkdocstrings import Inventory

from scripts.docs.operations import resource_methods
from scripts.docs.reference import ERROR_MODULES, public_names

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = ["complaints"]

FETCHED = {"img": "src", "script": "src", "iframe": "src", "source": "src", "link": "href"}
"""What a browser loads by itself, and by which attribute."""
NOT_FETCHED = frozenset({"canonical", "prev", "next", "alternate"})
"""What a `link` may be without being loaded."""
FOREIGN_STYLE = re.compile(r"(?:url\(|@import )\s*[\"']?(?:https?:)?//[^)\"'\s]+")


class _Page(HTMLParser):
    """What a page has anchors for, links to and loads."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.anchors: set[str] = set()
        self.links: list[str] = []
        self.loads: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note one element."""
        given = {name: value or "" for name, value in attrs}
        self.anchors |= {given[name] for name in ("id", "name") if name in given}
        if tag == "a" and "href" in given:
            self.links.append(given["href"])
        if FETCHED.get(tag) in given and given.get("rel") not in NOT_FETCHED:
            self.loads.append(given[FETCHED[tag]])


class _Site:
    def __init__(self, root: Path) -> None:
        self.root = root
        self._pages: dict[Path, _Page] = {}

    @cached_property
    def files(self) -> list[Path]:
        return sorted(self.root.rglob("*.html"))

    def page(self, path: Path) -> _Page:
        if path not in self._pages:
            self._pages[path] = _Page(path.read_text(encoding="utf-8"))
        return self._pages[path]


def complaints(root: Path) -> list[str]:
    """What is wrong with the site that was built in `root`."""
    site = _Site(root)
    return [*_foreign(site), *_dead_links(site), *_missing(root / "objects.inv"), *_without_http_line()]


def _foreign(site: _Site) -> Iterator[str]:
    """What a reader's browser would fetch from another host."""
    for path in site.files:
        for address in site.page(path).loads:
            if urlsplit(address).netloc:
                yield f"{path.relative_to(site.root)} loads {address}"
    for path in sorted(site.root.rglob("*.css")):
        for found in FOREIGN_STYLE.findall(path.read_text(encoding="utf-8")):
            yield f"{path.relative_to(site.root)} loads {found}"


def _dead_links(site: _Site) -> Iterator[str]:
    """Links within the site to a file or an anchor that is not there."""
    for path in site.files:
        for link in site.page(path).links:
            parts = urlsplit(link)
            if parts.scheme or parts.netloc or path.name == "404.html":
                continue
            target = (path.parent / unquote(parts.path)).resolve() if parts.path else path
            if target.is_dir():
                target /= "index.html"
            if not target.is_file():
                yield f"{path.relative_to(site.root)} links to {link}, which is not there"
            elif parts.fragment and target.suffix == ".html":
                anchors = site.page(target).anchors
                if unquote(parts.fragment) not in anchors:
                    yield f"{path.relative_to(site.root)} links to {link}, where there is no such anchor"


def _missing(inventory: Path) -> Iterator[str]:
    """Public names that the reference does not have."""
    with inventory.open("rb") as file:
        known = Inventory.parse_sphinx(file)
    for module, names in public_names().items():
        yield from (f"not in the reference: {module}.{name}" for name in names if f"{module}.{name}" not in known)


def _without_http_line() -> Iterator[str]:
    """Methods of a resource whose docstring does not say which request they make."""
    for package in ERROR_MODULES:
        for method in resource_methods(package):
            if not method.requests and "Sends nothing." not in method.docstring:
                yield f"{method.place} does not say which request it makes"
