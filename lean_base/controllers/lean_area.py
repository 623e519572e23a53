# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)

from werkzeug.exceptions import NotFound

from odoo import http
from odoo.http import request


class LeanAreaController(http.Controller):
    @http.route("/lean/area/<int:area_id>", type="http", auth="user", readonly=True)
    def open_area(self, area_id):
        """Open the page of the area whose printed QR code was scanned."""
        area = request.env["lean.area"].browse(area_id).exists()
        if not area:
            raise NotFound()
        area.check_access("read")
        return request.redirect(area._get_web_url())
