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
    from collections.abc import Iterator, Mapping

    from .document import Document, Operation, Parameter

__all__ = [
    "COMPOUNDS", "UNDECLARED", "Compound", "Recorder", "answer_to", "argument_problems", "compound",
    "coverage_problems", "doc_problems", "main_operation", "optional_calls", "plain_call", "sending_problems",
]  # fmt: skip

SEGMENT = "run_2026-05-10T12:34:56/é %2F"
"""An id that goes wrong unless it is percent-encoded whole."""


@dataclass(frozen=True)
class Compound:
    """A method that makes something more of operations that other methods cover.

    sends: the operations, in the order in which they are first sent; the last is the one it is there for. renamed:
    arguments that go out under another name. local: arguments that stay here. fixed: parameters of the last operation
    that the method chooses itself. body: the schema of its body, where the annotation names several.
    """

    sends: tuple[str, ...]
    renamed: Mapping[str, str] = field(default_factory=dict)
    local: frozenset[str] = frozenset()
    fixed: frozenset[str] = frozenset()
    body: str | None = None


_WALK = {"page_size": "limit", "start_offset": "offset"}
_TOLD = frozenset({"progress"})
_WAIT = frozenset({"timeout", "poll_interval", "terminal_statuses", "progress"})
_RUN = "GET /v1/runs/{run_id}"
_RESUME = "POST /v1/human-tasks/{continuation_id}/resume"
COMPOUNDS: Mapping[str, Compound] = {
    "agent.skills.iterate": Compound(("GET /v1/skills",), _WALK, local=_TOLD),
    "platform.audit.iterate": Compound(("GET /v1/audit-events",), _WALK, local=_TOLD),
    "platform.human_tasks.iterate": Compound(("GET /v1/human-tasks",), _WALK, local=_TOLD),
    "platform.human_tasks.resume_by_id": Compound(("GET /v1/human-tasks/{continuation_id}", _RESUME)),
    "platform.human_tasks.resume_first_pending": Compound(("GET /v1/human-tasks", _RESUME)),
    "platform.runs.iterate": Compound(("GET /v1/runs",), _WALK, local=_TOLD),
    "platform.runs.iterate_checkpoints": Compound((f"{_RUN}/checkpoints",), _WALK, local=_TOLD),
    "platform.runs.iterate_trace": Compound((f"{_RUN}/trace",), _WALK, local=_TOLD),
    "platform.runs.tail_trace": Compound(
        (_RUN, f"{_RUN}/trace"), _WALK, local=_WAIT, fixed=frozenset({"sort_by", "sort_order"})
    ),
    "platform.runs.wait_for_completion": Compound((_RUN,), local=_WAIT),
    "agent.specs.dry_run": Compound(
        ("POST /v1/specs/validate", "POST /v1/specs/explain", "POST /v1/specs/policy-report")
    ),
    "agent.specs.validate_then_compile": Compound(
        ("POST /v1/specs/validate", "POST /v1/specs/compile"), body="SpecCompileRequest"
    ),
}
"""Every other public method of an adapter is the one way to one operation."""

UNDECLARED: Mapping[str, frozenset[str]] = {
    "platform.audit.list": frozenset({"principal"}),
}
"""The reference manual's arguments that the document has no parameter for: taken with a warning, and never sent."""

_TASK = {"id": SEGMENT, "pending_human_request": {"request_id": "req_1", "deadline_epoch": 1.5}}
OPEN_MEMBERS: Mapping[str, Mapping[str, Any]] = {"GET /v1/human-tasks": {"tasks": [_TASK]}}
"""What the service always sends although the document leaves it open, and a compound lives on."""


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
        return httpx.Response(200, json=answer_to(self.document, op))


def answer_to(document: Document, op: Operation) -> dict[str, Any]:
    """A full success of an operation."""
    return {**full(document, op.success_schema()), **OPEN_MEMBERS.get(op.line, {})}


def compound(path: str, line: str) -> Compound:
    """What is declared of a method; of a primary one, that it sends its one operation."""
    return COMPOUNDS.get(path, Compound((line,)))


def main_operation(document: Document, path: str, requests: list[httpx.Request]) -> Operation | None:
    """The operation that a method is there for, if it sent it."""
    wanted = COMPOUNDS[path].sends[-1] if path in COMPOUNDS else None
    ops = [operation_of(document, request) for request in requests]
    return next((op for op in ops if op is not None and wanted in (None, op.line)), None)


def plain_call(document: Document, path: str, method: Any) -> AdapterCall:
    """A call with what the signature requires and nothing else; a body as the document wants it."""
    args: list[Any] = []
    for name, parameter in inspect.signature(method).parameters.items():
        if parameter.default is not parameter.empty:
            continue
        if name == "body":
            chosen = COMPOUNDS[path].body if path in COMPOUNDS else None
            words = [chosen] if chosen else re.findall(r"\w+", str(parameter.annotation))
            named = [word for word in words if word in document.schemas]
            assert len(named) == 1, f"{path}: the type of body, {parameter.annotation}, names no one schema"
            args.append(full(document, document.schemas[named[0]]))
        else:
            args.append(SEGMENT)
    return AdapterCall(path, tuple(args))


