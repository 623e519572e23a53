# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
import logging
from datetime import datetime, time, timedelta

import pytz
from psycopg2 import OperationalError

from odoo import api, fields, models

_logger = logging.getLogger(__name__)


class LeanKanbanDigest(models.Model):
    """One mail to a vendor with all orders of cards since the last one.

    An order belongs to one digest, so that a run that is repeated sends nothing twice.
    """

    _name = "lean.kanban.digest"
    _description = "Kanban Digest"
    _inherit = ["mail.thread"]
    _order = "id desc"
    _rec_name = "partner_id"

    partner_id = fields.Many2one("res.partner", "Vendor", required=True, readonly=True, index=True)
    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True)
    order_ids = fields.One2many("purchase.order", "kanban_digest_id", readonly=True)
    order_count = fields.Integer("Orders", compute="_compute_order_count")
    state = fields.Selection([("sent", "Sent"), ("failed", "Not sent")], default="sent", required=True, readonly=True)
    reason = fields.Char(readonly=True)
    kanban_message_id = fields.Many2one("mail.message", "Mail", readonly=True, index="btree_not_null")

    @api.depends("order_ids")
    def _compute_order_count(self):
        for digest in self:
            digest.order_count = len(digest.order_ids)

    @api.model
    def _send(self, orders):
        """Send the orders of one vendor and company in one mail.

        :return: why they could not be sent, or None
        """
        partner = orders.partner_id
        digest = self.browse()
        try:
            with self.env.cr.savepoint():
                digest = self.create({"partner_id": partner.id, "company_id": orders.company_id.id})
                orders.kanban_digest_id = digest
                digest.with_context(lang=partner.lang)._post()
        except OperationalError:
            raise
        except Exception as error:
            names = ", ".join(orders.mapped("name"))
            _logger.info("Kanban digest of %s to %s not sent", names, partner.display_name, exc_info=True)
            return self.env._("The order could not be sent: %s", error)
        return None

    def _post(self):
        """Post the mail, with the orders attached where PDFs can be made."""
        orders = self.order_ids.with_context(lang=self.env.context.get("lang"))
        buyer = orders.user_id[:1]
        self.kanban_message_id = self.message_post_with_source(
            "lean_kanban_purchase.kanban_digest_mail",
            render_values={"orders": orders, "lines": orders.order_line.filtered("kanban_loop_id")},
            subject=self._get_subject(),
            author_id=(buyer.partner_id or self.company_id.partner_id).id,
            email_from=buyer.email_formatted or self.company_id.email_formatted or None,
            partner_ids=self.partner_id.ids,
            attachment_ids=orders._attach_kanban_orders(self).ids,
            message_type="comment",
            subtype_xmlid="mail.mt_comment",
            email_layout_xmlid="mail.mail_notification_light",
        )

    def _get_subject(self):
        names = ", ".join(self.order_ids.sorted("name").mapped("name"))
        return self.env._("%(company)s: new kanban orders %(orders)s", company=self.company_id.name, orders=names)

    def _fail(self, reason):
        """The mail server has refused it: the orders say so to their buyers."""
        self.write({"state": "failed", "reason": reason})
        self.order_ids._fail_kanban_mail(reason)


class MailMail(models.Model):
    _inherit = "mail.mail"

    def _postprocess_sent_message(self, success_pids, success_emails, failure_reason=False, failure_type=None):
        """An order whose mail failed is not sent: its buyer is asked, not only an envelope turns red."""
        if failure_type:
            self.sudo()._fail_kanban_orders(failure_reason or failure_type)
        return super()._postprocess_sent_message(success_pids, success_emails, failure_reason, failure_type)

    def _fail_kanban_orders(self, reason):
        reason = self.env._("The mail could not be delivered: %s", reason)
        digests = self._get_kanban_records("lean.kanban.digest")
        digests._fail(reason)
        orders = self._get_kanban_records("purchase.order")
        orders.filtered(lambda order: order.kanban_send_state == "sent")._fail_kanban_mail(reason)

    def _get_kanban_records(self, model):
        """Records whose order these mails bring; other mails about them do not count."""
        return self.env[model].search([("kanban_message_id", "in", self.mail_message_id.ids)])


class ResPartner(models.Model):
    _inherit = "res.partner"

    def _get_last_digest_hour(self, now, company):
        """The last time the clock of this vendor has struck the hour of the digest, in UTC."""
        zone = pytz.timezone(self.tz) if self.tz in pytz.all_timezones_set else company._lean_tz()
        today = pytz.utc.localize(now).astimezone(zone).date()
        hour = time(int(min(max(self.kanban_mail_hour, 0), 23)))
        for day in (today, today - timedelta(days=1)):
            moment = zone.localize(datetime.combine(day, hour)).astimezone(pytz.utc).replace(tzinfo=None)
            if moment <= now:
                break
        return moment
