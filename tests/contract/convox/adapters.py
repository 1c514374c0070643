"""The checks of Convox's methods against the pinned document, as functions, so that mutants can be put to them.

Its methods take path parameters, fields of forms, queries and headers as arguments, so that each argument is looked for
in all of them, and what arrives is read back from the text that the server gets.
"""

from __future__ import annotations

import inspect
import json
import re
from datetime import datetime, timedelta, timezone
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import parse_qsl, unquote

import httpx

from ..payloads import full, sample
from ..surfaces import AdapterCall
from .surfaces import NoSocket, adapter_methods

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ..document import Document, Operation, Parameter
    from ..surfaces import Surface

__all__ = [
    "COMPOUNDS", "OF_THE_CLIENT", "PROXIES", "Place", "Recorder", "argument_problems", "coverage_problems",
    "doc_problems", "method_of", "minimal_problems", "operation_for", "operation_of", "optional_calls", "plain_call",
    "request_problems", "sending_problems", "sent",
]  # fmt: skip

PREFIX = "/base"
SEGMENT = "web 2026/é?x=%2F#"
"""An id that goes wrong unless it is percent-encoded whole."""
FORM = "application/x-www-form-urlencoded"
ARCHIVE = b"\x1f\x8b\x08 what begins like an archive"
MOMENT = datetime(2026, 3, 1, 13, 0, 5, 250_000, tzinfo=timezone(timedelta(hours=1)))

COMPOUNDS: Mapping[str, tuple[str, ...]] = {
    "apps.wait_until_running": ("GET /apps/{name}",),
    "builds.create_from": ("POST /apps/{app}/objects/{key}", "POST /apps/{app}/builds"),
    "builds.wait": ("GET /apps/{app}/builds/{id}",),
    "environment.get": ("GET /apps/{name}", "GET /apps/{app}/releases/{id}"),
    "environment.set": (
        "GET /apps/{name}", "GET /apps/{app}/releases/{id}", "POST /apps/{app}/releases",
        "POST /apps/{app}/releases/{id}/promote",
    ),
    "environment.unset": (
        "GET /apps/{name}", "GET /apps/{app}/releases/{id}", "POST /apps/{app}/releases",
        "POST /apps/{app}/releases/{id}/promote",
    ),
    "objects.exists": ("HEAD /apps/{app}/objects/{key}",),
    "releases.rollback": ("POST /apps/{app}/releases/{id}/promote",),
}  # fmt: skip
"""Methods that are made of several requests, or of one that another method sends, and what each sends."""

PROXIES = frozenset({"proxy.http", "registries.proxy"})
"""Methods that send what the caller wants to another server: no document knows it."""

OF_THE_CLIENT: Mapping[str, str] = {"health_check": "check", "auth_check": "check_credentials"}
"""Operations that belong to no resource, and the client's method for each."""

METHODS: Mapping[str, str] = {
    "builds_import": "builds.import_build",
    "configs_get": "apps.config_get",
    "configs_list": "apps.config_list",
    "configs_set": "apps.config_set",
    "letsencrypt_config_apply": "system.letsencrypt_config_apply",
    "letsencrypt_config_get": "system.letsencrypt_config_get",
    "resources_export": "resources.export_data",
    "resources_import": "resources.import_data",
}
"""Operations whose method is called otherwise."""

ARGUMENTS: Mapping[str, str] = {
    "build_id": "id", "release_id": "id", "instance_id": "id", "cert_id": "id", "value_base64": "value",
    "min_count": "min", "max_count": "max",
}  # fmt: skip
"""Arguments that go out under another name, unless there is one of their own."""

NEEDED: Mapping[str, Mapping[str, Any]] = {"system.jwt_token": {"role": "read", "duration_in_hour": 24}}
"""Arguments that may be left out by the signature, and that the server cannot do without."""

BODIES = frozenset({"data", "tar", "config"})
"""Arguments that are the body."""

NOT_SENT = frozenset({"poll_interval", "progress", "timeout", "wait", "wait_timeout"})
"""Arguments about how it is sent, unless the operation has one of that name."""


class Place(NamedTuple):
    """Where a value arrived: `where` is "path", "query", "header", "form" or "body"."""

    where: str
    name: str


