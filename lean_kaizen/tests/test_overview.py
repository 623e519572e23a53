# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from datetime import date

from odoo.tests import tagged

from .common import LeanKaizenCommon


@tagged("post_install", "-at_install")
class TestOverview(LeanKaizenCommon):
    def _open(self, **values):
        return self.env["lean.kaizen.overview"].with_user(self.user).create({"company_id": self.company.id, **values})

    def test_who_took_part(self):
        self._create_idea()
        self._create_idea()
        self.env.flush_all()
        page = self._open(date_from=date(2026, 1, 1))
        self.assertEqual(page.participation_chart["labels"], ["Machining"])
        self.assertEqual(page.participation_chart["series"][0]["values"], [100])
        rows = (
            self.env["lean.kaizen.participation"]
            .with_user(self.user)
            ._read_group(
                [("company_id", "=", self.company.id)],
                ["department_id"],
                ["idea_count:sum", "event_count:sum", "person_count:count_distinct"],
            )
        )
        self.assertEqual(rows, [(self.department, 2, 1, 2)])

    def test_how_long_a_reply_takes(self):
        for day in (3, 5, 9):
            self._go_to("2026-06-01 07:00:00")
            idea = self._create_idea().with_user(self.manager)
            self._go_to(f"2026-06-{day:02} 07:00:00")
            idea.reply = "Yes"
            idea.action_accept()
        page = self._open(date_from=date(2026, 5, 1))
        self.assertEqual(page.reply_chart["series"][0]["values"], [None, 4.0])
        self.assertIn("4.0 days", page.reply_text)

    def test_no_reply_is_not_zero_days(self):
        page = self._open()
        self.assertEqual(page.reply_text, "no reply yet")
        self.assertEqual(set(page.reply_chart["series"][0]["values"]), {None})

    def test_savings_of_one_kind_add_up_over_the_months(self):
        self.env["lean.kaizen.saving"]._create_stock_cut(self.event, 200_000, date_from=date(2026, 3, 1))
        page = self._open(kind="cash")
        self.assertEqual(page.saving_chart["series"][0]["values"][-1], 200_000)
        page.kind = "profit"
        self.assertEqual(page.saving_chart["series"][0]["values"][-1], 40_000)
        page.kind = "capacity"
        self.assertFalse(page.saving_chart["series"])

    def test_tiles_count_what_they_open(self):
        checks = self._follow_up()
        self._go_to("2026-07-06 08:00:00")
        self._create_idea()
        self._go_to("2026-07-20 08:00:00")
        page = self._open()
        counts = (page.running_count, page.decayed_count, page.overdue_count, page.waiting_count, page.late_count)
        self.assertEqual(counts, (1, 0, 1, 1, 1))
        domain = page.action_open_overdue_checks()["domain"]
        self.assertEqual(self.env["lean.kaizen.check"].with_user(self.user).search(domain), checks[0])
