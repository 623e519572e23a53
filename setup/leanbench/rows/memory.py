"""Peak memory of the two large batches: release and sizing of N loops, as their scheduled jobs run them.

Each job runs in a process of its own that has done nothing else, as a worker would be; what
counts is how far it grows above what it was when it was idle.
"""

import json
import subprocess
from typing import TYPE_CHECKING

from leanbench.context import Context
from leanbench.result import Result
from leanbench.rows import _history, release, update
from leansetup import odoo_source, paths

if TYPE_CHECKING:
    from odoo.api import Environment

TITLE = "memory of the large batches"
NEEDS = ("lean_kanban_purchase",)

MUST_MEGABYTES = 256
JOBS = {"release": "_cron_release", "update": "_cron_update_sizing"}
# Read by Odoo's shell: it warms up, then samples its memory while the job runs.
SCRIPT = """
import json, threading, time, psutil
loops, process, stop, peaks = env["lean.kanban.loop"], psutil.Process(), threading.Event(), []
loops.search([], limit=1).read()
idle, queries = process.memory_info().rss, env.cr.sql_log_count
def sample():
    while not stop.wait(0.005):
        peaks.append(process.memory_info().rss)
thread = threading.Thread(target=sample, daemon=True)
thread.start()
started = time.perf_counter()
loops.%(job)s()
env.cr.commit()
seconds = time.perf_counter() - started
stop.set()
thread.join()
print("BENCH", json.dumps([seconds, env.cr.sql_log_count - queries, (max(peaks) - idle) / 2**20]))
"""


def run(context: Context) -> list[Result]:
    """Both jobs at the largest size."""
    size = max(context.sizes)
    return [_measure(context, job, size) for job in JOBS]


def _measure(context: Context, job: str, size: int) -> Result:
    name = context.clone()
    with context.environment(name, commit=True) as env:
        _prepare(env, job, size)
    seconds, queries, megabytes = _run(context, name, SCRIPT % {"job": JOBS[job]})
    return Result(
        job=f"memory of {job}",
        n=size,
        ours_seconds=seconds,
        ours_queries=queries,
        measured=megabytes,
        unit="MB",
        must_limit=MUST_MEGABYTES,
        peak_mb=megabytes,
        note=f"scheduled job, {seconds:.1f} s",
    )


def _prepare(env: "Environment", job: str, size: int) -> None:
    if job == "release":
        release.prepare(env, size)
        env["stock.warehouse.orderpoint"].search([]).unlink()
    else:
        update.create_loops(env, _history.create_products(env, size))


def _run(context: Context, name: str, script: str) -> list[float]:
    """Seconds, queries and megabytes of a script in Odoo's shell."""
    options = ("-c", str(context.project.config), "-d", name, "--no-http", "--log-level=error")
    command = odoo_source.command("shell", *options)
    done = subprocess.run(
        command,
        input=script,
        capture_output=True,
        text=True,
        env=context.project.environment(),
        cwd=paths.ROOT,
        check=False,
    )
    lines = [line for line in done.stdout.splitlines() if "BENCH" in line]
    if not lines:
        raise RuntimeError(f"the job did not end: {done.stderr[-3000:]}")
    return json.loads(lines[-1].split("BENCH", 1)[1])
