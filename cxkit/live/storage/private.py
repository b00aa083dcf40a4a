"""What is kept for nobody else on this machine: files of 0600 in folders of 0700."""

from contextlib import suppress
from pathlib import Path


def private_folder(folder: Path, *ours: str) -> Path:
    """Make a folder for its owner alone, and what is in it already and matches `ours`.

    A folder that was there with something else in it belongs to more than us: it stays as open as it is. Raises OSError
    where it cannot be made.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    own = {path for pattern in ours for path in folder.glob(pattern)}
    with suppress(OSError):  # somebody else's, or a disk that knows no rights
        for path in own:
            path.chmod(0o700 if path.is_dir() else 0o600)
        if set(folder.iterdir()) <= own:
            folder.chmod(0o700)
    return folder
