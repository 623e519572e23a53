"""Entry point: `python -m leansetup <command> [arguments]`."""

import importlib
import os
import signal
import sys

from leansetup import console, paths, python_env

COMMANDS = ("run", "test", "bench", "odoo", "lint", "pot")
NEEDS_TEST_TOOLS = ("test", "bench", "pot")


def enter_environment(command: str) -> None:
    """Make the virtual environment and continue inside it; return when already there."""
    if python_env.is_inside() or (command == "lint" and "--pot" not in sys.argv):
        return
    python_env.ensure("runtime")
    if command in NEEDS_TEST_TOOLS:
        python_env.ensure("test")
    python = str(python_env.python())
    environment = dict(os.environ, **python_env.environment())
    os.execve(python, [python, "-m", "leansetup", *sys.argv[1:]], environment)


def _raise_interrupt(_number: int, _frame: object) -> None:
    """A closed terminal or `kill` stops like Ctrl-C, so that nothing started is left behind."""
    raise KeyboardInterrupt


def main() -> int:
    """Run one command and turn expected failures into readable text."""
    if len(sys.argv) < 2 or sys.argv[1] not in COMMANDS:
        print(f"usage: setup/<command>; one of: {', '.join(COMMANDS)}", file=sys.stderr)
        return 2
    command, arguments = sys.argv[1], sys.argv[2:]
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _raise_interrupt)
    try:
        paths.prepare()
        enter_environment(command)
        module = importlib.import_module(f"leansetup.commands.{command}")
        return module.main(arguments)
    except console.SetupError as error:
        console.fail(error)
        return 1
    except OSError as error:
        console.fail(console.explain_os_error(error))
        return 1
    except KeyboardInterrupt:
        print("\nInterrupted; what was downloaded is kept for the next try.", file=sys.stderr)
        return 130


if __name__ == "__main__":
    sys.exit(main())
