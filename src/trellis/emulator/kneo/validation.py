"""Request validation by the pinned schemas, reported as the platform's framework reports it: 422 with a list."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from .failures import PlatformError, RequestInvalid

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from trellis.emulator.exchange import Call

    from .settings import Limits

Loc = tuple[str | int, ...]
Problem = dict[str, Any]

_TRUE = frozenset({"1", "true", "t", "yes", "y", "on"})
_FALSE = frozenset({"0", "false", "f", "no", "n", "off"})


class RequestValidator:
    """Reads parameters and bodies of requests against one pinned document."""

    def __init__(self, document: Mapping[str, Any], limits: Limits) -> None:
        self._document = document
        self._schemas: Mapping[str, Any] = document["components"]["schemas"]
        self._limits = limits

    def refuse_unknown_query(self, call: Call) -> None:
        """422 with the envelope, not the list: the platform's own check, made after that of the key."""
        declared = {parameter["name"] for parameter in self._parameters(call) if parameter["in"] == "query"}
        unknown = sorted({name for name, _ in call.incoming.query} - declared)
        if unknown:
            message = f"Unknown query parameters: {', '.join(unknown)}"
            raise PlatformError(422, "unknown_query_parameters", message, unknown=unknown)

    def _parameters(self, call: Call) -> Iterator[Mapping[str, Any]]:
        item = self._document["paths"][call.operation.path]
        declared = item[call.operation.method.lower()].get("parameters", ())
        return map(self._resolve, (*item.get("parameters", ()), *declared))

    def query(self, call: Call) -> dict[str, Any]:
        """Path and query parameters by wire name, typed, defaults filled in; unknown names are ignored."""
        values: dict[str, Any] = {}
        problems: list[Problem] = []
        sent: dict[str, list[str]] = {}
        for name, text in call.incoming.query:
            sent.setdefault(name, []).append(text)
        for parameter in self._parameters(call):
            name, where = parameter["name"], parameter["in"]
            schema = self._plain(parameter.get("schema", {}))
            if where == "query" and name in sent:
                raw: Any = sent[name] if schema.get("type") == "array" else sent[name][-1]
            elif where == "path":
                raw = call.path_params[name]
            elif where == "query":
                values[name] = schema.get("default", parameter.get("schema", {}).get("default"))
                continue
            else:
                continue
            values[name] = self._text_value(raw, schema, (where, name), problems)
        if problems:
            raise RequestInvalid(problems)
        return values

    def body(self, call: Call) -> dict[str, Any]:
        """The request body with defaults filled in; RequestInvalid if it does not fit its schema or a size limit."""
        declared = self._document["paths"][call.operation.path][call.operation.method.lower()]
        schema = self._resolve(declared["requestBody"])["content"]["application/json"]["schema"]
        if not call.incoming.body:
            raise RequestInvalid([_problem("missing", ("body",), "Field required", None)])
        media = (call.incoming.headers.get("content-type") or "").split(";")[0].strip().lower()
        if media != "application/json" and not media.endswith("+json"):
            # The framework then hands the model the raw text, which is no object.
            text = call.incoming.body.decode("utf-8", "replace")
            raise RequestInvalid([_problem("model_attributes_type", ("body",), _NOT_AN_OBJECT, text)])
        try:
            value = json.loads(call.incoming.body)
        except ValueError as failure:
            at = getattr(failure, "pos", 0)
            problem = _problem("json_invalid", ("body", at), "JSON decode error", {})
            raise RequestInvalid([{**problem, "ctx": {"error": getattr(failure, "msg", str(failure))}}]) from None
        problems: list[Problem] = []
        checked = self._value(value, self._plain(schema), ("body",), problems)
        if not problems:
            problems.extend(self._oversized(checked))
        if problems:
            raise RequestInvalid(problems)
        assert isinstance(checked, dict)
        return checked

    def _resolve(self, node: Mapping[str, Any]) -> Mapping[str, Any]:
        while "$ref" in node:
            target: Any = self._document
            for part in str(node["$ref"]).removeprefix("#/").split("/"):
                target = target[part.replace("~1", "/").replace("~0", "~")]
            node = target
        return node

    def _plain(self, schema: Mapping[str, Any]) -> dict[str, Any]:
        """A schema with its reference followed and `null` folded into `nullable`."""
        resolved = dict(self._resolve(schema))
        choices = [choice for choice in resolved.get("anyOf", ()) if choice.get("type") != "null"]
        if resolved.get("anyOf") and len(choices) == 1:
            plain = self._plain(choices[0])
            plain["nullable"] = plain.get("nullable", False) or len(choices) < len(resolved["anyOf"])
            return {**plain, **({"default": resolved["default"]} if "default" in resolved else {})}
        if isinstance(resolved.get("type"), list):
            kinds = [kind for kind in resolved["type"] if kind != "null"]
            resolved["nullable"] = len(kinds) < len(resolved["type"])
            resolved["type"] = kinds[0] if len(kinds) == 1 else None
        return resolved

    def _text_value(self, raw: Any, schema: Mapping[str, Any], loc: Loc, problems: list[Problem]) -> Any:
        kind = schema.get("type")
        if kind == "array":
            items = self._plain(schema.get("items", {}))
            return [self._text_value(text, items, (*loc, index), problems) for index, text in enumerate(raw)]
        if kind == "integer":
            try:
                number = int(raw)
            except ValueError:
                message = "Input should be a valid integer, unable to parse string as an integer"
                problems.append(_problem("int_parsing", loc, message, raw))
                return None
            problems.extend(_range_problems(number, schema, loc, raw))
            return number
        if kind == "boolean":
            if raw.lower() in _TRUE | _FALSE:
                return raw.lower() in _TRUE
            message = "Input should be a valid boolean, unable to interpret input"
            problems.append(_problem("bool_parsing", loc, message, raw))
            return None
        problems.extend(_string_problems(raw, schema, loc))
        return raw

    def _value(self, value: Any, schema: Mapping[str, Any], loc: Loc, problems: list[Problem]) -> Any:
        if value is None and schema.get("nullable"):
            return None
        kind = schema.get("type")
        if kind == "object" and "properties" in schema:
            return self._object(value, schema, loc, problems)
        if kind == "object":
            if not isinstance(value, dict):
                problems.append(_problem("dict_type", loc, "Input should be a valid dictionary", value))
        elif kind == "array":
            if not isinstance(value, list):
                problems.append(_problem("list_type", loc, "Input should be a valid list", value))
            else:
                items = self._plain(schema.get("items", {}))
                return [self._value(item, items, (*loc, index), problems) for index, item in enumerate(value)]
        elif kind == "string":
            if not isinstance(value, str):
                problems.append(_problem("string_type", loc, "Input should be a valid string", value))
            else:
                problems.extend(_string_problems(value, schema, loc))
        elif kind == "boolean":
            return self._boolean(value, loc, problems)
        elif kind == "integer":
            if isinstance(value, bool) or not isinstance(value, int):
                problems.append(_problem("int_type", loc, "Input should be a valid integer", value))
            else:
                problems.extend(_range_problems(value, schema, loc, value))
        return value

    def _object(self, value: Any, schema: Mapping[str, Any], loc: Loc, problems: list[Problem]) -> Any:
        if not isinstance(value, dict):
            problems.append(_problem("model_attributes_type", loc, _NOT_AN_OBJECT, value))
            return value
        properties: Mapping[str, Any] = schema["properties"]
        checked: dict[str, Any] = {}
        for name, declared in properties.items():
            plain = self._plain(declared)
            if name in value:
                checked[name] = self._value(value[name], plain, (*loc, name), problems)
            elif name in schema.get("required", ()):
                problems.append(_problem("missing", (*loc, name), "Field required", value))
            else:
                checked[name] = plain.get("default", _empty(plain))
        if schema.get("additionalProperties", True) is False:
            for name in value:
                if name not in properties:
                    message = "Extra inputs are not permitted"
                    problems.append(_problem("extra_forbidden", (*loc, name), message, value[name]))
        return checked

    def _boolean(self, value: Any, loc: Loc, problems: list[Problem]) -> Any:
        # The framework reads booleans generously: 0, 1 and the usual words count too.
        if isinstance(value, bool):
            return value
        if value in (0, 1) or (isinstance(value, str) and value.lower() in _TRUE | _FALSE):
            return str(value).lower() in _TRUE
        known = isinstance(value, (str, int, float))
        error, message = (
            ("bool_parsing", "Input should be a valid boolean, unable to interpret input")
            if known
            else ("bool_type", "Input should be a valid boolean")
        )
        problems.append(_problem(error, loc, message, value))
        return value

    def _oversized(self, body: Any) -> Iterator[Problem]:
        """The platform's own field limits, which are settings and so not in the schemas."""
        limits = self._limits
        sizes = (
            ("input", limits.input_chars, len, "characters"),
            ("content", limits.content_chars, len, "characters"),
            ("spec_path", limits.path_chars, len, "characters"),
            ("spec", limits.spec_bytes, _json_size, "bytes"),
            ("overrides", limits.overrides_bytes, _json_size, "bytes"),
            ("metadata", limits.metadata_bytes, _json_size, "bytes"),
            ("overlays", limits.list_items, len, "items"),
            ("blocked_diagnostic_codes", limits.list_items, len, "items"),
        )
        for name, limit, measure, unit in sizes:
            value = body.get(name) if isinstance(body, dict) else None
            if value is not None and measure(value) > limit:
                message = f"Value error, {name} exceeds {limit} {unit}"
                yield {**_problem("value_error", ("body", name), message, None), "ctx": {"error": {}}}


