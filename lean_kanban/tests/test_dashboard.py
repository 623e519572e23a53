# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
import doctest
import unittest

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from ..calculations import trends
from .test_analysis import AnalysisCommon

# The Monday after the cycle that is worked by hand
NEXT_MONDAY = "2026-03-16 10:00:00"


@tagged("post_install", "-at_install")
class TestDashboard(AnalysisCommon):
    def test_examples_in_the_docstrings(self):
        result = unittest.TestResult()
        doctest.DocTestSuite(trends).run(result)
        self.assertTrue(result.testsRun)
        self.assertFalse(result.failures + result.errors)

    def _get_dashboard(self, user=None, **filters):
        return self.env["lean.kanban.loop"].with_user(user or self.operator).get_dashboard(filters)

    def test_trends_worked_by_hand(self):
        """One card: full Monday, empty Friday noon UTC to Monday 10:00, which is Sunday's end and 10 hours more."""
        self.product.standard_price = 2.5
        loop = self._create_loop(card_count=1)
        self._replenish(loop.card_ids, "2026-03-06 12:00:00", "2026-03-06 12:00:00", "2026-03-09 10:00:00")
        with freeze_time(NEXT_MONDAY):
            trends = self._get_dashboard(warehouse_id=self.warehouse.id)["trends"]
        self.assertEqual(trends["weeks"][-3:], ["2026-03-02", "2026-03-09", "2026-03-16"])
        self.assertEqual(len(trends["fill"]), 13)
        # Weeks begin Sunday 23:00 UTC. The first runs from Monday 10:00, known 157 hours and empty 59 of them
        self.assertAlmostEqual(trends["fill"][-3], 1 - 59 / 157)
        self.assertAlmostEqual(trends["fill"][-2], 1 - 11 / 168)
        self.assertEqual(trends["fill"][-1], 1)
        self.assertIsNone(trends["fill"][-4])
        # Friday noon to Monday 10:00 less Saturday and Sunday
        self.assertAlmostEqual(trends["lead"][-2], 22 / 24)
        self.assertIsNone(trends["lead"][-3])
        self.assertEqual(trends["turns"][-3:], [0, 52, None])  # this week is not over

    def test_value_follows_the_stock_of_the_loop(self):
        self.product.standard_price = 2.5
        loop = self._create_loop(card_count=1)
        self._replenish(loop.card_ids, "2026-03-06 12:00:00", "2026-03-06 12:00:00", "2026-03-09 10:00:00")
        with freeze_time(NEXT_MONDAY):
            value = self._get_dashboard(warehouse_id=self.warehouse.id)["trends"]["value"]
        self.assertEqual(value[-3:], [50, 100, 100])  # 20 put there without a move, 20 received

    def test_what_cards_say(self):
        with freeze_time("2026-03-02 10:00:00"):
            loop = self._create_loop()
            cards = loop.card_ids.sudo()
            cards[0]._transition("error", "manual", reasons="No vendor")
            cards[1]._transition("lost", "manual")
            cards[2]._transition("requested", "manual")
        with freeze_time("2026-03-04 10:00:00"):
            found = self._get_dashboard()
        self.assertEqual(found["reasons"], {loop.id: "No vendor"})
        self.assertEqual((found["lost"], found["overdue"]), ({loop.id: 1}, {loop.id: 1}))
        self.assertEqual(found["warehouses"], [{"id": self.warehouse.id, "name": self.warehouse.name}])

    def test_each_tile_leads_to_its_records(self):
        with freeze_time("2026-03-02 10:00:00"):
            loop = self._create_loop()
            self._empty(*loop.card_ids[:2])
            self._set_due(loop, "2026-03-04 08:00:00")
            loop.card_ids[2].sudo()._transition("error", "manual", reasons="No vendor")
        loops = self.env["lean.kanban.loop"].with_user(self.operator)
        with freeze_time("2026-03-05 10:00:00"):
            found = {}
            for key in ("red", "late", "attention", "overdue", "lost", "fill", "lead", "turns", "value"):
                action = loops.get_dashboard_action(key, loop.ids)
                found[key] = loops.env[action["res_model"]].search(action["domain"])
        self.assertEqual(found["red"], loop)
        self.assertEqual(found["late"], loop.card_ids[:2].supply_id)
        self.assertEqual(found["attention"], loop.card_ids[2])
        self.assertFalse(found["lost"] | found["overdue"])
        self.assertEqual(len(found["lead"]), 2)
        self.assertEqual(found["fill"].loop_id, loop)

    def test_an_unknown_figure_is_answered_clearly(self):
        with self.assertRaisesRegex(UserError, "no figure named nonsense"):
            self.env["lean.kanban.loop"].with_user(self.planner).get_dashboard_action("nonsense", [])

    def test_lists_know_the_zone_of_the_board(self):
        red, fine = self._create_loop(full=0), self._create_loop(product=self._create_product("Shaft"))
        loops = self.env["lean.kanban.loop"].with_user(self.operator)
        draft = fine.with_user(self.planner).copy()
        mine = [("id", "in", (red | fine | draft).ids)]
        self.assertEqual(loops.search([("zone", "=", "red"), *mine]), red)
        self.assertEqual(loops.search([("zone", "=", "green"), *mine]), fine)
        self.assertEqual(loops.search([("zone", "=", False), *mine]), draft)
        self.assertEqual((red | fine | draft).mapped("zone"), ["red", "green", False])

    def test_own_area_is_known(self):
        area = self.env["lean.area"].create({"name": "Paint", "code": "P", "responsible_id": self.operator.id})
        loop = self._create_loop(area_id=area.id)
        self.assertTrue(self._get_row(loop, self.operator)["is_own_area"])
        self.assertFalse(self._get_row(loop, self.planner)["is_own_area"])

    def test_queries_do_not_grow_with_loops(self):
        for index in range(8):
            self._create_loop(product=self._create_product(f"Part {index}"))
        loops = self.env["lean.kanban.loop"].search([("company_id", "=", self.company.id)])
        few, many = loops[:2], loops

        def count(shown):
            (loops - shown).sudo().write({"active": False})
            shown.sudo().write({"active": True})
            self._get_dashboard()  # fills the caches of access
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self._get_dashboard()
            return self.env.cr.sql_log_count - before

        first = count(few)
        self.assertLessEqual(count(many), first)
        self.assertLess(first, 40)

    def test_only_lean_users(self):
        with self.assertRaises(AccessError):
            self._get_dashboard(self._create_user("nobody", "base.group_user"))

    def test_nothing_of_another_company(self):
        self._create_loop()
        other = self.env["res.company"].create({"name": "Other"})
        stranger = new_test_user(
            self.env, "dash_other", "lean_base.group_lean_user", company_id=other.id, company_ids=[(6, 0, other.ids)]
        )
        loops = self.env["lean.kanban.loop"].with_user(stranger).with_context(allowed_company_ids=other.ids)
        found = loops.get_dashboard({})
        self.assertFalse(found["warehouses"])
        self.assertEqual(found["trends"]["fill"], [None] * 13)
