"""Files that Debian's Odoo package leaves out or links to in an older form.

- `selfie_segmentation.js` is dropped; without it every browser page logs an error, on
  which every browser tour fails.
- The interface's icons are Font Awesome 4.7; the archive's package is a later one
  without those files.
- Inconsolata moved to another folder and name.
"""

import shutil
import tarfile
from pathlib import Path

from leansetup import paths
from leansetup.console import SetupError, notice, run_logged, step

SELFIE_PACKAGE = "@mediapipe/selfie_segmentation@0.1.1675465747"
SELFIE_FILE = "addons/mail/static/lib/selfie_segmentation/selfie_segmentation.js"
SELFIE_STUB = b"// Background blur in video calls is not available in this installation.\n"
ICON_PACKAGE = "font-awesome@4.7.0"
ICON_FILES = (
    "FontAwesome.otf",
    "fontawesome-webfont.eot",
    "fontawesome-webfont.ttf",
    "fontawesome-webfont.woff",
    "fontawesome-webfont.woff2",
)


def repair(package: Path) -> None:
    """Complete an unpacked Debian package; does nothing the second time."""
    root = package.parents[4]
    _add_selfie_segmentation(package / SELFIE_FILE)
    _add_icons(root / "usr/share/fonts-font-awesome/fonts")
    _add_inconsolata(root / "usr/share/fonts")


def _add_selfie_segmentation(target: Path) -> None:
    if target.exists():
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        content = _npm_files(SELFIE_PACKAGE, ["selfie_segmentation.js"])["selfie_segmentation.js"]
    except (SetupError, OSError) as error:
        notice(f"npm did not give {SELFIE_PACKAGE} ({error}); background blur in video calls is left out")
        content = SELFIE_STUB
    target.write_bytes(content)


def _add_icons(folder: Path) -> None:
    if all((folder / name).exists() for name in ICON_FILES):
        return
    folder.mkdir(parents=True, exist_ok=True)
    try:
        files = _npm_files(ICON_PACKAGE, [f"fonts/{name}" for name in ICON_FILES])
    except (SetupError, OSError) as error:
        notice(f"npm did not give {ICON_PACKAGE} ({error}); buttons will lack their icons")
        return
    for name, content in files.items():
        (folder / Path(name).name).write_bytes(content)


def _add_inconsolata(fonts: Path) -> None:
    target = fonts / "truetype/inconsolata/Inconsolata.otf"
    found = next(fonts.rglob("Inconsolata-Regular.otf"), None)
    if found and not target.exists():
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(found, target)


def _npm_files(package: str, names: list[str]) -> dict[str, bytes]:
    """Some files of an npm package, which npm has verified."""
    folder = paths.ODOO / "npm"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    try:
        with step(f"Odoo: {package} from npm") as progress:
            command = ["npm", "pack", package, "--pack-destination", folder, "--cache", folder / "cache"]
            run_logged(command, log=paths.LOGS / "npm-pack.log", progress=progress)
        return _read_members(next(folder.glob("*.tgz")), names)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _read_members(path: Path, names: list[str]) -> dict[str, bytes]:
    content = {}
    with tarfile.open(path) as archive:
        for name in names:
            try:
                member = archive.extractfile(f"package/{name}")
            except KeyError as error:
                raise SetupError(f"{path.name} has no {name}") from error
            if member:
                content[name] = member.read()
    return content
