# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..calculations import decay


class ResCompany(models.Model):
    _inherit = "res.company"

    lean_kaizen_check_days = fields.Char(
        string="Check Gains After (days)",
        default="30, 60, 90",
        help="Days after the end of a kaizen event at which each of its gains is measured again.",
    )
    lean_kaizen_decay_percent = fields.Float(
        string="Part of a Gain That May Be Lost (%)",
        default=20.0,
        help="A gain of which more than this part is lost at a check has decayed, and its event is opened again.",
    )
    lean_kaizen_carrying_percent = fields.Float(
        string="Carrying Cost of Stock (% a year)",
        default=20.0,
        help="What holding stock costs a year, as a part of its value: capital, space, handling, loss.",
    )
    lean_kaizen_reply_days = fields.Integer(
        string="Reply to Ideas Within (days)",
        default=5,
        help="Elapsed days, weekends included, after which an idea without a reply is late.",
    )

    _lean_kaizen_decay_share = models.Constraint(
        "CHECK (lean_kaizen_decay_percent >= 0 AND lean_kaizen_decay_percent <= 100)",
        "The part of a gain that may be lost lies between 0 and 100 %.",
    )
    _lean_kaizen_carrying_positive = models.Constraint(
        "CHECK (lean_kaizen_carrying_percent >= 0)",
        "The carrying cost of stock cannot be negative.",
    )
    _lean_kaizen_reply_positive = models.Constraint(
        "CHECK (lean_kaizen_reply_days > 0)",
        "The days to reply to an idea must be more than zero.",
    )

    @api.constrains("lean_kaizen_check_days")
    def _check_lean_kaizen_check_days(self):
        for company in self:
            try:
                decay.parse_days(company.lean_kaizen_check_days or "")
            except ValueError as error:
                raise ValidationError(
                    self.env._("Write the days of the checks as whole numbers with commas, such as 30, 60, 90.")
                ) from error

    def _lean_kaizen_days(self):
        """The days after an event at which its gains are checked."""
        self.ensure_one()
        return decay.parse_days(self.lean_kaizen_check_days)
