# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
import logging

from psycopg2 import OperationalError

from odoo import api, models

_logger = logging.getLogger(__name__)


class LeanKanbanSupply(models.Model):
    _inherit = "lean.kanban.supply"

    def _check_procured(self):
        """Confirm what loops order by themselves; other productions are proposals."""
        super()._check_procured()
        loops = self.loop_id.filtered(lambda loop: loop.ordering == "automatic")
        productions = self.allocation_ids.production_id
        productions.filtered(lambda mo: mo.state == "draft" and mo.kanban_loop_id in loops)._kanban_confirm()


class MrpProduction(models.Model):
    """Productions as a release makes them: allocated to cards, and confirmed where the
    loop orders by itself.
    """

    _inherit = "mrp.production"

    def _post_run_manufacture(self, post_production_values):
        """Allocate the productions core made of a need to its supplies.

        A batch size makes several productions of one need: they are filled in their
        order.
        """
        result = super()._post_run_manufacture(post_production_values)
        by_need = {}
        for production, procurement in zip(self, post_production_values, strict=True):
            if supplies := procurement.values.get("kanban_supply_ids"):
                by_need.setdefault(supplies, self.browse())
                by_need[supplies] |= production
        self._kanban_allocate(by_need)
        return result

    @api.model
    def _kanban_allocate(self, by_need):
        """:param by_need: {supplies: productions made for them, in their order}"""
        self.env["lean.kanban.allocation"].sudo().create(
            [
                {**values, "production_id": productions[0].id}
                for supplies, productions in by_need.items()
                for __, __, values in supplies._prepare_allocation_commands()
            ]
        )
        for productions in by_need.values():
            if len(productions) > 1:
                shares = [(mo, mo.product_uom_qty) for mo in productions]
                allocations = productions[0].sudo().kanban_allocation_ids
                allocations._move_to("production_id", shares)

    def _kanban_confirm(self):
        """Confirm productions together; where that fails, one by one.

        A production that cannot be confirmed stays a draft, says why, and asks the
        owner of its loop.
        """
        if not self:
            return
        try:
            with self.env.cr.savepoint():
                self.action_confirm()
        except OperationalError:
            raise
        except Exception as error:
            if len(self) == 1:
                self._ask_owner(error)
                return
            for production in self:
                production._kanban_confirm()

    def _ask_owner(self, error):
        _logger.info("%s %s (%s) not confirmed", self._name, self.id, self.name, exc_info=error)
        hint = self.env["lean.kanban.supply"]._get_error_text(error)
        self.kanban_hint = hint
        self.activity_schedule(
            "mail.mail_activity_data_todo",
            summary=self.env._("Kanban production could not be confirmed"),
            note=hint,
            user_id=(self.kanban_loop_id.user_id or self.env.user).id,
        )

    def _settle_hint(self):
        """It could be confirmed after all: the owner need not be asked any more."""
        hinted = self.filtered("kanban_hint")
        hinted.write({"kanban_hint": False})
        hinted.sudo().activity_feedback(["mail.mail_activity_data_todo"])
