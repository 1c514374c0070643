"""The checks of KnoxCall's methods against the pinned document, as functions, so that mutants can be put to them.

Its methods take a body's members as arguments, so that each argument is looked for in the path, the query or the body.
"""

from __future__ import annotations

import inspect
import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import httpx

from ..payloads import full, sample
from ..surfaces import AdapterCall
from ..wire_check import KNOXCALL, operation_of, request_problems, sent_parameters
from .surfaces import adapter_methods

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ..document import Document, Node, Operation
    from ..surfaces import Surface

__all__ = [
    "ALWAYS_SENT", "FIXED_BODIES", "LOCAL", "NOT_RESOURCES", "RENAMED", "WALKERS", "Recorder", "argument_problems",
    "coverage_problems", "doc_problems", "minimal_problems", "operation_for", "optional_calls", "plain_call",
    "sending_problems", "success_of",
]  # fmt: skip

SEGMENT = "rt_2026-05-10T12:34:56/é %2F"
"""An id that goes wrong unless it is percent-encoded whole."""

LOCAL = frozenset({"webhooks.construct_event"})
"""Methods that send nothing."""

WALKERS: Mapping[str, str] = {
    "api_keys.iterate": "api_keys.list",
    "audit_logs.iterate": "audit_logs.list",
    "audit_logs.iterate_events": "audit_logs.events",
    "clients.iterate": "clients.list",
    "routes.iterate": "routes.list",
    "secrets.iterate": "secrets.list",
    "vaults.iterate": "vaults.list",
    "vaults.iterate_tokens": "vaults.list_tokens",
    "webhooks.iterate": "webhooks.list",
}
"""Each walker, and the method whose operation it repeats."""

NOT_SENT = frozenset({"progress"})
"""Arguments of walkers that are about the walk itself."""

NOT_RESOURCES: Mapping[str, str] = {
    "POST /oauth/token": "authenticate",
    "POST /v1/signup": "signup",
    "POST /v1/signup/claim": "claim_signup",
    **{f"{method} /v1/proxy": "ephemeral" for method in ("GET", "PUT", "POST", "DELETE", "PATCH")},
}
"""Operations that belong to no resource, and what sends them."""

RENAMED: Mapping[str, Mapping[str, str]] = {
    "routes.upsert_environment": {"inject_headers": "inject_headers_json", "inject_body": "inject_body_json"},
    "vaults.create": {"metadata": "metadata_jsonb"},
    "vaults.update": {"metadata": "metadata_jsonb"},
}
"""Arguments that go out under another name."""

ALWAYS_SENT: Mapping[str, Mapping[str, Any]] = {
    "clients.create": {"type": "server"},
    "dynamic_db.create": {"execution_mode": "direct"},
    "oauth_clients.create": {
        "type": "confidential", "grant_types": ["client_credentials"], "allowed_scopes": [], "require_dpop": False,
        "require_pkce": True, "token_format": "opaque",
    },
}  # fmt: skip
"""Members of a body that go out without having been given."""

FIXED_BODIES = frozenset(
    {"crypto.rotate_key", "dynamic_db.revoke_lease", "pki.rotate_intermediate", "vaults.rotate"}
)  # fmt: skip
"""Methods that send an empty object."""

KEYLESS = frozenset({"crypto.inspect", "crypto.verify", "crypto.verify_jwt"})
"""Methods that take no key of the caller's: what they do changes nothing. One is sent all the same."""


@dataclass(frozen=True)
class Sent:
    """Where a value arrived: `where` is "path", "query", "header" or "body"."""

    where: str
    name: str


class Recorder:
    """Answers every request with a full success of its operation, and keeps the request."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.requests: list[httpx.Request] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        op = operation_of(self.document, request)
        if op is None:
            return httpx.Response(200, json={"data": {}})
        media, value = success_of(self.document, op)
        if media != "application/json":
            return httpx.Response(200, text=value, headers={"Content-Type": media})
        return httpx.Response(200, json=value)


def success_of(document: Document, op: Operation) -> tuple[str, Any]:
    """The media type of an operation's first success, and a full value of it."""
    content = op.responses[min(op.responses, key=lambda status: not status.startswith("2"))]["content"]
    media, holder = next(iter(content.items()))
    return media, full(document, holder["schema"])


def operation_for(document: Document, path: str) -> Operation:
    """The operation that a method is named after. Raises LookupError if there is none."""
    name = WALKERS.get(path, path).replace(".", "_")
    for op in document.operations():
        if op.id == name:
            return op
    raise LookupError(f"{path}: there is no operation {name}")


def members(document: Document, op: Operation) -> Mapping[str, Node]:
    """The members of an operation's JSON body."""
    if op.body is None:
        return {}
    schema = document.resolve(op.body["content"]["application/json"]["schema"])
    found: Mapping[str, Node] = schema.get("properties", {})
    return found


