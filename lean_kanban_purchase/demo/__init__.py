# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from . import lean_kanban_demo
from . import lean_kanban_demo_vendors
from . import lean_kanban_flaws_demo
