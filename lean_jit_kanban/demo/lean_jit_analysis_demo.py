# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from dateutil.relativedelta import relativedelta

from odoo import api, models

ANALYSED_MONTHS = 6
# Calendar days until a vendor delivers again, as the buyers have heard from it.
RECOVERY_DAYS = {"sahyadri": 35, "kestrel": 12, "leie": 5, "meander": 10, "fjord": 14}


class LeanKanbanDemo(models.AbstractModel):
    """Where just-in-time fits in the demo factory, as of the last month ends and of today."""

    _inherit = "lean.kanban.demo"

    @api.model
    def _play_analysis(self):
        """What buyers and authorities have said, then an analysis of each month end."""
        self = self._prepare()
        for name, days in RECOVERY_DAYS.items():
            self.env.ref(f"lean_kanban_purchase.partner_{name}").lean_recovery_days = days
        # The insurer of the fire pumps asks for a set of seals that is always there.
        self.env.ref("lean_kanban.product_seal_kit").lean_is_stock_prescribed = True
        analysis = self.env["lean.jit.analysis"].with_user(self.env.ref("lean_base.user_manager"))
        for back in range(ANALYSED_MONTHS - 1, -1, -1):
            analysis.generate(date=self._get_month() - relativedelta(months=back))
        analysis.generate()
