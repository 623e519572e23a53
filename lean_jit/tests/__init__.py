# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from . import test_analysis
from . import test_analysis_calculations
from . import test_comparison
from . import test_delivery_calculations
from . import test_delivery
from . import test_delivery_core
from . import test_incident
from . import test_queries
from . import test_scorecard
from . import test_scorecard_print
from . import test_lean_check
