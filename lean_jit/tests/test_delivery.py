# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from datetime import date

from freezegun import freeze_time
from hypothesis import given, settings
from hypothesis import strategies as st

from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import tagged

from ..calculations.delivery import Arrival, Promise, judge
from .common import TODAY, DeliveryCommon


@tagged("post_install", "-at_install")
class TestDelivery(DeliveryCommon):
    def test_in_parts_within_the_window(self):
        line = self._order(10)
        self._receive(line, 4, day="06-08")
        self._receive(line, 6, day="06-10")
        delivery = self.assertDelivery(line, "on_time", qty_in_window=10, qty_early=0, qty_late=0, days_late=0)
        self.assertEqual(delivery.date_completed, self._at("06-10"))
        self.assertEqual(delivery.lead_days, 9)

    def test_some_early_none_late(self):
        line = self._order(10)
        self._receive(line, 4, day="06-07")
        self._receive(line, 6, day="06-09")
        self.assertDelivery(line, "early", qty_in_window=6, qty_early=4, in_window_share=0.6, on_time_share=0)

    def test_complete_with_some_late(self):
        line = self._order(10)
        self._receive(line, 7, day="06-09")
        self._receive(line, 3, day="06-14")
        self.assertDelivery(line, "late", qty_in_window=7, qty_late=3, days_late=4)

    def test_short_is_open_until_the_window_closes(self):
        line = self._order(10)
        self._receive(line, 7, day="06-09")
        self.assertDelivery(line, "open", today="2026-06-10 12:00:00", is_counted=False, in_window_share=False)
        self.assertDelivery(line, "partial", today="2026-06-11 12:00:00", qty_in_window=7, is_counted=True)

    def test_closed_short(self):
        line = self._order(10)
        self._receive(line, 6, day="06-09", backorder=False)
        self.assertDelivery(line, "partial", qty_in_window=6)

    def test_two_receipts_on_one_day(self):
        line = self._order(10)
        self._receive(line, 5, day="06-10 07:00")
        self._receive(line, 5, day="06-10 15:00")
        delivery = self.assertDelivery(line, "on_time", qty_in_window=10)
        self.assertEqual(delivery.date_completed, self._at("06-10 15:00"))

    def test_quantity_lowered_after_a_shortage(self):
        """A buyer who tidies the order up does not make it complete."""
        line = self._order(10)
        self._receive(line, 6, day="06-10")
        with self._on("06-12"):
            line.with_user(self.buyer).product_qty = 6
        self.assertDelivery(line, "partial", qty_ordered=10, qty_in_window=6)
        change = line.delivery_promise_ids.filtered(lambda change: change.kind == "quantity")
        self.assertRecordValues(change, [{"old_qty": 10, "new_qty": 6, "state": "after"}])

    def test_quantity_we_lower_in_time(self):
        line = self._order(10)
        with self._on("06-03"):
            line.with_user(self.buyer).product_qty = 6
        self._receive(line, 6, day="06-10")
        self.assertDelivery(line, "on_time", qty_ordered=6)

    def test_quantity_we_raise_was_not_promised(self):
        line = self._order(10)
        with self._on("06-03"):
            line.with_user(self.buyer).product_qty = 15
        self._receive(line, 10, day="06-10")
        self.assertDelivery(line, "on_time", qty_ordered=10)

    def test_cancelling_after_the_day_cleans_nothing(self):
        line = self._order(10)
        with self._on("06-20"):
            line.order_id.with_user(self.buyer).button_cancel()
        self.assertDelivery(line, "overdue")

    def test_confirmed_again(self):
        line = self._order(10)
        with self._on("06-05"):
            line.order_id.button_cancel()
            line.order_id.button_draft()
        with self._on("06-06"):
            line.date_planned = self._at("06-20")
            line.order_id.button_confirm()
        self.assertEqual(line.date_promised, date(2026, 6, 20))
        self._receive(line, 10, day="06-20")
        self.assertDelivery(line, "on_time")

    def test_a_receipt_cancelled_before_anything_came(self):
        line = self._order(10)
        with self._on("06-05"):
            line.move_ids.picking_id.action_cancel()
        self.assertDelivery(line, "cancelled")

    def test_a_return_is_for_quality_not_for_time(self):
        line = self._order(10)
        receipt = self._receive(line, 10, day="06-10")
        self._return(receipt, 4, day="06-12", reason="quality")
        self.assertDelivery(line, "on_time", qty_received=10, qty_returned=4, qty_rejected=4)

    def test_a_return_that_is_our_fault(self):
        line = self._order(10)
        receipt = self._receive(line, 10, day="06-10")
        self._return(receipt, 4, day="06-12", reason="ours")
        self.assertDelivery(line, "on_time", qty_returned=4, qty_rejected=0)

    def test_a_return_that_comes_back(self):
        """What we took back after all was not returned, nor received again."""
        line = self._order(10)
        receipt = self._receive(line, 10, day="06-10")
        back = self._return(receipt, 4, day="06-12")
        self._return(back, 4, day="06-13")
        self.assertDelivery(line, "on_time", qty_received=10, qty_returned=0)

    def test_the_gate_beats_the_office(self):
        line = self._order(10)
        receipt = self._receive(line, 10, day="06-13")
        receipt.date_arrived = self._at("06-10 16:00")
        self.assertDelivery(line, "on_time")

    def test_ordered_by_the_dozen(self):
        dozen = self.env.ref("uom.product_uom_dozen")
        line = self._order(3, product_uom_id=dozen.id)
        self._receive(line, 24, day="06-10")
        self._receive(line, 12, day="06-12")
        self.assertDelivery(line, "late", qty_ordered=36, qty_in_window=24, qty_late=12)

    def test_another_currency(self):
        """Prices are compared in the currency of the company, at the rate of the order."""
        rate = {"name": "2026-01-01", "rate": 4, "company_id": self.company.id}
        currency = self.env["res.currency"].create({"name": "XJT", "symbol": "J", "rate_ids": [Command.create(rate)]})
        line = self._order(10)
        order = line.order_id.sudo().copy({"currency_id": currency.id})
        order.order_line.write({"price_unit": 44, "date_planned": self._at("06-10")})
        with self._on("06-01"):
            order.button_confirm()
        delivery = self._get_delivery(order.order_line)
        self.assertAlmostEqual(delivery.listed_value, 100)
        self.assertAlmostEqual(delivery.paid_value, 110)

    def test_midnight_at_the_place_of_receipt(self):
        """23:59 in Brussels is in time and a minute later is not, whatever UTC says."""
        in_time, late = self._order(10), self._order(10)
        midnight = self._midnight("06-11")
        for line, shift in ((in_time, -60), (late, 0)):
            self._receive(line, 10, day="06-11")
            line.move_ids.date = midnight + self._days(shift / 86400)
        self.assertDelivery(in_time, "on_time")
        self.assertDelivery(late, "late", days_late=1)

    def test_the_zone_is_frozen(self):
        line = self._order(10)
        self._receive(line, 10, day="06-10 20:00")
        self.company.partner_id.tz = "Pacific/Auckland"
        self.assertDelivery(line, "on_time")

    def test_a_window_of_its_own(self):
        vendor = self.vendor.with_company(self.company)
        vendor.write({"delivery_own_window": True, "delivery_early_days": 0, "delivery_late_days": 3})
        line = self._order(10)
        self._receive(line, 10, day="06-13")
        self.assertDelivery(line, "on_time")

    def test_a_window_of_working_days(self):
        """10 June 2026 is a Wednesday: three working days before it is the Friday."""
        self.company.write({"delivery_working_days": True, "delivery_early_days": 3})
        line = self._order(10)
        self.assertEqual((line.window_start, line.window_end), (date(2026, 6, 5), date(2026, 6, 10)))

    def test_a_window_changed_later_changes_nothing(self):
        line = self._order(10)
        self._receive(line, 10, day="06-13")
        self.company.delivery_late_days = 10
        self.assertDelivery(line, "late")

    def test_too_much_fails_where_it_is_set(self):
        self.company.write({"delivery_limit_over": True, "delivery_over_percent": 10})
        fine, much = self._order(10), self._order(10)
        self._receive(fine, 11, day="06-10")
        self._receive(much, 12, day="06-10")
        self.assertDelivery(fine, "on_time")
        self.assertDelivery(much, "over", on_time_share=0)

    def test_services_promise_no_goods(self):
        service = self.env["product.product"].create({"name": "Freight", "type": "service", "supplier_taxes_id": False})
        line = self._order(1, product=service)
        self.assertFalse(line.date_promised)
        self.assertFalse(self.env["lean.supplier.delivery"].search([("purchase_line_id", "=", line.id)]))

    def test_two_steps_count_once(self):
        self.warehouse.reception_steps = "two_steps"
        line = self._order(10)
        receipt = self._receive(line, 10, day="06-10")
        with self._on("06-20"):
            following = receipt.move_ids.move_dest_ids.picking_id
            following.move_ids.write({"quantity": 10, "picked": True})
            following.button_validate()
        self.assertDelivery(line, "on_time", qty_received=10)

    def test_another_company_sees_nothing(self):
        line = self._order(10)
        deliveries = self.env["lean.supplier.delivery"]
        self.stranger.group_ids |= self.env.ref("purchase.group_purchase_user")
        self.assertFalse(deliveries.with_user(self.stranger).search([("id", "=", line.id)]))
        with self.assertRaises(AccessError):
            deliveries.with_user(self.clerk).search([])

    def test_only_the_buyer_who_confirms_makes_promises(self):
        line = self._order(10)
        for values in ({"date_promised": "2026-07-01"}, {"qty_promised": 1}, {"delivery_verdict": "on_time"}):
            with self.assertRaises(AccessError):
                line.with_user(self.purchase_manager).write(values)

    def test_orders_of_before_are_held_to_what_is_known(self):
        line = self._order(10)
        line.sudo().write({"date_promised": False, "window_end": False, "window_start": False})
        self.env["purchase.order.line"]._init_promises()
        self.assertEqual(line.promise_origin, "installed")
        self.assertEqual(line.date_promised, date(2026, 6, 10))
        self.assertEqual(line.date_promise_given, self._at("06-01"))

    def test_the_price_list_of_that_day(self):
        line = self._order(10, price_unit=11)
        self.product.seller_ids.price = 5
        delivery = self._get_delivery(line)
        self.assertEqual((delivery.listed_value, delivery.paid_value), (100, 110))

    def test_queries_do_not_grow_with_lines(self):
        few = self._order_many(10)
        many = self._order_many(200)
        counts = []
        for lines in (few, many):
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            self.env["lean.supplier.delivery"].search([("id", "in", lines.ids)]).read(["state", "qty_in_window"])
            counts.append(self.cr.sql_log_count - before)
        self.assertEqual(counts[0], counts[1])

    def _order_many(self, count):
        values = {"product_id": self.product.id, "product_qty": 5, "date_planned": self._at("06-10")}
        lines = [Command.create(values) for _number in range(count)]
        order = self.env["purchase.order"].create(
            {"partner_id": self.vendor.id, "company_id": self.company.id, "order_line": lines}
        )
        order.button_confirm()
        return order.order_line

    @settings(max_examples=25)
    @given(st.lists(st.tuples(st.integers(1, 30), st.integers(1, 12)), max_size=4))
    def test_the_statement_judges_as_the_calculation(self, receipts):
        with self.env.cr.savepoint(flush=True) as savepoint:
            line = self._order(10, due="06-10", confirmed="06-01")
            template = line.move_ids
            for day, quantity in receipts:
                move = template.copy({"product_uom_qty": quantity, "purchase_line_id": line.id})
                move.write({"quantity": quantity, "state": "done", "date": self._at(f"06-{day:02}")})
            (template).write({"state": "cancel"})
            judged = judge(
                Promise(10, date(2026, 6, 8), date(2026, 6, 10)),
                [Arrival(date(2026, 6, day), quantity) for day, quantity in receipts],
                date(2026, 6, 30),
            )
            self.assertDelivery(
                line,
                judged.state,
                qty_in_window=judged.in_window,
                qty_early=judged.early,
                qty_late=judged.late,
                qty_over=judged.over,
            )
            savepoint.rollback()


