# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from odoo import api, fields, models
from odoo.exceptions import UserError

FROZEN_STEPS = ("closed", "cancelled")


class LeanKaizenPartMixin(models.AbstractModel):
    """What belongs to one event: who may change the event may change it, while the event is open."""

    _name = "lean.kaizen.part.mixin"
    _description = "Part of a Kaizen Event"

    event_id = fields.Many2one(
        comodel_name="lean.kaizen.event",
        string="Kaizen Event",
        required=True,
        index=True,
        ondelete="cascade",
    )
    company_id = fields.Many2one(related="event_id.company_id", store=True, index=True)

    @api.model_create_multi
    def create(self, vals_list):
        parts = super().create(vals_list)
        parts._check_event_open()
        return parts

    def write(self, vals):
        if vals.keys() - self._get_never_frozen_fields():
            self._check_event_open()
        result = super().write(vals)
        if "event_id" in vals:
            self._check_event_open()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_frozen(self):
        # Deleting the event itself is its own matter.
        self.filtered("event_id")._check_event_open()

    def _check_event_open(self):
        """Refuse parts of events that the user may not change, or that are closed."""
        events = self.event_id
        if not self.env.su:
            events.check_access("write")
        for event in events:
            if event.step in FROZEN_STEPS:
                raise UserError(
                    self.env._(
                        "“%(event)s” is %(stage)s and stays as it is. Take it back to an earlier stage to go on with it.",
                        event=event.display_name,
                        stage=event.stage_id.name,
                    )
                )

    @api.model
    def _get_never_frozen_fields(self):
        """Fields that change without anybody editing the part."""
        return set()
