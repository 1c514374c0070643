"""The commands that processes of the emulated rack can be told to run: a small table, and never a real process."""

from __future__ import annotations

import asyncio
import re
import shlex
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

    from .conversation import Conversation

CTRL_C, CTRL_D = b"\x03", b"\x04"
INTERRUPTED, NOT_FOUND, MISUSED = 130, 127, 2
LONGEST_SLEEP = 300.0
_JOINTS = {";", "&&", "||"}
_VARIABLE = re.compile(r"\$(?:\{(\w+)\}|(\w+|\?))")
_SINGLE_QUOTED = re.compile(r"'[^']*'")
_NO_DOLLAR = "\ue000"
"""Stands for a `$` between single quotes, where it is only itself."""


class Interrupted(Exception):
    """Ctrl-C was typed at a terminal."""


class _Exit(Exception):
    def __init__(self, code: int) -> None:
        self.code = code


class Terminal:
    """Where a command reads and writes.

    size: height and width in characters. tty: lines end as on a terminal, and control characters mean what they say.
    """

    def __init__(self, conversation: Conversation, *, tty: bool, size: tuple[int, int], stdin: bool = True) -> None:
        self._conversation = conversation
        self.tty = tty
        self.size = size
        self._ended = not stdin

    async def write(self, data: bytes | str) -> None:
        """Put output on it."""
        raw = data.encode() if isinstance(data, str) else data
        if raw:
            await self._conversation.write_bytes(raw.replace(b"\n", b"\r\n") if self.tty else raw)

    async def read(self) -> bytes:
        """The next piece of input; empty at its end."""
        if self._ended:
            return b""
        data = await self._conversation.read()
        if self.tty and CTRL_C in data:
            raise Interrupted
        if self.tty and CTRL_D in data:
            data, self._ended = data.partition(CTRL_D)[0], True
        self._ended = self._ended or not data
        return data

    async def interrupted(self) -> None:
        """Return when Ctrl-C is typed; other input meanwhile is lost, as it is on a program that reads none."""
        while True:
            try:
                if not await self.read():
                    await asyncio.Event().wait()
            except Interrupted:
                return


