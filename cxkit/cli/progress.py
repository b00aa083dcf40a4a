"""A bar that fills while something takes its time."""

from typing import TextIO


def bar(percent: int, stream: TextIO | None = None) -> None:
    """Draw it (0–100) over what stands in the line; at 100 the line is done. On standard output, if not elsewhere."""
    filled = percent // 4
    end = "\n" if percent >= 100 else ""
    print(f"\r  {'█' * filled}{'░' * (25 - filled)} {percent:3d}%", end=end, file=stream, flush=True)
