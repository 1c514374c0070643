"""`make new-service NAME=x SPEC=path`: from an OpenAPI document to a working package on this core, or to nothing.

The document is written so that it can be pinned, the package is generated and verified as `make generate` does it, and
around it come a service definition, errors, one resource class per tag, an asynchronous client with its synchronous
mirror, and a contract test. Everything is made and tried in a directory of its own first.
"""

from __future__ import annotations

import argparse
import dataclasses
import importlib
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
from typing import TYPE_CHECKING, Any, NoReturn

import generate
from service_plan import plan
from service_spec import Normalisation, base_url_of
from spec_lint import lint
from spec_prepare import canonical_json, load_text

if TYPE_CHECKING:
    from service_plan import Service

ROOT = generate.ROOT
TEMPLATES = ROOT / "templates" / "service"
NAME = re.compile(r"[a-z][a-z0-9_]{1,40}")
MODELS = "typeddict"
TRY_SECONDS = 300


def scripts_package() -> Any:
    """The mirror, whichever way this file is run."""
    if str(ROOT) not in sys.path:
        sys.path.insert(0, str(ROOT))
    return importlib.import_module("scripts.mirror_sync")


class NewService:
    """One attempt. Nothing under `out` is written before `apply`."""

    def __init__(self, name: str, spec: pathlib.Path, out: pathlib.Path, *, try_it: bool = True) -> None:
        if not NAME.fullmatch(name) or name in sys.stdlib_module_names or name.endswith("_"):
            raise generate.Refusal(f"NAME={name!r}: write a package's name in lower_snake_case that no module has")
        self.name = name
        self.spec = spec
        self.out = out
        self.try_it = try_it

    def run(self) -> list[str]:
        """Take every step; returns what there is to say. Raises Refusal, with nothing written, where one fails."""
        for path in (self.out / "src" / self.name, self.out / "openapi" / f"{self.name}.json"):
            if path.exists():
                raise generate.Refusal(f"{path} is there already; a new version of its document is for `make bump`")
        document, base_url, notes = self.normalised()
        with tempfile.TemporaryDirectory(prefix="trellis-new-service-") as directory:
            work = pathlib.Path(directory)
            tree = work / "tree"
            package = tree / "src" / self.name
            pin = self.pinned(document, tree)
            held = self.generated(document, pin, package, work)
            service = self.planned(document, base_url, package)
            self.written(service, package, tree)
            self.mirrored(service, tree)
            self.tidied(tree)
            if self.try_it:
                self.tried(tree)
            self.apply(tree, pin)
        count = sum(len(resource.methods) for resource in service.resources)
        done = (
            f"src/{self.name}: {service.client} and Async{service.client}, {count} methods in {len(service.resources)}"
        )
        return [*notes, *service.notes, held, f"{done} resources", *self.next_steps()]

    def normalised(self) -> tuple[dict[str, Any], str, list[str]]:
        """The document as a pin, its base URL, and what was done to it."""
        try:
            text = self.spec.read_text("utf-8")
            raw = load_text(text, is_json=text.lstrip()[:1] == "{")
            normalisation = Normalisation(raw)
            base_url = base_url_of(raw)
            document = normalisation.run()
        except OSError as problem:
            raise generate.Refusal(f"{self.spec}: {problem.strerror}") from None
        except (AttributeError, KeyError, TypeError, ValueError) as problem:
            raise generate.Refusal(f"{self.spec} is no sound OpenAPI document: {problem}") from None
        except Exception as problem:  # the YAML reader has errors of its own
            if type(problem).__module__.startswith("ruamel"):
                raise generate.Refusal(f"{self.spec} is no YAML: {problem}") from None
            raise
        problems = lint(document)
        if problems:
            lines = "\n".join(f"  {problem}" for problem in problems[:40])
            raise generate.Refusal(
                f"{self.spec} holds what only a person can settle ({len(problems)} places):\n{lines}"
            )
        return document, base_url, normalisation.notes

    def pinned(self, document: dict[str, Any], tree: pathlib.Path) -> dict[str, Any]:
        """Write the pin into the tree; returns its row of pins.toml."""
        path = tree / "openapi" / f"{self.name}.json"
        path.parent.mkdir(parents=True)
        path.write_text(canonical_json(document), "utf-8")
        return {
            "file": path.name,
            "version": document["info"]["version"],
            "sha256": generate.digest(path.read_bytes()),
            "models": MODELS,
            "package": f"src/{self.name}/_generated",
        }

    def generated(
        self, document: dict[str, Any], pin: dict[str, Any], package: pathlib.Path, work: pathlib.Path
    ) -> str:
        """Generate and verify `_generated`; returns the line of its balance."""
        build = work / "build"
        build.mkdir()
        made = generate.run_generator(document, pin["models"], build)
        generate.tidy(made)
        held = generate.verify(self.name, document, made)
        (made / "spec.json").write_text(canonical_json(document), "utf-8")
        generate.write_manifest(made, pin)
        shutil.copytree(made, package / "_generated")
        return held.line()

    def planned(self, document: dict[str, Any], base_url: str, package: pathlib.Path) -> Service:
        """What the client is to be, read from the generated table, which was verified to be nothing but that."""
        script = (
            "import importlib, json, sys\n"
            "sys.path.insert(0, sys.argv[1])\n"
            "print(json.dumps(importlib.import_module('_generated.models').__all__))"
        )
        models = json.loads(subprocess.run(
            [sys.executable, "-B", "-c", script, str(package)], capture_output=True, text=True, check=True
        ).stdout)  # fmt: skip
        rows = table_of(package / "_generated" / "operations.py")
        mirror = scripts_package()
        return plan(self.name, document, rows, models, base_url, frozenset(mirror.COMMON_NAMES))

    def written(self, service: Service, package: pathlib.Path, tree: pathlib.Path) -> None:
        """Fill the templates."""
        from jinja2 import Environment, FileSystemLoader, StrictUndefined

        environment = Environment(
            loader=FileSystemLoader(TEMPLATES),
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
            autoescape=False,  # the output is Python; texts of the document go through `lit` or `escape`
        )
        values = {**{field.name: getattr(service, field.name) for field in dataclasses.fields(service)}, "lit": repr}
        values["basic"] = service.basic
        values["title"] = service.title.replace("\\", "").replace('"', "'")

        def fill(template: str, path: pathlib.Path, **more: Any) -> None:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(environment.get_template(f"{template}.py.jinja").render(values, **more), "utf-8")

        fill("package_init", package / "__init__.py")
        fill("version", package / "_version.py")
        fill("client", package / "client.py")
        fill("types", package / "types.py")
        fill("service", package / "_service.py")
        fill("errors", package / "errors.py")
        fill("async_init", package / "_async" / "__init__.py")
        fill("async_calls", package / "_async" / "calls.py")
        fill("async_client", package / "_async" / "client.py")
        fill("async_resources_init", package / "_async" / "resources" / "__init__.py")
        for resource in service.resources:
            fill("async_resource", package / "_async" / "resources" / f"{resource.module}.py", resource=resource)
        fill("contract_test", tree / "tests" / "contract" / f"test_{self.name}_contract.py")
        (package / "py.typed").write_text("")

    def mirrored(self, service: Service, tree: pathlib.Path) -> None:
        """The mirror's names, kept with the package, and the synchronous twin."""
        names = tree / "src" / self.name / "_async" / "mirror.toml"
        rows = "\n".join(f'{name} = "{twin}"' for name, twin in service.twins().items())
        about = "# For scripts/mirror_sync.py: the public name of each asynchronous class, and its twin's."
        names.write_text(f"{about}\n[names]\n{rows}\n")
        self.tidied(tree)
        mirror = scripts_package()
        try:
            mirror.build(tree).write()
        except mirror.MirrorError as problem:
            raise generate.Refusal(f"the synchronous client cannot be mirrored:\n{problem}") from None

    def tidied(self, tree: pathlib.Path) -> None:
        """Drop unused imports, sort and format."""
        ruff = (sys.executable, "-P", "-m", "ruff")
        common = ("--isolated", "--no-cache", "--quiet", "--line-length", "120", *generate.TARGET)
        own = f'lint.isort.known-first-party=["trellis","{self.name}"]'
        places = [str(tree / "src" / self.name / name) for name in ("_async", "client.py", "errors.py", "_service.py")]
        places += [str(tree / "src" / self.name / "__init__.py"), str(tree / "tests")]
        generate.run_tool(*ruff, "check", *common, "--config", own, "--fix-only", "--select", "F401,I,TC005", *places)
        generate.run_tool(*ruff, "format", *common, *places)

    def tried(self, tree: pathlib.Path) -> None:
        """The contract test of the new package, in a process of its own."""
        path = os.pathsep.join([str(tree / "src"), str(ROOT / "src")])
        done = subprocess.run(
            [sys.executable, "-m", "pytest", "-q", "--no-header", "-p", "no:cacheprovider", "--tb=short", "tests"],
            cwd=tree,
            env={**os.environ, "PYTHONPATH": path, "PYTHONDONTWRITEBYTECODE": "1"},
            capture_output=True,
            text=True,
            timeout=TRY_SECONDS,
            check=False,
        )
        if done.returncode:
            raise generate.Refusal(
                f"the contract test of the new package fails:\n{done.stdout[-4000:]}{done.stderr[-800:]}"
            )

    def apply(self, tree: pathlib.Path, pin: dict[str, Any]) -> None:
        """Put everything in place; where that fails half-way, take it back."""
        pins = self.out / "openapi" / "pins.toml"
        before = pins.read_text("utf-8") if pins.exists() else None
        placed: list[pathlib.Path] = []
        try:
            for name in (
                f"src/{self.name}",
                f"openapi/{self.name}.json",
                f"tests/contract/test_{self.name}_contract.py",
            ):
                target = self.out / name
                target.parent.mkdir(parents=True, exist_ok=True)
                placed.append(target)
                if (tree / name).is_dir():
                    shutil.copytree(tree / name, target, ignore=shutil.ignore_patterns("__pycache__"))
                else:
                    shutil.copyfile(tree / name, target)
            row = "\n".join(f"{key} = {json.dumps(value)}" for key, value in pin.items())
            pins.write_text(f"{before or ''}\n[specs.{self.name}]\n{row}\n", "utf-8")
        except BaseException:
            for target in placed:
                if target.is_dir():
                    shutil.rmtree(target, ignore_errors=True)
                else:
                    target.unlink(missing_ok=True)
            if before is not None:
                pins.write_text(before, "utf-8")
            raise

    def next_steps(self) -> list[str]:
        """What is left for a person in this repository."""
        if self.out.resolve() != ROOT:
            return []
        return [
            f"next: add src/{self.name} to the wheel's packages in pyproject.toml, write the public names"
            " (python -m scripts.checks.exports --write), look over _service.py, and say in the pin which calls may be"
            " repeated (x-idempotency) and how lists page (x-pagination)"
        ]


