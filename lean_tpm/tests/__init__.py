# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from . import test_calculations
from . import test_check
from . import test_convert
from . import test_load
from . import test_meter
from . import test_move
from . import test_plan
from . import test_queries
from . import test_reliability
from . import test_request
from . import test_year
from . import test_tours
from . import test_lean_check
from . import test_bad_input
