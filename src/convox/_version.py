"""This package's version, the distribution's own."""

from trellis._version import __version__ as __version__
