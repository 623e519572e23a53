# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

STATUSES = [
    ("attention", "Look at It"),
    ("late", "Late"),
    ("off", "Switched Off"),
    ("waiting", "Waiting"),
    ("fine", "Fine"),
]
TO_LOOK_AT = ("attention", "late", "off")


class LeanHealthLook(models.TransientModel):
    """One look at what runs by itself and what waits; for administrators and Lean managers."""

    _name = "lean.health.look"
    _description = "Health"

    date = fields.Datetime("Looked", default=fields.Datetime.now, readonly=True)
    attention_count = fields.Integer("Number to Look At", compute="_compute_attention_count")
    is_server_idle = fields.Boolean(compute="_compute_attention_count", help="All that is switched on is late.")
    line_ids = fields.One2many("lean.health.line", "look_id", readonly=True)
    attention_ids = fields.One2many(
        "lean.health.line", "look_id", "To Look At", readonly=True, domain=[("status", "in", TO_LOOK_AT)]
    )
    job_ids = fields.One2many(
        "lean.health.line",
        "look_id",
        "Runs by Itself",
        readonly=True,
        domain=[("kind", "=", "job"), ("status", "not in", TO_LOOK_AT)],
    )
    queue_ids = fields.One2many(
        "lean.health.line",
        "look_id",
        "What Waits",
        readonly=True,
        domain=[("kind", "=", "queue"), ("status", "not in", TO_LOOK_AT)],
    )

    @api.depends("date")
    @api.depends_context("lang")
    def _compute_display_name(self):
        self.display_name = self.env._("Health")

    @api.depends("line_ids.status")
    def _compute_attention_count(self):
        for look in self:
            look.attention_count = len(look.line_ids.filtered(lambda line: line.status in TO_LOOK_AT))
            switched_on = look.line_ids.filtered(lambda line: line.kind == "job" and line.status != "off")
            look.is_server_idle = bool(switched_on) and set(switched_on.mapped("status")) == {"late"}

    def action_look(self):
        """Look now and show what runs and what waits."""
        self._check_reader()
        health = self.env["lean.health"]
        values = health._prepare_job_lines() + health._prepare_queue_lines()
        rank = [status for status, __ in STATUSES]
        values.sort(key=lambda line: rank.index(line["status"]))  # stable: otherwise in the order of the addons
        look = self.sudo().create({"line_ids": [fields.Command.create(line) for line in values]})
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Health"),
            "res_model": self._name,
            "res_id": look.id,
            "view_mode": "form",
            "target": "current",
        }

    @api.model
    def _check_reader(self):
        if not self.env.su and not self.env.user.has_groups("base.group_system,lean_base.group_lean_manager"):
            raise AccessError(self.env._("How the addons run is for administrators and Lean managers."))


class LeanHealthLine(models.TransientModel):
    """A scheduled action, or what waits for one."""

    _name = "lean.health.line"
    _description = "Line of the Health Page"
    _order = "id"

    look_id = fields.Many2one("lean.health.look", required=True, index=True, ondelete="cascade")
    kind = fields.Selection([("job", "Runs by Itself"), ("queue", "Waits")], required=True)
    code = fields.Char()
    name = fields.Char(required=True)
    status = fields.Selection(STATUSES, required=True)
    advice = fields.Text("What to Do")
    last_run = fields.Datetime()
    next_run = fields.Datetime()
    count = fields.Integer()
    since = fields.Datetime("First Waits Since")
    res_model = fields.Char()
    res_ids = fields.Json()
    res_domain = fields.Json()
    can_open = fields.Boolean(compute="_compute_can_open")

    @api.depends("res_model", "res_ids", "count")
    @api.depends_context("uid")
    def _compute_can_open(self):
        for line in self:
            is_there = line.res_ids if line.kind == "job" else line.count
            line.can_open = bool(is_there) and self.env[line.res_model].has_access("read")

    def action_open(self):
        """The scheduled action, or the records that wait, with the rights of who asks."""
        self.ensure_one()
        if not self.can_open:
            raise UserError(self.env._("There is nothing behind %s that you may open.", self.name))
        action = {"type": "ir.actions.act_window", "name": self.name, "res_model": self.res_model}
        if self.kind == "job":
            return {**action, "view_mode": "form", "res_id": self.res_ids[0]}
        return {**action, "view_mode": "list,form", "domain": self.res_domain}
