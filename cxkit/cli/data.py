"""Where a command finds the rooms: a folder of this laptop, or a server's database."""

import os
from argparse import Namespace
from pathlib import Path

from platformdirs import user_data_path

from cxkit.errors import StoreError


def kept_in(options: Namespace) -> Path | str:
    """Return what --data and --store say, or the environment, or the folder that is usual here. Raises StoreError."""
    if not options.data and getattr(options, "store", None):
        return str(options.store)
    folder = options.data or os.environ.get("CXKIT_DATA") or user_data_path("cxkit")
    if "://" in str(folder):  # it may have a password: it is neither shown, nor the name of a folder
        raise StoreError(
            "--data (or $CXKIT_DATA) is a web address; it should be a folder on this machine. A database's address "
            "goes with --store, which cxkit serve, rooms and publish take."
        )
    return Path(folder)
