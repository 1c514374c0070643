"""Arguments that no pinned document declares: accepted for older code's sake, said so, and not sent."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from trellis.core.runtime.operation import Operation

__all__ = ["only_declared"]


def only_declared(operation: Operation[Any], args: dict[str, Any]) -> dict[str, Any]:
    """`args` without those the operation has no parameter for; each of them that was given is a DeprecationWarning.

    The platform would ignore them up to 0.10 and refuse the request (422) from 0.11 on.
    """
    known = {param.arg for param in operation.params}
    unknown = [name for name, value in args.items() if name not in known and value is not None]
    for name in unknown:
        warnings.warn(
            f"{name}= is not sent: {operation.method} {operation.path} has no such parameter",
            DeprecationWarning,
            stacklevel=3,
        )
    return {name: value for name, value in args.items() if name in known}