class Recorder:
    """Answers every request with a full success of its operation, and keeps the request."""

    def __init__(self, document: Document, answers: Mapping[str, Any] | None = None) -> None:
        """answers: JSON by "METHOD /path/of/the/{template}", instead of the full success."""
        self.document = document
        self.requests: list[httpx.Request] = []
        self._answers = answers or {}

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        op = operation_of(self.document, request)
        if op is None:
            return httpx.Response(404, json={"error": "unrouted"})
        if op.line in self._answers:
            return httpx.Response(200, json=self._answers[op.line])
        status, response = min(op.responses.items(), key=lambda item: not item[0].startswith("2"))
        content = response.get("content", {})
        if "application/json" in content:
            value = full(self.document, content["application/json"]["schema"])
            return httpx.Response(200, json=_settled(value))
        if "text/plain" in content:
            return httpx.Response(200, text="ok\n")
        body = b"bytes" if content else b""
        return httpx.Response(int(status) if status.isdecimal() else 200, content=body)


def _settled(value: Any) -> Any:
    """The same with states that no waiter waits on: an app runs, a build is complete."""
    if isinstance(value, dict) and "status" in value:
        return {**value, "status": "running" if "router" in value else "complete"}
    return value


def operation_of(document: Document, request: httpx.Request) -> Operation | None:
    """The operation that a request is addressed to."""
    path = request.url.raw_path.decode("ascii").partition("?")[0]
    return document.find(request.method, path.removeprefix(PREFIX)) if path.startswith(PREFIX) else None


def method_of(operation_id: str) -> str:
    """The dotted path of the method that an operation is reached by."""
    return METHODS.get(operation_id, operation_id.replace("_", ".", 1))


def operation_for(document: Document, path: str) -> Operation:
    """The operation that a method is named after. Raises LookupError if there is none."""
    for op in document.operations():
        if op.id not in OF_THE_CLIENT and method_of(op.id) == path:
            return op
    raise LookupError(f"{path}: there is no operation for it")


def argument_of(param: Parameter) -> str:
    """What an argument for a parameter is called."""
    named = param.node.get("x-argument")
    if named is not None:
        return str(named)
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", param.name).replace("-", "_").lower()


def params_of(op: Operation, argument: str) -> list[Parameter]:
    """The parameters that an argument sets: mostly one."""
    found = [param for param in op.params if argument_of(param) == argument]
    other = ARGUMENTS.get(argument)
    return found or [param for param in op.params if other is not None and argument_of(param) == other]


def is_sent(op: Operation, argument: str) -> bool:
    """Whether an argument is anything that goes over the wire."""
    return bool(params_of(op, argument)) or argument not in NOT_SENT


# -- values ------------------------------------------------------------------------------------------------------------

GIVEN: Mapping[str, Any] = {
    "comma": ["one", "two x"],
    "map": {"A": "1", "B": "x&y=z ü"},
    "go-time": MOMENT,
    "go-duration": timedelta(hours=1, minutes=30),
    "base64": "aGVsbG8=",
    "json": {"cpu": {"threshold": 1}},
}
"""What to give for each encoding."""


def value_for(document: Document, param: Parameter) -> Any:
    """What to give to an argument: anything but the default."""
    encoding = param.node.get("x-encoding", "")
    if encoding in GIVEN:
        return GIVEN[encoding]
    if param.where == "path":
        return 7 if param.schema.get("type") == "integer" or param.name == "port" else SEGMENT
    return sample(document, param.schema)


def body_for(document: Document, op: Operation) -> Any:
    """What to give as the body."""
    assert op.body is not None
    if "application/json" in op.body["content"]:
        return full(document, op.body["content"]["application/json"]["schema"])
    return ARCHIVE


