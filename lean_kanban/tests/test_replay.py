# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from datetime import datetime, timedelta

from freezegun import freeze_time

from odoo.exceptions import AccessError, ValidationError
from odoo.tests import Form, tagged

from .common import KanbanCommon

NOW = datetime(2026, 3, 30, 10)  # a Monday


@tagged("post_install", "-at_install")
class TestReplay(KanbanCommon):
    """Before going live: the product's own moves run through so many cards."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.partner_id.tz = "Europe/Brussels"
        cls.product.standard_price = 4.2
        cls._put_stock(cls.product, cls.shelf_a, 10000)
        cls.customers = cls.env.ref("stock.stock_location_customers")
        cls.loops = cls.env["lean.kanban.loop"].with_user(cls.planner)

    def setUp(self):
        super().setUp()
        freezer = freeze_time(NOW)
        freezer.start()
        self.addCleanup(freezer.stop)

    def _consume(self, quantity, days_ago):
        move = self.env["stock.move"].create(
            {
                "product_id": self.product.id,
                "product_uom_qty": quantity,
                "location_id": self.shelf_a.id,
                "location_dest_id": self.customers.id,
                "company_id": self.company.id,
            }
        )
        move._action_confirm()
        move.quantity = quantity
        move.move_line_ids.location_id = self.shelf_a
        move.picked = True
        move._action_done()
        move.date = NOW - timedelta(days=days_ago)

    def _consume_every_working_day(self, quantity, days=60):
        for ago in range(1, days + 1):
            if (NOW - timedelta(days=ago)).weekday() < 5:
                self._consume(quantity, ago)

    def _create_draft(self, **values):
        """A draft that fetches, three days away."""
        return self.loops.create(
            {
                "product_id": self.product.id,
                "location_id": self.shelf_a.id,
                "source_location_id": self.line_side.id,
                "container_qty": 20,
                "card_count": 4,
                "handling_days": 3,
                **values,
            }
        )

    def _open(self, action):
        self.assertEqual(action["res_model"], "lean.kanban.replay")
        return self.env["lean.kanban.replay"].with_user(self.planner).browse(action["res_id"])

    def _get_rows(self, replay):
        return {row["number"]: row for row in replay.candidates["rows"]}

    def test_a_draft_shows_what_its_cards_would_have_done(self):
        """48 a day for three days out of containers of 20: 7.2 have to cover it."""
        self._consume_every_working_day(48)
        loop = self._create_draft()
        replay = self._open(loop.action_open_replay())
        self.assertFalse(replay.complaint)
        rows = self._get_rows(replay)
        self.assertLess(rows[4]["fill_rate"], 80)
        self.assertLess(rows[7]["fill_rate"], 100)
        self.assertEqual((rows[9]["fill_rate"], rows[9]["short_days"]), (100, 0))
        self.assertGreater(rows[10]["stock"], rows[9]["stock"])
        self.assertAlmostEqual(rows[9]["cash"], rows[9]["stock"] * 4.2)
        self.assertEqual(len(replay.stock_chart["labels"]), len(replay.stock_chart["series"][0]["values"]))
        days = [day for day in range(1, 61) if (NOW - timedelta(days=day)).weekday() < 5]
        self.assertIn(f"{48 * len(days)} Units left {self.shelf_a.display_name}", replay.explanation)
        self.assertIn("3 working days, always", replay.explanation)

    def test_the_chosen_number_goes_to_the_loop(self):
        self._consume_every_working_day(48)
        loop = self._create_draft()
        with Form(self._open(loop.action_open_replay())) as form:
            form.container_qty = 40
            form.number = 6
        replay = form.record
        self.assertEqual(self._get_rows(replay)[6]["fill_rate"], 100)
        replay.action_use()
        self.assertRecordValues(loop, [{"card_count": 6, "container_qty": 40, "state": "draft"}])

    def test_a_running_loop_beside_another_number(self):
        self._consume_every_working_day(48)
        loop = self._create_loop(source_location_id=self.line_side.id, handling_days=3, card_count=12)
        replay = self._open(loop.with_user(self.planner).action_open_replay())
        rows = self._get_rows(replay)
        self.assertTrue(rows[12]["is_today"])
        replay.number = 9
        chosen, today = replay.stock_chart["series"]
        self.assertLess(sum(chosen["values"]), sum(today["values"]))
        replay.action_use()
        self.assertEqual(loop.card_count, 9)

    def test_the_recommended_number_is_marked(self):
        self._consume_every_working_day(48, days=30)
        loop = self._create_draft(demand_horizon_days=30, safety_percent=10)
        loop.action_update_sizing()
        replay = self._open(loop.action_open_replay())
        self.assertEqual(replay.number, loop.recommended_card_count)
        self.assertTrue(self._get_rows(replay)[9]["is_recommended"])

    def test_lead_times_are_drawn_from_those_measured(self):
        self._consume_every_working_day(48)
        loop = self._create_loop(source_location_id=self.line_side.id, card_count=9)
        card = loop.card_ids[0]
        self.env["lean.kanban.supply"].create(
            [
                {
                    "card_id": card.id,
                    "quantity": 20,
                    "state": "done",
                    "date_signalled": NOW - timedelta(days=13 + 2 * (index % 2)),
                    "date_done": NOW - timedelta(days=12),
                }
                for index in range(10)
            ]
        )
        replay = self._open(loop.with_user(self.planner).action_open_replay())
        self.assertEqual(replay.lead_time_basis, "measured")
        self.assertIn("drawn from 10 replenishments", replay.explanation)
        first = replay.candidates
        replay.invalidate_recordset()
        self.assertEqual(replay.candidates, first)

    def test_beside_a_reordering_rule_from_its_conversion(self):
        self._consume_every_working_day(48)
        rule = self._create_rule(20, 80)
        action = rule.with_user(self.planner).action_open_kanban_conversion()
        conversion = self.env["lean.kanban.convert"].with_user(self.planner).browse(action["res_id"])
        replay = self._open(conversion.line_ids.action_open_replay())
        replay.write({"lead_time_days": 3, "number_to": 12})
        self.assertFalse(replay.complaint)
        self.assertEqual(replay.candidates["rule_name"], "Rule 20/80")
        self.assertLess(replay.candidates["rule"]["fill_rate"], 100)
        self.assertEqual(self._get_rows(replay)[9]["fill_rate"], 100)
        replay.number = 9
        back = replay.action_use()
        self.assertEqual((back["res_model"], back["res_id"]), (conversion._name, conversion.id))
        self.assertEqual(conversion.line_ids.card_count, 9)
        loop = self.loops.search(conversion.action_convert()["domain"])
        self.assertEqual(loop.card_count, 9)
        self.assertEqual(self._open(loop.action_open_replay()).today, "rule")

    def _create_rule(self, low, high):
        return self.env["stock.warehouse.orderpoint"].create(
            {
                "product_id": self.product.id,
                "location_id": self.shelf_a.id,
                "warehouse_id": self.warehouse.id,
                "company_id": self.company.id,
                "product_min_qty": low,
                "product_max_qty": high,
            }
        )

    def test_the_demand_of_another_company_is_not_read(self):
        other = self.env["res.company"].create({"name": "Elsewhere"})
        place = self.env["stock.warehouse"].search([("company_id", "=", other.id)], limit=1).lot_stock_id
        values = {"product_id": self.product.id, "location_id": place.id, "company_id": other.id}
        with self.assertRaises(AccessError):
            self.env["lean.kanban.replay"].with_user(self.planner).create(values).mapped("candidates")

    def test_what_is_locked_is_not_there_to_be_drawn(self):
        replay = self._open(self._create_draft().action_open_replay())
        stock = replay._get_stock()
        self.env["lean.kanban.buffer"].create(
            {
                "loop_id": replay.loop_id.id,
                "location_id": self.shelf_a.id,
                "quantity": 400,
                "reason": "certified",
                "authority": "contract",
                "review_date": "2026-12-31",
            }
        )
        self.assertEqual(replay._get_stock(), stock - 400)

    def test_a_product_without_a_loop(self):
        self._consume_every_working_day(48)
        self._create_rule(20, 80)
        product = self.product.with_user(self.planner)
        replay = self._open(product.product_tmpl_id.action_open_kanban_replay())
        self.assertEqual((replay.today, replay.location_id), ("rule", self.shelf_a))
        replay.lead_time_days = 3
        replay.number = 9
        action = replay.action_use()
        loop = self.env[action["res_model"]].browse(action["res_id"])
        self.assertRecordValues(
            loop, [{"state": "draft", "card_count": 9, "container_qty": 20, "location_id": self.shelf_a.id}]
        )

    def test_a_triangle_varies_its_container(self):
        self._consume_every_working_day(48)
        loop = self._create_draft(trigger="signal", lot_container_count=11, signal_container=2)
        replay = self._open(loop.action_open_replay())
        rows = self._get_rows(replay)
        self.assertLess(rows[2]["fill_rate"], 100)
        enough = min(number for number, row in rows.items() if row["fill_rate"] == 100)
        self.assertTrue(6 <= enough <= 8, enough)
        replay.number = enough
        replay.action_use()
        self.assertEqual((loop.signal_container, loop.card_count), (enough, 1))

    def test_without_a_history_nothing_is_shown(self):
        replay = self._open(self._create_draft().action_open_replay())
        self.assertIn("Nothing has left", replay.complaint)
        self.assertFalse(replay.candidates or replay.stock_chart or replay.explanation)
        self._consume(5, days_ago=200)
        self.assertIn("Nothing has left", replay.complaint)
        replay.history_days = 300
        self.assertFalse(replay.complaint)
        self.assertEqual(self._get_rows(replay)[4]["fill_rate"], 100)

    def test_a_day_is_one_in_the_company(self):
        """23:30 UTC on Sunday is Monday in Brussels: today, so not yet history."""
        self._consume(77, days_ago=1)
        line = self.env["stock.move.line"].search([("product_id", "=", self.product.id)])
        line.date = datetime(2026, 3, 29, 22, 30)
        self.assertIn("Nothing has left", self._open(self._create_draft().action_open_replay()).complaint)

    def test_an_unknown_lead_time_is_asked_for(self):
        self._consume_every_working_day(48)
        replay = self._open(self._create_draft(handling_days=0).action_open_replay())
        self.assertIn("lead time is not known", replay.complaint)
        with Form(replay) as form:
            form.lead_time_days = 3
            self.assertFalse(form.complaint)
        self.assertTrue(replay.candidates)
        for values in ({"container_qty": 0}, {"number": 0}, {"history_days": 0}, {"batch_size": 0}):
            with self.assertRaises(ValidationError), self.cr.savepoint():
                replay.write(values)

    def test_operators_do_not_replay(self):
        loop = self._create_draft()
        for action in (
            loop.with_user(self.operator).action_open_replay,
            self.product.with_user(self.operator).action_open_kanban_replay,
        ):
            with self.assertRaises(AccessError):
                action()
