"""The Makefile's set-up: made once, anew when what it stands for changes, and deaf to somebody's other settings."""

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[1]
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there is no make; the README has the other way")

# Says which version it is, and notes whatever else it is asked; `-m venv` puts itself there.
PRETENDED = """#!/bin/sh
home=$(dirname "$(readlink -f "$0")")
case "$*" in
    *print*sys.version*) cat "$home/version" ;;
    *version_info*) ;;
    *ensurepip*) test ! -e "$home/no-ensurepip" ;;
    *"-m venv --clear"*)
        rm -rf .venv; mkdir -p .venv/bin; ln -s "$home/python3" .venv/bin/python; echo venv >> "$home/log" ;;
    *) { echo "$*"; env; echo; } >> "$home/log" ;;
esac
"""


class Machine:
    """A clone and a Python that only notes what it is told, so that a set-up takes no time and asks no network."""

    def __init__(self, folder: Path) -> None:
        self.clone, self.programs = folder / "clone", folder / "programs"
        self.clone.mkdir()
        for name in ("Makefile", "pyproject.toml", "constraints.txt"):
            shutil.copy(ROOT / name, self.clone)
        self.log = self.program("python3", PRETENDED).with_name("log")
        self.version("3.11.2 (main) [GCC 12]")
        self.settings: dict[str, str] = {}

    def program(self, name: str, text: str, folder: str = "programs") -> Path:
        """Write a program that `make` finds first, or one that it finds only when asked for it."""
        path = self.programs.with_name(folder) / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
        path.chmod(0o755)
        return path

    def version(self, said: str, folder: str = "programs") -> None:
        """Choose what the Python there says of itself."""
        (self.programs.with_name(folder) / "version").write_text(said + "\n", encoding="utf-8")

    def make(self, *words: str) -> str:
        """Run `make .venv/workshop-ready`; return what it did, as words, or what it said when it failed."""
        self.log.unlink(missing_ok=True)
        path = f"{self.programs}:{os.environ['PATH']}"
        command = ["make", ".venv/workshop-ready", *words]
        surroundings = {"PATH": path, **self.settings}
        done = subprocess.run(command, cwd=self.clone, env=surroundings, capture_output=True, text=True, check=False)
        if done.returncode:
            return done.stdout + done.stderr
        noted = self.log.read_text("utf-8").splitlines() if self.log.exists() else []
        return " ".join("pip" if "-m pip" in line else "venv" for line in noted if line == "venv" or "-m pip" in line)


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


ALL = "venv pip pip"


def test_an_environment_is_made_once(machine: Machine) -> None:
    """Also when files only look newer, as after a checkout."""
    assert machine.make() == ALL
    for name in ("pyproject.toml", "constraints.txt"):
        (machine.clone / name).touch()
    assert machine.make() == ""


def test_a_moved_folder_gets_a_new_environment(machine: Machine) -> None:
    """The programs in the old one begin with a path that is no longer there."""
    machine.make()
    machine.clone = machine.clone.rename(machine.clone.with_name("somewhere else"))
    assert machine.make() == ALL
    assert machine.make() == ""


def test_an_upgraded_python_gets_a_new_environment(machine: Machine) -> None:
    """What was installed for the other one may not be found by this one."""
    machine.make()
    machine.version("3.11.5 (main) [GCC 12]")
    assert machine.make() == ALL


def test_other_pins_are_installed_into_the_same_environment(machine: Machine) -> None:
    """By what they say, not by when they were written."""
    machine.make()
    pins = machine.clone / "constraints.txt"
    before = pins.stat()
    pins.write_text(pins.read_text("utf-8") + "# other\n", encoding="utf-8")
    os.utime(pins, (before.st_atime, before.st_mtime))
    assert machine.make() == "pip pip"
    assert machine.make() == ""


def test_the_python_that_was_asked_for_stays(machine: Machine) -> None:
    """`make PYTHON=…` once, then `make` alone; until another is asked for, or until it is gone."""
    other = machine.program("python3", PRETENDED, "other")
    machine.version("3.13.0 (main) [GCC 12]", "other")
    machine.make(f"PYTHON={other}")
    assert machine.make() == ""
    assert "3.13.0" in (machine.clone / ".venv/python-ready").read_text("utf-8")
    assert machine.make("PYTHON=python3") == ALL
    assert "3.11.2" in (machine.clone / ".venv/python-ready").read_text("utf-8")
    machine.make(f"PYTHON={other}")
    other.unlink()
    assert machine.make() == ALL


