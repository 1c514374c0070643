"""Trellis: the handwritten core that the kneo_client, knoxcall and convox SDKs share. Import one of those instead."""

from ._version import __version__ as __version__
