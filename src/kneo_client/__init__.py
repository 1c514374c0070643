"""kneo_client: typed clients for a Kneo Agent Platform, asynchronous (`KneoClient`) and synchronous (`SyncKneoClient`).

Nothing is imported until a name is used.
"""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ._version import __version__
    from .client import KneoClient, SyncKneoClient

__all__ = ["KneoClient", "SyncKneoClient", "__version__"]

_HOMES = {"KneoClient": "client", "SyncKneoClient": "client", "__version__": "_version"}


if not TYPE_CHECKING:  # a checker would take every misspelt name for an object

    def __getattr__(name: str) -> object:
        home = _HOMES.get(name)
        if home is None:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        from importlib import import_module

        value = globals()[name] = getattr(import_module(f"{__name__}.{home}"), name)
        return value

    def __dir__() -> list[str]:
        return sorted({*globals(), *__all__} - {"TYPE_CHECKING"})
