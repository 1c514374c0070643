"""`make bump SERVICE=kneo SPEC=new.json`: from a new upstream document to a new pin, generated anew, and one report.

Read and check the document; make a draft of a pin from it where it is no pin yet; compare it with the present pin;
then, in a copy of the checkout: archive the old pin, write the new one, generate, run the contract tests. Only when all
of that is done are the results put in place, so that a step that fails leaves everything as it was.

Exit status: 0 the new pin is in place and nothing is left to do; 1 it is in place and a person has to act (something
breaks or is risky, methods are to be written, contract tests fail); 2 refused, nothing changed.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
from typing import TYPE_CHECKING, Any

import generate
from bump_report import Outcome, markdown
from spec_adapters import adapters, api_changes, api_of, gone_operations, signature, vanished, without_method
from spec_draft import draft
from spec_lint import lint
from spec_prepare import canonical, load_text
from trellis.spec_diff import DocumentError, compare, document_of, parse_document

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = generate.ROOT
COPIED = ("openapi", "templates", "scripts", "src", "tests")
COPIED_FILES = ("pyproject.toml", "README.md", "Makefile")
LEFT_OUT = shutil.ignore_patterns("__pycache__", "*.pyc", ".generated-*")
GENERATE_SECONDS = 300
CONTRACT_SECONDS = 420
# A waiter that no longer understands its answers waits; one test may not take the time of all.
TEST_SECONDS = 10
MOST_FAILURES = 40


class Bump:
    """One attempt. Nothing under `root` is written before `apply`, but for drafts and reports in build/."""

    def __init__(self, root: pathlib.Path, service: str, spec: pathlib.Path, *, contract: bool = True) -> None:
        self.root = root
        self.service = service
        self.spec = spec
        self.contract = contract
        pins = generate.read_pins(root / "openapi" / "pins.toml")["specs"]
        if service not in pins:
            raise generate.Refusal(f"openapi/pins.toml has no spec {service!r}: it has {', '.join(pins)}")
        self.pin: dict[str, Any] = pins[service]
        self.pinned = root / "openapi" / self.pin["file"]
        self.build = root / "build" / "bump"

    def run(self, *, dry: bool = False) -> Outcome:
        """Take every step; returns what came of it. Raises Refusal, with nothing changed, where one fails."""
        generate.check_spec(self.pinned, self.pin)
        old_bytes = self.pinned.read_bytes()
        old = load_text(old_bytes.decode(), is_json=self.pinned.suffix == ".json")
        new, new_bytes, notes = self.accepted(old)
        version = str(new["info"]["version"])
        report = compare(
            document_of(old, f"{self.service} {self.pin['version']}"), document_of(new, f"{self.service} {version}")
        )
        with tempfile.TemporaryDirectory(prefix="trellis-bump-") as directory:
            work = pathlib.Path(directory) / "checkout"
            self.copy_to(work)
            self.place(work, old_bytes, new_bytes, version)
            self.generate_in(work)
            package = pathlib.PurePath(self.pin["package"])
            known = adapters(self.root / package.parent)
            api_old, api_new = api_of(self.root / package), api_of(work / package)
            lost, gained = api_changes(api_old, api_new)
            missing = [
                (name, signature(new, name, api_new.rows.get(name, "Any"))) for name in without_method(new, known)
            ]
            unwritten = set(without_method(old, known))
            outcome = Outcome(
                service=self.service,
                package=package.parts[1],
                report=report,
                notes=tuple(notes),
                missing=tuple(pair for pair in missing if pair[0] not in unwritten),
                gone=tuple(gone_operations(old, new, known)),
                vanished=tuple(vanished(old, new, known)),
                api_lost=tuple(lost),
                api_gained=tuple(gained),
                failures=self.contract_failures(work),
                current=self.current_version(),
            )
            if not dry:
                self.apply(work, old_bytes, version)
        return outcome

    def accepted(self, old: dict[str, Any]) -> tuple[dict[str, Any], bytes, list[str]]:
        """The document as a pin, its text, and what was done to it: nothing, if it can be generated from as it is."""
        try:
            raw = self.spec.read_bytes()
            is_json = self.spec.suffix == ".json"
            new = canonical(parse_document(raw.decode("utf-8-sig"), str(self.spec), yaml=not is_json).root)
        except OSError as problem:
            raise generate.Refusal(f"{self.spec}: {problem.strerror}") from None
        except (DocumentError, UnicodeDecodeError) as problem:
            named = isinstance(problem, DocumentError)  # which says itself what it is about
            raise generate.Refusal(str(problem) if named else f"{self.spec}: {problem}") from None
        version = str(new.get("info", {}).get("version", "")) if isinstance(new.get("info"), dict) else ""
        if not re.fullmatch(r"[0-9A-Za-z][0-9A-Za-z._+-]*", version):
            raise generate.Refusal(f"{self.spec}: info.version is {version!r}: a pin is filed under its version")
        if version == self.pin["version"]:
            raise generate.Refusal(
                f"{self.spec}: version {version} is pinned already; to correct that pin, edit"
                f" openapi/{self.pin['file']}, write its sha256 into openapi/pins.toml and run `make generate`"
            )
        if not self.problems(new):
            return new, raw if not is_json else as_yaml(new), []
        drafted, notes = self.drafted(old, new)
        problems = self.problems(drafted)
        text = as_yaml(drafted)
        if not problems:
            return drafted, text, notes
        self.build.mkdir(parents=True, exist_ok=True)
        target = self.build / f"{self.service}-{version}.draft.yaml"
        target.write_bytes(text)
        lines = "\n".join(f"  {problem}" for problem in problems)
        shown = target.relative_to(self.root)
        raise generate.Refusal(
            f"{self.spec} cannot be generated from as it is. A draft with what the pin before knew is in {shown};"
            f" decide there what is left, and run `make bump SERVICE={self.service} SPEC={shown}`:\n{lines}"
        )

    def drafted(self, old: dict[str, Any], new: dict[str, Any]) -> tuple[dict[str, Any], list[str]]:
        """The draft of a pin. Raises Refusal for a document that is not even read as one."""
        try:
            return draft(old, new)
        except (AttributeError, KeyError, TypeError) as problem:
            raise generate.Refusal(f"{self.spec}: not a sound OpenAPI document: {problem!r}") from None

    def problems(self, document: dict[str, Any]) -> list[str]:
        """What `spec_lint` says. Raises Refusal for a document that it cannot even walk."""
        try:
            return [str(problem) for problem in lint(document)]
        except (AttributeError, KeyError, TypeError) as problem:
            raise generate.Refusal(f"{self.spec}: not a sound OpenAPI document: {problem!r}") from None

    def copy_to(self, work: pathlib.Path) -> None:
        """Copy of the checkout what generating and testing need."""
        work.mkdir()
        for name in COPIED:
            shutil.copytree(self.root / name, work / name, ignore=LEFT_OUT)
        for name in COPIED_FILES:
            if (self.root / name).exists():
                shutil.copyfile(self.root / name, work / name)

    def history(self, root: pathlib.Path) -> pathlib.Path:
        """Where the present pin is filed."""
        name = f"{self.service}-{self.pin['version']}{self.pinned.suffix}"
        return root / "openapi" / "history" / name

    def place(self, work: pathlib.Path, old: bytes, new: bytes, version: str) -> None:
        """Archive the old pin in the copy, and write the new one with its version and hash."""
        archived = self.history(work)
        if archived.exists() and archived.read_bytes() != old:
            raise generate.Refusal(f"openapi/history/{archived.name} is there already, and is not the present pin")
        archived.parent.mkdir(exist_ok=True)
        archived.write_bytes(old)
        (work / "openapi" / self.pin["file"]).write_bytes(new)
        pins = work / "openapi" / "pins.toml"
        pins.write_text(repinned(pins.read_text("utf-8"), self.service, version, generate.digest(new)), "utf-8")

    def generate_in(self, work: pathlib.Path) -> None:
        """Generate in the copy."""
        try:
            done = run([sys.executable, "scripts/generate.py", "--service", self.service], work, GENERATE_SECONDS)
        except subprocess.TimeoutExpired:
            raise generate.Refusal(f"generating took longer than {GENERATE_SECONDS} s") from None
        if done.returncode:
            raise generate.Refusal(f"generating failed:\n{done.stdout.strip()}")

    def contract_failures(self, work: pathlib.Path) -> tuple[str, ...]:
        """The contract tests that fail in the copy, none if they are not asked for."""
        where = contract_tests(work, self.service)
        if not self.contract or not where:
            return ()
        options = ["-q", "--no-header", "--tb=no", "-rfE", f"--timeout={TEST_SECONDS}", f"--maxfail={MOST_FAILURES}"]
        try:
            done = run([sys.executable, "-m", "pytest", *options, *where], work, CONTRACT_SECONDS)
        except subprocess.TimeoutExpired:
            return (f"the contract tests did not end within {CONTRACT_SECONDS} s: run them by hand",)
        failed = [line for line in done.stdout.splitlines() if line.startswith(("FAILED ", "ERROR "))]
        if done.returncode not in (0, 1) and not failed:
            raise generate.Refusal(f"the contract tests did not run:\n{done.stdout[-4000:].strip()}")
        return tuple(failed[:MOST_FAILURES])

    def current_version(self) -> str:
        """The distribution's version."""
        text = (self.root / "src" / "trellis" / "_version.py").read_text("utf-8")
        found = re.search(r'__version__ = "([^"]+)"', text)
        return found.group(1) if found else "0.0.0"

    def apply(self, work: pathlib.Path, old: bytes, version: str) -> None:
        """Put the results in place; where one cannot be, take back those before it."""
        if self.pinned.read_bytes() != old:
            raise generate.Refusal(f"openapi/{self.pin['file']} was changed meanwhile: run this again")
        package = self.root / self.pin["package"]
        with tempfile.TemporaryDirectory(prefix="trellis-bump-") as kept, contextlib.ExitStack() as undo:
            before = pathlib.Path(kept) / "package"
            shutil.copytree(package, before, ignore=LEFT_OUT)
            for name in (self.history(work), work / "openapi" / self.pin["file"], work / "openapi" / "pins.toml"):
                target = self.root / name.relative_to(work)
                target.parent.mkdir(exist_ok=True)
                undo.callback(restoring(target))
                target.write_bytes(name.read_bytes())
            undo.callback(generate.swap_in, before, package)
            generate.swap_in(work / self.pin["package"], package)
            undo.pop_all()  # it is done: nothing is taken back


