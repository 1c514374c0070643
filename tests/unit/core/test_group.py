"""A group of methods says in its repr what it is and where its calls go, in all three SDKs, and nothing else."""

from __future__ import annotations

from operator import attrgetter

from tests.contract import surfaces as kneo
from tests.contract.convox import surfaces as convox
from tests.contract.knoxcall import surfaces as knoxcall
from trellis.core.group import Group


def test_every_group_names_itself_and_the_address_of_its_client() -> None:
    for made in (kneo, convox, knoxcall):
        for surface in made.SURFACES:
            client = surface.open()
            paths = {path.rpartition(".")[0] for path in made.adapter_methods(client)}
            groups = [attrgetter(path)(client) for path in paths]
            assert len(groups) == {kneo: 8, convox: 17, knoxcall: 14}[made]
            for group in groups:
                assert isinstance(group, Group)
                address = group._calls.base_url  # type: ignore[attr-defined]
                assert address.startswith("http://")
                assert repr(group) == f"<{type(group).__name__} {address}>"


def test_a_group_over_a_transport_of_the_callers_own_has_no_address() -> None:
    client = kneo.SYNC.open()
    assert repr(client.platform) == "<SyncPlatformClient>"

    class Mine:
        def request(self, method: str, path: str) -> None:
            """Would send something."""

    assert repr(type(client.platform)(Mine()).runs) == "<SyncRunsClient>"
