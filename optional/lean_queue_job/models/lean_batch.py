# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from odoo import api, models

from odoo.addons.queue_job.job import identity_exact

CHANNEL = "root.lean"


class LeanBatch(models.AbstractModel):
    """Batches become jobs; while one waits, the same batch is not put in line again."""

    _inherit = "lean.batch"

    @api.model
    def _run(self, records, method, model=None):
        """Put the batch in line; its job has a transaction of its own and tries again where others collide."""
        description = f"{records._name} {method} ({len(records)})"
        delayed = self.with_delay(channel=CHANNEL, description=description, identity_key=identity_exact)
        delayed._run_now(records, method, model)
