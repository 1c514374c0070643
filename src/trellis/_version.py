"""The distribution's version, in one place: the wheel's metadata, every `__version__` and every User-Agent read it."""

__version__ = "0.1.0"
