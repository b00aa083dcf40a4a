"""Where a command finds the rooms: a folder of this laptop, or a server's database."""

from __future__ import annotations

import os
from argparse import Namespace
from pathlib import Path

from platformdirs import user_data_path


def kept_in(options: Namespace) -> Path | str:
    """Return what --data and --store say, or the environment, or the folder that is usual on this system."""
    if not options.data and getattr(options, "store", None):
        return str(options.store)
    return Path(options.data or os.environ.get("CXKIT_DATA") or user_data_path("cxkit"))
