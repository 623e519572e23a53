# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import KanbanPurchaseCommon


@tagged("post_install", "-at_install")
class TestToday(KanbanPurchaseCommon):
    """The one list a buyer opens in the morning."""

    def _get_rows(self, user=None):
        self.env.flush_all()
        self.env.invalidate_all()
        rows = self.env["lean.purchase.today"].with_user(user or self.buyer)
        return rows.search([("company_id", "=", self.company.id)])

    def assertCauses(self, *causes):
        self.assertEqual(sorted(self._get_rows().mapped("cause")), sorted(causes))

    def test_draft_is_sent_with_one_click(self):
        line = self._order_empties(self._create_loop())
        row = self._get_rows()
        self.assertEqual((row.section, row.cause, row.order_id), ("1_send", "draft", line.order_id))
        self.assertEqual((row.card_count, row.product_id), (1, self.product))
        row.action_send()
        self.assertEqual((line.state, line.order_id.kanban_send_state), ("purchase", "sent"))
        self.assertEqual(line._get_kanban_waiting_cards().state, "in_process")
        self.assertCauses()

    def test_what_cannot_be_sent_stays_and_says_why(self):
        self.vendor.email = False
        self._order_empties(self._create_loop())
        answer = self._get_rows().action_send()
        self.assertEqual(answer["tag"], "display_notification")
        self.assertIn("no e-mail address", answer["params"]["message"])
        row = self._get_rows()
        self.assertEqual(row.cause, "failed")
        self.assertIn("no e-mail address", row.detail)

    def test_late_is_chased(self):
        line = self._order_from()
        self.assertCauses()
        line.date_planned = fields.Datetime.now() - timedelta(days=2)
        row = self._get_rows()
        self.assertEqual((row.section, row.cause), ("2_chase", "late"))
        row.action_remind()
        self.assertIn("reminded on", self._get_rows().detail)
        mails = line.order_id.message_ids.filtered(lambda m: self.vendor in m.notified_partner_ids)
        self.assertEqual(len(mails), 1)

    def test_reminding_needs_an_address(self):
        line = self._order_from()
        line.date_planned = fields.Datetime.now() - timedelta(days=2)
        self.vendor.email = False
        with self.assertRaisesRegex(UserError, "no e-mail address"):
            self._get_rows().action_remind()

    def test_unconfirmed_after_two_days(self):
        line = self._order_from()
        line.order_id.date_approve = fields.Datetime.now() - timedelta(days=3)
        self.assertCauses("unconfirmed")
        line._kanban_vendor_confirm()
        self.assertCauses()

    def test_slipped_beyond_the_stock(self):
        line = self._order_from()
        loop = line.kanban_loop_id
        loop.sudo().daily_demand = 100  # two containers of 20 last less than half a day
        row = self._get_rows()
        self.assertEqual(row.cause, "slipped")
        self.assertTrue(row.is_urgent)
        self.assertEqual(row.stock_lasts, "0.6 days")
        self.env["lean.kanban.buffer"].with_user(self.planner).create(
            {
                "loop_id": loop.id,
                "quantity": 40,
                "reason": "Single source",
                "authority": "Purchasing board",
                "review_date": fields.Date.today() + timedelta(days=90),
            }
        )
        self.assertEqual(self._get_rows().stock_lasts, "0.2 days")  # what is locked helps nobody
        line._kanban_vendor_ship()
        self.assertCauses()

    def test_unknown_demand_is_no_zero(self):
        self._order_empties(self._create_loop())
        row = self._get_rows()
        self.assertFalse(row.stock_lasts)
        self.assertFalse(row.is_urgent)

    def test_sorted_by_how_long_the_stock_lasts(self):
        lines = self.env["purchase.order.line"]
        for name, demand in (("Slow", 1), ("Unknown", 0), ("Fast", 1000)):
            line = self._order_from(name=name)
            line.kanban_loop_id.sudo().daily_demand = demand
            line.date_planned = fields.Datetime.now() - timedelta(days=1)
            lines |= line
        self.assertEqual(self._get_rows().mapped("product_id.name"), ["Fast", "Slow", "Unknown"])

    def test_proposal_is_decided_here(self):
        line = self._order_from()
        supplier = self._create_vendor_user(self.vendor)
        date = line._get_kanban_local_date().date() + timedelta(days=1)
        self.env["lean.kanban.proposal"].with_user(supplier)._propose({line: {"date_proposed": date}})
        row = self._get_rows()
        self.assertEqual((row.section, row.cause), ("3_disputed", "proposal"))
        self.assertIn("instead of", row.detail)
        row.action_accept()
        self.assertCauses()
        self.assertEqual(line._get_kanban_local_date().date(), date)

    def test_daily_mail_is_not_to_be_sent_by_hand(self):
        self.vendor.with_company(self.company).kanban_mail = "daily"
        line = self._order_empties(self._create_loop(ordering="automatic"))
        self.assertEqual(line.order_id.kanban_send_state, "to_send")
        self.assertCauses()
        line.order_id.date_approve = fields.Datetime.now() - timedelta(days=2)
        self.assertCauses("unsent")
        self._get_rows().action_send()
        self.assertEqual(line.order_id.kanban_send_state, "sent")

    def test_who_may_see_it(self):
        self._order_empties(self._create_loop())
        with self.assertRaises(AccessError):
            self._get_rows(self.operator)
        other = self.env["res.company"].create({"name": "Elsewhere"})
        self.env = self.env(context={**self.env.context, "allowed_company_ids": other.ids})
        self.buyer.write({"company_ids": [(6, 0, other.ids)], "company_id": other.id})
        self.assertFalse(self._get_rows())

    def test_rows_cost_the_same(self):
        counts = []
        for number in (2, 8):
            for index in range(number):
                self._order_from(name=f"Part {number}.{index}").date_planned = fields.Datetime.now() - timedelta(days=1)
            self.env.flush_all()
            self.env.invalidate_all()
            rows = self.env["lean.purchase.today"].with_user(self.buyer)
            before = self.env.cr.sql_log_count
            rows.search([]).read(["cause", "order_id", "partner_id", "product_id", "detail", "stock_lasts"])
            counts.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(counts[1], counts[0] + 3)
