# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from . import load
from . import meters
from . import outcome
from . import packages
from . import reliability
from . import schedule
