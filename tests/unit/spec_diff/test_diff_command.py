"""`trellis diff`: what it prints, writes and returns."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from html.parser import HTMLParser
from typing import TYPE_CHECKING

import pytest

from trellis.cli import main
from trellis.cli.diff import diff_documents
from trellis.cli.output import Output
from trellis.spec_diff import RULES, SEVERITIES, html_of

from .pinned import PINNED
from .specimens import Node, api, over, reported, requesting

if TYPE_CHECKING:
    from pathlib import Path

STRING: Node = {"type": "string"}


@pytest.fixture
def files(tmp_path: Path) -> dict[str, str]:
    """Documents by name: `base`, and what became of it."""
    documents = {
        "base": requesting(STRING),
        "wider": requesting({"type": ["string", "integer"]}),
        "risky": over(requesting({**STRING, "default": "a"})),
        "words": requesting({**STRING, "description": "Text."}),
    }
    for name, document in documents.items():
        (tmp_path / f"{name}.json").write_text(json.dumps(document), "utf-8")
    (tmp_path / "broken.json").write_text("{", "utf-8")
    return {path.stem: str(path) for path in tmp_path.iterdir()}


@pytest.mark.parametrize(
    ("old", "new", "status"),
    [
        ("base", "base", 0), ("base", "wider", 0), ("base", "risky", 0), ("base", "words", 0), ("wider", "base", 1),
        ("base", "broken", 2), ("broken", "base", 2),
    ],
)  # fmt: skip
def test_the_status_says_whether_something_breaks(files: dict[str, str], old: str, new: str, status: int) -> None:
    assert main(["diff", files[old], files[new]]) == status


def test_the_text_says_what_changed_where_and_on_which_side(
    files: dict[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    main(["diff", files["wider"], files["base"]])

    lines = capsys.readouterr().out.splitlines()
    assert lines[0].endswith("base.json 1: 1 breaking")
    assert lines[2:] == [
        "breaking (1)",
        "  POST /things · body  [request]",
        "      fewer types are allowed: integer or string -> string",
    ]


def test_prose_is_counted_and_listed_when_asked_for(files: dict[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    main(["diff", files["base"], files["words"]])
    short = capsys.readouterr().out
    main(["diff", files["base"], files["words"], "--prose"])
    long = capsys.readouterr().out

    assert "1 editorial" in short
    assert "--prose lists them" in short
    assert "editorial (1)" in long
    assert "--prose" not in long


def test_nothing_changed_is_said(files: dict[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    main(["diff", files["base"], files["base"]])

    assert capsys.readouterr().out.endswith("base.json 1: no change\n")


def test_the_text_is_coloured_on_a_terminal_only(files: dict[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    diff_documents(Output(colour=True), files["wider"], files["base"])
    coloured = capsys.readouterr().out
    diff_documents(Output(), files["wider"], files["base"])
    plain = capsys.readouterr().out

    assert "\x1b[31mbreaking (1)\x1b[0m" in coloured
    assert re.sub(r"\x1b\[\d+m", "", coloured) == plain


def test_json_holds_everything(files: dict[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["diff", files["wider"], files["base"], "--json"]) == 1

    assert json.loads(capsys.readouterr().out) == {
        "old": {"name": files["wider"], "version": "1"},
        "new": {"name": files["base"], "version": "1"},
        "worst": "breaking",
        "counts": {"breaking": 1, "risky": 0, "additive": 0, "editorial": 0},
        "changes": [
            {
                "severity": "breaking",
                "rule": "type-narrowed",
                "what": "fewer types are allowed",
                "side": "request",
                "where": "POST /things · body",
                "before": "integer or string",
                "after": "string",
                "used_by": [],
            }
        ],
    }


class Page(HTMLParser):
    """Collects the tags of a page, and fails on any that is left open or loads something."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: list[str] = []
        self.words: list[str] = []
        self.feed(text)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append(tag)
        assert not {"src", "onclick", "onerror", "style"} & {name for name, _ in attrs}
        assert all(value is None or value.startswith("#") for name, value in attrs if name == "href")
        if tag != "meta":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] != "style":
            self.words.append(data)


