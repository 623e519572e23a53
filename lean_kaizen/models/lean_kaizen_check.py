# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date, formatLang

from odoo.addons.lean_base.tools import UndefinedFloat

from ..calculations import decay

JUDGED_STATES = ("held", "decayed", "no_gain")
# What was measured, of what and when: history once it is judged.
JUDGED_FIELDS = {"value", "measure_id", "event_id", "days", "date_due"}
# Written by the judgement alone.
SEALED_FIELDS = {
    "round",
    "state",
    "retained",
    "date_done",
    "checked_by_id",
    "checked_by_employee_id",
    "reference_baseline",
    "reference_target",
    "reference_result",
    "tolerance",
}


class LeanKaizenCheck(models.Model):
    """A measure measured again some time after its event, and what that says about the gain.

    What it was compared with is kept on the check: later edits never change what was found.
    """

    _name = "lean.kaizen.check"
    _description = "Check of a Gain"
    _inherit = ["lean.kaizen.part.mixin", "mail.thread", "mail.activity.mixin"]
    _order = "date_due, id"
    _mail_post_access = "read"

    event_id = fields.Many2one(compute="_compute_event_id", store=True, readonly=False, precompute=True)
    measure_id = fields.Many2one(
        comodel_name="lean.kaizen.measure",
        required=True,
        index=True,
        ondelete="cascade",
        domain="[('event_id', '=', event_id)]",
    )
    unit = fields.Char(related="measure_id.unit")
    user_id = fields.Many2one(related="event_id.user_id", store=True, string="Leader")
    area_id = fields.Many2one(related="event_id.area_id", store=True)
    days = fields.Integer(string="After (days)", required=True, default=30, aggregator=None)
    round = fields.Integer(
        compute="_compute_round",
        store=True,
        precompute=True,
        aggregator=None,
        help="Of its event when the check was planned: one more each time that a gain decayed.",
    )
    date_due = fields.Date(string="Due", required=True, default=fields.Date.context_today, index=True, tracking=True)
    value = UndefinedFloat(string="Measured", digits=(16, 2), aggregator=None, copy=False)
    note = fields.Char()
    state = fields.Selection(
        selection=[
            ("planned", "To do"),
            ("held", "Held"),
            ("decayed", "Decayed"),
            ("no_gain", "No gain to hold"),
            ("cancelled", "Cancelled"),
        ],
        required=True,
        readonly=True,
        default="planned",
        copy=False,
        index=True,
    )
    is_overdue = fields.Boolean(string="Overdue", compute="_compute_is_overdue", search="_search_is_overdue")
    retained = UndefinedFloat(
        string="Gain Kept", readonly=True, copy=False, aggregator="avg", help="Share of the gain."
    )
    reference_baseline = UndefinedFloat(readonly=True, copy=False, aggregator=None)
    reference_target = UndefinedFloat(readonly=True, copy=False, aggregator=None)
    reference_result = UndefinedFloat(readonly=True, copy=False, aggregator=None)
    tolerance = UndefinedFloat(readonly=True, copy=False, aggregator=None)
    explanation = fields.Char(compute="_compute_explanation")
    date_done = fields.Date(string="Checked On", readonly=True, copy=False)
    checked_by_id = fields.Many2one(comodel_name="res.users", readonly=True, copy=False)
    checked_by_employee_id = fields.Many2one(
        comodel_name="hr.employee", string="Checked By (Operator)", readonly=True, copy=False
    )
    cancel_reason = fields.Char(readonly=True, copy=False)
    is_asked = fields.Boolean(readonly=True, copy=False)
    error = fields.Char(string="Could Not Be Asked For", readonly=True, copy=False)

    _once = models.UniqueIndex("(measure_id, round, days)", "This measure has a check on that day already.")
    _due_idx = models.Index("(date_due) WHERE state = 'planned'")

    @api.depends("measure_id")
    def _compute_event_id(self):
        for check in self:
            check.event_id = check.measure_id.event_id or check.event_id

    @api.depends("measure_id")
    def _compute_round(self):
        """That of the event when the check is made; a later round changes no older check."""
        for check in self:
            check.round = check.measure_id.event_id.round

    @api.depends("measure_id.name", "days")
    def _compute_display_name(self):
        for check in self:
            check.display_name = self.env._(
                "%(measure)s, %(days)s days", measure=check.measure_id.name or "", days=check.days
            )

    @api.depends("state", "date_due")
    def _compute_is_overdue(self):
        for company, checks in self.grouped("company_id").items():
            today = (company or self.env.company)._lean_today()
            for check in checks:
                check.is_overdue = check.state == "planned" and bool(check.date_due) and check.date_due < today

    @api.model
    def _search_is_overdue(self, operator, value):
        if operator != "in":
            return NotImplemented
        return self._get_due_domain(before_today=True)

    @api.depends("state", "value", "retained", "cancel_reason", "measure_id.unit")
    def _compute_explanation(self):
        for check in self:
            check.explanation = check._get_explanation()

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._check_sealed(vals)
        checks = super().create(vals_list)
        checks.filtered(lambda check: check.value is not False)._judge()
        return checks

    def write(self, vals):
        self._check_sealed(vals)
        is_measured = "value" in vals
        if JUDGED_FIELDS & vals.keys():
            self._check_recordable()
        result = super().write(vals)
        if is_measured:
            self.filtered(lambda check: check.value is not False)._judge()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_planned_by_manager(self):
        if judged := self.filtered(lambda check: check.state in JUDGED_STATES):
            raise UserError(self.env._("“%s” was made and stays in the records.", judged[0].display_name))
        if self and not self.env.user.has_group("lean_base.group_lean_manager"):
            raise UserError(
                self.env._("“%s” is not deleted: leave it out, and say why in its note.", self[0].display_name)
            )

    def action_record(self):
        """Close the form of a check; saving it has judged the value."""
        self.ensure_one()
        if self.value is False:
            raise UserError(self.env._("Enter what was measured first."))
        return {"type": "ir.actions.act_window_close"}

    def action_cancel(self):
        """Leave a check out; the reason says why."""
        for check in self:
            if not check.note:
                raise UserError(self.env._("Say in the note why “%s” is left out.", check.display_name))
            check._cancel(check.note)

    def _judge(self):
        """Say whether the gain is still there, finish what asked for it, open the event again where it is not."""
        today = {company: company._lean_today() for company in self.company_id}
        employee = self.env["hr.employee"]._lean_current_employee()
        for check in self:
            verdict = check._get_verdict()
            values = check._prepare_judgement(verdict, today[check.company_id], employee)
            check.sudo().write(values)
        self.sudo().activity_ids.action_feedback()
        decayed = self.filtered(lambda check: check.state == "decayed")
        decayed.event_id.filtered(lambda event: event.step in ("check", "closed"))._reopen(decayed)

    def _get_verdict(self):
        gain = self.measure_id._get_gain(self.measure_id.result)
        if gain is None:
            raise UserError(
                self.env._(
                    "Enter first what “%s” had reached at the end of the event: there is nothing to compare with.",
                    self.measure_id.name,
                )
            )
        return decay.judge(gain, self.value, self.company_id.lean_kaizen_decay_percent / 100)

    def _prepare_judgement(self, verdict, today, employee):
        measure = self.measure_id
        return {
            "state": verdict.state,
            "retained": verdict.retained,
            "date_done": today,
            "checked_by_id": self.env.uid,
            "checked_by_employee_id": employee.id,
            "reference_baseline": measure.baseline,
            "reference_target": measure.target,
            "reference_result": measure.result,
            "tolerance": self.company_id.lean_kaizen_decay_percent,
            "error": False,
        }

    def _cancel(self, reason):
        """Checks that will not be made, with the reason; made ones stay as they are."""
        planned = self.filtered(lambda check: check.state == "planned")
        planned.sudo().write({"state": "cancelled", "cancel_reason": reason})
        planned.sudo().activity_ids.unlink()

    def _check_sealed(self, vals):
        if not self.env.su and SEALED_FIELDS & vals.keys():
            raise UserError(self.env._("A check is judged by the value measured: enter that, nothing else."))

    def _check_recordable(self):
        """A check is corrected on its day by who made it, or by a manager; later it is history."""
        is_manager = self.env.su or self.env.user.has_group("lean_base.group_lean_manager")
        for check in self:
            is_own = check.checked_by_id == self.env.user and check.date_done == check.company_id._lean_today()
            if check.state == "cancelled" or (check.state in JUDGED_STATES and not (is_manager or is_own)):
                raise UserError(
                    self.env._(
                        "“%(check)s” is %(state)s. Add another check to measure again.",
                        check=check.display_name,
                        state=check._get_state_label(),
                    )
                )

    def _check_event_open(self):
        """A closed event can still be checked: a gain may be lost later."""
        closed = self.filtered(lambda check: check.event_id.step == "closed")
        if closed and not self.env.su:
            closed.event_id.check_access("write")
        return super(LeanKaizenCheck, self - closed)._check_event_open()

    @api.model
    def _get_never_frozen_fields(self):
        chatter = self.env["mail.thread"]._fields.keys() | self.env["mail.activity.mixin"]._fields.keys()
        return chatter | SEALED_FIELDS | {"is_asked", "error", "cancel_reason", "user_id", "area_id", "company_id"}

    def _get_explanation(self):
        if self.state == "cancelled":
            return self.cancel_reason or ""
        if self.state == "no_gain":
            return self.env._("The event had not made it better, so there is no gain to hold.")
        if self.state not in JUDGED_STATES or self.retained is False:
            return ""
        return self.env._(
            "%(value)s %(unit)s: %(kept)s %% of the gain is there "
            "(before %(baseline)s, target %(target)s, result %(result)s; at least %(limit)s %% was asked for).",
            value=self._format_number(self.value),
            unit=self.unit or "",
            kept=round(self.retained * 100),
            baseline=self._format_number(self.reference_baseline),
            target=self._format_number(self.reference_target),
            result=self._format_number(self.reference_result),
            limit=round(100 - (self.tolerance or 0)),
        )

    def _get_short_text(self):
        """One check in a line of many, such as "60 d: 17, held"."""
        if self.value is not False:
            return self.env._(
                "%(days)s d: %(value)s, %(state)s",
                days=self.days,
                value=self._format_number(self.value),
                state=self._get_state_label().lower(),
            )
        return self.env._("%(days)s d: due %(date)s", days=self.days, date=format_date(self.env, self.date_due))

    def _format_number(self, value):
        return formatLang(self.env, value, digits=0 if float(value).is_integer() else 2)

    def _get_state_label(self):
        return dict(self._fields["state"]._description_selection(self.env)).get(self.state, "")