def place_of(document: Document, path: str, op: Operation, argument: str) -> tuple[Sent, Node] | None:
    """Where an argument of a method belongs by the document, and what may stand there."""
    name = RENAMED.get(path, {}).get(argument, argument)
    if argument == "idempotency_key":
        name = "X-Idempotency-Key"
    for param in op.params:
        if param.name == name:
            return Sent(param.where, name), param.schema
    schema = members(document, op).get(name)
    return None if schema is None else (Sent("body", name), schema)


def plain_call(document: Document, path: str, method: Any) -> AdapterCall:
    """A call with what the signature requires and nothing else."""
    op = operation_for(document, path)
    args: list[Any] = []
    kwargs: dict[str, Any] = {}
    for name, parameter in inspect.signature(method).parameters.items():
        if parameter.default is not parameter.empty:
            continue
        place = place_of(document, path, op, name)
        value: Any = SEGMENT
        if place is not None and (place[0].where != "path" or place[1].get("type") == "integer"):
            value = sample(document, place[1])
        if parameter.kind is parameter.KEYWORD_ONLY:
            kwargs[name] = value
        else:
            args.append(value)
    return AdapterCall(path, tuple(args), kwargs)


def optional_calls(document: Document, call: AdapterCall, method: Any) -> Iterator[tuple[str, AdapterCall]]:
    """The same call once more for every argument that may be left out, with a value that is not its default."""
    op = operation_for(document, call.method)
    for name, parameter in inspect.signature(method).parameters.items():
        if parameter.default is parameter.empty or (call.method in WALKERS and name in NOT_SENT):
            continue
        place = place_of(document, call.method, op, name)
        value: Any = "a key of the caller's"
        if place is not None and place[0].where != "header":
            value = _value(document, place[1], parameter.default)
        yield name, AdapterCall(call.method, call.args, {**call.kwargs, name: value})


def _value(document: Document, schema: Node, default: Any) -> Any:
    """What to give to an argument: not its default, if the document allows anything else."""
    node = document.resolve(schema)
    only = node.get("enum", [node["const"]] if "const" in node else ())
    if len(only) == 1:
        return only[0]
    value = sample(document, node)
    if value == default:
        return f"not {value}" if isinstance(value, str) else value + 1
    return value


def sent(document: Document, op: Operation, request: httpx.Request) -> dict[Sent, Any]:
    """Everything that a request carries, by place and name."""
    found = {Sent(where, name): value for (where, name), value in sent_parameters(document, op, request).items()}
    body = json.loads(request.content) if request.content else {}
    found.update({Sent("body", name): value for name, value in body.items()})
    return found


def coverage_problems(document: Document, surface: Surface) -> list[str]:
    """Operations without their method or with two, methods that send something else than what they are named after."""
    return list(_coverage(document, surface))


def _coverage(document: Document, surface: Surface) -> Iterator[str]:
    ways: dict[str, list[str]] = {op.line: [] for op in document.operations()}
    methods = adapter_methods(surface.open(Recorder(document)))
    for path in (WALKERS.keys() | LOCAL) - methods.keys():
        yield f"{path}: does not exist"
    named = {op.id for op in document.operations()}
    for path, method in methods.items():
        if path in LOCAL:
            continue
        if WALKERS.get(path, path).replace(".", "_") not in named:
            yield f"{path}: is named after no operation"
            continue
        call = plain_call(document, path, method)
        recorder = Recorder(document)
        error = surface.one(call, recorder).error
        if error is not None:
            yield f"{call}: {type(error).__name__}: {error}"
        lines = [_line(document, request) for request in recorder.requests]
        wanted = operation_for(document, path).line
        if set(lines) != {wanted}:
            yield f"{path}: sends {lines}, not {wanted}"
        elif path not in WALKERS:
            if len(lines) != 1:
                yield f"{path}: sends {len(lines)} requests"
            ways[wanted].append(path)
    for line, paths in ways.items():
        if len(paths) != (line not in NOT_RESOURCES):
            yield f"{line}: has {len(paths)} methods: {', '.join(paths)}"


def sending_problems(document: Document, surface: Surface) -> list[str]:
    """What the document does not allow in the requests of any method, with any one of its arguments."""
    problems: list[str] = []
    for call, requests, _ in _all_calls(document, surface):
        if not requests:
            problems.append(f"{call}: sends nothing")
        for request in requests:
            problems += [f"{call}: {problem}" for problem in request_problems(document, request, KNOXCALL)]
    return problems


