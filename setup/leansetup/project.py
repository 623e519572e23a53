"""Everything a command needs before it can start Odoo, made ready in one call."""

import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from leansetup import config, odoo_source, paths, postgres, python_env
from leansetup.console import notice
from leansetup.odoo_source import Odoo
from leansetup.postgres import Server

STOP_SECONDS = 20
# Variables that would override our configuration file inside Odoo.
HIDDEN_VARIABLES = ("DATABASE_URL", "PGDATABASE", "PGHOST", "PGPORT", "PGUSER", "PGPASSWORD", "ODOO_RC", "PYTHONPATH")


@dataclass(frozen=True)
class Project:
    """Odoo, a PostgreSQL server and the configuration that joins them."""

    odoo: Odoo
    server: Server
    config: Path

    def environment(self) -> dict[str, str]:
        """Environment of a process that shall see this project and nothing else."""
        kept = {name: value for name, value in os.environ.items() if name not in HIDDEN_VARIABLES}
        return {**kept, **self.server.environment(), "PYTHONDONTWRITEBYTECODE": "1"}

    def odoo_command(self, *arguments: str) -> list[str]:
        """Odoo's server command line with the project's configuration."""
        return odoo_source.command("-c", str(self.config), *arguments)

    def pytest_command(self, name: str, *arguments: str) -> list[str]:
        """Pytest on a database of the project's server, with a server of its own for browsers."""
        return [
            *(str(python_env.python()), "-m", "pytest", "-rfEs"),
            *("--odoo-database", name, "--odoo-config", str(self.config), "--odoo-http"),
            *arguments,
        ]


def ready() -> Project:
    """Find or fetch Odoo and PostgreSQL."""
    odoo = odoo_source.ensure()
    server = postgres.ensure()
    return Project(odoo, server, config.write(odoo, server))


def mention_missing_reports() -> None:
    """Printing needs wkhtmltopdf; everything else works without."""
    if not shutil.which("wkhtmltopdf"):
        notice("wkhtmltopdf is not installed: reports show as web pages, not as PDF")


def is_running_as_root() -> bool:
    """Root may install packages of the system."""
    return os.geteuid() == 0


def call(command: list[str], environment: dict[str, str]) -> int:
    """Run in the foreground, terminal attached; an interrupt lets the program end by itself first."""
    process = subprocess.Popen(command, env=environment, cwd=paths.ROOT)
    try:
        return process.wait()
    except KeyboardInterrupt:
        # From a terminal the program got the signal as well; from `kill` it did not.
        process.terminate()
        try:
            process.wait(timeout=STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
        raise
