# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from . import lean_kanban_allocation
from . import lean_kanban_card
from . import lean_kanban_card_vendor
from . import lean_kanban_digest
from . import lean_kanban_loop
from . import lean_kanban_loop_import
from . import lean_kanban_proposal
from . import lean_kanban_supply
from . import purchase_order
from . import purchase_order_kanban
from . import purchase_order_kanban_digest
from . import purchase_order_line_source
from . import purchase_order_line
from . import purchase_order_line_vendor
from . import purchase_today
from . import res_company
from . import res_partner
from . import res_partner_vendor
from . import stock_move
from . import stock_rule
from . import lean_kanban_analysis
from . import lean_check_purchase
from . import lean_health_purchase
