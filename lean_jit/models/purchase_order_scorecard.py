# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from odoo import SUPERUSER_ID, api, fields, models

from .lean_supplier_scorecard import GRADES


class PurchaseOrder(models.Model):
    """The grade of the vendor on its orders: shown, warned of, or in the way."""

    _inherit = "purchase.order"

    supplier_scorecard_id = fields.Many2one(
        comodel_name="lean.supplier.scorecard", compute="_compute_supplier_grade", string="Vendor's Scorecard"
    )
    supplier_grade = fields.Selection(selection=GRADES, compute="_compute_supplier_grade", string="Vendor's Grade")
    supplier_grade_policy = fields.Char(compute="_compute_supplier_grade")

    @api.depends("partner_id", "company_id")
    def _compute_supplier_grade(self):
        for company, orders in self.grouped("company_id").items():
            cards = orders.sudo().partner_id.commercial_partner_id._get_latest_scorecards(company)
            for order in orders:
                card = cards.get(order.sudo().partner_id.commercial_partner_id)
                order.supplier_scorecard_id = card and card.id
                order.supplier_grade = card.grade if card else False
                grade = order.supplier_grade or "no_data"
                order.supplier_grade_policy = company._get_scorecard_policy(grade) if order.partner_id else "none"

    def _confirmation_error_message(self):
        """Orders to vendors of a grade that the company blocks are for a manager, never for a machine."""
        message = super()._confirmation_error_message()
        if message or self.supplier_grade_policy != "block" or self._may_order_from_blocked():
            return message
        grade = dict(GRADES)[self.supplier_grade or "no_data"]
        return self.env._(
            "%(vendor)s has grade %(grade)s: a purchasing manager has to confirm this order.",
            vendor=self.partner_id.display_name,
            grade=grade,
        )

    def _may_order_from_blocked(self):
        return self.env.uid != SUPERUSER_ID and self.env.user.has_group("purchase.group_purchase_manager")

    def action_view_supplier_scorecard(self):
        """Open the latest scorecard of the vendor."""
        return self.partner_id.commercial_partner_id.action_view_supplier_scorecard()
