"""knoxcall: typed clients for the KnoxCall gateway.

Nothing is imported until a name is used.
"""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ._version import __version__

__all__ = ["__version__"]

_HOMES = {"__version__": "_version"}


def __getattr__(name: str) -> object:
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    value = globals()[name] = getattr(import_module(f"{__name__}.{home}"), name)
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
