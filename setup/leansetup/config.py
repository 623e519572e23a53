"""The configuration file that every Odoo process of the project uses."""

import configparser
import os
from pathlib import Path

from leansetup import paths
from leansetup.odoo_source import Odoo
from leansetup.postgres import Server

DEFAULT_DATABASE = "lean_demo"


def write(odoo: Odoo, server: Server) -> Path:
    """Write `.local/odoo.conf`; readable by its owner only, as it has the password."""
    options = {
        "addons_path": ",".join(str(path) for path in [*odoo.addons_paths, paths.ROOT]),
        "data_dir": str(paths.DATA),
        "http_interface": "127.0.0.1",
        "screenshots": str(paths.LOCAL / "screenshots"),
        # Addons of this size fit easily; measured batches are watched by the bench, not killed.
        "limit_time_cpu": "600",
        "limit_time_real": "1200",
        **{name: str(value) for name, value in server.odoo_options().items()},
    }
    parser = configparser.RawConfigParser()
    parser["options"] = options
    return _replace(paths.LOCAL / "odoo.conf", parser)


def _replace(path: Path, parser: configparser.RawConfigParser) -> Path:
    """Rename into place: another process may be reading it."""
    partial = path.with_name(f"{path.name}.{os.getpid()}")
    partial.touch(mode=0o600)
    with partial.open("w", encoding="utf-8") as handle:
        parser.write(handle)
    partial.replace(path)
    return path
