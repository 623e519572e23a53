# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from odoo import api, fields, models

KINDS = ("profit", "cash", "avoidance", "capacity")
PHASED_FIELDS = {
    "kind",
    "recurrence",
    "hardness",
    "amount_forecast",
    "amount_actual",
    "date_from",
    "date_actual",
    "event_id",
    "state",
}


class LeanKaizenSavingPeriod(models.Model):
    """What a saving counts for in a month, forecast or actual; one column for each kind.

    With a column for each kind, no total can add kinds up.
    """

    _name = "lean.kaizen.saving.period"
    _description = "Saving by Month"
    _order = "date, id"
    _rec_name = "saving_id"
    _log_access = False

    saving_id = fields.Many2one("lean.kaizen.saving", required=True, index=True, ondelete="cascade")
    event_id = fields.Many2one(related="saving_id.event_id", store=True, index=True)
    company_id = fields.Many2one(related="saving_id.company_id", store=True, index=True)
    area_id = fields.Many2one(related="saving_id.event_id.area_id", store=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    date = fields.Date(string="Month", required=True, index=True)
    basis = fields.Selection(selection=[("forecast", "Forecast"), ("actual", "Actual")], required=True)
    kind = fields.Selection(related="saving_id.kind", store=True)
    recurrence = fields.Selection(related="saving_id.recurrence", store=True)
    hardness = fields.Selection(related="saving_id.hardness", store=True)
    state = fields.Selection(related="saving_id.state", store=True)
    amount_profit = fields.Monetary(string="Profit and Loss")
    amount_cash = fields.Monetary(string="Cash")
    amount_avoidance = fields.Monetary(string="Cost Avoided")
    amount_capacity = fields.Monetary(string="Capacity")


class LeanKaizenSaving(models.Model):
    _inherit = "lean.kaizen.saving"

    period_ids = fields.One2many("lean.kaizen.saving.period", "saving_id", string="Months")

    @api.model_create_multi
    def create(self, vals_list):
        savings = super().create(vals_list)
        savings._phase_periods()
        return savings

    def write(self, vals):
        result = super().write(vals)
        if PHASED_FIELDS & vals.keys():
            self._phase_periods()
        return result

    def _phase_periods(self):
        """Make the months of these savings again; refused ones have none."""
        savings = self.sudo()
        savings.period_ids.unlink()
        values = [
            saving._prepare_period(basis, month, amount)
            for saving in savings
            if saving.state != "refused"
            for basis in ("forecast", "actual")
            for month, amount in saving._phase(basis).items()
        ]
        self.env["lean.kaizen.saving.period"].sudo().create(values)

    def _prepare_period(self, basis, month, amount):
        return {"saving_id": self.id, "basis": basis, "date": month, f"amount_{self.kind}": amount}
