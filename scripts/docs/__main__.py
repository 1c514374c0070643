"""Build the documentation site into build/docs/ and check it: `python -m scripts.docs`. Any warning is a failure."""

from __future__ import annotations

import os
import subprocess
import sys

from scripts.checks.source_tree import ROOT
from scripts.docs.built_site import complaints

SITE = ROOT / "build" / "docs"
CONFIGURATION = ROOT / "docs" / "mkdocs.yml"


def build() -> str:
    """Run mkdocs; what it complains of, empty if nothing."""
    # Not with --quiet: warnings that are not shown do not count as such.
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--clean", "--config-file", str(CONFIGURATION)],
        cwd=ROOT,
        # Material's announcement of what becomes of mkdocs is no finding about our pages.
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    said = "\n".join(line for line in done.stdout.splitlines() if not line.startswith("INFO "))
    return said or (f"mkdocs ended with status {done.returncode}" if done.returncode else "")


def main() -> int:
    """Build and check; the exit status."""
    if said := build() or "\n".join(complaints(SITE)):
        print(said, file=sys.stderr)
        return 1
    pages = len(list(SITE.rglob("*.html")))
    folder = SITE.relative_to(ROOT)
    print(f"docs: {pages} pages in {folder}/; to read and search them: python -m http.server -d {folder}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
