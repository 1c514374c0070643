"""Checks requests and answers against the pinned OpenAPI document; what it finds never changes an answer."""

from __future__ import annotations

import json
import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal
from urllib.parse import parse_qsl

import jsonschema_rs

from .exchange import Headers

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from .exchange import Answer, Call

_SHOWN_PER_MESSAGE = 5
_FORM = "application/x-www-form-urlencoded"


@dataclass(frozen=True, slots=True)
class Violation:
    """One departure from the pinned document.

    where: "request" or "answer". message: what is wrong, with the place in the document it is wrong at.
    """

    where: Literal["request", "answer"]
    operation_id: str
    request_number: int
    message: str

    def __str__(self) -> str:
        return f"#{self.request_number} {self.operation_id}, {self.where}: {self.message}"


class Violations:
    """The violations recorded so far; safe to read and clear from any thread."""

    def __init__(self) -> None:
        self._found: list[Violation] = []
        self._lock = threading.Lock()

    def extend(self, found: Iterable[Violation]) -> None:
        """Record more violations."""
        with self._lock:
            self._found.extend(found)

    def all(self) -> list[Violation]:
        """A copy of what was recorded."""
        with self._lock:
            return list(self._found)

    def clear(self) -> list[Violation]:
        """Forget what was recorded, and return it."""
        with self._lock:
            found, self._found = self._found, []
            return found

    def __len__(self) -> int:
        return len(self.all())

    def __iter__(self) -> Iterator[Violation]:
        return iter(self.all())

    def __str__(self) -> str:
        return "\n".join(str(violation) for violation in self.all()) or "(no violations)"


class SchemaCheck:
    """Knows one pinned document; validators are compiled on first use, once per place in the document."""

    def __init__(self, document: Mapping[str, Any]) -> None:
        self._document = document
        self._compiled: dict[str, Any] = {}
        self._lock = threading.Lock()

    def request(self, call: Call, number: int) -> list[Violation]:
        """What is wrong with a request: unknown or ill-typed parameters, a missing or invalid body."""
        declared, where = self._operation(call)
        problems = [*self._parameters(call, declared)]
        # What a route of any method passes on is nothing the document could know.
        if not call.operation.ext.get("x-any-method"):
            problems.extend(self._request_body(call, declared, where))
        return [Violation("request", call.operation.id, number, problem) for problem in problems]

    def answer(self, call: Call, answer: Answer, number: int) -> list[Violation]:
        """What is wrong with an answer: an undeclared success status, or a body that its schema does not allow."""
        declared, where = self._operation(call)
        responses = declared.get("responses", {})
        chosen = _response_key(responses, answer.status)
        problems: list[str] = []
        if chosen is None:
            # Published documents rarely list every error, so only an undeclared success is held against an answer.
            if answer.status < 400:
                problems.append(f"status {answer.status} is not declared")
        else:
            response, at = self._resolve(responses[chosen], f"{where}/responses/{chosen}")
            content = response.get("content", {})
            media = _media(Headers(answer.headers).get("content-type"))
            if media in content:
                content = {media: content[media]}
            # An error in another form than the declared one: a server may write it as the client's Accept says.
            if media in content or answer.status < 400 or not media:
                problems.extend(self._body(answer.body, content, f"{at}/content", "answer body"))
        return [Violation("answer", call.operation.id, number, problem) for problem in problems]

    def _operation(self, call: Call) -> tuple[Mapping[str, Any], str]:
        method = call.operation.method.lower()
        return self._document["paths"][call.operation.path][method], f"/paths/{_escape(call.operation.path)}/{method}"

    def _resolve(self, node: Mapping[str, Any], at: str) -> tuple[Mapping[str, Any], str]:
        while "$ref" in node:
            at = str(node["$ref"]).removeprefix("#")
            target: Any = self._document
            for part in at.strip("/").split("/"):
                target = target[part.replace("~1", "/").replace("~0", "~")]
            node = target
        return node, at

    def _parameters(self, call: Call, declared: Mapping[str, Any]) -> Iterator[str]:
        item = self._document["paths"][call.operation.path]
        parameters = [self._resolve(p, "")[0] for p in (*item.get("parameters", ()), *declared.get("parameters", ()))]
        query: dict[str, list[str]] = {}
        for name, value in call.incoming.query:
            query.setdefault(name, []).append(value)
        known = {p["name"] for p in parameters if p["in"] == "query"}
        for name in query:
            if name not in known and name.split("[", 1)[0] not in known and not call.operation.ext.get("x-any-method"):
                yield f"query parameter {name!r} is not declared"
        for parameter in parameters:
            name, place = parameter["name"], parameter["in"]
            if place == "query":
                values = query.get(name, [])
            elif place == "path":
                values = [call.path_params[name]] if name in call.path_params else []
            elif place == "header":
                values = call.incoming.headers.get_all(name)
            else:
                continue
            if not values and parameter.get("required"):
                yield f"{place} parameter {name!r} is missing"
            schema = parameter.get("schema")
            if not values or schema is None:
                continue
            instance = _typed(values, self._resolve(schema, "")[0])
            validator = self._validator_for(json.dumps(schema, sort_keys=True), schema)
            for error in _first(validator.iter_errors(instance)):
                yield f"{place} parameter {name!r}: {error}"

    def _request_body(self, call: Call, declared: Mapping[str, Any], where: str) -> Iterator[str]:
        if "requestBody" not in declared:
            if call.incoming.body:
                yield "a body was sent to an operation that has none"
            return
        body, at = self._resolve(declared["requestBody"], f"{where}/requestBody")
        content = body.get("content", {})
        media = _media(call.incoming.headers.get("content-type"))
        if not call.incoming.body:
            # An empty file is a file: of bytes, a declared type is enough. Nothing is neither JSON nor a form.
            is_empty_file = media in content and not _is_structured(media)
            if body.get("required") and not is_empty_file:
                yield "the body is missing"
            return
        if media not in content:
            yield f"content type {media!r} is not declared"
            return
        yield from self._body(call.incoming.body, {media: content[media]}, f"{at}/content", "request body")

    def _body(self, body: bytes, content: Mapping[str, Any], at: str, what: str) -> Iterator[str]:
        media = next((m for m in content if _is_structured(m)), None)
        if media is None or "schema" not in content[media]:
            return
        if media == _FORM:
            instance: Any = self._form(body, content[media]["schema"])
        else:
            try:
                instance = json.loads(body)
            except ValueError as problem:
                yield f"{what} is not JSON: {problem}"
                return
        pointer = f"{at}/{_escape(media)}/schema"
        for error in _first(self._validator_for(pointer, content[media]["schema"]).iter_errors(instance)):
            yield f"{what}: {error}"

    def _form(self, body: bytes, schema: Mapping[str, Any]) -> dict[str, Any]:
        """The fields of a form as the types that its schema names; the last of a name counts."""
        members = self._resolve(schema, "")[0].get("properties", {})
        fields = dict(parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True))
        return {
            name: _typed([value], self._resolve(members[name], "")[0]) if name in members else value
            for name, value in fields.items()
        }

    def _validator_for(self, key: str, schema: Mapping[str, Any]) -> Any:
        with self._lock:
            if key not in self._compiled:
                # The schema's own references are relative to the document, so its components travel along.
                rooted = {**schema, "components": self._document.get("components", {})}
                self._compiled[key] = jsonschema_rs.validator_for(rooted)
            return self._compiled[key]


