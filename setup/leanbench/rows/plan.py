"""N maintenance plans planned a year ahead, beside OCA `maintenance_plan` on the plans it can express.

Every plan is weekly and for a machine of its own. Ours writes the ledger, where a request is made only when its date
comes near; `maintenance_plan` makes a request of every date, so it is asked for a month of a hundred plans, and what an
occurrence costs there is held against what one costs here.
"""

from contextlib import closing
from datetime import date, timedelta
from typing import TYPE_CHECKING

from leanbench import oca
from leanbench.context import Context, Measurement
from leanbench.result import Result

if TYPE_CHECKING:
    from odoo.api import Environment
    from odoo.models import BaseModel

TITLE = "a year of maintenance plans"
NEEDS = ("lean_tpm",)

OCA_MUST = 1 / 50
OCA_PLANS = 100
TURNS = 3
AHEAD_DAYS = 365


def run(context: Context) -> list[Result]:
    """For each size what the ledger takes, beside what `maintenance_plan` takes for as many occurrences."""
    peers = oca.database(context, "maintenance_plan")
    theirs = peers and _measure_theirs(context, peers)
    return [_report(size, *_measure_ours(context, size), theirs) for size in context.sizes]


def _report(size: int, ours: Measurement, count: int, theirs: tuple[Measurement, int] | None) -> Result:
    reference = {}
    if theirs:
        measured, requests = theirs
        reference = {
            "reference_name": "OCA maintenance_plan 19.0",
            "reference_seconds": measured.seconds / requests * count,
            "reference_queries": round(measured.queries / requests * count),
            "must_ratio": OCA_MUST,
        }
    return Result(
        job="plan N plans a year ahead",
        n=size,
        ours_seconds=ours.seconds,
        ours_queries=ours.queries,
        peak_mb=ours.peak_mb,
        note=f"{count:,} occurrences; maintenance_plan in proportion to a month of {OCA_PLANS} plans",
        **reference,
    )


def _measure_ours(context: Context, size: int) -> tuple[Measurement, int]:
    """The best of some turns, and the occurrences of the last."""
    turns = []
    with context.environment(context.clone()) as env:
        plans = env["lean.tpm.plan"].create(
            [
                {
                    "name": f"Bench plan {number}",
                    "equipment_id": equipment.id,
                    "interval_unit": "week",
                    "date_start": date.today() + timedelta(days=number % 7),
                    "ahead_days": AHEAD_DAYS,
                    "state": "running",
                }
                for number, equipment in enumerate(_create_equipment(env, size))
            ]
        )
        env.cr.commit()
        for _turn in range(TURNS if size <= 1_000 else 1):
            with closing(env.cr.savepoint()), context.measure(env) as measurement:
                _plan_ahead(plans)
                count = env["lean.tpm.occurrence"].search_count([("plan_id", "in", plans.ids)])
            turns.append(measurement)
    if count < size * (AHEAD_DAYS // 7):
        raise RuntimeError(f"{count} occurrences of {size} weekly plans")
    return min(turns, key=lambda turn: turn.seconds), count


def _plan_ahead(plans: "BaseModel") -> None:
    """In the batches of the scheduled job, which commits between them."""
    from odoo.addons.lean_tpm.models.lean_tpm_plan_ahead import PLAN_BATCH

    for start in range(0, len(plans), PLAN_BATCH):
        plans[start : start + PLAN_BATCH]._plan_ahead()
        plans.env.flush_all()


def _measure_theirs(context: Context, name: str) -> tuple[Measurement, int]:
    """What its scheduled job takes, and the requests it made."""
    with context.environment(name) as env:
        env["maintenance.plan"].create(
            [
                {
                    "name": f"Bench plan {number}",
                    "equipment_id": equipment.id,
                    "interval": 1,
                    "interval_step": "week",
                    "maintenance_plan_horizon": 1,
                    "planning_step": "month",
                    "start_maintenance_date": date.today() + timedelta(days=number % 7),
                }
                for number, equipment in enumerate(_create_equipment(env, OCA_PLANS))
            ]
        )
        env.cr.commit()
        with context.measure(env) as measurement:
            env["maintenance.equipment"]._cron_generate_requests()
        count = env["maintenance.request"].search_count([("maintenance_plan_id", "!=", False)])
    if not count:
        raise RuntimeError("maintenance_plan made no request")
    return measurement, count


def _create_equipment(env: "Environment", count: int) -> "BaseModel":
    team = env["maintenance.team"].search([], limit=1)
    return env["maintenance.equipment"].create(
        [{"name": f"Bench machine {number}", "maintenance_team_id": team.id} for number in range(count)]
    )
