"""`make generate`: from the pinned specs to the `_generated` packages, offline and the same to the byte every time.

Steps, per spec: check the pins; lint and prepare the document; run openapi-python-client over our templates in a
temporary directory; drop what is empty; format; verify that the code is made of nothing but what the templates write,
and against the document as it was pinned that nothing was lost; swap the result in, with a manifest of hashes. With
--check nothing is written: differences are listed, and the exit status is 1 if there are any. A line says what each
document declares and how much of it the package holds; --report makes that a table with reasons.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib.metadata
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
from typing import Any, NoReturn

if sys.version_info < (3, 11):
    sys.exit("generating needs Python 3.11 or newer, because openapi-python-client does; the output runs on 3.10")

import tomllib

from generated_code import stray_code
from spec_lint import lint
from spec_prepare import Preparation, canonical_json, load
from spec_report import Balance, balance, read_reviews

ROOT = pathlib.Path(__file__).resolve().parent.parent
FORMAT_RULES = "F401,I,UP037,TC,RUF022,RUF036"
TARGET = ("--target-version", "py310")
# Addresses in a repr differ from run to run, and betray a value that went into code unescaped.
LEAK = " object at 0x"


class Refusal(Exception):
    """Generation cannot go on; the text says why and what to do."""


def digest(data: bytes) -> str:
    """SHA-256 in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def read_pins(path: pathlib.Path) -> dict[str, Any]:
    """Read pins.toml."""
    return tomllib.loads(path.read_text("utf-8"))


def check_tools(pinned: dict[str, str]) -> None:
    """Refuse where an installed tool is not the pinned one."""
    wrong = []
    for name, version in pinned.items():
        try:
            installed = importlib.metadata.version(name)
        except importlib.metadata.PackageNotFoundError:
            installed = "not installed"
        if installed != version:
            wrong.append(f"{name}: pinned {version}, here {installed}")
    if wrong:
        raise Refusal(
            "the generator's tools are not the pinned ones:\n  "
            + "\n  ".join(wrong)
            + "\nInstall the `generate` and `check` dependency groups, or change openapi/pins.toml, pyproject.toml and"
            " the output together."
        )


def check_spec(path: pathlib.Path, pin: dict[str, Any]) -> None:
    """Refuse where a document is not the pinned one."""
    found = digest(path.read_bytes())
    if found != pin["sha256"]:
        raise Refusal(
            f"{path.name} is not the pinned document: its sha256 is\n  {found}\nand openapi/pins.toml says\n"
            f"  {pin['sha256']}\nIf the change is meant, write the first of these into openapi/pins.toml."
        )


def run_tool(*args: str) -> None:
    """Run one tool with nothing of the caller's environment, and with no way to a network."""
    env = {
        "PATH": os.pathsep.join((str(pathlib.Path(sys.executable).parent), os.defpath)),
        "PYTHONHASHSEED": "0",
        "PYTHONDONTWRITEBYTECODE": "1",
        "LC_ALL": "C.UTF-8",
        "NO_COLOR": "1",
        "TERM": "dumb",
        "HOME": tempfile.gettempdir(),
        # Nothing listens on the discard port: a tool that tries to reach out fails at once.
        **dict.fromkeys(("http_proxy", "https_proxy", "all_proxy"), "http://127.0.0.1:9"),
    }
    done = subprocess.run(args, cwd=tempfile.gettempdir(), env=env, text=True, capture_output=True, check=False)
    if done.returncode:
        raise Refusal(f"{' '.join(args[:4])} ... failed ({done.returncode})\n{done.stdout}\n{done.stderr}".rstrip())


def copy_templates(style: str, to: pathlib.Path) -> None:
    """The templates of one model style over the common ones."""
    shutil.copytree(ROOT / "templates" / "common", to)
    shutil.copytree(ROOT / "templates" / style, to, dirs_exist_ok=True)


