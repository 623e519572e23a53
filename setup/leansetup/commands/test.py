"""`setup/test [pytest arguments]`: the suite, on a database of its own.

Without arguments all folders of tests run, side by side; with arguments one pytest that shows its output at once.
Options of our own, before pytest's: `--demo-db` prints the name of a fresh copy of the
demo database and leaves; `--no-demo-check` skips the installation with demo data;
`--core [MODULE,...]` runs core's own tests with and without us instead of ours.
"""

import time
from pathlib import Path

from leansetup import addons, browser, core_suites, database, paths, project, suite, templates
from leansetup.console import say, step
from leansetup.project import Project

NO_TESTS_COLLECTED = 5


def main(arguments: list[str]) -> int:
    """Prepare the template databases, run pytest on a clone, drop the clone."""
    if core_suites.is_asked_for(arguments):
        return core_suites.main(arguments)
    started = time.monotonic()
    wants_demo = "--demo-db" in arguments
    has_demo_check = "--no-demo-check" not in arguments
    rest = [argument for argument in arguments if argument not in ("--demo-db", "--no-demo-check")]
    made = project.ready()
    names = addons.select("")
    if wants_demo:
        return _print_demo_copy(made, names)
    template = templates.ensure(made, names, demo=False)
    environment = made.environment() | browser.environment() | _template_names(made, template, names)
    if has_demo_check and not _named_paths(rest):
        environment["LEAN_DEMO_DB"] = templates.ensure(made, names, demo=True).name
    if rest:
        code = _run_on_clone(made, template, rest, environment)
    else:
        code = suite.Suite(made, template, environment).run(_default_paths())
    say(f"setup/test took {time.monotonic() - started:.0f} s")
    return code


def _print_demo_copy(made: Project, names: list[str]) -> int:
    template = templates.ensure(made, names, demo=True)
    name = "lean_demo_copy"
    database.drop(made.server, name)
    database.clone(made.server, template.name, name)
    print(name)
    return 0


def _template_names(made: Project, template: templates.Template, names: list[str]) -> dict[str, str]:
    """For tests that need a database of their own, with our addons or without."""
    core = templates.ensure_core(made, names, demo=False)
    return {"LEAN_TEST_TEMPLATE": template.name, "LEAN_CORE_TEMPLATE": core.name}


def _named_paths(arguments: list[str]) -> list[str]:
    """The arguments that name files or folders, `path::Class::test` included."""
    names = [(argument, argument.split("::")[0]) for argument in arguments if not argument.startswith("-")]
    return [argument for argument, name in names if name.endswith(".py") or (paths.ROOT / name).exists()]


def _default_paths() -> list[str]:
    """All the tests there are."""
    folders = [paths.ROOT / name / "tests" for name in addons.manifests()]
    return [str(folder.relative_to(paths.ROOT)) for folder in [*folders, paths.ROOT / "tests"] if _has_tests(folder)]


def _has_tests(folder: Path) -> bool:
    return any(folder.rglob("test_*.py"))


def _run_on_clone(
    made: Project, template: templates.Template, arguments: list[str], environment: dict[str, str]
) -> int:
    name = templates.clone_name("test")
    with step("Test database"):
        database.clone(made.server, template.name, name)
    try:
        return _run_pytest(made, name, arguments, environment)
    finally:
        database.drop(made.server, name)


def _run_pytest(made: Project, name: str, arguments: list[str], environment: dict[str, str]) -> int:
    selected = [] if _named_paths(arguments) else _default_paths()
    if not _named_paths(arguments) and not selected:
        say("There are no tests yet.")
        return NO_TESTS_COLLECTED
    return project.call(made.pytest_command(name, *arguments, *selected), environment)
