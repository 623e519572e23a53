# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from datetime import date

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, tagged

from .common import LeanKaizenCommon


@tagged("post_install", "-at_install")
class TestSaving(LeanKaizenCommon):
    def _approve(self, saving):
        saving.action_submit()
        saving.with_user(self.sponsor).action_approve()
        return saving

    def test_the_author_does_not_approve(self):
        saving = self._create_saving(user=self.sponsor)
        saving.action_submit()
        with self.assertRaisesRegex(UserError, "You entered “Less overtime” yourself"):
            saving.action_approve()
        self.assertEqual(saving.state, "submitted")

    def test_a_manager_who_is_the_author_does_not_approve_either(self):
        saving = self._create_saving(user=self.manager)
        saving.action_submit()
        with self.assertRaisesRegex(UserError, "yourself"):
            saving.action_approve()

    def test_who_changed_the_amount_is_the_author(self):
        saving = self._create_saving()
        saving.with_user(self.sponsor).amount_forecast = 90000
        saving.action_submit()
        with self.assertRaisesRegex(UserError, "yourself"):
            saving.with_user(self.sponsor).action_approve()

    def test_who_entered_it_at_a_station_does_not_approve_at_a_desk(self):
        self.event.sudo().member_ids += self.operator
        self.event.sudo().sponsor_id = self.station
        with self._web_session():
            self.env["hr.employee"].with_user(self.station).lean_identify("OPER8")
            saving = self._create_saving(user=self.station)
            saving.action_submit()
        self.operator.user_id = self.manager
        self.assertEqual(saving.author_employee_id, self.operator)
        with self.assertRaisesRegex(UserError, "yourself"):
            saving.with_user(self.manager).action_approve()

    def test_a_member_of_the_team_does_not_approve(self):
        saving = self._create_saving()
        saving.action_submit()
        with self.assertRaisesRegex(AccessError, "sponsor of the event or a Lean manager"):
            saving.with_user(self.member).action_approve()

    def test_the_sponsor_is_asked_and_approves(self):
        saving = self._create_saving()
        saving.action_submit()
        self.assertEqual(saving.activity_ids.user_id, self.sponsor)
        saving.with_user(self.sponsor).action_approve()
        self.assertRecordValues(
            saving,
            [{"state": "approved", "approved_by_id": self.sponsor.id, "date_approved": date(2026, 6, 1)}],
        )
        self.assertFalse(saving.activity_ids)

    def test_an_approved_forecast_stays(self):
        saving = self._approve(self._create_saving())
        with self.assertRaisesRegex(UserError, "only a draft can be changed"):
            saving.amount_forecast = 1
        with self.assertRaisesRegex(AccessError, "only a Lean manager"):
            saving.action_reset()
        saving.with_user(self.manager).action_reset()
        self.assertEqual((saving.state, saving.approved_by_id.id), ("draft", False))

    def test_the_actual_is_confirmed_by_another_than_who_entered_it(self):
        saving = self._create_saving()
        with self.assertRaisesRegex(UserError, "after the approval"):
            saving.amount_actual = 9000
        self._approve(saving)
        with self.assertRaisesRegex(UserError, "enter what it came to"):
            saving.with_user(self.sponsor).action_confirm()
        saving.with_user(self.sponsor).amount_actual = 9000
        with self.assertRaisesRegex(UserError, "yourself"):
            saving.with_user(self.sponsor).action_confirm()
        saving.with_user(self.manager).action_confirm()
        self.assertEqual(saving.state, "confirmed")
        with self.assertRaisesRegex(UserError, "before the confirmation"):
            saving.amount_actual = 1

    def test_nothing_is_claimed(self):
        saving = self._create_saving()
        for values in ({"state": "approved"}, {"author_id": self.member.id}, {"approved_by_id": self.sponsor.id}):
            with self.assertRaisesRegex(AccessError, "recorded, not entered"):
                saving.write(values)
        with self.assertRaisesRegex(AccessError, "recorded, not entered"):
            self._create_saving(state="approved")

    def test_a_stock_cut_is_cash_once_and_carrying_cost_each_year(self):
        with Form(
            self.env["lean.kaizen.stock.cut"].with_user(self.user).with_context(default_event_id=self.event.id)
        ) as form:
            form.amount = 200_000
            self.assertEqual((form.percent, form.yearly), (20, 40_000))
        form.record.action_create()
        self.assertRecordValues(
            self.event.saving_ids.sorted("id"),
            [
                {"kind": "cash", "recurrence": "once", "hardness": "hard", "amount_forecast": 200_000},
                {"kind": "profit", "recurrence": "yearly", "hardness": "hard", "amount_forecast": 40_000},
            ],
        )
        self.assertEqual(self.event.saving_ids.stock_cut_id.kind, "cash")

    def test_kinds_are_never_added_up(self):
        savings = self.env["lean.kaizen.saving"]._create_stock_cut(self.event, 200_000)
        self.assertEqual(len(self.event.saving_summary.splitlines()), 2)
        self.assertNotIn("240", self.event.saving_summary)
        period = self.env["lean.kaizen.saving.period"]
        [[cash, profit]] = period._read_group(
            [("event_id", "=", self.event.id)], [], ["amount_cash:sum", "amount_profit:sum"]
        )
        self.assertEqual((cash, profit), (200_000, 40_000))
        self.assertFalse(self.env["lean.kaizen.saving"]._fields["amount_forecast"].aggregator)
        self.assertEqual(len(savings.period_ids), 13)

    def test_cost_avoided_is_soft(self):
        saving = self._create_saving(kind="avoidance")
        self.assertEqual(saving.hardness, "soft")
        with self.assertRaisesRegex(ValidationError, "so it is soft"):
            saving.hardness = "hard"

    def test_months_of_forecast_and_of_what_is_actual_so_far(self):
        saving = self._approve(self._create_saving(date_from=date(2026, 3, 10)))
        self.assertEqual(len(saving.period_ids), 12)
        saving.write({"amount_actual": 6000, "date_actual": date(2026, 5, 31)})
        actual = saving.period_ids.filtered(lambda period: period.basis == "actual").sorted("date")
        self.assertEqual(actual.mapped("date"), [date(2026, 3, 1), date(2026, 4, 1), date(2026, 5, 1)])
        self.assertEqual(set(actual.mapped("amount_profit")), {500})
        self.assertEqual(actual.currency_id, self.company.currency_id)
        series = self.event.saving_chart["series"]
        self.assertEqual(series[0]["values"][-1], 12000)
        self.assertEqual([value for value in series[1]["values"] if value is not None], [500, 1000, 1500])

    def test_a_refused_saving_counts_nowhere(self):
        saving = self._create_saving()
        saving.action_submit()
        saving.with_user(self.sponsor).action_refuse()
        self.assertFalse(saving.period_ids)
        self.assertFalse(self.event.saving_summary)
        saving.action_reset()
        self.assertEqual(len(saving.period_ids), 12)

    def test_actuals_come_after_closing(self):
        saving = self._approve(self._create_saving())
        self.event.sudo().stage_id.step = "closed"
        self.assertEqual(self.event.step, "closed")
        saving.amount_actual = 11000
        self.assertEqual(saving.amount_actual, 11000)

    def test_approved_savings_keep_their_event(self):
        self._approve(self._create_saving())
        with self.assertRaisesRegex(UserError, "Archive it instead"):
            self.event.with_user(self.manager).unlink()

    def test_phasing_takes_the_same_queries_for_many(self):
        def phase(count):
            values = {"name": "x", "event_id": self.event.id, "amount_forecast": 1200}
            self.env.flush_all()
            before = self.env.cr.sql_log_count
            self.env["lean.kaizen.saving"].with_user(self.user).create([values] * count)
            self.env.flush_all()
            return self.env.cr.sql_log_count - before

        phase(1)
        few = phase(2)
        self.assertLessEqual(phase(30), few + 8)
