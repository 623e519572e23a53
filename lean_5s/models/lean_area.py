# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from odoo import api, fields, models
from odoo.tools import SQL, format_date

from odoo.addons.lean_base.tools import UndefinedFloat

from ..calculations.score import as_asked_in, compare, score_audit
from .lean_5s_template import SECTIONS

# A year of weekly audits.
TREND_AUDITS = 53


class LeanArea(models.Model):
    """What 5S says of an area: last score, change, trend, what is still to do."""

    _inherit = "lean.area"

    lean_5s_template_id = fields.Many2one(
        "lean.5s.template", "5S Template", compute="_compute_lean_5s_last", groups="lean_base.group_lean_user"
    )
    lean_5s_last_id = fields.Many2one(
        "lean.5s.audit", "Last 5S Audit", compute="_compute_lean_5s_last", groups="lean_base.group_lean_user"
    )
    lean_5s_score = UndefinedFloat(
        "5S Score (%)", digits=(16, 0), compute="_compute_lean_5s_last", groups="lean_base.group_lean_user"
    )
    lean_5s_rating = fields.Selection(
        [("good", "On Target"), ("soon", "Below Target"), ("bad", "Act Now"), ("none", "No Audit Yet")],
        compute="_compute_lean_5s_last",
        groups="lean_base.group_lean_user",
    )
    lean_5s_story = fields.Char(compute="_compute_lean_5s_story", groups="lean_base.group_lean_user")
    lean_5s_audit_count = fields.Integer(compute="_compute_lean_5s_counts", groups="lean_base.group_lean_user")
    lean_5s_missed_count = fields.Integer(compute="_compute_lean_5s_counts", groups="lean_base.group_lean_user")
    lean_5s_tag_count = fields.Integer(compute="_compute_lean_5s_counts", groups="lean_base.group_lean_user")
    lean_5s_trend = fields.Json(compute="_compute_lean_5s_trend", groups="lean_base.group_lean_user")
    lean_5s_section_trend = fields.Json(compute="_compute_lean_5s_trend", groups="lean_base.group_lean_user")
    lean_5s_radar = fields.Json(compute="_compute_lean_5s_trend", groups="lean_base.group_lean_user")

    def _compute_lean_5s_last(self):
        last = self._find_last_5s_audits()
        templates = self._find_scheduled_5s_templates()
        for area in self:
            audit = last.get(area.id, self.env["lean.5s.audit"])
            area.lean_5s_last_id = audit
            area.lean_5s_score = audit.score if audit else False
            area.lean_5s_rating = area.company_id._lean_5s_rate(area.lean_5s_score, audit.is_failed)
            area.lean_5s_template_id = templates.get(area.id) or audit.template_id

    def _find_last_5s_audits(self):
        """{area id: its last audit}, with the index of done audits; a re-audit is none."""
        self.env["lean.5s.audit"].flush_model()
        query = SQL(
            """
            SELECT area.id, last.id
              FROM UNNEST(%s::int[]) AS area(id)
        CROSS JOIN LATERAL (SELECT id FROM lean_5s_audit
                             WHERE area_id = area.id AND state = 'done' AND kind != 'reaudit'
                          ORDER BY date_audited DESC, id DESC LIMIT 1) AS last
            """,
            self.ids,
        )
        rows = dict(self.env.execute_query(query))
        audits = self.env["lean.5s.audit"].browse(rows.values())
        audits.fetch(["score", "is_failed", "template_id", "date_audited"])
        return dict(zip(rows, audits, strict=True))

    def _find_scheduled_5s_templates(self):
        """{area id: published template of its schedule}"""
        schedules = self.env["lean.5s.schedule"].search_fetch([("area_id", "in", self.ids)], ["area_id", "template_id"])
        current = schedules.template_id._get_current() if schedules else {}
        return {schedule.area_id.id: current[schedule.template_id] for schedule in schedules}

    def _compute_lean_5s_counts(self):
        audits, missed = {}, {}
        for area, state, count in self.env["lean.5s.audit"]._read_group(
            [("area_id", "in", self.ids)], ["area_id", "state"], ["__count"]
        ):
            audits[area.id] = audits.get(area.id, 0) + count
            if state == "missed":
                missed[area.id] = count
        tags = self.env["lean.5s.red.tag"]._count_open_by_area(self)
        for area in self:
            area.lean_5s_audit_count = audits.get(area.id, 0)
            area.lean_5s_missed_count = missed.get(area.id, 0)
            area.lean_5s_tag_count = tags.get(area.id, 0)

    def _compute_lean_5s_trend(self):
        for area in self:
            audits, answers = area._read_5s_history()
            area.lean_5s_trend = area._prepare_5s_trend(audits, answers)
            area.lean_5s_section_trend = area._prepare_5s_section_trend(audits, answers)
            area.lean_5s_radar = audits[-1].radar if audits else False

    def _compute_lean_5s_story(self):
        for area in self:
            audits, answers = area._read_5s_history(limit=2)
            area.lean_5s_story = area._tell_5s(audits, answers)

    def _read_5s_history(self, limit=TREND_AUDITS):
        """The last audits of the area, the oldest first, and their answers as the calculation takes them."""
        audits = self.env["lean.5s.audit"].search_fetch(
            [("area_id", "=", self.id), ("state", "=", "done"), ("kind", "!=", "reaudit")],
            ["date_audited", "score", "is_failed", *(f"score_{section}" for section, __ in SECTIONS)],
            order="date_audited desc, id desc",
            limit=limit,
        )[::-1]
        rows = self.env["lean.5s.answer"].search_fetch(
            [("audit_id", "in", audits.ids)],
            ["audit_id", "section", "choice", "weight", "pass_score", "is_critical", "identity"],
        )
        answers = {audit: [] for audit in audits}
        for row in rows:
            answers[row.audit_id].append(row._get_answer())
        return audits, answers

    def _tell_5s(self, audits, answers):
        """One sentence: the last score, when, and the change like for like."""
        if not audits:
            return self.env._("Not audited yet.")
        last = audits[-1]
        day = format_date(self.env, last.date_audited)
        score = self.env._("no score") if last.score is False else f"{last._format_points(last.score)} %"
        sentence = self.env._("%(score)s on %(day)s", score=score, day=day)
        if last.is_failed:
            sentence = self.env._("%s, FAIL: a critical question failed", sentence)
        if len(audits) > 1:
            change = compare(answers[audits[-2]], answers[last]).change
            if change is not None:
                sentence = self.env._(
                    "%(score)s, %(change)s since the audit before",
                    score=sentence,
                    change=last._format_points(change, signed=True),
                )
        return f"{sentence}."

    def _prepare_5s_trend(self, audits, answers):
        """Recorded scores, and the same audits on the questions of the newest one."""
        scores = [self._round_5s(audit.score) for audit in audits]
        alike = [self._round_5s(score_audit(self._as_newest(audit, audits, answers)).total) for audit in audits]
        series = [{"label": self.env._("Score"), "values": scores, "tone": "moving", "records": audits.ids}]
        if alike != scores:
            label = self.env._("On today's questions")
            series.append({"label": label, "values": alike, "tone": "none", "dashed": True, "records": audits.ids})
        return self._prepare_5s_chart(audits, series) | {
            "limits": [{"axis": "y", "value": self.company_id.lean_5s_target, "label": self.env._("Target")}],
        }

    def _prepare_5s_section_trend(self, audits, answers):
        """Each S over the last audits, on the questions of the newest one."""
        scores = [score_audit(self._as_newest(audit, audits, answers)).sections for audit in audits]
        labels = self.env["lean.5s.answer"]._fields["section"]._description_selection(self.env)
        tones = ("moving", "warn", "good", "bad", "none")
        return self._prepare_5s_chart(
            audits,
            [
                {
                    "label": label,
                    "values": [self._round_5s(score[section]) for score in scores],
                    "tone": tone,
                    "records": audits.ids,
                }
                for (section, label), tone in zip(labels, tones, strict=True)
            ],
        )

    @api.model
    def _as_newest(self, audit, audits, answers):
        return as_asked_in(answers[audit], answers[audits[-1]])

    @api.model
    def _round_5s(self, score):
        return None if score is None or score is False else round(score, 1)

    def _prepare_5s_chart(self, audits, series):
        return {
            "type": "line",
            "model": "lean.5s.audit",
            "title": self.env._("5S score of %s in per cent", self.complete_name),
            "labels": [format_date(self.env, audit.date_audited) for audit in audits],
            "series": series,
            "y_title": self.env._("Score (%)"),
            "y_min": 0,
            "y_max": 100,
            "empty": self.env._("The first audit draws the first point."),
        }

    def action_start_5s_audit(self):
        """Open what can be audited in this area on one screen."""
        self.ensure_one()
        return {
            "type": "ir.actions.client",
            "tag": "lean_5s.audit",
            "name": self.env._("5S audit: %s", self.complete_name),
            "params": {"area_id": self.id},
            "path": "audit-5s",
        }

    def action_open_5s_audits(self):
        """Open the audits of this area."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("lean_5s.lean_5s_audit_action")
        return action | {"domain": [("area_id", "=", self.id)], "context": {"default_area_id": self.id}}

    def action_open_5s_red_tags(self):
        """Open the red tags of this area and its parts."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("lean_5s.lean_5s_red_tag_action")
        return action | {
            "domain": [("area_id", "child_of", self.id)],
            "context": {"default_area_id": self.id, "search_default_open": 1},
        }
