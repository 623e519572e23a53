# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from unittest.mock import patch

from odoo.tests import tagged

from .common import KanbanPurchaseCommon


@tagged("post_install", "-at_install")
class TestAutomatic(KanbanPurchaseCommon):
    """Orders that confirm and send themselves within their limits."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.loop = cls._create_loop(ordering="automatic")
        cls.order_manager = cls._create_user("order_manager", "purchase.group_purchase_manager")

    def setUp(self):
        super().setUp()
        self.wkhtmltopdf = "ok"
        reports = type(self.env["ir.actions.report"])
        self.patch(reports, "get_wkhtmltopdf_state", lambda __: self.wkhtmltopdf)

    def _get_mails(self, order):
        """Messages to the vendor."""
        return order.message_ids.filtered(lambda m: order.partner_id in m.partner_ids)

    def _assert_waits(self, order, reason, state="draft"):
        self.assertEqual(order.state, state)
        self.assertRegex(order.kanban_hint, reason)
        self.assertOneActivity(order, self.planner)
        self.assertEqual(self._get_states(self.loop)[0], "requested")
        self.assertFalse(self._get_mails(order))
        self._release()
        self.assertOneActivity(order, self.planner)

    def test_confirmed_and_sent_once(self):
        order = self._order_empties(self.loop).order_id
        self.assertRecordValues(
            order,
            [{"state": "purchase", "kanban_send_state": "sent", "kanban_hint": False}],
        )
        mail = self._get_mails(order)
        self.assertEqual(len(mail), 1)
        self.assertIn(order.name, mail.subject)
        self.assertEqual(self._get_states(self.loop)[0], "in_process")
        self.assertFalse(self._get_activities(order))
        self._release()
        self.env["lean.kanban.loop"].sudo()._finish_release()
        self.assertEqual(self._get_mails(order), mail)

    def test_mail_carries_the_order_where_no_pdf_can_be_made(self):
        self.wkhtmltopdf = "install"
        order = self._order_empties(self.loop).order_id
        self.assertEqual(order.kanban_send_state, "sent")
        mail = self._get_mails(order)
        self.assertEqual(len(mail), 1)
        self.assertFalse(mail.attachment_ids)
        for text in (order.name, "Seal kit", "20.0", "84.00"):
            self.assertIn(text, mail.body)

    def test_one_order_for_a_vendor_and_run(self):
        other = self._create_loop(product=self._create_bought("Shaft"), ordering="automatic")
        self._empty(self.loop.card_ids[0], other.card_ids[0])
        order = (self._get_lines() | self._get_lines(other.product_id)).order_id
        self.assertEqual(len(order), 1)
        self.assertEqual(len(self._get_mails(order)), 1)
        second = self._order_empties(other).order_id
        self.assertNotEqual(second, order)

    def test_buyers_own_draft_is_not_sent(self):
        draft = (
            self.env["purchase.order"]
            .with_user(self.buyer)
            .create(
                {
                    "partner_id": self.vendor.id,
                    "user_id": False,
                    "order_line": [(0, 0, {"product_id": self.product.id, "product_qty": 5})],
                }
            )
        )
        order = self._order_empties(self.loop).order_id
        self.assertNotEqual(order, draft)
        self.assertEqual(draft.state, "draft")
        self.assertEqual(draft.order_line.product_qty, 5)
        self.assertFalse(draft.kanban_hint)

    def test_above_the_limit_of_the_company(self):
        self.company.kanban_order_limit = 50
        order = self._order_empties(self.loop).order_id
        self._assert_waits(order, "84.00 is above")
        order.with_user(self.buyer).button_confirm()
        self.assertFalse(order.kanban_hint)
        self.assertFalse(self._get_activities(order))
        self.assertEqual(self._get_states(self.loop)[0], "in_process")
        self.assertFalse(self._get_mails(order), "who confirms, sends")

    def test_waiting_order_that_grows_says_so(self):
        self.company.kanban_order_limit = 50
        order = self._order_empties(self.loop).order_id
        self._order_empties(self.loop)
        self.assertIn("168.00", order.kanban_hint)
        self.assertOneActivity(order, self.planner)
        self.assertIn("168.00", self._get_activities(order).note)

    def test_waiting_order_goes_with_the_next_release_once_it_may(self):
        self.company.kanban_order_limit = 50
        order = self._order_empties(self.loop).order_id
        self.company.kanban_order_limit = 500
        self._order_empties(self.loop)
        self.assertRecordValues(
            order,
            [{"state": "purchase", "kanban_send_state": "sent", "kanban_hint": False}],
        )
        self.assertFalse(self._get_activities(order))

    def test_limit_of_the_vendor_goes_first(self):
        self.company.kanban_order_limit = 50
        self.vendor.kanban_order_limit = 100
        order = self._order_empties(self.loop).order_id
        self.assertEqual(order.state, "purchase")

    def test_above_the_limit_of_the_vendor(self):
        self.vendor.kanban_order_limit = 80
        self._assert_waits(self._order_empties(self.loop).order_id, "above")

    def test_limit_in_the_currency_of_the_company(self):
        currency = (
            self.env["res.currency"]
            .with_context(active_test=False)
            .search([("id", "!=", self.company.currency_id.id)], limit=1)
        )
        currency.active = True
        self.env["res.currency.rate"].create(
            {
                "currency_id": currency.id,
                "rate": 10,
                "name": "2020-01-01",
                "company_id": self.company.id,
            }
        )
        self.product.seller_ids.currency_id = currency
        self.company.kanban_order_limit = 50
        order = self._order_empties(self.loop).order_id
        self.assertEqual(order.amount_untaxed, 84)
        self.assertEqual(order.state, "purchase", "84 of it are 8.40 here")

    def test_company_has_managers_approve(self):
        self.company.po_double_validation = "two_step"
        self.company.po_double_validation_amount = 50
        order = self._order_empties(self.loop).order_id
        self._assert_waits(order, "approved by a manager")
        order.with_user(self.buyer).button_confirm()
        self.assertEqual(order.state, "to approve")
        self.assertEqual(self._get_states(self.loop)[0], "requested")
        order.with_user(self.order_manager).button_approve()
        self.assertEqual(self._get_states(self.loop)[0], "in_process")

    def test_company_has_managers_approve_larger_orders(self):
        self.company.po_double_validation = "two_step"
        self.company.po_double_validation_amount = 5000
        self.assertEqual(self._order_empties(self.loop).order_id.state, "purchase")

    def test_no_price(self):
        self.product.seller_ids.price = 0
        self._assert_waits(self._order_empties(self.loop).order_id, "has no price")

    def test_no_price_for_so_few(self):
        self.product.seller_ids.min_qty = 30
        self._assert_waits(self._order_empties(self.loop).order_id, "has no price")

    def test_core_refuses_to_confirm(self):
        with patch.object(
            type(self.env["purchase.order"]),
            "_confirmation_error_message",
            lambda __: "The year is closed.",
        ):
            order = self._order_empties(self.loop).order_id
            self._assert_waits(order, "The year is closed")

    def test_no_email(self):
        self.vendor.email = False
        order = self._order_empties(self.loop).order_id
        self.assertEqual(order.kanban_send_state, "failed")
        self._assert_waits(order, "no e-mail address", state="purchase")
        self.vendor.email = "orders@example.com"
        order.with_user(self.buyer).action_send_kanban_order()
        self.assertRecordValues(order, [{"kanban_send_state": "sent", "kanban_hint": False}])
        self.assertEqual(len(self._get_mails(order)), 1)
        self.assertFalse(self._get_activities(order))
        self.assertEqual(self._get_states(self.loop)[0], "in_process")
        order.with_user(self.buyer).action_send_kanban_order()
        self.assertEqual(len(self._get_mails(order)), 1)

    def test_sending_fails(self):
        with patch.object(
            type(self.env["purchase.order"]),
            "_post_kanban_order",
            side_effect=ValueError("no template"),
        ):
            order = self._order_empties(self.loop).order_id
            self._assert_waits(order, "could not be sent: no template", "purchase")
            order.with_user(self.buyer).action_send_kanban_order()
            self.assertOneActivity(order, self.planner)
        self.assertEqual(order.kanban_send_state, "failed")

    def test_sent_in_another_way(self):
        self.vendor.email = False
        order = self._order_empties(self.loop).order_id
        order.with_user(self.buyer).action_mark_kanban_sent()
        self.assertFalse(order.kanban_hint)
        self.assertFalse(self._get_activities(order))
        self.assertEqual(self._get_states(self.loop)[0], "in_process")

    def test_sent_from_the_composer(self):
        self.vendor.email = False
        order = self._order_empties(self.loop).order_id
        order.with_user(self.buyer).with_context(mark_rfq_as_sent=True).message_post(body="Please find attached")
        self.assertEqual(order.kanban_send_state, "sent")
        self.assertFalse(order.kanban_hint)

    def test_unsent_order_that_arrives_fills(self):
        self.vendor.email = False
        order = self._order_empties(self.loop).order_id
        self._receive_order(order)
        self.assertEqual(self._get_states(self.loop)[0], "full")

    def test_cancelled_unsent_order_asks_no_more(self):
        self.vendor.email = False
        order = self._order_empties(self.loop).order_id
        order.with_user(self.buyer).button_cancel()
        self.assertFalse(order.kanban_hint)
        self.assertFalse(self._get_activities(order))

    def test_manual_loop_asks_the_buyer(self):
        self.loop.ordering = "manual"
        order = self._order_empties(self.loop).order_id
        self._assert_waits(order, "confirm and send it")
        self._order_empties(self.loop)
        self.assertOneActivity(order, self.planner)
        self._confirm(order)
        self.assertFalse(order.kanban_hint)
        self.assertFalse(self._get_activities(order))

    def test_activity_goes_to_the_buyer_of_the_vendor(self):
        self.loop.ordering = "manual"
        self.vendor.buyer_id = self.buyer
        order = self._order_empties(self.loop).order_id
        self.assertEqual(order.user_id, self.buyer)
        self.assertOneActivity(order, self.buyer)

    def test_one_order_that_fails_leaves_the_others(self):
        turner = self._create_vendor("Turner")
        self.vendor.kanban_order_limit = 1
        other = self._create_loop(product=self._create_bought("Shaft", vendor=turner), ordering="automatic")
        self._empty(self.loop.card_ids[0], other.card_ids[0])
        self.assertEqual(self._get_lines().state, "draft")
        self.assertEqual(self._get_lines(other.product_id).state, "purchase")

    def test_planner_releases_by_the_button(self):
        card = self.loop.card_ids.sorted("number")[0]
        self._scan(card)
        self.loop.with_user(self.planner).action_release()
        self.assertEqual(self._get_lines().order_id.kanban_send_state, "sent")
