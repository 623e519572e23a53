"""The whole suite: a pytest for each folder of tests, the largest first, as many at a time as there are processors.

Each has a database of its own, so what the tests of one folder commit is in no other's way.
"""

import os
import re
import subprocess
import xml.etree.ElementTree as ElementTree
from collections import Counter
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from leansetup import database, paths, templates
from leansetup.console import Progress, last_line, say, step
from leansetup.project import Project

MOST_WORKERS = 4
FINE = (0, 5)
"""Exit codes of pytest: all passed; nothing there to be run."""
TEST = re.compile(r"^    def test_", re.MULTILINE)
# What runs whole processes and servers is slow, and there is no use in starting it last.
SLOW_FOLDER = "tests"


@dataclass(frozen=True)
class Part:
    """A folder of tests and what becomes of it."""

    folder: str

    @property
    def log(self) -> Path:
        """All that pytest prints."""
        return paths.LOGS / f"test-{self.folder.partition('/')[0]}.log"

    @property
    def report(self) -> Path:
        """What it counted, as JUnit writes it."""
        return self.log.with_suffix(".xml")

    @property
    def weight(self) -> tuple[bool, int]:
        """The heavier, the sooner it is started."""
        files = (paths.ROOT / self.folder).rglob("test_*.py")
        return self.folder == SLOW_FOLDER, sum(len(TEST.findall(file.read_text(encoding="utf-8"))) for file in files)

    def count(self) -> Counter[str]:
        """Tests by how they ended; nothing where pytest broke off."""
        if not self.report.exists():
            return Counter()
        suite = next(ElementTree.parse(self.report).iter("testsuite"))  # noqa: S314, pytest wrote it
        counts = Counter({name: int(suite.get(name, 0)) for name in ("tests", "failures", "errors", "skipped")})
        return Counter(
            passed=counts["tests"] - counts["failures"] - counts["errors"] - counts["skipped"],
            failed=counts["failures"] + counts["errors"],
            skipped=counts["skipped"],
        )


class Suite:
    """One run over all folders."""

    def __init__(self, made: Project, template: templates.Template, environment: dict[str, str]):
        self.made = made
        self.template = template
        self.environment = environment
        self.running: dict[Part, subprocess.Popen[bytes]] = {}

    def run(self, folders: Iterable[str]) -> int:
        """Run all; print each folder's output when it is done, and the sum at the end."""
        parts = sorted(map(Part, folders), key=lambda part: part.weight, reverse=True)
        workers = min(MOST_WORKERS, os.cpu_count() or 1)
        title = f"Tests of {len(parts)} folders, {workers} at a time"
        with step(title) as progress, ThreadPoolExecutor(workers) as pool:
            jobs = [pool.submit(self._run_part, part, progress) for part in parts]
            try:
                codes = [job.result() for job in jobs]
            except BaseException:
                pool.shutdown(wait=False, cancel_futures=True)
                for process in list(self.running.values()):
                    process.terminate()
                raise
        return _conclude(dict(zip(parts, codes, strict=True)))

    def _run_part(self, part: Part, progress: Progress) -> int:
        name = f"{templates.clone_name('test')}_{part.log.stem.removeprefix('test-')}"
        database.clone(self.made.server, self.template.name, name)
        try:
            code = self._run_pytest(part, name, progress)
        finally:
            database.drop(self.made.server, name)
        print(part.log.read_text(encoding="utf-8", errors="replace"), flush=True)
        return code

    def _run_pytest(self, part: Part, name: str, progress: Progress) -> int:
        part.report.unlink(missing_ok=True)
        cache = paths.LOCAL / "pytest_cache" / part.log.stem
        command = self.made.pytest_command(name, "-o", f"cache_dir={cache}", f"--junitxml={part.report}", part.folder)
        streams = {"stderr": subprocess.STDOUT, "stdin": subprocess.DEVNULL}
        with part.log.open("w", encoding="utf-8") as output:
            process = subprocess.Popen(command, stdout=output, env=self.environment, cwd=paths.ROOT, **streams)
            self.running[part] = process
            try:
                return self._follow(process, progress)
            finally:
                del self.running[part]

    def _follow(self, process: "subprocess.Popen[bytes]", progress: Progress) -> int:
        while True:
            try:
                return process.wait(timeout=1)
            except subprocess.TimeoutExpired:
                progress.detail = ", ".join(f"{part.folder} {_how_far(part)}" for part in list(self.running))


def _conclude(codes: Mapping[Part, int]) -> int:
    """Say what all came to; exit code 1 where a folder did not end well."""
    counts = sum((part.count() for part in codes), Counter())
    bad = [part for part, code in codes.items() if code not in FINE]
    for part in bad:
        say(f"FAILED: {part.folder} (all of it: {paths.relative(part.log)})")
    print(", ".join(f"{counts[name]:,} {name}" for name in ("passed", "skipped", "failed")), flush=True)
    return 1 if bad or not counts["passed"] else 0


def _how_far(part: Part) -> str:
    """The share of tests that pytest has printed last."""
    line = last_line(part.log)
    return line[line.rfind("[") :] if line.endswith("%]") else "..."
