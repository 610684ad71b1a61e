"""Folders that the system closes to us. Root may enter all of them, so it is said in its place."""

import os
from pathlib import Path

import pytest


def close_folder(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """Let the system answer that a folder of this name may not be opened."""
    fail_to_open(monkeypatch, name, PermissionError(13, "Permission denied"))


def fail_to_open(monkeypatch: pytest.MonkeyPatch, name: str, error: OSError) -> None:
    """Let opening a file or folder of this name, below another, end with an error."""
    opened = os.open

    def failing(path: str | Path, *rest: int, **options: int) -> int:
        if path == name:
            raise error
        return opened(path, *rest, **options)

    monkeypatch.setattr(os, "open", failing)
