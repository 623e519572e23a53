# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from odoo import api, fields, models


class LeanKaizenStockCut(models.TransientModel):
    _name = "lean.kaizen.stock.cut"
    _description = "Savings of Less Stock"

    event_id = fields.Many2one("lean.kaizen.event", required=True, ondelete="cascade")
    company_id = fields.Many2one(related="event_id.company_id")
    currency_id = fields.Many2one(related="event_id.company_id.currency_id")
    amount = fields.Monetary(string="Less Stock", required=True, help="Value of the stock that is there no more.")
    percent = fields.Float(
        string="Carrying Cost (% a year)",
        compute="_compute_percent",
        store=True,
        readonly=False,
        precompute=True,
    )
    date_from = fields.Date(string="From", required=True, default=fields.Date.context_today)
    basis = fields.Text(string="How It Was Worked Out")
    yearly = fields.Monetary(string="Carrying Cost Saved a Year", compute="_compute_yearly")

    @api.depends("event_id")
    def _compute_percent(self):
        for wizard in self:
            wizard.percent = wizard.company_id.lean_kaizen_carrying_percent

    @api.depends("amount", "percent")
    def _compute_yearly(self):
        for wizard in self:
            wizard.yearly = wizard.amount * wizard.percent / 100

    def action_create(self):
        """Add both savings to the event as drafts: cash once, carrying cost each year."""
        self.ensure_one()
        values = {"date_from": self.date_from}
        created = self.env["lean.kaizen.saving"]._create_stock_cut(self.event_id, self.amount, self.percent, **values)
        if self.basis:
            created[0].basis = self.basis
        return {"type": "ir.actions.act_window_close"}
