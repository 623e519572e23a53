# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from datetime import datetime, time

from odoo import fields, models


class MaintenanceEquipment(models.Model):
    """The machine behind a work center, whose logs say how long it ran.

    `workcenter_id` is the name of the link in Enterprise, beside which this addon was not tried.
    """

    _inherit = "maintenance.equipment"

    workcenter_id = fields.Many2one(
        "mrp.workcenter",
        "Work Center",
        check_company=True,
        index="btree_not_null",
        ondelete="set null",
        help="Its logs say how long the equipment ran, for MTBF and for meters that work orders feed.",
    )

    lean_oee_label = fields.Char("OEE, 28 Days", related="workcenter_id.lean_oee_label")

    def _get_lean_reliability_since(self, now):
        """Not before the logs of the work center say what ran."""
        since = super()._get_lean_reliability_since(now)
        first = self._read_lean_oee("date:min")
        for equipment in self:
            day = first.get(equipment.sudo().workcenter_id)
            if day:
                since[equipment.id] = max(since[equipment.id], datetime.combine(day, time()))
        return since

    def _get_lean_run_hours(self, since, now, failures):
        """What the work center ran by its logs, where it has any; else by the working calendar."""
        hours = super()._get_lean_run_hours(since, now, failures)
        start = min(since.values(), default=now).date()
        ran = self._read_lean_oee("operating_hours:sum", [("date", ">=", start)])
        for equipment in self:
            if equipment.sudo().workcenter_id in ran:
                hours[equipment.id] = ran[equipment.sudo().workcenter_id]
        return hours

    def _read_lean_oee(self, aggregate, domain=()):
        """{work center: aggregate} of the rows of effectiveness of this equipment."""
        centers = self.sudo().workcenter_id
        domain = [("workcenter_id", "in", centers.ids), *domain]
        return dict(self.env["lean.oee"].sudo()._read_group(domain, ["workcenter_id"], [aggregate]))