_NOT_AN_OBJECT = "Input should be a valid dictionary or object to extract fields from"


def _problem(kind: str, loc: Loc, message: str, value: Any) -> Problem:
    return {"type": kind, "loc": list(loc), "msg": message, "input": value}


def _empty(schema: Mapping[str, Any]) -> Any:
    """What an optional field is when it is neither sent nor given a default."""
    if schema.get("nullable"):
        return None
    return {"object": {}, "array": []}.get(str(schema.get("type")))


def _json_size(value: Any) -> int:
    return len(json.dumps(value, ensure_ascii=False).encode())


def _range_problems(number: int, schema: Mapping[str, Any], loc: Loc, raw: Any) -> Iterator[Problem]:
    low, high = schema.get("minimum"), schema.get("maximum")
    if low is not None and number < low:
        message = f"Input should be greater than or equal to {low}"
        yield {**_problem("greater_than_equal", loc, message, raw), "ctx": {"ge": low}}
    if high is not None and number > high:
        message = f"Input should be less than or equal to {high}"
        yield {**_problem("less_than_equal", loc, message, raw), "ctx": {"le": high}}


def _string_problems(value: str, schema: Mapping[str, Any], loc: Loc) -> Iterator[Problem]:
    shortest, longest, allowed = schema.get("minLength"), schema.get("maxLength"), schema.get("enum")
    if allowed is not None and value not in allowed:
        expected = " or ".join(filter(None, (", ".join(f"'{name}'" for name in allowed[:-1]), f"'{allowed[-1]}'")))
        yield {**_problem("literal_error", loc, f"Input should be {expected}", value), "ctx": {"expected": expected}}
    if shortest is not None and len(value) < shortest:
        message = f"String should have at least {shortest} character{'' if shortest == 1 else 's'}"
        yield {**_problem("string_too_short", loc, message, value), "ctx": {"min_length": shortest}}
    if longest is not None and len(value) > longest:
        message = f"String should have at most {longest} characters"
        yield {**_problem("string_too_long", loc, message, value), "ctx": {"max_length": longest}}
