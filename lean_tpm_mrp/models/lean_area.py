# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from odoo import fields, models


class LeanArea(models.Model):
    """A line: its effectiveness is that of its constraint."""

    _inherit = "lean.area"

    workcenter_ids = fields.One2many("mrp.workcenter", "lean_area_id", "Work Centers", groups="mrp.group_mrp_user")
    constraint_id = fields.Many2one(
        "mrp.workcenter",
        check_company=True,
        ondelete="set null",
        domain="[('lean_area_id', '=', id)]",
        help="The work center the line waits for; the line's effectiveness is its. Empty: the one whose planned time "
        "was used up most in the last 28 days.",
    )
