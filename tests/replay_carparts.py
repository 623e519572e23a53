# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
"""Replay real demand of car parts through kanban loops beside core's reordering rules.

    python3 tests/replay_carparts.py --parts 200 --months 24

Takes Odoo, PostgreSQL and a database from `setup/`, and drops the database at the end.
What is compared, and how it is made comparable, is said in `replay/sizing.py`; how parts
and days are chosen in `replay/demand.py`; what a day is in `replay/policies.py`.
"""

# pylint: disable=print-used
import argparse
import multiprocessing
import os
import sys
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
DATA = ROOT.parent / "shared" / "data" / "carparts_demand.csv"
WINDOW = 24
TITLES = ("parts", "demand", "fill rate", "short days", "mean stock", "lines", "orders", "seconds")


@dataclass(frozen=True)
class Line:
    """One line of the table."""

    name: str
    parts: int
    demanded: int
    fill_rate: float | None
    short_days: int
    mean_stock: float
    order_lines: int
    orders: int | None
    seconds: float | None


def summarize(name: str, records: Sequence, *, orders: int | None = None, seconds: float | None = None) -> Line:
    """Add up what happened to some parts."""
    demanded = sum(record.demanded for record in records)
    return Line(
        name=name,
        parts=len(records),
        demanded=demanded,
        fill_rate=sum(record.served for record in records) / demanded if demanded else None,
        short_days=sum(record.short_days for record in records),
        mean_stock=sum(sum(record.stock) for record in records) / len(records[0].stock),
        order_lines=sum(record.orders for record in records),
        orders=orders,
        seconds=seconds,
    )


def render(lines: Sequence[Line]) -> str:
    """The table as text; orders and seconds are of all parts together."""
    head = [f"{'':22}", *(f"{title:>11}" for title in TITLES)]
    return "\n".join(["".join(head), *map(_render_line, lines)])


def _render_line(line: Line) -> str:
    cells = [
        f"{line.parts:,}",
        f"{line.demanded:,}",
        "-" if line.fill_rate is None else f"{line.fill_rate:.2%}",
        f"{line.short_days:,}",
        f"{line.mean_stock:.1f}",
        f"{line.order_lines:,}",
        "" if line.orders is None else f"{line.orders:,}",
        "" if line.seconds is None else f"{line.seconds:.0f}",
    ]
    return "".join([f"{line.name:22}", *(f"{cell:>11}" for cell in cells)])


def main(arguments: Sequence[str]) -> int:
    """Prepare a database, replay, print."""
    parser = argparse.ArgumentParser(description="Replay car parts through kanban loops and reordering rules.")
    parser.add_argument("--parts", type=int, default=200)
    parser.add_argument("--months", type=int, default=24, help=f"at most {WINDOW}")
    parser.add_argument("--data", type=Path, default=DATA)
    options = parser.parse_args(arguments)
    if not options.data.exists():
        print(f"{options.data} is missing: the replay needs real data.", file=sys.stderr)
        return 2
    _enter_environment()
    from leanbench.context import Context
    from leanbench.runner import prepare_odoo
    from leansetup import addons, project, templates

    made = project.ready()
    template = templates.ensure(made, addons.select(""), demo=False)
    prepare_odoo(made)
    context = Context(made, template.name, (), _prefix=templates.clone_name("bench"))
    try:
        print(replay(context, options.data, options.parts, options.months))
    finally:
        context.drop_clones()
    return 0


def _enter_environment() -> None:
    """Go on in the project's virtual environment, made where it is missing."""
    sys.path[:0] = [str(ROOT), str(ROOT / "setup")]
    from leansetup import paths, python_env

    if python_env.is_inside():
        return
    paths.prepare()
    python_env.ensure("runtime")
    python_env.ensure("test")
    python = str(python_env.python())
    environment = dict(os.environ, **python_env.environment(), PYTHONPATH=str(ROOT / "setup"))
    os.execve(python, [python, *sys.argv], environment)


def replay(context, data: Path, parts: int, months: int) -> str:
    """Both plants at the same time, each on a database of its own; the table."""
    from tests.replay import demand, sizing
    from tests.replay.plant import KanbanPlant, ReorderPlant

    chosen = demand.load(data, parts, months, window=WINDOW)
    sizes = sizing.size(chosen)
    jobs = [
        (context, context.clone(), kind, chosen, policies, sizes.leads)
        for kind, policies in ((KanbanPlant, sizes.kanban), (ReorderPlant, sizes.rules))
    ]
    with ProcessPoolExecutor(len(jobs), mp_context=multiprocessing.get_context("fork")) as pool:
        results = [done.result() for done in [pool.submit(run_plant, *job) for job in jobs]]
    days = chosen.days
    return "\n".join(
        [
            f"{len(chosen.parts)} parts, {len(days)} working days from {days[0]} to {days[-1]}; "
            f"reordering minimum = {sizes.scale:.2f} x demand in the lead time",
            render([line for lines in results for line in lines]),
            "fill rate: pieces delivered over pieces demanded; short days: of a part that missed pieces;",
            "mean stock: pieces of all parts on hand at the end of a day; lines, orders: of purchase",
        ]
    )


def run_plant(context, name: str, kind, chosen, policies: Sequence, leads: Sequence[int]) -> list[Line]:
    """Run one plant, committed month by month: all parts, then by how regularly they move."""
    import freezegun
    from freezegun.api import real_perf_counter

    with context.environment(name, commit=True) as env, freezegun.freeze_time(chosen.days[0]) as clock:
        started = real_perf_counter()
        plant = kind(env, chosen, policies, leads, clock)
        records = plant.run(after_day=_Progress(env, kind.title))
        seconds = real_perf_counter() - started
    total = summarize(kind.title, records, orders=plant.purchase_count, seconds=seconds)
    return [total, *_by_stratum(chosen, records)]


def _by_stratum(chosen, records: Sequence) -> list[Line]:
    by_stratum: dict[str, list] = {}
    for part, record in zip(chosen.parts, records, strict=True):
        by_stratum.setdefault(part.stratum, []).append(record)
    return [summarize(f"  {stratum} movers", group) for stratum, group in by_stratum.items()]


class _Progress:
    """Commits and says where it is, once a month."""

    def __init__(self, env, title: str):
        self.env, self.title, self.month = env, title, None

    def __call__(self, day) -> None:
        if self.month == day.month:
            return
        self.month = day.month
        self.env.cr.commit()  # pylint: disable=invalid-commit
        print(f"  {self.title}: {day:%Y-%m}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
