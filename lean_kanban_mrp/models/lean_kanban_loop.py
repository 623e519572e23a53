# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
import logging

from psycopg2 import OperationalError

from odoo import api, models

_logger = logging.getLogger(__name__)


class LeanKanbanLoop(models.Model):
    _inherit = "lean.kanban.loop"

    def _get_release_complaints(self):
        """Kits, and production without a bill of materials, which core passes over.

        A kit would order its components to the shelf; without a bill of materials core
        makes a draft order for nothing.
        """
        complaints = super()._get_release_complaints()
        rules = self._get_supply_rules()
        for company, loops in self.grouped("company_id").items():
            kits = loops._find_boms(company, "phantom")
            made = loops.filtered(lambda lo: rules[lo].action == "manufacture")
            boms = made._find_boms(company, "normal")
            for loop in loops:
                if kits.get(loop.product_id):
                    complaints.setdefault(loop, loop._get_kit_complaint())
                elif loop in made and not boms.get(loop.product_id):
                    complaints.setdefault(loop, loop._get_bom_complaint())
        return complaints

    def _find_boms(self, company, bom_type):
        if not self:
            return {}
        boms = self.env["mrp.bom"].sudo()
        return boms._bom_find(
            self.product_id, company_id=company.id, bom_type=bom_type
        )

    def _get_kit_complaint(self):
        return self.env._(
            "%s is a kit: it is never in stock itself. Make loops for its components.",
            self.product_id.display_name,
        )

    def _get_bom_complaint(self):
        return self.env._(
            "%s has no bill of materials to make it by.", self.product_id.display_name
        )

    @api.model
    def _get_kind_by_action(self):
        return {**super()._get_kind_by_action(), "manufacture": "production"}

    def _get_adoptable_documents(self):
        """Manufacturing orders that bring the product here and belong to no card."""
        documents = super()._get_adoptable_documents()
        productions = self.env["mrp.production"].sudo().search(
            self._get_adoptable_productions_domain(), order="date_finished, id"
        )
        return documents + [
            ("production_id", mo, mo.product_uom_qty)
            for mo in productions
            if mo._brings_to(self.location_id)
        ]

    def _get_adoptable_productions_domain(self):
        return [
            ("product_id", "=", self.product_id.id),
            ("company_id", "=", self.company_id.id),
            ("state", "in", ("draft", "confirmed")),
            ("kanban_loop_id", "=", False),
        ]

    @api.model
    def _finish_release(self):
        """Confirm the production that loops may order by themselves."""
        result = super()._finish_release()
        drafts = self.env["mrp.production"].sudo().search(
            [
                ("kanban_loop_id.ordering", "=", "automatic"),
                ("kanban_allocation_ids.supply_id.state", "=", "requested"),
                ("state", "=", "draft"),
                ("kanban_hint", "=", False),
            ]
        )
        drafts._kanban_confirm()
        return result


class MrpProduction(models.Model):
    _inherit = "mrp.production"

    def _kanban_confirm(self):
        """Confirm drafts that core left for a person; keep why one could not be."""
        for production in self:
            try:
                with self.env.cr.savepoint():
                    production.action_confirm()
            except OperationalError:
                raise
            except Exception as error:
                _logger.info("%s not confirmed", production.name, exc_info=True)
                production._ask_planner(str(error))

    def _ask_planner(self, hint):
        self.kanban_hint = hint
        owner = self.kanban_loop_id.user_id or self.env.user
        self.activity_schedule(
            "mail.mail_activity_data_todo",
            summary=self.env._("Kanban production"),
            note=hint,
            user_id=owner.id,
        )
