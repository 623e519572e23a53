# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from . import oee
from . import shift_rows
from . import shift_time
from . import shift_windows
