"""`setup/test --core`: core's own tests on a database with our addons, and on one without.

The two databases have the same apps of core and the same addons path; our addons are
installed in one of them. Both runs are side by side, each with a server on a port of its own.
What fails only with us runs once more on fresh databases, without the other tests: a tour on
a busy machine may miss its time once, and what is broken fails again.
"""

import argparse
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from leansetup import addons, browser, core_outcomes, database, paths, project, templates
from leansetup.console import Progress, SetupError, last_line, say, step
from leansetup.core_outcomes import Comparison
from leansetup.project import Project

MODULES = ("stock", "purchase_stock", "mrp", "purchase_mrp", "maintenance")
MOST_REPEATED = 20
"""So many tests do not fail by accident."""
POLL_SECONDS = 1.0
STOP_SECONDS = 20
RAN_TO_ITS_END = (0, 1)
"""Exit codes of pytest: all passed, some failed. The others say that it broke."""


@dataclass(frozen=True)
class Side:
    """One of the two runs."""

    name: str
    template: str
    turn: str = ""

    @property
    def log(self) -> Path:
        """What pytest printed: every failure with its trace."""
        return paths.LOGS / f"core-{self.name}{self.turn}.log"

    @property
    def report(self) -> Path:
        """The outcomes, as JUnit writes them."""
        return paths.LOGS / f"core-{self.name}{self.turn}.xml"


def is_asked_for(arguments: Sequence[str]) -> bool:
    """Whether `setup/test` was called for core's tests."""
    return any(argument.split("=")[0] == "--core" for argument in arguments)


def main(arguments: list[str]) -> int:
    """Run both sides, print what differs, exit code 1 where core is worse off with us."""
    started = time.monotonic()
    wanted, extra = _parse(arguments)
    made = project.ready()
    folders = [_tests_of(made, module) for module in wanted]
    names = addons.select("")
    template = templates.ensure(made, names, demo=False)
    sides = [
        Side("with-us", template.name),
        Side("without-us", templates.ensure_core(made, names, demo=False).name),
    ]
    with paths.lock("core-suites"):
        _run(made, sides, [*map(str, folders), *extra])
        comparison = _confirm(made, sides, compare(sides, wanted, is_whole=not extra))
    print(core_outcomes.render(comparison))
    say(f"Logs: {', '.join(paths.relative(side.log) for side in sides)}")
    say(f"setup/test --core took {time.monotonic() - started:.0f} s")
    return 0 if comparison.holds else 1


def _parse(arguments: list[str]) -> tuple[list[str], list[str]]:
    """The modules, and what is left for pytest."""
    parser = argparse.ArgumentParser(
        prog="setup/test", usage="setup/test --core [MODULE,...] [pytest options]", allow_abbrev=False
    )
    parser.add_argument("--core", nargs="?", const="", default="", metavar="MODULE,...", help=", ".join(MODULES))
    options, extra = parser.parse_known_args(arguments)
    wanted = [name.strip() for name in options.core.split(",") if name.strip()]
    return wanted or list(MODULES), extra


def _confirm(made: Project, sides: Sequence[Side], comparison: Comparison) -> Comparison:
    """Run the classes of what is harmed again."""
    nodes = {name: _node_of(made, name) for name in comparison.harmed}
    if not nodes or len(nodes) > MOST_REPEATED or None in nodes.values():
        return comparison
    again = [replace(side, turn="-again") for side in sides]
    _run(made, again, sorted(set(nodes.values())))
    with_us, without = (core_outcomes.read(side.report) for side in again)
    return comparison.after_again(with_us, without)


def _node_of(made: Project, name: str) -> str | None:
    """How pytest calls the class of a test; None for a file that broke as a whole."""
    module, *rest = name.split(".")
    path = _tests_of(made, module).parent.joinpath(*rest[:-2]).with_suffix(".py")
    return f"{path}::{rest[-2]}" if path.exists() else None


def _tests_of(made: Project, module: str) -> Path:
    for folder in made.odoo.addons_paths:
        if (folder / module / "tests").is_dir():
            return folder / module / "tests"
    raise SetupError(
        f"Odoo at {made.odoo.package} has no tests of {module}.",
        hint=f"Name modules of core, comma-separated: ./setup/test --core {','.join(MODULES)}",
    )


def compare(sides: Sequence[Side], modules: Sequence[str], *, is_whole: bool) -> Comparison:
    """The two reports beside each other."""
    with_us, without = (core_outcomes.read(side.report) for side in sides)
    ran = None if is_whole else {*with_us, *without}
    allowed = core_outcomes.of_modules(core_outcomes.ALLOWED, modules, ran)
    return Comparison(with_us=with_us, without=without, allowed=allowed)


# -- the runs ------------------------------------------------------------------------


def _run(made: Project, sides: Sequence[Side], arguments: Sequence[str]) -> None:
    environment = made.environment() | browser.environment()
    with step("Core's tests, with and without our addons") as progress, ExitStack() as stack:
        runs = {side: stack.enter_context(_started(made, side, arguments, environment)) for side in sides}
        _follow(runs, progress)
    for side, process in runs.items():
        if process.returncode not in RAN_TO_ITS_END:
            raise SetupError(f"pytest broke off {side.name} with code {process.returncode}.", log=side.log)


@contextmanager
def _started(
    made: Project, side: Side, arguments: Sequence[str], environment: Mapping[str, str]
) -> "Iterator[subprocess.Popen[bytes]]":
    """A run on a clone, which is dropped at the end."""
    name = f"{templates.clone_name('test')}_{side.name.replace('-', '_')}"
    side.report.unlink(missing_ok=True)
    database.clone(made.server, side.template, name)
    command = made.pytest_command(
        name,
        *("-c", str(paths.ROOT / "pyproject.toml")),
        # Tests below it are named by their addon as well; elsewhere by their file alone.
        f"--rootdir={made.odoo.package.parent}",
        *("-p", "no:cacheprovider", "-q", "--tb=short", "--continue-on-collection-errors"),
        f"--junitxml={side.report}",
        *arguments,
    )
    try:
        with side.log.open("w") as output, _ended_by_us(command, output, environment) as process:
            yield process
    finally:
        database.drop(made.server, name)


@contextmanager
def _ended_by_us(
    command: Sequence[str], output: object, environment: Mapping[str, str]
) -> "Iterator[subprocess.Popen[bytes]]":
    process = subprocess.Popen(
        command, stdout=output, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL, env=environment, cwd=paths.ROOT
    )
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(timeout=STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _follow(runs: "Mapping[Side, subprocess.Popen[bytes]]", progress: Progress) -> None:
    """Wait for both."""
    while any(process.poll() is None for process in runs.values()):
        progress.detail = ", ".join(f"{side.name} {_how_far(side)}" for side in runs)
        time.sleep(POLL_SECONDS)


def _how_far(side: Side) -> str:
    """The share of tests that pytest has printed last."""
    line = last_line(side.log)
    return line[line.rfind("[") :] if line.endswith("%]") else "..."