def minimal_problems(document: Document, surface: Surface) -> list[str]:
    """Anything in the request of a plain call that was neither given nor is known to be always sent."""
    problems: list[str] = []
    for call, requests, argument in _all_calls(document, surface):
        if argument is not None or not requests:
            continue
        op = operation_for(document, call.method)
        found = {at: value for at, value in sent(document, op, requests[0]).items() if at.where in ("query", "body")}
        wanted: dict[Sent, Any] = {
            Sent("body", name): value for name, value in ALWAYS_SENT.get(call.method, {}).items()
        }
        for name, value in call.kwargs.items():
            place = place_of(document, call.method, op, name)
            if place is not None:
                wanted[place[0]] = value
        for name in _positional_members(document, call, op):
            wanted[Sent("body", name)] = found.get(Sent("body", name))
        if call.method in WALKERS and WALKERS[call.method] != "audit_logs.events":
            wanted[Sent("query", "page")] = 1
        if found != wanted:
            problems.append(f"{call}: sends {found}, not {wanted}")
        empty = requests[0].content == b""
        if empty != (op.body is None):
            problems.append(f"{call}: sends {'no body' if empty else 'a body'}")
        if call.method in FIXED_BODIES and requests[0].content != b"{}":
            problems.append(f"{call}: sends {requests[0].content!r}, not an empty object")
    return problems


def _positional_members(document: Document, call: AdapterCall, op: Operation) -> list[str]:
    """The members of the body that are given by position: `encrypt_data(data)`."""
    if not call.args:
        return []
    paths = len(op.of("path"))
    return list(members(document, op))[: len(call.args) - paths] if len(call.args) > paths else []


def argument_problems(document: Document, surface: Surface) -> list[str]:
    """Arguments that do not arrive under their name with their value, and what no argument can set."""
    return list(_arguments(document, surface))


def _arguments(document: Document, surface: Surface) -> Iterator[str]:
    reached: dict[str, set[Sent]] = {}
    plain: dict[str, dict[Sent, Any]] = {}
    for call, requests, argument in _all_calls(document, surface):
        if not requests:
            continue
        op = operation_for(document, call.method)
        found = sent(document, op, requests[0])
        if argument is None:
            plain[call.method] = found
            reached[call.method] = {at for at in found if at.where in ("path", "body")}
            for at, value in found.items():
                if at.where == "path" and value not in call.args:
                    yield f"{call}: {at.name} arrives as {value!r}"
            continue
        place = place_of(document, call.method, op, argument)
        if place is None and argument == "idempotency_key":
            at = Sent("header", "X-Idempotency-Key")
        elif place is None:
            yield f"{call}: {op.line} has no place for {argument}"
            continue
        else:
            at = place[0]
        if found.get(at) != call.kwargs[argument]:
            yield f"{call}: {argument} arrives as {found.get(at)!r}"
        changed = {other for other in found.keys() | plain[call.method].keys() if _differs(found, plain, call, other)}
        if changed - {at, Sent("header", "X-Idempotency-Key")}:
            yield f"{call}: changes {changed}"
        reached[call.method].add(at)
    for path, seen in reached.items():
        yield from _out_of_reach(document, path, seen)


def _differs(found: Mapping[Sent, Any], plain: Mapping[str, Mapping[Sent, Any]], call: AdapterCall, at: Sent) -> bool:
    return at not in found or found[at] != plain[call.method].get(at)


def _out_of_reach(document: Document, path: str, seen: set[Sent]) -> Iterator[str]:
    op = operation_for(document, path)
    every = {Sent(param.where, param.name) for param in op.params}
    every |= {Sent("body", name) for name in members(document, op)}
    if path in KEYLESS:
        every.discard(Sent("header", "X-Idempotency-Key"))
    for at in sorted(every - seen, key=str):
        yield f"{path}: cannot send {at.where} {at.name}"


def doc_problems(document: Document, surface: Surface) -> list[str]:
    """Methods whose docstring is missing, or does not name the line that the method sends."""
    problems = []
    for path, method in adapter_methods(surface.open(Recorder(document))).items():
        if path in LOCAL:
            continue
        line = operation_for(document, path).line
        if not re.search(rf"^{re.escape(line)}(?=[,\s]|$)", inspect.getdoc(method) or "", re.MULTILINE):
            problems.append(f"{path}: sends {line}, its docstring does not say so")
    return problems


def _line(document: Document, request: httpx.Request) -> str:
    op = operation_of(document, request)
    return f"{request.method} {request.url}" if op is None else op.line


def _all_calls(document: Document, surface: Surface) -> Iterator[tuple[AdapterCall, list[httpx.Request], str | None]]:
    """Every method plainly, then with each of its optional arguments, which is named."""
    for path, method in adapter_methods(surface.open(Recorder(document))).items():
        if path in LOCAL:
            continue
        call = plain_call(document, path, method)
        for argument, each in [(None, call), *optional_calls(document, call, method)]:
            recorder = Recorder(document)
            surface.one(each, recorder)
            yield each, recorder.requests, argument
