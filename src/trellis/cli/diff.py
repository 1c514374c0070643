"""`trellis diff OLD NEW`: what changed between two OpenAPI documents, and whom it breaks."""

from __future__ import annotations

import json
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING

from trellis.spec_diff import (
    RULES,
    DocumentError,
    compare,
    html_of,
    json_of,
    parse_document,
    read_document,
    text_of,
)

from .call_catalogue import PACKAGES
from .usage import usage_refused

if TYPE_CHECKING:
    from trellis.spec_diff import Document

    from .output import Output


def diff_documents(
    output: Output, old: str, new: str, *, as_json: bool = False, html: str | None = None, prose: bool = False
) -> int:
    """Compare two documents and write the report.

    old, new: paths, or "kneo" or "kneo@0.4.0" for the document that a client is generated from. html: a file to write
    the report to as a page, too. prose: list the editorial changes in the text, too.

    Returns 0 if nothing breaks callers, 1 if something does, 2 if a document cannot be read or the page not written.
    """
    try:
        report = compare(_document(old), _document(new))
        if html is not None:
            Path(html).write_text(html_of(report), encoding="utf-8")
    except DocumentError as problem:
        return usage_refused(str(problem), as_json=as_json)
    except OSError as problem:
        return usage_refused(f"{html}: {problem.strerror or problem}", as_json=as_json)
    if as_json:
        output.line(json_of(report))
    else:
        for line in text_of(report, output.styled, prose=prose):
            output.line(line)
        if report.counts["editorial"] and not prose:
            output.line()
            output.line(output.styled("editorial changes are left out: --prose lists them", "dim"))
    return 1 if report.worst == "breaking" else 0


def list_rules(output: Output, *, as_json: bool = False) -> int:
    """Write the table of rules: each with its class in requests and in responses. Returns 0."""
    if as_json:
        output.line(json.dumps([rule._asdict() for rule in RULES.values()], ensure_ascii=False))
        return 0
    rows = [("rule", "request", "response", "what")]
    rows += [(rule.id, rule.request, rule.response, rule.what) for rule in RULES.values()]
    output.table(rows)
    return 0


def _document(name: str) -> Document:
    """The document at a path, or the pinned one of a service, or one that it was pinned to before."""
    service, _, version = name.partition("@")
    if service not in PACKAGES or Path(name).exists():
        return read_document(Path(name))
    try:
        installed = resources.files(f"{PACKAGES[service]}._generated")
        earlier = installed / f"spec-{version}.json"
        text = (earlier if earlier.is_file() else installed / "spec.json").read_text("utf-8")
    except (ModuleNotFoundError, FileNotFoundError):
        raise DocumentError(f"{name}: no document of {service} is installed") from None
    document = parse_document(text, service)
    if version and version != document.version:
        raise DocumentError(f"{name}: version {document.version} of {service} is installed, name a file for another")
    return document
