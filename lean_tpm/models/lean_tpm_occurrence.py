# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date

from ..calculations.outcome import ENDED, is_missed, judge_completion
from ..calculations.packages import Package, suppressed_by

STATES = [
    ("planned", "Planned"),
    ("done", "Done"),
    ("late", "Done late"),
    ("missed", "Missed"),
    ("suppressed", "Suppressed"),
    ("skipped", "Skipped"),
]
_STATE_KEY = object()  # proves that a write comes from _end or _reopen


class LeanTpmOccurrence(models.Model):
    """The ledger: each theoretical due date of a plan, and how it ended.

    Rows are cheap: made by the thousand a year ahead, without chatter. A request is made
    only when the date comes near.
    """

    _name = "lean.tpm.occurrence"
    _description = "Maintenance Occurrence"
    _order = "date_due, id"

    track_id = fields.Many2one("lean.tpm.track", required=True, index=True, ondelete="cascade", readonly=True)
    plan_id = fields.Many2one("lean.tpm.plan", required=True, index=True, ondelete="cascade", readonly=True)
    equipment_id = fields.Many2one("maintenance.equipment", required=True, ondelete="cascade", readonly=True)
    company_id = fields.Many2one("res.company", required=True, readonly=True)
    kind = fields.Selection(related="plan_id.kind")
    number = fields.Integer(required=True, readonly=True, aggregator=None, help="Its place in the plan, from 0.")
    state = fields.Selection(STATES, required=True, default="planned", readonly=True, index=True)
    reason = fields.Char(readonly=True)
    date_theoretical = fields.Date("By the Plan", required=True, readonly=True)
    date_due = fields.Date("Due", required=True, readonly=True)
    anchor_date = fields.Date("Counted From", readonly=True)
    anchor_number = fields.Integer(readonly=True, aggregator=None)
    shift_days = fields.Integer("Shift (days)", readonly=True, aggregator=None)
    tolerance_days = fields.Integer(readonly=True, aggregator=None)
    date_done = fields.Datetime("Done", readonly=True)
    user_id = fields.Many2one("res.users", "Done By", readonly=True)
    employee_id = fields.Many2one("hr.employee", "Operator", readonly=True)
    suppressed_by_id = fields.Many2one(
        "lean.tpm.occurrence", "Done With", readonly=True, index="btree_not_null", ondelete="set null"
    )
    request_id = fields.Many2one(
        "maintenance.request", readonly=True, index="btree_not_null", ondelete="set null", copy=False
    )
    why = fields.Text("Why This Date", compute="_compute_why")
    is_overdue = fields.Boolean(compute="_compute_is_overdue", search="_search_is_overdue")

    _track_number_unique = models.UniqueIndex("(track_id, number)")
    _equipment_index = models.Index("(equipment_id, date_due)")

    @api.depends("plan_id", "equipment_id", "date_due")
    def _compute_display_name(self):
        for occurrence in self:
            day = format_date(self.env, occurrence.date_due)
            occurrence.display_name = f"{occurrence.plan_id.name} · {occurrence.equipment_id.name} · {day}"

    @api.depends("state", "date_planned")
    def _compute_is_overdue(self):
        for occurrence in self:
            limit = occurrence.company_id._lean_today() if occurrence.company_id else fields.Date.today()
            occurrence.is_overdue = occurrence.state == "planned" and occurrence.date_planned < limit

    @api.model
    def _search_is_overdue(self, operator, value):
        if operator != "in":
            return NotImplemented
        return [("state", "=", "planned"), ("date_planned", "<", self.env.company._lean_today())]

    @api.depends("date_due", "state", "reason")
    @api.depends_context("lang")
    def _compute_why(self):
        for occurrence in self:
            occurrence.why = "\n".join(filter(None, occurrence._explain_date()))

    def _explain_date(self):
        """Sentences that lead from the plan to the date."""
        if self.date_theoretical and self._is_by_meter():
            return [self._explain_meter(), self._explain_workday(), self.reason]
        plan = self.plan_id
        units = dict(plan._fields["interval_unit"]._description_selection(self.env))
        return [
            self.env._(
                "Every %(count)s %(unit)s, counted from %(start)s: %(number)s intervals later it is %(date)s.",
                count=plan.interval_count,
                unit=units[plan.interval_unit].lower(),
                start=format_date(self.env, self.anchor_date),
                number=self.number - self.anchor_number,
                date=format_date(self.env, self.date_theoretical - timedelta(days=self.shift_days)),
            ),
            self._explain_shift(),
            self._explain_workday(),
            self.reason,
        ]

    def _is_by_meter(self):
        """Whether the meter, not the calendar, makes it due on this day."""
        plan = self.plan_id
        if plan.trigger != "first":
            return plan.trigger != "calendar"
        days = self.number - self.anchor_number
        return self.date_theoretical != plan._get_interval().after(self.anchor_date, days) + timedelta(self.shift_days)

    def _explain_meter(self):
        plan = self.plan_id
        if plan.trigger == "threshold":
            return self.env._("%(meter)s passed %(limit)s.", meter=plan.meter_name, limit=f"{plan.threshold:g}")
        return self.env._(
            "Every %(interval)s of %(meter)s, counted from %(base)s; the day is reached, or forecast from the average "
            "of the last 90 days.",
            interval=f"{plan.meter_interval:g}",
            meter=plan.meter_name,
            base=f"{self.track_id.meter_base:g}",
        )

    def _explain_shift(self):
        if not self.shift_days:
            return None
        return self.env._("Earlier completions moved it by %s days.", f"{self.shift_days:+d}")

    def _explain_workday(self):
        if self.date_due == self.date_theoretical:
            return None
        return self.env._(
            "Nobody works on %(day)s, so it is due on %(due)s.",
            day=format_date(self.env, self.date_theoretical),
            due=format_date(self.env, self.date_due),
        )

    # Only _end and _reopen may change the state

    def write(self, vals):
        if "state" in vals and self.env.context.get("lean_tpm_state") is not _STATE_KEY:
            raise UserError(self.env._("How an occurrence ended follows from what happened: use its buttons."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_ended(self):
        if self.filtered(lambda occurrence: occurrence.state in ENDED):
            raise UserError(self.env._("The ledger keeps what has happened: an ended occurrence cannot be deleted."))

    def _end(self, state, **values):
        self.with_context(lean_tpm_state=_STATE_KEY).write({"state": state, **values})

    def action_done(self, done_at=None):
        """Record that the occurrences are done; their plans count on from it.

        :param done_at: UTC time, now if not told; not in the future
        """
        now = fields.Datetime.now()
        done_at = fields.Datetime.to_datetime(done_at) or now
        if done_at > now:
            raise UserError(self.env._("What is done was done in the past: choose a time up to now."))
        self._check_open()
        operator = self.env["hr.employee"]._lean_current_employee()
        for occurrence in self:
            day = occurrence._get_local_date(done_at)
            state = judge_completion(occurrence.date_due, day, occurrence.tolerance_days)
            occurrence.sudo()._end(
                state, date_done=done_at, user_id=self.env.uid, employee_id=operator.id, reason=False
            )
            occurrence.sudo().track_id._move_anchor(occurrence.number, day)
        self.sudo()._after_completion()
        return True

    def _get_local_date(self, instant):
        zone = self.company_id._lean_tz()
        return fields.Datetime.context_timestamp(self.with_context(tz=zone.zone), instant).date()

    def _check_open(self):
        ended = self.filtered(lambda occurrence: occurrence.state in ("done", "late", "skipped"))
        if ended:
            states = dict(self._fields["state"]._description_selection(self.env))
            raise UserError(
                self.env._(
                    "%(name)s has ended already: %(state)s.", name=ended[0].display_name, state=states[ended[0].state]
                )
            )

    def _after_completion(self):
        """Later dates move, smaller packages are done with this one, the request closes."""
        self._complete_contained()
        self.plan_id._plan_ahead()
        self._close_requests()

    def _complete_contained(self):
        """What a package contained counts from its completion too."""
        contained = self.search([("suppressed_by_id", "in", self.ids), ("state", "=", "suppressed")])
        for occurrence in contained:
            larger = occurrence.suppressed_by_id
            occurrence.track_id._move_anchor(occurrence.number, larger._get_local_date(larger.date_done))
        contained.plan_id._plan_ahead()

    def action_skip(self, reason=None):
        """Leave the occurrences out, with the reason."""
        if not reason:
            raise UserError(self.env._("Say why it is left out: the ledger keeps the reason."))
        self._check_open()
        self.sudo()._end("skipped", reason=reason)
        self.sudo()._close_requests()
        return True

    def action_open_skip(self):
        """Ask why the occurrences are left out."""
        action = self.env["ir.actions.act_window"]._for_xml_id("lean_tpm.lean_tpm_skip_action")
        return {**action, "context": {"default_occurrence_ids": self.ids}}

    def action_reopen(self):
        """Take an ending back: the occurrence is open again and its request too."""
        self.sudo()._reopen(self.env._("Opened again by %s.", self.env.user.name))
        return True

    def _reopen(self, reason):
        self._end("planned", reason=reason, date_done=False, user_id=False, employee_id=False, suppressed_by_id=False)

    def _is_missed(self, following):
        """Whether nobody will do it any more, now that the next one is there."""
        today = self.company_id._lean_today()
        next_due, catches_up = following.date_due, self.plan_id.catches_up
        return is_missed(self.date_due, self.tolerance_days, next_due, today, catches_up=catches_up)

    def _suppress(self):
        """Mark those of one equipment that a larger package contains."""
        found = suppressed_by([occurrence._get_package() for occurrence in self])
        by_larger = {}
        for smaller_id, larger_id in found.items():
            by_larger.setdefault(larger_id, []).append(smaller_id)
        for larger_id, smaller_ids in by_larger.items():
            smaller = self.browse(smaller_ids)
            name = self.browse(larger_id).display_name
            smaller._end("suppressed", suppressed_by_id=larger_id, reason=self.env._("Done with %s.", name))
            smaller._close_requests()

    def _get_package(self):
        """The occurrence as the calculation takes it; one that is late contains nothing any more."""
        late = self.company_id._lean_today() > self.date_due + timedelta(days=self.tolerance_days)
        plan = self.plan_id
        return Package(self.id, frozenset(plan.task_ids.ids), plan._get_interval().days, self.date_due, not late)

    def _close_by_plan(self, reason):
        """What is due stays in the ledger as skipped; what is to come is no occurrence any more."""
        due = self.filtered(lambda occurrence: occurrence.date_due <= occurrence.company_id._lean_today())
        due._end("skipped", reason=reason)
        due._close_requests()
        later = self - due
        later._close_requests()
        later.unlink()
