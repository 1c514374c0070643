"""Build the documentation site into build/docs/ and check it: `python -m scripts.docs`. Any warning is a failure."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from scripts.checks.source_tree import ROOT
from scripts.docs.built_site import complaints

SITE = ROOT / "build" / "docs"
CONFIGURATION = ROOT / "docs" / "mkdocs.yml"


def build(site: Path) -> str:
    """Run mkdocs into the folder `site`; what it complains of, empty if nothing."""
    # Not with --quiet: warnings that are not shown do not count as such.
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "-f", str(CONFIGURATION), "-d", str(site)],
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
    """Build and check, and put the site in its place if nothing is wrong; the exit status."""
    SITE.parent.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="docs-", dir=SITE.parent, ignore_cleanup_errors=True) as folder:
        built = Path(folder, "site")
        if said := build(built) or "\n".join(complaints(built)):
            print(said, file=sys.stderr)
            return 1
        shutil.rmtree(SITE, ignore_errors=True)
        built.rename(SITE)
    pages, place = len(list(SITE.rglob("*.html"))), SITE.relative_to(ROOT)
    print(f"docs: {pages} pages in {place}/; to read and search them: python -m http.server -d {place}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
