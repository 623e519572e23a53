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

    # What a release leaves behind

    def _review_kanban_drafts(self):
        """A release has added to these orders: what they wait for is asked anew.

        An order made now is not late either: core counts the lead time of the slowest
        line back from the soonest delivery.
        """
        now = fields.Datetime.now()
        drafts = self.filtered(lambda order: order.state == "draft")
        drafts.kanban_hint = False
        drafts.filtered(lambda order: order.date_order < now).date_order = now

    @api.model
    def _get_kanban_drafts_domain(self, ordering):
        """Draft orders of cards that nobody has been asked about yet."""
        return [
            ("kanban_ordering", "=", ordering),
            ("state", "=", "draft"),
            ("kanban_hint", "=", False),
        ]

    @api.model
    def _search_kanban_proposals(self):
        return self.search(self._get_kanban_drafts_domain("manual"))

    @api.model
    def _search_kanban_to_confirm(self):
        return self.search(self._get_kanban_drafts_domain("automatic"))

    @api.model
    def _search_kanban_to_send(self):
        return self.search([("kanban_send_state", "=", "to_send"), ("state", "=", "purchase")])

    def _is_kanban_unsent(self):
        """Whether the vendor has still to be told of an order made by itself."""
        return self.kanban_send_state in ("to_send", "failed")

    def _ask_buyer_to_confirm(self):
        hint = self.env._("Kanban cards wait for this order: confirm and send it.")
        for order in self:
            order._ask_buyer(hint)

    # Confirm

    def _kanban_confirm(self):
        """Confirm orders within their limits; ask the buyer about the others.

        An order that cannot be confirmed stays a draft with the reason and an
        activity; the others go on.
        """
        for order in self:
            order = order.with_company(order.company_id)
            hint = order._get_kanban_limit() or order._try_kanban_confirm()
            if hint:
                order._ask_buyer(hint)

    def _get_kanban_limit(self):
        """Why this order is for a person to confirm, or None."""
        return self._get_price_obstacle() or self._get_value_obstacle() or self._get_approval_obstacle()

    def _get_price_obstacle(self):
        lines = self.order_line.filtered(lambda line: not line.display_type)
        for line in lines:
            if not line._is_at_list_price():
                return self.env._(
                    "%s has no price on the vendor's price list for this quantity.",
                    line.product_id.display_name,
                )
        return None

    def _get_value_obstacle(self):
        limit = self._get_kanban_value_limit()
        if not limit or self.amount_total_cc <= limit:
            return None
        currency = self.company_id.currency_id
        return self.env._(
            "The order of %(total)s is above %(limit)s, the most that cards may order by themselves.",
            total=format_amount(self.env, self.amount_total_cc, currency),
            limit=format_amount(self.env, limit, currency),
        )

    def _get_kanban_value_limit(self):
        """Limit of the vendor, else of the company; 0 is none."""
        vendor = self.partner_id.with_company(self.company_id)
        return vendor.kanban_order_limit or self.company_id.kanban_order_limit

    def _get_approval_obstacle(self):
        """A machine does not approve what the company has a manager approve."""
        company = self.company_id
        if company.po_double_validation != "two_step":
            return None
        if self.amount_total_cc < company.po_double_validation_amount:
            return None
        return self.env._("An order of this value has to be approved by a manager.")

    def _try_kanban_confirm(self):
        """Confirm in a savepoint; returns why it failed, or None."""
        try:
            with self.env.cr.savepoint():
                self.button_confirm()
                self.kanban_send_state = "to_send"
        except OperationalError:
            raise
        except Exception as error:
            _logger.info("Kanban order %s (%s) not confirmed", self.id, self.name, exc_info=True)
            return str(error)
        return None

    # Send

    def _kanban_send(self):
        """Send confirmed orders to their vendors, once each, as each vendor wants them."""
        for order in self._take_kanban_mails():
            reason = order._get_send_obstacle() or order._try_kanban_send()
            if reason:
                order.kanban_send_state = "failed"
                order._ask_buyer(reason)
            else:
                order._mark_kanban_sent()

    def _take_kanban_mails(self):
        """The orders of these that go out now, with a mail each; hook for other ways."""
        return self

    def _get_send_obstacle(self):
        if not self.partner_id.email:
            return self.env._(
                "%s has no e-mail address. Enter one and send the order again, or send it yourself.",
                self.partner_id.display_name,
            )
        return None

    def _try_kanban_send(self):
        """Post the order to its vendor; returns why it failed, or None."""
        try:
            with self.env.cr.savepoint():
                self._post_kanban_order()
        except OperationalError:
            raise
        except Exception as error:
            _logger.info("Kanban order %s (%s) not sent", self.id, self.name, exc_info=True)
            return self.env._("The order could not be sent: %s", error)
        return None

    def _post_kanban_order(self):
        """Send core's mail with the PDF, or the order in the mail where there is none.

        A server without the program that makes PDFs can still order.
        """
        values = {
            "email_layout_xmlid": "mail.mail_notification_layout_with_responsible_signature",
            "subtype_xmlid": "mail.mt_comment",
        }
        if self._can_print():
            template = self.env.ref("purchase.email_template_edi_purchase_done")
            return self.message_post_with_source(template, **values)
        return self.message_post_with_source(
            "lean_kanban_purchase.kanban_order_mail",
            render_values=self._prepare_kanban_mail_values(),
            partner_ids=self.partner_id.ids,
            subject=self.env._("Order %s", self.name),
            message_type="comment",
            **values,
        )

    @api.model
    def _can_print(self):
        state = self.env["ir.actions.report"].get_wkhtmltopdf_state()
        return state not in ("install", "broken")

    def _prepare_kanban_mail_values(self):
        lines = self.order_line.filtered(lambda line: not line.display_type)
        return {"order": self, "lines": lines}

    def _mark_kanban_sent(self):
        """The vendor knows: nothing is left to ask about."""
        unsent = self.filtered(lambda order: order._is_kanban_unsent())
        unsent.kanban_send_state = "sent"
        unsent._close_kanban_hint()

    def action_send_kanban_order(self):
        """Send orders again whose sending failed."""
        self.check_access("write")
        self.filtered(lambda o: o.kanban_send_state == "failed")._kanban_send()
        return True

    def action_mark_kanban_sent(self):
        """The buyer has told the vendor in another way."""
        self.check_access("write")
        self._mark_kanban_sent()
        return True

    def message_post(self, **kwargs):
        """Sent from core's composer is sent as well."""
        if self.env.context.get("mark_rfq_as_sent"):
            self._mark_kanban_sent()
        return super().message_post(**kwargs)

    # Ask

    def _ask_buyer(self, hint):
        """Leave the reason on the order and one activity for its buyer."""
        self.kanban_hint = hint
        if activities := self._get_kanban_activities():
            activities.note = hint
            return
        loops = self.order_line.kanban_loop_id
        buyer = self.user_id or loops.user_id[:1] or self.env.user
        self.with_context(mail_activity_quick_update=True).activity_schedule(
            "lean_kanban_purchase.activity_kanban_order",
            note=hint,
            user_id=buyer.id,
        )

    def _get_kanban_activities(self):
        kind = self.env.ref("lean_kanban_purchase.activity_kanban_order")
        return self.sudo().activity_ids.filtered(lambda a: a.activity_type_id == kind)

    def button_confirm(self):
        """A person who confirms has dealt with what the order waited for."""
        result = super().button_confirm()
        self._close_kanban_hint()
        return result

    def button_cancel(self):
        result = super().button_cancel()
        self._close_kanban_hint()
        return result

    def _close_kanban_hint(self):
        settled = self.filtered(lambda order: order.kanban_ordering and order._is_kanban_settled())
        settled._get_kanban_activities()._action_done()
        settled.filtered("kanban_hint").kanban_hint = False

    def _is_kanban_settled(self):
        """Whether a person has nothing left to decide about this order."""
        confirmed = self.state in ("to approve", "purchase")
        return self.state == "cancel" or (confirmed and not self._is_kanban_unsent())


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
