# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
"""Every sizing method on every part: sized by the months before, replayed over the year after.

Nothing of the replayed year is known to the sizing or to the demand class. A part is sized
and classed by the 24 months before, or those of them in which it existed; the replay runs
through the last 12 of them too, uncounted, so that no method profits from a full shelf at
the start. The monthly quantities are all that is known: each piece falls on a working day
of its month that is drawn with the part's number as seed. All methods meet the same days
and the same lead times.
"""

import importlib.util
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from random import Random
from statistics import fmean, pstdev

from .demand import read, working_days

ROOT = Path(__file__).resolve().parents[2]
BEFORE_MONTHS, WARM_UP_MONTHS, REPLAYED_MONTHS = 24, 12, 12
LEAD_TIMES = (8, 9, 10, 10, 10, 10, 11, 12)
"""Working days, all equally likely."""
SAFETY, SERVICE, HIGH_SERVICE = 0.1, 0.95, 0.99
CONTAINER_DAYS, EPEI_DAYS = 10, 21
TOO_FEW, NONE_BEFORE = "too few to tell", "none before"


def load_calculations(addon: str):
    """The calculations of an addon, which need neither Odoo nor the rest of the addon."""
    name = f"{addon}_calculations"
    if name not in sys.modules:
        folder = ROOT / addon / "calculations"
        spec = importlib.util.spec_from_file_location(
            name, folder / "__init__.py", submodule_search_locations=[str(folder)]
        )
        sys.modules[name] = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(sys.modules[name])
    return sys.modules[name]


classification = load_calculations("lean_base").classification
kanban = load_calculations("lean_kanban")
sizing, engine = kanban.sizing, kanban.replay


@dataclass(frozen=True)
class Known:
    """What a planner knows of a part before the replayed year; demand by the working day."""

    kind: str
    demand: float
    stddev: float
    container: int


@dataclass(frozen=True)
class Result:
    """What one method did for one part."""

    kind: str
    method: str
    capacity: float
    """Stock that the method allows at most: all cards, point and lot."""
    replay: object


def _toyota(known: Known):
    return _cards(known, sizing.toyota(known.demand, fmean(LEAD_TIMES), known.container, SAFETY))


def _sap(known: Known):
    p90 = kanban.demand.summarize_lead_times(LEAD_TIMES).p90
    return _cards(known, sizing.sap(known.demand, p90, known.container))


def _statistical(known: Known, service: float):
    deviations = (known.stddev, pstdev(LEAD_TIMES))
    return _cards(known, sizing.statistical(known.demand, fmean(LEAD_TIMES), known.container, service, *deviations))


def _cards(known: Known, size):
    return engine.Cards(size.cards, known.container)


def _triangle(known: Known):
    """Lot D·EPEI, at least the demand of the lead time; point D·L + SS; in whole containers."""
    lead = fmean(LEAD_TIMES)
    safety = sizing.safety_stock(known.demand, lead, SERVICE, known.stddev, pstdev(LEAD_TIMES))
    size = kanban.triangle.size_triangle(known.demand, lead, known.container, EPEI_DAYS, safety)
    return engine.TriangleCard(size.point_containers * known.container, size.lot_containers * known.container)


METHODS: Mapping[str, Callable] = {
    "Toyota, mean L, α 10 %": _toyota,
    "SAP, P90 of L, SF 1": _sap,
    "Statistical, 95 %": lambda known: _statistical(known, SERVICE),
    "Statistical, 99 %": lambda known: _statistical(known, HIGH_SERVICE),
    "Triangle, 95 %": _triangle,
}


def scatter(record: Mapping[date, int], months: Sequence[date], seed: str) -> list[int]:
    """Pieces of each working day of these months: each piece on a day drawn by the seed.

    >>> april = date(2000, 4, 1)
    >>> days = scatter({april: 5}, [april], seed="a part")
    >>> len(days), sum(days), days == scatter({april: 5}, [april], seed="a part")
    (20, 5, True)
    """
    random = Random(seed)
    days = []
    for month in months:
        pieces = [0] * len(working_days(month))
        for __ in range(record.get(month, 0)):
            pieces[random.randrange(len(pieces))] += 1
        days += pieces
    return days


def know(record: Mapping[date, int], before: Sequence[date], days: Sequence[int]) -> Known:
    """Class and figures of a part by the months before."""
    quantities = [record[month] for month in before if month in record]
    pattern = classification.describe_demand(quantities)
    kind = pattern.kind if pattern else TOO_FEW if sum(quantities) else NONE_BEFORE
    demand = fmean(days) if days else 0.0
    container = max(round(demand * CONTAINER_DAYS), 1)
    return Known(kind, demand, pstdev(days) if days else 0.0, container)


def compare(path: Path, every: int = 1) -> list[Result]:
    """All methods on every so many-th part of the file.

    A part without a demand before is sized by nothing: nobody stocks it, and its demand
    goes unserved; it has one result without a replay but of its demand.
    """
    table = read(path)
    calendar = sorted({month for record in table.values() for month in record})
    return [
        result
        for name in sorted(table)[::every]
        for result in _compare_part(name, table[name], calendar[-BEFORE_MONTHS - REPLAYED_MONTHS :])
    ]


def _compare_part(name: str, record: Mapping[date, int], months: Sequence[date]) -> Iterator[Result]:
    before = [month for month in months[:BEFORE_MONTHS] if month in record]
    days_before = scatter(record, before, f"{name} before")
    known = know(record, before, days_before)
    replayed = scatter(record, months[BEFORE_MONTHS:], f"{name} after")
    warm_up = days_before[-sum(len(working_days(month)) for month in months[WARM_UP_MONTHS:BEFORE_MONTHS]) :]
    demand = warm_up + replayed
    arrivals = engine.arrive(len(demand), LEAD_TIMES, seed=int(name))
    for title, method in METHODS.items():
        policy = method(known)
        yield Result(known.kind, title, policy.full, engine.replay(demand, policy, arrivals, len(warm_up)))
