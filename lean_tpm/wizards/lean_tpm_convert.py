# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tools import format_date

from ..calculations.schedule import Interval

ORIGINS = [("request", "Recurring request"), ("plan", "OCA maintenance plan")]
OCA_MODEL = "maintenance.plan"
AHEAD_DAYS, LEAD_DAYS = 365, 7
SHOWN_DATES = 3
STEP_DAYS = {"day": 1, "week": 7, "month": 30, "year": 365}


class LeanTpmConvert(models.TransientModel):
    """Core's recurring requests, and the plans of OCA's maintenance_plan, become plans.

    What is open goes on under its plan and the old recurrence is switched off, so that nothing fires twice.
    Converting again finds nothing more to convert.
    """

    _name = "lean.tpm.convert"
    _description = "Turn Recurring Requests into Plans"

    line_ids = fields.One2many("lean.tpm.convert.line", "wizard_id")
    ready_count = fields.Integer("To Convert", compute="_compute_counts")
    refused_count = fields.Integer("Cannot Be Converted", compute="_compute_counts")

    @api.model
    def default_get(self, fields_list):
        values = super().default_get(fields_list)
        lines = [{"origin": "request", "origin_id": request.id} for request in self._find_requests()]
        lines += [{"origin": "plan", "origin_id": plan.id} for plan in self._find_oca_plans()]
        return {**values, "line_ids": [Command.create(line) for line in lines]}

    @api.depends("line_ids.problem", "line_ids.is_chosen")
    def _compute_counts(self):
        for wizard in self:
            wizard.refused_count = len(wizard.line_ids.filtered("problem"))
            wizard.ready_count = len(wizard.line_ids.filtered(lambda line: line.is_chosen and not line.problem))

    @api.model
    def _find_requests(self):
        """The open ones; a closed one has been copied to the next by core."""
        domain = [
            ("recurring_maintenance", "=", True),
            ("archive", "=", False),
            ("stage_id.done", "=", False),
            ("company_id", "in", self.env.companies.ids),
        ]
        if self.env.context.get("active_model") == "maintenance.request":
            domain.append(("id", "in", self.env.context.get("active_ids", [])))
        return self.env["maintenance.request"].search(domain, order="schedule_date, id")

    @api.model
    def _find_oca_plans(self):
        """Running plans of OCA's maintenance_plan, where that addon is in the database."""
        if OCA_MODEL not in self.env or self.env.context.get("active_model") == "maintenance.request":
            return []
        return self.env[OCA_MODEL].search([("company_id", "in", [False, *self.env.companies.ids])])

    def action_convert(self):
        """Make the chosen plans, start them, and put what is open under them."""
        lines = self.line_ids.filtered(lambda line: line.is_chosen and line._is_convertible())
        if not lines:
            raise UserError(self.env._("There is nothing to convert: choose a line without a problem."))
        plans = lines._convert()
        action = self.env["ir.actions.act_window"]._for_xml_id("lean_tpm.lean_tpm_plan_action")
        return {**action, "domain": [("id", "in", plans.ids)], "context": {}}


