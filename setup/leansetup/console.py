"""What a person sees: steps with elapsed time, notices, failures with a way out."""

import errno
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

QUIET_INTERVAL = 15.0
LIVE_INTERVAL = 0.5
TAIL_LINES = 15


class SetupError(Exception):
    """An expected failure: what was tried, and what the person can do about it."""

    def __init__(self, message: str, *, hint: str = "", log: Path | None = None):
        super().__init__(message)
        self.hint = hint
        self.log = log


def say(text: str) -> None:
    """Print one line at once, also into a pipe. Progress goes to stderr, away from results."""
    print(text, file=sys.stderr, flush=True)


def notice(text: str) -> None:
    """Something worth knowing that stops nothing."""
    say(f"  note: {text}")


def fail(error: SetupError) -> None:
    """Print a failure: what, the end of its log, and the way out."""
    say(f"\nFAILED: {error}")
    if error.log and error.log.exists():
        for line in tail(error.log):
            say(f"    | {line}")
        say(f"    full log: {error.log}")
    if error.hint:
        say(f"What you can do: {error.hint}")


def explain_os_error(error: OSError) -> SetupError:
    """Name the usual suspects among system errors."""
    hints = {
        errno.ENOSPC: "The disk is full: free some space and start again; finished downloads are kept.",
        errno.EACCES: "Check who owns the checkout and its .local folder; was it made by another user or by root?",
        errno.EROFS: "The checkout lies on a read-only file system: clone it somewhere you can write.",
    }
    return SetupError(str(error), hint=hints.get(error.errno or 0, ""))


def tail(log: Path, lines: int = TAIL_LINES) -> list[str]:
    """The last lines of a log."""
    return log.read_text(encoding="utf-8", errors="replace").splitlines()[-lines:]


class Progress:
    """Shows that a step is alive: one rewritten line on a terminal, a line now and then in a pipe."""

    def __init__(self, title: str):
        self.title = title
        self.detail = ""
        self.started = time.monotonic()
        self.is_live = sys.stderr.isatty()
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._tick, daemon=True)

    @property
    def elapsed(self) -> float:
        """Seconds since the step began."""
        return time.monotonic() - self.started

    def start(self) -> None:
        """Begin to show the step."""
        if self.is_live:
            self._thread.start()
        else:
            say(f"- {self.title} ...")
            self._thread.start()

    def finish(self, mark: str) -> None:
        """Stop ticking and leave one final line."""
        self._stop.set()
        self._thread.join()
        clear = "\r\033[K" if self.is_live else ""
        say(f"{clear}{mark} {self.title} ({self.elapsed:.1f} s)")

    def _tick(self) -> None:
        interval = LIVE_INTERVAL if self.is_live else QUIET_INTERVAL
        while not self._stop.wait(interval):
            text = f"{self.title} ... {self.elapsed:.0f} s {self.detail}"
            if self.is_live:
                width = os.get_terminal_size(sys.stderr.fileno()).columns - 3
                print(f"\r\033[K- {text[:width]}", end="", file=sys.stderr, flush=True)
            else:
                say(f"  {text}")


@contextmanager
def step(title: str) -> Iterator[Progress]:
    """Show `title` while the body runs, then its time."""
    progress = Progress(title)
    progress.start()
    try:
        yield progress
    except BaseException:
        progress.finish("x")
        raise
    progress.finish("+")


def run_logged(
    command: Sequence[str | Path],
    *,
    log: Path,
    progress: Progress | None = None,
    env: Mapping[str, str] | None = None,
    cwd: Path | None = None,
    message: str = "",
    hint: str = "",
    script: Path | None = None,
) -> None:
    """Run a command into a log file, show the log's last line as progress, raise on failure.

    :param script: what the command reads
    """
    with log.open("w", encoding="utf-8") as output, (script or Path(os.devnull)).open("rb") as read:
        process = subprocess.Popen(
            [str(part) for part in command],
            stdout=output,
            stderr=subprocess.STDOUT,
            stdin=read,
            env=dict(env) if env is not None else None,
            cwd=cwd,
        )
        try:
            _follow(process, log, progress)
        except BaseException:
            process.terminate()
            process.wait()
            raise
    if process.returncode == -signal.SIGINT:
        raise KeyboardInterrupt
    if process.returncode:
        raise SetupError(message or f"{command[0]} ended with code {process.returncode}.", hint=hint, log=log)


def _follow(process: subprocess.Popen[bytes], log: Path, progress: Progress | None) -> None:
    """Wait for a process; keep the step's detail at the log's last line."""
    while True:
        try:
            process.wait(timeout=0.2)
            return
        except subprocess.TimeoutExpired:
            if progress:
                progress.detail = last_line(log)


def last_line(log: Path) -> str:
    """The last full line of a growing log, read from its end."""
    with log.open("rb") as handle:
        handle.seek(0, os.SEEK_END)
        handle.seek(max(0, handle.tell() - 2000))
        lines = handle.read().decode(errors="replace").split("\n")
    return lines[-2].strip() if len(lines) > 1 else ""
