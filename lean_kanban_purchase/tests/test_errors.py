# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from psycopg2.errors import SerializationFailure

from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from .common import KanbanPurchaseCommon


@tagged("post_install", "-at_install")
class TestErrors(KanbanPurchaseCommon):
    """What cannot be ordered is an error with a reason; the other loops go on."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.good = cls._create_loop(product=cls._create_bought("Shaft"))
        cls.bad = cls._create_loop()
        cls.card = cls.bad.card_ids.sorted("number")[0]

    def _empty_both(self):
        good = self.good.card_ids.filtered(lambda c: c.state == "full")[0]
        self._empty(self.card, good)
        self.assertEqual(good.state, "requested")

    def _assert_refused(self, reason):
        self._empty_both()
        self.assertEqual(self.card.state, "error")
        self.assertRegex(self.card.reason, reason)
        self.assertFalse(self._get_lines())
        self.assertOneActivity(self.bad, self.planner)
        self.assertIn(self.card.display_name, self._get_activities(self.bad).note)
        self.assertFalse(self._get_activities(self.good))
        self._release()
        self.assertOneActivity(self.bad, self.planner)

    def _assert_retry_orders(self, quantity=20):
        self.card.with_user(self.operator).action_retry()
        self._release()
        self.assertEqual(self.card.state, "requested")
        self.assertFalse(self.card.reason)
        self.assertEqual(self._get_lines().product_qty, quantity)
        self.assertFalse(self._get_activities(self.bad))

    def test_no_vendor(self):
        self.product.seller_ids.unlink()
        self._assert_refused("(?i)vendor|no rule|route")
        self._add_price(self.product)
        self._assert_retry_orders()

    def test_vendor_archived(self):
        self.vendor.active = False
        other = self._create_vendor("Turner")
        self._add_price(self.good.product_id, other)
        self._assert_refused("(?i)vendor")
        self.vendor.active = True
        self._assert_retry_orders()

    def test_no_rule(self):
        buy = self.warehouse.buy_pull_id
        own = buy.copy({"warehouse_id": self.warehouse.id, "active": True})
        route = self.env["stock.route"].create({"name": "Buy shafts", "product_selectable": True})
        own.route_id = route
        self.good.product_id.with_env(self.env).route_ids = route
        buy.active = False
        self._assert_refused("(?i)rule|route")
        buy.active = True
        self._assert_retry_orders()

    def test_archived_product(self):
        self.product.active = False
        self._assert_refused("archived")
        self.product.active = True
        self._assert_retry_orders()

    def test_became_a_service(self):
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE product_template SET type = 'service' WHERE id = %s",
            [self.product.product_tmpl_id.id],
        )
        self.env.invalidate_all()
        self._assert_refused("not a goods product")

    def test_vendor_not_on_the_price_list(self):
        self.bad.vendor_id = self._create_vendor("Turner")
        self._assert_refused("Turner is not among the vendors")
        self.bad.vendor_id = False
        self._assert_retry_orders()

    def test_unit_of_another_kind_is_refused_at_once(self):
        gram = self.env.ref("uom.product_uom_gram")
        with self.assertRaisesRegex(ValidationError, "cannot be counted"):
            self.bad.with_user(self.planner).container_uom_id = gram

    def test_unit_of_another_kind_by_a_later_change(self):
        gram = self.env.ref("uom.product_uom_gram")
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE lean_kanban_loop SET container_uom_id = %s WHERE id = %s",
            [gram.id, self.bad.id],
        )
        self.env.invalidate_all()
        self._assert_refused("cannot be counted|holds nothing")

    def test_vendor_by_the_dozen_refuses_ten(self):
        self.product.seller_ids.product_uom_id = self.env.ref("uom.product_uom_dozen")
        with self.assertRaisesRegex(ValidationError, r"(?s)0\.833 of it.*containers of 12"):
            self._create_loop(location_id=self.shelf_b.id, container_qty=10)

    def test_vendor_changes_to_the_dozen_later(self):
        self.product.seller_ids.product_uom_id = self.env.ref("uom.product_uom_dozen")
        self._assert_refused("by the Dozens.*containers of 24")
        self.bad.with_user(self.planner).container_qty = 24
        self._assert_retry_orders(quantity=2)

    def test_vendor_by_the_dozen(self):
        dozen = self.env.ref("uom.product_uom_dozen")
        self.product.seller_ids.product_uom_id = dozen
        loop = self._create_loop(location_id=self.shelf_b.id, container_qty=24)
        line = self._order_empties(loop, 2)
        self.assertRecordValues(
            line,
            [{"product_qty": 4, "product_uom_id": dozen.id, "product_uom_qty": 48}],
        )
        self.assertEqual(line.kanban_allocation_ids.mapped("quantity"), [24, 24])
        self._confirm(line.order_id)
        self._receive_order(line.order_id, quantity=24)
        self.assertEqual(self._get_states(loop), ["full", "in_process", "full"])
        self._receive_order(line.order_id)
        self.assertEqual(self._get_states(loop), ["full"] * 3)

    def test_container_by_the_dozen(self):
        dozen = self.env.ref("uom.product_uom_dozen")
        self.product.uom_ids = dozen
        loop = self._create_loop(location_id=self.shelf_b.id, container_qty=1, container_uom_id=dozen.id)
        line = self._order_empties(loop)
        self.assertEqual(line.product_uom_qty, 12)
        self.assertEqual(line.kanban_allocation_ids.quantity, 12)

    def test_route_that_delivers_elsewhere(self):
        """As dropshipping does: core would order by the route of the warehouse."""
        customers = self.env.ref("stock.stock_location_customers")
        self.bad.route_id = self.env["stock.route"].create(
            {
                "name": "Straight to customers",
                "rule_ids": [
                    Command.create(
                        {
                            "name": "Straight",
                            "action": "buy",
                            "location_dest_id": customers.id,
                            "picking_type_id": self.warehouse.in_type_id.id,
                        }
                    )
                ],
            }
        )
        self._assert_refused("Straight to customers does not bring goods")
        self.bad.route_id = False
        self._assert_retry_orders()

    def test_route_of_the_warehouse(self):
        self.bad.route_id = self.warehouse.buy_pull_id.route_id
        self._empty_both()
        self.assertEqual(self.card.state, "requested")

    def test_loop_that_cannot_order_does_not_start(self):
        with self.assertRaisesRegex(UserError, "Turner is not among"):
            self._create_loop(location_id=self.shelf_b.id, vendor_id=self._create_vendor("Turner").id)

    def test_core_stops_without_naming_the_need(self):
        """The batch is halved until the one that fails stands alone."""
        rules = type(self.env["stock.rule"])
        run_buy = rules._run_buy

        def stop(records, procurements):
            if any(need.product_id == self.product for need, __ in procurements):
                raise UserError("The tax office is closed.")  # pylint: disable=translation-required
            return run_buy(records, procurements)

        self.patch(rules, "_run_buy", stop)
        self._assert_refused("tax office")

    def test_a_bug_in_one_order_stops_no_other(self):
        """Whatever another addon does wrong: the card says so, the log has the rest."""
        lines = type(self.env["purchase.order.line"])
        prepare = lines._prepare_purchase_order_line_from_procurement

        def divide(records, product_id, *args):
            return prepare(records, product_id, *args) if product_id != self.product else 1 / 0

        self.patch(lines, "_prepare_purchase_order_line_from_procurement", divide)
        with self.assertLogs("odoo.addons.lean_kanban", "ERROR") as logs:
            self._assert_refused("ZeroDivisionError: division by zero")
        self.assertEqual(len(logs.records), 1)

    def test_a_collision_is_not_an_error_of_the_card(self):
        """The cron begins the batch again; no card is blamed."""
        rules = type(self.env["stock.rule"])
        self.patch(rules, "_run_buy", lambda *args: self._collide())
        self._scan(self.card)
        with self.assertRaises(SerializationFailure):
            self._release()
        self.assertEqual(self.card.state, "empty")

    def _collide(self):
        raise SerializationFailure

    def test_error_of_several_cards_is_one_activity(self):
        self.product.seller_ids.unlink()
        self._empty(*self.bad.card_ids)
        self.assertEqual(self._get_states(self.bad), ["error"] * 3)
        self.assertOneActivity(self.bad, self.planner)
        self._add_price(self.product)
        for card in self.bad.card_ids.sorted("number"):
            self.assertTrue(self._get_activities(self.bad))
            card.with_user(self.operator).action_retry()
        self.assertFalse(self._get_activities(self.bad))
