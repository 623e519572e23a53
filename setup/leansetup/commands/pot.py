"""`setup/pot [addon ...]`: write the translation templates `<addon>/i18n/<addon>.pot`.

They are exported one addon at a time from a database with all addons and no demo data.
"""

import re
from collections.abc import Sequence
from pathlib import Path

from leansetup import addons, database, odoo_source, paths, project, templates
from leansetup.console import Progress, run_logged, say, step
from leansetup.project import Project

# Lines that change with the day and not with the content.
VOLATILE = re.compile(
    r'^"(POT-Creation-Date|PO-Revision-Date|Project-Id-Version|Report-Msgid-Bugs-To): .*\n', re.MULTILINE
)


def main(arguments: list[str]) -> int:
    """Write the templates whose content changed."""
    names = addons.select(",".join(arguments))
    for name, content in export(names).items():
        target = template_path(name)
        if not _is_same(target, content):
            target.parent.mkdir(exist_ok=True)
            target.write_text(content, encoding="utf-8")
            say(f"wrote {paths.relative(target)}")
    return 0


def stale_templates() -> list[str]:
    """Templates that differ from what the addons export now."""
    exported = export(addons.select(""))
    stale = [template_path(name) for name, content in exported.items() if not _is_same(template_path(name), content)]
    return [paths.relative(path) for path in stale]


def template_path(name: str) -> Path:
    """Where an addon keeps its translation template."""
    return paths.ROOT / name / "i18n" / f"{name}.pot"


def _is_same(path: Path, content: str) -> bool:
    if not path.exists():
        return False
    return VOLATILE.sub("", path.read_text(encoding="utf-8")) == VOLATILE.sub("", content)


def export(names: Sequence[str]) -> dict[str, str]:
    """Export from a clone of the test template."""
    made = project.ready()
    template = templates.ensure(made, addons.select(""), demo=False)
    clone = templates.clone_name("test")
    database.clone(made.server, template.name, clone)
    try:
        with step("Export of translation templates") as progress:
            return {name: _export_one(made, clone, name, progress) for name in names}
    finally:
        database.drop(made.server, clone)


def _export_one(made: Project, clone: str, name: str, progress: Progress) -> str:
    folder = paths.LOCAL / "pot"
    folder.mkdir(exist_ok=True)
    target = folder / f"{name}.pot"
    command = ["i18n", "export", "-c", str(made.config), "-d", clone, "-o", str(target), name]
    run_logged(
        odoo_source.command(*command),
        log=paths.LOGS / "pot.log",
        progress=progress,
        env=made.environment(),
        message=f"Odoo could not export the terms of {name}.",
    )
    return target.read_text(encoding="utf-8")
