# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from freezegun import freeze_time

from odoo.exceptions import AccessError
from odoo.tests import new_test_user, tagged

from .test_board import BoardCommon

MONDAY = "2026-03-02 10:00:00"


class AnalysisCommon(BoardCommon):
    """Loops fetched from a reserve, at a company in Vienna that works Monday to Friday, 8–12 and 13–17."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.resource_calendar_id.tz = "Europe/Vienna"

    @classmethod
    def _create_loop(cls, *args, **values):
        with freeze_time(MONDAY):
            return super()._create_loop(*args, **values)

    def _replenish(self, card, signalled, released, received):
        """One cycle of a card, at times in UTC."""
        with freeze_time(signalled):
            self.assertTrue(self._scan(card)["ok"])
        with freeze_time(released):
            self._release()
        with freeze_time(received):
            picking = card.sudo().supply_id.allocation_ids.move_id.picking_id
            self._put_stock(card.product_id, self.reserve, sum(picking.move_ids.mapped("product_qty")))
            picking.action_assign()
            self._receive(picking)
        self.assertEqual(card.state, "full")

    def _get_rows(self, loop, user=None):
        return self.env["lean.kanban.analysis"].with_user(user or self.operator).search([("loop_id", "=", loop.id)])

    def _get_stockouts(self, loop, user=None):
        return self.env["lean.kanban.stockout"].with_user(user or self.operator).search([("loop_id", "=", loop.id)])


@tagged("post_install", "-at_install")
class TestAnalysis(AnalysisCommon):
    def test_a_cycle_worked_by_hand(self):
        """Full Mon 10:00, signalled Wed 10:00, ordered Wed 16:00, full again Mon 10:00."""
        loop = self._create_loop()
        self._replenish(loop.card_ids[0], "2026-03-04 10:00:00", "2026-03-04 16:00:00", "2026-03-09 10:00:00")
        row = self._get_rows(loop)
        self.assertAlmostEqual(row.cycle_days, 7)
        self.assertAlmostEqual(row.lead_days, 5)
        self.assertAlmostEqual(row.lead_working_days, 3)
        self.assertAlmostEqual(row.wait_days, 0.25)
        self.assertAlmostEqual(row.confirm_days, 0)
        self.assertAlmostEqual(row.supply_days, 4.75)
        self.assertAlmostEqual(row.wait_days + row.confirm_days + row.supply_days, row.lead_days)

    def test_working_days_agree_with_those_that_size_the_loop(self):
        self.env["resource.calendar.leaves"].create(
            {
                "name": "Holiday",
                "company_id": self.company.id,
                "calendar_id": self.company.resource_calendar_id.id,
                "date_from": "2026-03-04 23:00:00",
                "date_to": "2026-03-05 22:59:59",
            }
        )
        loop = self._create_loop()
        spans = [
            ("2026-03-04 10:00:00", "2026-03-04 16:00:00", "2026-03-09 10:00:00"),
            ("2026-03-10 08:00:00", "2026-03-10 09:00:00", "2026-03-10 20:00:00"),
            ("2026-03-13 08:00:00", "2026-03-13 09:00:00", "2026-03-31 20:00:00"),
        ]
        for card, span in zip(loop.card_ids, spans, strict=True):
            self._replenish(card, *span)
        with freeze_time("2026-04-01 10:00:00"):
            times = self.env["lean.kanban.history"]._get_lead_times(loop, "2026-03-01")
        rows = self._get_rows(loop)
        self.assertAlmostEqual(min(rows.mapped("lead_working_days")), 0.5)
        for shown, used in zip(sorted(rows.mapped("lead_working_days")), sorted(times[loop.id]), strict=True):
            self.assertAlmostEqual(shown, used)
        self.assertIn(2, [round(days, 6) for days in rows.mapped("lead_working_days")])  # 5 - weekend - holiday

    def test_what_is_not_known_is_in_no_average(self):
        loop = self._create_loop(full=2)
        self._replenish(loop.card_ids[0], "2026-03-04 10:00:00", "2026-03-04 10:00:00", "2026-03-06 10:00:00")
        with freeze_time("2026-03-09 10:00:00"):
            self._empty(loop.card_ids[1])
        domain = [("loop_id", "=", loop.id)]
        analysis = self.env["lean.kanban.analysis"].with_user(self.operator)
        [[count, cycle, lead]] = analysis._read_group(domain, [], ["__count", "cycle_days:avg", "lead_days:avg"])
        self.assertEqual(count, 3)  # the third card had never been full
        self.assertAlmostEqual(cycle, 4)
        self.assertAlmostEqual(lead, 3)  # 2 days and 4 days; the second card is still on its way
        open_only = [*domain, ("state", "!=", "done")]
        for undefined in analysis._read_group(open_only, [], ["lead_days:avg", "turns:avg"])[0]:
            self.assertIs(undefined, False)  # and not 0
        [row] = analysis.search_read(open_only, ["lead_days", "lead_working_days", "supply_days", "turns"])
        self.assertEqual({row[name] for name in row if name != "id"}, {False})
        self.assertIs(row["lead_days"], False)  # a list shows nothing, not 0.00

    def test_turns_are_cycles_over_cards(self):
        """Four cycles of two cards are two turns; three of three are one; their mean is 1.5."""
        pair = self._create_loop(card_count=2)
        for day in (3, 5, 9, 11):
            times = (f"2026-03-{day:02} 10:00:00", f"2026-03-{day:02} 10:00:00", f"2026-03-{day + 1:02} 10:00:00")
            self._replenish(pair.card_ids[0], *times)
        three = self._create_loop(product=self._create_product("Shaft"))
        for card in three.card_ids:
            self._replenish(card, "2026-03-04 10:00:00", "2026-03-04 10:00:00", "2026-03-06 10:00:00")
        analysis = self.env["lean.kanban.analysis"].with_user(self.operator)
        domain = [("loop_id", "in", (pair | three).ids)]
        self.assertEqual(dict(analysis._read_group(domain, ["loop_id"], ["turns:avg"])), {pair: 2, three: 1})
        self.assertEqual(analysis._read_group(domain, [], ["turns:avg"]), [(1.5,)])

    def test_a_row_leads_to_its_replenishment_and_a_loop_to_its_rows(self):
        loop = self._create_loop()
        self._replenish(loop.card_ids[0], "2026-03-04 10:00:00", "2026-03-04 16:00:00", "2026-03-09 10:00:00")
        row = self._get_rows(loop)
        action = row.action_open_supply()
        self.assertEqual((action["res_model"], action["res_id"]), ("lean.kanban.supply", row.supply_id.id))
        self.assertEqual(row.search(loop.with_user(self.operator).action_view_analysis()["domain"]), row)

    def test_only_lean_users_and_only_their_companies(self):
        loop = self._create_loop()
        self._replenish(loop.card_ids[0], "2026-03-04 10:00:00", "2026-03-04 16:00:00", "2026-03-09 10:00:00")
        other = self.env["res.company"].create({"name": "Other"})
        stranger = new_test_user(
            self.env, "ana_other", "lean_base.group_lean_user", company_id=other.id, company_ids=[(6, 0, other.ids)]
        )
        nobody = self._create_user("nobody", "base.group_user")
        for model in ("lean.kanban.analysis", "lean.kanban.stockout"):
            rows = self.env[model].with_context(allowed_company_ids=other.ids)
            self.assertFalse(rows.with_user(stranger).search([("loop_id", "=", loop.id)]))
            with self.assertRaises(AccessError):
                self.env[model].with_user(nobody).search([])


@tagged("post_install", "-at_install")
class TestStockout(AnalysisCommon):
    def test_a_weekend_worked_by_hand(self):
        """The last goes Friday 16:00 UTC (17:00 in Vienna, closing time), the next comes Monday 9:00 there."""
        loop = self._create_loop(card_count=2)
        with freeze_time("2026-03-05 10:00:00"):
            self._scan(loop.card_ids[1])
        self._replenish(loop.card_ids[0], "2026-03-06 16:00:00", "2026-03-06 16:30:00", "2026-03-09 08:00:00")
        stockout = self._get_stockouts(loop)
        self.assertRecordValues(
            stockout,
            [{"loop_id": loop.id, "card_id": loop.card_ids[0].id, "hours": 64, "working_hours": 1, "is_open": False}],
        )

    def test_it_lasts_until_now(self):
        loop = self._create_loop(card_count=1)
        with freeze_time("2026-03-04 10:00:00"):
            self._scan(loop.card_ids)
        with freeze_time("2026-03-05 10:00:00"):
            stockout = self._get_stockouts(loop)
            # Vienna: Wednesday 11-12 and 13-17, Thursday 8-11
            self.assertRecordValues(stockout, [{"hours": 24, "working_hours": 8, "is_open": True, "date_to": False}])

    def test_containers_in_use_are_at_hand(self):
        loop = self._create_loop(card_count=1)
        with freeze_time("2026-03-04 10:00:00"):
            loop.card_ids.with_user(self.operator).action_open_container()
        self.assertFalse(self._get_stockouts(loop))

    def test_undefined_where_the_first_piece_signals(self):
        loop = self._create_loop(card_count=1, signal_point="first_piece")
        with freeze_time("2026-03-04 10:00:00"):
            self._scan(loop.card_ids)
        self.assertFalse(self._get_stockouts(loop))

    def test_the_end_of_a_loop_is_no_stockout(self):
        loop = self._create_loop(card_count=1)
        with freeze_time("2026-03-04 10:00:00"):
            loop.action_archive()
        self.assertFalse(self._get_stockouts(loop))

    def test_one_that_was_never_filled_has_none(self):
        loop = self._create_loop(full=0)
        self.assertFalse(self._get_stockouts(loop))
