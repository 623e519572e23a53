# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from odoo import api, fields, models

from odoo.addons.lean_base.calculations.classification import add_up_periods, describe_demand

# A day is too short to tell a steady demand from a rare one, a horizon has too few months.
DAYS_A_WEEK = 5


class LeanKanbanLoop(models.Model):
    """How the demand of a loop behaves, which says what method suits it."""

    _inherit = "lean.kanban.loop"

    demand_class = fields.Selection(
        [("smooth", "Smooth"), ("intermittent", "Intermittent"), ("erratic", "Erratic"), ("lumpy", "Lumpy")],
        readonly=True,
        copy=False,
        help="By weeks of five working days. Smooth: comes often, in like quantities. Intermittent: comes rarely. "
        "Erratic: quantities vary. Lumpy: both. Empty: fewer than two weeks with a demand.",
    )
    demand_interval = fields.Float(
        "Weeks between Demands (ADI)",
        readonly=True,
        copy=False,
        aggregator=None,
        help="Mean number of weeks from one with a demand to the next. Above 1.32 a demand is intermittent.",
    )
    demand_variation = fields.Float(
        "Variation (CV²)",
        readonly=True,
        copy=False,
        aggregator=None,
        help="Squared coefficient of variation of the weeks with a demand. Above 0.49 a demand is erratic.",
    )
    demand_class_explanation = fields.Char(compute="_compute_demand_class_explanation")

    @api.depends("demand_class", "demand_interval", "demand_variation")
    @api.depends_context("lang")
    def _compute_demand_class_explanation(self):
        for loop in self:
            loop.demand_class_explanation = loop.demand_class and self.env._(
                "every %(interval)s weeks, CV² %(variation)s",
                interval=f"{loop.demand_interval:.1f}",
                variation=f"{loop.demand_variation:.2f}",
            )

    def _prepare_demand(self, demand):
        weeks = add_up_periods(demand.by_day, DAYS_A_WEEK) if demand else ()
        return {**super()._prepare_demand(demand), **self._prepare_demand_class(describe_demand(weeks))}

    def _prepare_demand_class(self, pattern):
        if not pattern:
            return {"demand_class": False, "demand_interval": 0, "demand_variation": 0}
        return {
            "demand_class": pattern.kind,
            "demand_interval": pattern.interval,
            "demand_variation": pattern.variation,
        }
