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

import importlib
import sys
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from random import Random
from statistics import fmean, pstdev
from types import ModuleType

from .demand import read, working_days

ROOT = Path(__file__).resolve().parents[2]
BEFORE_MONTHS, WARM_UP_MONTHS, REPLAYED_MONTHS = 24, 12, 12
LEAD_TIMES = (8, 9, 10, 10, 10, 10, 11, 12)
"""Working days, all equally likely."""
SAFETY, SERVICE, HIGH_SERVICE = 0.1, 0.95, 0.99
MOST_CARDS = 60
CONTAINER_DAYS, EPEI_DAYS = 10, 21
TOO_FEW, NONE_BEFORE = "too few to tell", "none before"


def load(addon: str, name: str) -> ModuleType:
    """A module of calculations, which needs neither Odoo nor the rest of its addon."""
    package = f"{addon}_calculations"
    if package not in sys.modules:
        sys.modules[package] = ModuleType(package)
        sys.modules[package].__path__ = [str(ROOT / addon / "calculations")]
    return importlib.import_module(f"{package}.{name}")


classification = load("lean_base", "classification")
demand_figures = load("lean_kanban", "demand")
engine = load("lean_kanban", "replay")
sizing = load("lean_kanban", "sizing")
triangle = load("lean_kanban", "triangle")


@dataclass(frozen=True)
class Known:
    """What a planner knows of a part before the replayed year; demand by the working day."""

    demand: float
    stddev: float
    container: int
    last_year: Sequence[int]


@dataclass(frozen=True)
class Result:
    """What one method did for one part."""

    name: str
    kind: str
    method: str
    replay: object


def _toyota(known: Known):
    return _cards(known, sizing.toyota(known.demand, fmean(LEAD_TIMES), known.container, SAFETY))


def _sap(known: Known):
    p90 = demand_figures.summarize_lead_times(LEAD_TIMES).p90
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
    size = triangle.size_triangle(known.demand, lead, known.container, EPEI_DAYS, safety)
    return engine.TriangleCard(size.point_containers * known.container, size.lot_containers * known.container)


def _replayed(known: Known):
    """Fewest cards that would have served all of the last year at the longest lead time.

    One card, and the one being emptied, where there was no demand in it.
    """
    arrivals = engine.arrive(len(known.last_year), [max(LEAD_TIMES)])
    cards = engine.fewest(
        known.last_year, lambda number: engine.Cards(number, known.container), arrivals, most=MOST_CARDS
    )
    return engine.Cards(cards or 2, known.container)


METHODS: Mapping[str, Callable] = {
    "Toyota: mean L, α 10 %": _toyota,
    "SAP: P90 of L, SF 1": _sap,
    "statistical: 95 %": lambda known: _statistical(known, SERVICE),
    "statistical: 99 %": lambda known: _statistical(known, HIGH_SERVICE),
    "triangle: EPEI 21 d, 95 %": _triangle,
    "replay: all of last year": _replayed,
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


def classify(record: Mapping[date, int], before: Sequence[date]) -> str:
    """Class of a part by the months before, or why it has none."""
    quantities = [record[month] for month in before if month in record]
    pattern = classification.describe_demand(quantities)
    return pattern.kind if pattern else TOO_FEW if any(quantities) else NONE_BEFORE


def know(days: Sequence[int], last_year: Sequence[int]) -> Known:
    """Figures of a part by the working days before; a container holds ten days' demand, a piece at least."""
    demand = fmean(days)
    return Known(demand, pstdev(days), max(round(demand * CONTAINER_DAYS), 1), last_year)


def compare(path: Path, kinds: Collection[str] | None = None) -> list[Result]:
    """All methods on all parts that had a demand before, or on those of some classes.

    A part without a demand before is in nobody's stock: there is nothing to size it by.
    """
    return [
        result
        for name, record, months in _read_parts(path)
        if (kind := classify(record, months[:BEFORE_MONTHS])) != NONE_BEFORE and (kinds is None or kind in kinds)
        for result in _compare_part(name, kind, record, months)
    ]


def count_unknown(path: Path) -> tuple[int, int]:
    """Parts without a demand before, and the pieces they sold in the replayed year."""
    unknown = [
        sum(record.get(month, 0) for month in months[BEFORE_MONTHS:])
        for __, record, months in _read_parts(path)
        if classify(record, months[:BEFORE_MONTHS]) == NONE_BEFORE
    ]
    return len(unknown), sum(unknown)


_read = cache(read)


def _read_parts(path: Path) -> Iterator[tuple[str, Mapping[date, int], Sequence[date]]]:
    """Each part with its record, and the months before and of the replayed year."""
    table = _read(path)
    calendar = sorted({month for record in table.values() for month in record})
    for name in sorted(table):
        yield name, table[name], calendar[-BEFORE_MONTHS - REPLAYED_MONTHS :]


def _compare_part(name: str, kind: str, record: Mapping[date, int], months: Sequence[date]) -> Iterator[Result]:
    known_months = [month for month in months[:BEFORE_MONTHS] if month in record]
    before = scatter(record, known_months, f"{name} before")
    year = sum(len(working_days(month)) for month in months[BEFORE_MONTHS - WARM_UP_MONTHS : BEFORE_MONTHS])
    known = know(before, before[-year:])
    demand = [*known.last_year, *scatter(record, months[BEFORE_MONTHS:], f"{name} after")]
    arrivals = engine.arrive(len(demand), LEAD_TIMES, seed=int(name))
    for title, method in METHODS.items():
        yield Result(name, kind, title, engine.replay(demand, method(known), arrivals, len(known.last_year)))
