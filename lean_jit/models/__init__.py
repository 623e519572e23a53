# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from . import lean_jit_analysis
from . import lean_jit_analysis_generate
from . import lean_jit_history
from . import product_analysis
from . import res_company_analysis
from . import res_config_settings_analysis
from . import res_partner_analysis
