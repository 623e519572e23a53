# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from odoo.tests import tagged

from .common import FiveSCommon


@tagged("post_install", "-at_install")
class TestFigures(FiveSCommon):
    """Trend, heat map and ranking, and that they stay fast."""

    def _new_version(self):
        action = self.template.action_new_version()
        return self.env["lean.5s.template"].browse(action["res_id"])

    def test_trend_is_like_for_like_across_versions(self):
        self._do_audit((4, 0, 4, 4, 4, 4))  # sort: (2·4 + 0) / 12
        draft = self._new_version()
        draft.question_ids[1].unlink()
        draft.write({"question_ids": [(0, 0, self._question("sustain", "New question"))]})
        draft.action_publish()
        self._pass_days(7)
        audit = self._do_audit((4, 4, 4, 4, 4, 0))
        self.assertAlmostEqual(audit.score, 90)
        self.assertEqual(audit.get_result()["change"], 0, "what both asked was answered the same")
        self.assertEqual(audit.get_result()["compared"], 5)
        recorded, alike = self.area.with_user(self.user).lean_5s_trend["series"]
        self.assertEqual(recorded["values"], [93.3, 90.0])
        self.assertEqual(alike["values"], [100.0, 90.0])
        self.assertTrue(self.area.lean_5s_story.startswith("90 %"))
        self.assertIn("+0 since the audit before", self.area.lean_5s_story)

    def test_trend_of_each_section(self):
        self._do_audit((0, 0, 4, "na", 4, 4))
        self._pass_days(7)
        self._do_audit((4, 4, 4, 2, 4, 4))
        series = {row["label"]: row["values"] for row in self.area.lean_5s_section_trend["series"]}
        self.assertEqual(series["Sort"], [0.0, 100.0])
        self.assertEqual(series["Shine"], [None, 50.0], "undefined is a gap, not zero")
        now, then = self.area.lean_5s_radar["series"]
        self.assertEqual(now["values"], [100.0, 100.0, 50.0, 100.0, 100.0])
        self.assertEqual(then["values"], [0.0, 100.0, None, 100.0, 100.0])

    def test_an_area_without_audit(self):
        self.assertEqual((self.area.lean_5s_score, self.area.lean_5s_rating), (False, "none"))
        self.assertEqual(self.area.lean_5s_story, "Not audited yet.")
        self.assertFalse(any(row["values"] for row in self.area.lean_5s_trend["series"]))

    def test_heat_map_ranks_areas_and_shows_what_was_missed(self):
        far = self.env["lean.area"].create({"name": "Far", "code": "FA", "company_id": self.company.id})
        self._create_schedule(date_start="2026-05-04")._run()
        self._do_audit((2,) * 6)
        self._do_audit(area=far)
        heat_map = self.env["lean.5s.audit"].with_user(self.user).get_heat_map(3)
        self.assertEqual([month["key"] for month in heat_map["months"]], ["2026-04", "2026-05", "2026-06"])
        best, worst = [row for row in heat_map["areas"] if row["id"] in (self.area.id, far.id)]
        self.assertEqual((best["name"], best["rank"], best["score"], best["rating"]), ("Far", 1, 100, "good"))
        self.assertEqual((worst["score"], worst["rating"], worst["missed"]), (50, "bad", 4))
        cells = {cell["month"]: cell for cell in worst["cells"]}
        self.assertEqual((cells["2026-05"]["score"], cells["2026-05"]["missed"]), (None, 4))
        self.assertEqual(cells["2026-06"]["score"], 50)
        action = self.env["lean.5s.audit"].action_open_cell(self.area.id, "2026-05")
        self.assertEqual(self.env["lean.5s.audit"].search_count(action["domain"]), 4)

    def test_a_failed_month_is_red_whatever_its_score(self):
        self._do_audit((4, 4, 0, 4, 4, 4))
        row = self.env["lean.5s.audit"].get_heat_map(1)["areas"][0]
        self.assertEqual((row["cells"][0]["rating"], row["is_failed"]), ("bad", True))

    def test_queries_do_not_grow_with_answers(self):
        """10 answers against 1,000 and more."""
        self._fill_up(2)
        self._count(self._open_heat_map)  # fills what the registry keeps
        few = [self._count(self._open_trend), self._count(self._open_heat_map)]
        self._fill_up(200)
        self.assertGreater(self.env["lean.5s.answer"].search_count([("area_id", "=", self.area.id)]), 1000)
        many = [self._count(self._open_trend), self._count(self._open_heat_map)]
        self.assertEqual(few, many)

    def _open_trend(self):
        names = ["lean_5s_trend", "lean_5s_section_trend", "lean_5s_radar", "lean_5s_score", "lean_5s_story"]
        self.area.with_user(self.user).read(names)

    def _open_heat_map(self):
        self.env["lean.5s.audit"].with_user(self.user).get_heat_map()

    def _count(self, read):
        read()
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        read()
        return self.env.cr.sql_log_count - before

    def _fill_up(self, count):
        """Done audits as they stand in the tables, without answering each."""
        audit = self._do_audit((3, 3, 3, 3, 3, 2))
        self.env.flush_all()
        columns = [name for name in self._stored("lean.5s.audit") if name not in ('"schedule_id"', '"number"')]
        self.env.cr.execute(
            f"INSERT INTO lean_5s_audit ({', '.join(columns)}) SELECT {', '.join(columns)} "
            "FROM lean_5s_audit, generate_series(1, %s) WHERE id = %s RETURNING id",
            [count - 1, audit.id],
        )
        ids = [row[0] for row in self.env.cr.fetchall()]
        names = [name for name in self._stored("lean.5s.answer") if name != '"audit_id"']
        self.env.cr.execute(
            f"INSERT INTO lean_5s_answer (audit_id, {', '.join(names)}) SELECT copy, {', '.join(names)} "
            "FROM lean_5s_answer, UNNEST(%s) AS copy WHERE audit_id = %s",
            [ids, audit.id],
        )
        self.env.invalidate_all()

    def _stored(self, model):
        fields = self.env[model]._fields.values()
        return [f'"{field.name}"' for field in fields if field.store and field.column_type and field.name != "id"]
