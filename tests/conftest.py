"""Loads the project's own pytest plugin; async tests are marked `anyio` and run on asyncio."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from trellis.emulator import KneoSettings
from trellis.emulator.kneo.settings import SPEC_VERSIONS

if TYPE_CHECKING:
    from collections.abc import Callable

    from trellis.emulator import KneoHandle

pytest_plugins = ["trellis.testing.plugin"]


def pytest_configure(config: pytest.Config) -> None:
    """Declare the markers that choose among the releases of the emulated Kneo platform."""
    config.addinivalue_line("markers", "kneo_since(version): what it tests came with this release of the platform")
    config.addinivalue_line("markers", "kneo_before(version): what it tests ended with this release of the platform")


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skip, with a word, what the platform of this run does not have yet, or no longer."""
    params = item.callspec.params if isinstance(item, pytest.Function) and hasattr(item, "callspec") else {}
    if "kneo_settings" not in params:
        return
    settings = KneoSettings(spec_version=str(params["kneo_settings"]))
    for marker in item.iter_markers("kneo_since"):
        if not settings.since(marker.args[0]):
            pytest.skip(f"came with {marker.args[0]} of the platform; this one is {settings.spec_version}")
    for marker in item.iter_markers("kneo_before"):
        if settings.since(marker.args[0]):
            pytest.skip(f"ended with {marker.args[0]} of the platform; this one is {settings.spec_version}")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run every test that says that it is on the Kneo platform on each release of it that can be emulated."""
    if "kneo_settings" in metafunc.fixturenames:
        metafunc.parametrize("kneo_settings", SPEC_VERSIONS, indirect=True, scope="session")


@pytest.fixture(scope="session")
def kneo_settings(request: pytest.FixtureRequest) -> KneoSettings:
    """The platform in one of its releases; in the newest for a test that asks for it while it runs."""
    return KneoSettings(step_seconds=0.01, spec_version=getattr(request, "param", SPEC_VERSIONS[-1]))


@pytest.fixture
def start_kneo(
    kneo_settings: KneoSettings, start_kneo: Callable[[KneoSettings], KneoHandle]
) -> Callable[[KneoSettings], KneoHandle]:
    """Starts a platform with settings of the test's own, in the release that the test is run on."""
    return lambda settings: start_kneo(replace(settings, spec_version=kneo_settings.spec_version))


@pytest.fixture(scope="session")
def anyio_backend() -> str:
    """The event loop library of async tests."""
    return "asyncio"
