# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
import doctest
import unittest

from hypothesis import given
from hypothesis import strategies as st

from odoo.tests import BaseCase, Form, tagged

from ..calculations import containers
from .common import KanbanCommon

quantities = st.integers(-100, 5000)
sizes = st.integers(1, 200)
counts = st.integers(0, 40)


@tagged("post_install", "-at_install")
class TestSettle(BaseCase):
    def test_examples_in_the_docstrings(self):
        result = unittest.TestResult()
        doctest.DocTestSuite(containers).run(result)
        self.assertTrue(result.testsRun)
        self.assertFalse(result.failures + result.errors)

    @given(quantities, sizes, counts, counts)
    def test_cards_left_at_hand_hold_something(self, quantity, container, at_hand, restorable):
        result = containers.settle(quantity, container, at_hand, restorable)
        left = at_hand - result.to_empty + result.to_restore
        self.assertTrue(left == 0 or (left - 1) * container < quantity)
        self.assertFalse(result.to_empty and result.to_restore)
        self.assertLessEqual(result.to_restore, restorable)

    @given(quantities, sizes, counts, counts)
    def test_settling_twice_changes_nothing_more(self, quantity, container, at_hand, restorable):
        result = containers.settle(quantity, container, at_hand, restorable)
        left = at_hand - result.to_empty + result.to_restore
        again = containers.settle(quantity, container, left, restorable - result.to_restore + result.to_empty)
        self.assertEqual((again.to_empty, again.to_restore, again.has_open), (0, 0, result.has_open))


