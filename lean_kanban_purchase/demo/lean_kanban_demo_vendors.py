# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from datetime import timedelta

from odoo import api, models
from odoo.fields import Domain


class LeanKanbanDemo(models.AbstractModel):
    """What vendors have answered this morning, and a mail of yesterday's orders."""

    _inherit = "lean.kanban.demo"

    @api.model
    def _play_vendors(self):
        self = self._prepare()
        self._answer_seal_kits()
        self._confirm_by_phone("motor_150", "cable_gland")
        self._send_daily_mail()
        self._keep_mails()

    def _answer_seal_kits(self):
        """The first order is on its way, the last is proposed later, the others wait for an answer."""
        supplier = self.env.ref("lean_kanban_purchase.user_supplier")
        lines = self._get_open_lines(self._get_bought("seal_kit")).with_user(supplier)
        lines = lines.filtered(lambda line: line.state == "purchase")
        if len(lines) > 1:
            lines[0]._kanban_vendor_ship("DHL 7731 0044 12")
        if len(lines) > 2:
            lines[1]._kanban_vendor_confirm()
        self.env["lean.kanban.proposal"].with_user(supplier)._propose(
            {
                line: {
                    "date_proposed": max(line._get_kanban_local_date().date(), line.company_id._lean_today())
                    + timedelta(days=2),
                    "note": "The press is serviced this week",
                }
                for line in lines[-1:]
            }
        )

    def _confirm_by_phone(self, *names):
        """The buyer notes what vendors without the portal said."""
        for name in names:
            orders = self._get_open_lines(self._get_bought(name)).order_id
            orders.filtered(lambda order: order.state == "purchase").action_acknowledge()

    def _get_open_lines(self, loop):
        lines = self.env["purchase.order.line"]
        domain = lines._get_kanban_waiting_domain() & Domain("kanban_loop_id", "=", loop.id)
        return lines.search(domain, order="date_planned, id")

    def _send_daily_mail(self):
        """The vendor of screws gets one mail a day; the mail itself goes nowhere."""
        loop = self._get_bought("screw_m10")
        vendor = loop.vendor_id.with_company(loop.company_id)
        vendor.write({"kanban_mail": "daily", "kanban_mail_hour": 7})
        self._empty(loop, min(loop.full_count, loop.batch_size))
        orders = self._get_drafts(loop)
        orders._kanban_confirm()
        confirmed = orders.filtered(lambda order: order.state == "purchase")
        confirmed._kanban_send()
        confirmed._send_kanban_digest()

    def _keep_mails(self):
        """The people of the demo factory have no mailboxes."""
        about = ["lean.kanban.digest", "purchase.order"]
        self.env["mail.mail"].search([("model", "in", about), ("state", "=", "outgoing")]).write({"state": "sent"})
