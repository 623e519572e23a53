# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from odoo import api, models

from .lean_jit_analysis_generate import SupplierRecord


class LeanJitAnalysis(models.Model):
    _inherit = "lean.jit.analysis"

    @api.model
    def _get_supplier_records(self, company, partners):
        """Reliability and lead time as the latest scorecard has them."""
        records = super()._get_supplier_records(company, partners)
        cards = partners.commercial_partner_id._get_latest_scorecards(company)
        for partner in partners:
            card = cards.get(partner.commercial_partner_id)
            if card and card.otif is not False:
                lead = None if card.lead_mean is False else card.lead_mean
                records[partner] = SupplierRecord(reliability=card.otif, lead_days=lead)
        return records
