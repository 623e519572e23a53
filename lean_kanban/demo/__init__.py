# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from . import lean_kanban_demo
from . import lean_kanban_run_demo
from . import lean_kanban_replay_demo
from . import lean_kanban_experiment_demo