def read_back(param: Parameter, text: str) -> Any:
    """What a server understands from the text of a parameter, as it would have been given."""
    encoding = param.node.get("x-encoding", "")
    if encoding == "comma":
        return text.split(",")
    if encoding == "map":
        return dict(parse_qsl(text, keep_blank_values=True, strict_parsing=True))
    if encoding == "go-time":
        found = re.fullmatch(r"(\d{8}\.\d{6})\.(\d{6})000", text)
        if found is None:
            return text
        whole = datetime.strptime(found[1], "%Y%m%d.%H%M%S").replace(tzinfo=timezone.utc)
        return whole + timedelta(microseconds=int(found[2]))
    if encoding == "go-duration":
        found = re.fullmatch(r"(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?", text)
        return (
            timedelta(**dict(zip(("hours", "minutes", "seconds"), map(_int, found.groups()), strict=True)))
            if found
            else text
        )
    if encoding == "json":
        return json.loads(text)
    kind = param.schema.get("type")
    if kind == "integer" and re.fullmatch(r"-?\d+", text):
        return int(text)
    if kind == "number" and re.fullmatch(r"-?\d+(\.\d+)?", text):
        return float(text)
    if kind == "boolean" and text in ("true", "false"):
        return text == "true"
    return text


def _int(digits: str | None) -> int:
    return int(digits or 0)


# -- calls -------------------------------------------------------------------------------------------------------------


def plain_call(document: Document, path: str, method: Any) -> AdapterCall:
    """A call with what the signature requires and nothing else."""
    op = operation_for(document, path)
    args: list[Any] = []
    for name, parameter in inspect.signature(method).parameters.items():
        if parameter.default is not parameter.empty:
            continue
        if name in BODIES and not params_of(op, name):
            args.append(body_for(document, op))
        elif parameter.kind is parameter.VAR_POSITIONAL:
            args += GIVEN["comma"]
        else:
            params = params_of(op, name)
            args.append(value_for(document, params[0]) if params else SEGMENT)
    return AdapterCall(path, tuple(args), NEEDED.get(path, {}))


def optional_calls(document: Document, call: AdapterCall, method: Any) -> Iterator[tuple[str, AdapterCall]]:
    """The same call once more for every argument that may be left out, with a value that is not its default."""
    op = operation_for(document, call.method)
    for name, parameter in inspect.signature(method).parameters.items():
        if parameter.default is parameter.empty or not is_sent(op, name):
            continue
        params = params_of(op, name)
        value = value_for(document, params[0]) if params else "nowhere to go"
        yield name, AdapterCall(call.method, call.args, {**call.kwargs, name: value})


def sent(op: Operation, request: httpx.Request) -> dict[Place, Any]:
    """Everything that a request carries, by place and name, as it would have been given. What the document does not
    know is there as the text it is; a field that came in brackets, too, is there under "name[]"."""
    found: dict[Place, Any] = {}
    path, _, query = request.url.raw_path.decode("ascii").partition("?")
    pieces = path.removeprefix(PREFIX).split("/")
    for piece, template in zip(pieces, op.path.split("/"), strict=True):
        for name, text in _filled(piece, template):
            found[Place("path", name)] = (
                read_back(op.of("path")[name], unquote(text)) if name in op.of("path") else text
            )
    for name, text in parse_qsl(query, keep_blank_values=True, strict_parsing=True) if query else ():
        _put(found, op, Place("query", name), text)
    for name, text in _headers(request):
        declared = next((known for known in op.of("header") if known.lower() == name), name)
        _put(found, op, Place("header", declared), text)
    if request.headers.get("content-type") == FORM:
        _put_form(found, op, request.content.decode("ascii"))
    elif request.content:
        is_json = request.headers.get("content-type") == "application/json"
        found[Place("body", "")] = json.loads(request.content) if is_json else request.content
    return found


def _filled(piece: str, template: str) -> Iterator[tuple[str, str]]:
    """The parameters in a segment: "{id}.tgz" holds one."""
    names = re.findall(r"\{([^}]+)\}", template)
    pattern = "(.+)".join(re.escape(text) for text in re.split(r"\{[^}]+\}", template))
    filled = re.fullmatch(pattern, piece)
    yield from zip(names, filled.groups() if filled else [piece] * len(names), strict=True)


def _put(found: dict[Place, Any], op: Operation, place: Place, text: str) -> None:
    param = op.of(place.where).get(place.name)
    value = text if param is None else read_back(param, text)
    found[place] = value if place not in found else [found[place], value]


def _put_form(found: dict[Place, Any], op: Operation, text: str) -> None:
    for name, value in parse_qsl(text, keep_blank_values=True, strict_parsing=True):
        bracketed = re.fullmatch(r"([^\[]+)\[(.*)\]", name)
        if bracketed and bracketed[1] in op.of("form"):
            found.setdefault(Place("form", f"{bracketed[1]}[]"), {})[bracketed[2]] = value
        else:
            _put(found, op, Place("form", name), value)


