# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from odoo import api, fields, models
from odoo.tools import SQL

from odoo.addons.lean_base.tools import UndefinedFloat


class LeanOeeLoss(models.Model):
    """Hours of a row of effectiveness that made no good piece, by reason."""

    _name = "lean.oee.loss"
    _description = "Equipment Loss"
    _order = "date desc, hours desc, id"
    _rec_name = "name"

    oee_id = fields.Many2one("lean.oee", required=True, readonly=True, index=True, ondelete="cascade")
    workcenter_id = fields.Many2one("mrp.workcenter", required=True, readonly=True, index=True, ondelete="restrict")
    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True)
    area_id = fields.Many2one("lean.area", readonly=True, ondelete="set null", index="btree_not_null")
    date = fields.Date("Day", required=True, readonly=True, index=True)
    shift_id = fields.Many2one("lean.shift", readonly=True, ondelete="restrict", index="btree_not_null")
    product_id = fields.Many2one("product.product", readonly=True, ondelete="restrict", index="btree_not_null")
    reason_id = fields.Many2one(
        "mrp.workcenter.productivity.loss", "Logged Reason", readonly=True, ondelete="restrict", index="btree_not_null"
    )
    big_loss = fields.Selection(
        [
            ("breakdown", "Breakdowns and unplanned stops"),
            ("setup", "Set-up and adjustments"),
            ("minor", "Idling and minor stops"),
            ("speed", "Reduced speed"),
            ("defect", "Process defects"),
            ("startup", "Start-up rejects"),
            ("unexplained", "Unexplained"),
        ],
        required=True,
        readonly=True,
        index=True,
    )
    name = fields.Char("Loss", compute="_compute_name")
    hours = fields.Float(
        readonly=True,
        help="Below zero where the standard is beaten: reduced speed is then no loss but a wrong standard.",
    )
    count = fields.Integer("Times", readonly=True, help="Stops that began in the shift.")
    minutes_each = UndefinedFloat(
        "Minutes Each",
        compute="_compute_minutes_each",
        store=True,
        digits=(16, 1),
        aggregator="avg",
        help="Hours over times; undefined where nothing was counted.",
    )

    @api.depends("reason_id.name", "big_loss")
    @api.depends_context("lang")
    def _compute_name(self):
        labels = dict(self._fields["big_loss"]._description_selection(self.env))
        for loss in self:
            loss.name = loss.reason_id.sudo().name or labels.get(loss.big_loss)

    @api.depends("hours", "count")
    def _compute_minutes_each(self):
        for loss in self:
            loss.minutes_each = loss.hours * 60 / loss.count if loss.count else None

    def _read_group_select(self, aggregate_spec, query):
        """Minutes of a stop: all of them over all stops."""
        if aggregate_spec != "minutes_each:avg":
            return super()._read_group_select(aggregate_spec, query)
        hours = self._field_to_sql(self._table, "hours", query)
        reason = self._field_to_sql(self._table, "reason_id", query)
        count = self._field_to_sql(self._table, "count", query)
        return SQL("SUM(%s) FILTER (WHERE %s IS NOT NULL) * 60 / NULLIF(SUM(%s), 0)", hours, reason, count)

    def action_view_logs(self):
        """The logs behind a loss: those of its reason in the shift, else all of the shift."""
        self.ensure_one()
        row = self.oee_id
        return row._get_logs_action(row.workcenter_id, row.date_from, row.date_to, self.reason_id or None)
