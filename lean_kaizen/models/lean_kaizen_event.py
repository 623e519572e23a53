# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

EVENT_WEEK_DAYS = 4


class LeanKaizenEvent(models.Model):
    """A kaizen event: its charter, what was seen, done and gained, on one page."""

    _name = "lean.kaizen.event"
    _description = "Kaizen Event"
    _inherit = ["hr.mixin", "mail.thread", "mail.activity.mixin", "lean.action.source.mixin"]
    _order = "date_start desc, id desc"
    _check_company_auto = True
    _mail_post_access = "read"

    name = fields.Char(string="Theme", required=True, tracking=True)
    reference = fields.Char(readonly=True, copy=False, index="trigram")
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        comodel_name="res.company",
        required=True,
        index=True,
        default=lambda self: self.env.company,
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    area_id = fields.Many2one(
        comodel_name="lean.area",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        tracking=True,
    )
    user_id = fields.Many2one(
        comodel_name="res.users",
        string="Leader",
        required=True,
        index=True,
        default=lambda self: self.env.user,
        domain="[('share', '=', False), ('company_ids', 'in', company_id)]",
        check_company=True,
        tracking=True,
    )
    sponsor_id = fields.Many2one(
        comodel_name="res.users",
        domain="[('share', '=', False), ('company_ids', 'in', company_id)]",
        check_company=True,
        tracking=True,
        help="Who opens doors for the team, and approves its savings.",
    )
    member_ids = fields.Many2many(
        comodel_name="hr.employee",
        relation="lean_kaizen_event_member_rel",
        column1="event_id",
        column2="employee_id",
        string="Team",
        check_company=True,
        help="Those who do the work and those who know it: five to eight people.",
    )
    date_start = fields.Date(string="Start", tracking=True, copy=False, default=fields.Date.context_today)
    date_end = fields.Date(
        string="End",
        compute="_compute_date_end",
        store=True,
        readonly=False,
        tracking=True,
        copy=False,
        help="The last day of the event week; checks of gains are counted from it.",
    )
    scope = fields.Text(help="Where it starts, where it ends, and what is left out.")
    problem = fields.Text(help="What is wrong, where, since when, how much; no cause, no solution.")
    waste_ids = fields.Many2many(comodel_name="lean.kaizen.waste", string="Wastes")
    color = fields.Integer()
    priority = fields.Selection(selection=[("0", "Normal"), ("1", "High")], default="0")
    cause_ids = fields.One2many("lean.kaizen.cause", "event_id", string="Causes")
    measure_ids = fields.One2many("lean.kaizen.measure", "event_id", string="Measures", copy=True)
    check_ids = fields.One2many("lean.kaizen.check", "event_id", string="Checks of Gains")
    photo_ids = fields.One2many("lean.kaizen.photo", "event_id", string="Before and After")
    saving_ids = fields.One2many("lean.kaizen.saving", "event_id", string="Savings")
    idea_ids = fields.One2many("lean.kaizen.idea", "event_id", string="Ideas")
    idea_count = fields.Integer(compute="_compute_idea_count")

    _date_order = models.Constraint(
        "CHECK (date_end IS NULL OR date_start IS NULL OR date_end >= date_start)",
        "The event cannot end before it starts.",
    )
    _calendar_idx = models.Index("(company_id, date_start)")

    @api.depends("date_start")
    def _compute_date_end(self):
        """Propose a working week: five days from the start."""
        for event in self:
            if event.date_start and (not event.date_end or event.date_end < event.date_start):
                event.date_end = event.date_start + relativedelta(days=EVENT_WEEK_DAYS)

    @api.depends("reference", "name")
    def _compute_display_name(self):
        for event in self:
            event.display_name = f"{event.reference} {event.name}" if event.reference else event.name

    @api.depends("idea_ids")
    def _compute_idea_count(self):
        groups = self.env["lean.kaizen.idea"]._read_group([("event_id", "in", self.ids)], ["event_id"], ["__count"])
        counts = {event.id: count for event, count in groups}
        for event in self:
            event.idea_count = counts.get(event.id, 0)

    @api.constrains("company_id")
    def _check_company_kept(self):
        for event in self:
            if any(saving.company_id != event.company_id for saving in event.saving_ids):
                raise ValidationError(self.env._("An event with savings stays in its company."))

    @api.model
    def _search_display_name(self, operator, value):
        domain = super()._search_display_name(operator, value)
        if operator == "ilike" and value:
            domain = Domain("reference", "ilike", value) | Domain(domain)
        return domain

    @api.model_create_multi
    def create(self, vals_list):
        sequence = self.env["ir.sequence"].sudo()
        for vals in vals_list:
            company_id = vals.get("company_id") or self.env.company.id
            vals["reference"] = vals.get("reference") or sequence.with_company(company_id).next_by_code(
                "lean.kaizen.event"
            )
        return super().create(vals_list)

    def copy_data(self, default=None):
        vals_list = super().copy_data(default=default)
        if "name" not in (default or {}):
            for event, vals in zip(self, vals_list, strict=True):
                vals["name"] = self.env._("%s (copy)", event.name)
        return vals_list

    def action_open_ideas(self):
        """Open the ideas that this event takes up."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("lean_kaizen.lean_kaizen_idea_action")
        return action | {"domain": [("event_id", "=", self.id)], "context": {"default_event_id": self.id}}

    def action_open_savings(self):
        """Open the savings of these events."""
        action = self.env["ir.actions.act_window"]._for_xml_id("lean_kaizen.lean_kaizen_saving_action")
        context = {"default_event_id": self.id} if len(self) == 1 else {}
        return action | {"domain": [("event_id", "in", self.ids)], "context": context}

    def action_open_checks(self):
        """Open the checks of the gains of these events."""
        action = self.env["ir.actions.act_window"]._for_xml_id("lean_kaizen.lean_kaizen_check_action")
        return action | {"domain": [("event_id", "in", self.ids)], "context": {}}

    def _get_lean_source_kind(self):
        return "event"

    def _prepare_lean_action_values(self):
        values = super()._prepare_lean_action_values()
        return values | {"area_id": self.area_id.id, "date_deadline": self.date_end}
