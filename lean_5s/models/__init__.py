# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from . import lean_5s_template
from . import lean_5s_schedule
from . import lean_5s_schedule_run
from . import lean_5s_audit
from . import lean_5s_answer
from . import lean_5s_audit_phone
from . import lean_5s_audit_result
from . import lean_5s_audit_heat_map
from . import lean_5s_red_tag
from . import lean_area
from . import res_company
from . import res_config_settings
from . import lean_check_5s
from . import lean_health_5s