OF_EVERY_REQUEST = frozenset(
    {"host", "accept", "accept-encoding", "authorization", "connection", "content-length", "content-type",
     "transfer-encoding", "user-agent"}
)  # fmt: skip


def _headers(request: httpx.Request) -> Iterator[tuple[str, str]]:
    for name, value in request.headers.raw:
        if name.decode("ascii").lower() not in OF_EVERY_REQUEST:
            yield name.decode("ascii").lower(), value.decode("utf-8")


# -- checks ------------------------------------------------------------------------------------------------------------


def request_problems(document: Document, request: httpx.Request) -> list[str]:
    """Everything that the document does not allow about a request, one line each."""
    op = operation_of(document, request)
    if op is None:
        return [f"{request.method} {request.url}: no such operation in the document"]
    return [f"{op.line}: {problem}" for problem in _problems(document, op, request)]


def _problems(document: Document, op: Operation, request: httpx.Request) -> Iterator[str]:
    carried = sent(op, request)
    declared = {Place(param.where, param.name): param for param in op.params}
    for place, param in declared.items():
        if place not in carried:
            if param.required:
                yield f"{place.where} {place.name} is missing"
        elif not param.node.get("x-encoding"):
            for violation in document.violations(param.schema, carried[place]):
                yield f"{place.where} {place.name}: {violation}"
        if (Place("form", f"{param.name}[]") in carried) != (param.style == "deepObject" and place in carried):
            yield f"form {param.name}: the form in brackets is missing, or one too many"
    for where, name in carried.keys() - declared.keys():
        if where != "body" and not (where == "form" and Place("form", name.removesuffix("[]")) in declared):
            yield f"{where} {name} is not declared"
    media = next(iter(op.body["content"])) if op.body else None
    given = request.headers.get("content-type")
    if given != (media if request.content else None):
        yield f"content type is {given!r}"
    if op.body and op.body.get("required") and not request.content:
        yield "a body is missing"
    if media == "application/json" and request.content:
        assert op.body is not None
        for violation in document.violations(op.body["content"][media]["schema"], carried[Place("body", "")]):
            yield f"body: {violation}"
    if request.headers.get("accept") != "application/json":
        yield "errors would not come as JSON"
    if not request.headers.get("authorization", "").startswith("Basic "):
        yield "has no credentials"


def coverage_problems(document: Document, surface: Surface) -> list[str]:
    """Operations without their method or with two, methods that send something else than what they are named after."""
    return list(_coverage(document, surface))


def _coverage(document: Document, surface: Surface) -> Iterator[str]:
    ways: dict[str, list[str]] = {op.id: [] for op in document.operations()}
    methods = adapter_methods(surface.open(Recorder(document)))
    for path in (COMPOUNDS.keys() | PROXIES) - methods.keys():
        yield f"{path}: does not exist"
    for path, method in methods.items():
        try:
            op = operation_for(document, path)
        except LookupError as error:
            if path not in COMPOUNDS:
                yield str(error)
            continue
        ways[op.id].append(path)
        if path in PROXIES or path in COMPOUNDS:
            continue
        call = plain_call(document, path, method)
        recorder = Recorder(document)
        error_raised = surface.one(call, recorder).error
        if error_raised is not None and not isinstance(error_raised, NoSocket):
            yield f"{call}: {type(error_raised).__name__}: {error_raised}"
        lines = [_line(document, request) for request in recorder.requests]
        if lines != [op.line]:
            yield f"{path}: sends {lines}, not {op.line}"
        if isinstance(error_raised, NoSocket) != (op.node["x-transport"] == "websocket"):
            yield f"{path}: is sent over the wrong transport"
    for operation_id, paths in ways.items():
        if len(paths) != (operation_id not in OF_THE_CLIENT):
            yield f"{operation_id}: has {len(paths)} methods: {', '.join(paths)}"