@tagged("post_install", "-at_install")
class TestQuantityTrigger(KanbanCommon):
    """Containers emptied by what is really booked."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._put_stock(cls.product, cls.line_side, 1000)
        cls.loop = cls._create_loop(source_location_id=cls.line_side.id, trigger="quantity")
        cls.customers = cls.env.ref("stock.stock_location_customers")

    def _book(self, quantity, source=None, target=None):
        """One done move; from shelf A to a customer where nothing else is said."""
        source = source or self.shelf_a
        move = self.env["stock.move"].create(
            {
                "product_id": self.product.id,
                "product_uom_qty": quantity,
                "location_id": source.id,
                "location_dest_id": (target or self.customers).id,
                "company_id": self.company.id,
            }
        )
        move._action_confirm()
        move.quantity = quantity
        move.move_line_ids.location_id = source
        move.picked = True
        move._action_done()
        return move

    def test_consumption_drains_one_container_after_the_other(self):
        self._book(5)
        self.assertEqual(sorted(self._get_states(self.loop)), ["full", "full", "in_use"])
        in_use = self.loop.card_ids.filtered(lambda c: c.state == "in_use")
        self._book(15)
        self.assertEqual(in_use.state, "empty")
        self.assertEqual(sorted(self._get_states(self.loop)), ["empty", "full", "full"])
        self.assertEqual(in_use.event_ids.mapped("source").count("consumption"), 2)
        self._release()
        self.assertEqual(in_use.state, "in_process")
        self._receive(in_use.move_ids.picking_id)
        self.assertEqual(self._get_states(self.loop), ["full"] * 3)

    def test_one_delivery_empties_several(self):
        self._book(47)
        self.assertEqual(sorted(self._get_states(self.loop)), ["empty", "empty", "in_use"])
        self._release()
        self.assertEqual(self.loop.card_ids.move_ids.product_uom_qty, 40)

    def test_all_that_consumes(self):
        self._book(20, target=self.shelf_b)
        self._book(20, target=self.product.with_company(self.company).property_stock_production)
        self.assertEqual(self._get_states(self.loop).count("empty"), 2)
        scrap = self.env["stock.scrap"].create(
            {
                "product_id": self.product.id,
                "scrap_qty": 20,
                "location_id": self.shelf_a.id,
                "company_id": self.company.id,
            }
        )
        scrap.action_validate()
        self.assertEqual(self._get_states(self.loop), ["empty"] * 3)

    def test_a_shuffle_inside_the_place_is_nothing(self):
        level = self.shelf_a.copy({"name": "Level", "location_id": self.shelf_a.id})
        self._book(30, target=level)
        self.assertEqual(self._get_states(self.loop), ["full"] * 3)

    def test_what_comes_back_restores_what_is_not_ordered(self):
        self._book(25)
        self.assertEqual(sorted(self._get_states(self.loop)), ["empty", "full", "in_use"])
        self._book(10, source=self.customers, target=self.shelf_a)
        self.assertEqual(sorted(self._get_states(self.loop)), ["full", "full", "in_use"])
        self._book(15, source=self.customers, target=self.shelf_a)
        self.assertEqual(self._get_states(self.loop), ["full"] * 3)

    def test_what_is_ordered_stays_ordered(self):
        self._book(20)
        self._release()
        self._book(20, source=self.customers, target=self.shelf_a)
        self.assertEqual(sorted(self._get_states(self.loop)), ["full", "full", "in_process"])

    def test_a_corrected_line_is_followed(self):
        move = self._book(5)
        move.move_line_ids.quantity = 40
        self.assertEqual(self._get_states(self.loop).count("empty"), 2)
        move.move_line_ids.quantity = 10
        self.assertEqual(sorted(self._get_states(self.loop)), ["full", "full", "in_use"])

    def test_an_inventory_count_heals(self):
        quant = self.env["stock.quant"].search(
            [("product_id", "=", self.product.id), ("location_id", "=", self.shelf_a.id)]
        )
        quant.with_context(inventory_mode=True).inventory_quantity = 18
        quant.action_apply_inventory()
        self.assertEqual(sorted(self._get_states(self.loop)), ["empty", "empty", "in_use"])

    def test_a_corrected_receipt_is_followed(self):
        self._book(20)
        self._release()
        card = self.loop.card_ids.filtered(lambda c: c.state == "in_process")
        picking = card.move_ids.picking_id
        self._receive(picking, 12)
        picking.move_line_ids.quantity = 20
        self.assertEqual(card.state, "full")

    def test_a_held_loop_rests(self):
        wizard = Form(self.env["lean.kanban.hold"].with_user(self.planner).with_context(default_loop_ids=self.loop.ids))
        wizard.reason = "Count"
        wizard.save().action_hold()
        self._book(40)
        self.assertEqual(self._get_states(self.loop), ["full"] * 3)
        self.loop.action_resume()
        self.assertEqual(sorted(self._get_states(self.loop)), ["empty", "empty", "full"])

    def test_scanning_is_not_needed(self):
        answer = self._scan(self.loop.card_ids[0])
        self.assertEqual((answer["ok"], answer["level"]), (False, "warning"))
        self.assertIn("No scan needed", answer["message"])

    def test_a_place_without_a_loop_costs_one_query(self):
        other = self._create_product("Other")
        self._put_stock(other, self.shelf_a, 100)
        loops = self.env["lean.kanban.loop"]
        self.env.flush_all()
        with self.assertQueryCount(1):
            loops._settle_products(other)

    def test_queries_do_not_grow_with_loops(self):
        loops = self.loop
        for index in range(20):
            product = self._create_product(f"Part {index}")
            loops |= self._create_loop(
                product=product, source_location_id=self.line_side.id, trigger="quantity", batch_size=1 + index % 2
            )
        for loop in loops:
            self.env["stock.quant"]._update_available_quantity(loop.product_id, self.shelf_a, -25)
        few = self._count_queries(loops[:3])
        self.assertLessEqual(self._count_queries(loops[3:]), few + 3)
        self.assertEqual(self._get_states(loops[7]).count("empty"), 1)
        self.assertEqual(self._get_states(loops[8]).count("wait"), 1)

    def _count_queries(self, loops):
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.cr.sql_log_count
        loops._settle_containers()
        self.env.flush_all()
        return self.cr.sql_log_count - before
