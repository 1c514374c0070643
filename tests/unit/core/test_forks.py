"""After a fork the child renews what it must not share, and leaves what belongs to its parent alone."""

from __future__ import annotations

import gc
import os
import subprocess
import sys
import textwrap
import weakref

import pytest

from trellis.core import forks

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="this system does not fork")


def forked(body: str) -> None:
    """Run `body` in a fresh single-threaded interpreter: `in_child(check)` forks and fails unless `check()` is true.

    A process of its own, because forking the test process with its threads is what we do not want to test here.
    """
    prelude = """
        import os, threading

        def in_child(check):
            pid = os.fork()
            if pid == 0:
                try:
                    os._exit(0 if check() else 1)
                except BaseException:
                    import traceback
                    traceback.print_exc()
                    os._exit(2)
            _, status = os.waitpid(pid, 0)
            assert os.waitstatus_to_exitcode(status) == 0, status
    """
    code = textwrap.dedent(prelude) + textwrap.dedent(body)
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr


def test_what_is_registered_is_renewed_in_the_child_and_only_there() -> None:
    forked(
        """
        from trellis.core.forks import renew_in_child

        class Thing:
            renewed = 0
            def _after_fork(self):
                self.renewed += 1

        thing = Thing()
        renew_in_child(thing)
        in_child(lambda: thing.renewed == 1)
        assert thing.renewed == 0
        """
    )


def test_a_lock_that_another_thread_holds_at_the_fork_is_free_in_the_child() -> None:
    forked(
        """
        from trellis.core.single_flight import SingleFlight

        flight = SingleFlight()
        held, let_go = threading.Event(), threading.Event()

        def hold():
            with flight._lock:
                held.set()
                let_go.wait(30)

        thread = threading.Thread(target=hold)
        thread.start()
        held.wait(30)
        in_child(lambda: flight.run("k", lambda: True, lambda waiter: None))
        let_go.set()
        thread.join()
        """
    )


def test_a_flight_under_way_at_the_fork_does_not_exist_in_the_child() -> None:
    forked(
        """
        from trellis.core.single_flight import SingleFlight

        flight = SingleFlight()
        begun, let_go = threading.Event(), threading.Event()

        def lead():
            begun.set()
            return let_go.wait(30)

        thread = threading.Thread(target=lambda: flight.run("k", lead, lambda waiter: None))
        thread.start()
        begun.wait(30)
        in_child(lambda: flight.run("k", lambda: True, lambda waiter: None))
        let_go.set()
        thread.join()
        """
    )


@pytest.mark.parametrize("pool", ["sync_sender.SyncPool", "async_sender.AsyncPool"])
def test_a_pools_connections_are_dropped_in_the_child_without_being_closed(pool: str) -> None:
    module, name = pool.split(".")
    forked(
        f"""
        import asyncio, gc
        from trellis.core.transport.{module} import {name} as Pool
        from trellis.core.transport.limits import PoolLimits
        from trellis.core.transport.tls import TlsConfig

        closed = []

        class Inherited:
            def close(self):
                closed.append("close")
            aclose = close
            def __del__(self):
                closed.append("finalized")

        pool = Pool(PoolLimits(), TlsConfig())
        loop = asyncio.new_event_loop()

        def connections():
            return pool._transports if "Sync" in "{name}" else pool._loops

        if "Sync" in "{name}":
            pool._transports["http"] = Inherited()
        else:
            pool._loops[loop] = {{"http": Inherited()}}

        def check():
            gc.collect()
            return not connections() and not closed

        in_child(check)
        assert len(connections()) == 1
        loop.close()
        """
    )


def test_registration_keeps_nothing_alive() -> None:
    class Thing:
        def _after_fork(self) -> None:
            """Nothing to renew."""

    thing = Thing()
    forks.renew_in_child(thing)
    gone = weakref.ref(thing)
    del thing
    gc.collect()
    assert gone() is None