def optional_calls(document: Document, op: Operation, call: AdapterCall, method: Any) -> Iterator[AdapterCall]:
    """The same call once more for every argument that may be left out, with a value that is not its default."""
    about = compound(call.method, op.line)
    for name, parameter in inspect.signature(method).parameters.items():
        if parameter.default is parameter.empty or name in about.local | UNDECLARED.get(call.method, frozenset()):
            continue
        declared = _declared(_owner(document, about, name), about.renamed.get(name, name))
        # A header holds no umlauts, which is what samples of strings are made to hold.
        if declared is None or declared.where == "header":
            yield AdapterCall(call.method, call.args, {name: "a key of the caller's"})
        else:
            yield AdapterCall(call.method, call.args, {name: sample(document, declared.schema)})


def coverage_problems(document: Document, surface: Surface) -> list[str]:
    """Operations without their method or with two, methods that are nothing's, compounds that send something else."""
    return list(_coverage(document, surface))


def _coverage(document: Document, surface: Surface) -> Iterator[str]:
    ways: dict[str, list[str]] = {op.line: [] for op in document.operations()}
    methods = _methods(surface)
    for path in COMPOUNDS.keys() - methods.keys():
        yield f"{path}: listed as a compound, but does not exist"
    for path, call, requests, error in _plain_calls(document, surface):
        lines = [_line(document, request) for request in requests]
        if error is not None:
            yield f"{call}: {type(error).__name__}: {error}"
        if path in COMPOUNDS:
            if tuple(dict.fromkeys(lines)) != COMPOUNDS[path].sends:
                yield f"{path}: sends {lines}, not {COMPOUNDS[path].sends}"
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
        elif not paths:
            yield f"{line}: has no method"


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
    for call, recorder in _all_calls(document, surface):
        main = main_operation(document, call.method, recorder.requests)
        if main is None:
            continue  # the check of coverage says so
        about = compound(call.method, main.line)
        seen = reached.setdefault(call.method, {(param.where, param.name) for param in main.params} & _fixed(about))
        seen |= {key for key, value in _sent(document, main, recorder).items() if key[0] == "path" and value == SEGMENT}
        for argument, value in call.kwargs.items():
            op = _owner(document, about, argument)
            declared = _declared(op, about.renamed.get(argument, argument))
            if declared is None and argument == "idempotency_key":
                key = ("header", "idempotency-key")
            elif declared is None:
                yield f"{call}: {op.line} has no parameter for {argument}"
                continue
            else:
                key = (declared.where, declared.name)
            if _sent(document, op, recorder).get(key) != value:
                yield f"{call}: {argument} arrives as {_sent(document, op, recorder).get(key)!r}"
            seen.add(key)
    for path, seen in reached.items():
        _, requests = _record(document, surface, plain_call(document, path, _methods(surface)[path]))
        main = main_operation(document, path, requests)
        for param in () if main is None else main.params:
            if (param.where, param.name) not in seen:
                yield f"{path}: cannot send {param.where} {param.name}"


def _fixed(about: Compound) -> set[tuple[str, str]]:
    return {("query", name) for name in about.fixed}


def _sent(document: Document, op: Operation, recorder: Recorder) -> dict[tuple[str, str], Any]:
    """The parameters of the first request to an operation."""
    for request in recorder.requests:
        found = operation_of(document, request)
        if found is not None and found.line == op.line:
            return sent_parameters(document, op, request)
    return {}


def _owner(document: Document, about: Compound, argument: str) -> Operation:
    """The operation of a method that an argument belongs to: the last one that has a parameter for it."""
    operations = {op.line: op for op in document.operations()}
    sends = [operations[line] for line in about.sends if line in operations]
    name = about.renamed.get(argument, argument)
    return next((op for op in reversed(sends) if _declared(op, name) is not None), sends[-1])


def doc_problems(document: Document, surface: Surface) -> list[str]:
    """Methods whose docstring is missing, or does not name the lines that the method sends."""
    problems: list[str] = []
    for path, _, requests, _ in _plain_calls(document, surface):
        text = inspect.getdoc(_methods(surface)[path]) or ""
        for line in dict.fromkeys(_line(document, request) for request in requests):
            if not re.search(rf"(?:^|, | and ){re.escape(line)}(?=[.,\s]|$)", text, re.MULTILINE):
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
    methods = _methods(surface)
    for path, call, requests, _ in _plain_calls(document, surface):
        recorder = Recorder(document)
        recorder.requests = requests
        yield call, recorder
        op = main_operation(document, path, requests)
        for more in () if op is None else optional_calls(document, op, call, methods[path]):
            recorder = Recorder(document)
            surface.one(more, recorder)
            yield more, recorder


def _declared(op: Operation, argument: str) -> Parameter | None:
    """The parameter that an argument is named after."""
    names = {param.name.lower().replace("-", "_"): param for param in op.params}
    return names.get(argument.rstrip("_"))
