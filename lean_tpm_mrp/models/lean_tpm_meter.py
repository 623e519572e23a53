# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

from odoo.addons.lean_base.tools import run_safely

from ..calculations.shift_time import Log, measure

BATCH = 100


class LeanTpmMeter(models.Model):
    """Meters that nobody reads: what work orders ran or made since the last reading somebody took."""

    _inherit = "lean.tpm.meter"

    feed = fields.Selection(
        [("hours", "Hours run by work orders"), ("pieces", "Pieces made by work orders")],
        "Fed By",
        help="The work center of the equipment feeds the meter: each reading is the last one that was taken by hand or "
        "by the machine, and what work orders have run or made since.",
    )
    workcenter_id = fields.Many2one(related="equipment_id.workcenter_id", related_sudo=True)

    @api.constrains("feed", "kind")
    def _check_feed_counts(self):
        if any(meter.feed and meter.kind != "counter" for meter in self):
            raise ValidationError(self.env._("Work orders feed a meter that counts up."))

    @api.model
    def _cron_feed(self):
        """Read all meters that work orders feed, batch by batch."""
        meters = self.search([("feed", "!=", False)])
        for start in range(0, len(meters), BATCH):
            batch = meters[start : start + BATCH]
            run_safely(batch, lambda meters: meters._feed())
            remaining = max(len(meters) - start - BATCH, 0)
            if not self.env["ir.cron"]._commit_progress(len(batch), remaining=remaining):
                return

    def action_feed(self):
        """Read these meters from their work orders now."""
        if not self.env.user.has_group("maintenance.group_equipment_manager"):
            raise AccessError(self.env._("Meters are fed by who manages equipment."))
        self.check_access("write")
        self._feed()

    def _feed(self):
        """A reading for each meter on whose work center something ended since; doing it again changes nothing."""
        meters = self.sudo().filtered(lambda meter: meter.feed and meter.workcenter_id)
        bases = meters._read_bases()
        hours = meters.filtered(lambda meter: meter.feed == "hours")
        found = hours._read_hours(bases) | (meters - hours)._read_pieces(bases)
        known = meters._read_fed(found)
        values = []
        for meter, (at, amount) in found.items():
            value = meter._wrap(bases[meter][1] + amount)
            reading = known.get((meter, at))
            if reading is None:
                values.append({"meter_id": meter.id, "date": at, "value": value, "origin": "order"})
            elif reading.origin == "order" and abs(reading.value - value) > 0.005:
                reading.value = value
        self._take_fed(values)

    def _wrap(self, value):
        return value % self.rollover if self.rollover else value

    def _read_bases(self):
        """{meter: (instant, value)} of the last reading no work order made; the beginning of time and zero where none is.

        So an entry that comes late is in the next reading, and what somebody read is believed.
        """
        readings = self.env["lean.tpm.reading"].sudo()
        domain = [("meter_id", "in", self.ids), ("origin", "!=", "order")]
        last = dict(readings._read_group(domain, ["meter_id"], ["date:max"]))
        found = readings.search([*domain, ("date", "in", list(last.values()))])
        taken = {reading.meter_id: reading for reading in found if last[reading.meter_id] == reading.date}
        return {meter: (taken[meter].date, taken[meter].value) if meter in taken else (False, 0) for meter in self}

    def _read_fed(self, found):
        domain = [("meter_id", "in", [meter.id for meter in found]), ("date", "in", [at for at, __ in found.values()])]
        readings = self.env["lean.tpm.reading"].sudo().search(domain)
        return {(reading.meter_id, reading.date): reading for reading in readings}

    def _read_hours(self, bases):
        """{meter: (last end, hours)} of what ran since its base; several people at once are one machine."""
        logs = self._search_since("mrp.workcenter.productivity", "date_end", bases)
        runs = logs.filtered(lambda log: log.loss_id.loss_type in ("productive", "performance"))
        by_center = runs.grouped("workcenter_id")
        result = {}
        for meter in self:
            since = bases[meter][0]
            own = [
                log for log in by_center.get(meter.workcenter_id, runs.browse()) if not since or log.date_end > since
            ]
            if own:
                end = max(log.date_end for log in own)
                spans = [self._clip_log(log, since) for log in own]
                result[meter] = (end, sum(measure([], spans, end).ran.values()) / 60)
        return result

    @api.model
    def _clip_log(self, log, since):
        span = log._get_lean_log()
        return Log(max(span.start, since or span.start), span.end, span.kind, order=span.order)

    def _read_pieces(self, bases):
        """{meter: (last end, pieces)} of the work orders that were finished since its base."""
        orders = self._search_since("mrp.workorder", "date_finished", bases, [("state", "=", "done")])
        by_center = orders.grouped("workcenter_id")
        result = {}
        for meter in self:
            since = bases[meter][0]
            own = by_center.get(meter.workcenter_id, orders.browse())
            own = own.filtered(lambda order, since=since: not since or order.date_finished > since)
            if own:
                result[meter] = (max(own.mapped("date_finished")), sum(own.mapped("qty_produced")))
        return result

    def _search_since(self, model, end, bases, domain=()):
        """Records of the work centers that ended after the earliest base, and not in time to come."""
        starts = [bases[meter][0] for meter in self]
        domain = [("workcenter_id", "in", self.workcenter_id.ids), (end, "<=", fields.Datetime.now()), *domain]
        if starts and all(starts):
            domain.append((end, ">", min(starts)))
        return self.env[model].sudo().search(domain)

    def _take_fed(self, values):
        """All readings at once; if one is refused the others are taken, and the meter says why."""
        readings = self.env["lean.tpm.reading"].sudo()
        try:
            with self.env.cr.savepoint():
                readings.create(values)
        except (UserError, ValidationError):
            for one in values:
                self._take_one(one)

    def _take_one(self, values):
        try:
            with self.env.cr.savepoint():
                self.env["lean.tpm.reading"].sudo().create([values])
        except (UserError, ValidationError) as error:
            self.browse(values["meter_id"]).message_post(body=str(error))
