"""A real Odoo server for measurements across processes; stopped by its own pid."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
import xmlrpc.client
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from leansetup import paths
from leansetup.console import SetupError
from leansetup.project import Project

READY_SECONDS = 120
STOP_SECONDS = 30
SCRIPT = Path(__file__).parent / "start" / "odoo_bin.py"


@dataclass(frozen=True)
class OdooServer:
    """Where a server answers and whose process it is."""

    url: str
    database: str
    pid: int
    log: Path

    def call(
        self, model: str, method: str, *arguments: object, login: str = "admin", password: str = "admin"
    ) -> object:
        """One remote call; each makes its own connection, as a station of its own would."""
        uid = xmlrpc.client.ServerProxy(f"{self.url}/xmlrpc/2/common").authenticate(self.database, login, password, {})
        return self.call_as(uid, password, model, method, *arguments)

    def call_as(self, uid: object, password: str, model: str, method: str, *arguments: object) -> object:
        """A remote call by somebody already authenticated."""
        proxy = xmlrpc.client.ServerProxy(f"{self.url}/xmlrpc/2/object", allow_none=True)
        return proxy.execute_kw(self.database, uid, password, model, method, list(arguments))


@dataclass(frozen=True)
class Launcher:
    """How a server is started: on the same ports each time, so that it can be killed and started again.

    :param command: Odoo's command line with its configuration
    :param environment: of the process
    :param name: the database
    """

    command: Sequence[str]
    environment: Mapping[str, str]
    name: str
    port: int
    log: Path

    @property
    def url(self) -> str:
        """Where it answers."""
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> "subprocess.Popen[bytes]":
        """A process in a session of its own; what it says is added to the log."""
        with self.log.open("a") as output:
            return subprocess.Popen(
                self.command,
                stdout=output,
                stderr=subprocess.STDOUT,
                env=dict(self.environment),
                cwd=paths.ROOT,
                start_new_session=True,
            )

    def wait_ready(self, process: "subprocess.Popen[bytes]") -> None:
        """Return as soon as it answers."""
        deadline = time.monotonic() + READY_SECONDS
        while time.monotonic() < deadline and process.poll() is None:
            try:
                with urllib.request.urlopen(f"{self.url}/web/login", timeout=60):
                    return
            except (urllib.error.URLError, OSError):
                time.sleep(0.2)
        raise SetupError("The Odoo server did not start.", log=self.log)


def prepare(
    config: str | Path, environment: Mapping[str, str], name: str, *, workers: int, cron_threads: int, log: Path
) -> Launcher:
    """A launcher on free ports, with an empty log; the server runs with the Python of this process.

    :param config: Odoo's configuration file
    :param workers: HTTP processes; 0 is one process with threads
    :param cron_threads: how many jobs may run at once; 0 runs none
    """
    port, gevent_port = _free_ports(2)
    options = (
        *("-d", name, "--db-filter", f"^{name}$", "--http-port", str(port), "--gevent-port", str(gevent_port)),
        *("--workers", str(workers), "--max-cron-threads", str(cron_threads)),
    )
    log.write_text("")
    command = (sys.executable, str(SCRIPT), "-c", str(config))
    return Launcher((*command, *options), environment, name, port, log)


@contextmanager
def serve(project: Project, name: str, *, workers: int, cron_threads: int) -> Iterator[OdooServer]:
    """Start Odoo on a free port and wait until it answers; arguments as for `prepare`."""
    log = paths.LOGS / f"bench-server-{name}.log"
    launcher = prepare(project.config, project.environment(), name, workers=workers, cron_threads=cron_threads, log=log)
    process = launcher.start()
    try:
        launcher.wait_ready(process)
        yield OdooServer(launcher.url, name, process.pid, log)
    finally:
        stop(process)


def _free_ports(count: int) -> list[int]:
    probes = [socket.socket() for _ in range(count)]
    try:
        for probe in probes:
            probe.bind(("127.0.0.1", 0))
        return [probe.getsockname()[1] for probe in probes]
    finally:
        for probe in probes:
            probe.close()


def stop(process: "subprocess.Popen[bytes]") -> None:
    """Ask the server to end; after a while end the session that was started for it."""
    if process.poll() is None:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(timeout=STOP_SECONDS)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
