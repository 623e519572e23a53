# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from odoo import api, models


class LeanKanbanLoop(models.Model):
    _inherit = "lean.kanban.loop"

    @api.model
    def _get_kind_by_action(self):
        return {**super()._get_kind_by_action(), "manufacture": "production"}

    # What core would pass over

    def _get_release_complaints(self):
        """Kits, and production without a bill of materials, which core passes over.

        A kit would order its components to the shelf; without a bill of materials core
        makes a draft order for nothing.
        """
        complaints = super()._get_release_complaints()
        rules = self._get_supply_rules()
        for company, loops in self.grouped("company_id").items():
            kits = loops._find_boms(company, "phantom")
            made = loops.filtered(lambda lo: lo._is_made_by(rules[lo]))
            boms = made._find_boms(company, "normal")
            for loop in loops:
                if kits.get(loop.product_id):
                    complaints.setdefault(loop, loop._get_kit_complaint())
                elif loop in made and loop not in complaints:
                    complaint = loop._get_bom_complaint(boms.get(loop.product_id))
                    complaints.update({loop: complaint} if complaint else {})
        return complaints

    def _is_made_by(self, rule):
        """Without a bill of materials core does not even find the rule."""
        if not rule:
            return self.kind == "production"
        return rule.action == "manufacture"

    def _find_boms(self, company, bom_type):
        if not self:
            return {}
        boms = self.env["mrp.bom"].sudo()
        return boms._bom_find(self.product_id, company_id=company.id, bom_type=bom_type)

    def _get_kit_complaint(self):
        return self.env._(
            "%s is a kit: it is never in stock itself. Make loops for its components.",
            self.product_id.display_name,
        )

    def _get_bom_complaint(self, bom):
        """Why this loop cannot be made by `bom`, or None."""
        if not bom:
            return self.env._(
                "%s has no bill of materials to make it by.",
                self.product_id.display_name,
            )
        return self._get_bom_unit_complaint(bom.product_uom_id)

    def _get_bom_unit_complaint(self, unit):
        """A container has to be whole in the unit of the bill of materials."""
        broken = self._get_broken_container(unit)
        if not broken:
            return None
        return self.env._(
            "%(product)s is made by the %(unit)s: %(broken)s",
            product=self.product_id.display_name,
            unit=unit.name,
            broken=broken,
        )

    # Where finished goods go

    def _get_production_destination(self, location):
        """Where goods for this loop are put that core would leave at `location`.

        Straight to the loop, unless a further step takes them there: from
        post-production a push rule does.
        """
        if location._child_of(self.location_id):
            return location
        below = self.location_id._child_of(location)
        if below or not self._is_pushed_on(location):
            return self.location_id
        return location

    def _is_pushed_on(self, location):
        return bool(
            self.env["stock.rule"]
            .sudo()
            ._get_push_rule(self.product_id, location, {"warehouse_id": location.warehouse_id})
        )
