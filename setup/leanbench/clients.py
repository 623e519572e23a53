"""Processes that act as people before a server; they talk to us in lines of JSON.

Each is a script that reads its job, says "ready", waits for "go", and ends with one line of results.
"""

import json
import subprocess
import sys
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any

Client = "subprocess.Popen[str]"


def start(script: Path, job: dict) -> Client:
    """Start a client with its job."""
    process = subprocess.Popen(
        [sys.executable, "-S", str(script)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    send(process, json.dumps(job))
    return process


def run_together(script: Path, jobs: Sequence[dict]) -> list[Any]:
    """All clients get ready, wait for each other, and then do their jobs at once; what each answered."""
    with ExitStack() as stack:
        processes = [stack.enter_context(start(script, job)) for job in jobs]
        for process in processes:
            expect_ready(process)
        try:
            for process in processes:
                send(process, "go")
            return [json.loads(read(process)) for process in processes]
        except BaseException:
            for process in processes:
                process.kill()
            raise


def send(process: Client, line: str) -> None:
    """Write a line to a client."""
    process.stdin.write(f"{line}\n")
    process.stdin.flush()


def read(process: Client) -> str:
    """The next line of a client."""
    line = process.stdout.readline()
    if not line:
        raise RuntimeError(f"a client ended with code {process.wait()}; see above")
    return line


def expect_ready(process: Client) -> None:
    """Wait until a client is ready."""
    line = read(process).strip()
    if line != "ready":
        raise RuntimeError(f"a client said: {line}")
