# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from odoo import api, fields, models
from odoo.exceptions import UserError

from ..calculations import replies


class LeanKaizenIdea(models.Model):
    """An idea of anybody who works here, and what became of it."""

    _name = "lean.kaizen.idea"
    _description = "Improvement Idea"
    _inherit = ["hr.mixin", "mail.thread", "mail.activity.mixin", "lean.action.source.mixin"]
    _order = "date_asked desc, id desc"
    _check_company_auto = True
    _mail_post_access = "read"

    name = fields.Char(string="Idea", required=True, tracking=True)
    description = fields.Text(help="What bothers, and what would be better.")
    company_id = fields.Many2one(
        comodel_name="res.company",
        required=True,
        index=True,
        default=lambda self: self.env.company,
    )
    area_id = fields.Many2one(
        comodel_name="lean.area",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        tracking=True,
    )
    employee_id = fields.Many2one(
        comodel_name="hr.employee",
        string="From",
        index="btree_not_null",
        check_company=True,
        default=lambda self: self.env["hr.employee"]._lean_current_employee(),
    )
    department_id = fields.Many2one(
        comodel_name="hr.department",
        string="Team",
        compute="_compute_department_id",
        store=True,
        compute_sudo=True,
        precompute=True,
        index="btree_not_null",
        help="The department of the employee when the idea came.",
    )
    date_asked = fields.Datetime(string="Asked On", required=True, readonly=True, default=fields.Datetime.now)
    image = fields.Image(string="Photo", max_width=1024, max_height=1024)
    waste_ids = fields.Many2many(comodel_name="lean.kaizen.waste", string="Wastes")
    tag_ids = fields.Many2many(comodel_name="lean.action.tag", string="Tags")
    state = fields.Selection(
        selection=[
            ("new", "Waits for a reply"),
            ("accepted", "Accepted"),
            ("done", "Done"),
            ("declined", "Not now"),
        ],
        required=True,
        default="new",
        copy=False,
        index=True,
        tracking=True,
        group_expand=True,
    )
    event_id = fields.Many2one(
        comodel_name="lean.kaizen.event",
        string="Kaizen Event",
        index="btree_not_null",
        ondelete="set null",
        copy=False,
        check_company=True,
        tracking=True,
    )
    like_ids = fields.Many2many(comodel_name="hr.employee", string="Liked By", copy=False, readonly=True)
    like_count = fields.Integer(string="Likes", compute="_compute_like_count", store=True, compute_sudo=True)
    is_liked = fields.Boolean(string="Liked by Me", compute="_compute_is_liked")
    is_own = fields.Boolean(string="Mine", compute="_compute_is_liked")
    color = fields.Integer()
    submit_uid = fields.Char(readonly=True, copy=False, help="Of the form it came with: sent twice, it is kept once.")

    _submit_uid_uniq = models.UniqueIndex("(submit_uid) WHERE submit_uid IS NOT NULL")

    @api.depends("employee_id")
    def _compute_department_id(self):
        """The team of that day: moving on later takes no idea along."""
        for idea in self:
            idea.department_id = idea.employee_id.department_id

    @api.depends("like_ids")
    def _compute_like_count(self):
        for idea in self:
            idea.like_count = len(idea.like_ids)

    @api.depends_context("uid")
    @api.depends("like_ids", "employee_id")
    def _compute_is_liked(self):
        employee = self._get_current_employee()
        for idea in self:
            idea.is_liked = bool(employee) and employee.id in idea.sudo().like_ids.ids
            idea.is_own = bool(employee) and employee.id == idea.sudo().employee_id.id

    def action_like(self):
        """Like an idea, or take the like back; one's own is not liked."""
        employee = self._get_current_employee()
        if not employee:
            raise UserError(
                self.env._("Only employees like ideas: your user belongs to none, or no badge is signed in.")
            )
        self.check_access("read")
        for idea in self.sudo():
            if idea.employee_id.id == employee.id:
                raise UserError(self.env._("“%s” is your own idea. Ask a colleague what they think.", idea.name))
            command = fields.Command.unlink if employee.id in idea.like_ids.ids else fields.Command.link
            idea.like_ids = [command(employee.id)]

    @api.model
    def _get_current_employee(self):
        return self.env["hr.employee"]._lean_current_employee()

    def _get_lean_source_kind(self):
        return "idea"

    def _prepare_lean_action_values(self):
        values = super()._prepare_lean_action_values()
        return values | {"area_id": self.area_id.id, "name": self.name}

    @api.model
    def _get_typical_reply(self, domain):
        """Median days to a reply over ideas; None without any reply."""
        return replies.typical_reply(self.search_fetch(domain, ["days_to_reply"]).mapped("days_to_reply"))
