"""Measurements against floors that are taken in the same run; not part of the test suite."""
