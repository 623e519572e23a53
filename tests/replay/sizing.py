# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
"""Sizes of loops and of reordering rules for the parts of a replay, without ORM.

Both know the same: demand of the 12 months before, and the vendor's lead time. Both order
a month's mean demand at a time. The loops are sized by Toyota's formula. The reordering
rules' minimum is a multiple of the demand over the lead time, the same multiple for all
parts, chosen by simulation so that their mean stock is that of the loops over the same
days. So the rules are given by hindsight what no planner knows: which level of stock the
loops will have.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from . import policies
from .demand import Part, Replay
from .policies import Kanban, MinMax, Record

LEADS = (7, 14, 21, 28)
SAFETY = 0.3


@dataclass(frozen=True)
class Sizes:
    """What the plant is set up with; one entry for each part, in their order."""

    leads: Sequence[int]
    kanban: Sequence[Kanban]
    rules: Sequence[MinMax]
    scale: float
    """Minimum over demand in the lead time."""


def size(replay: Replay, *, safety: float = SAFETY) -> Sizes:
    """Loops by formula, rules by calibration; vendors in turn have another lead time."""
    leads = [LEADS[number % len(LEADS)] for number in range(len(replay.parts))]
    kanban = [_size_loop(replay, part, lead, safety) for part, lead in zip(replay.parts, leads, strict=True)]
    target = total_stock(simulate(replay, kanban, leads))

    def rules(scale: float) -> list[MinMax]:
        return [_size_rule(replay, part, lead, scale) for part, lead in zip(replay.parts, leads, strict=True)]

    scale = policies.calibrate(lambda value: total_stock(simulate(replay, rules(value), leads)), target, steps=14)
    return Sizes(leads, kanban, rules(scale), scale)


def simulate(replay: Replay, chosen: Sequence[policies.Policy], leads: Sequence[int]) -> list[Record]:
    """Run every part through its policy."""
    return [
        policies.simulate(policy, part.demand, replay.days, lead)
        for policy, part, lead in zip(chosen, replay.parts, leads, strict=True)
    ]


def total_stock(records: Sequence[Record]) -> float:
    """Mean pieces on hand, all parts together."""
    return sum(sum(record.stock) for record in records) / len(records[0].stock)


def _size_loop(replay: Replay, part: Part, lead: int, safety: float) -> Kanban:
    container = _lot(part)
    lead_days = policies.working_lead(lead)
    return Kanban(policies.toyota_cards(_daily(replay, part), lead_days, container, safety), container)


def _size_rule(replay: Replay, part: Part, lead: int, scale: float) -> MinMax:
    return policies.reorder_rule(_daily(replay, part), policies.working_lead(lead), _lot(part), scale)


def _daily(replay: Replay, part: Part) -> float:
    return sum(part.history) / replay.history_days


def _lot(part: Part) -> int:
    return policies.container_size(sum(part.history) / len(part.history))
