"""Cuts records to the shapes that the pinned document gives answers, and checks bodies and parameters against it.

A record holds more than any one answer shows (secrets, what a list leaves out); the document says what each shows. So
a secret is seen only where the document declares it, which is once, in the answer of what made it.
"""

from __future__ import annotations

import json
import threading
from typing import TYPE_CHECKING, Any

import jsonschema_rs

from trellis.emulator.exchange import Answer

from .failures import GatewayError, invalid

if TYPE_CHECKING:
    from collections.abc import Mapping

    from trellis.core.runtime.operation import Operation
    from trellis.emulator.exchange import Call

_EMPTY: dict[str, Any] = {"string": "", "integer": 0, "number": 0, "boolean": False, "array": [], "object": {}}


class Shapes:
    """Knows one pinned document."""

    def __init__(self, document: Mapping[str, Any]) -> None:
        self._document = document
        self._validators: dict[str, Any] = {}
        self._lock = threading.Lock()

    def answer(
        self,
        operation: Operation[Any],
        value: Any,
        request_id: str,
        *,
        status: int | None = None,
        meta: Mapping[str, Any] | None,
        beside: Mapping[str, Any],
    ) -> Answer:
        """A success whose `data` is `value`, cut to shape.

        status: which, where the document declares several. meta: more members of it; None for no meta at all.
        beside: what else stands next to the data.
        """
        responses = self._declared(operation)["responses"]
        chosen = str(status) if status is not None else min(code for code in responses if code.startswith("2"))
        schema = self._resolve(next(iter(responses[chosen]["content"].values()))["schema"])
        members = schema["properties"]
        body: dict[str, Any] = {"data": self.cut(members["data"], value)}
        if meta is not None:
            body["meta"] = {**meta, "request_id": request_id}
        return Answer.json({**body, **beside}, int(chosen))

    def cut(self, schema: Mapping[str, Any], value: Any) -> Any:
        """`value` with the members that `schema` declares; those it requires and `value` lacks are null or empty."""
        schema = self._resolve(schema)
        kinds = _kinds(schema)
        if isinstance(value, list) and "array" in kinds:
            items = schema.get("items", {})
            return [self.cut(items, item) for item in value]
        members = schema.get("properties")
        if not isinstance(value, dict) or not members:
            return value
        required = schema.get("required", ())
        result = {}
        for name, member in members.items():
            if name in value:
                result[name] = self.cut(member, value[name])
            elif name in required:
                result[name] = self._nothing(member)
        return result

    def check_body(self, call: Call) -> None:
        """400 for a body that is no JSON, 422 naming the members that are wrong."""
        declared = self._declared(call.operation).get("requestBody")
        media = "application/json"
        if declared is None or media not in declared.get("content", {}):
            return
        if not call.incoming.body:
            if declared.get("required"):
                raise GatewayError(400, "invalid_request", "A JSON body is required")
            return
        try:
            value = json.loads(call.incoming.body)
        except ValueError:
            raise GatewayError(400, "invalid_request", "The body is not JSON") from None
        if isinstance(value, dict) and call.operation.method != "PATCH":
            # What is given as null is not given. Of a change, the document says what null takes back.
            kept = self._kept_members(call.operation)
            value = {name: member for name, member in value.items() if member is not None or name in kept}
        fields: dict[str, list[str]] = {}
        for error in self._validator(call.operation.id, declared["content"][media]["schema"]).iter_errors(value):
            place = [str(part) for part in error.instance_path]
            fields.setdefault(place[0] if place else _missing_member(error.message), []).append(error.message)
        if fields:
            raise invalid(fields)

    def _kept_members(self, operation: Operation[Any]) -> frozenset[str]:
        """Members that are never null in what the operation answers, so that no request can make them so."""
        responses = self._declared(operation)["responses"]
        chosen = min(code for code in responses if code.startswith("2"))
        schema = self._resolve(next(iter(responses[chosen]["content"].values()))["schema"])
        data = self._resolve(schema.get("properties", {}).get("data", {})).get("properties", {})
        return frozenset(name for name, member in data.items() if self._nothing(member) is not None)

    def body_members(self, operation: Operation[Any]) -> Mapping[str, Any]:
        """The schemas of the members that an operation's JSON body may have."""
        content = self._declared(operation).get("requestBody", {}).get("content", {})
        if "application/json" not in content:
            return {}
        members: Mapping[str, Any] = self._resolve(content["application/json"]["schema"]).get("properties", {})
        return members

    def _validator(self, key: str, schema: Mapping[str, Any]) -> Any:
        with self._lock:
            if key not in self._validators:
                rooted = {**schema, "components": self._document["components"]}
                self._validators[key] = jsonschema_rs.validator_for(rooted)
            return self._validators[key]

    def _declared(self, operation: Operation[Any]) -> Mapping[str, Any]:
        declared: Mapping[str, Any] = self._document["paths"][operation.path][operation.method.lower()]
        return declared

    def _resolve(self, schema: Mapping[str, Any]) -> Mapping[str, Any]:
        while "$ref" in schema:
            target: Any = self._document
            for part in str(schema["$ref"]).removeprefix("#/").split("/"):
                target = target[part]
            schema = target
        choices = [choice for choice in schema.get("anyOf", schema.get("oneOf", ())) if choice.get("type") != "null"]
        if len(choices) == 1 and "properties" not in schema:
            return {**self._resolve(choices[0]), "nullable": True}
        return schema

    def _nothing(self, schema: Mapping[str, Any]) -> Any:
        schema = self._resolve(schema)
        kinds = _kinds(schema)
        if schema.get("nullable") or "null" in kinds or not kinds:
            return None
        return json.loads(json.dumps(_EMPTY[kinds[0]]))


def _kinds(schema: Mapping[str, Any]) -> list[str]:
    named = schema.get("type", [])
    return [named] if isinstance(named, str) else list(named)


def _missing_member(message: str) -> str:
    """The member that a complaint about the whole body names, as in: "name" is a required property."""
    parts = message.split('"')
    return parts[1] if len(parts) >= 3 else "body"
