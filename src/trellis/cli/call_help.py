"""What `trellis call` says about itself: services, their operations, and one operation, from the pinned documents."""

from __future__ import annotations

import json
import shutil
import textwrap
from typing import TYPE_CHECKING, Any

from .call_catalogue import PACKAGES, entry_of, operations

if TYPE_CHECKING:
    from .call_catalogue import Argument, Entry
    from .output import Output

__all__ = ["STATUSES", "operation_help", "operation_list", "refusal_of", "service_list"]

STATUSES = (
    "Exit status: 0 it worked, 1 the call failed, 2 it was not made: wrong usage, no credentials, a missing extra."
)
_DEFAULT_WIDTH = 100


def service_list(output: Output, *, as_json: bool) -> None:
    """The services, with how many operations each has."""
    counted = {service: len(operations(service)) for service in PACKAGES}
    if as_json:
        output.line(json.dumps(counted))
        return
    output.table([(service, f"{count} operations", f"trellis call {service}") for service, count in counted.items()])


def operation_list(output: Output, service: str, *, as_json: bool) -> None:
    """Every operation of a service, by subject."""
    entries = [entry_of(service, row) for row in operations(service).values()]
    if as_json:
        output.line(
            json.dumps([{"id": entry.row.id, "http": entry.row.label, "summary": entry.summary} for entry in entries])
        )
        return
    width = max(len(entry.row.id) for entry in entries)
    subject = None
    for entry in sorted(entries, key=lambda each: each.row.tags[:1]):
        if entry.row.tags[:1] != subject:
            subject = entry.row.tags[:1]
            output.title(" ".join(subject))
        output.line(f"  {output.styled(f'{entry.row.id:<{width}}', 'name')}  {entry.summary}")
    output.line()
    output.line(output.styled(f"trellis call {service} OPERATION --help says what each takes.", "dim"))


def refusal_of(entry: Entry) -> str | None:
    """Why this command does not make a call of an operation, and what does; None if it does."""
    row = entry.row
    if row.id == "oauth_token":
        return "the client asks for tokens by itself, and shows them to nobody; `trellis doctor knoxcall` tries it out"
    if entry.transport != "websocket" or row.id.endswith("_logs"):
        return None
    what = {
        "processes_exec": "client.processes.exec",
        "resources_console": "client.resources.console",
        "instances_shell": "client.instances.shell",
        "proxy_tcp": "client.proxy.tcp",
    }.get(row.id, "the client")
    return f"{row.id} is a conversation over a WebSocket, which a single call is not; in Python, {what}(...) opens it"


def operation_help(output: Output, entry: Entry, *, as_json: bool) -> None:
    """One operation: what it does, its HTTP line, its arguments with their limits, its answers and errors."""
    if as_json:
        output.line(json.dumps(_as_data(entry), ensure_ascii=False))
        return
    row = entry.row
    width = min(shutil.get_terminal_size((_DEFAULT_WIDTH, 24)).columns, 120)
    output.line(f"{output.styled(f'trellis call {entry.service} {row.id}', 'bold')} {_usage(entry)}".rstrip())
    output.line()
    for text in (entry.summary, entry.description):
        for line in textwrap.wrap(text, width):
            output.line(line)
    output.line()
    output.step("HTTP", row.label)
    output.step("answer", _answer(entry))
    output.step("repeating", _IDEMPOTENCY[row.idempotency])
    scopes = row.ext.get("x-scopes")
    if scopes:
        output.step("scopes", ", ".join(scopes))
    if row.ext.get("x-role"):
        output.step("role", str(row.ext["x-role"]))
    if row.deprecated:
        output.step("careful", "deprecated: the service means to take it away", "bad")
    refusal = refusal_of(entry)
    if refusal is not None:
        output.step("careful", refusal, "bad")
    if entry.arguments:
        output.title("Arguments")
        for argument in entry.arguments:
            _argument(output, argument, width)
    if entry.body == "raw":
        output.title("Body")
        need = "needed" if entry.body_required else "optional"
        output.line(f"  @FILE, or - for standard input: {entry.media or 'bytes'} ({need})")
    elif entry.body == "json":
        output.title("Body")
        output.line("  JSON: the arguments of kind body, or @FILE, or - for standard input; arguments replace members")
    if entry.errors:
        output.title("Errors")
        for status, meaning in entry.errors:
            wrapped = textwrap.wrap(meaning, width - 12) or [""]
            output.step(status, wrapped[0], "bad")
            for line in wrapped[1:]:
                output.line(" " * 14 + line)
    output.line()
    output.line(output.styled(STATUSES, "dim"))


_IDEMPOTENCY = {
    "safe": "harmless: a second call has no further effect",
    "honoured": "safe with the same idempotency key; the client sends one",
    "ignored": "a second call may act a second time; the client repeats it only if it surely never ran",
}


def _usage(entry: Entry) -> str:
    words = [f"{argument.name}={argument.kind.upper()}" for argument in entry.arguments if argument.required]
    optional = [argument for argument in entry.arguments if not argument.required]
    if entry.body == "raw":
        words.append("@FILE" if entry.body_required else "[@FILE]")
    if optional:
        words.append("[name=value ...]")
    return " ".join(words)


def _answer(entry: Entry) -> str:
    if entry.transport == "websocket":
        return "a WebSocket" if refusal_of(entry) else "lines of text, as they come"
    reply = next((reply for reply in entry.row.replies if reply.type != "None"), None)
    if reply is None:
        return "that of the server behind it, whatever its status" if entry.transport == "http-proxy" else "nothing"
    return {"bytes": "bytes", "str": "text"}.get(reply.type, f"JSON: {reply.type}")


def _argument(output: Output, argument: Argument, width: int) -> None:
    said = [_kind(argument)]
    if argument.limits:
        said.append(argument.limits)
    if argument.required:
        said.append("required")
    if argument.default is not None:
        said.append(f"default {json.dumps(argument.default)}")
    if argument.secret:
        said.append("secret: @FILE, @env:NAME or @-")
    output.line(
        f"  {output.styled(argument.name, 'name')}  {output.styled(f'({argument.where})', 'dim')} {', '.join(said)}"
    )
    for line in textwrap.wrap(argument.description, width - 6):
        output.line(f"      {line}")


def _kind(argument: Argument) -> str:
    if argument.enum:
        return f"one of {', '.join(argument.enum)}"
    if argument.kind == "array":
        item = "JSON" if argument.item in ("object", "any", "array") else argument.item
        return f"list of {item}, one item each time it is given"
    return {
        "object": "object: name.key=value, or name:=JSON",
        "any": "any JSON: name:=JSON, or text",
        "boolean": "true or false",
        "bytes": "bytes: @FILE, or text in base64",
        "time": "time such as 2026-01-31T09:30:00Z",
    }.get(argument.kind, argument.kind)


def _as_data(entry: Entry) -> dict[str, Any]:
    row = entry.row
    return {
        "service": entry.service,
        "operation": row.id,
        "method": row.method,
        "path": row.path,
        "summary": entry.summary,
        "description": entry.description,
        "transport": entry.transport,
        "idempotency": row.idempotency,
        "deprecated": row.deprecated,
        "callable": refusal_of(entry) is None,
        "answer": _answer(entry),
        "body": {"kind": entry.body, "media": entry.media, "required": entry.body_required} if entry.body else None,
        "arguments": [{**argument._asdict(), "enum": list(argument.enum)} for argument in entry.arguments],
        "errors": dict(entry.errors),
    }
