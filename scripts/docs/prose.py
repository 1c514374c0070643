"""Docstrings as Markdown: their conventions (arguments, the HTTP line, errors, examples) made visible.

A docstring says `name: what it is` for each argument in running text, the HTTP line as `GET /v1/runs/{run_id}`, errors
by the names of their classes, and examples as indented code.
"""

from __future__ import annotations

import ast
import re
import textwrap
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

__all__ = ["HTTP_LINE", "as_markdown"]

HTTP_LINE = re.compile(r"(?<!`)\b(?:GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS|METHOD) /(?:[\w{}/~.:-]*[\w}])?")
_NAMES = re.compile(r"(?:(?<=^)|(?<=[.;)] )|(?<=\n))(\w+(?:(?:, | and |, and )\w+)*): ")
_ERROR = re.compile(r"(?<![`\w.\[])\w+(?:Error|Warning)\b(?![`\w\]])")
_WORD = re.compile(r"\w+")
_CODE = re.compile(r"^ {4,}[^\n]*\n?(?:\n*^ {4,}[^\n]*\n?)*", re.MULTILINE)


def as_markdown(text: str, names: Collection[str] = (), errors: Mapping[str, str] | None = None) -> str:
    """A docstring, whose indentation is gone, as Markdown.

    names: of the arguments it tells of. errors: classes it may speak of, by name, with where they are documented.
    """
    pieces, end = [], 0
    for code in _CODE.finditer(text):
        pieces += [_prose(text[end : code.start()], names, errors or {}), _example(code[0])]
        end = code.end()
    return "".join([*pieces, _prose(text[end:], names, errors or {})])


def _prose(text: str, names: Collection[str], errors: Mapping[str, str]) -> str:
    def named(found: re.Match[str]) -> str:
        words = _WORD.findall(found[1])
        if not all(word in names or word == "and" for word in words):
            return found[0]
        return _WORD.sub(lambda word: word[0] if word[0] == "and" else f"**`{word[0]}`**", found[1]) + ": "

    def linked(found: re.Match[str]) -> str:
        return f"[`{found[0]}`][{errors[found[0]]}]" if found[0] in errors else found[0]

    text = _ERROR.sub(linked, _NAMES.sub(named, text))
    return HTTP_LINE.sub(lambda line: f"`{line[0]}`", text)


def _example(text: str) -> str:
    code = textwrap.dedent(text).strip("\n")
    try:
        ast.parse(code)
    except SyntaxError:
        return text
    return f"```python\n{code}\n```\n"
