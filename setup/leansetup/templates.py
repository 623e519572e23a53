"""Database templates: installed once, cloned in a second.

Three kinds stand on each other's shoulders:

- `core`: Odoo's addons that ours depend on; rebuilt when Odoo or that list changes;
- `test`: a clone of it with our addons, without demo data;
- `demo`: the same two with demo data.

A template is named by a digest of what decides its content.
"""

import hashlib
import json
import os
import re
import socket
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import psutil

from leansetup import addons, database, odoo_source, paths
from leansetup.console import Progress, SetupError, notice, run_logged, step
from leansetup.project import Project

PREFIX = "lean_tpl"
# A template nobody used for this long may go; another process may be cloning a younger one.
STALE_SECONDS = 3600
LOG_LINE = re.compile(r"^\S+ \S+ \d+ (WARNING|ERROR|CRITICAL) \S+ (\S+): (.*)$")


@dataclass(frozen=True)
class Template:
    """A database to clone, and the log of its installation."""

    name: str
    log: Path


def checkout_digest() -> str:
    """Two checkouts, also of two machines, may share one PostgreSQL server."""
    return hashlib.sha256(f"{socket.gethostname()}:{paths.ROOT}".encode()).hexdigest()[:6]


def ensure(project: Project, names: Sequence[str], *, demo: bool, strict: bool = True) -> Template:
    """The template with these addons; built when missing.

    :param strict: fail when the installation logged an error, or a warning about our addons
    """
    kind = "demo" if demo else "test"
    digest = addons.fingerprint(names, with_bodies=demo)
    template = _template(project, kind, digest, ",".join(names))
    with paths.lock(f"template-{kind}"):
        if not database.exists(project.server, template.name):
            addons.refuse_missing_files(names)
            core = ensure_core(project, names, demo=demo)
            _build(project, template, addons.with_dependencies(names), source=core, demo=demo)
        _mark_used(template)
        if strict:
            _refuse_complaints(project, template)
        drop_stale(project, kind, keep=template.name)
    return template


def _template(project: Project, kind: str, *parts: str) -> Template:
    text = json.dumps([project.odoo.version, str(project.odoo.package.resolve()), *parts])
    name = f"{PREFIX}_{checkout_digest()}_{kind}_{hashlib.sha256(text.encode()).hexdigest()[:12]}"
    return Template(name, paths.LOGS / f"{name}.log")


def ensure_core(project: Project, names: Sequence[str], *, demo: bool) -> Template:
    """The template below, of the apps that these addons need; built when missing."""
    kind = "coredemo" if demo else "core"
    needed = addons.core_dependencies(names)
    template = _template(project, kind, ",".join(needed))
    with paths.lock(f"template-{kind}"):
        if not database.exists(project.server, template.name):
            _build(project, template, needed, source=None, demo=demo)
        _mark_used(template)
        drop_stale(project, kind, keep=template.name)
    return template


def _build(project: Project, template: Template, names: Sequence[str], *, source: Template | None, demo: bool) -> None:
    """Install into a database of another name; rename it when complete."""
    partial = f"{template.name}_part"
    database.drop(project.server, partial)
    title = f"Template database: {'our addons' if source else 'Odoo apps'}{', demo data' if demo else ''}"
    with step(title) as progress:
        if source:
            database.clone(project.server, source.name, partial)
        else:
            database.create(project.server, partial)
        options = ["-d", partial, "-i", ",".join(names), "--no-http", "--stop-after-init"]
        run_logged(
            project.odoo_command(*options, *(["--with-demo"] if demo else [])),
            log=template.log,
            progress=progress,
            env=project.environment(),
            message=f"Odoo could not install {', '.join(names)}.",
            hint="The log names the addon and line; correct it and start again.",
        )
        if source:
            _generate_assets(project, template, partial, progress)
        database.rename(project.server, partial, template.name)


def _generate_assets(project: Project, template: Template, name: str, progress: Progress) -> None:
    """Build what browsers load once, rather than in each copy as its first page is opened."""
    run_logged(
        odoo_source.command("shell", "-c", str(project.config), "-d", name, "--no-http"),
        log=template.log.with_suffix(".assets.log"),
        progress=progress,
        env=project.environment(),
        message="Odoo could not build its assets.",
        script=Path(__file__).with_name("generate_assets.txt"),
    )


def complaints(log: Path) -> list[str]:
    """Errors of any origin and warnings about our addons in an installation's log."""
    found = []
    for line in log.read_text(encoding="utf-8", errors="replace").splitlines():
        match = LOG_LINE.match(line)
        if match and (match[1] != "WARNING" or "lean_" in line.split(" ", 5)[-1] or "lean." in match[3]):
            found.append(f"{match[1]} {match[2]}: {match[3]}")
    return found


def _refuse_complaints(project: Project, template: Template) -> None:
    """A broken template is dropped, so that the next try builds it anew."""
    found = complaints(template.log) if template.log.exists() else []
    if found:
        database.drop(project.server, template.name)
        listed = "\n    ".join(found[:20])
        raise SetupError(
            f"Installing the addons logged {len(found)} complaints:\n    {listed}",
            hint=f"Correct them and start again. Full log: {template.log}",
        )


def warn_complaints(template: Template) -> None:
    """For somebody who only wants to look at the product."""
    found = complaints(template.log) if template.log.exists() else []
    if found:
        notice(f"the installation logged {len(found)} complaints, first: {found[0]} (see {template.log})")


# -- stale templates -----------------------------------------------------------------


def _mark_used(template: Template) -> None:
    (paths.LOCKS / template.name).touch()


def _last_used(name: str) -> float:
    mark = paths.LOCKS / name
    return mark.stat().st_mtime if mark.exists() else 0.0


def drop_stale(project: Project, kind: str, *, keep: str) -> None:
    """Drop this checkout's templates of one kind that were not used for an hour, and clones left behind."""
    prefix = f"{PREFIX}_{checkout_digest()}_{kind}_"
    for name in database.names(project.server):
        if name.startswith(prefix) and name != keep and time.time() - _last_used(name) > STALE_SECONDS:
            _drop(project, name)
    _drop_orphans(project)


def _drop(project: Project, name: str) -> None:
    database.drop(project.server, name)
    (paths.LOCKS / name).unlink(missing_ok=True)
    for log in paths.LOGS.glob(f"{name}*.log"):
        log.unlink()


def clone_name(purpose: str) -> str:
    """A name for a short-lived copy, which tells who made it."""
    return f"lean_{purpose}_{checkout_digest()}_{os.getpid()}"


def _drop_orphans(project: Project) -> None:
    """Clones whose process was killed before it could drop them."""
    pattern = re.compile(rf"lean_(?:test|demo|bench)_{checkout_digest()}_(\d+)")
    for name in database.names(project.server):
        match = pattern.match(name)
        if match and not psutil.pid_exists(int(match[1])):
            database.drop(project.server, name)
