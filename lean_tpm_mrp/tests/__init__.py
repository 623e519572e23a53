# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from . import test_calculations
from . import test_components
from . import test_meter_feed
from . import test_oee
from . import test_tour
from . import test_week
