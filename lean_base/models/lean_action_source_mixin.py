# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)

from odoo import api, fields, models

from .lean_action import UNFINISHED_STATES


class LeanActionSourceMixin(models.AbstractModel):
    """What improvement actions come from: an audit, an event, a tag, a card.

    A model that inherits this gets its actions, their number and a button method
    to open them, and overrides `_get_lean_source_kind` and
    `_prepare_lean_action_values`. Its actions stay when one of its records goes.
    """

    _name = "lean.action.source.mixin"
    _description = "Source of Improvement Actions"

    lean_action_ids = fields.One2many(
        comodel_name="lean.action",
        inverse_name="res_id",
        string="Actions",
        domain=lambda self: [("res_model", "=", self._name)],
        bypass_search_access=True,
        groups="lean_base.group_lean_user",
        copy=False,
    )
    lean_action_count = fields.Integer(
        string="Action Count",
        compute="_compute_lean_action_count",
        groups="lean_base.group_lean_user",
    )
    lean_action_unfinished_count = fields.Integer(
        string="Unfinished Action Count",
        compute="_compute_lean_action_count",
        groups="lean_base.group_lean_user",
    )

    @api.depends("lean_action_ids.state")
    def _compute_lean_action_count(self):
        groups = self.env["lean.action"]._read_group(self._get_lean_action_domain(), ["res_id", "state"], ["__count"])
        total, unfinished = {}, {}
        for res_id, state, count in groups:
            total[res_id] = total.get(res_id, 0) + count
            if state in UNFINISHED_STATES:
                unfinished[res_id] = unfinished.get(res_id, 0) + count
        for source in self:
            source.lean_action_count = total.get(source.id, 0)
            source.lean_action_unfinished_count = unfinished.get(source.id, 0)

    def unlink(self):
        actions = self.env["lean.action"].sudo().search(self._get_lean_action_domain())
        result = super().unlink()
        actions._detach_source()
        return result

    def action_open_lean_actions(self):
        """Open the actions of these records; new ones come from the only one."""
        action = self.env["ir.actions.act_window"]._for_xml_id("lean_base.lean_action_action")
        context = {}
        if len(self) == 1:
            values = self._prepare_lean_action_values()
            context = {f"default_{name}": value for name, value in values.items()}
        return action | {"domain": self._get_lean_action_domain(), "context": context}

    def _create_lean_actions(self, **values):
        """Create one action for each of these records and return them."""
        return self.env["lean.action"].create([source._prepare_lean_action_values() | values for source in self])

    def _prepare_lean_action_values(self):
        """Return the values of an action that comes from this record."""
        self.ensure_one()
        values = {
            "res_model": self._name,
            "res_id": self.id,
            "source_kind": self._get_lean_source_kind(),
        }
        if "company_id" in self and self.company_id:
            values["company_id"] = self.company_id.id
        return values

    def _get_lean_source_kind(self):
        """Return the kind of actions from here; it decides on verification."""
        return "manual"

    def _get_lean_action_domain(self):
        return [("res_model", "=", self._name), ("res_id", "in", self.ids)]
