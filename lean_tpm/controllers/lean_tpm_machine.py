# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from werkzeug.exceptions import NotFound

from odoo import http
from odoo.http import request


class LeanTpmMachineController(http.Controller):
    @http.route("/lean/machine/<int:equipment_id>", type="http", auth="user", readonly=True)
    def open_machine(self, equipment_id):
        """Open the checks of the machine whose QR code was scanned."""
        equipment = request.env["maintenance.equipment"].browse(equipment_id).exists()
        if not equipment or not request.env.user.has_group("lean_base.group_lean_user"):
            raise NotFound()
        equipment.check_access("read")
        return request.redirect(equipment._get_station_url())
