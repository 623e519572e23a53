"""`setup/lint`: every check of `.pre-commit-config.yaml`, without pre-commit.

`--fix` mends what can be mended, `--only` names one check, `--pot` also compares the
translation templates with what the addons export, `--files` limits it to files.
"""

import argparse
import shutil
import subprocess
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from leansetup import addons, checks, paths, python_env
from leansetup.console import SetupError, run_logged, say, step

WEB_SUFFIXES = {".css", ".js", ".json", ".scss", ".xml", ".yaml", ".yml"}
EXCLUDED_PARTS = ("/static/lib/", "/static/description/index.html", "package-lock.json")


def parse(arguments: list[str]) -> argparse.Namespace:
    """The options of `setup/lint`."""
    parser = argparse.ArgumentParser(prog="setup/lint", description="Check the sources.")
    parser.add_argument("--fix", action="store_true", help="mend what can be mended")
    parser.add_argument("--only", choices=list(CHECKS), action="append", help="run this check only; repeatable")
    parser.add_argument("--pot", action="store_true", help="also check that i18n/*.pot are current")
    parser.add_argument("--files", nargs="*", help="check these files only")
    return parser.parse_args(arguments)


def main(arguments: list[str]) -> int:
    """Run the checks, all of them even when one fails."""
    options = parse(arguments)
    files = [Path(name) for name in options.files] if options.files is not None else tracked_files()
    files = [path for path in files if not any(part in f"/{path}" for part in EXCLUDED_PARTS)]
    failed = [name for name in options.only or CHECKS if not _run(name, files, options.fix)]
    if options.pot and not _run_pot():
        failed.append("pot")
    say(f"FAILED: {', '.join(failed)}" if failed else "All checks passed.")
    return 1 if failed else 0


def tracked_files() -> list[Path]:
    """Files known to git, or about to be."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    result = subprocess.run(command, capture_output=True, text=True, cwd=paths.ROOT)
    if result.returncode:
        raise SetupError(f"git does not list the files: {result.stderr.strip()}")
    return [Path(name) for name in result.stdout.splitlines() if (paths.ROOT / name).is_file()]


def _run(name: str, files: Sequence[Path], fix: bool) -> bool:
    started = time.monotonic()
    is_clean = CHECKS[name](files, fix)
    say(f"{'+' if is_clean else 'x'} {name} ({time.monotonic() - started:.1f} s)")
    return is_clean


def _call(*command: str) -> bool:
    return subprocess.call(command, cwd=paths.ROOT) == 0


def _of(files: Sequence[Path], *suffixes: str) -> list[str]:
    return [str(path) for path in files if path.suffix in suffixes]


# -- Python --------------------------------------------------------------------------


def _tool(name: str) -> str:
    python_env.ensure("lint")
    return str(python_env.folder("lint") / "bin" / name)


def ruff(files: Sequence[Path], fix: bool) -> bool:
    """Errors, import order and idiom."""
    chosen = _of(files, ".py")
    return not chosen or _call(_tool("ruff"), "check", "--quiet", *(["--fix"] if fix else []), *chosen)


def ruff_format(files: Sequence[Path], fix: bool) -> bool:
    """Layout of Python."""
    chosen = _of(files, ".py")
    return not chosen or _call(_tool("ruff"), "format", "--quiet", *([] if fix else ["--diff"]), *chosen)


def pylint(files: Sequence[Path], _fix: bool) -> bool:
    """Odoo's own pitfalls. It reads whole addons, as several checks need the manifest."""
    touched = {path.parts[0] for path in files if path.suffix in (".py", ".xml", ".csv", ".js")}
    chosen = sorted(touched & set(addons.manifests()))
    chosen += [str(path) for path in files if path.parts[0] == "tests" and path.suffix == ".py"]
    return not chosen or _call(_tool("pylint"), "--rcfile=.pylintrc", *chosen)


# -- the web -------------------------------------------------------------------------


def _node_tool(name: str) -> str:
    """Install the pinned packages when the lock file changed."""
    stamp, lock = paths.ROOT / "node_modules" / ".lock-copy", paths.ROOT / "package-lock.json"
    with paths.lock("node"):
        if not stamp.exists() or stamp.read_bytes() != lock.read_bytes():
            _install_node_packages()
            shutil.copy(lock, stamp)
    return str(paths.ROOT / "node_modules" / ".bin" / name)


def _install_node_packages() -> None:
    if not shutil.which("npm"):
        raise SetupError(
            "npm was not found; prettier and eslint need Node.js 20 or newer.",
            hint="Install Node.js, or run the other checks: ./setup/lint --only ruff --only pylint",
        )
    with step("Node packages (prettier, eslint)") as progress:
        run_logged(
            ["npm", "ci"],
            log=paths.LOGS / "npm-ci.log",
            progress=progress,
            cwd=paths.ROOT,
            message="npm could not install the packages of package-lock.json.",
            hint="Check the network and npm's registry settings, then start again.",
        )


def prettier(files: Sequence[Path], fix: bool) -> bool:
    """Layout of XML, JavaScript, styles, JSON and YAML."""
    chosen = _of(files, *WEB_SUFFIXES)
    mode = "--write" if fix else "--check"
    return not chosen or _call(_node_tool("prettier"), mode, "--log-level=warn", "--ignore-unknown", *chosen)


def eslint(files: Sequence[Path], fix: bool) -> bool:
    """Errors in JavaScript."""
    chosen = _of(files, ".js")
    return not chosen or _call(_node_tool("eslint"), "--max-warnings=0", *(["--fix"] if fix else []), *chosen)


# -- everything ----------------------------------------------------------------------


def text(files: Sequence[Path], _fix: bool) -> bool:
    """Line ends, merge marks, private keys, and the length that a file may have."""
    return _report(checks.text_problems(paths.ROOT, files))


def manifests(_files: Sequence[Path], _fix: bool) -> bool:
    """Every addon can be built, is in the meta package and has what its manifest lists."""
    return _report(checks.manifest_problems(paths.ROOT, addons.manifests()))


def _report(problems: list[str]) -> bool:
    for problem in problems:
        print(problem)
    return not problems


def _run_pot() -> bool:
    from leansetup.commands import pot

    started = time.monotonic()
    stale = pot.stale_templates()
    say(f"{'x' if stale else '+'} pot ({time.monotonic() - started:.1f} s)")
    return _report([f"{path}: not current; run ./setup/pot" for path in stale])


CHECKS: dict[str, Callable[[Sequence[Path], bool], bool]] = {
    "ruff": ruff,
    "ruff-format": ruff_format,
    "pylint": pylint,
    "prettier": prettier,
    "eslint": eslint,
    "text": text,
    "manifests": manifests,
}
