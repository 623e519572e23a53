# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
import logging

from psycopg2 import OperationalError

from odoo import api, fields, models
from odoo.tools import format_amount

_logger = logging.getLogger(__name__)


class PurchaseOrder(models.Model):
    """Confirming and sending what cards ordered: a draft order is no signal."""

    _inherit = "purchase.order"

    kanban_send_state = fields.Selection(
        [("to_send", "To send"), ("sent", "Sent"), ("failed", "Not sent")],
        "Kanban Order",
        copy=False,
        readonly=True,
        index="btree_not_null",
    )
    kanban_hint = fields.Char(
        copy=False,
        readonly=True,
        help="Why this order of kanban cards waits for a person.",
    )

    @api.model
    def _search_kanban_to_confirm(self):
        return self.search(
            [
                ("kanban_ordering", "!=", False),
                ("state", "=", "draft"),
                ("kanban_hint", "=", False),
            ]
        )

    @api.model
    def _search_kanban_to_send(self):
        return self.search([("kanban_send_state", "=", "to_send")])

    def _kanban_confirm(self):
        """Confirm orders within their limits; ask the buyer about the others.

        An order that cannot be confirmed stays a draft with the reason and an
        activity; the others go on.
        """
        for order in self.with_context(lean_kanban_confirm=True):
            hint = order._get_kanban_limit() or order._try_kanban_confirm()
            if hint:
                order._ask_buyer(hint)

    def _get_kanban_limit(self):
        """Why this order is for a person to confirm, or None."""
        if self.kanban_ordering == "manual":
            return self.env._("Kanban cards wait for this order: confirm and send it.")
        for line in self.order_line:
            if not line.display_type and not line._is_at_list_price():
                return self.env._(
                    "%s has no price on the vendor's price list for this quantity.",
                    line.product_id.display_name,
                )
        limit = self._get_kanban_value_limit()
        if limit and self.amount_total_cc > limit:
            return self.env._(
                "The order of %(total)s is above %(limit)s, the most that cards may "
                "order by themselves.",
                total=format_amount(
                    self.env, self.amount_total_cc, self.company_id.currency_id
                ),
                limit=format_amount(self.env, limit, self.company_id.currency_id),
            )
        return None

    def _get_kanban_value_limit(self):
        """Limit of the vendor, else of the company; 0 is none."""
        vendor = self.partner_id.with_company(self.company_id)
        return vendor.kanban_order_limit or self.company_id.kanban_order_limit

    def _try_kanban_confirm(self):
        """Confirm in a savepoint; returns why it failed, or None."""
        try:
            with self.env.cr.savepoint():
                self.button_confirm()
                self.kanban_send_state = "to_send"
        except OperationalError:
            raise
        except Exception as error:
            _logger.info("Kanban order %s not confirmed", self.name, exc_info=True)
            return str(error)
        return None

    def _kanban_send(self):
        """Send confirmed orders to their vendors, once each."""
        template = self.env.ref("purchase.email_template_edi_purchase_done")
        for order in self:
            reason = order._get_send_obstacle() or order._try_kanban_send(template)
            order.kanban_send_state = "failed" if reason else "sent"
            if reason:
                order._ask_buyer(reason)

    def _get_send_obstacle(self):
        if not self.partner_id.email:
            return self.env._(
                "%s has no e-mail address: send the order yourself.",
                self.partner_id.display_name,
            )
        return None

    def _try_kanban_send(self, template):
        """Post the order to its vendor; returns why it failed, or None."""
        try:
            with self.env.cr.savepoint():
                self.message_post_with_source(
                    template,
                    email_layout_xmlid="mail.mail_notification_layout_with_responsible_signature",
                    subtype_xmlid="mail.mt_comment",
                )
        except OperationalError:
            raise
        except Exception as error:
            _logger.info("Kanban order %s not sent", self.name, exc_info=True)
            return self.env._("The order could not be sent: %s", error)
        return None

    def _ask_buyer(self, hint):
        """Leave the reason on the order and one activity for its buyer."""
        self.kanban_hint = hint
        loops = self.order_line.kanban_loop_id
        buyer = self.user_id or loops.user_id[:1] or self.env.user
        self.with_context(mail_activity_quick_update=True).activity_schedule(
            "mail.mail_activity_data_todo",
            summary=self.env._("Kanban order"),
            note=hint,
            user_id=buyer.id,
        )

    def button_confirm(self):
        """A person who confirms has dealt with what the order waited for."""
        result = super().button_confirm()
        if not self.env.context.get("lean_kanban_confirm"):
            self._close_kanban_hint()
        return result

    def button_cancel(self):
        result = super().button_cancel()
        self._close_kanban_hint()
        return result

    def _close_kanban_hint(self):
        settled = self.filtered(lambda o: o.kanban_hint and o.state != "draft")
        summary = self.env._("Kanban order")
        settled.activity_ids.filtered(lambda a: a.summary == summary)._action_done()
        settled.kanban_hint = False


class PurchaseOrderLine(models.Model):
    _inherit = "purchase.order.line"

    def _is_at_list_price(self):
        """Whether the vendor's price list has a price for this line's quantity."""
        seller = self.product_id.with_company(self.company_id)._select_seller(
            partner_id=self.partner_id,
            quantity=self.product_qty,
            date=self.order_id.date_order.date(),
            uom_id=self.product_uom_id,
        )
        return bool(seller) and seller.price > 0
