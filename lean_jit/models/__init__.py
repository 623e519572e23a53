# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from . import lean_jit_analysis
from . import lean_jit_analysis_generate
from . import lean_jit_history
from . import product_analysis
from . import res_company_analysis
from . import res_config_settings_analysis
from . import res_partner_analysis
from . import res_company_delivery
from . import res_config_settings_delivery
from . import res_partner_delivery
from . import purchase_order_promise
from . import purchase_order_line_promise
from . import lean_delivery_promise
from . import stock_move_promise
from . import stock_picking_delivery
from . import lean_supplier_delivery
from . import lean_supplier_delivery_query
from . import lean_delivery_dispute
