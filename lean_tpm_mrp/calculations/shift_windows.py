# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
"""Working time cut into shifts, without the ORM."""

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from .shift_time import Window

Span = tuple[datetime, datetime]


@dataclass(frozen=True)
class Frame:
    """The hours that are called by a name, e.g. the night shift of a day."""

    key: Hashable
    start: datetime
    end: datetime


def subtract(spans: Iterable[Span], start: datetime, end: datetime) -> list[Span]:
    """What is left of spans without one between `start` and `end`.

    >>> subtract([(6, 14), (15, 22)], 10, 16)
    [(6, 10), (16, 22)]
    """
    left = []
    for first, last in spans:
        if end <= first or start >= last:
            left.append((first, last))
            continue
        left += [span for span in ((first, start), (end, last)) if span[0] < span[1]]
    return left


def cut_into_windows(work: Sequence[Span], frames: Sequence[Frame]) -> list[Window]:
    """Cut working time into the frames, in their order: where two overlap, the first has it.

    Working time in no frame is left out; whole days as last frames catch it.

    >>> frames = [Frame("early", 6, 14), Frame("late", 14, 22), Frame("day", 0, 24)]
    >>> [(window.key, window.start, window.end) for window in cut_into_windows([(5, 10), (11, 15)], frames)]
    [('day', 5, 6), ('early', 6, 10), ('early', 11, 14), ('late', 14, 15)]
    """
    windows, left = [], sorted(work)
    for frame in frames:
        inside = [(max(first, frame.start), min(last, frame.end)) for first, last in left]
        inside = [span for span in inside if span[0] < span[1]]
        if inside:
            windows += [Window(frame.key, *span) for span in inside]
            left = subtract(left, frame.start, frame.end)
    return sorted(windows, key=lambda window: window.start)
