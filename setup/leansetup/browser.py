"""A Chromium for the browser tours."""

import os
import shutil
import subprocess
from pathlib import Path

from leansetup import paths
from leansetup.console import SetupError, notice, run_logged, say, step
from leansetup.project import is_running_as_root

# In the order in which Odoo looks for them.
NAMES = ("google-chrome", "chromium", "chromium-browser", "google-chrome-stable")
MISSING = (
    "no Chromium was found, so the browser tests will be skipped; install it (Debian, Ubuntu: "
    "sudo apt install chromium) or name one: CHROME_BIN=/path/to/chrome ./setup/test"
)


def environment() -> dict[str, str]:
    """PATH with the browser in front, for a process that runs tours; empty without one."""
    folder = ensure()
    if folder is None:
        return {}
    say(f"  browser: {version(folder)}")
    return {"PATH": f"{folder}{os.pathsep}{os.environ['PATH']}"}


def ensure() -> Path | None:
    """Folder to put first on PATH so that Odoo finds the browser; None when there is none."""
    program = _find() or _install()
    if program is None:
        if os.environ.get("CI"):
            raise SetupError("No Chromium was found, and under CI the browser tests must run.", hint=MISSING)
        notice(MISSING)
        return None
    return _link(program)


def _find() -> str | None:
    named = os.environ.get("CHROME_BIN")
    if named:
        if not shutil.which(named):
            raise SetupError(f"CHROME_BIN={named} is no program.", hint="Correct the variable or unset it.")
        return shutil.which(named)
    return next((path for path in map(shutil.which, NAMES) if path), None)


def _install() -> str | None:
    """As root on a Debian-like system, fetch the browser."""
    if not (is_running_as_root() and shutil.which("apt-get")):
        return None
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    log = paths.LOGS / "apt-chromium.log"
    try:
        with step("Chromium for the browser tests") as progress:
            run_logged(["apt-get", "update"], log=log, progress=progress, env=environment)
            command = ["apt-get", "install", "-y", "--no-install-recommends", "chromium"]
            run_logged(command, log=log, progress=progress, env=environment)
    except SetupError as error:
        notice(f"apt could not install chromium: {error}")
    return shutil.which("chromium")


def _link(program: str) -> Path:
    """Odoo only looks for a few names, so ours is linked under the first of them."""
    folder = paths.LOCAL / "bin"
    folder.mkdir(exist_ok=True)
    link = folder / NAMES[0]
    link.unlink(missing_ok=True)
    link.write_text(f'#!/bin/sh\nexec "{program}" "$@"\n')
    link.chmod(0o755)
    return folder


def version(folder: Path) -> str:
    """What the browser says of itself."""
    result = subprocess.run([str(folder / NAMES[0]), "--version"], capture_output=True, text=True)
    return result.stdout.strip().splitlines()[-1] if result.stdout.strip() else "unknown browser"
