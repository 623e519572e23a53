# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from odoo import api, models

from ..tools import run_safely


class LeanBatch(models.AbstractModel):
    """Batches of the large nightly runs; an addon may have them done elsewhere, and several at once."""

    _name = "lean.batch"
    _description = "Batch of a Nightly Run"

    @api.model
    def _run(self, records, method, model=None):
        """Do one batch. The caller commits after it and needs nothing that it returns.

        :param records: of the batch
        :param method: name of the method that does it; done twice, it does no more than once
        :param model: name of the model whose method takes the records; it is a method of theirs where None
        """
        self._run_now(records, method, model)

    @api.model
    def _run_now(self, records, method, model=None):
        """Do it here and now, without the records on which it fails."""
        run_safely(records, getattr(self.env[model], method) if model else getattr(type(records), method))
