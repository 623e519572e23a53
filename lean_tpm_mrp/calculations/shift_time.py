# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
"""What a work center did in each minute of its shifts, read from logs of several people.

One sweep over all instants at which something begins or ends. Within a shift each instant counts once:
a log that says it ran wins, whoever else wrote what; then time that is not planned (planned maintenance,
no demand); then the stop that began first; what nobody logged is unexplained.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Hashable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum


class Kind(Enum):
    RUN = "run"
    MINOR = "minor"  # a stop too short to be taken out of the operating time
    STOP = "stop"
    OUT = "out"  # lies outside planned time


RANK = {Kind.RUN: 0, Kind.MINOR: 1, Kind.OUT: 2, Kind.STOP: 3}


@dataclass(frozen=True)
class Log:
    """Somebody's word on a span of time.

    :param end: None while it goes on
    :param reason: of a stop
    :param order: the work order it was for, None if none
    """

    start: datetime
    end: datetime | None
    kind: Kind
    reason: Hashable = None
    order: Hashable = None


@dataclass(frozen=True)
class Window:
    """A span of a shift without its breaks; several may have the same key, none may overlap."""

    key: Hashable
    start: datetime
    end: datetime


@dataclass
class ShiftTime:
    """Minutes of a shift by what happened in them.

    `run`, `minor` and `stops` are by (reason, order); `counts` says how many logs of a reason began.
    """

    scheduled: float = 0
    excluded: float = 0
    unexplained: float = 0
    run: dict = field(default_factory=lambda: defaultdict(float))
    minor: dict = field(default_factory=lambda: defaultdict(float))
    stops: dict = field(default_factory=lambda: defaultdict(float))
    counts: dict = field(default_factory=lambda: defaultdict(int))

    @property
    def planned(self) -> float:
        return self.scheduled - self.excluded

    @property
    def operating(self) -> float:
        return sum(self.run.values()) + sum(self.minor.values())


@dataclass
class Measured:
    """Result of `measure`.

    :param shifts: by key of the windows
    :param ran: minutes run by order, inside and outside of them
    """

    shifts: dict[Hashable, ShiftTime]
    ran: dict[Hashable, float]


def measure(windows: Sequence[Window], logs: Sequence[Log], now: datetime) -> Measured:
    """Say for each shift what happened in its minutes; a log that goes on lasts until `now`.

    Time to come is not counted: a shift that is under way has been scheduled until `now`. Where several
    orders run at once each has its share, so that a minute stays a minute.

    >>> def at(hour, minute=0): return datetime(2026, 6, 1, hour, minute)
    >>> early = [Window("early", at(6), at(10)), Window("early", at(10, 30), at(14))]  # half an hour's break
    >>> logs = [
    ...     Log(at(5), at(9), Kind.RUN, order=1),  # began before the shift
    ...     Log(at(8), at(10, 15), Kind.RUN, order=1),  # a second person, into the break
    ...     Log(at(12), None, Kind.STOP, reason="no tool"),
    ... ]
    >>> shift = measure(early, logs, now=at(16)).shifts["early"]
    >>> shift.planned, shift.operating, dict(shift.stops), shift.unexplained
    (450.0, 240.0, {('no tool', None): 120.0}, 90.0)
    >>> measure(early, logs, now=at(16)).ran  # also an hour before the shift and a quarter in the break
    {1: 315.0}
    """
    result = Measured({window.key: ShiftTime() for window in windows}, defaultdict(float))
    spans = _clip_logs(logs, now)
    edges = _collect_edges(windows, spans, now)
    active, shift, last = {}, None, None
    for at, changes in sorted(edges.items()):
        if last is not None:
            _count(result, shift, active, (at - last).total_seconds() / 60)
        for item, begins in changes:
            if isinstance(item, Window):
                shift = result.shifts[item.key] if begins else None
            elif begins:
                active[item] = spans[item]
            else:
                del active[item]
        last = at
    _count_logs(result, windows, spans)
    result.ran = dict(result.ran)
    return result


def _clip_logs(logs, now):
    spans = {}
    for index, log in enumerate(logs):
        end = now if log.end is None else min(log.end, now)
        if end > log.start:
            spans[index] = (log, log.start, end)
    return spans


def _collect_edges(windows, spans, now):
    """{instant: [what begins or ends]}; at one instant windows end before others begin."""
    edges = defaultdict(list)
    for window in windows:
        end = min(window.end, now)
        if end > window.start:
            edges[end].insert(0, (window, False))
            edges[window.start].append((window, True))
    for index, (__, start, end) in spans.items():
        edges[end].append((index, False))
        edges[start].append((index, True))
    return edges


def _count(result, shift, active, minutes):
    """Count a span in which nothing begins or ends."""
    if not minutes or (shift is None and not active):
        return
    log = min((log for log, __, __ in active.values()), key=lambda log: (RANK[log.kind], log.start), default=None)
    if log and log.kind == Kind.RUN:
        _count_run(result, shift, active, minutes)
    if shift is None:
        return
    shift.scheduled += minutes
    if log is None:
        shift.unexplained += minutes
    elif log.kind == Kind.OUT:
        shift.excluded += minutes
    elif log.kind == Kind.MINOR:
        shift.minor[log.reason, log.order] += minutes
    elif log.kind == Kind.STOP:
        shift.stops[log.reason, log.order] += minutes


def _count_run(result, shift, active, minutes):
    orders = {log.order: None for log, __, __ in active.values() if log.kind == Kind.RUN}
    for order in orders:
        part = minutes / len(orders)
        result.ran[order] += part
        if shift is not None:
            shift.run[None, order] += part


def _count_logs(result, windows, spans):
    """A log counts once, in the shift it began in, else in the next one it reached."""
    ordered = sorted(windows, key=lambda window: window.start)
    ends = [window.end for window in ordered]
    for log, start, end in spans.values():
        if log.kind in (Kind.RUN, Kind.OUT):
            continue
        index = bisect_right(ends, start)
        if index < len(ordered) and ordered[index].start < end:
            result.shifts[ordered[index].key].counts[log.reason, log.order] += 1
