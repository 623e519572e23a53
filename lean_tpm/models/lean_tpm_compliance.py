# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from odoo import fields, models
from odoo.tools import SQL

from odoo.addons.lean_base.tools import UndefinedFloat

from .lean_tpm_occurrence import STATES


class LeanTpmCompliance(models.Model):
    """What was due, and whether it was done within its tolerance, for graph and pivot.

    Suppressed and skipped occurrences count on neither side. One that is open stays undefined until its tolerance
    is over; then it is not kept, like one that is late or missed. The average is the compliance: a ratio of sums.
    """

    _name = "lean.tpm.compliance"
    _description = "Maintenance Compliance"
    _auto = False
    _order = "date_due desc, id desc"
    _depends = {
        "lean.tpm.occurrence": [
            "plan_id",
            "equipment_id",
            "company_id",
            "state",
            "date_due",
            "date_done",
            "tolerance_days",
        ],
        "lean.tpm.plan": ["kind", "team_id"],
        "maintenance.equipment": ["category_id", "lean_area_id", "maintenance_team_id"],
    }

    occurrence_id = fields.Many2one("lean.tpm.occurrence", readonly=True)
    plan_id = fields.Many2one("lean.tpm.plan", readonly=True)
    equipment_id = fields.Many2one("maintenance.equipment", readonly=True)
    category_id = fields.Many2one("maintenance.equipment.category", readonly=True)
    area_id = fields.Many2one("lean.area", readonly=True)
    team_id = fields.Many2one("maintenance.team", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    kind = fields.Selection(selection=lambda self: self.env["lean.tpm.plan"]._fields["kind"].selection, readonly=True)
    state = fields.Selection(STATES, readonly=True)
    date_due = fields.Date("Due", readonly=True)
    date_done = fields.Datetime("Done", readonly=True)
    tolerance_days = fields.Integer(readonly=True, aggregator=None)
    due_count = fields.Integer("Due (number)", readonly=True)
    kept_count = fields.Integer("Kept (number)", readonly=True)
    compliance = UndefinedFloat(
        "PM Compliance", readonly=True, aggregator="avg", help="Done within the tolerance, of what was due."
    )

    @property
    def _table_query(self):
        counted = SQL(
            "(o.state IN ('done', 'late', 'missed') OR (o.state = 'planned' AND o.date_due + o.tolerance_days < %s))",
            self.env.company._lean_today(),
        )
        return SQL(
            """
            SELECT o.id, o.id AS occurrence_id, o.plan_id, o.equipment_id, e.category_id, e.lean_area_id AS area_id,
                   COALESCE(p.team_id, e.maintenance_team_id) AS team_id, o.company_id, p.kind, o.state, o.date_due,
                   o.date_done, o.tolerance_days, 1 AS due_count, (o.state = 'done')::int AS kept_count,
                   (o.state = 'done')::int::numeric AS compliance
              FROM lean_tpm_occurrence o
              JOIN lean_tpm_plan p ON p.id = o.plan_id
              JOIN maintenance_equipment e ON e.id = o.equipment_id
             WHERE %s
            """,
            counted,
        )

    def action_open_occurrence(self):
        """The row of the ledger."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "lean.tpm.occurrence",
            "res_id": self.id,
            "view_mode": "form",
        }