@tagged("post_install", "-at_install")
class TestPromise(DeliveryCommon):
    def test_who_asked_and_who_wrote_it(self):
        line = self._order(10)
        with self._on("06-03"):
            line.with_user(self.buyer).date_planned = self._at("06-12")
        self.assertRecordValues(
            line.delivery_promise_ids,
            [
                {
                    "kind": "date",
                    "old_date": date(2026, 6, 10),
                    "new_date": date(2026, 6, 12),
                    "asked_by": "us",
                    "user_id": self.buyer.id,
                    "state": "agreed",
                }
            ],
        )
        self.assertEqual((line.date_promised, line.date_agreed), (date(2026, 6, 10), date(2026, 6, 12)))

    def test_the_first_promise_stays_the_basis(self):
        line = self._order(10)
        with self._on("06-03"):
            line.with_user(self.buyer).date_planned = self._at("06-15")
        self._receive(line, 10, day="06-15")
        self.assertDelivery(line, "late")

    def test_the_last_agreed_date_where_it_is_set(self):
        self.company.delivery_basis = "agreed"
        line = self._order(10)
        with self._on("06-03"):
            line.with_user(self.buyer).date_planned = self._at("06-15")
        self._receive(line, 10, day="06-15")
        self.assertDelivery(line, "on_time", date_promised=date(2026, 6, 15))

    def test_a_vendor_in_the_portal_asks_and_a_buyer_accepts(self):
        self.company.delivery_basis = "agreed"
        line = self._order(10)
        with self._on("06-04"):
            order = line.order_id.with_user(self.vendor_user).sudo()
            order._update_date_planned_for_lines([(order.order_line, self._at("06-16"))])
        change = line.delivery_promise_ids
        self.assertRecordValues(change, [{"asked_by": "supplier", "user_id": self.vendor_user.id, "state": "asked"}])
        self.assertEqual(line.window_end, date(2026, 6, 10))
        change.with_user(self.buyer).action_accept()
        self.assertEqual(line.window_end, date(2026, 6, 16))

    def test_what_a_vendor_asks_for_can_be_refused(self):
        self.company.delivery_basis = "agreed"
        line = self._order(10)
        with self._on("06-04"):
            order = line.order_id.with_user(self.vendor_user).sudo()
            order._update_date_planned_for_lines([(order.order_line, self._at("06-16"))])
        line.delivery_promise_ids.with_user(self.buyer).action_refuse()
        self.assertEqual(line.window_end, date(2026, 6, 10))
        self.assertEqual(line.delivery_promise_ids.state, "refused")

    def test_a_date_core_computes_anew_is_noted(self):
        """Core moves the date when a quantity changes: nobody asked for that."""
        self.company.delivery_basis = "agreed"
        line = self._order(10)
        with self._on("06-03"):
            line.with_user(self.buyer).product_qty = 12
        change = line.delivery_promise_ids.filtered(lambda change: change.kind == "date")
        self.assertEqual(change.state, "noted")
        self.assertEqual(line.window_end, date(2026, 6, 10))

    def test_moved_once_the_day_was_over(self):
        self.company.delivery_basis = "agreed"
        line = self._order(10)
        with self._on("06-12"):
            line.with_user(self.buyer).date_planned = self._at("06-20")
        self.assertEqual(line.delivery_promise_ids.state, "after")
        self.assertDelivery(line, "overdue")

    def test_the_log_is_not_rewritten(self):
        line = self._order(10)
        with self._on("06-03"):
            line.with_user(self.buyer).date_planned = self._at("06-12")
        change = line.delivery_promise_ids.with_user(self.purchase_manager)
        change.asked_by = "supplier"
        for values in ({"old_date": "2026-01-01"}, {"state": "agreed"}, {"user_id": self.purchase_manager.id}):
            with self.assertRaises(AccessError):
                change.write(values)
        with self.assertRaises(AccessError):
            change.unlink()


