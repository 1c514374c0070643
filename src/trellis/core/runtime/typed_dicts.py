"""What generated typed dicts need at run time, so that their hints can be read then too: by `typing.get_type_hints`."""

from __future__ import annotations

import sys

if sys.version_info >= (3, 11):
    from typing import NotRequired as NotRequired
else:
    from typing_extensions import NotRequired as NotRequired

__all__ = ["NotRequired"]
