# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from odoo.addons.lean_base.tools import store_measured

from ..calculations import sizing
from ..calculations.demand import summarize_demand, summarize_lead_times
from .lean_kanban_loop_supply import UNKNOWN_LEAD_DAYS

ENOUGH_REPLENISHMENTS = 10
LEAD_TIME_HISTORY_DAYS = 365
SIZING_BATCH = 1000
NOT_NEGATIVE = ("safety_percent", "sizing_tolerance", "shelf_life_days", "expected_daily_demand", "handling_days")


class LeanKanbanLoop(models.Model):
    """How many cards a loop should have, why, and what has to happen to get there."""

    _inherit = "lean.kanban.loop"

    sizing_method = fields.Selection(
        [("toyota", "Toyota"), ("sap", "SAP"), ("statistical", "Statistical")],
        required=True,
        default="toyota",
        help="Toyota: steady demand. SAP: as that system calculates it. Statistical: demand or supply that varies.",
    )
    lead_time_basis = fields.Selection(
        [("mean", "Mean and a safety"), ("p90", "90th percentile, no safety")],
        required=True,
        default="mean",
        help="One buffer, not two: a safety on the mean, or a lead time that nine of ten replenishments keep.",
    )
    safety_percent = fields.Float("Safety (%)", default=10, digits=(5, 1))
    service_percent = fields.Float("Service Level (%)", default=95, digits=(5, 2))
    demand_horizon_days = fields.Integer(
        "Demand Horizon", default=90, required=True, help="Days of the past that the demand is taken from."
    )
    expected_daily_demand = fields.Float(
        "Expected Demand",
        digits="Product Unit",
        help="Demand of a working day to size by instead of the past: for a new product or a change that is coming.",
    )
    consuming_points = fields.Integer(default=1, required=True, help="Places at which a container is emptied at once.")
    shelf_life_days = fields.Integer(
        "Usable Shelf Life", help="Working days within which a container has to be used up. 0: nothing expires."
    )
    handling_days = fields.Float(
        "Collection and Put-away",
        default=0.5,
        digits=(5, 2),
        help="Working days beside the lead time of the rules, until enough replenishments are measured.",
    )
    sizing_tolerance = fields.Float(
        "Tolerance (%)",
        default=10,
        digits=(5, 1),
        help="A recommendation nearer than this to the present number leaves the cards as they are.",
    )
    daily_demand = fields.Float(readonly=True, copy=False)
    demand_stddev = fields.Float("Demand Deviation", readonly=True, copy=False)
    demand_day_count = fields.Integer(readonly=True, copy=False)
    lead_time_days = fields.Float("Lead Time", readonly=True, copy=False, digits=(8, 2))
    lead_time_stddev = fields.Float("Lead Time Deviation", readonly=True, copy=False)
    lead_time_count = fields.Integer(
        readonly=True, copy=False, help="Replenishments measured. 0: the rules' lead time is taken."
    )
    recommended_card_count = fields.Integer("Recommended", readonly=True, copy=False, aggregator=None)
    sizing_date = fields.Datetime("Sized", readonly=True, copy=False)
    is_resizing_due = fields.Boolean(
        "Resize", readonly=True, copy=False, help="The recommendation is out of tolerance."
    )
    sizing_explanation = fields.Char(compute="_compute_sizing_explanation")

    _consuming_points_positive = models.Constraint(
        "CHECK(consuming_points > 0)", "A loop is consumed at one point or more."
    )
    _demand_horizon_positive = models.Constraint(
        "CHECK(demand_horizon_days > 0)", "Demand is taken from one day of the past or more."
    )

    @api.constrains("service_percent", *NOT_NEGATIVE)
    def _check_sizing(self):
        for loop in self:
            if not 50 <= loop.service_percent < 100:
                raise ValidationError(self.env._("The service level has to be from 50 % to below 100 %."))
            if min(loop[name] for name in NOT_NEGATIVE) < 0:
                raise ValidationError(self.env._("The figures of a sizing cannot be below zero."))

    @api.depends("sizing_date", "recommended_card_count", "daily_demand", "lead_time_days", "container_product_qty")
    @api.depends_context("lang")
    def _compute_sizing_explanation(self):
        for loop in self:
            loop.sizing_explanation = loop._explain_sizing() if loop.sizing_date else False

    def _explain_sizing(self):
        """The recommendation as a planner would check it on paper."""
        if self.daily_demand <= 0:
            return self.env._(
                "No demand in the last %s days: enter an expected demand to size by.", self.demand_horizon_days
            )
        if not self._is_lead_time_known():
            return self.env._(
                "Nobody supplies this product, so its lead time is not known: give it a vendor or a route."
            )
        size = self._size()
        parts = {
            "demand": self._explain_demand(),
            "lead": self._explain_lead_time(),
            "safety": self._explain_safety(),
            "container": f"{self.container_product_qty:g}",
            "exact": f"{size.exact:.2f}",
            "rounded": size.cards - size.extra,
            "extra": self._explain_extra(size.extra),
            "cards": size.cards,
        }
        text = self.env._(
            "%(demand)s × %(lead)s%(safety)s ÷ %(container)s = %(exact)s → %(rounded)s, + %(extra)s = %(cards)s cards",
            **parts,
        )
        if self.recommended_card_count < size.cards:
            text = self.env._("%(text)s; %(cap)s for its shelf life", text=text, cap=self.recommended_card_count)
        return text

    def _explain_demand(self):
        if self.expected_daily_demand:
            return self.env._("D %s/day (expected)", f"{self.daily_demand:g}")
        return self.env._(
            "D %(demand)s/day (%(days)s days)", demand=f"{self.daily_demand:.1f}", days=self.demand_day_count
        )

    def _explain_lead_time(self):
        days = f"{self.lead_time_days:g}"
        if not self.lead_time_count:
            return self.env._("L %s d (by its rules)", days)
        if self._takes_percentile():
            return self.env._("L %(days)s d (P90 of %(count)s)", days=days, count=self.lead_time_count)
        return self.env._("L %(days)s d (mean of %(count)s)", days=days, count=self.lead_time_count)

    def _explain_safety(self):
        if self.sizing_method == "statistical":
            return self.env._(
                " + %(buffer)s (%(service)s %%)",
                buffer=f"{self._size().need - self.daily_demand * self.lead_time_days:.1f}",
                service=f"{self.service_percent:g}",
            )
        return "" if self._takes_percentile() else f" × {1 + self.safety_percent / 100:g}"

    def _explain_extra(self, extra):
        if self.batch_size == 1:
            return self.env._("%s being emptied", extra)
        return self.env._("%(count)s being emptied or waiting (batch of %(batch)s)", count=extra, batch=self.batch_size)

    def _takes_percentile(self):
        return self.lead_time_basis == "p90" and self.sizing_method != "statistical"

    def _get_extra_cards(self):
        """Cards that cover no lead time: those being emptied, and those that wait for the last of their batch."""
        return sizing.extra_cards(self.signal_point, self.consuming_points) + self.batch_size - 1

    def _size(self):
        """:class:`Sizing` of one loop by its method, from the figures it holds."""
        extra = self._get_extra_cards()
        base = (self.daily_demand, self.lead_time_days, self.container_product_qty)
        if self.sizing_method == "statistical":
            deviations = (self.demand_stddev, self.lead_time_stddev)
            return sizing.statistical(*base, self.service_percent / 100, *deviations, extra)
        safety = 0 if self._takes_percentile() else self.safety_percent / 100
        if self.sizing_method == "sap":
            return sizing.sap(*base, 1 + safety, extra)
        return sizing.toyota(*base, safety, extra)

    # Update

    def action_update_sizing(self):
        """Recommend a number of cards anew."""
        self.check_access("write")
        self._update_sizing()
        return True

    @api.model
    def _cron_update_sizing(self):
        """Size all running loops anew, batch by batch, each committed."""
        loops = self.search([("state", "=", "active")], order="sizing_date nulls first, id")
        for start in range(0, len(loops), SIZING_BATCH):
            batch = loops[start : start + SIZING_BATCH]
            self.env["lean.batch"]._run(batch, "_update_sizing")
            remaining = max(len(loops) - start - SIZING_BATCH, 0)
            if not self.env["ir.cron"]._commit_progress(len(batch), remaining=remaining):
                return

    def _update_sizing(self):
        """Demand, lead time and recommended cards of these loops, each from one statement a company."""
        for company, loops in self.sudo().grouped("company_id").items():
            company.fetch(self._get_company_fields())
            loops.with_company(company)._with_rule_memo()._update_figures()

    @api.model
    def _get_company_fields(self):
        """All that a sizing reads of a company: alone, and not with a hundred others."""
        return ["partner_id", "parent_path", "resource_calendar_id"]

    def _update_figures(self):
        seasons = self.env["lean.kanban.season"].sudo()._get_seasons(self)
        demands = self._measure_demand(seasons)
        lead_times = self._measure_lead_times()
        now = fields.Datetime.now()
        store_measured(
            {
                loop: {
                    **loop._prepare_figures(demands.get(loop.id), lead_times.get(loop.id)),
                    "sizing_date": now,
                }
                for loop in self
            }
        )
        self._apply_seasons(seasons)
        self._recommend()

    def _recommend(self):
        """Recommend from the figures these loops hold."""
        store_measured({loop: loop._prepare_recommendation() for loop in self})

    def _prepare_figures(self, demand, lead_time):
        """What is stored of one loop as it is measured."""
        return {**self._prepare_demand(demand), **self._prepare_lead_time(lead_time)}

    def _prepare_demand(self, demand):
        return {
            "daily_demand": self.expected_daily_demand or (demand.mean if demand else 0),
            "demand_stddev": demand.stddev if demand else 0,
            "demand_day_count": demand.days if demand else 0,
        }

    def _prepare_lead_time(self, lead_time):
        """Measured once there are enough replenishments, else that of the rules."""
        if not lead_time or lead_time.count < ENOUGH_REPLENISHMENTS:
            return {
                "lead_time_days": self._get_rule_lead_days() + self._get_handling_days(),
                "lead_time_stddev": 0,
                "lead_time_count": 0,
            }
        return {
            "lead_time_days": lead_time.p90 if self._takes_percentile() else lead_time.mean,
            "lead_time_stddev": lead_time.stddev,
            "lead_time_count": lead_time.count,
        }

    def _is_lead_time_known(self):
        """Core counts a year for what nobody supplies."""
        return self.lead_time_count > 0 or self.lead_time_days < UNKNOWN_LEAD_DAYS

    def _get_handling_days(self):
        """Working days beside the lead time of the rules: collecting cards and putting away."""
        return self.handling_days

    def _prepare_recommendation(self):
        """Without a demand or a lead time nothing is recommended: 0 stands for it."""
        if self.daily_demand <= 0 or not self._is_lead_time_known():
            return {"recommended_card_count": 0, "is_resizing_due": False}
        shelf_life = self.shelf_life_days or None
        cards = sizing.cap_by_shelf_life(self._size().cards, self.container_product_qty, self.daily_demand, shelf_life)
        near = sizing.within_tolerance(self.card_count, cards, self.sizing_tolerance / 100)
        return {"recommended_card_count": cards, "is_resizing_due": not near}

    # Measure

    def _measure_demand(self, seasons):
        """{loop id: :class:`Demand`} over each loop's horizon, or nothing where there was none.

        :param seasons: {loop: its seasons}, by which its demand is divided
        """
        stock = self._get_quantities_on_hand()
        demands = {}
        for loop_id, days in self.env["lean.kanban.history"]._get_ordinary_days(self, seasons).items():
            *past, today = days
            demands[loop_id] = summarize_demand(past, stock[self.browse(loop_id)] - today.change)
        return demands

    def _measure_lead_times(self):
        """{loop id: :class:`LeadTime`} in working days, from signal to full container."""
        times = self.env["lean.kanban.history"]._get_lead_times(
            self, fields.Datetime.now() - timedelta(days=LEAD_TIME_HISTORY_DAYS)
        )
        return {loop_id: summarize_lead_times(values) for loop_id, values in times.items()}

    # Apply

    def action_apply_sizing(self):
        """Give loops the number of cards recommended; fewer cards retire as they come back."""
        self.check_access("write")
        sized = self.filtered("recommended_card_count")
        changed = sized.filtered(lambda loop: loop.recommended_card_count != loop.card_count)
        for count, loops in changed.grouped("recommended_card_count").items():
            loops.write({"card_count": count})
        sized.write({"is_resizing_due": False})
        return True

    def action_view_demand(self):
        """The moves the demand is taken from."""
        self.ensure_one()
        since = fields.Datetime.now() - timedelta(days=self.demand_horizon_days)
        return self.env["lean.kanban.history"]._open_demand(self.product_id, self.location_id, since)

    def action_view_lead_times(self):
        """The replenishments the lead time is measured on."""
        action = self.action_view_supplies()
        return {**action, "domain": [("loop_id", "in", self.ids), ("state", "=", "done")]}
