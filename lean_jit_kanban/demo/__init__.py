# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from . import lean_jit_demo
from . import lean_jit_stock_demo
from . import lean_jit_analysis_demo
from . import lean_jit_incident_demo
