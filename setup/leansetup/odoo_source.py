"""Which Odoo to use, and how Python finds it.

Only a folder with one link, `odoo`, is put on Python's path: Debian ships a sibling
folder `addons` whose `calendar` would otherwise hide the standard library's.
"""

import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from leansetup import debian, odoo_repairs, paths, python_env
from leansetup.console import SetupError, notice, run_logged, step

SERIES = "19.0"
GIT_URL = "https://github.com/odoo/odoo.git"
LINK_FOLDER = paths.ODOO / "python"


@dataclass(frozen=True)
class Odoo:
    """An Odoo on this machine: its Python package and its folders of addons."""

    package: Path
    version: str
    origin: str

    @property
    def addons_paths(self) -> list[Path]:
        """Folders with Odoo's own addons; a source checkout has two."""
        checkout = self.package.parent / "addons"
        has_two = (checkout / "web" / "__manifest__.py").exists()
        return [self.package / "addons", *([checkout] if has_two else [])]


def ensure() -> Odoo:
    """Find or fetch Odoo 19.0 and make it importable in the environment."""
    with paths.lock("odoo"):
        odoo = _from_variable() or _from_python() or _unpacked() or _cloned() or _fetch()
        _check_series(odoo)
        _link(odoo)
    return odoo


# -- where it comes from -------------------------------------------------------------


def _from_variable() -> Odoo | None:
    value = os.environ.get("ODOO_PATH")
    if not value:
        return None
    root = Path(value).expanduser().resolve()
    for package in (root / "odoo", root):
        if (package / "release.py").exists():
            return Odoo(package, _read_version(package), f"ODOO_PATH={value}")
    raise SetupError(
        f"ODOO_PATH={value} holds no Odoo: neither odoo/release.py nor release.py is there.",
        hint=f"Name the folder of an Odoo {SERIES} checkout, or unset ODOO_PATH to let the setup fetch one.",
    )


def _from_python() -> Odoo | None:
    """An Odoo importable by the system's Python, if it is of the right series."""
    code = "import odoo.release, os; print(os.path.dirname(odoo.release.__file__))"
    base = getattr(sys, "_base_executable", sys.executable)
    result = subprocess.run([base, "-c", code], capture_output=True, text=True, cwd="/", env=_clean_environment())
    package = Path(result.stdout.strip() or "/nonexistent")
    if result.returncode or not package.is_dir():
        return None
    version = _read_version(package)
    if not version.startswith(SERIES):
        notice(f"the Odoo {version} installed at {package} is of another series and not used")
        return None
    return Odoo(package.resolve(), version, "this machine's Python")


def _clean_environment() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "VIRTUAL_ENV")}


def _unpacked() -> Odoo | None:
    root = debian.unpacked_root()
    return _of_debian(root) if root else None


def _of_debian(root: Path) -> Odoo:
    package = root / "usr/lib/python3/dist-packages/odoo"
    odoo_repairs.repair(package)
    return Odoo(package, _read_version(package), f"Debian package {debian.PACKAGE} {root.name}")


def _cloned() -> Odoo | None:
    checkout = paths.ODOO / "checkout"
    return Odoo(checkout / "odoo", _read_version(checkout / "odoo"), "git clone") if checkout.exists() else None


def _fetch() -> Odoo:
    """Debian's package where apt can get it, else a shallow clone."""
    reason = "this machine has no apt"
    if debian.is_available():
        try:
            return _of_debian(debian.fetch())
        except debian.NotOfferedError as error:
            if not shutil.which("git"):
                raise
            reason = str(error)
    return _clone(reason)


def _clone(reason: str) -> Odoo:
    notice(f"no Debian package ({reason}); trying a shallow git clone instead")
    final, partial = paths.ODOO / "checkout", paths.ODOO / "checkout.part"
    shutil.rmtree(partial, ignore_errors=True)
    with step(f"Odoo {SERIES}: shallow git clone") as progress:
        run_logged(
            ["git", "clone", "--progress", "--depth=1", f"--branch={SERIES}", GIT_URL, partial],
            log=paths.LOGS / "git-clone.log",
            progress=progress,
            env={**os.environ, "GIT_TERMINAL_PROMPT": "0"},
            message=f"Odoo {SERIES} could be had neither as Debian package ({reason}) nor by git.",
            hint=debian.NETWORK_HINT,
        )
    partial.rename(final)
    return Odoo(final / "odoo", _read_version(final / "odoo"), "git clone")


# -- checks and links ----------------------------------------------------------------


def _read_version(package: Path) -> str:
    text = (package / "release.py").read_text(encoding="utf-8")
    found = re.search(r"^version_info = \(\s*'?([\w~]+)'?, (\d+), (\d+)", text, re.MULTILINE)
    return ".".join(found.groups()) if found else "unknown"


def _check_series(odoo: Odoo) -> None:
    if not odoo.version.startswith(f"{SERIES}."):
        raise SetupError(
            f"{odoo.origin} is Odoo {odoo.version}; the addons are for Odoo {SERIES}.",
            hint=f"Point ODOO_PATH at an Odoo {SERIES}, or unset it to let the setup fetch one.",
        )


def _link(odoo: Odoo) -> None:
    """Put `odoo`, and nothing beside it, on the environment's path."""
    LINK_FOLDER.mkdir(parents=True, exist_ok=True)
    link = LINK_FOLDER / "odoo"
    if not link.is_symlink() or link.resolve() != odoo.package.resolve():
        link.unlink(missing_ok=True)
        link.symlink_to(odoo.package)
    site = next((paths.VENV / "lib").glob("python3.*/site-packages"))
    pointer = site / "odoo_lean.pth"
    if not pointer.exists() or pointer.read_text() != f"{LINK_FOLDER}\n":
        pointer.write_text(f"{LINK_FOLDER}\n")


def command(*arguments: str) -> list[str]:
    """The command line that starts Odoo in the environment."""
    return [str(python_env.python()), "-m", "odoo", *arguments]
