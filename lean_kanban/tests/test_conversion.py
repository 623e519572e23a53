# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
import doctest
import unittest

from odoo.exceptions import ValidationError
from odoo.tests import Form, tagged

from ..calculations import conversion
from .common import KanbanCommon


@tagged("post_install", "-at_install")
class TestConversion(KanbanCommon):
    """One owner for a product in a location: a loop or a reordering rule."""

    def _create_rule(self, location=None, **values):
        return self.env["stock.warehouse.orderpoint"].create(
            {
                "product_id": self.product.id,
                "location_id": (location or self.shelf_a).id,
                "warehouse_id": self.warehouse.id,
                "company_id": self.company.id,
                "product_min_qty": 20,
                "product_max_qty": 80,
                **values,
            }
        )

    def test_examples_in_the_docstrings(self):
        result = unittest.TestResult()
        doctest.DocTestSuite(conversion).run(result)
        self.assertTrue(result.testsRun)
        self.assertFalse(result.failures + result.errors)

    def test_rules_become_loops_with_a_preview(self):
        rule = self._create_rule()
        action = rule.with_user(self.planner).action_open_kanban_conversion()
        wizard = Form(self.env["lean.kanban.convert"].with_user(self.planner).with_context(**action["context"]))
        with wizard.line_ids.edit(0) as line:
            self.assertEqual((line.container_qty, line.card_count, line.loop_quantity), (20, 5, 100))
            line.card_count = 4
        action = wizard.save().action_convert()
        loop = self.env["lean.kanban.loop"].search(action["domain"])
        self.assertRecordValues(
            loop, [{"state": "draft", "card_count": 4, "container_qty": 20, "location_id": self.shelf_a.id}]
        )
        self.assertTrue(rule.active)
        loop.source_location_id = self.line_side
        loop.with_user(self.planner).action_activate()
        self.assertFalse(rule.active)

    def test_a_loop_does_not_start_beside_a_rule(self):
        for location in (self.shelf_a, self.stock):
            rule = self._create_rule(location)
            with self.assertRaisesRegex(ValidationError, rule.name):
                self._create_loop(source_location_id=self.line_side.id)
            rule.action_archive()

    def test_a_rule_is_not_made_beside_a_loop(self):
        loop = self._create_loop(source_location_id=self.line_side.id)
        for location in (self.shelf_a, self.stock):
            with self.assertRaisesRegex(ValidationError, loop.name), self.cr.savepoint():
                self._create_rule(location)
        manual = self._create_rule(trigger="manual")
        with self.assertRaisesRegex(ValidationError, loop.name), self.cr.savepoint():
            manual.trigger = "auto"

    def test_others_do_not_compete(self):
        self._create_loop(source_location_id=self.line_side.id)
        self.assertTrue(self._create_rule(self.shelf_b))
        self.assertTrue(self._create_rule(self.line_side))
        other = self._create_product("Other")
        self.assertTrue(self._create_rule(product_id=other.id))

    def test_a_loop_fetched_within_the_place_of_a_rule_only_moves(self):
        self.assertTrue(self._create_rule(self.stock))
        loop = self._create_loop(source_location_id=self.shelf_b.id)
        self.assertEqual(loop.state, "active")
