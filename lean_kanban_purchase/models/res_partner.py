# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from odoo import fields, models


class ResPartner(models.Model):
    _inherit = "res.partner"

    kanban_order_limit = fields.Float(
        company_dependent=True,
        help="Most that kanban cards may order from this vendor at once by themselves, "
        "in the currency of the company. 0: the limit of the company.",
    )
    kanban_loop_count = fields.Integer(compute="_compute_kanban_loop_count")

    def _compute_kanban_loop_count(self):
        for partner in self:
            domain = partner._get_kanban_loop_domain()
            loops = self.env["lean.kanban.loop"]
            partner.kanban_loop_count = loops.search_count(domain)

    def _get_kanban_loop_domain(self):
        """Loops that order from this vendor, or could."""
        vendors = self.commercial_partner_id | self
        return [
            ("kind", "=", "supplier"),
            "|",
            ("vendor_id", "in", vendors.ids),
            "&",
            ("vendor_id", "=", False),
            ("product_id.seller_ids.partner_id", "in", vendors.ids),
        ]

    def action_view_kanban_loops(self):
        """The loops this vendor supplies."""
        action = self.env["ir.actions.act_window"]._for_xml_id("lean_kanban.lean_kanban_loop_action")
        return {**action, "domain": self._get_kanban_loop_domain(), "context": {}}