def sending_problems(document: Document, surface: Surface) -> list[str]:
    """What the document does not allow in the requests of any method, with any one of its arguments."""
    problems: list[str] = []
    for call, requests, _ in _all_calls(document, surface):
        if not requests:
            problems.append(f"{call}: sends nothing")
        for request in requests:
            problems += [f"{call}: {problem}" for problem in request_problems(document, request)]
    return problems


def minimal_problems(document: Document, surface: Surface) -> list[str]:
    """Anything in the request of a plain call that was not given."""
    problems: list[str] = []
    for call, requests, argument in _all_calls(document, surface):
        if argument is not None or not requests:
            continue
        op = operation_for(document, call.method)
        wanted = {
            Place(param.where, param.name) for param in op.params
            if argument_of(param) in _required(document, surface, call.method)
        }  # fmt: skip
        given = {place for place in sent(op, requests[0]) if not place.name.endswith("[]") and place.where != "body"}
        if given != wanted:
            problems.append(f"{call}: sends {sorted(given)}, not {sorted(wanted)}")
    return problems


def _required(document: Document, surface: Surface, path: str) -> set[str]:
    """What the arguments are called on the wire that a method cannot be called without."""
    op = operation_for(document, path)
    method = adapter_methods(surface.open(Recorder(document)))[path]
    names = [name for name, one in inspect.signature(method).parameters.items() if one.default is one.empty]
    names += NEEDED.get(path, ())
    return {argument_of(param) for name in names for param in params_of(op, name)}


def argument_problems(document: Document, surface: Surface) -> list[str]:
    """Arguments that do not arrive under their name with their value, and what no argument can set."""
    return list(_arguments(document, surface))


def _arguments(document: Document, surface: Surface) -> Iterator[str]:
    reached: dict[str, set[Place]] = {}
    plain: dict[str, dict[Place, Any]] = {}
    for call, requests, argument in _all_calls(document, surface):
        if not requests:
            continue
        op = operation_for(document, call.method)
        found = sent(op, requests[0])
        if argument is None:
            plain[call.method] = found
            reached[call.method] = set(found)
            for place, value in found.items():
                if value not in (*call.args, *call.kwargs.values()) and value != list(
                    call.args[-len(GIVEN["comma"]) :]
                ):
                    yield f"{call}: {place.name or 'the body'} arrives as {value!r}"
            continue
        places = {Place(param.where, param.name) for param in params_of(op, argument)}
        if not places:
            yield f"{call}: {op.line} has no place for {argument}"
        for place in places:
            if found.get(place) != call.kwargs[argument]:
                yield f"{call}: {argument} arrives as {found.get(place)!r}"
        before = plain[call.method]
        changed = {at for at in found.keys() | before.keys() if at not in found or found[at] != before.get(at)}
        if changed - places - {Place(where, f"{name}[]") for where, name in places}:
            yield f"{call}: changes {changed}"
        reached[call.method] |= places
    for path, seen in reached.items():
        every = {Place(param.where, param.name) for param in operation_for(document, path).params}
        for place in sorted(every - seen):
            yield f"{path}: cannot send {place.where} {place.name}"


def doc_problems(document: Document, surface: Surface) -> list[str]:
    """Methods whose docstring is missing, or does not name every line that the method sends."""
    problems = []
    for path, method in adapter_methods(surface.open(Recorder(document))).items():
        if path in PROXIES:
            continue
        text = " ".join((inspect.getdoc(method) or "").split())
        for line in COMPOUNDS.get(path) or (operation_for(document, path).line,):
            if not re.search(rf"(?<![\w/]){re.escape(line)}(?=[.,;:)\s]|$)", text):
                problems.append(f"{path}: sends {line}, its docstring does not say so")
    return problems


def _line(document: Document, request: httpx.Request) -> str:
    op = operation_of(document, request)
    return f"{request.method} {request.url}" if op is None else op.line


def _all_calls(document: Document, surface: Surface) -> Iterator[tuple[AdapterCall, list[httpx.Request], str | None]]:
    """Every method plainly, then with each of its optional arguments, which is named."""
    for path, method in adapter_methods(surface.open(Recorder(document))).items():
        if path in COMPOUNDS or path in PROXIES:
            continue
        call = plain_call(document, path, method)
        for argument, each in [(None, call), *optional_calls(document, call, method)]:
            recorder = Recorder(document)
            surface.one(each, recorder)
            yield each, recorder.requests, argument
