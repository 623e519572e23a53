"""Odoo from Debian's archive, fetched and unpacked without root.

apt runs with a private state directory whose one source line names the machine's own
mirror, so proxies and mirrors are those the machine already uses, and nothing of the
system changes.
"""

import hashlib
import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote

from leansetup import paths
from leansetup.console import Progress, SetupError, notice, run_logged, step

SUITE = "sid"
PACKAGE = "odoo-19"
KNOWN_VERSION = "19.0.0+dfsg-1"
SERIES = "19.0"
# Odoo's package links to the files of these.
COMPANIONS = (
    "libjs-jquery",
    "libjs-jquery-form",
    "libjs-underscore",
    "fonts-font-awesome",
    "fonts-inconsolata",
    "fonts-montserrat",
    "fonts-ocr-b",
    "fonts-roboto-unhinted",
)
KEYRING_STEM = "/usr/share/keyrings/debian-archive-keyring"
HOME = paths.ODOO / "debian"
DOWNLOADS = HOME / "downloads"
STATE = HOME / "apt"
NETWORK_HINT = (
    "Check the network and apt's proxy settings, then start again: finished downloads are kept. "
    "Or use an Odoo 19.0 you have: ODOO_PATH=/path/to/odoo ./setup/run"
)


class NotOfferedError(SetupError):
    """Debian's archive cannot be used here at all; another origin may serve."""


@dataclass(frozen=True)
class Archive:
    """One `.deb`: where apt would get it, and the hash that the signed index gives."""

    uri: str
    name: str
    size: int
    sha256: str

    @property
    def package(self) -> str:
        """The package's name."""
        return self.name.split("_")[0]

    @property
    def version(self) -> str:
        """The package's version without an epoch."""
        return unquote(self.name.split("_")[1]).split(":")[-1]


def is_available() -> bool:
    """Has this machine what it takes?"""
    return all(shutil.which(tool) for tool in ("apt-get", "dpkg"))


def unpacked_root() -> Path | None:
    """The newest complete unpacked tree, if there is one."""
    done = sorted(HOME.glob("*/.complete"), key=lambda path: path.stat().st_mtime)
    return done[-1].parent if done else None


def fetch() -> Path:
    """Download, verify and unpack Odoo; return the tree's root."""
    for folder in (DOWNLOADS, STATE):
        folder.mkdir(parents=True, exist_ok=True)
    with step("Debian's package index") as progress:
        _update_index(progress)
    archives = _list_archives()
    version = _check_version(archives)
    total = sum(archive.size for archive in archives)
    with step(f"Odoo {version}: download of {total / 1e6:.0f} MB") as progress:
        for archive in archives:
            _download(archive, progress)
    with step("Odoo: unpack"):
        return _unpack(archives, version)


# -- the private index ---------------------------------------------------------------


def _apt_options() -> list[str]:
    settings = {
        "Dir::Etc::SourceList": STATE / "sources.list",
        "Dir::Etc::SourceParts": "-",
        "Dir::Etc::Preferences": "/dev/null",
        "Dir::Etc::PreferencesParts": "-",
        "Dir::State": STATE,
        "Dir::State::Lists": STATE / "lists",
        "Dir::State::status": "/dev/null",
        "Dir::Cache": STATE / "cache",
        "Acquire::Languages": "none",
        "Acquire::Retries": "3",
        # The state belongs to whoever started the setup, root included.
        "APT::Sandbox::User": "root",
    }
    return [option for name, value in settings.items() for option in ("-o", f"{name}={value}")]


def _mirrors() -> list[str]:
    """Mirrors this machine's apt is configured with, Debian's main archive first."""
    command = ["apt-get", "indextargets", "--format", "$(REPO_URI)|$(LABEL)"]
    lines = subprocess.run(command, capture_output=True, text=True).stdout.splitlines()
    targets = dict.fromkeys(tuple(line.split("|", 1)) for line in lines if "security" not in line)
    return [uri for uri, label in sorted(targets, key=lambda target: target[1] != "Debian")]


def _trust_levels() -> list[tuple[str, str]]:
    """Source options from strict to lenient, each with what the person must know when it is used."""
    keyrings = [KEYRING_STEM + suffix for suffix in (".pgp", ".gpg") if Path(KEYRING_STEM + suffix).exists()]
    levels = []
    for keyring in keyrings[:1]:
        levels.append((f"signed-by={keyring}", ""))
        levels.append((f"signed-by={keyring} check-valid-until=no", "the mirror's index is signed but out of date"))
    levels.append(
        (
            "trusted=yes",
            "the mirror's signature could not be checked with this machine's keyring (package "
            "debian-archive-keyring); only the hashes in its index were",
        )
    )
    return levels


def _update_index(progress: Progress) -> None:
    mirrors = _mirrors()
    if not mirrors:
        raise NotOfferedError("apt knows no package mirror on this machine.", hint=NETWORK_HINT)
    for options, warning in _trust_levels():
        for mirror in mirrors:
            if _try_update(mirror, options, progress):
                if warning:
                    notice(warning)
                return
    raise NotOfferedError(
        f"apt could not read suite {SUITE} from {', '.join(mirrors)}.", hint=NETWORK_HINT, log=paths.LOGS / "apt.log"
    )