def test_the_page_is_whole_and_stands_alone(files: dict[str, str], tmp_path: Path) -> None:
    target = tmp_path / "report.html"

    assert main(["diff", files["wider"], files["base"], "--html", str(target)]) == 1

    page = Page(target.read_text("utf-8"))
    assert not {"script", "link", "img", "iframe"} & set(page.seen)
    assert page.seen.count("article") == 1
    assert "POST /things · body" in page.words
    assert [word for word in page.words if word in ("integer or string", "string")] == ["integer or string", "string"]


def test_the_page_of_a_large_report_is_well_formed() -> None:
    old, new = PINNED["kneo"], {**PINNED["knoxcall"]}
    page = Page(html_of(reported(old, new)))

    assert set(SEVERITIES) <= {word for word in page.words if word in SEVERITIES}


def test_a_page_that_cannot_be_written_is_an_error(files: dict[str, str], tmp_path: Path) -> None:
    assert main(["diff", files["base"], files["base"], "--html", str(tmp_path / "none" / "x.html")]) == 2


def test_what_many_operations_share_is_told_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    ok = {"description": "Fine."}

    def document(*statuses: str) -> Node:
        node = {"get": {"responses": dict.fromkeys(statuses, ok)}}
        return api(paths={f"/{name}": node for name in "abcdef"})

    for name, node in (("a", document("200")), ("b", document("200", "404"))):
        (tmp_path / f"{name}.json").write_text(json.dumps(node), "utf-8")
    main(["diff", str(tmp_path / "a.json"), str(tmp_path / "b.json")])

    lines = capsys.readouterr().out.splitlines()
    assert lines[2:] == [
        "additive (6)",
        "  6 operations · 404  [response]",
        "      an error status was added",
        "      in GET /a, GET /b, GET /c, GET /d and 2 more",
    ]


@pytest.mark.parametrize("service", PINNED)
def test_a_service_is_its_installed_document(service: str, capsys: pytest.CaptureFixture[str]) -> None:
    version = PINNED[service]["info"]["version"]

    assert main(["diff", service, f"{service}@{version}"]) == 0
    assert "no change" in capsys.readouterr().out
    assert main(["diff", service, f"{service}@0.0.1"]) == 2
    assert f"version {version} of {service} is installed" in capsys.readouterr().err


def test_an_earlier_pin_is_installed_too(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["diff", "kneo@0.4.0", "kneo"]) == 0
    said = capsys.readouterr().out
    assert "0 breaking" in said or "breaking" not in said
    assert "GET /v1/skills\n      an operation was added" in said


def test_a_file_stands_before_a_service_of_its_name(
    files: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "kneo").write_text(json.dumps(requesting(STRING)), "utf-8")
    monkeypatch.chdir(tmp_path)

    assert main(["diff", "kneo", files["base"]]) == 0


def test_the_rules_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["diff", "--rules"]) == 0

    rows = [line.split()[:3] for line in capsys.readouterr().out.splitlines()]
    assert rows == [["rule", "request", "response"], *([r.id, r.request, r.response] for r in RULES.values())]


@pytest.mark.parametrize("arguments", [[], ["one"], ["a", "b", "c"], ["--no-such-option"]])
def test_wrong_usage_is_status_2(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        main(["diff", *arguments])

    assert caught.value.code == 2
    assert "usage: trellis" in capsys.readouterr().err


def test_json_documents_need_no_extra(files: dict[str, str]) -> None:
    blocked = "{'yaml', 'uvicorn', 'starlette', 'jsonschema_rs', 'httpx'}"
    program = (
        f"import sys; sys.modules.update(dict.fromkeys({blocked})); from trellis.cli import main; "
        f"sys.exit(main(['diff', {files['wider']!r}, {files['base']!r}]))"
    )

    assert subprocess.run([sys.executable, "-c", program], stdout=subprocess.DEVNULL, check=False).returncode == 1
