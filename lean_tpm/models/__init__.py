# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from . import lean_tpm_task
from . import lean_tpm_plan
from . import lean_tpm_plan_ahead
from . import lean_tpm_track
from . import lean_tpm_occurrence
from . import lean_tpm_meter
from . import lean_tpm_reading
from . import lean_tpm_plan_meter
from . import lean_tpm_request
from . import lean_tpm_workdays
from . import maintenance_equipment
from . import maintenance_request
from . import maintenance_failure
from . import lean_tpm_reliability
from . import lean_tpm_result
from . import lean_tpm_result_submit
from . import lean_tpm_tag
from . import lean_tpm_tag_follow
from . import lean_tpm_completion
from . import lean_tpm_station
from . import maintenance_equipment_machine
from . import lean_tpm_compliance
from . import lean_tpm_board
