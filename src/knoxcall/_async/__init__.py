"""The client and its resources. Written once, in the package that awaits; its twin is mirrored from it."""
