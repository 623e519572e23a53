# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from odoo import fields, models


class LeanKanbanDocumentMixin(models.AbstractModel):
    """A document that shows the kanban cards it brings.

    The document says which allocations are its own in
    :meth:`_get_kanban_allocations`.
    """

    _name = "lean.kanban.document.mixin"
    _description = "Document of Kanban Cards"

    kanban_card_ids = fields.Many2many(
        "lean.kanban.card",
        string="Kanban Cards",
        compute="_compute_kanban_card_ids",
        compute_sudo=True,
    )
    kanban_card_count = fields.Integer(compute="_compute_kanban_card_ids", compute_sudo=True)

    def _compute_kanban_card_ids(self):
        allocations = self._get_kanban_allocations()
        for document in self:
            own = allocations.get(document, self.env["lean.kanban.allocation"])
            cards = own.filtered("quantity").card_id  # none is left of a cancelled one
            document.kanban_card_ids = cards
            document.kanban_card_count = len(cards)

    def _get_kanban_allocations(self):
        """{document: allocations of the supplies it serves}"""
        raise NotImplementedError

    def action_view_kanban_cards(self):
        """The cards that wait for these documents."""
        action = self.env["ir.actions.act_window"]._for_xml_id("lean_kanban.lean_kanban_card_action")
        return {
            **action,
            "domain": [("id", "in", self.kanban_card_ids.ids)],
            "context": {},
        }
