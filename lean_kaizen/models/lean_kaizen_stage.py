# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from odoo import fields, models


class LeanKaizenStage(models.Model):
    """A column of the board of events; its step says what the event may and must do there."""

    _name = "lean.kaizen.stage"
    _description = "Kaizen Event Stage"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    step = fields.Selection(
        selection=[
            ("plan", "Plan: being prepared"),
            ("do", "Do: the team is at it"),
            ("check", "Check: gains are measured again"),
            ("closed", "Act: closed, standardised and shared"),
            ("cancelled", "Cancelled"),
        ],
        required=True,
        default="plan",
        help="An event that enters a Check stage gets its checks of gains. It enters a Closed stage only "
        "with all actions and checks finished. A gain that decays takes it back to the first Do stage.",
    )
    fold = fields.Boolean(string="Folded in Kanban")
    description = fields.Text(translate=True, help="What has to be done here, shown on the event.")
