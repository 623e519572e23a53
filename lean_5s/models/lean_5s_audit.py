# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from datetime import timedelta

import pytz

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import format_date

from odoo.addons.lean_base.tools import UndefinedFloat, read_number

from ..calculations.score import is_uniform
from ..calculations.series import LATE, judge
from .lean_5s_template import SECTIONS

STATES = [
    ("planned", "Planned"),
    ("in_progress", "In Progress"),
    ("done", "Done"),
    ("missed", "Missed"),
    ("cancelled", "Cancelled"),
]
OPEN_STATES = ("planned", "in_progress")
KINDS = [("scheduled", "Scheduled"), ("extra", "Extra"), ("reaudit", "Re-Audit")]
# A phone brings what it kept for so long; an older time is set to this.
MOST_AGE = timedelta(days=7)
LONGEST_AGE = timedelta(days=36525)
_STATE_KEY = object()  # proves that a write comes from a method of the audit


class Lean5sAudit(models.Model):
    """The ledger of audits: each date of a schedule, and how it ended.

    Nobody writes what was answered or how it ended: :meth:`save_answer` and the methods
    of the flow do, so that a closed audit stays as it was signed.
    """

    _name = "lean.5s.audit"
    _description = "5S Audit"
    _inherit = ["mail.thread", "mail.activity.mixin", "lean.action.source.mixin"]
    _order = "date_planned desc, id desc"
    _rec_names_search = ["area_id.complete_name", "area_id.code"]
    _check_company_auto = True
    _mail_post_access = "read"

    area_id = fields.Many2one("lean.area", required=True, ondelete="restrict", check_company=True)
    company_id = fields.Many2one("res.company", required=True, index=True)
    kind = fields.Selection(KINDS, required=True, default="extra")
    schedule_id = fields.Many2one("lean.5s.schedule", index="btree_not_null", ondelete="restrict")
    number = fields.Integer(aggregator=None, help="Its place in the schedule, from 0.")
    original_id = fields.Many2one(
        "lean.5s.audit", "Re-Audit Of", index="btree_not_null", ondelete="restrict", check_company=True
    )
    reaudit_ids = fields.One2many("lean.5s.audit", "original_id", "Re-Audits")
    template_id = fields.Many2one("lean.5s.template", required=True, ondelete="restrict", check_company=True)
    auditor_id = fields.Many2one("res.users", index="btree_not_null", check_company=True)
    employee_id = fields.Many2one("hr.employee", "Signed by (Operator)", check_company=True)
    signed_by_id = fields.Many2one("res.users")
    state = fields.Selection(STATES, required=True, default="planned", index=True)
    is_late = fields.Boolean("Late", help="Done after its days of grace.")
    reason = fields.Char(help="Why it was late, missed or cancelled.")
    date_planned = fields.Date("Planned", required=True)
    date_deadline = fields.Date("On Time Until")
    date_following = fields.Date("Missed From", help="When the next one is due, this one is missed.")
    date_started = fields.Datetime("Started")
    date_done = fields.Datetime("Signed")
    date_audited = fields.Date("Done On", help="Day on which it was signed, where the plant is.")
    tz = fields.Char("Time Zone")
    score = UndefinedFloat("Score (%)", digits=(16, 1), aggregator="avg")
    score_sort = UndefinedFloat("Sort (%)", digits=(16, 1), aggregator="avg")
    score_set = UndefinedFloat("Set in Order (%)", digits=(16, 1), aggregator="avg")
    score_shine = UndefinedFloat("Shine (%)", digits=(16, 1), aggregator="avg")
    score_standardize = UndefinedFloat("Standardize (%)", digits=(16, 1), aggregator="avg")
    score_sustain = UndefinedFloat("Sustain (%)", digits=(16, 1), aggregator="avg")
    score_after = UndefinedFloat(
        "After Re-Audit (%)",
        digits=(16, 1),
        aggregator="avg",
        help="The score with the answers of the last re-audit in place of those that had failed.",
    )
    is_failed = fields.Boolean("FAIL", help="A critical question failed. The score stays as it is.")
    is_uniform = fields.Boolean("All the Same", help="Every answer was the same: was it looked at?")
    answer_ids = fields.One2many("lean.5s.answer", "audit_id", "Answers")
    answer_count = fields.Integer("Questions", compute="_compute_progress")
    answered_count = fields.Integer("Answered", compute="_compute_progress")
    red_tag_ids = fields.One2many("lean.5s.red.tag", "audit_id", "Red Tags")
    red_tag_count = fields.Integer(compute="_compute_red_tag_count")
    status = fields.Char(compute="_compute_status")
    is_overdue = fields.Boolean("Overdue", compute="_compute_is_overdue", search="_search_is_overdue")
    is_mine = fields.Boolean(compute="_compute_is_mine")

    _schedule_number_unique = models.UniqueIndex("(schedule_id, number)")
    _done_index = models.Index("(area_id, date_audited, id) WHERE state = 'done' AND kind != 'reaudit'")
    _month_index = models.Index("(company_id, date_audited) WHERE state = 'done'")
    _missed_index = models.Index("(company_id, date_planned) WHERE state = 'missed'")

    @api.depends("area_id.complete_name", "date_planned", "date_audited")
    def _compute_display_name(self):
        for audit in self:
            day = format_date(self.env, audit.date_audited or audit.date_planned)
            audit.display_name = f"{audit.area_id.complete_name} · {day}"

    def _compute_progress(self):
        groups = self.env["lean.5s.answer"]._read_group(
            [("audit_id", "in", self.ids)], ["audit_id"], ["__count", "choice:count"]
        )
        counts = {audit.id: (total, answered) for audit, total, answered in groups}
        for audit in self:
            audit.answer_count, audit.answered_count = counts.get(audit.id, (0, 0))

    @api.depends("red_tag_ids")
    def _compute_red_tag_count(self):
        groups = self.env["lean.5s.red.tag"]._read_group([("audit_id", "in", self.ids)], ["audit_id"], ["__count"])
        counts = {audit.id: count for audit, count in groups}
        for audit in self:
            audit.red_tag_count = counts.get(audit.id, 0)

    @api.depends("state", "is_late", "is_failed")
    def _compute_status(self):
        labels = dict(self._fields["state"]._description_selection(self.env))
        for audit in self:
            label = labels.get(audit.state, "")
            if audit.state == "done" and audit.is_late:
                label = self.env._("Done late")
            elif audit.is_overdue:
                label = self.env._("%s, overdue", label)
            if audit.is_failed:
                label = self.env._("%s, FAIL", label)
            audit.status = label

    @api.depends("state", "date_deadline", "date_planned")
    def _compute_is_overdue(self):
        today = {company: company._lean_today() for company in self.company_id}
        for audit in self:
            limit = audit.date_deadline or audit.date_planned
            audit.is_overdue = bool(audit.state in OPEN_STATES and limit and limit < today[audit.company_id])

    @api.model
    def _search_is_overdue(self, operator, value):
        if operator != "in":
            return NotImplemented
        companies = self.env.companies
        return fields.Domain("state", "in", OPEN_STATES) & fields.Domain.OR(
            fields.Domain("company_id", "=", company.id) & fields.Domain("date_deadline", "<", company._lean_today())
            for company in companies
        )

    @api.depends_context("uid")
    @api.depends("auditor_id")
    def _compute_is_mine(self):
        for audit in self:
            audit.is_mine = audit.auditor_id == self.env.user

    # What the methods of the audit alone may write

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._check_sealed(vals)
            if not vals.get("company_id") and vals.get("area_id"):
                vals["company_id"] = self.env["lean.area"].browse(vals["area_id"]).company_id.id
        return super().create(vals_list)

    def write(self, vals):
        if self.env.context.get("lean_5s_state") is not _STATE_KEY:
            self._check_open(vals)
            self._check_sealed(vals)
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_ended(self):
        if self.filtered(lambda audit: audit.state != "planned"):
            raise UserError(self.env._("The ledger keeps what has happened: cancel an audit instead of deleting it."))
        if not self.env.su and self.schedule_id:
            raise UserError(self.env._("A date of a schedule is not deleted. Cancel the audit, and say why."))

    @api.model
    def _get_sealed_fields(self):
        """Fields that follow from what was done."""
        return {
            *("state", "is_late", "date_started", "date_done", "date_audited", "tz", "signed_by_id", "employee_id"),
            *("score", "score_after", "is_failed", "is_uniform", *(f"score_{section}" for section, __ in SECTIONS)),
        }

    @api.model
    def _get_free_fields(self):
        """Fields of a closed audit that may still change: those of its discussion."""
        names = {*self.env["mail.thread"]._fields, *self.env["mail.activity.mixin"]._fields}
        return names | {"lean_action_ids", "red_tag_ids", "reaudit_ids"}

    def _check_sealed(self, vals):
        if self.env.context.get("lean_5s_state") is not _STATE_KEY and vals.keys() & self._get_sealed_fields():
            raise UserError(
                self.env._("What an audit found, and how it ended, follows from its answers: use its buttons.")
            )

    def _check_open(self, vals):
        closed = self.filtered(lambda audit: audit.state not in OPEN_STATES)
        if closed and vals.keys() - self._get_free_fields():
            raise UserError(
                self.env._(
                    "The audit %(audit)s is closed (%(status)s) and stays as it is. Start another one.",
                    audit=closed[0].display_name,
                    status=closed[0].status,
                )
            )

    def _set_state(self, state, **values):
        self.with_context(lean_5s_state=_STATE_KEY).write({"state": state, **values})

    def _set_sealed(self, **values):
        self.with_context(lean_5s_state=_STATE_KEY).write(values)

    # Flow

    def action_start(self, age=0):
        """Freeze the published questions in the audits and open them for answers.

        :param age: seconds since they were started, as a phone that lost its connection says
        """
        planned = self.filtered(lambda audit: audit.state == "planned")
        planned._check_may_audit()
        instant = self._get_instant(age)
        for audit in planned.sudo():
            audit._start(instant)
        return True

    def _start(self, instant):
        template = self.template_id
        if not self.original_id:
            template = template._get_current()[template]
        if not template:
            raise UserError(self.env._("%s has no published version: publish one, then start.", self.template_id.name))
        self._set_state(
            "in_progress",
            template_id=template.id,
            date_started=instant,
            auditor_id=self.auditor_id.id or self.env.uid,
        )
        if not self.answer_ids:
            self._freeze_questions(template.question_ids)

    def _freeze_questions(self, questions):
        """Copy the questions: whatever becomes of the template, this audit asks these."""
        self.env["lean.5s.answer"].create(
            [
                {"audit_id": self.id, **question._prepare_answer_values(place)}
                for place, question in enumerate(questions, start=1)
            ]
        )

    def action_sign(self, age=0):
        """Close the audits with their scores; refused while answers or photos are missing.

        :param age: seconds since they were signed, as a phone that lost its connection says
        """
        instant = self._get_instant(age)
        to_sign = self.filtered(lambda audit: audit.state != "done")
        to_sign._check_may_audit()
        for audit in to_sign:
            if not audit._takes_answers(instant):
                audit._check_open({"state": "done"})
                raise UserError(self.env._("Start the audit %s first.", audit.display_name))
            if problem := audit._describe_missing():
                raise UserError(problem)
            audit.sudo()._close(instant)
        return True

    def _close(self, instant):
        day = self._get_local_date(instant)
        values = {"is_late": False, "reason": False}
        if self.date_deadline:
            tolerance = (self.date_deadline - self.date_planned).days
            values["is_late"] = judge(self.date_planned, tolerance, day) == LATE
        if values["is_late"]:
            values["reason"] = self._explain_late(day)
        self._set_state(
            "done",
            **values,
            **self._prepare_scores(),
            date_done=instant,
            date_audited=day,
            tz=self.company_id._lean_tz().zone,
            signed_by_id=self.env.uid,
            employee_id=self.env["hr.employee"]._lean_current_employee().id,
        )
        self.activity_ids.unlink()
        self._update_original()

    def _explain_late(self, day):
        days = (day - self.date_planned).days
        planned = format_date(self.env, self.date_planned)
        return self.env._("Planned for %(planned)s, done %(days)s days later.", planned=planned, days=days)

    def _prepare_scores(self):
        score = self._get_score()
        return {
            "score": score.total,
            "is_failed": score.is_failed,
            "is_uniform": is_uniform(self.answer_ids._get_answers()),
            **{f"score_{section}": value for section, value in score.sections.items()},
        }

    def action_cancel(self):
        """Leave the audits out; each needs its reason."""
        for audit in self:
            audit._check_open({"state": "cancelled"})
            if not audit.reason:
                raise UserError(self.env._("Write the reason why %s is left out, then cancel.", audit.display_name))
        self.check_access("write")
        self._cancel()
        return True

    def _cancel(self, reason=None):
        for audit in self.sudo():
            audit._set_state("cancelled", reason=reason or audit.reason)
        self.sudo().activity_ids.unlink()

    def _miss(self):
        """Nobody did them before the next one was due."""
        started = self.filtered(lambda audit: audit.state == "in_progress")
        started._set_state("missed", reason=self.env._("Started, but not signed before the next one was due."))
        for audit in self - started:
            reason = self.env._("Not done before the next one was due.")
            audit._set_state("missed", reason=f"{audit.reason} {reason}" if audit.reason else reason)
        self.activity_ids.unlink()

    def action_reaudit(self):
        """Start an audit of the failed questions only; opens the one that is open already."""
        self.ensure_one()
        if self.state != "done" or self.original_id:
            raise UserError(self.env._("A re-audit follows an audit that is done."))
        failed = self.answer_ids.filtered("has_failed")
        if not failed:
            raise UserError(self.env._("Nothing failed in %s: there is nothing to audit again.", self.display_name))
        self._check_may_audit()
        open_one = self.reaudit_ids.filtered(lambda audit: audit.state in OPEN_STATES)[:1]
        return (open_one or self._create_reaudit(failed)).action_open()

    def _create_reaudit(self, failed):
        audit = self.sudo().create(
            {
                "area_id": self.area_id.id,
                "company_id": self.company_id.id,
                "template_id": self.template_id.id,
                "kind": "reaudit",
                "original_id": self.id,
                "date_planned": self.company_id._lean_today(),
                "auditor_id": self.env.uid,
            }
        )
        self.env["lean.5s.answer"].sudo().create(
            [{"audit_id": audit.id, **answer._prepare_copy_values()} for answer in failed]
        )
        audit._start(fields.Datetime.now())
        return audit.sudo(False)

    def action_open(self):
        """Open the audit on one screen: to answer it, or its result."""
        self.ensure_one()
        return {
            "type": "ir.actions.client",
            "tag": "lean_5s.audit",
            "name": self.display_name,
            "params": {"audit_id": self.id},
            "path": "audit-5s",
        }

    def action_open_red_tags(self):
        """Open the red tags of these audits."""
        action = self.env["ir.actions.act_window"]._for_xml_id("lean_5s.lean_5s_red_tag_action")
        return action | {"domain": [("audit_id", "in", self.ids)], "context": {"default_audit_id": self[:1].id}}

    # Who may

    def _check_may_audit(self):
        if not self.env.su and not self.env.user.has_group("lean_5s.group_lean_5s_auditor"):
            raise AccessError(self.env._("Only 5S auditors audit. A Lean manager can give you access."))
        self.check_access("read")
        for audit in self:
            if not self.env.su and audit._is_own_area():
                raise UserError(
                    self.env._(
                        "You are responsible for %s, so somebody else audits it. Start an extra audit to practise.",
                        audit.area_id.complete_name,
                    )
                )

    def _is_own_area(self):
        """Whether the user would audit an area they are responsible for, where the schedule forbids it."""
        schedule = (self.original_id or self).schedule_id
        return schedule.is_independent and self.area_id.responsible_id == self.env.user

    def _is_being_done(self):
        """Whether somebody started it today, so that it is not taken out of their hands."""
        today = self.company_id._lean_today()
        return self.state == "in_progress" and self._get_local_date(self.date_started) >= today

    def _takes_answers(self, instant):
        """Whether an answer of this time counts: also one that a phone kept until it was missed."""
        if self.state == "in_progress":
            return True
        day = self._get_local_date(instant)
        return bool(self.state == "missed" and self.date_started and self.date_following and day < self.date_following)

    def _get_local_date(self, instant):
        zone = self.company_id._lean_tz()
        return pytz.utc.localize(instant).astimezone(zone).date()

    @api.model
    def _get_instant(self, age):
        """The UTC time so many seconds ago; nobody but the superuser goes back for more than some days."""
        most = LONGEST_AGE if self.env.su else MOST_AGE
        age = min(max(read_number(age) or 0, 0), most.total_seconds())
        return fields.Datetime.now() - timedelta(seconds=age)

    def _ask_auditors(self):
        """Put each planned audit on the list of its auditor, without an e-mail."""
        self.env["mail.activity"].with_context(mail_activity_quick_update=True).create(
            [audit._prepare_activity() for audit in self if audit.auditor_id]
        )

    def _prepare_activity(self):
        return {
            "res_model_id": self.env["ir.model"]._get_id(self._name),
            "res_id": self.id,
            "activity_type_id": self.env["ir.model.data"]._xmlid_to_res_id("mail.mail_activity_data_todo"),
            "user_id": self.auditor_id.id,
            "date_deadline": self.date_deadline or self.date_planned,
            "summary": self.env._("5S audit: %s", self.area_id.complete_name),
            "automated": True,
        }

    def _reassign(self, auditor_id):
        """Give a planned audit to another auditor, or to nobody with the reason."""
        reason = False if auditor_id else self.env._("Nobody may audit here any more: name auditors in the schedule.")
        if self.auditor_id.id == (auditor_id or False) and self.reason == reason:
            return
        self.write({"auditor_id": auditor_id, "reason": reason})
        self.activity_ids.unlink()
        self._ask_auditors()

    # Source of actions

    def _get_lean_source_kind(self):
        return "audit"

    def _prepare_lean_action_values(self):
        return super()._prepare_lean_action_values() | {"area_id": self.area_id.id}
