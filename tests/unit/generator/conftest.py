"""Packages generated from this folder's specs, once per run of the suite."""

from __future__ import annotations

import importlib
import pathlib
import sys
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ROOT = pathlib.Path(__file__).resolve().parents[3]
SPECS = pathlib.Path(__file__).parent / "specs"

sys.path.insert(0, str(ROOT / "scripts"))


@pytest.fixture(scope="session")
def make_package(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., pathlib.Path]]:
    """A function that generates a package from a document; the package can be imported by its directory's name."""
    from generate import run_generator, tidy

    home = tmp_path_factory.mktemp("packages")
    sys.path.insert(0, str(home))

    def make(document: dict[str, Any], style: str, name: str) -> pathlib.Path:
        build = tmp_path_factory.mktemp("build")
        package = run_generator(document, style, build)
        tidy(package)
        return package.rename(home / name)

    yield make
    sys.path.remove(str(home))


@pytest.fixture(scope="session")
def pantry() -> dict[str, Any]:
    """The document with everything in it."""
    from spec_prepare import load

    return load(SPECS / "pantry.yaml")


@pytest.fixture(scope="session")
def pantry_attrs(make_package: Callable[..., pathlib.Path], pantry: dict[str, Any]) -> pathlib.Path:
    """The package of the pantry with attrs models."""
    return make_package(pantry, "attrs", "pantry_attrs")


@pytest.fixture(scope="session")
def pantry_typed(make_package: Callable[..., pathlib.Path], pantry: dict[str, Any]) -> pathlib.Path:
    """The package of the pantry with typed dicts."""
    return make_package(pantry, "typeddict", "pantry_typed")


@pytest.fixture(scope="session")
def workshop() -> dict[str, Any]:
    """The document with what a service in Go brings along."""
    from spec_prepare import load

    return load(SPECS / "workshop.yaml")


@pytest.fixture(scope="session")
def workshop_filled(make_package: Callable[..., pathlib.Path], workshop: dict[str, Any]) -> pathlib.Path:
    """The package of the workshop with models that fill in defaults."""
    return make_package(workshop, "defaults", "workshop_filled")


@pytest.fixture(scope="session")
def models(pantry_attrs: pathlib.Path) -> Any:
    """The attrs models of the pantry."""
    return importlib.import_module(f"{pantry_attrs.name}.models")


@pytest.fixture(scope="session")
def table(pantry_attrs: pathlib.Path) -> Any:
    """The operation table of the pantry."""
    return importlib.import_module(f"{pantry_attrs.name}.operations")
