"""A real Odoo server for measurements across processes; stopped by its own pid."""

import os
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
import xmlrpc.client
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from leansetup import paths
from leansetup.console import SetupError
from leansetup.project import Project

READY_SECONDS = 120
STOP_SECONDS = 30


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


@contextmanager
def serve(project: Project, name: str, *, workers: int, cron_threads: int) -> Iterator[OdooServer]:
    """Start Odoo on a free port and wait until it answers.

    :param workers: HTTP processes; 0 is one process with threads
    :param cron_threads: how many jobs may run at once; 0 runs none
    """
    port, gevent_port = _free_ports(2)
    log = paths.LOGS / f"bench-server-{name}.log"
    command = project.odoo_command(
        *("-d", name, "--db-filter", f"^{name}$", "--http-port", str(port), "--gevent-port", str(gevent_port)),
        *("--workers", str(workers), "--max-cron-threads", str(cron_threads)),
    )
    with log.open("w") as output:
        process = subprocess.Popen(
            command,
            stdout=output,
            stderr=subprocess.STDOUT,
            env=project.environment(),
            cwd=paths.ROOT,
            start_new_session=True,
        )
        try:
            _wait_ready(process, port, log)
            yield OdooServer(f"http://127.0.0.1:{port}", name, process.pid, log)
        finally:
            _stop(process)


def _free_ports(count: int) -> list[int]:
    probes = [socket.socket() for _ in range(count)]
    try:
        for probe in probes:
            probe.bind(("127.0.0.1", 0))
        return [probe.getsockname()[1] for probe in probes]
    finally:
        for probe in probes:
            probe.close()


def _wait_ready(process: "subprocess.Popen[bytes]", port: int, log: Path) -> None:
    deadline = time.monotonic() + READY_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/web/login", timeout=60):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
    raise SetupError("The bench's Odoo server did not start.", log=log)


def _stop(process: "subprocess.Popen[bytes]") -> None:
    """Ask the server to end; after a while end the session that was started for it."""
    if process.poll() is None:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(timeout=STOP_SECONDS)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
