# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from . import lean_5s_red_tag
from . import stock_picking
from . import stock_scrap
