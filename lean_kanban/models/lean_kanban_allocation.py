# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from odoo import api, fields, models
from odoo.fields import Domain

from ..calculations.coverage import cover


class LeanKanbanAllocation(models.Model):
    """How much of a supply is expected from which document.

    Documents merge, split, shrink and cancel; the allocation follows them. Each kind
    of document has a Many2one here to a model of ``lean.kanban.source.mixin``, which
    states its facts; an addon adds a kind by extending :meth:`_document_fields`.
    """

    _name = "lean.kanban.allocation"
    _description = "Kanban Supply Allocation"
    _order = "id"

    supply_id = fields.Many2one("lean.kanban.supply", required=True, index=True, ondelete="cascade")
    card_id = fields.Many2one(related="supply_id.card_id", store=True, index=True, precompute=True)
    company_id = fields.Many2one(related="supply_id.company_id", store=True, precompute=True)
    quantity = fields.Float(digits="Product Unit", help="Expected from the document, in the product's unit.")
    quantity_filled = fields.Float("Filled", digits="Product Unit", help="Arrived, in the product's unit.")
    move_id = fields.Many2one("stock.move", "Transfer", index="btree_not_null", ondelete="set null")
    document_name = fields.Char(compute="_compute_document_name", compute_sudo=True)

    @api.depends(lambda self: self._document_fields())
    def _compute_document_name(self):
        for allocation in self:
            document = allocation._get_document()
            allocation.document_name = document and document._kanban_document_name()

    @api.model
    def _document_fields(self):
        """Names of the fields that link an allocation to a kind of document."""
        return ["move_id"]

    def _get_document(self):
        """The record this allocation expects its quantity from, or None."""
        self.ensure_one()
        for name in self._document_fields():
            if self[name]:
                return self[name]
        return None

    @api.model
    def _get_document_model(self, field_name):
        """The model of one kind of documents."""
        return self.env[self._fields[field_name].comodel_name]

    def _with_siblings(self):
        """These allocations and the others of the same documents, oldest first."""
        domains = [Domain(name, "in", self[name].ids) for name in self._document_fields() if self[name]]
        return self | self.search(Domain.OR(domains)) if domains else self

    def _get_coverage(self):
        """Coverage and facts of allocations.

        :return: {allocation: (:class:`Coverage`, :class:`DocumentFacts` or None)}
        """
        result = {}
        siblings = self._with_siblings()
        without = siblings
        for name in self._document_fields():
            linked = siblings.filtered(name)
            without -= linked
            facts = linked[name]._get_kanban_facts()
            for document, group in linked.grouped(name).items():
                result.update(group._cover(facts.get(document.id)))
        for allocation in without:
            result.update(allocation._cover(None))
        return {allocation: result[allocation] for allocation in self}

    def _in_turn(self):
        """First signalled, first served: a later split does not lose the turn."""
        return self.sorted(lambda allocation: (allocation.supply_id.id, allocation.id))

    def _cover(self, facts):
        allocations = self._in_turn()
        coverage = cover(allocations.mapped("quantity"), facts)
        return {a: (c, facts) for a, c in zip(allocations, coverage, strict=True)}

    def _move_to(self, field_name, shares):
        """Spread allocations over documents that take the place of theirs.

        Used where core splits or merges: what was expected of one document is now
        expected of several, served in their order.

        :param shares: list of (document, quantity it covers in the product's unit)
        """
        queue = [[document, quantity] for document, quantity in shares]
        for allocation in self._in_turn():
            rest = allocation.quantity
            parts = []
            while rest > 0 and queue:
                document, available = queue[0]
                part = rest if len(queue) == 1 else min(rest, available)
                if part:
                    parts.append((document, part))
                rest -= part
                queue[0][1] -= part
                if queue[0][1] <= 0 and len(queue) > 1:
                    queue.pop(0)
            allocation._replace_by(field_name, parts)

    def _replace_by(self, field_name, parts):
        self.ensure_one()
        if not parts:
            return
        (first, quantity), *others = parts
        self.write({field_name: first.id, "quantity": quantity})
        self.create(
            [
                {
                    "supply_id": self.supply_id.id,
                    field_name: document.id,
                    "quantity": part,
                }
                for document, part in others
            ]
        )
