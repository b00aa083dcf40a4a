"""Tests of everything; a package, so that they may import each other's helpers."""

import os

# Tests run side by side, and their matrices are small: with a thread a core each, most of the time is one waiting for
# another.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
