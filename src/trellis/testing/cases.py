"""Base classes for `unittest`: an emulated service for each test, with clients that are closed after it."""

from __future__ import annotations

import unittest
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar, Protocol, TypeVar

from trellis.emulator import EmulatorHandle, start

from .servers import connect, connect_async, fresh, kneo_profile, shared

if TYPE_CHECKING:
    from collections.abc import Awaitable

    from convox import AsyncConvoxClient, ConvoxClient
    from kneo_client import KneoClient, SyncKneoClient
    from kneo_client.core.profiles import Profile
    from knoxcall import KnoxCallAsync, KnoxCallSync
    from trellis.emulator import (
        ConvoxHandle,
        ConvoxSettings,
        KneoHandle,
        KneoSettings,
        KnoxCallHandle,
        KnoxCallSettings,
    )
    from trellis.emulator.launch import ServiceName

__all__ = ["WithConvox", "WithKneo", "WithKnoxCall"]


class _Closing(Protocol):
    def close(self) -> None: ...


class _ClosingAsync(Protocol):
    def aclose(self) -> Awaitable[None]: ...


H = TypeVar("H", bound=EmulatorHandle)
C = TypeVar("C", bound=_Closing)
A = TypeVar("A", bound=_ClosingAsync)


class _Case(unittest.TestCase):
    """What the three have in common. A test that leaves schema violations behind fails."""

    @classmethod
    def _served(cls, service: ServiceName, settings: Any) -> Any:
        """The server of all tests of a class: that of the process, or one with the settings of the class."""
        if settings is None:
            return shared(service)
        server = start(service, settings=settings)
        cls.addClassCleanup(server.close)
        return server

    def _fresh(self, server: H) -> H:
        watched = fresh(server)
        self.addCleanup(watched.__exit__, None, None, None)
        return watched.__enter__()

    def _closed(self, client: C) -> C:
        self.addCleanup(client.close)
        return client

    def _closed_async(self, client: A) -> A:
        if not isinstance(self, unittest.IsolatedAsyncioTestCase):
            raise TypeError(f"{type(self).__name__} is no IsolatedAsyncioTestCase: take the synchronous client")
        self.addAsyncCleanup(client.aclose)
        return client


class WithKneo(_Case):
    """A test case with an emulated Kneo platform.

    kneo_server: it, with fresh state, no faults and empty logs in each test. kneo_settings: set it in the class for a
    platform of the class's own; None shares one with all others. Call `super().setUp()` and `super().setUpClass()` if
    you define them. With `unittest.IsolatedAsyncioTestCase` as another base there is the asynchronous client, too.
    """

    kneo_settings: ClassVar[KneoSettings | None] = None
    kneo_server: KneoHandle
    _kneo: ClassVar[KneoHandle]

    @classmethod
    def setUpClass(cls) -> None:
        """Have the platform running."""
        super().setUpClass()
        cls._kneo = cls._served("kneo", cls.kneo_settings)

    def setUp(self) -> None:
        """Reset it."""
        super().setUp()
        self.kneo_server = self._fresh(self._kneo)

    @property
    def kneo_profile(self) -> Profile:
        """A profile for `kneo_server`, with an admin's key."""
        return kneo_profile(self.kneo_server)

    @cached_property
    def sync_kneo(self) -> SyncKneoClient:
        """A sync client of `kneo_server`, closed after the test."""
        return self._closed(connect(self.kneo_server))

    @cached_property
    def kneo(self) -> KneoClient:
        """An async client of `kneo_server`, closed after the test."""
        return self._closed_async(connect_async(self.kneo_server))


class WithKnoxCall(_Case):
    """A test case with an emulated KnoxCall gateway: `knoxcall_server` and its clients, as in `WithKneo`."""

    knoxcall_settings: ClassVar[KnoxCallSettings | None] = None
    knoxcall_server: KnoxCallHandle
    _knoxcall: ClassVar[KnoxCallHandle]

    @classmethod
    def setUpClass(cls) -> None:
        """Have the gateway running."""
        super().setUpClass()
        cls._knoxcall = cls._served("knoxcall", cls.knoxcall_settings)

    def setUp(self) -> None:
        """Reset it."""
        super().setUp()
        self.knoxcall_server = self._fresh(self._knoxcall)

    @cached_property
    def sync_knoxcall(self) -> KnoxCallSync:
        """A sync client of `knoxcall_server`, closed after the test."""
        return self._closed(connect(self.knoxcall_server))

    @cached_property
    def knoxcall(self) -> KnoxCallAsync:
        """An async client of `knoxcall_server`, closed after the test."""
        return self._closed_async(connect_async(self.knoxcall_server))


class WithConvox(_Case):
    """A test case with an emulated Convox rack: `convox_server` and its clients, as in `WithKneo`."""

    convox_settings: ClassVar[ConvoxSettings | None] = None
    convox_server: ConvoxHandle
    _convox: ClassVar[ConvoxHandle]

    @classmethod
    def setUpClass(cls) -> None:
        """Have the rack running."""
        super().setUpClass()
        cls._convox = cls._served("convox", cls.convox_settings)

    def setUp(self) -> None:
        """Reset it."""
        super().setUp()
        self.convox_server = self._fresh(self._convox)

    @cached_property
    def convox(self) -> ConvoxClient:
        """A sync client of `convox_server`, closed after the test."""
        return self._closed(connect(self.convox_server))

    @cached_property
    def async_convox(self) -> AsyncConvoxClient:
        """An async client of `convox_server`, closed after the test."""
        return self._closed_async(connect_async(self.convox_server))
