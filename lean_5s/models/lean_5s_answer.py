# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL, format_date

from odoo.addons.lean_base.tools import UndefinedFloat

from ..calculations.score import MAX_SCORE, Answer
from .lean_5s_template import SECTIONS

CHOICES = [*((str(score), str(score)) for score in range(MAX_SCORE + 1)), ("na", "N/A")]
_ANSWER_KEY = object()  # proves that a write comes from a phone's entry
# How many audits back a picture or a score of last time is looked for.
LAST_AUDITS = 10


class Lean5sAnswer(models.Model):
    """One question of an audit, kept as it was asked, and what was found."""

    _name = "lean.5s.answer"
    _description = "5S Answer"
    _order = "audit_id desc, sequence, id"

    audit_id = fields.Many2one("lean.5s.audit", required=True, index=True, ondelete="cascade", readonly=True)
    area_id = fields.Many2one(related="audit_id.area_id", store=True)
    company_id = fields.Many2one(related="audit_id.company_id", store=True, index=True)
    date_audited = fields.Date(related="audit_id.date_audited", store=True)
    sequence = fields.Integer(readonly=True, aggregator=None)
    question_id = fields.Many2one("lean.5s.question", "Asked As", readonly=True, ondelete="set null", index=True)
    identity = fields.Char(readonly=True)
    section = fields.Selection(SECTIONS, "S", required=True, readonly=True)
    name = fields.Char("Question", required=True, readonly=True)
    hint = fields.Char(readonly=True)
    texts = fields.Json(readonly=True, help="What each score means, from 0 to 4.")
    weight = fields.Float(digits=(16, 2), readonly=True, aggregator=None)
    is_critical = fields.Boolean("Critical", readonly=True)
    allows_na = fields.Boolean("N/A Allowed", readonly=True)
    pass_score = fields.Integer("Passes From", readonly=True, aggregator=None)
    photo_below = fields.Integer(readonly=True, aggregator=None)
    choice = fields.Selection(CHOICES, "Answer", readonly=True, copy=False)
    score = UndefinedFloat(
        "Score (0–4)", digits=(16, 1), compute="_compute_score", store=True, aggregator="avg", readonly=True
    )
    text = fields.Char("Meaning", compute="_compute_text")
    note = fields.Text(readonly=True, copy=False)
    photo = fields.Image(max_width=1280, max_height=1280, readonly=True, copy=False)
    has_photo = fields.Boolean(readonly=True, copy=False)
    date_answered = fields.Datetime("Answered", readonly=True, copy=False)
    date_photo = fields.Datetime("Photographed", readonly=True, copy=False)
    user_id = fields.Many2one("res.users", "Answered By", readonly=True, copy=False)
    employee_id = fields.Many2one("hr.employee", "Operator", readonly=True, copy=False)
    has_failed = fields.Boolean("Failed", compute="_compute_has_failed", store=True)
    needs_photo = fields.Boolean(compute="_compute_needs_photo")
    action_id = fields.Many2one("lean.action", readonly=True, copy=False, ondelete="set null")
    red_tag_ids = fields.One2many("lean.5s.red.tag", "answer_id", "Red Tags", readonly=True)
    entry_ids = fields.One2many("lean.5s.entry", "answer_id", "Entries", readonly=True)

    _identity_index = models.Index("(area_id, identity, date_audited)")

    @api.depends("choice")
    def _compute_score(self):
        for answer in self:
            answer.score = int(answer.choice) if answer.choice and answer.choice != "na" else False

    @api.depends("choice", "pass_score")
    def _compute_has_failed(self):
        for answer in self:
            answer.has_failed = answer._get_answer().has_failed

    @api.depends("choice", "texts")
    def _compute_text(self):
        for answer in self:
            texts = answer.texts or []
            is_score = answer.choice and answer.choice != "na" and len(texts) > int(answer.choice)
            answer.text = texts[int(answer.choice)] if is_score else False

    @api.depends("choice", "photo_below", "has_photo")
    def _compute_needs_photo(self):
        for answer in self:
            counts = answer.choice and answer.choice != "na"
            answer.needs_photo = bool(counts and int(answer.choice) < answer.photo_below and not answer.has_photo)

    def write(self, vals):
        free = {"action_id", "red_tag_ids", "area_id", "company_id", "date_audited", "has_failed", "score"}
        if vals.keys() - free and self.env.context.get("lean_5s_answer") is not _ANSWER_KEY:
            self.audit_id._check_open({"answer_ids": True})
            raise UserError(self.env._("Answers are given on the audit's screen, so that it is known who gave them."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_asked(self):
        if self:
            raise UserError(self.env._("What was asked stays in the audit."))

    def _record(self, **values):
        self.with_context(lean_5s_answer=_ANSWER_KEY).write(values)

    def _get_answer(self):
        """The answer as the calculation takes it."""
        self.ensure_one()
        is_na = self.choice == "na"
        return Answer(
            section=self.section,
            score=int(self.choice) if self.choice and not is_na else None,
            weight=self.weight,
            is_na=is_na,
            pass_score=self.pass_score,
            is_critical=self.is_critical,
            identity=self.identity or "",
        )

    def _get_answers(self):
        return [answer._get_answer() for answer in self]

    def _prepare_copy_values(self):
        """The same question, asked again."""
        self.ensure_one()
        names = ("sequence", "identity", "section", "name", "hint", "texts", "weight", "is_critical", "allows_na")
        values = {name: self[name] for name in (*names, "pass_score", "photo_below")}
        return values | {"question_id": self.question_id.id}

    # What the phone shows

    def _get_phone_rows(self):
        """Questions in their order, with what was found last time."""
        last = self._find_last()
        sections = dict(self._fields["section"]._description_selection(self.env))
        return [answer._prepare_phone_row(sections, last) for answer in self.sorted("sequence")]

    def _prepare_phone_row(self, sections, last):
        names = ("id", "section", "name", "is_critical", "allows_na", "photo_below", "pass_score", "weight")
        return {name: self[name] for name in names} | {
            "section_label": sections[self.section],
            "hint": self.hint or "",
            "texts": self.texts or [],
            "last": last.get(self.identity),
        }

    def _get_phone_states(self):
        """What was answered so far, as small as a radio that fades wants it."""
        return [
            {
                "id": answer.id,
                "choice": answer.choice or "",
                "note": answer.note or "",
                "photo_url": answer._get_photo_url() or "",
                "by": answer.user_id.sudo().name or "",
                "by_id": answer.user_id.id,
                "date": fields.Datetime.to_string(answer.date_answered) or "",
                "action": answer.action_id.sudo().name or "",
                "tags": len(answer.sudo().red_tag_ids),
            }
            for answer in self.sorted("sequence")
        ]

    def _get_photo_url(self):
        self.ensure_one()
        if not self.has_photo:
            return False
        stamp = int(self.date_photo.timestamp()) if self.date_photo else 0
        return f"/web/image/lean.5s.answer/{self.id}/photo/1280x1280?unique={stamp}"

    def _find_last(self):
        """{identity: score, note, day and photo of last time}, from the audits of the area before."""
        audit = self.audit_id[:1]
        before = audit.search_fetch(audit._get_earlier_domain(), ["date_audited"], limit=LAST_AUDITS)
        found = {}
        answers = self.search([("audit_id", "in", before.ids), ("identity", "in", self.mapped("identity"))])
        for answer in answers.sorted(lambda row: (row.date_audited, row.audit_id.id), reverse=True):
            known = found.setdefault(answer.identity, answer._prepare_last())
            if not known["photo_url"] and answer.has_photo:
                known["photo_url"] = answer._get_photo_url()
                known["photo_date"] = format_date(self.env, answer.date_audited)
        return found

    def _prepare_last(self):
        day = format_date(self.env, self.date_audited)
        return {
            "choice": self.choice or "",
            "note": self.note or "",
            "date": day,
            "photo_url": self._get_photo_url() or "",
            "photo_date": day,
        }


class Lean5sEntry(models.Model):
    """What a phone sent: who answered what and when, also where a later answer won.

    The uid comes from the phone and is unique, so that a second attempt changes nothing.
    """

    _name = "lean.5s.entry"
    _description = "5S Entry of an Answer"
    _order = "date_made desc, id desc"

    answer_id = fields.Many2one("lean.5s.answer", required=True, index=True, ondelete="cascade", readonly=True)
    company_id = fields.Many2one(related="answer_id.company_id", store=True, index=True)
    uid = fields.Char("Entry", required=True, readonly=True)
    choice = fields.Selection(CHOICES, readonly=True)
    has_photo = fields.Boolean("Photo", readonly=True)
    date_made = fields.Datetime("Made", required=True, readonly=True)
    is_applied = fields.Boolean("Counts", readonly=True, help="No later answer was there when it came.")
    user_id = fields.Many2one("res.users", "By", required=True, readonly=True)
    employee_id = fields.Many2one("hr.employee", "Operator", readonly=True)

    _uid_unique = models.UniqueIndex("(uid)")

    @api.model
    def _claim(self, values):
        """Record an entry; False where its uid is known, from an attempt whose answer was lost."""
        columns = {**values, "create_uid": self.env.uid, "create_date": fields.Datetime.now()}
        names = SQL(", ").join(SQL.identifier(name) for name in columns)
        result = self.env.execute_query(
            SQL(
                "INSERT INTO lean_5s_entry (%s) VALUES %s ON CONFLICT (uid) DO NOTHING RETURNING id",
                names,
                tuple(columns.values()),
            )
        )
        return bool(result)
