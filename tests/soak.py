#!/usr/bin/env python3
# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
"""People work at a server that is killed again and again; afterwards everything is accounted for.

    ./setup/run --port 8070       # once: makes the demo database; Ctrl-C
    .local/venv/bin/python tests/soak.py --minutes 10 --processes 8 --seed 1

Works on a copy of the demo database, which it drops. Each client scans cards, confirms, cancels and receives orders,
produces, audits, checks machines and reads boards, with rights of one role and a web session of its own, and keeps a
journal of what was acknowledged. Meanwhile workers, and the whole server, are killed with SIGKILL. Then the scheduled
jobs finish, `lean_check` proves the invariants, and the journals are held against the database: what was acknowledged
is there once, the rest at most once. Exit code 1 when anything does not agree.
"""

# pylint: disable=print-used
import argparse
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from threading import Event, Thread

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "setup")]

import psutil  # noqa: E402

from leanbench import clients, server  # noqa: E402

WORKERS, CRON_THREADS = 4, 2
KILL_SECONDS = (6, 18)
SERVER_KILL_SHARE = 0.15
SETTLE_SECONDS = 180
FINE_ERRORS = ("odoo.exceptions.",)
# Another transaction got in between five times in a row: refused, and nothing was written.
BUSY_ERRORS = ("psycopg2.errors.SerializationFailure", "psycopg2.errors.LockNotAvailable", "psycopg2.errors.Deadlock")


class Killer(Thread):
    """Kills workers and the server, and starts the server again."""

    def __init__(self, launcher, chance):
        super().__init__(daemon=True)
        self.launcher = launcher
        self.random = chance
        self.counts = Counter()
        self.over = Event()
        self.process = None
        self.error = None

    def open(self):
        """Start the server."""
        self.process = self.launcher.start()
        self.launcher.wait_ready(self.process)

    def run(self):
        """Kill something every few seconds; the server at least once."""
        try:
            while not self.over.wait(self.random.uniform(*KILL_SECONDS)):
                is_first = self.counts["worker"] and not self.counts["server"]
                is_server = is_first or self.random.random() < SERVER_KILL_SHARE
                (self._kill_server if is_server else self._kill_worker)()
        except Exception as error:  # told by the main thread
            self.error = error

    def _kill_worker(self):
        workers = psutil.Process(self.process.pid).children()
        if workers:
            _kill(self.random.choice(workers))
            self.counts["worker"] += 1

    def _kill_server(self):
        parent = psutil.Process(self.process.pid)
        family = [parent, *parent.children(recursive=True)]
        for process in family:
            _kill(process)
        self.process.wait()
        psutil.wait_procs(family, timeout=20)
        self.counts["server"] += 1
        self.open()

    def close(self):
        """No more kills; the server goes on."""
        self.over.set()
        self.join()
        if self.error:
            raise self.error


def _kill(process):
    with suppress(ProcessLookupError):
        os.kill(process.pid, signal.SIGKILL)


def main(options):
    """Run a soak; its exit code."""
    from odoo.tools import config

    config.parse_config(["-c", options.config, "-d", options.database, "--no-http", "--log-level=warn"])
    folder = Path(tempfile.mkdtemp(prefix="soak_"))
    try:
        with _copy_database(options.source, options.database):
            return _soak(options, folder)
    finally:
        shutil.rmtree(folder)


def _soak(options, folder):
    from tests import soak_plant

    with _environment(options.database) as env:
        plant = soak_plant.prepare(env)
    log = folder / "server.log"
    launcher = server.prepare(
        options.config, os.environ, options.database, workers=WORKERS, cron_threads=CRON_THREADS, log=log
    )
    killer = Killer(launcher, random.Random(options.seed))
    started = time.monotonic()
    try:
        killer.open()
        killer.start()
        jobs = _prepare_jobs(options, plant, launcher, folder)
        answers = clients.run_together(Path(__file__).with_name("soak_client.py"), jobs)
        killer.close()
        is_settled = _wait_settled(options.database, soak_plant.is_settled)
    finally:
        killer.over.set()
        server.stop(killer.process)
        if options.log:
            shutil.copy(log, options.log)
    journals = [Path(job["journal"]).read_text(encoding="utf-8") for job in jobs]
    with closing(_connect(options.database)) as connection, connection.cursor() as cursor:
        acknowledged, wrong = soak_plant.account(cursor, journals)
    wrong += [] if is_settled else [f"scheduled jobs had not finished after {SETTLE_SECONDS} s"]
    wrong += _get_traces(answers)
    wrong += _check(options)
    _report(answers, acknowledged, killer.counts, wrong, time.monotonic() - started)
    return 1 if wrong else 0


