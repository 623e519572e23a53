# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from . import test_production
from . import test_production_adopt
from . import test_production_change
from . import test_production_merge
from . import test_production_queries
from . import test_production_release
from . import test_production_split
from . import test_production_steps
from . import test_triangle
from . import test_receive
from . import test_undo
from . import test_lean_check
