"""Checks that a client's methods send what a document declares and take what it promises, without a server.

For each operation, arguments and an answer are made from the document's own schemas; the method is called over an
`httpx.MockTransport`, and the request that it sends is held against the document.
"""

from __future__ import annotations

import asyncio
import inspect
import json
import re
from importlib import import_module, resources
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

import httpx

from .samples import sample

if TYPE_CHECKING:
    from collections.abc import Callable

    from ..core.runtime.operation import Operation, Param, Reply

__all__ = ["Contract", "sample"]

_BASE = "https://service.test/base"


class Contract:
    """One generated package: its document, its table, and its two clients."""

    def __init__(self, package: str, client: str) -> None:
        self.package = package
        self.client = client
        generated = f"{package}._generated"
        self.document: dict[str, Any] = json.loads(resources.files(generated).joinpath("spec.json").read_text("utf-8"))
        self.operations: dict[str, Operation[Any]] = {**import_module(f"{generated}.operations").OPERATIONS}

    def problems(self, operation: str, method: str) -> list[str]:
        """What is wrong with a method of the synchronous client, in words; nothing if the list is empty."""
        call = _Call(self, operation)
        client_type = getattr(import_module(self.package), self.client)
        with httpx.Client(transport=httpx.MockTransport(call.answer)) as http:
            client = client_type(_BASE, http_client=http)
            result = _method(client, method)(*call.positional(), **call.named())
            if isinstance(result, httpx.Response):
                result = result.read()
            client.close()
        return call.problems(result)

    def async_problems(self, operation: str, method: str) -> list[str]:
        """The same of the asynchronous client."""
        call = _Call(self, operation)
        client_type = getattr(import_module(self.package), f"Async{self.client}")

        async def run() -> Any:
            async with httpx.AsyncClient(transport=httpx.MockTransport(call.answer)) as http:
                client = client_type(_BASE, http_client=http)
                found = _method(client, method)
                if not inspect.iscoroutinefunction(found):
                    return None
                result = await found(*call.positional(), **call.named())
                if isinstance(result, httpx.Response):
                    result = await result.aread()
                await client.aclose()
                return result

        return call.problems(asyncio.run(run()))


def _method(client: Any, name: str) -> Callable[..., Any]:
    resource, _, method = name.partition(".")
    found: Callable[..., Any] = getattr(getattr(client, resource), method)
    return found


class _Call:
    """One call: what goes in, what came out."""

    def __init__(self, contract: Contract, operation: str) -> None:
        self.document = contract.document
        self.row = contract.operations[operation]
        self.declared = self.document["paths"][self.row.path][self.row.method.lower()]
        self.requests: list[httpx.Request] = []
        self.values = {(param.name, param.where): self._value(param) for param in self.row.params}

    def _value(self, param: Param) -> Any:
        declared = next(
            one for one in self.declared["parameters"] if (one["name"], one["in"]) == (param.name, param.where)
        )
        schema = declared.get("schema") or next(iter(declared["content"].values())).get("schema", {})
        return sample(self.document, schema, 1)

    def positional(self) -> list[Any]:
        """The arguments for the path, in its order."""
        return [self.values[param.name, param.where] for param in self.row.path_params]

    def named(self) -> dict[str, Any]:
        """All other arguments, optional ones included."""
        made = {}
        for param in self.row.params:
            if param.where != "path":
                clashes = bool(self.row.bodies) and param.arg in ("body", "_ops")
                made[f"{param.arg}_" if clashes else param.arg] = self.values[param.name, param.where]
        if self.row.bodies:
            made["body"] = self.body()
        return made

    def body(self) -> Any:
        """A body that fits the document."""
        if self.row.bodies[0].encoding == "raw":
            return b"some bytes"
        schema = self.declared["requestBody"]["content"][self.row.bodies[0].media].get("schema")
        value = sample(self.document, schema)
        if self.row.bodies[0].encoding == "form":  # flat: a form holds texts
            return {name: item for name, item in value.items() if not isinstance(item, (dict, list))}
        return value

    def reply(self) -> Reply | None:
        """The first declared success that has a body, else the first."""
        good = [reply for reply in self.row.replies if reply.status[0] == "2"]
        return next((reply for reply in good if reply.type != "None"), good[0] if good else None)

    def payload(self) -> tuple[bytes, Any]:
        """A body of that success, and what it decodes to."""
        reply = self.reply()
        if reply is None or reply.type == "None":
            return b"", None
        declared = self.declared["responses"][reply.status]["content"][reply.media[0]].get("schema")
        if reply.type == "bytes":
            return b"some bytes", b"some bytes"
        if reply.type == "str" and "json" not in reply.media[0]:
            return b"some text", "some text"
        value = sample(self.document, declared)
        return json.dumps(value).encode(), value

    def answer(self, request: httpx.Request) -> httpx.Response:
        """Record a request and give the answer."""
        self.requests.append(request)
        reply = self.reply()
        status = 200 if reply is None or not reply.status.isdigit() else int(reply.status)
        media = {"Content-Type": reply.media[0]} if reply is not None and reply.media else {}
        return httpx.Response(status, content=self.payload()[0], headers=media)

    def problems(self, result: Any) -> list[str]:
        """What is wrong with what was sent, and with what came back."""
        row = self.row
        if len(self.requests) != 1:
            return [f"{row.label}: {len(self.requests)} requests were sent"]
        request = self.requests[0]
        found = []
        if request.method != row.method:
            found.append(f"the method is {request.method}")
        path = unquote(request.url.raw_path.decode().partition("?")[0].removeprefix("/base"))
        if not re.fullmatch(".+".join(map(re.escape, row.segments)), path):
            found.append(f"the path is {path}")
        for param in row.path_params:
            if str(self.values[param.name, "path"]) not in path:
                found.append(f"{param.name} is not in the path {path}")
        found += self._absent(request)
        found += self._body_problems(request)
        payload, expected = self.payload()
        good = payload if row.stream else expected
        if result != good:
            found.append(f"the result is {result!r}, not {good!r}")
        return [f"{row.label}: {problem}" for problem in found]

    def _absent(self, request: httpx.Request) -> list[str]:
        names = {re.sub(r"\[.*", "", name) for name in request.url.params} | set(request.url.params)
        cookies = request.headers.get("cookie", "")
        found = []
        for param in self.row.params:
            value = self.values[param.name, param.where]
            if param.where == "query":
                keys = (
                    {param.name} if not isinstance(value, dict) or param.style in ("deepObject", "json") else set(value)
                )
                if value not in ([], {}) and not keys <= names:
                    found.append(f"the query {request.url.query.decode()} has no {param.name}")
            elif param.where == "header" and param.name not in request.headers:
                found.append(f"there is no header {param.name}")
            elif param.where == "cookie" and f"{param.name}=" not in unquote(cookies):
                found.append(f"there is no cookie {param.name}")
        return found

    def _body_problems(self, request: httpx.Request) -> list[str]:
        if not self.row.bodies:
            return [f"a body was sent: {request.content!r}"] if request.content else []
        body = self.row.bodies[0]
        if not request.headers.get("content-type", "").startswith(body.media):
            return [f"the body is sent as {request.headers.get('content-type')}"]
        sent = request.content
        if body.encoding == "json":
            return [] if json.loads(sent) == self.body() else [f"the body is {sent!r}"]
        if body.encoding == "raw":
            return [] if sent == b"some bytes" else [f"the body is {sent!r}"]
        pattern = 'name="{}"' if body.encoding == "multipart" else "{}="
        text = unquote(sent.decode("utf-8", "replace"))
        return [f"the form has no {name}" for name in self.body() if pattern.format(name) not in text]