class LeanTpmConvertLine(models.TransientModel):
    """A request or a plan, and the plan it becomes."""

    _name = "lean.tpm.convert.line"
    _description = "Recurring Request to Turn into a Plan"

    wizard_id = fields.Many2one("lean.tpm.convert", required=True, ondelete="cascade")
    origin = fields.Selection(ORIGINS, required=True)
    origin_id = fields.Integer("Origin ID", required=True)
    is_chosen = fields.Boolean("Convert", default=True)
    name = fields.Char("Plan", compute="_compute_preview")
    equipment_id = fields.Many2one("maintenance.equipment", compute="_compute_preview")
    every = fields.Char(compute="_compute_preview")
    next_dates = fields.Char("Due", compute="_compute_preview")
    open_count = fields.Integer("Open Requests", compute="_compute_preview", help="They go on under the plan.")
    problem = fields.Char(compute="_compute_preview")

    @api.depends("origin", "origin_id")
    def _compute_preview(self):
        units = dict(self.env["lean.tpm.plan"]._fields["interval_unit"]._description_selection(self.env))
        for line in self:
            values = line._prepare_plan()
            line.name = values["name"]
            line.equipment_id = values["equipment_id"]
            line.every = f"{values['interval_count']} {units.get(values['interval_unit'], '').lower()}"
            line.open_count = len(line._get_open_requests())
            line.problem = line._get_problem(values)
            line.next_dates = False if line.problem else line._show_dates(values)

    def _get_source(self):
        model = "maintenance.request" if self.origin == "request" else OCA_MODEL
        return self.env[model].browse(self.origin_id).exists()

    def _get_open_requests(self):
        source = self._get_source()
        if self.origin == "request":
            return source
        domain = [("maintenance_plan_id", "=", source.id), ("archive", "=", False), ("stage_id.done", "=", False)]
        return self.env["maintenance.request"].search(domain, order="request_date, id")

    def _is_convertible(self):
        """Whether it is still there, goes on firing by itself, and can be a plan."""
        source = self._get_source()
        is_running = source and (source.recurring_maintenance if self.origin == "request" else source.active)
        return bool(is_running) and not self.problem

    def _get_problem(self, values):
        source = self._get_source()
        if self.origin == "plan" and "generate_with_domain" in source and source.generate_with_domain:
            return self.env._("It finds its equipment by a filter: make it a plan for a category instead.")
        if not values["equipment_id"]:
            return self.env._("It names no equipment: choose one on it first.")
        if not values["interval_count"] or not values["interval_unit"]:
            return self.env._("It does not say how often: enter an interval on it first.")
        equipment = self.env["maintenance.equipment"].browse(values["equipment_id"])
        if not equipment.active:
            return self.env._("Its equipment is archived.")
        return False

    def _show_dates(self, values):
        interval = Interval(values["interval_count"], values["interval_unit"])
        days = [interval.after(values["date_start"], number) for number in range(SHOWN_DATES)]
        return " · ".join(format_date(self.env, day) for day in days if day <= (values["date_end"] or day))

    def _prepare_plan(self):
        source = self._get_source()
        values = self._prepare_from_request(source) if self.origin == "request" else self._prepare_from_oca(source)
        company = self.env["res.company"].browse(values["company_id"])
        days_until = (values["date_start"] - company._lean_today()).days
        return {
            "workday_move": "none",
            # What was not done stayed open there; it does here.
            "catches_up": True,
            "ahead_days": max(AHEAD_DAYS, days_until + 1),
            **values,
        }

    def _prepare_from_request(self, request):
        company = request.company_id or self.env.company
        zone = company._lean_tz().zone
        planned = request.schedule_date
        local = planned and fields.Datetime.context_timestamp(request.with_context(tz=zone), planned).date()
        start = local or request.request_date or company._lean_today()
        end = request.repeat_until if request.repeat_type == "until" else None
        return {
            "name": request.name or "",
            "company_id": company.id,
            "equipment_id": request.equipment_id.id,
            "team_id": request.maintenance_team_id.id,
            "user_id": request.user_id.id,
            "interval_count": request.repeat_interval,
            "interval_unit": request.repeat_unit,
            "date_start": start,
            "date_end": max(end, start) if end else None,
            "duration": request.duration or 1,
            "lead_days": LEAD_DAYS,
            "note": request.instruction_text or request.description or False,
        }

    def _prepare_from_oca(self, plan):
        company = plan.company_id or plan.equipment_id.company_id or self.env.company
        requests = self._get_open_requests()
        starts = [day for day in requests.mapped("request_date") if day]
        horizon = (plan.maintenance_plan_horizon or 0) * STEP_DAYS.get(plan.planning_step, 0)
        return {
            "name": plan.name or plan.display_name or "",
            "company_id": company.id,
            "equipment_id": plan.equipment_id.id,
            "team_id": plan.maintenance_team_id.id,
            "interval_count": plan.interval,
            "interval_unit": plan.interval_step,
            "date_start": min(starts, default=plan.next_maintenance_date or company._lean_today()),
            "date_end": None,
            "duration": plan.duration or 1,
            "lead_days": min(horizon or LEAD_DAYS, AHEAD_DAYS),
            # Its name in releases before 17 was note.
            "note": plan["instruction_text" if "instruction_text" in plan else "note"] or False,
        }

    def _convert(self):
        """Running plans of these lines, with the open requests as their occurrences."""
        plans = self.env["lean.tpm.plan"].create([line._prepare_plan() for line in self])
        for line, plan in zip(self, plans, strict=True):
            line._keep_documents(plan)
            line._switch_off(plan)
        plans.action_start()
        for line, plan in zip(self, plans, strict=True):
            line._adopt_requests(plan)
        return plans

    def _keep_documents(self, plan):
        """Instructions that are no text go along."""
        source = self._get_source()
        kind = source.instruction_type if "instruction_type" in source else "text"
        if kind == "pdf" and source.instruction_pdf:
            values = {"name": f"{plan.name}.pdf", "datas": source.instruction_pdf}
            self.env["ir.attachment"].create({**values, "res_model": plan._name, "res_id": plan.id})
        if kind == "google_slide" and source.instruction_google_slide:
            plan.message_post(body=self.env._("Instruction: %s", source.instruction_google_slide))

    def _switch_off(self, plan):
        """The plan makes the next one: nothing else does any more."""
        source = self._get_source()
        plan.message_post(body=self.env._("Made from %s, whose own recurrence is off now.", source.display_name))
        if self.origin == "plan":
            source.active = False
            return
        # Core fires again when a closed one moves from one done stage to another.
        same = [("equipment_id", "=", source.equipment_id.id), ("name", "=", source.name)]
        chain = source.search([*same, ("recurring_maintenance", "=", True), ("stage_id.done", "=", True)])
        (source | chain).recurring_maintenance = False

    def _adopt_requests(self, plan):
        """Each open request becomes that of the occurrence nearest to its date that has none."""
        free = plan.sudo().occurrence_ids.filtered(lambda row: row.state == "planned").sorted("date_due")
        for request in self._get_open_requests():
            day = request.request_date if self.origin == "plan" else plan.date_start
            distances = [(abs((row.date_due - day).days), row.id) for row in free]
            if distances:
                nearest = free.browse(min(distances)[1])
                nearest.request_id = request
                free -= nearest
