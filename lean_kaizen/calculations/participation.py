# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
"""How many of a team take part in improving."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Team:
    """One team: how many it counts, and who of them contributed (ids, repeats do not count)."""

    headcount: int
    contributors: tuple[int, ...]


def participation(team: Team) -> float | None:
    """Share of the team that contributed at least once, 0 to 1; None for a team of nobody.

    Somebody who left the team after contributing is still counted, so the share is capped at 1.

    >>> participation(Team(8, (1, 2, 2)))
    0.25
    >>> participation(Team(0, ()))
    """
    if team.headcount <= 0:
        return None
    return min(len(set(team.contributors)) / team.headcount, 1)
