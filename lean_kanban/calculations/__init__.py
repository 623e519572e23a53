# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from . import containers
from . import conversion
from . import coverage
from . import demand
from . import history
from . import runs
from . import replay
from . import risk
from . import seasons
from . import sizing
from . import start_up
from . import triangle
from . import zones
