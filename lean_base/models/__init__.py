# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)

from . import base_finite
from . import res_company
from . import res_config_settings
from . import lean_area
from . import lean_action_tag
from . import lean_action
from . import lean_action_escalation
from . import lean_action_source_mixin
from . import lean_pin_attempt
from . import hr_employee
from . import ir_model
from . import lean_batch
from . import lean_check
from . import lean_health
