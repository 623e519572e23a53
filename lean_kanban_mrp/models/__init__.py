# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from . import lean_kanban_allocation
from . import lean_kanban_card
from . import lean_kanban_loop
from . import lean_kanban_loop_machine
from . import mrp_production_source
from . import mrp_production
from . import mrp_production_release
from . import mrp_production_split
from . import stock_move
from . import stock_rule
from . import mrp_production_receive
from . import lean_check_mrp
from . import lean_health_mrp