@tagged("post_install", "-at_install")
class TestDispute(DeliveryCommon):
    def _claim(self, line, user=None, **values):
        values = {"purchase_line_id": line.id, "reason": "The gate was closed", **values}
        return self.env["lean.delivery.dispute"].with_user(user or self.buyer).create(values)

    def test_our_fault_is_not_counted_once_somebody_else_says_so(self):
        line = self._order(10)
        self._receive(line, 10, day="06-12")
        claim = self._claim(line)
        self.assertDelivery(line, "late", is_counted=True)
        claim.with_user(self.purchase_manager).action_accept()
        self.assertDelivery(line, "late", is_counted=False, verdict="excluded", on_time_share=False)
        self.assertEqual(claim.decided_by_id, self.purchase_manager)

    def test_both_values_stay(self):
        line = self._order(10)
        self._receive(line, 10, day="06-12")
        claim = self._claim(line, kind="dispute", outcome="on_time")
        claim.with_user(self.purchase_manager).action_accept()
        self.assertDelivery(line, "on_time", measured_state="late", qty_in_window=0, on_time_share=1)
        self.assertEqual((claim.state_before, claim.in_window_before), ("Late", 0))

    def test_refused_stays_as_measured(self):
        line = self._order(10)
        self._receive(line, 10, day="06-12")
        self._claim(line).with_user(self.purchase_manager).action_refuse()
        self.assertDelivery(line, "late", is_counted=True)

    def test_nobody_decides_on_his_own_claim(self):
        line = self._order(10)
        claim = self._claim(line, self.purchase_manager)
        with self.assertRaisesRegex(Exception, "somebody else"):
            claim.action_accept()
        with self.assertRaises(AccessError):
            self._claim(self._order(10)).with_user(self.buyer).action_accept()
        with self.assertRaises(AccessError):
            claim.with_user(self.buyer).write({"state": "accepted"})

    def test_a_manager_is_asked(self):
        claim = self._claim(self._order(10))
        with freeze_time(TODAY):
            self.assertNotEqual(claim.sudo().activity_ids.user_id, self.buyer)
            self.assertTrue(claim.sudo().activity_ids)
