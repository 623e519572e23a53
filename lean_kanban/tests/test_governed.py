# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from freezegun import freeze_time

from odoo.exceptions import RedirectWarning
from odoo.fields import Command
from odoo.tests import Form, tagged

from .test_board import MONDAY, BoardCommon


@tagged("post_install", "-at_install")
class TestGoverned(BoardCommon):
    """A loop at shelf A is seen wherever somebody could order beside it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.planner.group_ids = [Command.link(cls.env.ref("stock.group_stock_manager").id)]
        cls.other = cls._create_product("Shaft")

    def _create_rule(self, product=None, location=None, minimum=200):
        """A line of the Replenishment list, ordered by hand."""
        return (
            self.env["stock.warehouse.orderpoint"]
            .with_user(self.planner)
            .create(
                {
                    "product_id": (product or self.product).id,
                    "location_id": (location or self.shelf_a).id,
                    "warehouse_id": self.warehouse.id,
                    "trigger": "manual",
                    "product_min_qty": minimum,
                    "product_max_qty": minimum,
                }
            )
        )

    def test_a_governed_line_proposes_nothing_and_says_who_orders(self):
        with freeze_time(MONDAY):
            loop = self._create_loop()
            self._empty(*loop.card_ids[:2])
            self._set_due(loop, "2026-03-05 08:00:00")
            rule, other = self._create_rule(), self._create_rule(self.other)
            self.assertEqual(rule.kanban_loop_id, loop)
            self.assertEqual(rule.qty_to_order, 0)
            self.assertEqual(
                rule.kanban_summary, f"{loop.name}: 2 containers (40 Units) on their way by card, next Thu 5 Mar"
            )
        self.assertFalse(other.kanban_loop_id)
        self.assertEqual(other.qty_to_order, 200)

    def test_a_loop_that_starts_or_stops_changes_the_proposal(self):
        rule = self._create_rule()
        self.assertEqual(rule.qty_to_order, 200)
        loop = self._create_loop()
        self.assertEqual(rule.qty_to_order, 0)
        self.env.invalidate_all()  # stock put there without a move
        loop.write({"state": "hold", "hold_reason": "Drawing change"})
        self.assertFalse(rule.kanban_loop_id)
        self.assertEqual(rule.qty_to_order, 140)

    def test_order_is_refused_with_the_way_out(self):
        loop = self._create_loop()
        rule = self._create_rule()
        rule.qty_to_order = 50
        with self.assertRaises(RedirectWarning) as refused:
            rule.action_replenish()
        message, action, __, __ = refused.exception.args
        self.assertIn(loop.name, message)
        self.assertIn("on hold", message)
        self.assertEqual((action["res_model"], action["res_id"]), ("lean.kanban.loop", loop.id))
        with self.assertRaises(RedirectWarning):
            rule.action_replenish_auto()

    def test_of_several_lines_only_the_governed_is_left_out(self):
        self._create_loop()
        governed = self._create_rule()
        governed.qty_to_order = 50
        free = self._create_rule(self.other)
        free.route_id = self.env["stock.route"].create(
            {
                "name": "From reserve",
                "rule_ids": [
                    Command.create(
                        {
                            "name": "Reserve to shelf",
                            "action": "pull",
                            "picking_type_id": self.warehouse.int_type_id.id,
                            "location_src_id": self.reserve.id,
                            "location_dest_id": self.shelf_a.id,
                        }
                    )
                ],
            }
        )
        result = (governed | free).action_replenish()
        self.assertIn("Seal kit", result["params"]["message"])
        self.assertNotIn("Shaft", result["params"]["message"])
        moves = self.env["stock.move"].search([("product_id", "in", (self.product | self.other).ids)])
        self.assertRecordValues(moves, [{"product_id": self.other.id, "product_uom_qty": 200}])

    def test_filter(self):
        loop = self._create_loop()
        rule, other = self._create_rule(), self._create_rule(self.other)
        rules = self.env["stock.warehouse.orderpoint"].with_user(self.planner)
        mine = [("id", "in", (rule | other).ids)]
        self.assertEqual(rules.search([("kanban_loop_id", "!=", False), *mine]), rule)
        self.assertEqual(rules.search([("kanban_loop_id", "=", False), *mine]), other)
        self.assertEqual(rules.search([("kanban_loop_id", "=", loop.id), *mine]), rule)

    def test_forecast_names_the_loop(self):
        loop = self._create_loop()
        report = self.env["stock.forecasted_product_product"].with_user(self.planner)
        docs = report.with_context(warehouse_id=self.warehouse.id).get_report_values(self.product.ids)["docs"]
        self.assertEqual(docs["kanban_loops"], [{"id": loop.id, "text": f"{loop.name}: nothing on its way by card"}])
        template = self.env["stock.forecasted_product_template"].with_user(self.planner)
        docs = template.with_context(warehouse_id=self.warehouse.id).get_report_values(
            self.product.product_tmpl_id.ids
        )["docs"]
        self.assertEqual([row["id"] for row in docs["kanban_loops"]], loop.ids)

    def test_who_replenishes_by_hand_is_warned(self):
        loop = self._create_loop()
        for product, expected in ((self.product, loop), (self.other, loop.browse())):
            context = {"default_product_id": product.id, "default_warehouse_id": self.warehouse.id}
            form = Form(self.env["product.replenish"].with_user(self.planner).with_context(**context))
            self.assertEqual(form.kanban_summary or "", expected.on_the_way_summary or "")

    def test_product_says_so(self):
        loop = self._create_loop()
        for product in (self.product, self.product.product_tmpl_id):
            product = product.with_user(self.operator)
            self.assertTrue(product.is_kanban_governed)
            self.assertEqual(product.kanban_summary, loop.on_the_way_summary)
            self.assertIn(product, product.search([("is_kanban_governed", "=", True)]))
            self.assertNotIn(product, product.search([("is_kanban_governed", "=", False)]))

    def test_a_loop_from_where_the_planner_is(self):
        rule = self._create_rule(minimum=60)
        for action in (
            self.product.with_user(self.planner).action_make_kanban_loop(),
            self.product.product_tmpl_id.with_user(self.planner).action_make_kanban_loop(),
            rule.action_make_kanban_loop(),
        ):
            loop = Form(self.env["lean.kanban.loop"].with_user(self.planner).with_context(**action["context"])).save()
            self.assertEqual(loop.product_id, self.product)
        self.assertEqual(loop.location_id, self.shelf_a)
        self.assertEqual(loop.replaced_orderpoint_id, rule)

    def test_a_list_of_rules_costs_the_same_for_many(self):
        def count(number):
            products = self.env["product.product"]
            for index in range(number):
                products |= self._create_product(f"Part {number}-{index}")
                self._create_loop(product=products[-1])
            rules = self.env["stock.warehouse.orderpoint"]
            for product in products:
                rules |= self._create_rule(product)
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            rules.mapped("kanban_summary")
            return self.env.cr.sql_log_count - before

        self.assertEqual(count(2), count(8))
