# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from odoo import fields, models
from odoo.tools import SQL
from odoo.tools.misc import format_amount

# Which incidents a scorecard shows: those of the vendor in the twelve months that end with it.
LINKS_QUERY = """
INSERT INTO lean_supplier_scorecard_incident_rel (scorecard_id, incident_id)
SELECT card.id, incident.id
  FROM lean_supplier_scorecard card
  JOIN lean_supplier_incident incident
    ON incident.company_id = card.company_id AND incident.partner_id = card.partner_id AND incident.active
   AND incident.date >= card.date_from - INTERVAL '11 months' AND incident.date <= card.date_to
 WHERE card.id = ANY(%(cards)s)
    ON CONFLICT DO NOTHING
RETURNING scorecard_id
"""

FIGURES_QUERY = """
UPDATE lean_supplier_scorecard card
   SET line_stop_count = figures.line_stop_count,
       line_stop_hours = figures.line_stop_hours,
       premium_freight_count = figures.premium_freight_count,
       premium_freight_cost = figures.premium_freight_cost,
       other_incident_count = figures.other_incident_count,
       incident_cost = figures.incident_cost
  FROM (
       SELECT link.scorecard_id,
              COUNT(*) FILTER (WHERE incident.kind = 'line_stop') AS line_stop_count,
              COALESCE(SUM(incident.hours_stopped) FILTER (WHERE incident.kind = 'line_stop'), 0)
                AS line_stop_hours,
              COUNT(*) FILTER (WHERE incident.kind = 'premium_freight') AS premium_freight_count,
              COALESCE(SUM(incident.cost) FILTER (WHERE incident.kind = 'premium_freight'), 0)
                AS premium_freight_cost,
              COUNT(*) FILTER (WHERE incident.kind = 'other') AS other_incident_count,
              COALESCE(SUM(incident.cost), 0) AS incident_cost
         FROM lean_supplier_scorecard_incident_rel link
         JOIN lean_supplier_incident incident ON incident.id = link.incident_id
        WHERE link.scorecard_id = ANY(%(cards)s)
        GROUP BY link.scorecard_id
       ) figures
 WHERE card.id = figures.scorecard_id
"""


class LeanSupplierScorecard(models.Model):
    """Line stops and premium freight beside the score: counted when it is made, and kept so."""

    _inherit = "lean.supplier.scorecard"

    currency_id = fields.Many2one(related="company_id.currency_id")
    incident_ids = fields.Many2many(
        comodel_name="lean.supplier.incident",
        relation="lean_supplier_scorecard_incident_rel",
        column1="scorecard_id",
        column2="incident_id",
        string="Incidents",
        context={"active_test": False},
        readonly=True,
        groups="purchase.group_purchase_user,lean_base.group_lean_manager",
    )
    line_stop_count = fields.Integer("Line Stops", readonly=True, help="Of the twelve months.")
    line_stop_hours = fields.Float("Stopped (hours)", readonly=True)
    premium_freight_count = fields.Integer("Premium Freights", readonly=True)
    premium_freight_cost = fields.Monetary("Cost of Premium Freight", readonly=True)
    other_incident_count = fields.Integer("Other Incidents", readonly=True)
    incident_cost = fields.Monetary("Cost of Incidents", readonly=True, help="As far as it was stated.")
    incident_sentence = fields.Char(compute="_compute_incident_sentence")

    def _compute_incident_sentence(self):
        for card in self:
            card.incident_sentence = card._get_incident_sentence()

    def _get_incident_sentence(self):
        """What stands beside the score, in words."""
        found = [
            self.env._(
                "line stops: %(count)s (%(hours)g hours)", count=self.line_stop_count, hours=self.line_stop_hours
            )
            if self.line_stop_count
            else "",
            self.env._("premium freight: %s", self.premium_freight_count) if self.premium_freight_count else "",
            self.env._("other incidents: %s", self.other_incident_count) if self.other_incident_count else "",
        ]
        found = ", ".join(filter(None, found))
        if not found:
            return self.env._("No line stop and no premium freight was noted.")
        cost = format_amount(self.env, self.incident_cost, self.currency_id) if self.incident_cost else ""
        sentence = self.env._("%(found)s; cost %(cost)s.", found=found, cost=cost) if cost else f"{found}."
        return sentence[:1].upper() + sentence[1:]

    def _score(self):
        result = super()._score()
        self._freeze_incidents()
        return result

    def _freeze_incidents(self):
        """Link the incidents of these scorecards and count them, for all vendors at once."""
        if not self:
            return
        self.env.flush_all()
        [*linked] = self.env.execute_query(SQL(LINKS_QUERY, cards=self.ids))
        if not linked:
            return
        self.env.cr.execute(SQL(FIGURES_QUERY, cards=self.ids))
        self.invalidate_recordset()

    def action_view_incidents(self):
        """Open the incidents that this scorecard counted."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("lean_jit.lean_supplier_incident_action")
        context = {
            "active_test": False,
            "default_partner_id": self.partner_id.id,
            "default_company_id": self.company_id.id,
        }
        return action | {"domain": [("id", "in", self.incident_ids.ids)], "context": context}
