# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from odoo import api, fields, models


class PurchaseOrder(models.Model):
    """Orders of vendors who want one mail a day, or none."""

    _inherit = "purchase.order"

    kanban_digest_id = fields.Many2one(
        "lean.kanban.digest", "Digest", copy=False, readonly=True, index="btree_not_null", ondelete="set null"
    )

    kanban_message_id = fields.Many2one(
        "mail.message", "Order Mail", copy=False, readonly=True, index="btree_not_null", ondelete="set null"
    )

    def _post_kanban_order(self):
        """Note the mail: when the server refuses it, the order was not sent."""
        self.kanban_message_id = super()._post_kanban_order()
        return self.kanban_message_id

    def _take_kanban_mails(self):
        """Orders of vendors who want a digest, or no mail, leave those that go out now."""
        orders = super()._take_kanban_mails()
        by_way = orders.grouped(lambda order: order._get_kanban_mail_way())
        waiting = by_way.get("daily", self.browse()).filtered(lambda order: order.kanban_send_state != "to_send")
        waiting.kanban_send_state = "to_send"
        by_way.get("off", self.browse())._hand_to_portal()
        return by_way.get("order", self.browse())

    def _get_kanban_mail_way(self):
        return self.partner_id.with_company(self.company_id).kanban_mail or "order"

    def _hand_to_portal(self):
        """A vendor without mails sees orders in the portal, if somebody there can."""
        for order in self:
            if order.partner_id._has_kanban_portal_user():
                order._mark_kanban_sent()
                continue
            order.kanban_send_state = "failed"
            order._ask_buyer(
                self.env._(
                    "%s gets no mails and has no access to the portal. Grant it on the vendor, or tell the vendor.",
                    order.partner_id.display_name,
                )
            )

    @api.model
    def _cron_send_kanban_digests(self):
        """Send the digests that are due, each committed: a run that breaks off repeats none."""
        groups = list(self._group_due_digests().values())
        self.env["ir.cron"]._commit_progress(remaining=len(groups))
        for orders in groups:
            self.env["lean.kanban.loop"]._with_retry(orders._send_kanban_digest)
            self.env["ir.cron"]._commit_progress(1)

    @api.model
    def _group_due_digests(self):
        """{(vendor, company): orders that wait for a digest whose hour has come}"""
        orders = self._search_kanban_to_send()
        due = orders.filtered(lambda o: o._get_kanban_mail_way() == "daily" and o._is_kanban_digest_due())
        return due.grouped(lambda order: (order.partner_id, order.company_id))

    def _is_kanban_digest_due(self):
        """Whether the hour of the vendor has come since the order was confirmed."""
        partner = self.partner_id.with_company(self.company_id)
        now = fields.Datetime.now()
        return (self.date_approve or now) < partner._get_last_digest_hour(now, self.company_id) <= now

    def _send_kanban_digest(self):
        """Send these orders of one vendor and company, or say why not."""
        orders = self.try_lock_for_update().filtered(lambda order: order.kanban_send_state == "to_send")
        if not orders:
            return
        reason = orders[0]._get_send_obstacle() or self.env["lean.kanban.digest"].sudo()._send(orders)
        if reason:
            orders._fail_kanban_mail(reason)
        else:
            orders._mark_kanban_sent()

    def _fail_kanban_mail(self, reason):
        orders = self.filtered(lambda order: order.kanban_ordering and order.state == "purchase")
        orders.kanban_send_state = "failed"
        for order in orders:
            order._ask_buyer(reason)

    def _attach_kanban_orders(self, digest):
        """The orders as PDFs on the digest; none where the server cannot make them, or is being installed."""
        attachments = self.env["ir.attachment"]
        if not self._can_print() or not self.pool.ready:
            return attachments
        for order in self:
            content, kind = self.env["ir.actions.report"]._render_qweb_pdf(
                "purchase.action_report_purchase_order", order.ids
            )
            attachments |= attachments.create(
                {
                    "name": f"{order.name}.{kind}",
                    "raw": content,
                    "res_model": digest._name,
                    "res_id": digest.id,
                }
            )
        return attachments

    def action_send_kanban_order(self):
        """Send again without waiting for the hour of a digest."""
        self.check_access("write")
        waiting = self.filtered(lambda o: o._is_kanban_unsent() and o._get_kanban_mail_way() == "daily")
        waiting.kanban_send_state = "to_send"
        for orders in waiting.sudo().grouped(lambda order: (order.partner_id, order.company_id)).values():
            orders._send_kanban_digest()
        return super(PurchaseOrder, self - waiting).action_send_kanban_order()
