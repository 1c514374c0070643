"""Attributes that are made when first asked for."""

from __future__ import annotations

from trellis.core.lazy import lazy


class Owner:
    """Has one."""

    def __init__(self) -> None:
        self.made = 0

    @lazy
    def thing(self) -> list[int]:
        """What it is."""
        self.made += 1
        return [self.made]


def test_it_is_made_once_for_each_instance() -> None:
    first, second = Owner(), Owner()

    assert first.made == 0
    assert first.thing is first.thing
    assert (first.made, second.made) == (1, 0)
    assert second.thing is not first.thing


def test_the_class_shows_what_it_is() -> None:
    assert isinstance(Owner.thing, lazy)
    assert Owner.thing.__doc__ == "What it is."
