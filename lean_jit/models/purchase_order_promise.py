# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from odoo import models


class PurchaseOrder(models.Model):
    """Promises are given when an order is confirmed, and end when it is cancelled."""

    _inherit = "purchase.order"

    def button_approve(self, force=False):
        result = super().button_approve(force=force)
        self.filtered(lambda order: order.state == "purchase").order_line._freeze_promise()
        return result

    def button_cancel(self):
        result = super().button_cancel()
        self.order_line._mark_delivery_cancelled()
        return result

    def _update_date_planned_for_lines(self, updated_dates):
        """Core calls this for the dates a vendor enters in the portal."""
        lines = [(line.with_context(delivery_asked_by="supplier"), date) for line, date in updated_dates]
        return super()._update_date_planned_for_lines(lines)
