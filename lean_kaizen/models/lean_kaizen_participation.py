# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from odoo import fields, models
from odoo.tools import SQL


class LeanKaizenParticipation(models.Model):
    """Who takes part: a row for each idea and each place in the team of an event."""

    _name = "lean.kaizen.participation"
    _description = "Participation in Improvement"
    _auto = False
    _order = "date desc, id desc"
    _rec_name = "employee_id"
    _depends = {
        "lean.kaizen.idea": ["employee_id", "department_id", "company_id", "area_id", "date_asked"],
        "lean.kaizen.event": ["member_ids", "date_start", "company_id", "area_id", "step"],
        "hr.employee": ["current_version_id"],
        "hr.version": ["department_id"],
    }

    kind = fields.Selection(selection=[("idea", "Idea"), ("event", "Kaizen event")], readonly=True)
    date = fields.Date(readonly=True)
    employee_id = fields.Many2one("hr.employee", string="Person", readonly=True)
    department_id = fields.Many2one("hr.department", string="Team", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    area_id = fields.Many2one("lean.area", readonly=True)
    idea_id = fields.Many2one("lean.kaizen.idea", readonly=True)
    event_id = fields.Many2one("lean.kaizen.event", string="Kaizen Event", readonly=True)
    idea_count = fields.Integer(string="Ideas", readonly=True)
    event_count = fields.Integer(string="Events", readonly=True)
    person_count = fields.Integer(string="People", readonly=True, aggregator="count_distinct")

    @property
    def _table_query(self):
        # An id is made of both halves: even for ideas, odd for places in a team.
        return SQL(
            """
            SELECT idea.id * 2 AS id,
                   'idea' AS kind,
                   idea.date_asked::date AS date,
                   idea.employee_id,
                   idea.department_id,
                   idea.company_id,
                   idea.area_id,
                   idea.id AS idea_id,
                   NULL::int AS event_id,
                   1 AS idea_count,
                   0 AS event_count,
                   idea.employee_id AS person_count
              FROM lean_kaizen_idea idea
             WHERE idea.employee_id IS NOT NULL
             UNION ALL
            SELECT (event.id::bigint * 100000 + employee.id) * 2 + 1,
                   'event',
                   event.date_start,
                   employee.id,
                   version.department_id,
                   event.company_id,
                   event.area_id,
                   NULL::int,
                   event.id,
                   0,
                   1,
                   employee.id
              FROM lean_kaizen_event event
              JOIN lean_kaizen_event_member_rel team ON team.event_id = event.id
              JOIN hr_employee employee ON employee.id = team.employee_id
         LEFT JOIN hr_version version ON version.id = employee.current_version_id
             WHERE event.step != 'cancelled'
            """
        )
