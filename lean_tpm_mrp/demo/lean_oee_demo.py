# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from odoo import api, models


class LeanOeeDemo(models.AbstractModel):
    _name = "lean.oee.demo"
    _description = "Half a Year of the Demo Factory's Machines"

    @api.model
    def _play(self):
        pass
