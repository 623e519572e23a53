# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from odoo.addons.lean_base.tools import read_number, read_text

from ..calculations.meters import Reading

MAX_CODE = 128


class LeanTpmReading(models.Model):
    """What a meter showed at an instant."""

    _name = "lean.tpm.reading"
    _description = "Meter Reading"
    _order = "date desc, id desc"
    _rec_name = "meter_id"

    meter_id = fields.Many2one("lean.tpm.meter", required=True, index=True, ondelete="cascade")
    equipment_id = fields.Many2one(related="meter_id.equipment_id", store=True)
    company_id = fields.Many2one(related="meter_id.company_id", store=True, index=True, precompute=True)
    unit = fields.Char(related="meter_id.unit")
    date = fields.Datetime("Read", required=True, default=fields.Datetime.now)
    value = fields.Float("Shows", required=True, digits=(16, 2), aggregator=None)
    is_replacement = fields.Boolean("Meter Replaced", help="A new meter was put on: it shows the value from here on.")
    replaced_value = fields.Float("Old Meter Showed", digits=(16, 2), aggregator=None)
    total = fields.Float("Run in Total", readonly=True, digits=(16, 2), aggregator="max")
    origin = fields.Selection(
        [("manual", "Entered"), ("machine", "Machine"), ("order", "Work order")], default="manual", readonly=True
    )
    user_id = fields.Many2one("res.users", default=lambda self: self.env.user, readonly=True)
    employee_id = fields.Many2one("hr.employee", "Operator", readonly=True)

    _meter_date_unique = models.UniqueIndex("(meter_id, date)", "This meter has a reading at that time already.")

    @api.constrains("date")
    def _check_date(self):
        if any(reading.date > fields.Datetime.now() for reading in self):
            raise ValidationError(self.env._("A meter cannot be read in the future."))

    @api.model_create_multi
    def create(self, vals_list):
        operator = self.env["hr.employee"]._lean_current_employee()
        for vals in vals_list:
            vals.setdefault("employee_id", operator.id)
            if vals.get("date"):
                # Instants have no microseconds.
                vals["date"] = fields.Datetime.to_datetime(vals["date"]).replace(microsecond=0)
        readings = super().create(vals_list)
        readings.meter_id._after_reading()
        return readings

    def write(self, vals):
        result = super().write(vals)
        if vals.keys() & {"date", "value", "is_replacement", "replaced_value", "meter_id"}:
            self.meter_id._after_reading()
        return result

    def unlink(self):
        meters = self.meter_id
        result = super().unlink()
        meters._after_reading()
        return result

    def _get_reading(self):
        return Reading(self.date, self.value, self.replaced_value if self.is_replacement else None)


class LeanTpmMeter(models.Model):
    _inherit = "lean.tpm.meter"

    def _after_reading(self):
        """Totals are right, and plans that hang on these meters look anew."""
        self.sudo()._recompute_totals()
        self.env["lean.tpm.plan"].sudo()._follow_meters(self)

    @api.model
    def post_reading(self, code, value, read_at=None):
        """Take a reading from a machine; sending it again changes nothing.

        :param code: of the meter, in the companies of the user
        :param value: what it shows
        :param read_at: UTC time as text, now if not told
        :return: ``{"ok", "message"}``; bad input is a message, never a trace
        """
        meter = self.search([("code", "=", read_text(code, MAX_CODE))], limit=1)
        if not meter:
            return {"ok": False, "message": self.env._("There is no meter %s.", code)}
        try:
            at = fields.Datetime.to_datetime(read_at or fields.Datetime.now()).replace(microsecond=0)
        except (TypeError, ValueError):
            at = None
        number = read_number(value)
        if not at or number is None:
            return {"ok": False, "message": self.env._("A reading is a number at a time such as 2026-06-01 08:00:00.")}
        known = self.env["lean.tpm.reading"].search([("meter_id", "=", meter.id), ("date", "=", at)])
        if known:
            return {"ok": True, "message": self.env._("Known already.")}
        return meter._take_reading(number, at)

    def _take_reading(self, number, at):
        try:
            with self.env.cr.savepoint():
                self.env["lean.tpm.reading"].create(
                    {"meter_id": self.id, "value": number, "date": at, "origin": "machine"}
                )
        except (UserError, ValidationError) as error:
            return {"ok": False, "message": str(error)}
        return {"ok": True, "message": self.env._("Taken.")}
