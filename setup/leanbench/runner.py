"""Runs the rows one after another, prints the table, keeps the JSON."""

import importlib
import json
import os
import platform
import time
import traceback
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from types import ModuleType

from leanbench.context import Context, source_folder
from leanbench.result import Result, Verdict
from leanbench.table import render
from leansetup import addons, paths
from leansetup.console import SetupError, notice, say, step
from leansetup.project import Project

SIZES = (100, 1_000)
LARGE_SIZES = (100, 1_000, 10_000)


def row_names() -> list[str]:
    """All rows there are."""
    return sorted(path.stem for path in source_folder().glob("*.py") if not path.stem.startswith("_"))


def select(wanted: Sequence[str]) -> list[str]:
    """The rows asked for; all of them for none."""
    unknown = sorted(set(wanted) - set(row_names()))
    if unknown:
        raise SetupError(f"No such row: {', '.join(unknown)}.", hint=f"There are: {', '.join(row_names()) or 'none'}.")
    return list(wanted) or row_names()


def prepare_odoo(project: Project) -> None:
    """Configure Odoo inside this process, quietly."""
    for name in ("PGHOST", "PGPORT", "PGUSER", "PGPASSWORD", "PGDATABASE", "DATABASE_URL", "ODOO_RC"):
        os.environ.pop(name, None)
    from odoo.tools import config

    config.parse_config(["-c", str(project.config), "--no-http", "--log-level", "error"], setup_logging=True)


def run(project: Project, template: str, prefix: str, *, only: Sequence[str], large: bool) -> int:
    """Run rows; exit code 1 when a must was missed or a row failed."""
    prepare_odoo(project)
    results: list[Result] = []
    failed: list[str] = []
    for name in select(only):
        module = importlib.import_module(f"leanbench.rows.{name}")
        if not _has_needs(name, module):
            continue
        sizes = getattr(module, "SIZES", LARGE_SIZES if large else SIZES)
        context = Context(project, template, sizes, _prefix=prefix)
        results += _run_row(name, module, context, failed)
    return _report(project, results, failed)


def _has_needs(name: str, module: ModuleType) -> bool:
    missing = sorted(set(getattr(module, "NEEDS", ())) - set(addons.manifests()))
    if missing:
        notice(f"row {name} is left out: it needs {', '.join(missing)}")
    return not missing


def _run_row(name: str, module: ModuleType, context: Context, failed: list[str]) -> list[Result]:
    """A row that breaks is reported and does not stop the others."""
    try:
        with step(f"Bench: {getattr(module, 'TITLE', name)}"):
            return list(module.run(context))
    except Exception:
        traceback.print_exc()
        failed.append(name)
        return []
    finally:
        context.drop_clones()


def _report(project: Project, results: Sequence[Result], failed: Sequence[str]) -> int:
    if results:
        print(render(results))
    path = _write_json(project, results, failed)
    missed = [f"{result.job} (N={result.n:,})" for result in results if result.verdict is Verdict.MISSED]
    say(f"{len(results)} results in {paths.relative(path)}; {len(missed)} missed a must; {len(failed)} rows failed")
    for text in [*missed, *failed]:
        say(f"  x {text}")
    return 1 if missed or failed else 0


def _write_json(project: Project, results: Sequence[Result], failed: Sequence[str]) -> Path:
    folder = paths.LOCAL / "bench"
    folder.mkdir(exist_ok=True)
    path = folder / f"{datetime.now():%Y%m%d-%H%M%S}.json"
    content = {
        "at": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
        "odoo": project.odoo.version,
        "python": platform.python_version(),
        "cores": os.cpu_count(),
        "results": [result.as_json() for result in results],
        "failed_rows": list(failed),
    }
    path.write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")
    return path
