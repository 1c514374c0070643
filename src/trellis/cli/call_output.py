"""Where the answer of a call goes: JSON, text, bytes or lines, to standard output or a file; and progress."""

from __future__ import annotations

import json
import re
import sys
import time
from typing import TYPE_CHECKING, Any, TextIO

from trellis.core.errors import ServiceError

from .call_catalogue import UsageProblem
from .output import is_capable

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .call_client import Answer

__all__ = ["TransferProgress", "error_json", "printable", "write_answer"]

_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_INTERVAL = 0.1
_UNITS = ("B", "kB", "MB", "GB", "TB")


class TransferProgress:
    """Shows how far a transfer is, on one line of a terminal; on anything else it shows nothing."""

    def __init__(self, stream: TextIO, what: str) -> None:
        self._stream = stream
        self._what = what
        self._shown = False
        self._began = self._last = time.monotonic()
        self.active = is_capable(stream)

    def __call__(self, done: int, total: int | None) -> None:
        """Told of the bytes so far, and in all where that is known."""
        now = time.monotonic()
        if not self.active or (now - self._last < _INTERVAL and done != total):
            return
        self._last = now
        rate = done / max(now - self._began, 0.001)
        share = f"{100 * done // total:3d}% " if total else ""
        of = f" of {_size(total)}" if total else ""
        self._stream.write(f"\r\x1b[K{self._what} {share}{_size(done)}{of}, {_size(rate)}/s")
        self._stream.flush()
        self._shown = True

    def finish(self) -> None:
        """Clear the line."""
        if self._shown:
            self._stream.write("\r\x1b[K")
            self._stream.flush()
            self._shown = False


def _size(count: float) -> str:
    unit = 0
    while count >= 1000 and unit < len(_UNITS) - 1:
        count /= 1000
        unit += 1
    return f"{count:.0f} {_UNITS[unit]}" if unit == 0 else f"{count:.1f} {_UNITS[unit]}"


def write_answer(answer: Answer, *, output: str | None, as_json: bool) -> None:
    """Write an answer. output: a file to write to instead; "-" is standard output even where that is a terminal.

    Raises OSError where the file cannot be written, UsageProblem for bytes that would go to a terminal, and what the
    SDK raises where a stream breaks off.
    """
    if answer.kind == "bytes":
        _write_bytes(answer.value, output, as_json=as_json)
    elif answer.kind == "lines":
        _write_lines(answer.value, output, as_json=as_json)
    elif answer.kind == "none":
        if as_json:
            _write_text("null\n", output)
    elif answer.kind == "text" and not as_json:
        _write_text(answer.value if answer.value.endswith("\n") else f"{answer.value}\n", output)
    else:
        indented = output in (None, "-") and sys.stdout.isatty() and not as_json
        _write_text(_json_text(answer.value, indented=indented) + "\n", output)


def _json_text(value: Any, *, indented: bool) -> str:
    layout: dict[str, Any] = {"indent": 2} if indented else {"separators": (",", ":")}
    text = json.dumps(value, ensure_ascii=False, **layout)
    try:
        text.encode(sys.stdout.encoding or "utf-8")
    except UnicodeEncodeError:  # half a surrogate pair, or a terminal that knows few characters
        return json.dumps(value, **layout)
    return text


def _write_text(text: str, output: str | None) -> None:
    if output in (None, "-"):
        sys.stdout.write(text)
        sys.stdout.flush()
        return
    with open(str(output), "w", encoding="utf-8") as file:
        file.write(text)


def _write_lines(lines: Iterable[str], output: str | None, *, as_json: bool) -> None:
    def written(line: str) -> str:
        return (_json_text({"line": line}, indented=False) if as_json else line) + "\n"

    if output in (None, "-"):
        for line in lines:
            sys.stdout.write(written(line))
            sys.stdout.flush()  # whoever follows a log wants each line as it comes
        return
    with open(str(output), "w", encoding="utf-8", buffering=1) as file:
        for line in lines:
            file.write(written(line))


def _write_bytes(value: Any, output: str | None, *, as_json: bool) -> None:
    if output is None and as_json:
        raise UsageProblem("bytes are no JSON: name a file with --output FILE, or --output - for the bytes alone")
    if output is None and sys.stdout.isatty():
        raise UsageProblem("the answer is bytes, which a terminal does not show: --output FILE, or --output -")
    if output in (None, "-"):
        size = _pour(value, sys.stdout.buffer)
    elif hasattr(value, "save"):
        try:
            size = value.save(output)  # whole or not at all
        except OSError as problem:
            if problem.filename is not None:  # of the unfinished file, which nobody knows
                problem.filename = output
            raise
    else:
        with open(str(output), "wb") as file:
            size = _pour(value, file)
    if as_json and output != "-":
        sys.stdout.write(_json_text({"output": output, "bytes": size}, indented=False) + "\n")
        sys.stdout.flush()


def _pour(value: bytes | Iterable[bytes], sink: Any) -> int:
    size = 0
    for chunk in (value,) if isinstance(value, bytes) else value:
        sink.write(chunk)
        size += len(chunk)
    sink.flush()
    return size


def printable(text: str) -> str:
    """Words that may be a server's, without what would have a terminal do something."""
    return _CONTROLS.sub("\N{REPLACEMENT CHARACTER}", text)


def error_json(problem: Exception) -> str:
    """An error as a line of JSON: its type, its words, and what is known of the answer."""
    told: dict[str, Any] = {"type": type(problem).__name__, "message": str(problem)}
    if isinstance(problem, ServiceError):
        told |= {
            "status": problem.status,
            "code": problem.code,
            "request_id": problem.request_id,
            "idempotency_key": problem.idempotency_key,
            "body": problem.body,
        }
    return json.dumps({"error": told}, default=str, separators=(",", ":"))
