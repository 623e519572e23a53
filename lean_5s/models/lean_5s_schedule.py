# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from odoo.addons.lean_base.calculations.interval import Interval

from ..calculations.series import EVERY_DAY, Series

UNITS = [("day", "Working Days"), ("week", "Weeks"), ("month", "Months")]


class Lean5sSchedule(models.Model):
    """Which area is audited how often, with which template, by whom in turn."""

    _name = "lean.5s.schedule"
    _description = "5S Schedule"
    _inherit = ["mail.thread"]
    _order = "area_id, id"
    _check_company_auto = True

    area_id = fields.Many2one(
        "lean.area", required=True, index=True, ondelete="restrict", check_company=True, tracking=True
    )
    company_id = fields.Many2one(related="area_id.company_id", store=True, index=True)
    template_id = fields.Many2one(
        "lean.5s.template",
        required=True,
        ondelete="restrict",
        check_company=True,
        domain="[('state', '!=', 'retired'), ('company_id', 'in', (False, company_id))]",
        tracking=True,
        help="Each audit takes the version that is published when it starts.",
    )
    active = fields.Boolean(default=True, tracking=True)
    interval_count = fields.Integer("Every", default=1, required=True, aggregator=None, tracking=True)
    interval_unit = fields.Selection(UNITS, required=True, default="week", tracking=True)
    date_start = fields.Date(
        "First Audit", required=True, default=lambda self: self.env.company._lean_today(), tracking=True
    )
    date_end = fields.Date("Until", tracking=True)
    tolerance_days = fields.Integer(
        "Days of Grace", default=2, aggregator=None, help="Done so many days after its date it is still on time."
    )
    ahead_days = fields.Integer("Plan Ahead (days)", default=14, required=True, aggregator=None)
    skips_days_off = fields.Boolean(
        "Working Days Only", default=True, help="An audit that falls on a day off moves to the next working day."
    )
    is_independent = fields.Boolean(
        "Never by Its Own Responsible",
        default=True,
        tracking=True,
        help="Whoever is responsible for the area does not audit it.",
    )
    auditor_ids = fields.One2many("lean.5s.auditor", "schedule_id", "Auditors in Turn", copy=True)
    audit_ids = fields.One2many("lean.5s.audit", "schedule_id", "Audits")
    date_next = fields.Date("Next Audit", compute="_compute_figures")
    next_auditor_id = fields.Many2one("res.users", compute="_compute_figures")
    missed_count = fields.Integer("Missed", compute="_compute_figures")
    number_offset = fields.Integer(readonly=True, copy=False, aggregator=None)

    _interval_positive = models.Constraint("CHECK (interval_count > 0)", "An interval is one or more.")
    _days_positive = models.Constraint(
        "CHECK (tolerance_days >= 0 AND ahead_days BETWEEN 0 AND 366)",
        "Days of grace cannot be negative, and planning goes a year ahead at most.",
    )

    @api.depends("area_id", "template_id")
    def _compute_display_name(self):
        for schedule in self:
            names = (schedule.area_id.complete_name, schedule.template_id.name)
            schedule.display_name = " · ".join(filter(None, names))

    def _compute_figures(self):
        audits = self.env["lean.5s.audit"]
        missed = audits._read_group(
            [("schedule_id", "in", self.ids), ("state", "=", "missed")], ["schedule_id"], ["__count"]
        )
        counts = {schedule.id: count for schedule, count in missed}
        coming = {}
        for audit in audits.search_fetch(
            [("schedule_id", "in", self.ids), ("state", "in", ("planned", "in_progress"))],
            ["schedule_id", "date_planned", "auditor_id"],
            order="date_planned, id",
        ):
            coming.setdefault(audit.schedule_id.id, audit)
        for schedule in self:
            following = coming.get(schedule.id, audits)
            schedule.date_next = following.date_planned
            schedule.next_auditor_id = following.auditor_id
            schedule.missed_count = counts.get(schedule.id, 0)

    @api.constrains("date_start", "date_end")
    def _check_dates(self):
        for schedule in self:
            if schedule.date_end and schedule.date_end < schedule.date_start:
                raise ValidationError(self.env._("A schedule cannot end before its first audit."))

    @api.constrains("auditor_ids", "is_independent", "area_id")
    def _check_auditors(self):
        for schedule in self:
            if not schedule._get_auditors():
                raise ValidationError(
                    self.env._(
                        "Nobody could audit %s: name at least one auditor who is not responsible for the area, "
                        "or let the responsible do it.",
                        schedule.area_id.complete_name,
                    )
                )

    def write(self, vals):
        before = {schedule: schedule._get_series() for schedule in self}
        resumed = self.filtered(lambda schedule: not schedule.active and vals.get("active"))
        result = super().write(vals)
        resumed._resume()
        if vals.keys() & self._get_series_fields():
            (self - resumed).filtered(lambda schedule: schedule._get_series() != before[schedule])._move_series()
        if vals.get("active") is False:
            self._give_up(self.env._("The schedule was archived."))
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_used(self):
        if self.env["lean.5s.audit"].search_count([("schedule_id", "in", self.ids)], limit=1):
            raise UserError(self.env._("A schedule with audits stays in the records. Archive it instead."))

    def action_plan(self):
        """Plan the audits now, instead of waiting for the next run."""
        self._run()
        return True

    def action_open_audits(self):
        """Open the audits of these schedules."""
        action = self.env["ir.actions.act_window"]._for_xml_id("lean_5s.lean_5s_audit_action")
        return action | {"domain": [("schedule_id", "in", self.ids)], "context": {}}

    @api.model
    def _get_series_fields(self):
        """Fields that say on which days audits are due."""
        return {"date_start", "interval_count", "interval_unit", "skips_days_off"}

    def _get_series(self):
        self.ensure_one()
        return Series(
            start=self.date_start,
            interval=Interval(self.interval_count, self.interval_unit),
            offset=self.number_offset,
            end=self.date_end or None,
            weekdays=self._get_weekdays(),
        )

    def _get_weekdays(self):
        """Days of the week on which somebody works in the company."""
        calendar = self.company_id.sudo().resource_calendar_id
        if not self.skips_days_off or not calendar:
            return EVERY_DAY
        return frozenset(int(day) for day in calendar.attendance_ids.mapped("dayofweek")) or EVERY_DAY

    def _get_auditors(self):
        """Who may audit, in their order; the area's responsible only where the schedule lets them."""
        users = self.auditor_ids.sorted(lambda line: (line.sequence, line.id)).user_id
        if self.is_independent:
            users -= self.area_id.responsible_id
        return users.filtered("active")


class Lean5sAuditor(models.Model):
    """One of those who take turns."""

    _name = "lean.5s.auditor"
    _description = "5S Auditor"
    _order = "sequence, id"
    _check_company_auto = True

    schedule_id = fields.Many2one("lean.5s.schedule", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="schedule_id.company_id", store=True, index=True)
    sequence = fields.Integer(default=10)
    user_id = fields.Many2one(
        "res.users",
        "Auditor",
        required=True,
        check_company=True,
        domain=lambda self: [("all_group_ids", "in", self.env.ref("lean_5s.group_lean_5s_auditor").ids)],
    )

    _user_unique = models.UniqueIndex("(schedule_id, user_id)", "Each auditor stands in the list once.")

    @api.depends("user_id")
    def _compute_display_name(self):
        for auditor in self:
            auditor.display_name = auditor.user_id.name

    @api.constrains("user_id")
    def _check_may_audit(self):
        for auditor in self:
            if not auditor.user_id.has_group("lean_5s.group_lean_5s_auditor"):
                raise ValidationError(
                    self.env._(
                        "%s has no access as a 5S auditor: give it in the user's settings.", auditor.user_id.name
                    )
                )