def _prepare_jobs(options, plant, launcher, folder):
    """Roles in turn, so that few processes have the first of them."""
    from tests import soak_plant

    names = list(soak_plant.PEOPLE)
    order = [*names, "operator", "operator", *names]
    return [
        {
            **plant,
            "host": "127.0.0.1",
            "port": launcher.port,
            "database": options.database,
            "login": f"soak_{order[place % len(order)]}",
            "password": soak_plant.PASSWORD,
            "acts": soak_plant.PEOPLE[order[place % len(order)]][1],
            "seed": options.seed * 1000 + place,
            "seconds": options.minutes * 60,
            "journal": str(folder / f"journal_{place}.jsonl"),
        }
        for place in range(options.processes)
    ]


@contextmanager
def _copy_database(source, name):
    """A copy of an idle database with its attachments, dropped afterwards."""
    from odoo.tools import SQL, config

    _administrate(SQL("DROP DATABASE IF EXISTS %s WITH (FORCE)", SQL.identifier(name)))
    _administrate(SQL("CREATE DATABASE %s TEMPLATE %s", SQL.identifier(name), SQL.identifier(source)))
    stores = [Path(config.filestore(database)) for database in (source, name)]
    shutil.rmtree(stores[1], ignore_errors=True)
    if stores[0].exists():
        shutil.copytree(*stores)
    try:
        yield
    finally:
        _administrate(SQL("DROP DATABASE IF EXISTS %s WITH (FORCE)", SQL.identifier(name)))
        shutil.rmtree(stores[1], ignore_errors=True)


def _connect(name):
    import psycopg2

    from odoo.sql_db import connection_info_for

    __, parameters = connection_info_for(name)
    connection = psycopg2.connect(**parameters)
    connection.autocommit = True
    return connection


def _administrate(statement):
    with closing(_connect("postgres")) as connection, connection.cursor() as cursor:
        cursor.execute(statement.code, statement.params)


@contextmanager
def _environment(name):
    """The superuser's environment, committed; the registry is forgotten, as the server has its own."""
    from odoo import SUPERUSER_ID, api
    from odoo.modules.registry import Registry
    from odoo.sql_db import close_db

    with Registry(name).cursor() as cursor:
        yield api.Environment(cursor, SUPERUSER_ID, {})
    Registry.delete(name)
    close_db(name)


def _wait_settled(name, is_settled):
    deadline = time.monotonic() + SETTLE_SECONDS
    with closing(_connect(name)) as connection, connection.cursor() as cursor:
        while not is_settled(cursor):
            if time.monotonic() > deadline:
                return False
            time.sleep(0.5)
    return True


def _get_traces(answers):
    """Errors no user should meet."""
    return [
        f"{count} × {name}: {text}"
        for answer in answers
        for name, (count, text) in answer["errors"].items()
        if not name.startswith((*FINE_ERRORS, *BUSY_ERRORS))
    ]


def _check(options):
    """What `lean_check` finds."""
    command = [sys.executable, "-m", "odoo", f"--addons-path={ROOT}", "lean_check"]
    done = subprocess.run(
        [*command, "-c", options.config, "-d", options.database, "--log-level=warn"],
        capture_output=True,
        text=True,
        check=False,
    )
    print(done.stdout.strip())
    return [f"lean_check: exit code {done.returncode}\n{done.stdout}{done.stderr[-2000:]}"] if done.returncode else []


def _report(answers, acknowledged, kills, wrong, seconds):
    totals = Counter()
    errors = Counter()
    for answer in answers:
        totals.update(answer["counts"])
        errors.update({name: count for name, (count, __) in answer["errors"].items()})
    print(f"{len(answers)} people, {seconds:.0f} s; killed: {kills['worker']} workers, {kills['server']} servers")
    print(", ".join(f"{count} {name}" for name, count in totals.items()))
    print("acknowledged: " + ", ".join(f"{count} {kind}" for kind, count in acknowledged.most_common()))
    if errors:
        print("answered with an error: " + ", ".join(f"{count} {name}" for name, count in errors.most_common()))
    print("\n".join(wrong) if wrong else "Everything is accounted for.")


def _parse():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--processes", type=int, default=8)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--source", default="lean_demo", help="database that is copied: with demo data, and idle")
    parser.add_argument("--database", default="lean_soak", help="name of the copy")
    parser.add_argument("--config", default=str(ROOT / ".local" / "odoo.conf"))
    parser.add_argument("--log", help="where to keep the server's log")
    return parser.parse_args()


def _interrupt(_number, _frame):
    raise KeyboardInterrupt


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, _interrupt)  # ends like Ctrl-C: nothing that was started is left behind
    sys.exit(main(_parse()))
