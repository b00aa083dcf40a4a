"""A real PostgreSQL of the tests' own: its server programs on a folder of their own, to be killed and started again."""

import os
import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path
from typing import Any, Self

import psycopg

from tests.processes import free_port


class Cluster:
    """Its files lie in a temporary folder, it listens on loopback, and no system service is touched."""

    def __init__(self) -> None:
        self._folder = Path(tempfile.mkdtemp(prefix="cxkit-postgresql-"))
        self._port = free_port()
        self._as: dict[str, Any] = {}
        if os.geteuid() == 0:  # PostgreSQL does not run as root
            import pwd  # noqa: PLC0415  (Windows has none, and imports this file)

            nobody = pwd.getpwnam("nobody")
            self._as = {"user": nobody.pw_uid, "group": nobody.pw_gid}
            shutil.chown(self._folder, **self._as)
        run = [_program("initdb"), "-D", self._data, "-U", "cxkit", "-A", "trust", "-E", "UTF8", "--locale=C", "-N"]
        subprocess.run(run, check=True, stdout=subprocess.DEVNULL, cwd=self._folder, **self._as)

    @property
    def _data(self) -> str:
        return str(self._folder / "data")

    def url(self, name: str = "postgres") -> str:
        """Where a database of it is, as SQLAlchemy takes it."""
        return f"postgresql+psycopg://cxkit@127.0.0.1:{self._port}/{name}"

    def connect(self, name: str = "postgres") -> psycopg.Connection:
        """Connect without any of cxkit's code."""
        return psycopg.connect(f"postgresql://cxkit@127.0.0.1:{self._port}/{name}", autocommit=True)

    def new_database(self) -> str:
        """Create an empty database; return its name."""
        name = f"cxkit_{os.urandom(4).hex()}"
        with self.connect() as connection:
            connection.execute(f"CREATE DATABASE {name}")
        return name

    def empty(self) -> None:
        """Delete all that is in the first database: faster than a new one, which is three hundred files."""
        with self.connect() as connection:
            connection.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public")

    def start(self) -> None:
        """Start, and return when it takes connections."""
        command = [_program("postgres"), "-D", self._data, "-p", str(self._port), "-k", str(self._folder)]
        # Only the program crashes here, never the machine; and who locks each other out need not wait a second for it.
        for setting in ("listen_addresses=127.0.0.1", "fsync=off", "deadlock_timeout=100ms"):
            command += ["-c", setting]
        log = (self._folder / "log").open("ab")
        self._process = subprocess.Popen(command, stdout=log, stderr=log, cwd=self._folder, **self._as)
        log.close()
        for _ in range(600):
            try:
                self.connect().close()
            except psycopg.OperationalError:
                time.sleep(0.1)
            else:
                return
        raise AssertionError(f"PostgreSQL did not start:\n{(self._folder / 'log').read_text()}")

    def crash(self) -> None:
        """Stop at once, without writing anything: what was committed comes back from its journal."""
        self._process.send_signal(signal.SIGQUIT)
        self._process.wait()

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.crash()
        shutil.rmtree(self._folder)


def _program(name: str) -> str:
    """Find a server program; Debian keeps them off the path."""
    debian = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"))
    found = shutil.which(name) or (debian and str(debian[-1]))
    assert found, "PostgreSQL is not installed: run make test, or sudo apt-get install postgresql"
    return found
