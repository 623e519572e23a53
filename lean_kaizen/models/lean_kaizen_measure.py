# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from odoo.addons.lean_base.tools import UndefinedFloat

from ..calculations import decay

JUDGED_FIELDS = {"baseline", "target"}


class LeanKaizenMeasure(models.Model):
    """What was to get better: from what, to what, what was reached, and whether it stays."""

    _name = "lean.kaizen.measure"
    _description = "Measure of a Kaizen Event"
    _inherit = "lean.kaizen.part.mixin"
    _order = "event_id, sequence, id"

    name = fields.Char(string="Measure", required=True)
    sequence = fields.Integer(default=10)
    unit = fields.Char(help="Such as minutes, metres, % or pieces.")
    baseline = fields.Float(string="Before", required=True, digits=(16, 2), aggregator=None)
    target = fields.Float(required=True, digits=(16, 2), aggregator=None)
    result = UndefinedFloat(
        digits=(16, 2), aggregator=None, copy=False, help="What was reached at the end of the event."
    )
    last_value = UndefinedFloat(
        string="Now",
        compute="_compute_last_value",
        digits=(16, 2),
        aggregator=None,
        help="The value of the last check, else the result.",
    )
    is_target_met = fields.Boolean(string="Target Met", compute="_compute_last_value")
    check_ids = fields.One2many("lean.kaizen.check", "measure_id", string="Checks")
    check_summary = fields.Char(string="Checks Made", compute="_compute_check_summary")

    @api.depends("result", "check_ids.value", "check_ids.state", "target", "baseline")
    def _compute_last_value(self):
        for measure in self:
            made = measure.check_ids.filtered(lambda check: check.value is not False and check.date_done)
            last = made.sorted(lambda check: (check.date_done, check.round, check.days))[-1:]
            measure.last_value = last.value if last else measure.result
            gain = measure._get_gain(measure.last_value)
            measure.is_target_met = bool(gain) and gain.gain_of(gain.result) >= gain.gain_of(gain.target)

    @api.depends("check_ids.state", "check_ids.value", "check_ids.round")
    def _compute_check_summary(self):
        for measure in self:
            checks = measure.check_ids.filtered(lambda check: check.state != "cancelled")
            last_round = checks.filtered(lambda check: check.round == check.event_id.round) or checks
            measure.check_summary = " · ".join(check._get_short_text() for check in last_round.sorted("days"))

    @api.constrains("baseline", "target")
    def _check_target(self):
        for measure in self:
            if measure.baseline == measure.target:
                raise ValidationError(
                    self.env._(
                        "The target of “%s” is where it stands already: say what is to get better.", measure.name
                    )
                )

    def write(self, vals):
        self._check_not_judged(vals)
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_judged(self):
        if judged := self.filtered(lambda measure: measure._has_judged_checks()):
            raise UserError(self.env._("“%s” was checked already and stays in the records.", judged[0].name))

    def _check_not_judged(self, vals):
        """What a check compared with is history; the next round gets a new result, not an old one rewritten."""
        for measure in self:
            changed = {name for name in JUDGED_FIELDS & vals.keys() if vals[name] != measure[name]}
            if "result" in vals and vals["result"] != measure.result and measure._has_judged_checks(this_round=True):
                changed.add("result")
            if changed and measure._has_judged_checks():
                raise UserError(
                    self.env._(
                        "“%s” was checked already: what the checks compared with cannot be changed. "
                        "Add a new measure instead.",
                        measure.name,
                    )
                )

    def _has_judged_checks(self, this_round=False):
        checks = self.check_ids.filtered(lambda check: check.state in ("held", "decayed", "no_gain"))
        return any(not this_round or check.round == self.event_id.round for check in checks)

    def _get_gain(self, result):
        """The measure for the calculation of decay; None while nothing was reached."""
        if result is False or result is None:
            return None
        return decay.Gain(self.baseline, self.target, result)

    def _get_label(self):
        return f"{self.name} ({self.unit})" if self.unit else self.name
