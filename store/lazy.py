"""Modules that are loaded when they are first needed, since some rooms are heavy.

The readers of sources and the kinds of wires stand in tables by the names of their modules: a
command that ingests nothing must not wait for trafilatura. This is the one place that imports by
name; `tests/test_architecture.py` reads such names as imports.
"""

from importlib import import_module
from types import ModuleType


def load(module: str) -> ModuleType:
    """The module of this full name, imported unless it already is.

    Give the name as a literal, here or in a table, so that the laws of imports can see it.
    """
    return import_module(module)
