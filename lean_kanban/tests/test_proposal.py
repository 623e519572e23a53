# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from datetime import date, datetime, timedelta

from freezegun import freeze_time

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from .common import KanbanCommon

NOW = datetime(2026, 3, 30, 10)  # a Monday


@tagged("post_install", "-at_install")
class TestProposal(KanbanCommon):
    """Recommended numbers that differ: ranked, applied or decided against."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.starved, cls.fat, cls.right = (
            cls._create_sized_loop(name, cards) for name, cards in (("Starved", 4), ("Fat", 14), ("Right", 9))
        )
        cls.loops = cls.starved | cls.fat | cls.right

    @classmethod
    def _create_sized_loop(cls, name, cards, **values):
        """48 a day for three days out of containers of 20 at 4.20: nine cards."""
        return cls._create_loop(
            product=cls._create_product(name, standard_price=4.2),
            source_location_id=cls.line_side.id,
            card_count=cards,
            expected_daily_demand=48,
            handling_days=3,
            **values,
        )

    def _get_proposals(self, user=None):
        action = self.env["ir.actions.act_window"]._for_xml_id("lean_kanban.lean_kanban_proposal_action")
        user = user or self.planner
        loops = self.env[action["res_model"]].with_user(user).with_context(allowed_company_ids=user.company_ids.ids)
        view = loops.get_view(action["views"][0][0], "list")
        self.assertIn('default_order="stop_risk desc, cash_change, id"', view["arch"])
        domain = [("state", "!=", "draft"), ("is_proposed", "=", True), ("id", "in", self.loops.ids)]
        return loops.search(domain, order="stop_risk desc, cash_change, id")

    def test_those_that_stop_come_first_then_those_that_free_cash(self):
        fatter = self._create_sized_loop("Fatter", 20)
        self.loops |= fatter
        self.loops.action_update_sizing()
        self.assertEqual(self._get_proposals(), self.starved | fatter | self.fat)
        self.assertRecordValues(
            self.starved | self.fat,
            [
                {"card_difference": 5, "stop_risk": 100, "stop_risk_proposed": 0, "proposal": "4 → 9"},
                {"card_difference": -5, "stop_risk": 0, "stop_risk_proposed": 0, "proposal": "14 → 9"},
            ],
        )
        self.assertAlmostEqual(self.starved.cash_change, 5 * 20 * 4.2)
        self.assertAlmostEqual(self.fat.cash_change, -5 * 20 * 4.2)
        self.assertAlmostEqual(self.starved.stop_days, 21)
        self.assertEqual(self.fat.currency_id, self.company.currency_id)

    @freeze_time(NOW)
    def test_the_risk_comes_from_what_really_left(self):
        """48 a day ± 20, and 160 to cover three days of it."""
        loop = self._create_loop(
            source_location_id=self.line_side.id, handling_days=3, card_count=9, demand_horizon_days=28
        )
        self._put_stock(self.product, self.shelf_a, 5000)
        for ago in range(1, 29):
            day = NOW - timedelta(days=ago)
            if day.weekday() < 5:
                self._consume(28 if day.weekday() % 2 else 68, day)
        loop.action_update_sizing()
        self.assertAlmostEqual(loop.demand_stddev, 20, delta=1)
        self.assertTrue(10 <= loop.stop_risk <= 45, loop.stop_risk)
        few = loop.stop_risk
        loop.card_count = 12
        self.assertLess(loop.stop_risk, few)
        self.assertEqual(loop.demand_class, "smooth")
        self.assertIn("every 1.0 weeks", loop.demand_class_explanation)

    @freeze_time(NOW)
    def test_a_rare_demand_is_told_from_a_lumpy_one(self):
        loop = self._create_loop(source_location_id=self.line_side.id)
        self._put_stock(self.product, self.shelf_a, 5000)
        loop.action_update_sizing()
        self.assertFalse(loop.demand_class)
        self._consume(20, NOW - timedelta(days=5))
        loop.action_update_sizing()
        self.assertFalse(loop.demand_class)
        self._consume(20, NOW - timedelta(days=33))
        loop.action_update_sizing()
        self.assertEqual(loop.demand_class, "intermittent")
        self._consume(400, NOW - timedelta(days=60))
        loop.action_update_sizing()
        self.assertEqual(loop.demand_class, "lumpy")

    def _consume(self, quantity, day):
        move = self.env["stock.move"].create(
            {
                "product_id": self.product.id,
                "product_uom_qty": quantity,
                "location_id": self.shelf_a.id,
                "location_dest_id": self.env.ref("stock.stock_location_customers").id,
                "company_id": self.company.id,
            }
        )
        move._action_confirm()
        move.quantity = quantity
        move.picked = True
        move._action_done()
        move.date = day

    def test_what_is_applied_leaves_the_list(self):
        self.loops.action_update_sizing()
        proposals = self._get_proposals()
        self.assertEqual(len(proposals), 2)
        proposals.action_apply_sizing()
        self.assertEqual(self.loops.mapped("card_count"), [9, 9, 9])
        self.assertFalse(self._get_proposals())
        self.assertEqual(len(self.starved.card_ids), 9)

    def test_dismissed_until_another_number(self):
        self.loops.action_update_sizing()
        self._dismiss(self.starved, reason="Runs out in June")
        self.assertEqual(self._get_proposals(), self.fat)
        self.loops.action_update_sizing()
        self.assertEqual(self._get_proposals(), self.fat)
        self.assertEqual(self.starved.dismissal_reason, "Runs out in June")
        self.assertEqual(self.starved.dismissed_by_id, self.planner)
        self.starved.expected_daily_demand = 60
        self.loops.action_update_sizing()
        self.assertEqual(self._get_proposals(), self.starved | self.fat)
        self.assertFalse(self.starved.dismissal_reason)

    def test_dismissed_for_some_days(self):
        with freeze_time(NOW):
            self.loops.action_update_sizing()
            self._dismiss(self.fat, duration="days", days=10, reason="Season")
            self.assertEqual(self.fat.dismissed_until, date(2026, 4, 9))
        with freeze_time(NOW + timedelta(days=10)):
            self.loops.action_update_sizing()
            self.assertFalse(self.fat.is_proposed)
        with freeze_time(NOW + timedelta(days=11)):
            self.loops.action_update_sizing()
            self.assertTrue(self.fat.is_proposed)

    def test_a_dismissal_is_taken_back(self):
        self.loops.action_update_sizing()
        self._dismiss(self.fat, reason="No")
        self.fat.action_propose_again()
        self.assertTrue(self.fat.is_proposed)
        with self.assertRaises(UserError):
            self._dismiss(self.fat, duration="days", days=0, reason="No")

    def _dismiss(self, loops, **values):
        action = loops.with_user(self.planner).action_open_dismissal()
        wizard = Form(self.env[action["res_model"]].with_user(self.planner).with_context(**action["context"]))
        for name, value in values.items():
            wizard[name] = value
        wizard.save().action_dismiss()

    def test_without_a_demand_nothing_is_proposed(self):
        self.loops.expected_daily_demand = 0
        self.loops.action_update_sizing()
        self.assertFalse(self._get_proposals())
        self.assertRecordValues(self.starved, [{"proposal": False, "card_difference": 0, "cash_change": 0}])

    def test_operators_decide_nothing(self):
        self.loops.action_update_sizing()
        loop = self.fat.with_user(self.operator)
        for decide in (
            lambda: loop._dismiss_proposal("No"),
            loop.action_propose_again,
            lambda: self.env["lean.kanban.dismiss"].with_user(self.operator).create({"reason": "No"}),
        ):
            with self.assertRaises(AccessError):
                decide()

    def test_another_company_sees_its_own(self):
        other = self.env["res.company"].create({"name": "Other"})
        self.loops.action_update_sizing()
        user = self._create_user("other", "lean_base.group_lean_manager")
        user.write({"company_id": other.id, "company_ids": [Command.set(other.ids)]})
        self.assertFalse(self._get_proposals(user))

    # Cost

    def _create_drafts(self, count):
        """Loops as sized last night, half of them with too many cards."""
        loops = self.env["lean.kanban.loop"].create(
            [
                {
                    "product_id": self.product.id,
                    "location_id": self.shelf_a.id,
                    "container_qty": 20,
                    "card_count": 4 + 10 * (index % 2),
                    "expected_daily_demand": 48,
                }
                for index in range(count)
            ]
        )
        loops.write({"daily_demand": 48, "lead_time_days": 3, "recommended_card_count": 9, "is_resizing_due": True})
        return loops

    def _count_queries(self, job):
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.cr.sql_log_count
        job()
        self.env.flush_all()
        return self.cr.sql_log_count - before

    def test_queries_do_not_grow_with_proposals(self):
        few, many = self._create_drafts(10), self._create_drafts(1000)
        specification = {"product_id": {"fields": {"display_name": {}}}, "proposal": {}, "sizing_explanation": {}}
        jobs = {
            "read": lambda loops: loops.web_read({**specification, "cash_change": {}, "stop_risk": {}}),
            "dismiss": lambda loops: loops._dismiss_proposal("Season"),
            "again": lambda loops: loops.action_propose_again(),
            "apply": lambda loops: loops.action_apply_sizing(),
        }
        for name, job in jobs.items():
            with self.subTest(name):
                cost = self._count_queries(lambda job=job: job(few))
                # Writes and recomputed fields go in the ORM's own batches.
                self.assertLessEqual(self._count_queries(lambda job=job: job(many)), cost + 30)
        self.assertEqual(set(many.mapped("card_count")), {9})
