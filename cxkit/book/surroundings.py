"""What a book is built in: nothing of the builder's own settings, so that everybody's is the same book."""

import json
import os
import site
import sys
from pathlib import Path

from cxkit.book.edition import STANDING_VARIABLE
from cxkit.survey.files import PACKAGE

_PROGRAMS = (
    "PATH", "PATHEXT", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "DYLD_FALLBACK_LIBRARY_PATH", "PYTHONHOME",
    "PYTHONNOUSERSITE", "PYTHONDONTWRITEBYTECODE", "PYTHONPYCACHEPREFIX",
    "SYSTEMROOT", "SYSTEMDRIVE", "WINDIR", "COMSPEC", "USERNAME", "TMPDIR", "TEMP", "TMP",
)  # fmt: skip
"""Where programs and their parts are; all else that is set on a machine stays out."""

# As `python -m ipykernel_launcher`, but without what /etc and the environment's own folder say of IPython.
_KERNEL = """
from IPython.core import application
application.SYSTEM_CONFIG_DIRS, application.ENV_CONFIG_DIRS = [], []
from ipykernel.kernelapp import launch_new_instance
launch_new_instance()
"""


def surroundings(home: Path) -> dict[str, str]:
    """Return the environment of programs that build a book, with `home` as an empty home folder that they may fill.

    There "python3" is this very Python: what notebooks run in on this machine may be another. Raises OSError.
    """
    spec = home / "jupyter" / "kernels" / "python3" / "kernel.json"
    spec.parent.mkdir(parents=True, exist_ok=True)
    kernel = [sys.executable, "-P", "-c", _KERNEL, "-f", "{connection_file}"]
    spec.write_text(json.dumps({"argv": kernel, "display_name": "Python 3", "language": "python"}), encoding="utf-8")
    (home / "matplotlibrc").write_text("svg.hashsalt: cxkit\n", encoding="utf-8")  # the same figure in the same bytes
    paths = [os.path.abspath(path) for path in os.environ.get("PYTHONPATH", "").split(os.pathsep) if path]
    if str(PACKAGE.parent) not in (*paths, *site.getsitepackages(), site.getusersitepackages()):
        paths.append(str(PACKAGE.parent))
    return {name: os.environ[name] for name in _PROGRAMS if name in os.environ} | {
        "HOME": str(home),
        "USERPROFILE": str(home),
        "IPYTHONDIR": str(home / "ipython"),
        "JUPYTER_PATH": str(home / "jupyter"),
        "MATPLOTLIBRC": str(home / "matplotlibrc"),
        "MPLCONFIGDIR": str(home),  # it looks for fonts anew: a list of them that it kept may lack some by now
        "PYTHONPATH": os.pathsep.join(paths),
        "PYTHONUSERBASE": site.getuserbase(),
        "PYTHONHASHSEED": "0",
        STANDING_VARIABLE: "1",
        "PYTHONUTF8": "1",  # else Windows would have it speak the country's own encoding
    }
