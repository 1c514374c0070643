"""The checks of a client's adapters against the pinned document, as functions, so that mutants can be put to them."""

from __future__ import annotations

import inspect
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import httpx

from .payloads import full, sample
from .surfaces import AdapterCall, Surface, adapter_methods
from .wire_check import operation_of, request_problems, sent_parameters

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from .document import Document, Operation, Parameter

__all__ = [
    "COMPOUNDS", "NOT_YET", "Compound", "Recorder", "argument_problems", "coverage_problems", "doc_problems",
    "optional_calls", "plain_call", "sending_problems",
]  # fmt: skip

SEGMENT = "run_2026-05-10T12:34:56/é %2F"
"""An id that goes wrong unless it is percent-encoded whole."""


@dataclass(frozen=True)
class Compound:
    """A method that makes something more of an operation that another method covers.

    sends: the operation. renamed: arguments that go out under another name. local: arguments that stay here.
    """

    sends: str
    renamed: Mapping[str, str] = field(default_factory=dict)
    local: frozenset[str] = frozenset()


_WALK = {"page_size": "limit", "start_offset": "offset"}
COMPOUNDS: Mapping[str, Compound] = {
    "platform.runs.iterate": Compound("GET /v1/runs", _WALK),
    "platform.runs.iterate_checkpoints": Compound("GET /v1/runs/{run_id}/checkpoints", _WALK),
    "platform.runs.iterate_trace": Compound("GET /v1/runs/{run_id}/trace", _WALK),
    "platform.runs.wait_for_completion": Compound(
        "GET /v1/runs/{run_id}", local=frozenset({"timeout", "poll_interval", "terminal_statuses", "progress"})
    ),
}
"""Every other public method of an adapter is the one way to one operation."""

NOT_YET = frozenset({
    "GET /v1/audit-events",
    "GET /v1/human-tasks",
    "GET /v1/human-tasks/{continuation_id}",
    "GET /v1/policies/environment",
    "GET /v1/policies/environment/{environment}",
    "GET /v1/security/credentials",
    "POST /v1/human-tasks/{continuation_id}/resume",
    "PUT /v1/policies/environment/{environment}",
})  # fmt: skip
"""Operations without a method so far. It must shrink: one that gets its method has to leave this list."""


class Recorder:
    """Answers every request with a full success of its operation, and keeps the request."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.requests: list[httpx.Request] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        op = operation_of(self.document, request)
        if op is None:
            return httpx.Response(200, json={})
        return httpx.Response(200, json=full(self.document, op.success_schema()))


def plain_call(document: Document, path: str, method: Any) -> AdapterCall:
    """A call with what the signature requires and nothing else; a body as the document wants it."""
    args: list[Any] = []
    for name, parameter in inspect.signature(method).parameters.items():
        if parameter.default is not parameter.empty:
            continue
        if name == "body":
            named = [word for word in re.findall(r"\w+", str(parameter.annotation)) if word in document.schemas]
            assert len(named) == 1, f"{path}: the type of body, {parameter.annotation}, names no one schema"
            args.append(full(document, document.schemas[named[0]]))
        else:
            args.append(SEGMENT)
    return AdapterCall(path, tuple(args))


def optional_calls(document: Document, op: Operation, call: AdapterCall, method: Any) -> Iterator[AdapterCall]:
    """The same call once more for every argument that may be left out, with a value that is not its default."""
    compound = COMPOUNDS.get(call.method, Compound(op.line))
    for name, parameter in inspect.signature(method).parameters.items():
        if parameter.default is parameter.empty or name in compound.local:
            continue
        declared = _declared(op, compound.renamed.get(name, name))
        # A header holds no umlauts, which is what samples of strings are made to hold.
        if declared is None or declared.where == "header":
            yield AdapterCall(call.method, call.args, {name: "a key of the caller's"})
        else:
            yield AdapterCall(call.method, call.args, {name: sample(document, declared.schema)})


def coverage_problems(
    document: Document,
    surface: Surface,
    not_yet: Iterable[str] = NOT_YET,
    compounds: Mapping[str, Compound] = COMPOUNDS,
) -> list[str]:
    """Operations without their method, with two, or wrongly said to have none; methods that are nothing's."""
    return list(_coverage(document, surface, set(not_yet), compounds))


