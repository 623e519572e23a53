"""OCA's `ddmrp`, to measure beside: never a dependency of the product.

Its wheels are fetched into `.local` when a row asks for them.
"""

import shutil
import zipfile
from pathlib import Path

from leansetup import paths, python_env
from leansetup.console import run_logged
from leansetup.project import Project

REQUIREMENTS = paths.SETUP / "requirements-ddmrp.txt"
FOLDER = paths.LOCAL / "bench" / "ddmrp"
# It draws the charts on a buffer's form with a library of 100 MB; nothing that is measured draws.
DRAWING = ("web_widget_bokeh_chart", '"external_dependencies": {"python": ["bokeh==3.9.0"]},')


def ensure() -> Path:
    """The folder with its addons; fetched once for each version of the list."""
    stamp = FOLDER / ".complete"
    wanted = REQUIREMENTS.read_text(encoding="utf-8")
    if not stamp.exists() or stamp.read_text(encoding="utf-8") != wanted:
        shutil.rmtree(FOLDER, ignore_errors=True)
        FOLDER.mkdir(parents=True)
        _fetch()
        stamp.write_text(wanted, encoding="utf-8")
    return FOLDER / "odoo" / "addons"


def _fetch() -> None:
    run_logged(
        [*python_env._pip("runtime"), "download", "--no-deps", "--quiet", "-d", FOLDER, "-r", REQUIREMENTS],
        log=paths.LOGS / "bench-ddmrp.log",
        message="The wheels of ddmrp could not be fetched.",
        hint=python_env.NETWORK_HINT,
    )
    for wheel in sorted(FOLDER.glob("*.whl")):
        with zipfile.ZipFile(wheel) as archive:
            archive.extractall(FOLDER)
        wheel.unlink()
    addon, dependency = DRAWING
    manifest = FOLDER / "odoo" / "addons" / addon / "__manifest__.py"
    manifest.write_text(manifest.read_text(encoding="utf-8").replace(dependency, ""), encoding="utf-8")


def install(project: Project, database: str) -> None:
    """Install it into a database of core's apps, and let this process load it."""
    from odoo.modules.module import initialize_sys_path
    from odoo.tools import config

    folder = str(ensure())
    command = project.odoo_command(
        *("-d", database, "-i", "ddmrp", "--no-http", "--stop-after-init"),
        *("--addons-path", ",".join([folder, *config["addons_path"]])),
    )
    run_logged(
        command,
        log=paths.LOGS / "bench-ddmrp-install.log",
        env=project.environment(),
        cwd=paths.ROOT,
        message="ddmrp could not be installed.",
    )
    if folder not in config["addons_path"]:
        config["addons_path"] = [*config["addons_path"], folder]
        initialize_sys_path()
