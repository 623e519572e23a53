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
        lines = self.line_ids.filtered("is_chosen")._filter_convertible()
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
        found = self._read_sources()
        for line in self:
            source, requests = found[line]
            values = line._prepare_plan(source, requests)
            line.name = values["name"]
            line.equipment_id = values["equipment_id"]
            line.every = f"{values['interval_count']} {units.get(values['interval_unit'], '').lower()}"
            line.open_count = len(requests)
            line.problem = line._get_problem(values, source)
            line.next_dates = False if line.problem else line._show_dates(values)

    def _read_sources(self):
        """{line: (request or plan it is made from, open requests that go on under its plan)}, read for all at once."""
        requests = self.env["maintenance.request"].browse(self._get_origin_ids("request")).exists()
        by_id = {("request", request.id): (request, request) for request in requests}
        if plan_ids := self._get_origin_ids("plan"):
            plans = self.env[OCA_MODEL].browse(plan_ids).exists()
            domain = [("maintenance_plan_id", "in", plans.ids), ("archive", "=", False), ("stage_id.done", "=", False)]
            made = self.env["maintenance.request"].search(domain, order="request_date, id")
            by_plan = made.grouped("maintenance_plan_id")
            by_id.update({("plan", plan.id): (plan, by_plan.get(plan, made.browse())) for plan in plans})
        none = self.env["maintenance.request"]
        return {
            line: by_id.get((line.origin, line.origin_id))
            or (none if line.origin == "request" else self.env[OCA_MODEL], none)
            for line in self
        }

    def _get_origin_ids(self, origin):
        return [line.origin_id for line in self if line.origin == origin]

    def _filter_convertible(self):
        """Those that are still there, go on firing by themselves, and can be a plan."""
        found = self._read_sources()
        return self.filtered(lambda line: not line.problem and line._is_running(found[line][0]))

    def _is_running(self, source):
        return bool(source and (source.recurring_maintenance if self.origin == "request" else source.active))

    def _get_problem(self, values, source):
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

    def _prepare_plan(self, source, requests):
        """Values of the plan.

        :param source: request or OCA plan it is made from
        :param requests: open ones that go on under it
        """
        if self.origin == "request":
            values = self._prepare_from_request(source)
        else:
            values = self._prepare_from_oca(source, requests)
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

    def _prepare_from_oca(self, plan, requests):
        company = plan.company_id or plan.equipment_id.company_id or self.env.company
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
        found = self._read_sources()
        plans = self.env["lean.tpm.plan"].create([line._prepare_plan(*found[line]) for line in self])
        converted = list(zip(self, plans, strict=True))
        self._keep_documents([(found[line][0], plan) for line, plan in converted])
        self._switch_off([(found[line][0], plan) for line, plan in converted])
        plans.action_start()
        for line, plan in converted:
            line._adopt_requests(plan, found[line][1])
        return plans

    def _keep_documents(self, pairs):
        """Instructions that are no text go along.

        :param pairs: list of (request or OCA plan, plan it became)
        """
        files, slides = [], {}
        for source, plan in pairs:
            kind = source.instruction_type if "instruction_type" in source else "text"
            if kind == "pdf" and source.instruction_pdf:
                values = {"name": f"{plan.name}.pdf", "datas": source.instruction_pdf}
                files.append({**values, "res_model": plan._name, "res_id": plan.id})
            if kind == "google_slide" and source.instruction_google_slide:
                slides[plan.id] = self.env._("Instruction: %s", source.instruction_google_slide)
        self.env["ir.attachment"].create(files)
        self.env["lean.tpm.plan"].browse(slides)._message_log_batch(slides)

    def _switch_off(self, pairs):
        """The plans make the next ones: nothing else does any more.

        :param pairs: list of (request or OCA plan, plan it became)
        """
        bodies = {
            plan.id: self.env._("Made from %s, whose own recurrence is off now.", source.display_name)
            for source, plan in pairs
        }
        self.env["lean.tpm.plan"].browse(bodies)._message_log_batch(bodies)
        requests = self.env["maintenance.request"].browse(
            [source.id for source, plan in pairs if source._name == "maintenance.request"]
        )
        (requests | self._find_closed(requests)).recurring_maintenance = False
        if plan_ids := [source.id for source, plan in pairs if source._name == OCA_MODEL]:
            self.env[OCA_MODEL].browse(plan_ids).active = False

    def _find_closed(self, requests):
        """Closed ones of the same chain: core fires again when one moves from a done stage to another."""
        chains = {(request.equipment_id, request.name) for request in requests}
        closed = requests.search(
            [
                ("equipment_id", "in", requests.equipment_id.ids),
                ("recurring_maintenance", "=", True),
                ("stage_id.done", "=", True),
            ]
        )
        return closed.filtered(lambda request: (request.equipment_id, request.name) in chains)

    def _adopt_requests(self, plan, requests):
        """Each open request becomes that of the occurrence nearest to its date that has none."""
        free = plan.sudo().occurrence_ids.filtered(lambda row: row.state == "planned").sorted("date_due")
        for request in requests:
            day = request.request_date if self.origin == "plan" else plan.date_start
            distances = [(abs((row.date_due - day).days), row.id) for row in free]
            if distances:
                nearest = free.browse(min(distances)[1])
                nearest.request_id = request
                free -= nearest
