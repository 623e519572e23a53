# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
import doctest
import unittest
from datetime import datetime, timedelta

import pytz
from freezegun import freeze_time
from hypothesis import given
from hypothesis import strategies as st

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import BaseCase, tagged

from ..calculations import runs
from .common import KanbanCommon

moments = st.datetimes(datetime(2025, 1, 1), datetime(2028, 1, 1))
hours = st.lists(st.floats(0, 23.98), min_size=1, max_size=6)
zones = st.sampled_from(["Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "UTC", "Asia/Kathmandu"])


@tagged("post_install", "-at_install")
class TestNextRun(BaseCase):
    def test_examples_in_the_docstrings(self):
        result = unittest.TestResult()
        doctest.DocTestSuite(runs).run(result)
        self.assertTrue(result.testsRun)
        self.assertFalse(result.failures + result.errors)

    @given(moments, hours, zones)
    def test_runs_follow_each_other(self, after, at, name):
        zone = pytz.timezone(name)
        following = runs.next_run(after, at, zone)
        self.assertGreater(following, after)
        self.assertLessEqual(following - after, timedelta(hours=25))
        self.assertGreater(runs.next_run(following, at, zone), following)

    @given(moments, hours, zones, st.floats(0, 1))
    def test_waiting_never_brings_a_run_forward(self, after, at, name, share):
        """Whoever empties a container later, but before the run, goes with the same run."""
        zone = pytz.timezone(name)
        following = runs.next_run(after, at, zone)
        between = after + (following - after) * share
        if between < following:
            self.assertEqual(runs.next_run(between, at, zone), following)


@tagged("post_install", "-at_install")
class TestRun(KanbanCommon):
    """A milk run at 06:00 and 14:00 in Berlin, on working days."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.partner_id.tz = "Europe/Berlin"
        cls.company.resource_calendar_id.tz = "Europe/Berlin"
        cls._put_stock(cls.product, cls.line_side, 1000)

    def setUp(self):
        super().setUp()
        self.clock = self.startPatcherAt("2026-03-06 08:00:00")  # Friday, 09:00 in Berlin
        self.run_round = (
            self.env["lean.kanban.run"]
            .with_user(self.planner)
            .create(
                {
                    "name": "Tugger",
                    "company_id": self.company.id,
                    "calendar_id": self.company.resource_calendar_id.id,
                    "hour_ids": [Command.create({"hour": 6}), Command.create({"hour": 14})],
                }
            )
        )
        self.loop = self._create_loop(source_location_id=self.line_side.id, run_id=self.run_round.id)

    def startPatcherAt(self, moment):
        freezer = freeze_time(moment)
        clock = freezer.start()
        self.addCleanup(freezer.stop)
        return clock

    def _run_cron(self):
        """The release as its cron runs it, without the commits."""
        self.env["lean.kanban.run"].sudo()._refresh_all()
        self._release()

    def test_an_emptied_card_waits_for_its_run(self):
        card = self.loop.card_ids[0]
        answer = self._scan(card)
        self.assertEqual((answer["level"], answer["state"]), ("success", "wait"))
        self.assertEqual(answer["title"], "Empty → run 14:00")
        self.assertEqual(answer["message"], "Empty. Ordered with the run 14:00.")
        self.assertEqual((card.wait_note, card.release_date), ("run 14:00", datetime(2026, 3, 6, 13)))
        self.assertTrue(self._has_trigger("2026-03-06 13:00:00"))
        self._run_cron()
        self.assertEqual(card.state, "wait")
        self.clock.move_to("2026-03-06 13:00:05")
        self._run_cron()
        self.assertEqual(card.state, "in_process")
        self._run_cron()
        self.assertEqual(len(card.supply_ids), 1)

    def _has_trigger(self, moment):
        cron = self.env.ref("lean_kanban.ir_cron_release")
        return bool(self.env["ir.cron.trigger"].search_count([("cron_id", "=", cron.id), ("call_at", "=", moment)]))

    def test_scanned_again_it_says_its_run(self):
        card = self.loop.card_ids[0]
        self._scan(card)
        self.clock.tick(60)
        answer = self._scan(card)
        self.assertEqual((answer["level"], answer["message"]), ("warning", "Empty. Ordered with the run 14:00."))

    def test_a_run_is_not_lost_with_its_cron(self):
        """Nobody ran anything from Friday to Monday noon."""
        self._scan(self.loop.card_ids[0])
        self.clock.move_to("2026-03-09 11:00:00")
        self._scan(self.loop.card_ids[1])
        self._run_cron()
        self.assertEqual(self._get_states(self.loop), ["in_process", "wait", "full"])
        self.assertEqual(self.loop.card_ids[1].wait_note, "run 14:00")

    def test_weekends_and_holidays_are_passed_over(self):
        self.clock.move_to("2026-03-06 14:00:00")
        self._scan(self.loop.card_ids[0])
        self.assertEqual(self.loop.card_ids[0].wait_note, "run Mon 06:00")
        self._add_holiday("2026-03-09")
        self._run_cron()
        self.assertEqual(self.loop.card_ids[0].wait_note, "run Tue 06:00")
        self.clock.move_to("2026-03-09 06:00:00")
        self._run_cron()
        self.assertEqual(self.loop.card_ids[0].state, "wait")

    def _add_holiday(self, date):
        self.env["resource.calendar.leaves"].create(
            {
                "name": "Holiday",
                "company_id": self.company.id,
                "calendar_id": self.company.resource_calendar_id.id,
                "date_from": f"{date} 00:00:00",
                "date_to": f"{date} 22:00:00",
            }
        )

    def test_summer_time(self):
        self.clock.move_to("2026-03-27 14:00:00")  # the clock goes forward on Sunday
        self.run_round._refresh()
        self.assertEqual(self.run_round.next_date, datetime(2026, 3, 30, 4))

    def test_a_moved_run_takes_its_cards_along(self):
        self._scan(self.loop.card_ids[0])
        self.run_round.hour_ids.filtered(lambda line: line.hour == 14).hour = 16
        self.assertEqual(self.loop.card_ids[0].wait_note, "run 16:00")

    def test_an_incomplete_batch_waits_for_the_next_run(self):
        self.loop.batch_size = 2
        answer = self._scan(self.loop.card_ids[0])
        self.assertEqual(answer["message"], "Empty. 1 of 2 for the run 14:00.")
        self.clock.move_to("2026-03-06 13:00:05")
        self._run_cron()
        self.assertEqual(self.loop.card_ids[0].wait_note, "run Mon 06:00")
        self._scan(self.loop.card_ids[1])
        self.assertEqual(self._get_states(self.loop), ["wait", "wait", "full"])
        self.clock.move_to("2026-03-09 05:00:00")
        self._run_cron()
        self.assertEqual(self._get_states(self.loop), ["in_process", "in_process", "full"])

    def test_a_planner_runs_now(self):
        self._scan(self.loop.card_ids[0])
        with self.assertRaises(AccessError):
            self.loop.with_user(self.operator).action_release_waiting()
        self.assertEqual(self.run_round.waiting_count, 1)
        self.run_round.action_run_now()
        self.assertEqual(self.loop.card_ids[0].state, "in_process")

    def test_a_loop_that_leaves_its_run(self):
        self._scan(self.loop.card_ids[0])
        self.loop.run_id = False
        self._release()
        self.assertEqual(self.loop.card_ids[0].state, "in_process")

    def test_a_loop_goes_live_with_its_run(self):
        loop = self._create_loop(
            full=1,
            product=self._create_product("Other"),
            source_location_id=self.line_side.id,
            run_id=self.run_round.id,
        )
        self.assertEqual(self._get_states(loop), ["full", "wait", "wait"])
        self.assertEqual(loop.card_ids[1].wait_note, "run 14:00")

    def test_consumption_waits_for_the_run_and_goods_that_come_back_take_it_back(self):
        loop = self._create_loop(
            product=self._create_product("Other"),
            source_location_id=self.line_side.id,
            run_id=self.run_round.id,
            trigger="quantity",
        )
        self._put_stock(loop.product_id, self.shelf_a, -20)
        loop._settle_containers()
        self.assertEqual(sorted(self._get_states(loop)), ["full", "full", "wait"])
        self._put_stock(loop.product_id, self.shelf_a, 20)
        loop._settle_containers()
        self.assertEqual(self._get_states(loop), ["full"] * 3)
        self.assertFalse(any(loop.card_ids.mapped("release_date")))

    def test_undo_before_the_run(self):
        self._scan(self.loop.card_ids[0], scan_uid="run-1")
        answer = self.env["lean.kanban.card"].with_user(self.operator).undo_scan("run-1")
        self.assertEqual((answer["level"], self.loop.card_ids[0].state), ("repeat", "full"))
        self.clock.move_to("2026-03-06 13:00:05")
        self._run_cron()
        self.assertEqual(self.loop.card_ids[0].state, "full")

    def test_a_cancelled_card_that_orders_again_waits_for_its_run(self):
        self.loop.resignal_cancelled = True
        card = self.loop.card_ids[0]
        self._scan(card)
        self.loop.action_release_waiting()
        self._release()
        self.assertEqual(card.state, "in_process")
        card.supply_id.allocation_ids.move_id.picking_id.sudo().action_cancel()
        self.assertEqual((card.state, card.is_held_back), ("wait", False))
        self.assertEqual(card.release_date, self.loop._get_run_date())

    def test_the_board_names_the_run(self):
        self._scan(self.loop.card_ids[0])
        board = self.env["lean.kanban.loop"].with_user(self.operator).get_board({"loop_ids": self.loop.ids})
        self.assertEqual(board["loops"][0]["wait_note"], "run 14:00")

    def test_the_lead_time_counts_the_wait(self):
        self.loop._update_sizing()
        with_run = self.loop.lead_time_days
        self.loop.run_id = False
        self.loop._update_sizing()
        self.assertAlmostEqual(with_run - self.loop.lead_time_days, 0.5)

    def test_a_run_in_use_stays(self):
        with self.assertRaises(ValidationError):
            self.run_round.active = False
        with self.assertRaises(UserError):
            self.run_round.unlink()
        with self.assertRaises(ValidationError):
            self.run_round.hour_ids = [Command.clear()]
        with self.assertRaises(AccessError):
            self.run_round.with_user(self.operator).name = "Mine"

    def test_a_scan_reads_no_calendar(self):
        plain = self._create_loop(product=self._create_product("Plain"), source_location_id=self.line_side.id)
        self._count_queries(plain)  # what is cached for the whole database
        other = self._create_loop(product=self._create_product("Other"), source_location_id=self.line_side.id)
        self.assertLessEqual(self._count_queries(self.loop), self._count_queries(other) + 4)

    def _count_queries(self, loop):
        self._scan(loop.card_ids[0])
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.cr.sql_log_count
        self._scan(loop.card_ids[1])
        self.env.flush_all()
        return self.cr.sql_log_count - before
