# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from . import test_adoption
from . import test_automatic
from . import test_cancel
from . import test_companies
from . import test_digest
from . import test_errors
from . import test_flow
from . import test_lots
from . import test_merge
from . import test_portal
from . import test_queries
from . import test_separate
from . import test_sizing
from . import test_steps
from . import test_story_tour
from . import test_today
from . import test_undo
from . import test_units
from . import test_vendor
from . import test_warehouses
from . import test_analysis
from . import test_lean_check
