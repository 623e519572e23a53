# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from odoo.tools import sql


def migrate(cr, version):
    """Occurrences are planned for the day on which they are due: nobody could move one before.

    In one statement; computed by the ORM, a ledger of years would be read into memory first.
    """
    if not version or sql.column_exists(cr, "lean_tpm_occurrence", "date_planned"):
        return
    sql.create_column(cr, "lean_tpm_occurrence", "date_planned", "date")
    cr.execute("UPDATE lean_tpm_occurrence SET date_planned = date_due")
