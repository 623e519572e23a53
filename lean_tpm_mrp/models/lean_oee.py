# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.tools import SQL

from odoo.addons.lean_base.tools import UndefinedFloat

from ..calculations.oee import Oee

RATIOS = ("availability", "effectiveness", "quality", "oee")


class LeanOee(models.Model):
    """What a work center did in a shift of a day with a product, in hours that add up.

    The row without a product holds what no order can be charged with: unexplained time and stops of the
    machine itself. A closed row never changes.
    """

    _name = "lean.oee"
    _description = "Equipment Effectiveness"
    _order = "date desc, workcenter_id, shift_id, id"
    _rec_name = "workcenter_id"

    workcenter_id = fields.Many2one("mrp.workcenter", required=True, readonly=True, index=True, ondelete="restrict")
    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True)
    area_id = fields.Many2one("lean.area", readonly=True, index="btree_not_null", ondelete="set null")
    is_constraint = fields.Boolean(
        "Of the Line",
        readonly=True,
        help="The work center was the constraint of its area: the row counts for the line.",
    )
    date = fields.Date("Day", required=True, readonly=True, help="On which the shift began.")
    shift_id = fields.Many2one("lean.shift", readonly=True, index="btree_not_null", ondelete="restrict")
    product_id = fields.Many2one("product.product", readonly=True, index="btree_not_null", ondelete="restrict")
    date_from = fields.Datetime("Shift From", readonly=True)
    date_to = fields.Datetime("Shift To", readonly=True)
    state = fields.Selection(
        [("open", "Open"), ("closed", "Closed")],
        required=True,
        default="open",
        readonly=True,
        index=True,
        help="Open: late logs still change it. Closed: it stays as it was.",
    )
    planned_hours = fields.Float(
        "Planned", readonly=True, help="The shift without breaks, planned maintenance and no demand."
    )
    operating_hours = fields.Float("Ran", readonly=True)
    rated_hours = fields.Float(
        "Ran at a Standard", readonly=True, help="Part in which it is known what was made and how long that takes."
    )
    ideal_hours = fields.Float(
        "Ideal", readonly=True, help="What the pieces take by the fixed duration of their operation."
    )
    good_hours = fields.Float("Good", readonly=True, help="What the good pieces take.")
    stop_hours = fields.Float("Stood", readonly=True, help="By logs.")
    unexplained_hours = fields.Float("Unexplained", readonly=True, help="Planned, and nobody logged anything.")
    excluded_hours = fields.Float("Not Planned", readonly=True, help="Planned maintenance and no demand, in the shift.")
    outside_hours = fields.Float(
        "Ran outside Shifts", readonly=True, help="By logs outside the working hours; it counts nowhere."
    )
    quantity = fields.Float("Pieces", digits="Product Unit", readonly=True)
    scrap_quantity = fields.Float("Scrap", digits="Product Unit", readonly=True)
    availability = UndefinedFloat(compute="_compute_ratios", store=True, aggregator="avg", help="Ran / planned.")
    effectiveness = UndefinedFloat(
        compute="_compute_ratios",
        store=True,
        aggregator="avg",
        help="Ideal / ran. Over 100 % the standard is wrong. Undefined without a standard, or before it is known what "
        "was made.",
    )
    quality = UndefinedFloat(compute="_compute_ratios", store=True, aggregator="avg", help="Good / all that was made.")
    oee = UndefinedFloat("OEE", compute="_compute_ratios", store=True, aggregator="avg", help="The three multiplied.")
    standard = fields.Selection(
        [("ok", "Fits"), ("wrong", "Standard wrong"), ("missing", "Standard missing")],
        compute="_compute_ratios",
        store=True,
        help="Wrong: the standard was beaten, so the operation's fixed duration is too long. Missing: for part of the "
        "time there is no fixed duration, or nobody has said yet what was made.",
    )
    loss_ids = fields.One2many("lean.oee.loss", "oee_id", "Losses", readonly=True)

    _row_unique = models.UniqueIndex(
        "(workcenter_id, date, COALESCE(shift_id, 0), COALESCE(product_id, 0))",
        "The work center has a row for this shift and product already.",
    )
    _period_idx = models.Index("(company_id, date)")

    @api.depends("planned_hours", "operating_hours", "rated_hours", "ideal_hours", "good_hours")
    def _compute_ratios(self):
        for row in self:
            times = row._get_times()
            for name in (*RATIOS, "standard"):
                row[name] = getattr(times, name)

    @api.depends("workcenter_id", "date", "shift_id")
    def _compute_display_name(self):
        for row in self:
            parts = (row.workcenter_id.name, fields.Date.to_string(row.date), row.shift_id.name)
            row.display_name = " · ".join(part for part in parts if part)

    def _get_times(self):
        return Oee(self.planned_hours, self.operating_hours, self.rated_hours, self.ideal_hours, self.good_hours)

    def _read_group_select(self, aggregate_spec, query):
        """Ratios of sums, never means of ratios."""
        name, __, operator = aggregate_spec.partition(":")
        if name not in RATIOS or operator != "avg":
            return super()._read_group_select(aggregate_spec, query)
        total = {
            column: SQL("SUM(%s)", self._field_to_sql(self._table, f"{column}_hours", query))
            for column in ("planned", "operating", "rated", "ideal", "good")
        }
        return self._get_ratio_sql(name, total)

    @api.model
    def _get_ratio_sql(self, name, total):
        if name == "oee":
            return SQL(
                "CASE WHEN %(planned)s > 0 THEN CASE WHEN %(operating)s > 0 "
                "THEN %(operating)s / %(planned)s * %(good)s / NULLIF(%(rated)s, 0) ELSE 0 END END",
                **total,
            )
        over, under = {
            "availability": ("operating", "planned"),
            "effectiveness": ("ideal", "rated"),
            "quality": ("good", "ideal"),
        }[name]
        return SQL("%s / NULLIF(%s, 0)", total[over], total[under])

    @api.model
    def _sum_times(self, domain, groupby=()):
        """{group: Oee} of the rows; with no group {(): Oee}. One query."""
        sums = [f"{name}_hours:sum" for name in ("planned", "operating", "rated", "ideal", "good")]
        groups = self._read_group(domain, list(groupby), sums)
        width = len(groupby)
        return {row[:width]: Oee(*(value or 0 for value in row[width:])) for row in groups}

    def action_view_logs(self):
        """What people logged in the shift."""
        self.ensure_one()
        return self._get_logs_action(self.workcenter_id, self.date_from, self.date_to)

    @api.model
    def _get_logs_action(self, centers, start, end, reasons=None):
        """Logs of work centers that reach into a span, those of some reasons or all."""
        if not self.env["mrp.workcenter.productivity"].has_access("read"):
            raise AccessError(self.env._("The logs are for manufacturing users and maintenance managers."))
        domain = [("workcenter_id", "in", centers.ids), ("date_start", "<", end)]
        domain += ["|", ("date_end", "=", False), ("date_end", ">", start)]
        domain += [] if reasons is None else [("loss_id", "in", reasons.ids)]
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Logs: %s", ", ".join((reasons or centers).mapped("display_name"))),
            "res_model": "mrp.workcenter.productivity",
            "views": [(False, "list"), (False, "form"), (False, "graph"), (False, "pivot")],
            "domain": domain,
            "context": {"create": False},
        }
