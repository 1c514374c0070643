"""`KnoxCall`: the gateway's client, synchronous or asynchronous as `sync` says."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, overload

from ._async.bound import AsyncBoundRoute
from ._async.client import KnoxCallAsync
from ._sync.bound import SyncBoundRoute
from ._sync.client import KnoxCallSync

if TYPE_CHECKING:
    from typing_extensions import Unpack

    from ._options import Options

__all__ = ["AsyncBoundRoute", "KnoxCall", "KnoxCallAsync", "KnoxCallSync", "SyncBoundRoute"]


@overload
def KnoxCall(*, sync: Literal[True] = True, **options: Unpack[Options]) -> KnoxCallSync: ...
@overload
def KnoxCall(*, sync: Literal[False], **options: Unpack[Options]) -> KnoxCallAsync: ...
@overload
def KnoxCall(*, sync: bool, **options: Unpack[Options]) -> KnoxCallSync | KnoxCallAsync: ...
def KnoxCall(*, sync: bool = True, **options: Any) -> KnoxCallSync | KnoxCallAsync:
    """A client of the KnoxCall gateway: synchronous by default, asynchronous with `sync=False`.

    Takes what `KnoxCallAsync` takes; an unknown keyword is a TypeError.
    """
    return KnoxCallSync(**options) if sync else KnoxCallAsync(**options)
