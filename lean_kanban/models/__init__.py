# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from . import lean_kanban_event
from . import lean_kanban_allocation
from . import lean_kanban_supply
from . import lean_kanban_card
from . import lean_kanban_card_scan
from . import lean_kanban_card_undo
from . import lean_kanban_document_mixin
from . import lean_kanban_source_mixin
from . import lean_kanban_loop
from . import lean_kanban_loop_start
from . import lean_kanban_loop_release
from . import lean_kanban_history
from . import lean_kanban_loop_quantity
from . import lean_kanban_loop_sizing
from . import lean_kanban_card_print
from . import lean_kanban_board
from . import lean_kanban_loop_signal
from . import lean_kanban_loop_signal_sizing
from . import lean_kanban_loop_signal_show
from . import product_product
from . import stock_move_source
from . import stock_move
from . import stock_move_line
from . import stock_picking
from . import stock_rule
from . import stock_warehouse_orderpoint
