# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)

from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL

MAX_TRIES = 5
WINDOW = timedelta(minutes=5)


class LeanPinAttempt(models.Model):
    """Count the PINs tried for an employee, so that they cannot be guessed.

    One row for each employee id that was tried, whether such an employee exists
    or not: otherwise the answer would tell which do. Nobody has access rights.
    """

    _name = "lean.pin.attempt"
    _description = "PIN Attempt"
    _log_access = False

    employee_ref = fields.Integer(required=True)
    tries = fields.Integer(required=True)
    first_try = fields.Datetime(required=True)

    _employee_ref_uniq = models.UniqueIndex("(employee_ref)")

    @api.model
    def _register_try(self, employee_ref):
        """Count one try and return whether it may still be answered.

        A single statement, so that tries at the same moment cannot pass together.
        """
        now = fields.Datetime.now()
        [[tries]] = self.env.execute_query(
            SQL(
                """
                INSERT INTO lean_pin_attempt AS attempt
                            (employee_ref, tries, first_try)
                     VALUES (%(ref)s, 1, %(now)s)
                ON CONFLICT (employee_ref) DO UPDATE
                        SET tries = CASE WHEN attempt.first_try <= %(start)s
                                         THEN 1 ELSE attempt.tries + 1 END,
                            first_try = CASE WHEN attempt.first_try <= %(start)s
                                             THEN %(now)s ELSE attempt.first_try END
                  RETURNING tries
                """,
                ref=employee_ref,
                now=now,
                start=now - WINDOW,
            )
        )
        return tries <= MAX_TRIES

    @api.model
    def _forget_tries(self, employee_ref):
        self.search([("employee_ref", "=", employee_ref)]).unlink()

    @api.autovacuum
    def _gc_old_tries(self):
        start = fields.Datetime.now() - WINDOW
        self.search([("first_try", "<=", start)], limit=10_000).unlink()
