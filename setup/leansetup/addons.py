"""The addons of this checkout, and a fingerprint of what they do to a database."""

import ast
import hashlib
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path

from leansetup import paths
from leansetup.console import SetupError

# Nothing below these changes what an installation writes.
IGNORED_FOLDERS = {"tests", "static", "readme", "__pycache__", "i18n"}
DATA_SUFFIXES = {".xml", ".csv", ".sql", ".json"}
# Methods that run while an addon is installed; the bodies of others cannot change the result.
INSTALL_TIME_PREFIXES = (
    "_compute",
    "_default",
    "_init",
    "init",
    "_auto_init",
    "_table_query",
    "_load",
    "create",
    "write",
)


@cache
def manifests() -> dict[str, dict]:
    """Manifest by addon name, for the installable addons at the top of the checkout."""
    found = {}
    for path in sorted(paths.ROOT.glob("*/__manifest__.py")):
        manifest = ast.literal_eval(path.read_text(encoding="utf-8"))
        if manifest.get("installable", True):
            found[path.parent.name] = manifest
    return found


def select(wanted: str) -> list[str]:
    """Addon names from a comma-separated list; all of them for an empty one."""
    chosen = [name.strip() for name in wanted.split(",") if name.strip()]
    unknown = sorted(set(chosen) - set(manifests()))
    if unknown:
        raise SetupError(
            f"No such addon here: {', '.join(unknown)}.", hint=f"There are: {', '.join(manifests()) or 'none yet'}."
        )
    return chosen or list(manifests())


def missing_files(name: str) -> list[str]:
    """Data and demo files that a manifest names and the addon lacks."""
    listed = [entry for key in ("data", "demo") for entry in manifests()[name].get(key, [])]
    return [entry for entry in listed if not (paths.ROOT / name / entry).exists()]


def refuse_missing_files(names: Iterable[str]) -> None:
    """Say it in one line, before Odoo says it in a hundred."""
    missing = [f"{name}/{entry}" for name in with_dependencies(names) for entry in missing_files(name)]
    if missing:
        raise SetupError(
            f"Manifests name files that are not there: {', '.join(missing)}.",
            hint="Add the files, or correct the manifests, then start again.",
        )


def with_dependencies(names: Iterable[str]) -> list[str]:
    """The addons and those of ours they need, in the order of installation."""
    ordered: dict[str, None] = {}

    def visit(name: str) -> None:
        for dependency in manifests()[name].get("depends", []):
            if dependency in manifests() and dependency not in ordered:
                visit(dependency)
        ordered[name] = None

    for name in names:
        visit(name)
    return list(ordered)


def core_dependencies(names: Iterable[str]) -> list[str]:
    """Odoo's own addons that ours depend on directly."""
    needed = {dependency for name in with_dependencies(names) for dependency in manifests()[name].get("depends", [])}
    return sorted(needed - set(manifests())) or ["base"]


def fingerprint(names: Sequence[str], *, with_bodies: bool) -> str:
    """Digest of what decides schema and data.

    Comments, docstrings and tests never count. Without demo data the bodies of ordinary
    methods do not count either, so that editing one keeps the test template.
    """
    digest = hashlib.sha256()
    for name in with_dependencies(names):
        for path in _relevant_files(paths.ROOT / name):
            digest.update(str(path.relative_to(paths.ROOT)).encode())
            digest.update(_content(path, with_bodies))
    return digest.hexdigest()


def _relevant_files(folder: Path) -> list[Path]:
    return [
        path
        for path in sorted(folder.rglob("*"))
        if path.suffix in DATA_SUFFIXES | {".py"} and not IGNORED_FOLDERS & set(path.relative_to(folder).parts)
    ]


def _content(path: Path, with_bodies: bool) -> bytes:
    if path.suffix != ".py":
        return path.read_bytes()
    try:
        tree = ast.parse(path.read_bytes())
    except SyntaxError:
        return path.read_bytes()
    return ast.dump(_Reducer(with_bodies).visit(tree)).encode()


class _Reducer(ast.NodeTransformer):
    """Drops docstrings, and bodies of methods that do not run at installation."""

    def __init__(self, with_bodies: bool):
        self.with_bodies = with_bodies
        self.class_depth = 0

    def visit_ClassDef(self, node: ast.ClassDef) -> ast.AST:
        """Look into a class, knowing that functions there are methods."""
        self.class_depth += 1
        self.generic_visit(node)
        self.class_depth -= 1
        return node

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST:
        """Keep the signature and decorators of a method; its body only where it counts."""
        is_method = self.class_depth > 0
        if is_method and not self.with_bodies and not node.name.startswith(INSTALL_TIME_PREFIXES):
            node.body = []
        return self.generic_visit(node)

    def visit_Expr(self, node: ast.Expr) -> ast.AST | None:
        """A bare string is a docstring."""
        is_text = isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)
        return None if is_text else node