def _is_structured(media: str) -> bool:
    return media == "application/json" or media.endswith("+json") or media == _FORM


def _media(content_type: str | None) -> str:
    return (content_type or "").split(";")[0].strip().lower()


def _first(errors: Iterable[Any]) -> Iterator[str]:
    for index, error in enumerate(errors):
        if index == _SHOWN_PER_MESSAGE:
            yield "and more"
            return
        place = "/".join(str(part) for part in error.instance_path)
        yield f"at {place or '(root)'}: {error.message}"


def _response_key(responses: Mapping[str, Any], status: int) -> str | None:
    candidates = (str(status), f"{status // 100}XX", f"{status // 100}xx", "default")
    return next((key for key in candidates if key in responses), None)


def _escape(part: str) -> str:
    return part.replace("~", "~0").replace("/", "~1")


def _typed(values: list[str], schema: Mapping[str, Any]) -> Any:
    """Parameter values as the types their schema names; one that cannot be read so stays text, to be refused."""
    types = _types(schema)
    if "array" in types:
        return [_scalar(value, _types(_item_schema(schema))) for value in values]
    return _scalar(values[-1], types)


def _types(schema: Mapping[str, Any]) -> set[str]:
    named = schema.get("type", ())
    types = {named} if isinstance(named, str) else set(named)
    for choice in (*schema.get("anyOf", ()), *schema.get("oneOf", ())):
        types |= _types(choice)
    return types


def _item_schema(schema: Mapping[str, Any]) -> Mapping[str, Any]:
    for candidate in (schema, *schema.get("anyOf", ()), *schema.get("oneOf", ())):
        if "items" in candidate:
            items: Mapping[str, Any] = candidate["items"]
            return items
    return {}


def _scalar(value: str, types: set[str]) -> Any:
    for kind, read in (("integer", int), ("number", float)):
        if kind in types:
            try:
                return read(value)
            except ValueError:
                return value
    if "boolean" in types and value in ("true", "false"):
        return value == "true"
    return value
