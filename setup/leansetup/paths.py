"""Where things lie. All state of a checkout is under `.local/`."""

import fcntl
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from leansetup.console import SetupError

ROOT = Path(__file__).resolve().parents[2]
SETUP = ROOT / "setup"
LOCAL = ROOT / ".local"
VENV = LOCAL / "venv"
ODOO = LOCAL / "odoo"
DATA = LOCAL / "data"
LOGS = LOCAL / "log"
LOCKS = LOCAL / "lock"

GIGABYTE = 1024**3
FIRST_RUN_BYTES = 3 * GIGABYTE
LATER_RUN_BYTES = GIGABYTE // 2


def prepare() -> None:
    """Make the state folders and refuse to start on a full disk."""
    for folder in (LOCAL, ODOO, DATA, LOGS, LOCKS):
        folder.mkdir(parents=True, exist_ok=True)
    check_disk_space()


def check_disk_space() -> None:
    """Compare free space with what a first or a later start needs."""
    is_first = not any(ODOO.glob("debian/*/.complete"))
    wanted = FIRST_RUN_BYTES if is_first else LATER_RUN_BYTES
    free = shutil.disk_usage(LOCAL).free
    if free < wanted:
        raise SetupError(
            f"Only {free / GIGABYTE:.1f} GB are free at {LOCAL}; this start needs {wanted / GIGABYTE:.1f} GB.",
            hint="Free some space, or move the checkout to a larger disk.",
        )


@contextmanager
def lock(name: str) -> Iterator[None]:
    """Let one process at a time do `name`; others wait for it."""
    with open(LOCKS / f"{name}.lock", "w", encoding="utf-8") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def relative(path: Path) -> str:
    """`path` as a person in the checkout would type it."""
    return str(path.relative_to(ROOT)) if path.is_relative_to(ROOT) else str(path)
