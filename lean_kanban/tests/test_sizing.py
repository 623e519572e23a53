# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from datetime import date, datetime, timedelta

from freezegun import freeze_time

from odoo.exceptions import AccessError, ValidationError
from odoo.tests import tagged

from .common import KanbanCommon

NOW = datetime(2026, 3, 30, 10)  # a Monday


@tagged("post_install", "-at_install")
class TestSizing(KanbanCommon):
    """Demand from real move lines, lead times from real replenishments."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.partner_id.tz = "Europe/Brussels"
        cls._put_stock(cls.product, cls.shelf_a, 10000)
        cls.loop = cls._create_loop(
            source_location_id=cls.line_side.id, demand_horizon_days=28, handling_days=3, card_count=12
        )
        cls.customers = cls.env.ref("stock.stock_location_customers")
        cls.scrap = cls.env["stock.location"].search(
            [("usage", "=", "inventory"), ("company_id", "=", cls.company.id)], limit=1
        )

    def _move(self, quantity, date, source=None, target=None, **values):
        """Goods moved at a date, through a real done move."""
        source, target = source or self.shelf_a, target or self.customers
        move = self.env["stock.move"].create(
            {
                "product_id": self.product.id,
                "product_uom_qty": quantity,
                "location_id": source.id,
                "location_dest_id": target.id,
                "company_id": self.company.id,
                **values,
            }
        )
        move._action_confirm()
        move.quantity = quantity
        move.move_line_ids.location_id = source
        move.picked = True
        move._action_done()
        move.date = date
        self.assertEqual(move.move_line_ids.date, date)
        return move

    def _consume_every_working_day(self, quantity):
        for days in range(1, 29):
            date = NOW - timedelta(days=days)
            if date.weekday() < 5:
                self._move(quantity, date)

    @freeze_time(NOW)
    def test_the_worked_case_of_the_design(self):
        """48 a day × 3 d × 1.1 / 20 = 7.92 → 8 + 1 = 9."""
        self._consume_every_working_day(48)
        self.loop.action_update_sizing()
        self.assertAlmostEqual(self.loop.daily_demand, 48)
        self.assertEqual(self.loop.lead_time_days, 3)
        self.assertEqual(self.loop.recommended_card_count, 9)
        self.assertTrue(self.loop.is_resizing_due)
        self.assertEqual(
            self.loop.sizing_explanation,
            "D 48.0/day (20 days) × L 3 d (by its rules) × 1.1 ÷ 20 = 7.92 → 8, + 1 being emptied = 9 cards",
        )
        self.loop.action_apply_sizing()
        self.assertEqual(self.loop.card_count, 9)
        self.assertFalse(self.loop.is_resizing_due)

    @freeze_time(NOW)
    def test_what_is_demand_and_what_is_not(self):
        day = NOW - timedelta(days=3)
        level = self.shelf_a.copy({"name": "Level", "location_id": self.shelf_a.id})
        self._move(100, day)
        self._move(30, day, target=self.shelf_b)
        self._move(500, day, target=level)
        self._move(40, day, target=self.env.ref("stock.stock_location_suppliers"))
        self._move(10, day, source=self.customers, target=self.shelf_a)
        self._move(700, NOW - timedelta(days=40))
        self._move(900, NOW - timedelta(hours=1))
        self.env["stock.quant"]._update_available_quantity(self.product, self.shelf_a, -50)
        self.loop.action_update_sizing()
        self.assertAlmostEqual(self.loop.daily_demand * self.loop.demand_day_count, 120, places=2)

    @freeze_time(NOW)
    def test_scrap_is_demand(self):
        scrap = self.env["stock.scrap"].create(
            {
                "product_id": self.product.id,
                "scrap_qty": 60,
                "location_id": self.shelf_a.id,
                "company_id": self.company.id,
            }
        )
        scrap.action_validate()
        scrap.move_ids.date = NOW - timedelta(days=2)
        self.loop.action_update_sizing()
        self.assertAlmostEqual(self.loop.daily_demand * self.loop.demand_day_count, 60, places=2)

    @freeze_time(NOW)
    def test_a_day_is_one_in_the_company(self):
        """23:30 UTC on Sunday is Monday in Brussels: today, so not yet history."""
        self._move(77, datetime(2026, 3, 29, 22, 30))
        self.loop.action_update_sizing()
        self.assertEqual(self.loop.daily_demand, 0)
        self.assertIn("expected demand", self.loop.sizing_explanation)
        self.assertEqual(self.loop.recommended_card_count, 0)

    @freeze_time(NOW)
    def test_expected_demand_comes_first(self):
        self._consume_every_working_day(48)
        self.loop.expected_daily_demand = 96
        self.loop.action_update_sizing()
        self.assertEqual(self.loop.recommended_card_count, 17)
        self.assertIn("(expected)", self.loop.sizing_explanation)

    def _replenish(self, count, days):
        card = self.loop.card_ids[0]
        self.env["lean.kanban.supply"].create(
            [
                {
                    "card_id": card.id,
                    "quantity": 20,
                    "state": "done",
                    "date_signalled": NOW - timedelta(days=days + 10),
                    "date_done": NOW - timedelta(days=10),
                }
                for __ in range(count)
            ]
        )

    @freeze_time(NOW)
    def test_lead_time_is_measured_once_there_are_enough(self):
        self._consume_every_working_day(48)
        self._replenish(9, days=1)
        self.loop.action_update_sizing()
        self.assertEqual((self.loop.lead_time_days, self.loop.lead_time_count), (3, 0))
        self._replenish(1, days=2)
        self.loop.action_update_sizing()
        self.assertEqual((self.loop.lead_time_days, self.loop.lead_time_count), (1.1, 10))
        self.loop.lead_time_basis = "p90"
        self.loop.action_update_sizing()
        self.assertEqual(self.loop.lead_time_days, 1)
        self.assertIn("P90 of 10", self.loop.sizing_explanation)
        self.assertNotIn("1.1", self.loop.sizing_explanation)
        action = self.loop.action_view_lead_times()
        self.assertEqual(self.env[action["res_model"]].search_count(action["domain"]), 10)

    @freeze_time(NOW)
    def test_the_statistical_method(self):
        self._consume_every_working_day(48)
        self._move(200, NOW - timedelta(days=3))
        self.loop.sizing_method = "statistical"
        self.loop.action_update_sizing()
        steady = self.loop.recommended_card_count
        self.loop.service_percent = 99.9
        self.loop.action_update_sizing()
        self.assertGreater(self.loop.recommended_card_count, steady)
        self.assertIn("99.9 %", self.loop.sizing_explanation)

    @freeze_time(NOW)
    def test_cards_that_wait_for_their_batch_cover_nothing(self):
        """Two cards would never fill a batch of three: the loop would stand still."""
        self.loop.write({"expected_daily_demand": 2, "batch_size": 3})
        self.loop.action_update_sizing()
        self.assertEqual(self.loop.recommended_card_count, 4)
        self.assertIn("→ 1, + 3 being emptied or waiting (batch of 3) = 4 cards", self.loop.sizing_explanation)

    @freeze_time(NOW)
    def test_shelf_life_caps_the_cards(self):
        self._consume_every_working_day(48)
        self.loop.shelf_life_days = 2
        self.loop.action_update_sizing()
        self.assertEqual(self.loop.recommended_card_count, 4)
        self.assertIn("4 for its shelf life", self.loop.sizing_explanation)

    @freeze_time(NOW)
    def test_demand_leads_to_its_moves(self):
        move = self._move(48, NOW - timedelta(days=3))
        action = self.loop.action_view_demand()
        self.assertEqual(self.env[action["res_model"]].search(action["domain"]), move.move_line_ids)

    @freeze_time(NOW)
    def test_small_changes_leave_the_cards(self):
        self._consume_every_working_day(48)
        self.loop.card_count = 10
        self.loop.action_update_sizing()
        self.assertFalse(self.loop.is_resizing_due)

    @freeze_time(NOW)
    def test_each_loop_has_its_horizon(self):
        """Sized together, each by its own days: a move at the edge of a horizon is in it or not."""
        other = self._create_loop(full=0, location_id=self.line_side.id, source_location_id=self.shelf_a.id)
        other.demand_horizon_days = 3
        self.loop.demand_horizon_days = 4
        for source in (self.shelf_a, self.line_side):
            self._put_stock(self.product, source, 100)
            self._move(10, datetime(2026, 3, 26, 12), source=source)  # Thursday, four days ago
            self._move(30, datetime(2026, 3, 27, 12), source=source)  # Friday
        (self.loop | other).with_user(self.planner).action_update_sizing()
        self.assertEqual((self.loop.demand_day_count, self.loop.daily_demand), (2, 20))
        self.assertEqual((other.demand_day_count, other.daily_demand), (1, 30))

    @freeze_time(NOW)
    def test_a_day_begins_where_the_company_is(self):
        """Saturday 23:30 in UTC is Sunday in Brussels; on that Sunday its clocks went forward."""
        self._move(11, datetime(2026, 3, 28, 22, 59))
        self._move(22, datetime(2026, 3, 28, 23, 0))
        self._move(33, datetime(2026, 3, 29, 21, 59))
        self._move(44, datetime(2026, 3, 29, 22, 0))
        history = self.env["lean.kanban.history"]
        moved = history._read_daily(self.loop, history._get_day_starts(self.company, 28))[self.loop.id]
        self.assertEqual(
            {date: day.demand for date, day in moved.items()},
            {date(2026, 3, 28): 11, date(2026, 3, 29): 55, date(2026, 3, 30): 44},
        )

    @freeze_time(NOW)
    def test_days_of_a_company_without_a_zone_are_the_users(self):
        """As everywhere else: what is shown as today is what history ends before."""
        self.company.partner_id.tz = False
        self.env.user.tz = "Pacific/Auckland"
        self._move(10, datetime(2026, 3, 29, 10, 59))
        self._move(20, datetime(2026, 3, 29, 11, 1))  # Monday there: today
        self.loop.with_env(self.env)._update_sizing()
        self.assertAlmostEqual(self.loop.daily_demand * self.loop.demand_day_count, 10, places=2)

    @freeze_time(NOW)
    def test_what_moved_today_is_taken_out_of_the_stock_history_ends_with(self):
        """Received 70, consumed 5, and put 8 into a bin of the place."""
        shelf, rack = self.loop.location_id, self.shelf_a.create({"name": "Bin", "location_id": self.shelf_a.id})
        this_morning = NOW - timedelta(hours=2)
        self._move(900, NOW - timedelta(days=1))
        self._move(70, this_morning, source=self.env.ref("stock.stock_location_suppliers"), target=shelf)
        self._move(5, this_morning)
        self._move(8, this_morning, target=rack)
        self.env.flush_all()
        *__, yesterday, today = self.env["lean.kanban.history"].sudo()._get_days(self.loop.sudo())[self.loop.id]
        self.assertEqual((yesterday.change, today.change, today.demand), (-900, 65, 5))

    @freeze_time(NOW)
    def test_figures_reach_what_is_computed_from_them(self):
        self._consume_every_working_day(48)
        self.loop.action_update_sizing()
        before = self.loop.sizing_explanation
        self.loop.expected_daily_demand = 480
        self.loop.action_update_sizing()
        self.assertNotEqual(self.loop.sizing_explanation, before)
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertEqual((self.loop.daily_demand, self.loop.recommended_card_count), (480, 81))

    @freeze_time(NOW)
    def test_queries_do_not_grow_with_loops(self):
        loops = self.loop
        for index in range(20):
            loops |= self._create_loop(
                full=0, product=self._create_product(f"Part {index}"), source_location_id=self.line_side.id
            )
        self.loop._update_sizing()
        few, many = loops[:3], loops
        self.assertLessEqual(self._count_queries(many), self._count_queries(few) + 3)

    def _count_queries(self, loops):
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.cr.sql_log_count
        loops._update_sizing()
        self.env.flush_all()
        return self.cr.sql_log_count - before

    def test_bad_figures_are_refused(self):
        for values in (
            {"service_percent": 100},
            {"service_percent": 40},
            {"safety_percent": -1},
            {"handling_days": -1},
        ):
            with self.assertRaises(ValidationError), self.cr.savepoint():
                self.loop.write(values)

    def test_operators_do_not_size(self):
        for name in ("action_update_sizing", "action_apply_sizing"):
            with self.assertRaises(AccessError):
                getattr(self.loop.with_user(self.operator), name)()
