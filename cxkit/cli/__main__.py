"""`python -m cxkit.cli`: the same as the command `cxkit`."""

import sys

from cxkit.cli import main

if __name__ == "__main__":
    sys.exit(main())
