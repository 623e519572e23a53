# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from datetime import timedelta

from odoo import api, fields, models

# Vendor, kind, what happened, hours, cost, note; each for the next of its latest deliveries.
INCIDENTS = [
    (
        "sahyadri",
        "line_stop",
        "Pump line 2 stood: no castings for the AP-200",
        5.5,
        1480,
        "Two shifts were sent to rework; the shift report names the missing pallet.",
    ),
    (
        "sahyadri",
        "premium_freight",
        "Forty castings came by air from Pune",
        0,
        2350,
        "The ship had left without them. The sea freight was paid as well.",
    ),
    (
        "kestrel",
        "premium_freight",
        "A courier fetched seal kits",
        0,
        185,
        "Ordered by phone at noon, on the line at five.",
    ),
]


class LeanKanbanDemo(models.AbstractModel):
    """What late vendors cost the demo factory beyond the delivery itself."""

    _inherit = "lean.kanban.demo"

    def _score_vendors(self):
        self._note_incidents()
        return super()._score_vendors()

    @api.model
    def _note_incidents(self):
        """The buyer notes a line stop and what flew; the first one is followed up."""
        incidents = self.env["lean.supplier.incident"].with_user(self.env.ref("lean_base.user_buyer"))
        made = incidents.create(self._prepare_incidents())
        made[:1]._create_lean_actions(
            name=self.env._("Castings: a week of extra stock before each voyage"),
            user_id=self.env.ref("lean_base.user_planner").id,
            date_deadline=fields.Date.add(self._get_month(), days=40),
        )

    def _prepare_incidents(self):
        late = {name: self._get_late_lines(name) for name in {incident[0] for incident in INCIDENTS}}
        values = []
        for name, kind, title, hours, cost, note in INCIDENTS:
            delivery, late[name] = late[name][:1], late[name][1:]
            if delivery:
                values.append(
                    {
                        "name": title,
                        "kind": kind,
                        "date": delivery.date_due + timedelta(days=1),
                        "purchase_line_id": delivery.purchase_line_id.id,
                        "company_id": delivery.company_id.id,
                        "area_id": self.env.ref("lean_base.area_line_2").id if hours else False,
                        "hours_stopped": hours,
                        "cost": cost,
                        "note": note,
                    }
                )
        return values

    def _get_late_lines(self, name):
        """Deliveries of a vendor that came late in the months that are closed, the latest first."""
        domain = [
            ("partner_id", "=", self.env.ref(f"lean_kanban_purchase.partner_{name}").id),
            ("state", "in", ("late", "partial", "overdue")),
            ("date_due", "<", self._get_month() - timedelta(days=1)),
        ]
        return self.env["lean.supplier.delivery"].search(domain, order="days_late desc, date_due desc")
