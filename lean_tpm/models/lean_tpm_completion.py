# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from odoo import models
from odoo.exceptions import AccessError


class LeanTpmOccurrence(models.Model):
    """Who may say that maintenance is done."""

    _inherit = "lean.tpm.occurrence"

    def _filter_may_complete(self):
        """Those this user may do: all for who manages equipment; the operators' checks for each user of
        the Lean app; the others for their technician and the members of their team.
        """
        user = self.env.user
        if self.env.su or user.has_group("maintenance.group_equipment_manager"):
            return self
        if not user.has_group("lean_base.group_lean_user"):
            return self.browse()
        doable = self.sudo().filtered(
            lambda row: row.plan_id.kind == "autonomous" or user in row._get_team().member_ids | row._get_technician()
        )
        return self.browse(doable.ids)

    def _get_team(self):
        return self.plan_id.team_id or self.equipment_id.maintenance_team_id

    def _get_technician(self):
        equipment = self.equipment_id
        return self.plan_id.user_id or equipment.technician_user_id or equipment.category_id.technician_user_id

    def _check_may_complete(self):
        self.check_access("read")  # before anything is read as superuser: another company's are nobody's here
        if refused := self - self._filter_may_complete():
            raise AccessError(
                self.env._("%s is done by its technician or a member of its team.", refused[0].sudo().display_name)
            )

    def _check_may_decide(self):
        """Leaving out and opening again change what the ledger says: who manages equipment decides."""
        self.check_access("read")
        if not self.env.su and not self.env.user.has_group("maintenance.group_equipment_manager"):
            raise AccessError(self.env._("Who manages equipment decides what is left out or opened again."))

    def action_done(self, done_at=None):
        self._check_may_complete()
        return super().action_done(done_at)

    def action_skip(self, reason=None):
        self._check_may_decide()
        return super().action_skip(reason)

    def action_reopen(self):
        self._check_may_decide()
        return super().action_reopen()
