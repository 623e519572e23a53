# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from datetime import timedelta
from unittest.mock import patch

from freezegun import freeze_time
from psycopg2 import OperationalError

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import KanbanCommon


@tagged("post_install", "-at_install")
class TestExperiment(KanbanCommon):
    """One card less, until the loop is red or the days are over."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.product.with_company(cls.company).standard_price = 4.2
        cls._put_stock(cls.product, cls.line_side, 1000)
        cls.loop = cls._create_loop(card_count=4, source_location_id=cls.line_side.id)
        cls.last = cls.loop.card_ids.filtered(lambda card: card.number == 4)
        cls.experiment = cls._create_experiment()

    @classmethod
    def _create_experiment(cls, loop=None, **values):
        experiments = cls.env["lean.kanban.experiment"].with_user(cls.planner)
        return experiments.create({"loop_id": (loop or cls.loop).id, "days": 7, **values})

    def _judge(self, days=0):
        with freeze_time(fields.Datetime.now() + timedelta(days=days)):
            self.experiment.search([("state", "in", ("waiting", "running"))]).sudo()._update_experiments()

    def _start_and_empty(self):
        self.experiment.action_start()
        self.assertEqual(self._scan(self.last)["state"], "hold")
        self._judge()

    def test_the_last_card_is_put_aside_as_it_comes_back(self):
        self.experiment.action_start()
        self.assertRecordValues(
            self.experiment, [{"state": "waiting", "card_id": self.last.id, "card_count_before": 4}]
        )
        self.assertEqual(self.loop.card_count, 3)
        self.assertEqual(self.last.state, "full")
        answer = self._scan(self.last)
        self.assertEqual((answer["ok"], answer["state"]), (True, "hold"))
        self.assertIn("keep this card aside", answer["message"])
        self._judge()
        self.assertEqual(self.experiment.state, "running")
        self._release()
        self.assertFalse(self.last.supply_ids)

    def test_it_stays_out_where_the_days_pass(self):
        self._start_and_empty()
        self._judge(days=6)
        self.assertEqual(self.experiment.state, "running")
        self._judge(days=8)
        self.assertRecordValues(
            self.experiment, [{"state": "kept", "saved_value": 84, "unit_cost": 4.2, "card_count_after": 3}]
        )
        self.assertEqual((self.last.state, self.loop.card_count), ("retired", 3))
        self.assertFalse(self.loop.experiment_id)
        self.assertIn("84", self.experiment.result)
        self.assertIn("stays out", self.loop.message_ids[0].body)
        self.assertEqual(self.loop.activity_ids.user_id, self.planner)

    def test_it_goes_back_where_the_loop_is_red(self):
        self._start_and_empty()
        for card in self.loop.card_ids - self.last:
            self._scan(card)
        self._judge()
        self.assertRecordValues(self.experiment, [{"state": "restored", "card_count_after": 4, "saved_value": 0}])
        self.assertEqual((self.loop.card_count, self.last.state), (4, "empty"))
        self.assertIn("No full container", self.experiment.result)
        self._release()
        self.assertEqual(self.last.state, "in_process")
        self.assertEqual(len(self.loop.card_ids), 4)
        self._judge(days=30)
        self.assertEqual(self.experiment.state, "restored")

    @mute_logger("odoo.addons.lean_kanban.models.lean_kanban_experiment")
    def test_one_that_fails_is_told_to_its_owner_and_stops_nothing(self):
        self._start_and_empty()
        with patch.object(type(self.experiment), "_keep_out", side_effect=ZeroDivisionError("no such cost")):
            self._judge(days=8)
        self.assertEqual(self.experiment.state, "running")
        self.assertIn("no such cost", self.loop.activity_ids.filtered("automated").mapped("note")[-1])
        with (
            patch.object(type(self.experiment), "_keep_out", side_effect=OperationalError),
            self.assertRaises(OperationalError),
        ):
            self._judge(days=8)

    def test_what_is_signalled_a_moment_ago_is_not_red_yet(self):
        self._start_and_empty()
        self.loop.sudo().write({"daily_demand": 100, "lead_time_days": 3})
        self.env["stock.quant"]._update_available_quantity(self.product, self.shelf_a, -60)
        first = self.loop.card_ids[0]
        self._scan(first)
        self._judge()
        self.assertEqual(self.experiment.state, "running")
        self._release()
        first.move_ids.date = fields.Datetime.now() + timedelta(days=10)
        self._judge()
        self.assertEqual(self.experiment.state, "restored")

    def test_a_loop_with_all_its_other_cards_full_is_not_red(self):
        self._start_and_empty()
        self.loop.sudo().write({"daily_demand": 100, "lead_time_days": 30})
        self._judge()
        self.assertEqual(self.experiment.state, "running")

    def test_an_empty_card_is_out_at_once(self):
        self._scan(self.last)
        self.experiment.action_start()
        self.assertEqual((self.experiment.state, self.last.state), ("running", "hold"))
        self.assertEqual(len(self.loop.card_ids), 4)

    def test_stopped_by_hand(self):
        self._start_and_empty()
        self.experiment.action_stop()
        self.assertEqual((self.experiment.state, self.loop.card_count, self.last.state), ("stopped", 4, "empty"))

    def test_stopped_before_the_card_came_back(self):
        self.experiment.action_start()
        self.experiment.action_stop()
        self.assertEqual((self.loop.card_count, self.last.state), (4, "full"))
        self._scan(self.last)
        self.assertEqual(self.last.state, "empty")

    def test_another_number_of_cards_ends_it(self):
        self._start_and_empty()
        self.loop.card_count = 3
        self.assertEqual((self.experiment.state, self.last.state), ("stopped", "retired"))
        again = self._create_experiment()
        again.action_start()
        self._scan(again.card_id)
        self.loop.card_count = 5
        self.assertEqual((again.state, again.card_id.state), ("stopped", "empty"))
        circulating = self.loop.card_ids.filtered(lambda c: c.state != "retired")
        self.assertEqual(sorted(circulating.mapped("number")), [1, 2, 3, 4, 5])

    def test_an_archived_loop_ends_it(self):
        self._start_and_empty()
        self.loop.action_archive()
        self.assertEqual(self.experiment.state, "stopped")

    def test_a_held_loop_is_not_judged(self):
        self._start_and_empty()
        hold = self.env["lean.kanban.hold"].with_user(self.planner)
        hold.create({"loop_ids": self.loop.ids, "reason": "Count"}).action_hold()
        self._judge(days=30)
        self.assertEqual(self.experiment.state, "running")

    def test_the_card_put_aside_is_taken_back_by_stopping_only(self):
        self._start_and_empty()
        for act in ("action_found", "action_signal_full", "action_declare_lost"):
            with self.assertRaisesRegex(UserError, "kaizen trial"):
                getattr(self.last.with_user(self.operator), act)()
        later = fields.Datetime.now() + timedelta(minutes=5)
        with freeze_time(later):
            self.assertIn("keep this card aside until", self._scan(self.last)["message"])

    def test_without_a_cost_the_value_is_unknown(self):
        self.product.with_company(self.company).standard_price = 0
        self._start_and_empty()
        self._judge(days=8)
        self.assertTrue(self.experiment.is_value_unknown)
        self.assertIn("no cost", self.experiment.result)

    def test_what_cannot_be_tried_is_refused(self):
        self.experiment.action_start()
        with self.assertRaisesRegex(UserError, "running already"):
            self._create_experiment().action_start()
        single = self._create_loop(product=self._create_product("One"), card_count=1)
        with self.assertRaisesRegex(UserError, "one card only"):
            self._create_experiment(single).action_start()
        lost = self._create_loop(product=self._create_product("Lost"))
        lost.card_ids.filtered(lambda c: c.number == 3).action_declare_lost()
        with self.assertRaisesRegex(UserError, "out of the loop already"):
            self._create_experiment(lost).action_start()
        red = self._create_loop(product=self._create_product("Red"), full=0)
        with self.assertRaisesRegex(UserError, "red now"):
            self._create_experiment(red).action_start()

    def test_operators_look_and_planners_try(self):
        self.assertEqual(self.experiment.with_user(self.operator).days, 7)
        with self.assertRaises(AccessError):
            self.experiment.with_user(self.operator).action_start()
        with self.assertRaises(AccessError):
            self._create_experiment().with_user(self.operator).unlink()
        self.experiment.action_start()
        with self.assertRaisesRegex(UserError, "history"):
            self.experiment.unlink()

    def test_queries_do_not_grow_with_trials(self):
        experiments = self.env["lean.kanban.experiment"]
        for index in range(12):
            loop = self._create_loop(product=self._create_product(f"Part {index}"))
            experiments |= self._create_experiment(loop)
        experiments.action_start()
        few = self._count_queries(experiments[:2])
        self.assertLessEqual(self._count_queries(experiments[2:]), few + 3)

    def _count_queries(self, experiments):
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.cr.sql_log_count
        experiments.sudo()._update_experiments()
        self.env.flush_all()
        return self.cr.sql_log_count - before
