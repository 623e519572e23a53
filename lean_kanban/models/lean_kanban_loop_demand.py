# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from datetime import timedelta
from math import ceil

from odoo import api, fields, models
from odoo.tools import format_date

from odoo.addons.lean_base.tools import store_measured

from ..calculations.seasons import strongest_ahead

SHOWN_OUTLIERS = 3
CALENDAR_DAYS = 7 / 5  # of a working day


class LeanKanbanLoop(models.Model):
    """What the demand of a loop is made of: seasons, days without stock, outliers."""

    _inherit = "lean.kanban.loop"

    demand_factor = fields.Float(
        "Season Factor",
        readonly=True,
        copy=False,
        default=1,
        digits=(6, 3),
        aggregator=None,
        help="Highest demand factor of the lead time ahead; the demand is multiplied by it.",
    )
    demand_factor_note = fields.Char("Season", readonly=True, copy=False)
    demand_days_without_stock = fields.Integer(
        "Days Left Out",
        readonly=True,
        copy=False,
        aggregator=None,
        help="Working days left out of the demand: there was nothing to take.",
    )
    demand_outliers = fields.Json(readonly=True, copy=False)
    demand_outlier_count = fields.Integer("Outliers", readonly=True, copy=False, aggregator=None)
    demand_outlier_note = fields.Char("Unusual Days", compute="_compute_demand_outlier_note")

    @api.depends("demand_outliers")
    @api.depends_context("lang")
    def _compute_demand_outlier_note(self):
        for loop in self:
            shown = [
                self.env._("%(day)s: %(quantity)g", day=format_date(self.env, day), quantity=quantity)
                for day, quantity in (loop.demand_outliers or ())[:SHOWN_OUTLIERS]
            ]
            loop.demand_outlier_note = ", ".join(shown)

    def _prepare_demand(self, demand):
        outliers = sorted(demand.outliers, key=lambda day: -day.demand) if demand else []
        return {
            **super()._prepare_demand(demand),
            "demand_factor": 1,
            "demand_factor_note": False,
            "demand_days_without_stock": demand.days_without_stock if demand else 0,
            "demand_outlier_count": len(outliers),
            "demand_outliers": tuple((fields.Date.to_string(day.day), day.demand) for day in outliers[:SHOWN_OUTLIERS])
            or False,
        }

    def _apply_seasons(self, seasons):
        """Multiply the demand just measured by the highest factor of the lead time ahead.

        An expected demand is taken as it was entered.

        :param seasons: {loop: its seasons}
        """
        store_measured(
            {
                loop: loop._prepare_season_demand(found)
                for loop, found in seasons.items()
                if not loop.expected_daily_demand
            }
        )

    def _prepare_season_demand(self, seasons):
        today = self.company_id._lean_today()
        ahead = today + timedelta(days=ceil(self.lead_time_days * CALENDAR_DAYS))
        factor, season = strongest_ahead(seasons, today, ahead)
        return {
            "demand_factor": factor,
            "demand_factor_note": season.label if season else False,
            "daily_demand": self.daily_demand * factor,
            "demand_stddev": self.demand_stddev * factor,
        }

    @api.depends("demand_factor", "demand_factor_note", "demand_outlier_count", "demand_days_without_stock")
    def _compute_sizing_explanation(self):
        return super()._compute_sizing_explanation()

    def _explain_demand(self):
        notes = self._explain_demand_notes()
        if self.expected_daily_demand or not notes:
            return super()._explain_demand()
        days = self.env._("%s days", self.demand_day_count)
        return self.env._(
            "D %(demand)s/day (%(notes)s)", demand=f"{self.daily_demand:.1f}", notes=", ".join([days, *notes])
        )

    def _explain_demand_notes(self):
        """What a planner has to know of the demand beside its days."""
        notes = []
        if self.demand_factor != 1:
            note = self.env._(
                "%(ordinary)s × %(factor)g for %(season)s",
                ordinary=f"{self.daily_demand / self.demand_factor:.1f}",
                factor=self.demand_factor,
                season=self.demand_factor_note or "?",
            )
            notes.append(note)
        if self.demand_days_without_stock:
            notes.append(self.env._("%s without stock left out", self.demand_days_without_stock))
        if self.demand_outlier_count:
            notes.append(
                self.env._(
                    "%(count)s unusual: %(days)s", count=self.demand_outlier_count, days=self.demand_outlier_note
                )
            )
        return notes
