# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from odoo import api, fields, models
from odoo.exceptions import ValidationError


class ResPartner(models.Model):
    """How a vendor is told of cards, and who of the vendor may answer in the portal."""

    _inherit = "res.partner"

    kanban_mail = fields.Selection(
        [("order", "With each order"), ("daily", "Once a day"), ("off", "Never, in the portal only")],
        "Kanban Mails",
        company_dependent=True,
        help="How this vendor is told of orders that cards make by themselves: a mail for each order, "
        "one mail a day with all new orders attached, or none because the vendor looks into the portal.",
    )
    kanban_mail_hour = fields.Integer(
        "At",
        company_dependent=True,
        help="Hour of the day of the daily mail, 0 to 23, by the clock of the vendor.",
    )
    kanban_late_count = fields.Integer("Late Cards", compute="_compute_kanban_late_count")

    def _compute_kanban_late_count(self):
        """Cards whose order is overdue, of the vendor and its contacts."""
        for partner in self:
            partner.kanban_late_count = len(partner._get_late_kanban_lines()._get_kanban_waiting_cards())

    def _get_late_kanban_lines(self):
        lines = self.env["purchase.order.line"]
        if not lines.has_access("read"):
            return lines
        domain = lines._get_kanban_waiting_domain() & fields.Domain(
            [
                ("order_id.partner_id", "child_of", self.ids),
                ("order_id.state", "=", "purchase"),
                ("date_planned", "<", fields.Datetime.now()),
            ]
        )
        return lines.search(domain) if self.ids else lines

    @api.constrains("kanban_mail_hour")
    def _check_kanban_mail_hour(self):
        for partner in self:
            if not 0 <= partner.kanban_mail_hour <= 23:
                raise ValidationError(self.env._("The hour of the daily mail is between 0 and 23."))

    def _has_kanban_portal_user(self):
        """Whether somebody of this vendor may use the portal."""
        domain = [("partner_id", "child_of", self.commercial_partner_id.ids), ("share", "=", True)]
        users = self.env["res.users"].sudo().search(domain)
        return any(user._is_portal() for user in users)

    def _get_announced_card_domain(self, companies):
        """Emptied cards that this vendor will be asked for: those of loops that name it."""
        return fields.Domain(
            [
                ("state", "in", ("wait", "empty")),
                ("is_held_back", "=", False),
                ("loop_id.vendor_id", "child_of", self.ids),
                ("company_id", "in", companies.ids),
            ]
        )

    def action_view_late_kanban_cards(self):
        """Cards that should have come by now."""
        action = self.env["ir.actions.act_window"]._for_xml_id("lean_kanban.lean_kanban_card_action")
        cards = self._get_late_kanban_lines()._get_kanban_waiting_cards()
        return {**action, "domain": [("id", "in", cards.ids)], "context": {}}

    def action_grant_kanban_portal(self):
        """Let contacts of this vendor into the portal, with core's wizard."""
        self.check_access("write")
        wizard = self.env["portal.wizard"].with_context(active_ids=self.ids).create({})
        return wizard._action_open_modal()
