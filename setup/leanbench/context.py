"""What a row works with: databases, an Odoo environment, measuring, a real server."""

import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import psutil

from leanbench.server import OdooServer, serve
from leansetup import database
from leansetup.project import Project

if TYPE_CHECKING:
    from odoo.api import Environment

MEGABYTE = 1024 * 1024
SAMPLE_SECONDS = 0.005


@dataclass
class Measurement:
    """Filled when the `measure` block ends."""

    seconds: float = 0.0
    queries: int = 0
    peak_mb: float = 0.0
    """Resident memory at its highest, above what it was at the start."""


@dataclass
class Context:
    """Given to each row's `run`."""

    project: Project
    template: str
    """A database with all addons and no demo data; clone it, never write to it."""
    sizes: Sequence[int]
    _clones: list[str] = field(default_factory=list)
    _prefix: str = "lean_bench"

    def clone(self, source: str | None = None) -> str:
        """A fresh database, dropped when the row ends.

        :param source: a database of yours that is loaded with data and idle; default: the template
        """
        name = f"{self._prefix}_{len(self._clones)}"
        database.drop(self.project.server, name)
        database.clone(self.project.server, source or self.template, name)
        self._clones.append(name)
        return name

    def drop_clones(self) -> None:
        """Called by the runner after each row."""
        for name in self._clones:
            close(name)
            database.drop(self.project.server, name)
        self._clones.clear()

    @contextmanager
    def environment(self, name: str, *, commit: bool = False) -> "Iterator[Environment]":
        """The superuser's environment on a database, in this process.

        Rolled back at the end unless `commit`. The registry is closed again, so that the
        database can be cloned or served by another process.
        """
        from odoo import SUPERUSER_ID, api
        from odoo.modules.registry import Registry

        registry = Registry(name)
        try:
            with registry.cursor() as cursor:
                env = api.Environment(cursor, SUPERUSER_ID, {})
                yield env
                if commit:
                    env.flush_all()
                    cursor.commit()
                else:
                    cursor.rollback()
        finally:
            close(name)

    @contextmanager
    def measure(self, env: "Environment") -> Iterator[Measurement]:
        """Time, queries and memory of a block, from flushed and cold to flushed."""
        env.flush_all()
        env.invalidate_all()
        result = Measurement()
        queries = env.cr.sql_log_count
        with _peak_memory(result):
            started = time.perf_counter()
            yield result
            env.flush_all()
            result.seconds = time.perf_counter() - started
        result.queries = env.cr.sql_log_count - queries

    def tidy(self, env: "Environment", *tables: str) -> None:
        """Remove what undone turns left in tables, so that the next finds them as the first did; ends the transaction."""
        env.cr.rollback()
        env.cr.connection.autocommit = True
        env.cr.execute(f"VACUUM ANALYZE {', '.join(tables)}")
        env.cr.connection.autocommit = False

    @contextmanager
    def server(self, name: str, *, workers: int = 0, cron_threads: int = 0) -> Iterator[OdooServer]:
        """A real Odoo server on 127.0.0.1 for rows with several processes; see `serve`."""
        with serve(self.project, name, workers=workers, cron_threads=cron_threads) as running:
            yield running


def close(name: str) -> None:
    """Forget a registry and close this process's connections to its database."""
    from odoo.modules.registry import Registry
    from odoo.sql_db import close_db

    Registry.delete(name)
    close_db(name)


@contextmanager
def _peak_memory(result: Measurement) -> Iterator[None]:
    """Sample resident memory beside the block; the kernel's own high mark cannot be reset everywhere."""
    process, stop = psutil.Process(), threading.Event()
    start = process.memory_info().rss

    def sample() -> None:
        while not stop.wait(SAMPLE_SECONDS):
            result.peak_mb = max(result.peak_mb, (process.memory_info().rss - start) / MEGABYTE)

    thread = threading.Thread(target=sample, daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()


def source_folder() -> Path:
    """The folder of the rows."""
    return Path(__file__).parent / "rows"
