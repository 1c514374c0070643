"""What changed between two OpenAPI documents, and whom it breaks: `read_document`, `compare`, then a rendering.

    report = compare(read_document(Path("old.json")), read_document(Path("new.json")))
    report.worst            # "breaking", "risky", "additive", "editorial" or None

All of it is functions over frozen values: a document is loaded, brought into one form, compared, judged by the table
`RULES`, and rendered as text, JSON or a page of HTML.
"""

from __future__ import annotations

from .compare import compare
from .documents import Document, DocumentError, document_of, parse_document, read_document
from .findings import SEVERITIES, Change, Report, Severity, Side
from .page import html_of
from .rules import RULES, Rule
from .text import json_of, markdown_of, text_of

__all__ = [
    "RULES", "SEVERITIES", "Change", "Document", "DocumentError", "Report", "Rule", "Severity", "Side", "compare",
    "document_of", "html_of", "json_of", "markdown_of", "parse_document", "read_document", "text_of",
]  # fmt: skip
