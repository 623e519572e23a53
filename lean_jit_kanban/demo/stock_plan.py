# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
"""A year in which a stock is worked down while the plant goes on: what comes and goes each week."""

from dataclasses import dataclass

HALF_YEAR = 26
WEEKS = 2 * HALF_YEAR
DAYS_OF_YEAR = 365
# The stock at the beginning of the year and each eighth of it, beside its average of a half.
EARLIER = (580, 490, 400, 320)
LATER = (230, 180, 150, 130, 117)
SWING = 0.08  # weeks differ


@dataclass(frozen=True)
class StockPlan:
    """Values of all parts together, for the earlier and the later half of the year.

    :param used: used up a year, as it is in each half
    :param average: average stock of five readings in each half
    """

    used: tuple[float, float]
    average: tuple[float, float]

    def get_points(self) -> list[float]:
        """Stock at nine equal distances, oldest first.

        >>> plan = StockPlan(used=(1500, 900), average=(404, 161.4))
        >>> points = plan.get_points()
        >>> round(sum(points[:5]) / 5), round(sum(points[4:]) / 5, 1)
        (404, 161.4)
        """
        later = [5 * self.average[1] * point / sum(LATER) for point in LATER]
        rest = 5 * self.average[0] - later[0]
        return [rest * point / sum(EARLIER) for point in EARLIER] + later

    def get_stock(self, weeks_ago: int) -> float:
        """Stock at the end of a week, between the points."""
        points = self.get_points()
        place = (WEEKS - weeks_ago) / WEEKS * (len(points) - 1)
        before = min(int(place), len(points) - 2)
        return points[before] + (place - before) * (points[before + 1] - points[before])

    def get_weeks(self, share: float, cost: float) -> tuple[int, list[tuple[int, int, int]]]:
        """The first stock of a part, and for each week: weeks ago, pieces received, pieces used.

        :param share: of the value, 0 to 1
        :param cost: of a piece
        """
        first = stock = round(self.get_stock(WEEKS) * share / cost)
        owed, weeks = 0.0, []
        for ago in range(WEEKS - 1, -1, -1):
            week = self.used[ago < HALF_YEAR] * 7 / DAYS_OF_YEAR
            owed += week * share / cost * (1 + SWING if ago % 2 else 1 - SWING)
            used = round(owed)
            left = round(self.get_stock(ago) * share / cost)
            weeks.append((ago, max(left - stock + used, 0), used))
            owed, stock = owed - used, stock + weeks[-1][1] - used
        return first, weeks
