# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from . import lean_kanban_demo
from . import lean_kanban_triangle_demo
from . import lean_kanban_two_card_demo
