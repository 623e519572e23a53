# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from odoo import fields, models


class ResPartner(models.Model):
    _inherit = "res.partner"

    delivery_own_window = fields.Boolean(
        "Own Delivery Window",
        company_dependent=True,
        help="This vendor has a window of his own around promised dates, not that of the settings.",
    )
    delivery_early_days = fields.Integer("Early By At Most (days)", company_dependent=True)
    delivery_late_days = fields.Integer("Late By At Most (days)", company_dependent=True)

    def action_view_supplier_deliveries(self):
        """Open what became of the promises of these vendors."""
        action = self.env["ir.actions.act_window"]._for_xml_id("lean_jit.lean_supplier_delivery_action")
        partners = self.commercial_partner_id
        return action | {"domain": [("partner_id", "in", partners.ids)], "context": {"search_default_year": 1}}
