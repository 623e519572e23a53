# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from unittest.mock import patch

from freezegun import freeze_time

from odoo.tests import tagged

from .common import KanbanPurchaseCommon


@tagged("post_install", "-at_install")
class TestDigest(KanbanPurchaseCommon):
    """One mail a day for the orders of a vendor."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.orders = cls.env["purchase.order"]
        cls.vendor.tz = "Asia/Kolkata"
        cls.vendor.with_company(cls.company).write({"kanban_mail": "daily", "kanban_mail_hour": 7})

    def _order(self, name, vendor=None):
        """An order that cards have made and confirmed by themselves."""
        loop = self._create_loop(product=self._create_bought(name, vendor), ordering="automatic")
        return self._order_empties(loop).order_id

    def _run_digests(self):
        groups = self.orders.sudo()._group_due_digests()
        for orders in groups.values():
            orders._send_kanban_digest()
        return self.env["lean.kanban.digest"].search([("partner_id", "=", self.vendor.id)])

    def test_waits_for_the_hour_of_the_vendor(self):
        with freeze_time("2026-03-03 12:00:00"):
            order = self._order("Ring")
            self.assertEqual(order.kanban_send_state, "to_send")
            self.assertEqual(order.order_line._get_kanban_waiting_cards().state, "requested")
            self.assertFalse(self._run_digests())
        with freeze_time("2026-03-04 01:29:00"):  # 06:59 in Pune
            self.assertFalse(self._run_digests())
        with freeze_time("2026-03-04 01:31:00"):
            digest = self._run_digests()
        self.assertEqual(digest.order_ids, order)
        self.assertEqual(order.kanban_send_state, "sent")
        self.assertEqual(order.order_line._get_kanban_waiting_cards().state, "in_process")

    def test_one_mail_for_all_and_never_twice(self):
        with freeze_time("2026-03-03 12:00:00"):
            first = self._order("Ring")
            first.picking_ids.move_ids._action_cancel()
            second = self._order("Bush")
        with freeze_time("2026-03-04 02:00:00"):
            digest = self._run_digests()
            self.assertEqual(len(digest), 1)
            self.assertEqual(digest.order_ids, first | second)
            mails = digest.message_ids.filtered(lambda m: m.message_type == "comment")
            self.assertEqual(len(mails), 1)
            self.assertEqual(mails.notified_partner_ids, self.vendor)
            self.assertIn("Bush", mails.body)
            self.assertEqual(self._run_digests(), digest)
            self.assertEqual(len(digest.message_ids.filtered(lambda m: m.message_type == "comment")), 1)
        own = (first | second).message_ids.filtered(lambda m: self.vendor in m.notified_partner_ids)
        self.assertFalse(own)

    def test_other_vendors_get_their_mail_at_once(self):
        order = self._order("Ring", self._create_vendor("Prompt"))
        self.assertEqual(order.kanban_send_state, "sent")

    def test_no_address_asks_the_buyer(self):
        self.vendor.email = False
        with freeze_time("2026-03-03 12:00:00"):
            order = self._order("Ring")
        with freeze_time("2026-03-04 02:00:00"):
            self.assertFalse(self._run_digests())
        self.assertEqual(order.kanban_send_state, "failed")
        self.assertIn("no e-mail address", order.kanban_hint)
        self.vendor.email = "back@example.com"
        order.with_user(self.buyer).action_send_kanban_order()
        self.assertEqual(order.kanban_send_state, "sent")
        self.assertEqual(order.kanban_digest_id.order_ids, order)

    def test_what_breaks_is_said_and_leaves_no_digest(self):
        with freeze_time("2026-03-03 12:00:00"):
            order = self._order("Ring")
        digests = type(self.env["lean.kanban.digest"])
        with freeze_time("2026-03-04 02:00:00"), patch.object(digests, "_post", side_effect=ValueError("no ink")):
            self.assertFalse(self._run_digests())
        self.assertEqual(order.kanban_send_state, "failed")
        self.assertIn("no ink", order.kanban_hint)

    def test_refused_by_the_mail_server(self):
        with freeze_time("2026-03-03 12:00:00"):
            order = self._order("Ring")
        with freeze_time("2026-03-04 02:00:00"):
            digest = self._run_digests()
        self._refuse_mail(self.env["mail.message"].create({"model": digest._name, "res_id": digest.id}))
        self.assertEqual((digest.state, order.kanban_send_state), ("sent", "sent"), "another mail")
        self._refuse_mail(digest.kanban_message_id)
        self.assertEqual((digest.state, order.kanban_send_state), ("failed", "failed"))
        self.assertIn("550 unknown", order.kanban_hint)
        self.assertOneActivity(order, order.user_id or order.order_line.kanban_loop_id.user_id)

    def test_refused_by_the_mail_server_without_a_digest(self):
        order = self._order("Ring", self._create_vendor("Prompt"))
        self._refuse_mail(order.kanban_message_id)
        self.assertEqual(order.kanban_send_state, "failed")
        self.assertIn("550 unknown", order.kanban_hint)

    def _refuse_mail(self, message):
        mail = self.env["mail.mail"].sudo().create({"mail_message_id": message.id})
        mail._postprocess_sent_message([], [], failure_reason="550 unknown", failure_type="mail_smtp")

    def test_vendor_without_mails(self):
        self.vendor.with_company(self.company).kanban_mail = "off"
        order = self._order("Ring")
        self.assertIn("no access to the portal", order.kanban_hint)
        self._create_vendor_user(self.vendor)
        order = self._order("Bush")
        self.assertEqual(order.kanban_send_state, "sent")
        self.assertFalse(order.message_ids.filtered(lambda m: self.vendor in m.notified_partner_ids))

    def test_in_the_language_of_the_vendor(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        self.vendor.lang = "fr_FR"
        with freeze_time("2026-03-03 12:00:00"):
            self._order("Ring")
        contexts = []
        digests = type(self.env["lean.kanban.digest"])
        post = digests._post

        def note(digest):
            contexts.append(digest.env.lang)
            return post(digest)

        with freeze_time("2026-03-04 02:00:00"), patch.object(digests, "_post", note):
            self._run_digests()
        self.assertEqual(contexts, ["fr_FR"])

    def test_one_company_one_mail(self):
        self.assertEqual(self.vendor.with_company(self.company).kanban_mail, "daily")
        other = self.env["res.company"].create({"name": "Elsewhere"})
        self.assertNotEqual(self.vendor.with_company(other).kanban_mail, "daily")
