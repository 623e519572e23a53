# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)

from . import test_access
from . import test_area
from . import test_action
from . import test_components
from . import test_demo
from . import test_escalation
from . import test_health
from . import test_operator
from . import test_safely
from . import test_source
from . import test_station
from . import test_today
from . import test_check
from . import test_entered
