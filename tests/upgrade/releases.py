# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
"""The releases there were, and the addons as they were then."""

import io
import subprocess
import tarfile
from dataclasses import dataclass
from pathlib import Path

from ..common import ADDON_PREFIX

ROOT = Path(__file__).parents[2]
LIST = ROOT / "setup" / "releases.txt"


@dataclass(frozen=True)
class Release:
    """A version of all addons together, and the commit it was made of."""

    version: str
    commit: str

    @property
    def story(self):
        """The code that plays with the addons of this release: its own story, or that of the last one before."""
        stories = sorted(Path(__file__).parent.glob("story_*.py"), key=lambda path: parse(path.stem[6:], "_"))
        return [path for path in stories if parse(path.stem[6:], "_") <= parse(self.version)][-1]

    def get_refusal(self):
        """Why the addons of this release cannot be had from this checkout, or None."""
        if not (ROOT / ".git").exists():
            return "this is no checkout of git: there is no history to take earlier releases from"
        if git("cat-file", "-e", f"{self.commit}^{{commit}}", check=False).returncode:
            return f"the history here does not reach {self.version}: git fetch --unshallow"
        return None

    def unpack(self, folder):
        """Write the addons of this release to a folder; returns their names."""
        archive = git("archive", self.commit, "--", f"{ADDON_PREFIX}*").stdout
        with tarfile.open(fileobj=io.BytesIO(archive)) as tar:
            tar.extractall(folder, filter="data")
        return sorted(path.parent.name for path in Path(folder).glob("*/__manifest__.py"))

    def has_changed(self, addon):
        """Whether an addon is another one than it was in this release, as it is committed."""
        return bool(git("diff", "--quiet", self.commit, "--", addon, check=False).returncode)


def read_releases():
    """All releases, oldest first."""
    lines = LIST.read_text(encoding="utf-8").splitlines()
    return [Release(*line.split()) for line in lines if line and not line.startswith("#")]


def parse(version, separator="."):
    """Numbers, to compare.

    >>> parse("19.0.1.10.0") > parse("19.0.1.9.0")
    True
    """
    return tuple(map(int, version.split(separator)))


def git(*arguments, check=True):
    """Run git in this checkout."""
    return subprocess.run(["git", "-C", str(ROOT), *arguments], capture_output=True, check=check)
