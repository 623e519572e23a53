# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ..calculations.outcome import default_tolerance
from ..calculations.schedule import Interval, Plan, Season, Shift

MONTHS = [
    ("1", "January"),
    ("2", "February"),
    ("3", "March"),
    ("4", "April"),
    ("5", "May"),
    ("6", "June"),
    ("7", "July"),
    ("8", "August"),
    ("9", "September"),
    ("10", "October"),
    ("11", "November"),
    ("12", "December"),
]
# Changing one of these moves dates: the preview shows which.
SCHEDULE_FIELDS = (
    "date_start",
    "date_end",
    "interval_count",
    "interval_unit",
    "is_floating",
    "late_tolerance_days",
    "late_factor_percent",
    "early_tolerance_days",
    "early_factor_percent",
    "is_seasonal",
    "season_first_month",
    "season_last_month",
    "workday_move",
    "calendar_id",
)
# Changing one of these adds rows or takes them away.
SUBJECT_FIELDS = ("equipment_id", "category_id", "ahead_days", "task_ids")


class LeanTpmPlan(models.Model):
    """What is done to which equipment, and how often."""

    _name = "lean.tpm.plan"
    _description = "Maintenance Plan"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "name, id"
    _check_company_auto = True

    name = fields.Char("Plan", required=True, tracking=True, translate=True)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one("res.company", required=True, index=True, default=lambda self: self.env.company)
    state = fields.Selection(
        [("draft", "Draft"), ("running", "Running"), ("stopped", "Stopped")],
        required=True,
        default="draft",
        readonly=True,
        copy=False,
        tracking=True,
    )
    kind = fields.Selection(
        [("autonomous", "Autonomous"), ("preventive", "Preventive"), ("condition", "Condition based")],
        required=True,
        default="preventive",
        tracking=True,
        help="Autonomous: done by the operators at the machine. Preventive and condition based: by maintenance.",
    )
    equipment_id = fields.Many2one("maintenance.equipment", check_company=True, index="btree_not_null", tracking=True)
    category_id = fields.Many2one(
        "maintenance.equipment.category",
        index="btree_not_null",
        tracking=True,
        help="The plan holds for each piece of equipment of this category, also for one that joins later.",
    )
    team_id = fields.Many2one("maintenance.team", check_company=True)
    user_id = fields.Many2one(
        "res.users", "Technician", check_company=True, help="Empty: the technician of the equipment."
    )
    task_ids = fields.Many2many("lean.tpm.task", string="Tasks", check_company=True)
    duration = fields.Float("Duration (hours)", default=1)
    note = fields.Html()

    date_start = fields.Date("First Due", required=True, default=lambda self: self.env.company._lean_today())
    date_end = fields.Date("Until")
    interval_count = fields.Integer("Every", default=1, required=True)
    interval_unit = fields.Selection(
        [("day", "Days"), ("week", "Weeks"), ("month", "Months"), ("year", "Years")], default="month", required=True
    )
    is_floating = fields.Boolean(
        "From Completion",
        help="The next one is due an interval after the last was done. Otherwise an interval after it was due.",
    )
    late_tolerance_days = fields.Integer(help="Done so many days late, the later ones stay where they are.")
    late_factor_percent = fields.Float(digits=(5, 1), help="Share of the whole delay that moves the later ones.")
    early_tolerance_days = fields.Integer(help="Done so many days early, the later ones stay where they are.")
    early_factor_percent = fields.Float(digits=(5, 1), help="Share of the whole lead that moves the later ones.")
    is_seasonal = fields.Boolean("Only in a Season")
    season_first_month = fields.Selection(MONTHS, default="1")
    season_last_month = fields.Selection(MONTHS, default="12")
    workday_move = fields.Selection(
        [
            ("none", "Any day"),
            ("next", "The next working day"),
            ("previous", "The working day before"),
            ("skip", "Nowhere: it is left out"),
        ],
        required=True,
        default="next",
        help="Where a date goes on which nobody works.",
    )
    calendar_id = fields.Many2one(
        "resource.calendar", "Working Hours", check_company=True, help="Empty: those of the company."
    )
    catches_up = fields.Boolean(
        "Catch Up",
        help="What was not done stays open until it is. Otherwise it is missed as soon as the next one is due.",
    )
    has_own_tolerance = fields.Boolean("Own Tolerance")
    tolerance_days = fields.Integer(
        "Tolerance (days)",
        compute="_compute_tolerance_days",
        store=True,
        readonly=False,
        help="Done so many days late still counts as kept. By itself a day or a fifth of the interval, at most 28.",
    )
    lead_days = fields.Integer("Request Ahead (days)", default=7, help="A request is made so many days before.")
    ahead_days = fields.Integer("Plan Ahead (days)", default=365)
    error = fields.Char(readonly=True, copy=False)

    track_ids = fields.One2many("lean.tpm.track", "plan_id")
    occurrence_ids = fields.One2many("lean.tpm.occurrence", "plan_id")
    equipment_count = fields.Integer(compute="_compute_counts")
    open_count = fields.Integer("Due", compute="_compute_counts")
    date_next = fields.Date("Next Due", compute="_compute_counts")

    _interval_positive = models.Constraint("CHECK (interval_count > 0)", "An interval is one day or more.")
    _days_positive = models.Constraint(
        "CHECK (LEAST(late_tolerance_days, early_tolerance_days, tolerance_days, lead_days) >= 0 AND ahead_days > 0)",
        "Days of a plan cannot be below zero, and it has to look ahead a day or more.",
    )
    _factors_share = models.Constraint(
        "CHECK (late_factor_percent BETWEEN 0 AND 100 AND early_factor_percent BETWEEN 0 AND 100)",
        "A shift is a share of the deviation: from 0 to 100 %.",
    )
    _end_after_start = models.Constraint(
        "CHECK (date_end IS NULL OR date_end >= date_start)", "A plan ends after its first date."
    )

    @api.depends("interval_count", "interval_unit", "has_own_tolerance")
    def _compute_tolerance_days(self):
        for plan in self:
            if not plan.has_own_tolerance and plan.interval_count > 0:
                plan.tolerance_days = default_tolerance(plan._get_interval().days)

    def _compute_counts(self):
        open_counts = self._read_open({"open": "__count"}, [("date_planned", "<=", fields.Date.today())])
        next_dates = self._read_open({"next": "date_planned:min"}, [])
        equipment = dict(
            self.env["lean.tpm.track"]._read_group([("plan_id", "in", self.ids)], ["plan_id"], ["__count"])
        )
        for plan in self:
            plan.open_count = open_counts.get(plan, 0)
            plan.date_next = next_dates.get(plan, False)
            plan.equipment_count = equipment.get(plan, 0)

    def _read_open(self, aggregate, domain):
        [[__, name]] = aggregate.items()
        domain = [("plan_id", "in", self.ids), ("state", "=", "planned"), *domain]
        return dict(self.env["lean.tpm.occurrence"]._read_group(domain, ["plan_id"], [name]))

    @api.constrains("equipment_id", "category_id")
    def _check_subject(self):
        for plan in self:
            if bool(plan.equipment_id) == bool(plan.category_id):
                raise ValidationError(
                    self.env._("%s: a plan is for one piece of equipment, or for a category of it.", plan.name)
                )

    def write(self, vals):
        result = super().write(vals)
        running = self.filtered(lambda plan: plan.state == "running")
        if vals.keys() & set(SCHEDULE_FIELDS):
            running.sudo().track_ids._reanchor()
        if vals.keys() & {*SCHEDULE_FIELDS, *SUBJECT_FIELDS}:
            running._plan_ahead()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_with_history(self):
        if self.occurrence_ids.filtered(lambda occurrence: occurrence.state != "planned"):
            raise UserError(self.env._("A plan with a history is archived, not deleted: its ledger would be lost."))

    def action_start(self):
        """Put the plans into force and plan a year ahead."""
        self.write({"state": "running"})
        self._plan_ahead()
        return True

    def action_stop(self):
        """Stop the plans: what is due is skipped with that reason, what is to come goes."""
        self._close_open(self.env._("The plan was stopped."))
        self.write({"state": "stopped"})
        return True

    def action_archive(self):
        """Archived plans have stopped."""
        self.filtered(lambda plan: plan.state == "running").action_stop()
        return super().action_archive()

    def _close_open(self, reason):
        open_rows = self.sudo().occurrence_ids.filtered(lambda occurrence: occurrence.state == "planned")
        open_rows._close_by_plan(reason)

    def action_view_occurrences(self):
        """The ledger of these plans."""
        action = self.env["ir.actions.act_window"]._for_xml_id("lean_tpm.lean_tpm_occurrence_action")
        return {**action, "domain": [("plan_id", "in", self.ids)], "context": {}}

    def action_view_equipment(self):
        """The equipment these plans hold for."""
        action = self.env["ir.actions.act_window"]._for_xml_id("maintenance.hr_equipment_action")
        return {**action, "domain": [("lean_track_ids.plan_id", "in", self.ids)], "context": {}}

    def action_open_change(self):
        """Ask for another schedule, showing the dates it moves."""
        action = self.env["ir.actions.act_window"]._for_xml_id("lean_tpm.lean_tpm_plan_change_action")
        return {**action, "context": {"default_plan_id": self.id}}

    def _read_open_dates(self):
        """{(equipment, number): due date} of what is open, in the order of the plan"""
        rows = self.env["lean.tpm.occurrence"].search([("plan_id", "in", self.ids), ("state", "=", "planned")])
        return {(row.equipment_id, row.number): row.date_due for row in rows}

    # For the calculation

    def _get_interval(self):
        return Interval(self.interval_count, self.interval_unit)

    def _get_schedule(self):
        """The plan as the calculation takes it."""
        self.ensure_one()
        return Plan(
            start=self.date_start,
            interval=self._get_interval(),
            is_floating=self.is_floating,
            late=Shift(self.late_tolerance_days, self.late_factor_percent / 100),
            early=Shift(self.early_tolerance_days, self.early_factor_percent / 100),
            season=self._get_season(),
            end=self.date_end or None,
        )

    def _get_season(self):
        if not self.is_seasonal:
            return None
        return Season((int(self.season_first_month), 1), (int(self.season_last_month), 31))

    def _explain_left_out(self, day):
        """Why the plan asks for nothing on one of its days."""
        season = self._get_season()
        if season and not season.contains(day):
            return self.env._("Out of season.")
        return self.env._("Nobody works on that day.")

    def _get_calendar(self):
        return self.calendar_id or self.company_id.resource_calendar_id
