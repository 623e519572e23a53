# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from . import test_access
from . import test_audit
from . import test_bad_input
from . import test_calculations
from . import test_figures
from . import test_phone
from . import test_red_tag
from . import test_schedule
from . import test_template
from . import test_tours
from . import test_lean_check