def run_generator(raw: dict[str, Any], style: str, build: pathlib.Path) -> pathlib.Path:
    """Prepare a document and generate a package from it below `build`; returns the package's directory."""
    preparation = Preparation(raw, style)
    prepared = preparation.run()
    source = build / "spec.json"
    source.write_text(canonical_json(prepared), "utf-8")
    templates = build / "templates"
    copy_templates(style, templates)
    config = build / "config.json"
    config.write_text(
        json.dumps(
            {
                "post_hooks": [],
                "content_type_overrides": preparation.media_overrides,
                "use_path_prefixes_for_title_model_names": False,
                # A typed dict holds what is on the wire, so its enums are literals and not classes.
                "literal_enums": style == "typeddict",
                "package_name_override": "generated",
            }
        ),
        "utf-8",
    )
    package = build / "package"
    run_tool(
        sys.executable, "-P", "-m", "openapi_python_client", "generate", "--path", str(source), "--meta", "none",
        "--config", str(config), "--custom-template-path", str(templates), "--output-path", str(package),
        "--fail-on-warning",
    )  # fmt: skip
    prune(package)
    return package


def prune(package: pathlib.Path) -> None:
    """Keep what has content, and put the operation table where it belongs."""
    (package / "api" / "__init__.py").rename(package / "operations.py")
    shutil.rmtree(package / "api")
    for path in sorted(package.rglob("*.py")):
        text = path.read_text("utf-8")
        if not text.strip():
            path.unlink()
        elif LEAK in text:
            raise Refusal(f"{path.relative_to(package)}: a value of the document went into the code unescaped")


def tidy(package: pathlib.Path) -> None:
    """Drop unused imports, sort the rest, format: by ruff's own settings, whatever this project's are."""
    ruff = (sys.executable, "-P", "-m", "ruff")
    common = ("--isolated", "--no-cache", "--quiet", "--line-length", "120", *TARGET)
    first_party = 'lint.isort.known-first-party=["trellis"]'
    run_tool(
        *ruff,
        "check",
        *common,
        "--config",
        first_party,
        "--fix-only",
        "--unsafe-fixes",
        "--select",
        FORMAT_RULES,
        str(package),
    )
    run_tool(*ruff, "format", *common, "--config", "format.skip-magic-trailing-comma=true", str(package))


def generate(name: str, pin: dict[str, Any], build: pathlib.Path) -> tuple[pathlib.Path, Balance]:
    """Generate the package of one pinned spec below `build`; returns the package's directory, and what it holds."""
    path = ROOT / "openapi" / pin["file"]
    check_spec(path, pin)
    raw = load(path)
    if raw.get("info", {}).get("version") != pin["version"]:
        raise Refusal(f"{path.name} is version {raw.get('info', {}).get('version')}, pinned is {pin['version']}")
    problems = lint(raw)
    if problems:
        lines = "\n".join(f"  {path.name}{problem}" for problem in problems)
        raise Refusal(f"{path.name} holds what cannot be generated from:\n{lines}")
    package = run_generator(raw, pin["models"], build)
    tidy(package)
    held = verify(name, raw, package)
    (package / "spec.json").write_text(canonical_json(raw), "utf-8")
    for version, earlier in earlier_pins(ROOT / "openapi" / "history", name).items():
        (package / f"spec-{version}.json").write_text(canonical_json(earlier), "utf-8")
    write_manifest(package, pin)
    return package, held


def verify(name: str, raw: dict[str, Any], package: pathlib.Path) -> Balance:
    """Refuse a package with code in it that no template writes, or without something that the document declares."""
    strays = stray_code(package)
    if strays:
        lines = "\n".join(f"  {stray}" for stray in strays)
        raise Refusal(f"{name}: code that no template writes, so that it comes out of the document:\n{lines}")
    try:
        reviews = read_reviews(ROOT / "openapi" / "reviewed_losses.toml")
    except ValueError as problem:
        raise Refusal(str(problem)) from None
    held = balance(name, raw, package, reviews)
    if held.lost:
        lines = "\n".join(f"  {text}" for text in held.lost)
        raise Refusal(
            f"{name}: lost on the way from the document, and not on the list in openapi/reviewed_losses.toml:\n{lines}"
        )
    return held


def earlier_pins(history: pathlib.Path, name: str) -> dict[str, dict[str, Any]]:
    """The documents that a service was pinned to before, by version: its emulator answers by each of them.

    The manifest holds the hash of what each became, so an archived document cannot change unseen either.
    """
    found = {}
    for path in sorted(history.glob(f"{name}-*.*")):
        version = path.stem.removeprefix(f"{name}-")
        document = load(path)
        said = document.get("info", {}).get("version")
        if said != version:
            raise Refusal(f"openapi/history/{path.name} is version {said}: its name is to say so")
        found[version] = document
    return found