def restoring(path: pathlib.Path) -> Callable[[], object]:
    """What puts a file back as it is now."""
    if not path.exists():
        return lambda: path.unlink(missing_ok=True)
    content = path.read_bytes()
    return lambda: path.write_bytes(content)


def repinned(pins: str, service: str, version: str, sha256: str) -> str:
    """The text of pins.toml with another version and hash for one service; all else stays."""
    head, mark, rest = pins.partition(f"[specs.{service}]\n")
    own, bracket, tail = rest.partition("\n[")
    own, versions = re.subn(r'(?m)^version = "[^"]*"$', f'version = "{version}"', own)
    own, hashes = re.subn(r'(?m)^sha256 = "[^"]*"$', f'sha256 = "{sha256}"', own)
    if not mark or versions != 1 or hashes != 1:
        raise generate.Refusal(f"openapi/pins.toml: [specs.{service}] has not one version and one sha256 of its own")
    return head + mark + own + bracket + tail


def contract_tests(root: pathlib.Path, service: str) -> list[str]:
    """The contract tests of a service: its folder; Kneo's are those that are in none."""
    folder = root / "tests" / "contract"
    if (folder / service).is_dir():
        return [f"tests/contract/{service}"]
    return sorted(f"tests/contract/{path.name}" for path in folder.glob("test_*.py")) if service == "kneo" else []


