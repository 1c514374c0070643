"""Tests of the comparison of API documents."""
