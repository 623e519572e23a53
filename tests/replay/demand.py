# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
"""The demand of car parts: read, choose parts, spread months over working days.

Nothing here is random: the same file gives the same parts and the same days.
"""

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

HISTORY_MONTHS = 12
REGULAR_MONTHS, OCCASIONAL_MONTHS = 8, 4
SHARES = {"regular": 0.5, "occasional": 0.3, "rare": 0.2}


@dataclass(frozen=True)
class Part:
    """One part: what a planner knew at the start, and what then happened.

    :param stratum: how many of the 12 months before had demand: "regular" at least 8,
        "occasional" at least 4, "rare" at least 1
    :param history: pieces in each of the 12 months before
    :param demand: {working day: pieces}
    """

    name: str
    stratum: str
    history: tuple[int, ...]
    demand: Mapping[date, int]


@dataclass(frozen=True)
class Replay:
    """Parts and the working days they are replayed over."""

    parts: Sequence[Part]
    days: Sequence[date]
    history_days: int
    """Working days in the 12 months before the first day."""


def read(path: Path) -> dict[str, dict[date, int]]:
    """{part: {first day of the month: pieces}}; months before a part existed are absent."""
    table: dict[str, dict[date, int]] = {}
    with path.open(encoding="utf-8", newline="") as handle:
        for row in csv.DictReader(handle):
            month = date.fromisoformat(row["month"])
            table.setdefault(row["part"], {})[month] = int(float(row["quantity"]))
    return table


def load(path: Path, parts: int, months: int, *, window: int = 24) -> Replay:
    """The first `months` of the last `window` months of the file, for so many parts.

    Parts are chosen by the 12 months before the window, as a planner would, not by what
    they sold in it: among those with a complete record, half are regular, three tenths
    occasional and two tenths rare movers, each the busiest of its kind (most months with
    demand, most pieces, lowest number).
    """
    table = read(path)
    calendar = sorted({month for record in table.values() for month in record})
    start = len(calendar) - window
    before, replayed = calendar[start - HISTORY_MONTHS : start], calendar[start : start + months]
    needed = [*before, *calendar[start:]]
    complete = {name: record for name, record in table.items() if all(month in record for month in needed)}
    chosen = choose({name: tuple(record[month] for month in before) for name, record in complete.items()}, parts)
    return Replay(
        [
            Part(
                name,
                stratum_of(history),
                history,
                spread({month: complete[name][month] for month in replayed}, phase=number / max(1, len(chosen))),
            )
            for number, (name, history) in enumerate(chosen)
        ],
        [day for month in replayed for day in working_days(month)],
        sum(len(working_days(month)) for month in before),
    )


def stratum_of(history: Sequence[int]) -> str:
    """How regular a part's demand was.

    >>> stratum_of([1] * 8 + [0] * 4), stratum_of([3] + [0] * 11), stratum_of([0] * 12)
    ('regular', 'rare', '')
    """
    months = sum(quantity > 0 for quantity in history)
    if months >= REGULAR_MONTHS:
        return "regular"
    if months >= OCCASIONAL_MONTHS:
        return "occasional"
    return "rare" if months else ""


def choose(histories: Mapping[str, tuple[int, ...]], count: int) -> list[tuple[str, tuple[int, ...]]]:
    """So many (part, history), shared among the strata; regular ones fill what is left."""
    ranked = sorted(
        histories.items(), key=lambda item: (-sum(quantity > 0 for quantity in item[1]), -sum(item[1]), item[0])
    )
    chosen = []
    for stratum, share in SHARES.items():
        of_stratum = [item for item in ranked if stratum_of(item[1]) == stratum]
        chosen += of_stratum[: round(count * share)]
    missing = count - len(chosen)
    taken = {name for name, __ in chosen}
    return chosen + [item for item in ranked if item[0] not in taken][: max(0, missing)]


def working_days(month: date) -> list[date]:
    """Mondays to Fridays of the month that starts at `month`.

    >>> len(working_days(date(2000, 4, 1))), working_days(date(2000, 4, 1))[0].isoformat()
    (20, '2000-04-03')
    """
    days = (month + timedelta(days=number) for number in range(31))
    return [day for day in days if day.month == month.month and day.weekday() < 5]


def spread(record: Mapping[date, int], *, phase: float = 0.0) -> dict[date, int]:
    """Pieces by working day: the pieces of a month at even distances.

    :param phase: 0 to 1, moves all of them around the month, so that parts that sell one
        piece do not all sell it on the same day

    >>> [day.isoformat() for day in spread({date(2000, 4, 1): 2})]
    ['2000-04-03', '2000-04-17']
    >>> sum(spread({date(2000, 4, 1): 50}, phase=0.4).values())
    50
    """
    result: dict[date, int] = {}
    for month, quantity in record.items():
        days = working_days(month)
        for piece in range(quantity):
            day = days[int((piece + phase) / quantity * len(days))]
            result[day] = result.get(day, 0) + 1
    return result
