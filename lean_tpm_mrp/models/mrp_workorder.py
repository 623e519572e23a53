# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from odoo import models


class MrpWorkorder(models.Model):
    """A work order that ends has its meters read soon after, not while the operator waits."""

    _inherit = "mrp.workorder"

    def button_finish(self):
        result = super().button_finish()
        domain = [("feed", "!=", False), ("equipment_id.workcenter_id", "in", self.workcenter_id.ids)]
        if self.env["lean.tpm.meter"].sudo().search_count(domain, limit=1):
            self.env.ref("lean_tpm_mrp.ir_cron_feed_meters").sudo()._trigger()
        return result
