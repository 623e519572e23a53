# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from . import lean_shift
from . import mrp_workcenter_productivity_loss
from . import mrp_workcenter
from . import maintenance_equipment
from . import lean_area
from . import lean_oee
from . import lean_oee_loss
from . import lean_oee_measure
from . import lean_oee_order
from . import lean_oee_dashboard
from . import lean_tpm_meter
from . import mrp_workorder
from . import res_company
from . import lean_health_oee
