"""UNSET is one object, whatever is done to it."""

from __future__ import annotations

import copy
import pickle
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest

from trellis.core.runtime.unset import UNSET, Unset

if TYPE_CHECKING:
    from collections.abc import Callable


def through_pickle(value: Any, protocol: int) -> Any:
    """There and back."""
    return pickle.loads(pickle.dumps(value, protocol))  # noqa: S301


@pytest.mark.parametrize(
    "through",
    [copy.copy, copy.deepcopy, *(partial(through_pickle, protocol=p) for p in range(pickle.HIGHEST_PROTOCOL + 1))],
)
def test_identity_survives(through: Callable[[Any], Any]) -> None:
    assert through(UNSET) is UNSET
    assert through([UNSET])[0] is UNSET


def test_it_is_falsy_and_says_what_it_is() -> None:
    assert not UNSET
    assert repr(UNSET) == str(UNSET) == "UNSET"
    assert UNSET is not None  # type: ignore[comparison-overlap]
    assert list(Unset) == [UNSET]


def test_a_second_one_cannot_be_made() -> None:
    assert Unset("UNSET") is UNSET
    with pytest.raises(ValueError, match="other"):
        Unset("other")