def table_of(path: pathlib.Path) -> dict[str, Any]:
    """The rows of a verified operation table, run apart from its package, whose models it names for types only."""
    found: dict[str, Any] = {"__name__": "operations"}
    exec(compile(path.read_text("utf-8"), str(path), "exec"), found)  # noqa: S102 - verified: see generated_code
    rows: dict[str, Any] = found["OPERATIONS"]
    return dict(rows)


def main(argv: list[str] | None = None) -> int:
    """Run the command line; returns the exit status."""
    parser = argparse.ArgumentParser(description="Make a client package from an OpenAPI document.")
    parser.add_argument("name", metavar="NAME", help="of the package, in lower_snake_case")
    parser.add_argument("spec", metavar="SPEC", type=pathlib.Path, help="an OpenAPI 3.0 or 3.1 document, JSON or YAML")
    parser.add_argument("--out", type=pathlib.Path, default=ROOT, help="where src/, openapi/ and tests/ are")
    parser.add_argument("--no-contract", action="store_true", help="do not run the contract test of the new package")
    options = parser.parse_args(argv)
    try:
        generate.check_tools(generate.read_pins(ROOT / "openapi" / "pins.toml")["tools"])
        for line in NewService(options.name, options.spec, options.out, try_it=not options.no_contract).run():
            print(line)
    except generate.Refusal as refusal:
        print(f"{refusal}\nNothing was written.", file=sys.stderr)
        return 2
    return 0


def run() -> NoReturn:
    """Entry point of the script."""
    sys.exit(main())


if __name__ == "__main__":
    run()