def _try_update(mirror: str, options: str, progress: Progress) -> bool:
    architecture = subprocess.run(["dpkg", "--print-architecture"], capture_output=True, text=True).stdout.strip()
    source = f"deb [arch={architecture} {options}] {mirror} {SUITE} main\n"
    (STATE / "sources.list").write_text(source)
    try:
        command = ["apt-get", *_apt_options(), "--error-on=any", "update"]
        run_logged(command, log=paths.LOGS / "apt.log", progress=progress)
    except SetupError:
        return False
    return True


# -- the packages --------------------------------------------------------------------


def _list_archives() -> list[Archive]:
    """Ask apt what it would download."""
    command = ["apt-get", *_apt_options(), "--print-uris", "download", PACKAGE, *COMPANIONS]
    result = subprocess.run(command, capture_output=True, text=True)
    found = re.findall(r"^'(\S+)' (\S+) (\d+) SHA256:(\w+)$", result.stdout, re.MULTILINE)
    archives = [Archive(uri, name, int(size), sha256) for uri, name, size, sha256 in found]
    missing = {PACKAGE, *COMPANIONS} - {archive.package for archive in archives}
    if result.returncode or missing:
        raise NotOfferedError(
            f"Debian {SUITE} does not offer {', '.join(sorted(missing)) or PACKAGE}: {result.stderr.strip()}",
            hint="Use an Odoo 19.0 checkout: ODOO_PATH=/path/to/odoo ./setup/run",
        )
    return archives


def _check_version(archives: list[Archive]) -> str:
    version = next(archive.version for archive in archives if archive.package == PACKAGE)
    if not version.startswith(SERIES):
        raise NotOfferedError(
            f"Debian's {PACKAGE} is {version}; the addons are for Odoo {SERIES}.",
            hint=f"Use an Odoo {SERIES} checkout: ODOO_PATH=/path/to/odoo ./setup/run",
        )
    if version != KNOWN_VERSION:
        notice(f"Debian now has Odoo {version}; this project was last tried with {KNOWN_VERSION}.")
    return version


def _download(archive: Archive, progress: Progress) -> None:
    """Let apt download into `.part/`, where it resumes; verify, then rename."""
    target = DOWNLOADS / archive.name
    if target.exists() and _sha256(target) == archive.sha256:
        return
    partial = DOWNLOADS / ".part"
    partial.mkdir(exist_ok=True)
    progress.detail = archive.name
    run_logged(
        ["apt-get", *_apt_options(), "-q", "download", archive.package],
        log=paths.LOGS / "apt.log",
        progress=_WatchSize(progress, partial / archive.name, archive),
        cwd=partial,
        message=f"The download of {archive.package} did not finish.",
        hint=NETWORK_HINT,
    )
    _verify(partial / archive.name, archive)
    (partial / archive.name).replace(target)


def _verify(path: Path, archive: Archive) -> None:
    if not path.exists() or _sha256(path) != archive.sha256:
        path.unlink(missing_ok=True)
        raise SetupError(
            f"{archive.name} is not what the index promises (SHA-256 differs); the file was removed.",
            hint="Start again; if it stays so, the mirror is being updated: wait some minutes.",
        )


def _sha256(path: Path) -> str:
    with path.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest() if hasattr(hashlib, "file_digest") else _slow(handle)


def _slow(handle) -> str:
    """`hashlib.file_digest` for Python 3.10."""
    digest = hashlib.sha256()
    while block := handle.read(1 << 20):
        digest.update(block)
    return digest.hexdigest()


class _WatchSize(Progress):
    """Takes the place of a log line: shows how much of a file has arrived."""

    def __init__(self, shown: Progress, path: Path, archive: Archive):
        self.shown, self.path, self.archive = shown, path, archive

    @property
    def detail(self) -> str:
        """Nothing of its own; the step shown has it."""
        return ""

    @detail.setter
    def detail(self, line: str) -> None:
        have = self.path.stat().st_size if self.path.exists() else 0
        self.shown.detail = f"{self.archive.package} {have / 1e6:.0f} of {self.archive.size / 1e6:.0f} MB"


# -- unpacking -----------------------------------------------------------------------


def _unpack(archives: list[Archive], version: str) -> Path:
    """Unpack beside the final place and rename, so that a half-unpacked tree is never used."""
    final, partial = HOME / version, HOME / f"{version}.part"
    shutil.rmtree(partial, ignore_errors=True)
    for archive in archives:
        subprocess.run(["dpkg", "-x", str(DOWNLOADS / archive.name), str(partial)], check=True)
    _make_links_relative(partial)
    (partial / ".complete").touch()
    shutil.rmtree(final, ignore_errors=True)
    partial.rename(final)
    shutil.rmtree(DOWNLOADS, ignore_errors=True)
    return final


def _links(root: Path) -> list[Path]:
    folder = root / "usr/lib/python3/dist-packages/odoo"
    return [path for path in folder.rglob("*") if path.is_symlink()]


def _make_links_relative(root: Path) -> None:
    """An absolute link would leave the unpacked tree for the machine's own files."""
    for link in _links(root):
        target = link.readlink()
        if target.is_absolute():
            link.unlink()
            link.symlink_to(os.path.relpath(root / target.relative_to("/"), link.parent))
