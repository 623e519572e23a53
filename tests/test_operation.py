# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
import re
from pathlib import Path

from odoo.tests import TransactionCase, tagged

from .common import ADDON_PREFIX

PAGE = Path(__file__).parents[1] / "docs" / "operation.md"
HEADING = "## What runs by itself"
UNITS = {"minutes": "minute", "hours": "hour", "days": "day", "weeks": "week", "months": "month"}


@tagged("post_install", "-at_install")
class TestOperation(TransactionCase):
    """`docs/operation.md` and the health page name every scheduled action there is, and none that is gone."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        names = cls.env["ir.model.data"].search(
            [("model", "=", "ir.cron"), ("module", "=like", f"{ADDON_PREFIX}%")], order="module, name"
        )
        crons = cls.env["ir.cron"].with_context(active_test=False)
        cls.crons = {name.complete_name: crons.browse(name.res_id) for name in names}
        section = PAGE.read_text(encoding="utf-8").split(HEADING)[1].split("\n## ")[0]
        rows = [[cell.strip() for cell in line.strip("| ").split("|")] for line in section.splitlines() if "`" in line]
        cls.rows = {row[1].strip("`"): row for row in rows if len(row) > 2}

    def test_every_scheduled_action_is_in_the_table(self):
        for xml_id, cron in self.crons.items():
            with self.subTest(action=xml_id):
                self.assertIn(
                    xml_id, self.rows, f"{PAGE.name} has no row for it: say what it does, and what stops with it"
                )
                self.assertEqual(self.rows[xml_id][0], cron.cron_name)
                self.assertEqual(self.rows[xml_id][2], self._say_interval(cron))

    def test_no_row_is_stale(self):
        self.assertFalse(self.rows.keys() - self.crons.keys(), f"{PAGE.name} has rows for what is gone")

    def test_every_row_says_all(self):
        columns = {len(row) for row in self.rows.values()}
        self.assertEqual(columns, {6})
        for xml_id, row in self.rows.items():
            self.assertTrue(all(row), xml_id)

    def test_the_health_page_knows_every_one(self):
        jobs = {job.xml_id for job in self.env["lean.health"]._get_jobs()}
        self.assertFalse(self.crons.keys() - jobs)
        self.assertEqual({xml_id for xml_id in jobs - self.crons.keys() if xml_id.startswith(ADDON_PREFIX)}, set())

    def test_every_queue_can_be_read_and_opened(self):
        codes = [queue.code for queue in self.env["lean.health"]._get_queues()]
        self.assertEqual(len(codes), len(set(codes)))
        looks = self.env["lean.health.look"].with_user(self.env.ref("base.user_admin"))
        look = looks.browse(looks.action_look()["res_id"])
        self.assertEqual(set(look.line_ids.filtered(lambda line: line.kind == "queue").mapped("code")), set(codes))
        for line in look.line_ids.filtered("can_open"):
            action = line.action_open()
            self.env[action["res_model"]].search(action.get("domain", []))

    def test_what_the_page_names_is_there(self):
        """Settings and files that the page tells people to look at."""
        text = PAGE.read_text(encoding="utf-8")
        for link in re.findall(r"\]\((?!http)([^)#]+)", text):
            self.assertTrue((PAGE.parent / link).exists(), link)

    def _say_interval(self, cron):
        unit = UNITS[cron.interval_type]
        return unit if cron.interval_number == 1 else f"{cron.interval_number} {unit}s"
