# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..calculations import fishbone


class LeanKaizenCause(models.Model):
    """A cause on the fishbone; its children answer "why?" to it."""

    _name = "lean.kaizen.cause"
    _description = "Cause of a Problem"
    _inherit = "lean.kaizen.part.mixin"
    _order = "sequence, id"

    name = fields.Char(string="Cause", required=True)
    sequence = fields.Integer(default=10)
    parent_id = fields.Many2one(
        comodel_name="lean.kaizen.cause",
        string="Why to",
        index="btree_not_null",
        ondelete="cascade",
        domain="[('event_id', '=', event_id)]",
    )
    child_ids = fields.One2many("lean.kaizen.cause", "parent_id", string="Whys")
    category = fields.Selection(
        selection=[
            ("people", "People"),
            ("machine", "Machine"),
            ("method", "Method"),
            ("material", "Material"),
            ("measurement", "Measurement"),
            ("environment", "Environment"),
        ],
        compute="_compute_category",
        store=True,
        readonly=False,
        required=True,
        precompute=True,
        recursive=True,
    )
    state = fields.Selection(
        selection=[("open", "Suspected"), ("root", "Root cause"), ("ruled_out", "Ruled out")],
        required=True,
        default="open",
        help="A root cause was seen to be one: taken away, the problem is away.",
    )
    why_chain = fields.Char(string="Five Whys", compute="_compute_why_chain")
    action_ids = fields.One2many("lean.action", "kaizen_cause_id", string="Countermeasures")

    @api.depends("parent_id.category")
    def _compute_category(self):
        """A why belongs to the bone of its cause."""
        for cause in self:
            cause.category = cause.parent_id.category or cause.category or "method"

    @api.depends("name", "parent_id", "event_id.cause_ids.name", "event_id.cause_ids.parent_id")
    def _compute_why_chain(self):
        for cause in self:
            causes = [
                fishbone.Cause(other.id, other.category, other.name or "", other.parent_id.id or None)
                for other in cause.event_id.cause_ids
            ]
            cause.why_chain = " → ".join(fishbone.chain(causes, cause.id))

    @api.constrains("parent_id", "event_id")
    def _check_parent(self):
        if self._has_cycle():
            raise ValidationError(self.env._("A cause cannot be its own why."))
        for cause in self:
            if cause.parent_id and cause.parent_id.event_id != cause.event_id:
                raise ValidationError(self.env._("A why and its cause belong to the same event."))

    @api.model_create_multi
    def create(self, vals_list):
        # A why is on the bone of its cause, whatever was asked for.
        vals_list = [
            {name: value for name, value in vals.items() if not (name == "category" and vals.get("parent_id"))}
            for vals in vals_list
        ]
        return super().create(vals_list)

    def action_countermeasure(self):
        """Open a new action that takes this cause away."""
        self.ensure_one()
        values = self.event_id._prepare_lean_action_values() | {"kaizen_cause_id": self.id}
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Countermeasure to “%s”", self.name),
            "res_model": "lean.action",
            "views": [(False, "form")],
            "target": "new",
            "context": {f"default_{name}": value for name, value in values.items()},
        }