class Shell:
    """Runs command lines in the environment of one process.

    files: what `cat` and `ls` find, by path.
    """

    def __init__(self, terminal: Terminal, environment: Mapping[str, str], files: Mapping[str, bytes]) -> None:
        self._terminal = terminal
        self._environment = dict(environment)
        self._files = files
        self._last = 0

    async def run(self, line: str) -> int:
        """Run a command line to its end, and give its exit code."""
        try:
            return await self._line(line)
        except _Exit as left:
            return left.code
        except Interrupted:
            return INTERRUPTED

    async def _line(self, line: str) -> int:
        protected = _SINGLE_QUOTED.sub(lambda quoted: quoted[0].replace("$", _NO_DOLLAR), line)
        lexer = shlex.shlex(protected, posix=True, punctuation_chars=";&|")
        lexer.whitespace_split = True
        try:
            words = list(lexer)
        except ValueError as problem:
            await self._terminal.write(f"sh: syntax error: {problem}\n")
            return MISUSED
        unknown = next((word for word in words if word and set(word) <= set(";&|") and word not in _JOINTS), None)
        if unknown is not None:
            await self._terminal.write(f"sh: {unknown} is not emulated\n")
            return MISUSED
        joint, command = ";", list[str]()
        for word in [*words, ";"]:
            if word not in _JOINTS:
                command.append(word)
                continue
            if command and (joint == ";" or (joint == "&&") == (self._last == 0)):
                self._last = await self._command([self._expanded(part) for part in command])
            joint, command = word, []
        return self._last

    def _expanded(self, word: str) -> str:
        def value(found: re.Match[str]) -> str:
            name = found[1] or found[2]
            return str(self._last) if name == "?" else self._environment.get(name, "")

        return _VARIABLE.sub(value, word).replace(_NO_DOLLAR, "$")

    async def _command(self, words: list[str]) -> int:
        name, *arguments = words
        command = _COMMANDS.get(name.rpartition("/")[2])
        if command is None:
            await self._terminal.write(f"sh: {name}: not found\n")
            return NOT_FOUND
        return await command(self, arguments)

    async def echo(self, arguments: list[str]) -> int:
        """echo [-n] [WORD]..."""
        end = ""
        if arguments[:1] == ["-n"]:
            arguments = arguments[1:]
        else:
            end = "\n"
        await self._terminal.write(" ".join(arguments) + end)
        return 0

    async def cat(self, arguments: list[str]) -> int:
        """cat [FILE]...: the files, or what is typed."""
        for name in arguments:
            content = self._files.get(f"/{name.lstrip('/')}")
            if content is None:
                await self._terminal.write(f"cat: can't open '{name}': No such file or directory\n")
                return 1
            await self._terminal.write(content)
        while not arguments and (data := await self._terminal.read()):
            await self._terminal.write(data)
        return 0

    async def wc(self, arguments: list[str]) -> int:
        """wc -c: how many bytes are typed."""
        total = 0
        while data := await self._terminal.read():
            total += len(data)
        await self._terminal.write(f"{total}\n")
        return 0

    async def env(self, arguments: list[str]) -> int:
        """env: the environment, sorted."""
        await self._terminal.write("".join(f"{name}={self._environment[name]}\n" for name in sorted(self._environment)))
        return 0

    async def printenv(self, arguments: list[str]) -> int:
        """printenv NAME..."""
        known = [name for name in arguments if name in self._environment]
        await self._terminal.write("".join(f"{self._environment[name]}\n" for name in known))
        return 0 if len(known) == len(arguments) else 1

    async def ls(self, arguments: list[str]) -> int:
        """ls: the paths of all files."""
        await self._terminal.write("".join(f"{name}\n" for name in sorted(self._files)))
        return 0

    async def hostname(self, arguments: list[str]) -> int:
        """hostname: that of the process."""
        await self._terminal.write(f"{self._environment.get('HOSTNAME', 'rack')}\n")
        return 0

    async def sleep(self, arguments: list[str]) -> int:
        """sleep SECONDS, ended early by Ctrl-C."""
        try:
            seconds = min(float(arguments[0]), LONGEST_SLEEP)
        except (IndexError, ValueError):
            await self._terminal.write("sleep: invalid number\n")
            return 1
        watching = asyncio.ensure_future(self._terminal.interrupted())
        try:
            done, _ = await asyncio.wait({watching}, timeout=seconds)
        finally:
            watching.cancel()
        return INTERRUPTED if done else 0

    async def stty(self, arguments: list[str]) -> int:
        """stty size: height and width."""
        if not self._terminal.tty:
            await self._terminal.write("stty: standard input: Not a tty\n")
            return 1
        height, width = self._terminal.size
        await self._terminal.write(f"{height} {width}\n")
        return 0

    async def leave(self, arguments: list[str]) -> int:
        """exit [CODE]."""
        code = arguments[0] if arguments else str(self._last)
        raise _Exit(int(code) % 256 if code.isdecimal() else MISUSED)

    async def succeed(self, arguments: list[str]) -> int:
        """true."""
        return 0

    async def fail(self, arguments: list[str]) -> int:
        """false."""
        return 1

    async def sh(self, arguments: list[str]) -> int:
        """sh -c LINE, or sh: run what is typed, line by line."""
        inner = Shell(self._terminal, self._environment, self._files)
        if arguments[:1] == ["-c"]:
            return await inner.run(" ".join(arguments[1:2]))
        return await inner.interact()

    async def interact(self) -> int:
        """Run the lines that are typed until their end, or `exit`; the last one's exit code."""
        rest = b""
        try:
            while True:
                if self._terminal.tty:
                    await self._terminal.write("$ ")
                while not (found := re.search(rb"[\r\n]", rest)):
                    data = await self._terminal.read()
                    if not data:
                        return await self._line(rest.decode("utf-8", "replace"))
                    rest += data
                line, rest = rest[: found.start()], rest[found.end() :]
                await self._line(line.decode("utf-8", "replace"))
        except _Exit as left:
            return left.code
        except Interrupted:
            return INTERRUPTED


_COMMANDS: dict[str, Callable[[Shell, list[str]], Awaitable[int]]] = {
    "bash": Shell.sh,
    "cat": Shell.cat,
    "echo": Shell.echo,
    "env": Shell.env,
    "exit": Shell.leave,
    "false": Shell.fail,
    "hostname": Shell.hostname,
    "ls": Shell.ls,
    "printenv": Shell.printenv,
    "sh": Shell.sh,
    "sleep": Shell.sleep,
    "stty": Shell.stty,
    "true": Shell.succeed,
    "wc": Shell.wc,
}
