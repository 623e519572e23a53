"""Checks of our own: text files and the agreement of manifests and packages."""

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

MAXIMUM_LINES = 500
SOURCE_SUFFIXES = {".py", ".xml", ".js", ".scss", ".css", ".sh", ""}
TEXT_SUFFIXES = SOURCE_SUFFIXES | {".md", ".toml", ".yml", ".yaml", ".json", ".csv", ".txt", ".cfg", ".rst"}
UNLIMITED = {"LICENSE"}
PRIVATE_KEY = re.compile(rb"-----BEGIN [A-Z ]*PRIVATE KEY-----")
MERGE_MARK = re.compile(rb"^(<{7} |={7}$|>{7} )", re.MULTILINE)
TRAILING_SPACE = re.compile(rb"[ \t]+$", re.MULTILINE)


def text_problems(root: Path, files: Sequence[Path]) -> list[str]:
    """Problems of text files, one line each."""
    return [f"{path}: {problem}" for path in files for problem in _problems_of(root, path)]


def _problems_of(root: Path, path: Path) -> list[str]:
    if path.suffix not in TEXT_SUFFIXES:
        return []
    content = (root / path).read_bytes()
    if b"\0" in content:
        return []
    found = {
        "lines end in CR LF": b"\r\n" in content,
        "does not end in a newline": bool(content) and not content.endswith(b"\n"),
        "trailing spaces": path.suffix != ".csv" and bool(TRAILING_SPACE.search(content)),
        "merge conflict marks": bool(MERGE_MARK.search(content)) and path.suffix != ".rst",
        "a private key": bool(PRIVATE_KEY.search(content)),
        f"{_lines(content)} lines; {MAXIMUM_LINES} is the most": _is_too_long(path, content),
    }
    return [problem for problem, is_present in found.items() if is_present]


def _lines(content: bytes) -> int:
    return content.count(b"\n")


def _is_too_long(path: Path, content: bytes) -> bool:
    return path.suffix in SOURCE_SUFFIXES and path.name not in UNLIMITED and _lines(content) > MAXIMUM_LINES


def manifest_problems(root: Path, manifests: Mapping[str, dict]) -> list[str]:
    """Problems of addons as packages, one line each."""
    metapackage = (root / "setup/_metapackage/pyproject.toml").read_text(encoding="utf-8")
    problems = []
    for name, manifest in manifests.items():
        problems += [f"{name}: {problem}" for problem in _addon_problems(root / name, manifest)]
        if f'"odoo-addon-{name}==19.0.*"' not in metapackage:
            problems.append(f"{name}: missing in setup/_metapackage/pyproject.toml")
    listed = re.findall(r'"odoo-addon-(\w+)==', metapackage)
    problems += [f"setup/_metapackage lists {name}, which is not here" for name in listed if name not in manifests]
    return problems


def _addon_problems(folder: Path, manifest: Mapping[str, object]) -> list[str]:
    problems = [
        f"{key} names {entry}, which is not there"
        for key in ("data", "demo")
        for entry in manifest.get(key, [])
        if not (folder / entry).exists()
    ]
    package = folder / "pyproject.toml"
    if not package.exists() or "whool.buildapi" not in package.read_text(encoding="utf-8"):
        problems.append("pyproject.toml with the build backend whool.buildapi is missing")
    return problems + [
        f"{required} is missing"
        for required in ("readme/DESCRIPTION.md", "static/description/icon.png")
        if not (folder / required).exists()
    ]