def test_a_python_that_cannot_be_used_is_named_with_what_to_do(machine: Machine) -> None:
    """One that is not there, and one that cannot make environments."""
    assert "cxkit needs Python 3.11 or later" in machine.make("PYTHON=/no/such/python")
    machine.program("no-ensurepip", "")
    machine.program("apt-get", "#!/bin/sh\nexit 1\n")
    machine.program("sudo", '#!/bin/sh\ntest "$1" = -n && shift\nexec "$@"\n')
    assert "python3 cannot make virtual environments here. On Debian: sudo apt-get" in machine.make()
    assert not (machine.clone / ".venv").exists()
    machine.program(
        "apt-get", f'#!/bin/sh\necho "$*" >> {machine.programs}/apt\nrm -f {machine.programs}/no-ensurepip\n'
    )
    assert machine.make() == ALL
    assert "install -y -qq python3-venv" in (machine.programs / "apt").read_text("utf-8")


def test_pip_hears_where_to_ask_but_not_where_to_put_it(machine: Machine) -> None:
    """The index, the proxy and the certificates of a company stay; what would move packages does not reach pip."""
    heard = {"PIP_INDEX_URL": "https://pypi.example", "PIP_CERT": "/company.pem", "HTTPS_PROXY": "http://proxy.example"}
    moved = dict.fromkeys(("PIP_TARGET", "PIP_PREFIX", "PIP_ROOT", "PYTHONPATH", "PYTHONHOME"), "/elsewhere")
    machine.settings = {**heard, **moved, "PIP_USER": "1", "PIP_NO_DEPS": "1", "PIP_REQUIRE_HASHES": "1"}
    assert machine.make() == ALL
    noted = machine.log.read_text("utf-8")
    assert [line for line in moved if f"\n{line}=" in noted] == []
    assert all(f"\n{name}={value}\n" in noted for name, value in heard.items())
    assert "PIP_NO_DEPS=0" in noted
    assert f"--no-user --target= --prefix={machine.clone}/.venv --root=/" in noted


FOREIGN = """[global]
user = true
require-virtualenv = true
no-deps = true
no-index = true
find-links = {wheels}
[install]
target = {elsewhere}
prefix = {elsewhere}
root = {elsewhere}
"""
BACKEND = """
import zipfile

def wheel(folder, name, needs="", **modules):
    "Write a wheel of version 1."
    files = {path.replace("__", "/") + ".py": text for path, text in modules.items()}
    files[f"{name}-1.dist-info/METADATA"] = f"Metadata-Version: 2.1\\nName: {name}\\nVersion: 1\\n{needs}"
    files[f"{name}-1.dist-info/WHEEL"] = "Wheel-Version: 1.0\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n"
    files[f"{name}-1.dist-info/RECORD"] = "".join(f"{path},,\\n" for path in files)
    with zipfile.ZipFile(f"{folder}/{name}-1-py3-none-any.whl", "w") as archive:
        for path, text in files.items():
            archive.writestr(path, text)
    return f"{name}-1-py3-none-any.whl"

def build_editable(folder, config=None, metadata=None):
    return wheel(folder, "cxkit", "Requires-Dist: needed", cxkit="import needed")
"""


@pytest.mark.slow
@pytest.mark.parametrize("where", ["PIP_CONFIG_FILE", "home"])
def test_a_foreign_pip_conf_does_no_harm(where: str, tmp_path: Path) -> None:
    """A real pip, told to put everything elsewhere, without what it needs; and not to ask the network, which stays."""
    clone, wheels, home, elsewhere = (tmp_path / name for name in ("clone", "wheels", "home", "elsewhere"))
    conf = home / ".config" / "pip" / "pip.conf"
    for folder in (clone, wheels, conf.parent):
        folder.mkdir(parents=True)
    exec(BACKEND, backend := dict[str, Any]())
    for name, modules in (("hatchling", {"hatchling__build": BACKEND}), ("editables", {}), ("needed", {"needed": ""})):
        backend["wheel"](wheels, name, **modules)
    shutil.copy(ROOT / "Makefile", clone)
    project = (
        '[build-system]\nrequires = []\nbuild-backend = "hatchling.build"\n[project]\nname = "cxkit"\nversion = "9"\n'
    )
    (clone / "pyproject.toml").write_text(project, encoding="utf-8")
    (clone / "constraints.txt").write_text("needed==1  # any\n", encoding="utf-8")
    conf.write_text(FOREIGN.format(wheels=wheels, elsewhere=elsewhere), encoding="utf-8")
    surroundings = {"PATH": os.environ["PATH"], "HOME": str(home if where == "home" else tmp_path), "PIP_USER": "1"}
    if where == "PIP_CONFIG_FILE":
        surroundings[where] = str(conf)
    command = ["make", ".venv/workshop-ready", f"PYTHON={sys.executable}"]
    done = subprocess.run(command, cwd=clone, env=surroundings, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    found = subprocess.run([clone / ".venv/bin/python", "-c", "import cxkit; print(cxkit.__file__)"],
                           cwd=home, env=surroundings, capture_output=True, text=True, check=True).stdout  # fmt: skip
    assert found.startswith(str(clone / ".venv"))
    assert not elsewhere.exists()
    assert not (home / ".local").exists()
