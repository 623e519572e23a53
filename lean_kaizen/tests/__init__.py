# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from . import test_access
from . import test_calculations
from . import test_check
from . import test_components
from . import test_event
from . import test_idea
from . import test_idea_page
from . import test_overview
from . import test_page
from . import test_saving
from . import test_tours
from . import test_lean_check
