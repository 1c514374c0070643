"""What runs inside a step without any network: the built-in functions and the `dummy` provider, both deterministic."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from .plan import Agent

_PLACEHOLDER = re.compile(r"\{(input|previous|steps\.([A-Za-z0-9_.-]+))\}")
_WORDS_OF_A_REPLY = 40


class FunctionFailed(Exception):
    """A function step that could not do its work."""


def render(template: str, *, given: str, previous: str, outputs: Mapping[str, str]) -> str:
    """Fill `{input}`, `{previous}` and `{steps.ID}` into a template; any other brace stays as it is."""

    def fill(found: re.Match[str]) -> str:
        if found[1] == "input":
            return given
        if found[1] == "previous":
            return previous
        return outputs.get(found[2], "")

    return _PLACEHOLDER.sub(fill, template)


def reply(agent: Agent, prompt: str) -> str:
    """The dummy provider's answer: the agent's name and the beginning of the prompt, nothing more."""
    words = prompt.split()
    text = " ".join(words[:_WORDS_OF_A_REPLY]) + (" ..." if len(words) > _WORDS_OF_A_REPLY else "")
    return f"[{agent.name}] {text}"


def tool_result(tool: str, prompt: str) -> str:
    """What a tool of the dummy provider returns."""
    return f"{tool}: nothing to look up offline for {len(prompt.split())} words"


def tokens(text: str) -> int:
    """How many tokens the dummy provider counts: words."""
    return len(text.split())


def _classify(text: str, arguments: Mapping[str, Any]) -> str:
    routes = arguments.get("routes", {})
    if not isinstance(routes, dict):
        raise FunctionFailed("classify needs routes: a map of label to words")
    lowered = text.lower()
    for label, words in routes.items():
        if any(str(word).lower() in lowered for word in (words if isinstance(words, list) else [words])):
            return str(label)
    return str(arguments.get("default", "other"))


def _word_count(text: str, arguments: Mapping[str, Any]) -> str:
    return str(len(text.split()))


def _fail(text: str, arguments: Mapping[str, Any]) -> str:
    raise FunctionFailed(str(arguments.get("message", "the function was told to fail")))


FUNCTIONS: dict[str, Callable[[str, Mapping[str, Any]], str]] = {
    "echo": lambda text, arguments: text,
    "trim": lambda text, arguments: " ".join(text.split()),
    "uppercase": lambda text, arguments: text.upper(),
    "lowercase": lambda text, arguments: text.lower(),
    "word_count": _word_count,
    "classify": _classify,
    "fail": _fail,
}
"""Functions a step can name. Each takes the text so far and the step's `with` arguments."""
