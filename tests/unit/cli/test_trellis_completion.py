"""`trellis completion` and `trellis __complete`: what may stand next, and how little it takes to say so."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from trellis.cli import main
from trellis.cli.call import call_parser
from trellis.cli.call_catalogue import PACKAGES, operations
from trellis.cli.command import SHELLS
from trellis.cli.completion_scripts import SCRIPTS

if TYPE_CHECKING:
    from pathlib import Path

BASH = shutil.which("bash")


def completed(capsys: pytest.CaptureFixture[str], *words: str, into: str = "zsh") -> list[str]:
    assert main(["__complete", into, *words]) == 0
    return capsys.readouterr().out.splitlines()


def names(lines: list[str]) -> list[str]:
    return [line.partition("\t")[0] for line in lines]


def test_commands_services_and_operations_come_first(capsys: pytest.CaptureFixture[str]) -> None:
    assert names(completed(capsys, "d")) == ["demo", "diff", "doctor"]
    assert names(completed(capsys, "call", "k")) == ["kneo", "knoxcall"]
    for service in PACKAGES:
        assert names(completed(capsys, "call", service, "")) == list(operations(service))
    assert completed(capsys, "call", "convox", "apps_g") == ["apps_get\tGET /apps/{name}"]


def test_arguments_follow_without_those_that_were_given(capsys: pytest.CaptureFixture[str]) -> None:
    open_ones = names(completed(capsys, "call", "kneo", "create_run", "input=x", ""))
    assert "spec=" in open_ones
    assert "metadata=" in open_ones
    assert "input=" not in open_ones
    again = names(completed(capsys, "call", "kneo", "create_run", "metadata=a=b", "meta"))
    assert again == ["metadata="]


def test_values_are_completed_where_the_document_knows_them(capsys: pytest.CaptureFixture[str]) -> None:
    assert completed(capsys, "call", "kneo", "list_runs", "sort_order=") == ["sort_order=asc", "sort_order=desc"]
    assert completed(capsys, "call", "kneo", "create_run", "async_mode=t") == ["async_mode=true"]
    # bash has taken the word apart at "=", and wants what stands behind it
    assert completed(capsys, "trellis call kneo list_runs sort_order=d", into="bash") == ["desc"]


def test_files_follow_an_at_sign(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("spec.json", "specs/one.yaml", ".hidden"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.touch()
    words = ("call", "kneo", "create_run")
    assert completed(capsys, *words, "spec:=@sp") == ["spec:=@spec.json", "spec:=@specs/"]
    assert completed(capsys, *words, "@specs/") == ["@specs/one.yaml"]
    assert completed(capsys, *words, "input=@") == ["input=@env:", "input=@-", "input=@spec.json", "input=@specs/"]
    assert completed(capsys, *words, "input=a@sp") == []
    assert completed(capsys, *words, "@nowhere/x") == []
    assert completed(capsys, "trellis call kneo create_run spec:=@spec.", into="bash") == ["@spec.json"]


def test_options_and_their_values_are_no_arguments(capsys: pytest.CaptureFixture[str]) -> None:
    options = names(completed(capsys, "call", "kneo", "--"))
    assert {"--url", "--api-key-env", "--json", "--output"} <= set(options)
    assert "--api-key" not in options
    assert completed(capsys, "call", "--output", "") == []  # a file may come here
    assert names(completed(capsys, "call", "--url", "http://x", "kneo", "livez", "")) == []
    assert names(completed(capsys, "call", "--url", "http://x", "kn")) == ["kneo", "knoxcall"]


def test_every_completed_option_exists_and_every_option_is_completed(capsys: pytest.CaptureFixture[str]) -> None:
    known = set(call_parser()._option_string_actions)
    assert set(names(completed(capsys, "call", "--"))) <= known
    for command in ("demo", "diff", "doctor", "serve"):
        with pytest.raises(SystemExit):
            main([command, "--help"])
        there = set(re.findall(r"--[a-z][a-z-]+", capsys.readouterr().out.partition("options:")[2]))
        assert set(names(completed(capsys, command, "--"))) | {"--help"} == there, command


@pytest.mark.parametrize("words", [(), ("call", "nothing", ""), ("call", "kneo", "nothing", ""), ("what", "")])
def test_nonsense_completes_to_nothing(capsys: pytest.CaptureFixture[str], words: tuple[str, ...]) -> None:
    if words:
        assert completed(capsys, *words) == []
    assert main(["__complete"]) == 0


def test_completing_loads_no_http_library() -> None:
    program = (
        "import sys; from trellis.cli import main; "
        "main(['__complete', 'zsh', 'call', 'knoxcall', 'routes_create', '']); "
        "heavy = {'httpx', 'attr', 'cryptography', 'ssl'} & set(sys.modules); sys.exit(str(heavy) * bool(heavy) or 0)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert "target_base_url=" in done.stdout


def test_there_is_a_script_for_each_shell(capsys: pytest.CaptureFixture[str]) -> None:
    assert set(SCRIPTS) == set(SHELLS)
    for shell in SHELLS:
        assert main(["completion", shell]) == 0
        assert f"trellis __complete {shell}" in capsys.readouterr().out


@pytest.mark.skipif(BASH is None, reason="there is no bash")
@pytest.mark.parametrize(
    ("line", "replies"),
    [
        ("trellis call convox apps_upd", "apps_update"),
        ("trellis call kneo list_runs sort_order=", "asc desc"),
        ("trellis call kneo list_runs st", "status="),
        ("trellis nothing ", ""),
    ],
)
def test_bash_gets_its_replies(line: str, replies: str) -> None:
    program = (
        f'trellis() {{ {sys.executable} -m trellis.cli "$@"; }}; source <(trellis completion bash); '
        f"COMP_LINE='{line}'; COMP_POINT=${{#COMP_LINE}}; _trellis; echo \"${{COMPREPLY[*]}}\""
    )
    done = subprocess.run(
        [str(BASH), "-c", program], capture_output=True, text=True, timeout=60, check=False, env=dict(os.environ)
    )
    assert (done.stdout, done.stderr) == (f"{replies}\n", "")


SHELL_PROGRAMS = {
    # compadd and compdef are there only while a line is edited: these tell what they would be given
    "zsh": 'compdef() {{ }}; compadd() {{ print -r -- "${{@[$#]}}" }}; _files() {{ print files }}; '
    "source <(trellis completion zsh); words=({words} ''); words[-1]='{current}'; CURRENT=${{#words}}; _trellis",
    "fish": 'trellis completion fish | source; complete -C "{words} {current}" | string split -f1 \\t',
}


@pytest.mark.parametrize("shell", SHELL_PROGRAMS)
def test_the_other_shells_get_their_replies(shell: str, tmp_path: Path) -> None:
    found = shutil.which(shell)
    if found is None:
        pytest.skip(f"there is no {shell}")
    (tmp_path / "trellis").write_text(f'#!/bin/sh\nexec "{sys.executable}" -m trellis.cli "$@"\n')
    (tmp_path / "trellis").chmod(0o755)
    environment = {**os.environ, "PATH": f"{tmp_path}{os.pathsep}{os.environ['PATH']}", "HOME": str(tmp_path)}
    for words, current, reply in (
        ("trellis call convox", "apps_upd", "apps_update"),
        ("trellis call kneo list_runs", "sort_order=d", "sort_order=desc"),
        ("trellis call kneo list_runs", "st", "status="),
    ):
        program = SHELL_PROGRAMS[shell].format(words=words, current=current)
        option = "-f" if shell == "zsh" else "--no-config"
        done = subprocess.run(
            [found, option, "-c", program], capture_output=True, text=True, timeout=60, check=False, env=environment
        )
        assert (done.stdout, done.stderr) == (f"{reply}\n", "")