def _coverage(
    document: Document, surface: Surface, not_yet: set[str], compounds: Mapping[str, Compound]
) -> Iterator[str]:
    ways: dict[str, list[str]] = {op.line: [] for op in document.operations()}
    methods = _methods(surface)
    for path in compounds.keys() - methods.keys():
        yield f"{path}: listed as a compound, but does not exist"
    for path, call, requests, error in _plain_calls(document, surface):
        lines = [_line(document, request) for request in requests]
        if error is not None:
            yield f"{call}: {type(error).__name__}: {error}"
        if path in compounds:
            if set(lines) != {compounds[path].sends}:
                yield f"{path}: sends {lines}, not {compounds[path].sends}"
        elif len(lines) != 1:
            yield f"{path}: sends {len(lines)} requests"
        else:
            ways.setdefault(lines[0], []).append(path)
    declared = {op.line for op in document.operations()}
    for line, paths in ways.items():
        if line not in declared:
            yield f"{', '.join(paths)}: {line} is not in the document"
        elif len(paths) > 1:
            yield f"{line}: has more than one method: {', '.join(paths)}"
        elif paths and line in not_yet:
            yield f"{line}: has its method now, {paths[0]}: take it off the list of those that have none"
        elif not paths and line not in not_yet:
            yield f"{line}: has no method"
    for line in not_yet - declared:
        yield f"{line}: listed as not covered, but not in the document"


def sending_problems(document: Document, surface: Surface) -> list[str]:
    """What the document does not allow in the requests of any method, with any one of its arguments."""
    problems: list[str] = []
    for call, recorder in _all_calls(document, surface):
        if not recorder.requests:
            problems.append(f"{call}: sends nothing")
        for request in recorder.requests:
            problems += [f"{call}: {problem}" for problem in request_problems(document, request)]
    return problems


def argument_problems(document: Document, surface: Surface) -> list[str]:
    """Arguments that do not arrive under their name with their value, and parameters that no argument can set."""
    return list(_arguments(document, surface))


def _arguments(document: Document, surface: Surface) -> Iterator[str]:
    reached: dict[str, set[tuple[str, str]]] = {}
    operations = {op.line: op for op in document.operations()}
    for call, recorder in _all_calls(document, surface):
        op = operations.get(_line(document, recorder.requests[0])) if recorder.requests else None
        if op is None:
            continue  # the check of coverage says so
        sent = sent_parameters(document, op, recorder.requests[0])
        seen = reached.setdefault(call.method, set())
        seen |= {key for key, value in sent.items() if key[0] == "path" and value == SEGMENT}
        for argument, value in call.kwargs.items():
            compound = COMPOUNDS.get(call.method, Compound(op.line))
            declared = _declared(op, compound.renamed.get(argument, argument))
            if declared is None and argument == "idempotency_key":
                key = ("header", "idempotency-key")
            elif declared is None:
                yield f"{call}: {op.line} has no parameter for {argument}"
                continue
            else:
                key = (declared.where, declared.name)
            if sent.get(key) != value:
                yield f"{call}: {argument} arrives as {sent.get(key)!r}"
            seen.add(key)
    for path, seen in reached.items():
        _, requests = _record(document, surface, plain_call(document, path, _methods(surface)[path]))
        op = operations.get(_line(document, requests[0]))
        for param in () if op is None else op.params:
            if (param.where, param.name) not in seen:
                yield f"{path}: cannot send {param.where} {param.name}"


def doc_problems(document: Document, surface: Surface) -> list[str]:
    """Methods whose docstring is missing, or does not name the line that the method sends."""
    problems: list[str] = []
    for path, _, requests, _ in _plain_calls(document, surface):
        text = inspect.getdoc(_methods(surface)[path]) or ""
        line = _line(document, requests[0]) if requests else "nothing"
        if not re.search(rf"^{re.escape(line)}(?=[.,\s]|$)", text, re.MULTILINE):
            problems.append(f"{path}: sends {line}, its docstring does not say so")
    return problems


def _methods(surface: Surface) -> dict[str, Any]:
    return adapter_methods(surface.open(lambda request: httpx.Response(200)))


def _line(document: Document, request: httpx.Request) -> str:
    op = operation_of(document, request)
    return f"{request.method} {request.url}" if op is None else op.line


def _record(document: Document, surface: Surface, call: AdapterCall) -> tuple[Exception | None, list[httpx.Request]]:
    recorder = Recorder(document)
    return surface.one(call, recorder).error, recorder.requests


def _plain_calls(
    document: Document, surface: Surface
) -> Iterator[tuple[str, AdapterCall, list[httpx.Request], Exception | None]]:
    for path, method in _methods(surface).items():
        call = plain_call(document, path, method)
        error, requests = _record(document, surface, call)
        yield path, call, requests, error


def _all_calls(document: Document, surface: Surface) -> Iterator[tuple[AdapterCall, Recorder]]:
    """Every method plainly, then with each of its optional arguments."""
    operations = {op.line: op for op in document.operations()}
    methods = _methods(surface)
    for path, call, requests, _ in _plain_calls(document, surface):
        recorder = Recorder(document)
        recorder.requests = requests
        yield call, recorder
        op = operations.get(_line(document, requests[0])) if requests else None
        for more in () if op is None else optional_calls(document, op, call, methods[path]):
            recorder = Recorder(document)
            surface.one(more, recorder)
            yield more, recorder


def _declared(op: Operation, argument: str) -> Parameter | None:
    """The parameter that an argument is named after."""
    names = {param.name.lower().replace("-", "_"): param for param in op.params}
    return names.get(argument.rstrip("_"))
