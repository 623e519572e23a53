# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import float_round, format_date, plaintext2html

from ..calculations.radar import point, polygon
from ..calculations.score import compare, rank_lowest, replace_answers, score_audit
from .lean_5s_template import SECTIONS

PAPER_RADIUS = 100


class Lean5sAudit(models.Model):
    """What came of an audit: score, change since last time, radar, and what follows from it."""

    _inherit = "lean.5s.audit"

    radar = fields.Json(compute="_compute_radar")

    @api.depends("state", "score")
    def _compute_radar(self):
        for audit in self:
            audit.radar = audit._prepare_radar() if audit.state == "done" else False

    def _get_score(self):
        """The score of the answers there are."""
        return score_audit(self.answer_ids._get_answers())

    def _get_earlier_domain(self):
        """Audits of the area that were signed before this one, the last first by order."""
        self.ensure_one()
        domain = fields.Domain(
            [("area_id", "=", self.area_id.id), ("state", "=", "done"), ("kind", "!=", "reaudit")]
        ) & fields.Domain("id", "!=", self.id)
        if self.date_done:
            domain &= fields.Domain("date_done", "<=", self.date_done)
        return domain

    def _get_previous(self):
        """The audit of the area before this one; of a re-audit the one it repeats."""
        self.ensure_one()
        if self.original_id:
            return self.original_id
        return self.search(self._get_earlier_domain(), order="date_audited desc, id desc", limit=1)

    def _get_comparison(self):
        """This audit and the one before, like for like; None where there is none."""
        previous = self._get_previous()
        if not previous:
            return None, previous
        return compare(previous.answer_ids._get_answers(), self.answer_ids._get_answers()), previous

    @api.readonly
    def get_result(self):
        """Score, radar then and now, change since last time, and the lowest answers to act on."""
        self.ensure_one()
        comparison, previous = self._get_comparison()
        answers = self.answer_ids.sorted("sequence")
        places = rank_lowest(answers._get_answers())
        return {
            "score": self.score if self.score is not False else None,
            "rating": self.company_id._lean_5s_rate(self.score, self.is_failed),
            "is_failed": self.is_failed,
            "is_uniform": self.is_uniform,
            "status": self.status,
            "reason": self.reason or "",
            "change": comparison.change if comparison else None,
            "compared": comparison.questions if comparison else 0,
            "questions": len(answers),
            "previous": format_date(self.env, previous.date_audited) if previous else "",
            "score_after": self.original_id.score_after if self.original_id else None,
            "radar": self._prepare_radar(),
            "lowest": [answers[place]._prepare_finding() for place in places],
            "failed_count": len(answers.filtered("has_failed")),
            "kind": self.kind,
        }

    def _prepare_radar(self):
        """The five S as a radar: now, and the audit before like for like."""
        comparison, previous = self._get_comparison()
        now = self._get_score()
        series = [{"label": self.env._("Now"), "values": self._round(now), "tone": "moving"}]
        if comparison:
            day = format_date(self.env, previous.date_audited)
            series.append({"label": day, "values": self._round(comparison.then), "tone": "none", "dashed": True})
        return {
            "type": "radar",
            "title": self.env._("Score of each S in per cent"),
            "labels": [label for __, label in self._fields_section_labels()],
            "series": series,
            "y_min": 0,
            "y_max": 100,
        }

    @api.model
    def _fields_section_labels(self):
        return self.env["lean.5s.answer"]._fields["section"]._description_selection(self.env)

    @api.model
    def _round(self, score):
        values = (score.sections[section] for section, __ in SECTIONS)
        return [None if value is None else round(value, 1) for value in values]

    @api.model
    def _format_points(self, points, signed=False):
        """Points without decimals, half a point rounded up as the screen does it."""
        return f"{float_round(points, 0):{'+' if signed else ''}.0f}"

    def _get_paper_radar(self):
        """The radar as corners for a drawing on paper."""
        radar = self._prepare_radar()
        labels = radar["labels"]
        return {
            "rings": [polygon([share] * len(labels), PAPER_RADIUS) for share in (25, 50, 75, 100)],
            "spokes": [
                (label, *point(axis, len(labels), 1, PAPER_RADIUS), *point(axis, len(labels), 1.18, PAPER_RADIUS))
                for axis, label in enumerate(labels)
            ],
            "now": polygon(radar["series"][0]["values"], PAPER_RADIUS),
            "then": polygon(radar["series"][1]["values"], PAPER_RADIUS) if len(radar["series"]) > 1 else "",
        }

    def _update_original(self):
        """After a re-audit the original shows what its score is with the later answers."""
        for audit in self.filtered("original_id"):
            original = audit.original_id
            answers = original.answer_ids._get_answers()
            for later in original.reaudit_ids.filtered(lambda row: row.state == "done").sorted("date_done"):
                answers = replace_answers(answers, later.answer_ids._get_answers())
            original._set_sealed(score_after=score_audit(answers).total)


class Lean5sAnswer(models.Model):
    """A finding becomes an action or a red tag, in one tap and only once."""

    _inherit = "lean.5s.answer"

    def _prepare_finding(self):
        return {
            "id": self.id,
            "name": self.name,
            "section": self.section,
            "choice": self.choice or "",
            "text": self.text or "",
            "note": self.note or "",
            "photo_url": self._get_photo_url() or "",
            "action": self.action_id.sudo().name or "",
            "tags": len(self.sudo().red_tag_ids),
        }

    def make_action(self):
        """Make an improvement action of this finding; a second tap finds the first one.

        :return: {"id", "name", "user", "date"}
        """
        self.ensure_one()
        self._check_found()
        action = self.action_id
        if not action:
            action = self.env["lean.action"].create(self._prepare_action_values())
            self.sudo().action_id = action
        day = format_date(self.env, action.date_deadline)
        return {"id": action.id, "name": action.name, "user": action.user_id.sudo().name, "date": day}

    def make_red_tag(self):
        """Put a red tag on what was found; a second tap finds the first one.

        :return: {"id", "name"}
        """
        self.ensure_one()
        self._check_found()
        tag = self.red_tag_ids[:1]
        if not tag:
            tag = self.env["lean.5s.red.tag"].create(self._prepare_red_tag_values())
        return {"id": tag.id, "name": tag.name}

    def _check_found(self):
        self.check_access("read")
        self.audit_id._check_may_audit()
        if not self.choice or self.choice == "na":
            raise UserError(self.env._("“%s” has no score yet: answer it first.", self.name))

    def _prepare_action_values(self):
        audit = self.audit_id
        user = audit.area_id.responsible_id
        days = audit.company_id.lean_5s_action_days
        return audit._prepare_lean_action_values() | {
            "name": f"{self.name} {self.text or ''}".strip(),
            "description": plaintext2html(self.note) if self.note else False,
            "user_id": (user if user.active else self.env.user).id or self.env.uid,
            "date_deadline": audit.company_id._lean_today() + timedelta(days=days),
            "priority": "1" if self.is_critical and self.has_failed else "0",
        }

    def _prepare_red_tag_values(self):
        audit = self.audit_id
        return {
            "item": self.note.splitlines()[0][:80] if self.note else self.name,
            "area_id": audit.area_id.id,
            "audit_id": audit.id,
            "answer_id": self.id,
            "reason": "unneeded",
            "description": self.note or self.text,
            "photo": self.sudo().photo,
        }
