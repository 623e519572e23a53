# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from odoo import api, fields, models


class ResPartner(models.Model):
    """Line stops and premium freight a vendor caused, where the buyer is."""

    _inherit = "res.partner"

    supplier_incident_count = fields.Integer(
        "Incidents",
        compute="_compute_supplier_incident_count",
        groups="purchase.group_purchase_user,lean_base.group_lean_manager",
        help="Line stops, premium freight and what else this vendor caused.",
    )

    @api.depends_context("company")
    def _compute_supplier_incident_count(self):
        domain = [
            ("partner_id", "in", self.commercial_partner_id.ids),
            ("company_id", "in", self.env.companies.ids),
        ]
        groups = self.env["lean.supplier.incident"]._read_group(domain, ["partner_id"], ["__count"])
        counts = dict(groups)
        for partner in self:
            partner.supplier_incident_count = counts.get(partner.commercial_partner_id, 0)

    def action_view_supplier_incidents(self):
        """Open what these vendors caused; a new one is noted for the only one."""
        action = self.env["ir.actions.act_window"]._for_xml_id("lean_jit.lean_supplier_incident_action")
        partners = self.commercial_partner_id
        context = {"default_partner_id": partners.id} if len(partners) == 1 else {}
        return action | {"domain": [("partner_id", "in", partners.ids)], "context": context}
