# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from odoo import api, fields, models

from .lean_supplier_scorecard import GRADES


class ResPartner(models.Model):
    """The latest scorecard of a vendor, where the buyer is."""

    _inherit = "res.partner"

    supplier_scorecard_id = fields.Many2one(
        comodel_name="lean.supplier.scorecard",
        string="Latest Scorecard",
        compute="_compute_supplier_scorecard_id",
        groups="purchase.group_purchase_user",
    )
    supplier_grade = fields.Selection(
        selection=GRADES,
        compute="_compute_supplier_scorecard_id",
        groups="purchase.group_purchase_user",
    )

    @api.depends_context("company")
    def _compute_supplier_scorecard_id(self):
        cards = self.commercial_partner_id._get_latest_scorecards(self.env.company)
        for partner in self:
            card = cards.get(partner.commercial_partner_id, self.env["lean.supplier.scorecard"])
            partner.supplier_scorecard_id = card
            partner.supplier_grade = card.grade

    def _get_latest_scorecards(self, company):
        """{vendor: the valid scorecard of the last scored month}; a vendor without one is not in it."""
        domain = [("partner_id", "in", self.ids), ("company_id", "=", company.id), ("is_current", "=", True)]
        cards = self.env["lean.supplier.scorecard"]
        latest = cards._read_group(domain, ["partner_id"], ["date_from:max"])
        if not latest:
            return {}
        months = dict(latest)
        found = cards.search([*domain, ("date_from", "in", list(set(months.values())))])
        return {card.partner_id: card for card in found if card.date_from == months[card.partner_id]}

    def action_view_supplier_scorecard(self):
        """Open the latest scorecard of this vendor."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "lean.supplier.scorecard",
            "res_id": self.supplier_scorecard_id.id,
            "view_mode": "form",
            "name": self.env._("Scorecard"),
        }
