# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
"""Overall equipment effectiveness and its losses, without the ORM.

Source: ISO 22400-2 (availability, effectiveness, quality ratio, OEE index) and Nakajima's six big
losses. Times are in any one unit, the same throughout; pieces are weighed by their ideal time, so that
products of different cycles add up.
"""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass

# A standard that is beaten by more than rounding is no standard.
TOLERANCE = 0.005


@dataclass(frozen=True)
class Oee:
    """Times of a work center in a period; they add up over shifts, products and days.

    :param planned: planned busy time: the shift without breaks, planned maintenance and no demand
    :param operating: part of it in which the work center ran
    :param rated: part of the operating time for which it is known what was made, and how long that takes
    :param ideal: time that what was made takes at the standard
    :param good: time that the good part of it takes
    """

    planned: float = 0
    operating: float = 0
    rated: float = 0
    ideal: float = 0
    good: float = 0

    def __add__(self, other: "Oee") -> "Oee":
        """A ratio of sums, never a mean of ratios.

        >>> day, night = Oee(420, 373, 373, 321.18, 314.13), Oee(480, 0, 0, 0, 0)
        >>> round((day + night).availability, 4)
        0.4144
        """
        return Oee(
            self.planned + other.planned,
            self.operating + other.operating,
            self.rated + other.rated,
            self.ideal + other.ideal,
            self.good + other.good,
        )

    @property
    def availability(self) -> float | None:
        """APT / PBT of ISO 22400; undefined (None) where nothing was planned.

        >>> round(Oee(420, 373).availability, 4), Oee().availability
        (0.8881, None)
        """
        return self.operating / self.planned if self.planned > 0 else None

    @property
    def effectiveness(self) -> float | None:
        """PRI · PQ / APT of ISO 22400; over 1 the standard is wrong, and it is not clipped.

        Undefined (None) where no time is rated: no standard, or not known yet what was made.

        >>> round(Oee(420, 373, 373, 19271 / 60).effectiveness, 4)  # a piece a second, 19,271 pieces
        0.8611
        >>> Oee(480, 400, 0).effectiveness, Oee(480, 400, 400, 500).effectiveness
        (None, 1.25)
        """
        return self.ideal / self.rated if self.rated > 0 else None

    @property
    def quality(self) -> float | None:
        """GQ / PQ of ISO 22400; undefined (None) where nothing was made.

        >>> round(Oee(420, 373, 373, 19271 / 60, 18848 / 60).quality, 4), Oee(420, 373, 373).quality
        (0.978, None)
        """
        return self.good / self.ideal if self.ideal > 0 else None

    @property
    def oee(self) -> float | None:
        """A · E · Q; where nothing ran it is zero, where the standard is missing undefined (None).

        >>> round(Oee(420, 373, 373, 19271 / 60, 18848 / 60).oee, 4)
        0.7479
        >>> Oee(480).oee, Oee().oee, Oee(480, 400).oee
        (0.0, None, None)
        """
        if self.planned <= 0:
            return None
        if self.operating <= 0:
            return 0.0
        return self.operating / self.planned * self.good / self.rated if self.rated > 0 else None

    @property
    def standard(self) -> str | None:
        """What the standard is worth: `ok`, `wrong` (beaten), `missing` for some of the time, or None.

        >>> Oee(480, 400, 400, 500).standard, Oee(480, 400, 300, 290).standard, Oee(480).standard
        ('wrong', 'missing', None)
        """
        if self.operating <= 0:
            return None
        if self.rated > 0 and self.ideal > self.rated * (1 + TOLERANCE):
            return "wrong"
        return "missing" if self.operating - self.rated > self.operating * TOLERANCE else "ok"


BREAKDOWN, SETUP, MINOR, SPEED, DEFECT, STARTUP = "breakdown", "setup", "minor", "speed", "defect", "startup"
SIX_BIG_LOSSES = (BREAKDOWN, SETUP, MINOR, SPEED, DEFECT, STARTUP)
UNEXPLAINED, UNRATED = "unexplained", "unrated"


def lost_time(times: Oee, stops: Mapping[str, float], minor: float = 0, startup: float = 0) -> dict[str, float]:
    """Where the planned time went that made no good piece.

    Planned time is what the good pieces take, plus all of these: the six big losses, time that nobody
    explained and time that cannot be rated. Reduced speed is below zero where the standard is beaten.

    :param stops: time the work center stood, by big loss
    :param minor: idling and minor stops within the rated operating time
    :param startup: part of the ideal time of the rejects that were made while starting up

    >>> times = Oee(planned=900, operating=730, rated=730, ideal=640, good=630)
    >>> losses = lost_time(times, {"breakdown": 60, "setup": 42}, minor=15)
    >>> losses["unexplained"], losses["speed"], losses["minor"], losses["defect"]
    (68, 75, 15, 10)
    >>> times.good + sum(losses.values()) == times.planned
    True
    """
    losses = dict.fromkeys((*SIX_BIG_LOSSES, UNEXPLAINED, UNRATED), 0)
    losses |= stops
    losses[UNEXPLAINED] += times.planned - times.operating - sum(stops.values())
    losses[UNRATED] += times.operating - times.rated
    losses[MINOR] += minor
    losses[SPEED] += times.rated - times.ideal - minor
    losses[DEFECT] += times.ideal - times.good - startup
    losses[STARTUP] += startup
    return losses


def pareto(losses: Mapping[Hashable, float]) -> list[tuple[Hashable, float, float]]:
    """Losses by size, each with the share of the total that it and the larger ones make.

    What is not above zero is no loss and left out.

    >>> pareto({"setup": 30, "breakdown": 60, "speed": -5, "minor": 10})
    [('breakdown', 60, 0.6), ('setup', 30, 0.9), ('minor', 10, 1.0)]
    """
    rows = sorted(((key, value) for key, value in losses.items() if value > 0), key=lambda row: (-row[1], str(row[0])))
    total, run, result = sum(value for __, value in rows), 0.0, []
    for key, value in rows:
        run += value
        result.append((key, value, round(run / total, 6)))
    return result


def constraint(loads: Mapping[Hashable, tuple[float, float]]) -> Hashable | None:
    """What a line waits for: the work center whose time is used up most by what is made.

    A line's OEE is that of its constraint. None where no work center has made anything.

    :param loads: (ideal time of what was made, time scheduled, also that without demand)

    >>> constraint({"saw": (300, 900), "mill": (700, 900), "new": (0, 0)})
    'mill'
    >>> constraint({"saw": (0, 900)}) is None
    True
    """
    used = {key: ideal / scheduled for key, (ideal, scheduled) in loads.items() if ideal > 0 and scheduled > 0}
    return max(used, key=used.get) if used else None
