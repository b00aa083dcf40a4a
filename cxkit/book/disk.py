"""Whether a disk has room for a book."""

import shutil
from pathlib import Path

_LARGEST = 2**20
"""Bytes: no file of a book is much larger."""


def is_full(folder: Path) -> bool:
    """Say whether the disk of a folder is full, or as good as full."""
    return shutil.disk_usage(folder).free < _LARGEST
