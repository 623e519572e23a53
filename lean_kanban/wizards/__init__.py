# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from . import lean_kanban_activate
from . import lean_kanban_buffer_release
from . import lean_kanban_convert
from . import lean_kanban_dismiss
from . import lean_kanban_hold
from . import lean_kanban_succeed
from . import lean_kanban_replay
from . import lean_kanban_replay_result
from . import product_replenish
