"""The virtual environment with pinned requirements."""

import hashlib
import os
import subprocess
import sys
from pathlib import Path

from leansetup import paths
from leansetup.console import SetupError, notice, run_logged, step

REQUIREMENTS = {
    "runtime": "requirements.txt",
    "test": "requirements-test.txt",
    "lint": "requirements-lint.txt",
}
# The linters' needs contradict Odoo's.
FOLDERS = {"runtime": paths.VENV, "test": paths.VENV, "lint": paths.LOCAL / "venv-lint"}
NETWORK_HINT = (
    "Check the network and proxy settings (HTTPS_PROXY, PIP_INDEX_URL); then start again: finished downloads are kept."
)


def folder(kind: str = "runtime") -> Path:
    """Where the environment for one requirements file lies."""
    return FOLDERS[kind]


def python(kind: str = "runtime") -> Path:
    """The environment's interpreter."""
    return folder(kind) / "bin" / "python"


def environment() -> dict[str, str]:
    """Variables for a process inside the environment."""
    return {
        "VIRTUAL_ENV": str(paths.VENV),
        "PATH": f"{paths.VENV / 'bin'}{os.pathsep}{os.environ.get('PATH', '')}",
    }


def is_inside() -> bool:
    """Does this process run in the project's environment?"""
    return Path(sys.prefix) == paths.VENV


def ensure(kind: str) -> None:
    """Install one requirements file, once for each of its versions."""
    requirements = paths.SETUP / REQUIREMENTS[kind]
    stamp = folder(kind) / f".{kind}"
    if _is_current(kind, stamp, requirements):
        return
    with paths.lock("venv"):
        if not _is_current(kind, stamp, requirements):
            _ensure_interpreter(kind)
            _install(kind, requirements)
            stamp.write_text(_digest(requirements))


def _is_current(kind: str, stamp: Path, requirements: Path) -> bool:
    return python(kind).exists() and stamp.exists() and stamp.read_text() == _digest(requirements)


def _digest(requirements: Path) -> str:
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    return hashlib.sha256(requirements.read_bytes() + version.encode()).hexdigest()


def _ensure_interpreter(kind: str) -> None:
    """Make the environment; without ensurepip, let the system's pip fill it."""
    if python(kind).exists() and _works(kind):
        return
    with step(f"Virtual environment {folder(kind).name} (Python {sys.version_info.major}.{sys.version_info.minor})"):
        result = _make_venv(kind)
        if result.returncode:
            result = _make_venv(kind, "--without-pip")
        if result.returncode:
            raise SetupError(
                f"Python could not make a virtual environment: {result.stdout.strip()[-400:]}",
                hint="Debian, Ubuntu: apt install python3-venv. Or name another Python: PYTHON=/path/to/python3",
            )


def _make_venv(kind: str, *options: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "venv", "--clear", *options, str(folder(kind))],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def _works(kind: str) -> bool:
    """An environment breaks when its base Python goes away or changes its version."""
    version = f"import sys; sys.exit(sys.version_info[:2] != {tuple(sys.version_info[:2])})"
    return subprocess.run([str(python(kind)), "-c", version], capture_output=True).returncode == 0


def _pip(kind: str) -> list[str]:
    """The pip of the environment, else the system's pip pointed at it."""
    inside = [str(python(kind)), "-m", "pip"]
    if subprocess.run([*inside, "--version"], capture_output=True).returncode == 0:
        return inside
    outside = [sys.executable, "-m", "pip", "--python", str(python(kind))]
    if subprocess.run([*outside, "--version"], capture_output=True).returncode == 0:
        return outside
    raise SetupError(
        "No pip was found: neither in the virtual environment nor for the system's Python.",
        hint="Debian, Ubuntu: apt install python3-venv (or python3-pip), then start again.",
    )


def _install(kind: str, requirements: Path) -> None:
    with step(f"Python packages ({kind})") as progress:
        run_logged(
            [*_pip(kind), "install", "--disable-pip-version-check", "--progress-bar", "off", "-r", requirements],
            log=paths.LOGS / f"pip-{kind}.log",
            progress=progress,
            message=f"pip could not install {paths.relative(requirements)}.",
            hint=NETWORK_HINT,
        )
    if sys.version_info >= (3, 14):
        notice("Odoo 19.0 supports Python 3.10 to 3.13; yours is newer.")