def write_manifest(package: pathlib.Path, pin: dict[str, Any]) -> None:
    """Say what the package was made from, and what it consists of."""
    templates = {
        path.relative_to(ROOT).as_posix(): digest(path.read_bytes())
        for style in ("common", pin["models"])
        for path in sorted((ROOT / "templates" / style).glob("*.jinja"))
    }
    manifest = {
        "generated": "from the pinned OpenAPI document by `make generate`: do not edit",
        "spec": {"file": f"openapi/{pin['file']}", "version": pin["version"], "sha256": pin["sha256"]},
        "templates": templates,
        "files": {name: digest(data) for name, data in tree(package).items()},
    }
    (package / "manifest.json").write_text(json.dumps(manifest, indent=1) + "\n", "utf-8")


def tree(directory: pathlib.Path) -> dict[str, bytes]:
    """Every file below a directory by its relative name, byte-compiled ones left out."""
    if not directory.is_dir():
        return {}
    return {
        path.relative_to(directory).as_posix(): path.read_bytes()
        for path in sorted(directory.rglob("*"))
        if path.is_file() and "__pycache__" not in path.parts
    }


def differences(want: pathlib.Path, have: pathlib.Path) -> list[str]:
    """What stands in the tree and should not, should and does not, or reads differently."""
    wanted, present = tree(want), tree(have)
    return (
        [f"missing    {name}" for name in sorted(wanted.keys() - present.keys())]
        + [f"unexpected {name}" for name in sorted(present.keys() - wanted.keys())]
        + [f"differs    {name}" for name in sorted(wanted.keys() & present.keys()) if wanted[name] != present[name]]
    )


def swap_in(package: pathlib.Path, target: pathlib.Path) -> None:
    """Put a finished package in place of the old one: by renames beside it, so that half of one is never seen."""
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".generated-", dir=target.parent) as beside:
        new, old = pathlib.Path(beside) / "new", pathlib.Path(beside) / "old"
        shutil.copytree(package, new)
        if target.exists():
            target.rename(old)
        new.rename(target)


def main(argv: list[str] | None = None) -> int:
    """Run the command line; returns the exit status."""
    parser = argparse.ArgumentParser(description="Generate the _generated packages from the pinned specs.")
    parser.add_argument("--service", metavar="NAME", help="only this one, by its name in openapi/pins.toml")
    parser.add_argument("--check", action="store_true", help="write nothing; list what differs and exit with 1")
    parser.add_argument(
        "--report", action="store_true", help="a table of what each document declares and what of it is held"
    )
    options = parser.parse_args(argv)
    try:
        return work(options.service, check=options.check, report=options.report)
    except Refusal as refusal:
        print(refusal, file=sys.stderr)
        return 2


def work(service: str | None, *, check: bool, report: bool = False) -> int:
    """Generate or compare; returns the exit status."""
    pins = read_pins(ROOT / "openapi" / "pins.toml")
    check_tools(pins["tools"])
    specs = pins["specs"]
    if service is not None and service not in specs:
        raise Refusal(f"openapi/pins.toml has no spec {service!r}: it has {', '.join(specs)}")
    stale = 0
    for name in [service] if service is not None else list(specs):
        pin = specs[name]
        target = ROOT / pin["package"]
        with tempfile.TemporaryDirectory() as build:
            package, held = generate(name, pin, pathlib.Path(build))
            found = differences(package, target)
            if not check and found:
                swap_in(package, target)
        if check and found:
            stale = 1
            say(f"{pin['package']} is not what openapi/{pin['file']} and templates/ give: run `make generate`")
            for line in found:
                say(f"  {line}")
        else:
            say(f"{pin['package']}: {'up to date' if not found else f'{len(found)} files changed'}")
        say(held.table() if report else f"  {held.line()}")
    return stale


def say(text: str) -> None:
    """Print a line of the report."""
    print(text)


def run() -> NoReturn:
    """Entry point of the script."""
    sys.exit(main())


if __name__ == "__main__":
    run()