def as_yaml(document: dict[str, Any]) -> bytes:
    """A document as a pin is written."""
    import io

    from ruamel.yaml import YAML

    writer = YAML()
    writer.width = 120
    writer.indent(mapping=2, sequence=4, offset=2)
    stream = io.BytesIO()
    writer.dump(document, stream)
    return stream.getvalue()


def run(command: list[str], work: pathlib.Path, seconds: float) -> subprocess.CompletedProcess[str]:
    """Run a program in the copy, with the copy's packages before the installed ones."""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join((str(work / "src"), str(work)))}
    environment |= {"PYTHONDONTWRITEBYTECODE": "1", "NO_COLOR": "1", "COLUMNS": "200"}
    return subprocess.run(
        command, cwd=work, env=environment, text=True, timeout=seconds, check=False, stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    )  # fmt: skip


def main(argv: list[str] | None = None) -> int:
    """Run the command line; returns the exit status."""
    parser = argparse.ArgumentParser(description="Pin a new version of a service's API document.")
    parser.add_argument("service", help="the service, by its name in openapi/pins.toml")
    parser.add_argument("spec", type=pathlib.Path, help="the new document, JSON or YAML, OpenAPI 3.0 or 3.1")
    parser.add_argument("--dry-run", action="store_true", help="take every step and report, but change nothing")
    parser.add_argument("--no-contract", action="store_true", help="leave the contract tests out")
    options = parser.parse_args(argv)
    try:
        bump = Bump(ROOT, options.service, options.spec, contract=not options.no_contract)
        generate.check_tools(generate.read_pins(ROOT / "openapi" / "pins.toml")["tools"])
        outcome = bump.run(dry=options.dry_run)
    except generate.Refusal as refusal:
        print(f"{refusal}\nNothing was changed.", file=sys.stderr)
        return 2
    text = "\n".join(markdown(outcome)) + "\n"
    target = bump.build / f"{options.service}-{outcome.report.new_version}.md"
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(text, "utf-8")
    print(text)
    print(f"This report is in {target.relative_to(ROOT)}." + (" Nothing else was changed." if options.dry_run else ""))
    return 1 if outcome.needs_a_person else 0


if __name__ == "__main__":
    sys.exit(main())
