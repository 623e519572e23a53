# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from . import res_company
from . import res_config_settings
from . import lean_kaizen_stage
from . import lean_kaizen_waste
from . import lean_kaizen_part_mixin
from . import lean_kaizen_event
from . import lean_kaizen_event_stage
from . import lean_kaizen_event_page
from . import lean_kaizen_event_charts
from . import lean_kaizen_cause
from . import lean_kaizen_measure
from . import lean_kaizen_check
from . import lean_kaizen_check_plan
from . import lean_kaizen_photo
from . import lean_kaizen_saving
from . import lean_kaizen_saving_approval
from . import lean_kaizen_saving_period
from . import lean_kaizen_idea
from . import lean_kaizen_idea_reply
from . import lean_kaizen_participation
from . import lean_action
from . import lean_area
from . import lean_check_kaizen
from . import lean_health_kaizen
