"""OCA's addons, to measure beside: never a dependency of the product.

Their wheels are fetched into `.local` when a row asks for them.
"""

import shutil
import zipfile
from pathlib import Path

from leanbench.context import Context
from leansetup import addons, paths, python_env, templates
from leansetup.console import SetupError, notice, run_logged

FOLDER = paths.LOCAL / "bench"
# What manifests ask for and nothing here uses: a library of 100 MB that draws charts, another for upgrades of old versions.
UNUSED = {
    "web_widget_bokeh_chart": '"external_dependencies": {"python": ["bokeh==3.9.0"]},',
    "queue_job": ', "openupgradelib"',
}


def database(context: Context, addon: str) -> str | None:
    """A database of core's apps with `addon`; None, and why, where there is no network.

    :param addon: has a list of its wheels in `setup/requirements-ADDON.txt`
    """
    name = context.clone(templates.ensure_core(context.project, addons.select(""), demo=False).name)
    try:
        _install(context, name, addon)
    except SetupError as error:
        notice(f"measured without {addon}: {error}")
        return None
    return name


def ensure(addon: str) -> Path:
    """The folder with its addons; fetched once for each version of the list."""
    folder, requirements = FOLDER / addon, paths.SETUP / f"requirements-{addon}.txt"
    stamp, wanted = folder / ".complete", requirements.read_text(encoding="utf-8")
    if not stamp.exists() or stamp.read_text(encoding="utf-8") != wanted:
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        _fetch(addon, folder, requirements)
        stamp.write_text(wanted, encoding="utf-8")
    return folder / "odoo" / "addons"


def _fetch(addon: str, folder: Path, requirements: Path) -> None:
    run_logged(
        [*python_env._pip("runtime"), "download", "--no-deps", "--quiet", "-d", folder, "-r", requirements],
        log=paths.LOGS / f"bench-{addon}.log",
        message=f"The wheels of {addon} could not be fetched.",
        hint=python_env.NETWORK_HINT,
    )
    for wheel in sorted(folder.glob("*.whl")):
        with zipfile.ZipFile(wheel) as archive:
            archive.extractall(folder)
        wheel.unlink()
    for module, dependency in UNUSED.items():
        manifest = folder / "odoo" / "addons" / module / "__manifest__.py"
        if manifest.exists():
            manifest.write_text(manifest.read_text(encoding="utf-8").replace(dependency, ""), encoding="utf-8")


def _install(context: Context, name: str, addon: str) -> None:
    """Install it into a database of core's apps, and let this process load it."""
    from odoo.modules.module import initialize_sys_path
    from odoo.tools import config

    folder = str(ensure(addon))
    command = context.project.odoo_command(
        *("-d", name, "-i", addon, "--no-http", "--stop-after-init"),
        *("--addons-path", ",".join([folder, *config["addons_path"]])),
    )
    run_logged(
        command,
        log=paths.LOGS / f"bench-{addon}-install.log",
        env=context.project.environment(),
        cwd=paths.ROOT,
        message=f"{addon} could not be installed.",
    )
    if folder not in config["addons_path"]:
        config["addons_path"] = [*config["addons_path"], folder]
        initialize_sys_path()
