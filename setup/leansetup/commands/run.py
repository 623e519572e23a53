"""`setup/run`: from a fresh clone to a browser with the demo factory."""

import argparse
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Sequence

from leansetup import addons, database, postgres, project, templates
from leansetup.config import DEFAULT_DATABASE
from leansetup.console import SetupError, notice, run_logged, say, step
from leansetup.paths import LOGS, ROOT
from leansetup.project import Project

READY_SECONDS = 180
STOP_SECONDS = 30


def parse(arguments: list[str]) -> argparse.Namespace:
    """The options of `setup/run`."""
    parser = argparse.ArgumentParser(prog="setup/run", description="Serve the Lean addons for Odoo 19.0.")
    parser.add_argument("--port", type=int, default=8069, help="HTTP port (default: 8069)")
    parser.add_argument("--interface", default="127.0.0.1", help="address to listen on; 0.0.0.0 lets tablets in")
    parser.add_argument("--db", default=DEFAULT_DATABASE, help=f"database (default: {DEFAULT_DATABASE})")
    parser.add_argument("--no-demo", action="store_true", help="a new database gets no demo data")
    parser.add_argument("--addons", default="", help="addons to install, comma-separated (default: all here)")
    parser.add_argument("--fresh", action="store_true", help="drop the database and make it anew")
    parser.add_argument("--stop", action="store_true", help="stop the bundled PostgreSQL and leave")
    return parser.parse_args(arguments)


def main(arguments: list[str]) -> int:
    """Prepare, serve, and stop what was started."""
    started = time.monotonic()
    options = parse(arguments)
    if options.stop:
        say("PostgreSQL stopped." if postgres.stop() else "PostgreSQL was not running.")
        return 0
    check_port(options.interface, options.port)
    names = addons.select(options.addons)
    made = project.ready()
    prepare_database(made, options, names)
    project.mention_missing_reports()
    return serve(made, options, started)


def check_port(interface: str, port: int) -> None:
    """Find out before the work, not after it."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((interface, port))
        except OSError as error:
            raise SetupError(
                f"Port {port} on {interface} cannot be used: {error.strerror}.",
                hint=f"Stop what uses it, perhaps another ./setup/run, or take another: ./setup/run --port {port + 1}",
            ) from error


# -- the database --------------------------------------------------------------------


def prepare_database(made: Project, options: argparse.Namespace, names: Sequence[str]) -> None:
    """Make the database, or bring an existing one up to the addons' present state."""
    if options.fresh:
        database.drop(made.server, options.db)
    if not database.exists(made.server, options.db):
        _create(made, options.db, names, demo=not options.no_demo)
    elif database.annotation(made.server, options.db).get("fingerprint") != _fingerprint(names):
        _upgrade(made, options.db, names)


def _fingerprint(names: Sequence[str]) -> str:
    return addons.fingerprint(names, with_bodies=False)


def _create(made: Project, name: str, names: Sequence[str], *, demo: bool) -> None:
    template = templates.ensure(made, names, demo=demo, strict=False)
    templates.warn_complaints(template)
    with step(f"Database {name}"):
        database.clone(made.server, template.name, name)
        database.renew_identity(made.server, name)
    _remember(made, name, names, demo=demo)


def _remember(made: Project, name: str, names: Sequence[str], *, demo: bool) -> None:
    facts = {"fingerprint": _fingerprint(names), "demo": "yes" if demo else "no"}
    database.annotate(made.server, name, facts)


def _upgrade(made: Project, name: str, names: Sequence[str]) -> None:
    """The addons changed since the database was made: upgrade them in it."""
    wanted = addons.with_dependencies(names)
    if not wanted:
        return
    is_demo = database.annotation(made.server, name).get("demo") == "yes"
    listed = ",".join(wanted)
    options = ["-d", name, "-i", listed, "-u", listed, "--no-http", "--stop-after-init"]
    with step(f"Database {name}: the addons changed, upgrade") as progress:
        run_logged(
            made.odoo_command(*options, *(["--with-demo"] if is_demo else [])),
            log=LOGS / "upgrade.log",
            progress=progress,
            env=made.environment(),
            message=f"Database {name} could not be upgraded to the addons' present state.",
            hint="Correct the addon, or start over with a new database: ./setup/run --fresh",
        )
    _remember(made, name, names, demo=is_demo)


# -- the server ----------------------------------------------------------------------


def serve(made: Project, options: argparse.Namespace, started: float) -> int:
    """Run Odoo until Ctrl-C or a signal; only the process started here is stopped."""
    command = made.odoo_command(
        *("-d", options.db, "--db-filter", f"^{options.db}$", "--no-database-list"),
        *("--http-port", str(options.port), "--http-interface", options.interface),
    )
    with (LOGS / "server.log").open("w") as log:
        # A session of its own keeps Ctrl-C from reaching Odoo twice.
        server = subprocess.Popen(
            command, stdout=log, stderr=subprocess.STDOUT, env=made.environment(), cwd=ROOT, start_new_session=True
        )
        try:
            wait_ready(server, options.port)
            _announce(options, time.monotonic() - started)
            return server.wait()
        except KeyboardInterrupt:
            say("\nStopping the server ...")
            return 0
        finally:
            _stop(server)


def wait_ready(server: "subprocess.Popen[bytes]", port: int) -> None:
    """Wait until the login page answers."""
    url = f"http://127.0.0.1:{port}/web/login"
    with step("Odoo: start"):
        deadline = time.monotonic() + READY_SECONDS
        while time.monotonic() < deadline:
            if server.poll() is not None:
                break
            if _answers(url):
                return
            time.sleep(0.2)
    raise SetupError(
        f"Odoo did not answer at {url}.",
        hint="The log says why. With a broken database: ./setup/run --fresh",
        log=LOGS / "server.log",
    )


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=60) as response:
            return response.status == 200
    except (urllib.error.URLError, OSError):
        return False


def _announce(options: argparse.Namespace, seconds: float) -> None:
    say(f"\nReady after {seconds:.0f} s: http://localhost:{options.port}  user admin, password admin")
    say(f"Log: {LOGS / 'server.log'}. Ctrl-C stops the server.")
    if options.interface not in ("127.0.0.1", "localhost"):
        notice("others on your network can reach this server: change the password of admin")


def _stop(server: "subprocess.Popen[bytes]") -> None:
    if server.poll() is not None:
        return
    server.send_signal(signal.SIGINT)
    try:
        server.wait(timeout=STOP_SECONDS)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()
