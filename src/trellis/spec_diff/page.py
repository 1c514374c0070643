"""Renders a report as one page of HTML that needs nothing else: no script, no font, no picture from anywhere."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from .findings import SEVERITIES
from .rules import RULES
from .text import condensed, printable, sentence, title

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .findings import Change, Report, Severity

__all__ = ["html_of"]

MEANING: dict[Severity, str] = {
    "breaking": "Clients that work today stop working, or may receive what they never had to expect.",
    "risky": "Correct clients can stay as they are, yet some code will notice. Each asks for a look.",
    "additive": "Something more is possible; nothing that works today is touched.",
    "editorial": "Text for people. Nothing changes on the wire.",
}
STYLE = """
:root{color-scheme:light dark;--ink:#1d2329;--soft:#5b6570;--line:#dde2e7;--back:#fff;--card:#f6f8fa;
--breaking:#b3261e;--risky:#8a5a00;--additive:#1c6b3a;--editorial:#5b6570}
@media (prefers-color-scheme:dark){:root{--ink:#e4e8ec;--soft:#9aa5b1;--line:#333b44;--back:#14181c;--card:#1c2127;
--breaking:#ff8a80;--risky:#f2bd5c;--additive:#7fd6a0;--editorial:#9aa5b1}}
*{box-sizing:border-box}
body{margin:0;background:var(--back);color:var(--ink);font:16px/1.5 system-ui,sans-serif}
main,header{max-width:60rem;margin:auto;padding:1.5rem}
h1{font-size:1.5rem;margin:0 0 .25rem;overflow-wrap:anywhere}h2{margin:2rem 0 .25rem;font-size:1.2rem}
p{margin:.25rem 0;color:var(--soft)}
nav{display:flex;flex-wrap:wrap;gap:.5rem;margin-top:1rem}
nav a{border:1px solid var(--line);border-radius:.5rem;padding:.4rem .8rem;text-decoration:none;color:inherit}
nav b{font-size:1.15rem;margin-right:.3rem}
article{border:1px solid var(--line);border-left:.3rem solid;border-radius:.4rem;background:var(--card);
margin:.6rem 0;padding:.6rem .9rem}
.breaking{border-left-color:var(--breaking)}.risky{border-left-color:var(--risky)}
.additive{border-left-color:var(--additive)}.editorial{border-left-color:var(--editorial)}
h2.breaking,nav .breaking b{color:var(--breaking)}h2.risky,nav .risky b{color:var(--risky)}
h2.additive,nav .additive b{color:var(--additive)}h2.editorial,nav .editorial b{color:var(--editorial)}
h3{margin:0;font:600 .95rem/1.4 ui-monospace,monospace;overflow-wrap:anywhere}
.side{font:400 .8rem system-ui,sans-serif;color:var(--soft);border:1px solid var(--line);border-radius:1rem;
padding:0 .5rem;margin-left:.4rem;white-space:nowrap}
article p{color:inherit}article .why,article summary,article li{color:var(--soft);font-size:.9rem}
del,ins{text-decoration:none;font:.88rem ui-monospace,monospace;padding:.05rem .3rem;border-radius:.25rem;
overflow-wrap:anywhere}
del{background:color-mix(in srgb,var(--breaking) 16%,transparent)}
ins{background:color-mix(in srgb,var(--additive) 18%,transparent)}
ul{margin:.2rem 0;padding-left:1.2rem}
"""


def html_of(report: Report) -> str:
    """The page. Everything that comes from a document is escaped."""
    return "\n".join(_page(report)) + "\n"


def _page(report: Report) -> Iterator[str]:
    heading = _text(title(report))
    yield "<!doctype html>"
    yield '<html lang="en"><head><meta charset="utf-8">'
    yield '<meta name="viewport" content="width=device-width,initial-scale=1">'
    # Nothing in the page may load or run anything, whatever a document tried to put into it.
    yield "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">"
    yield f"<title>{heading}</title><style>{STYLE}</style></head><body>"
    yield f"<header><h1>{heading}</h1><p>{_text(sentence(report))}</p><nav>"
    for severity, number in report.counts.items():
        yield f'<a class="{severity}" href="#{severity}"><b>{number}</b>{severity}</a>'
    yield "</nav></header><main>"
    for severity in SEVERITIES:
        yield from _section(severity, report.of(severity))
    yield "</main></body></html>"


def _section(severity: Severity, changes: tuple[Change, ...]) -> Iterator[str]:
    yield f'<section id="{severity}"><h2 class="{severity}">{severity.capitalize()} ({len(changes)})</h2>'
    yield f"<p>{MEANING[severity]}</p>"
    for change in condensed(changes):
        side = f'<span class="side">{change.side}</span>' if change.side else ""
        yield f'<article class="{severity}"><h3>{_text(change.where)}{side}</h3>'
        yield f"<p>{_text(change.what.capitalize())}{_values(change)}</p>"
        why = RULES[change.rule].why
        if why and change.severity not in ("additive", "editorial"):
            yield f'<p class="why">{_text(why)}</p>'
        if change.used_by:
            number = len(change.used_by)
            yield f"<details><summary>reaches {number} operation{'s' if number > 1 else ''}</summary><ul>"
            yield "".join(f"<li>{_text(line)}</li>" for line in change.used_by) + "</ul></details>"
        yield "</article>"
    yield "</section>"


def _values(change: Change) -> str:
    before = f"<del>{_text(change.before)}</del>" if change.before else ""
    after = f"<ins>{_text(change.after)}</ins>" if change.after else ""
    if not before and not after:
        return ""
    return f": {before}{' &rarr; ' if before and after else ''}{after}"


def _text(text: str) -> str:
    return escape(printable(text))
