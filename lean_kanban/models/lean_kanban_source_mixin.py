# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from collections import defaultdict

from odoo import api, models
from odoo.fields import Domain

from ..calculations.coverage import IN_PROCESS, IN_TRANSIT, REQUESTED, DocumentFacts
from ..calculations.start_up import containers_in

ENDED = ("done", "cancel")


class LeanKanbanSourceMixin(models.AbstractModel):
    """What containers come from: a transfer, a line of an order, a production.

    A model that becomes one has ``kanban_loop_id`` and ``kanban_allocation_ids``, names the two fields that point to
    it, and says below how far it has got. :meth:`LeanKanbanAllocation._document_fields` lists it.
    """

    _name = "lean.kanban.source.mixin"
    _description = "Source of Kanban Containers"

    _kanban_allocation_field = None  # of the allocation
    _kanban_chain_field = None  # of a move: core keeps its own link on the first move of a chain only

    # Facts

    def _get_kanban_facts(self):
        """{document id: :class:`DocumentFacts`}, read set-wise."""
        chains = self._get_kanban_chains()
        arrived = self._get_kanban_arrived(chains)
        return {
            document.id: DocumentFacts(
                document._get_kanban_stage(chains[document.id]),
                document._get_kanban_quantity(chains[document.id]),
                arrived[document.id],
                document._is_kanban_open(chains[document.id]),
            )
            for document in self
        }

    def _get_kanban_chains(self):
        """{document id: the moves that bring its goods, step by step}"""
        field_name = self._kanban_chain_field
        moves = self.env["stock.move"].search([(field_name, "in", self.ids)])
        chains = dict.fromkeys(self.ids, moves.browse())
        groups = moves._without_returns().grouped(field_name)
        chains.update({document.id: chain for document, chain in groups.items()})
        return chains

    @api.model
    def _get_kanban_arrived(self, chains):
        """Quantity that has arrived in the loop's location, by document.

        Counts done move lines, not moves: a putaway rule or a picker decides on the line where goods stand. Lines
        within the location are no arrival.

        :param chains: {document id: moves}
        """
        arrived = defaultdict(float)
        for document_id, moves in chains.items():
            for line in moves.filtered(lambda m: m.state == "done").move_line_ids:
                location = line.move_id.kanban_loop_id.location_id
                arrives = line.location_dest_id._child_of(location)
                if arrives and not line.location_id._child_of(location):
                    arrived[document_id] += line.quantity_product_uom
        return arrived

    def _get_kanban_stage(self, chain):
        """How far the document has got: requested until the one who delivers knows of it."""
        if not self._is_kanban_ordered():
            return REQUESTED
        return IN_TRANSIT if chain._is_kanban_in_transit() else IN_PROCESS

    def _is_kanban_ordered(self):
        """Whether the one who delivers knows of it."""
        raise NotImplementedError

    def _get_kanban_quantity(self, chain):
        """What it brings for cards when all goes well, in the unit of the product."""
        raise NotImplementedError

    def _is_kanban_open(self, chain):
        """Whether anything may still arrive.

        A confirmed document has no move for a moment, before core makes it.
        """
        if not chain:
            return self.state not in ENDED
        return self.state != "cancel" and bool(chain._filter_pending())

    # Sync

    def _sync_kanban(self):
        """Cards follow what happened to these documents."""
        documents = self.sudo().filtered("kanban_loop_id")
        if documents:
            self.env["lean.kanban.supply"]._sync_documents({self._kanban_allocation_field: documents})

    # Adoption by a loop that goes live

    @api.model
    def _search_kanban_adoptable(self, loops):
        """Open documents of the products of `loops` that belong to no card, soonest first."""
        return self.search(self._get_kanban_adoptable_domain(loops), order=self._get_kanban_order())

    @api.model
    def _get_kanban_adoptable_domain(self, loops):
        return (
            Domain("product_id", "in", loops.product_id.ids)
            & Domain("company_id", "in", loops.company_id.ids)
            & Domain("kanban_loop_id", "=", False)
        )

    @api.model
    def _get_kanban_order(self):
        """Order by which documents are adopted."""
        raise NotImplementedError

    def _is_kanban_adoptable(self, loop):
        """Whether it brings the goods of `loop` to its place, and to nobody in particular."""
        raise NotImplementedError

    def _get_kanban_open_quantity(self):
        """What is still to come, in the unit of the product."""
        raise NotImplementedError

    def _kanban_adopt(self, loop):
        """The document and its open moves are for cards of `loop` from now on."""
        raise NotImplementedError

    def _kanban_take_back(self):
        """Documents that were cancelled are wanted again: their cards wait for them again.

        Only those that have waited for a decision since; what has been ordered elsewhere meanwhile stays there.

        :return: the cards taken back
        """
        allocations = self.env["lean.kanban.allocation"].sudo()
        name = self._kanban_allocation_field
        domain = Domain(name, "in", self.ids) & Domain("supply_id.state", "=", "cancelled")
        held_back = allocations.search(domain & Domain("card_id.is_held_back", "=", True))
        taken = held_back.card_id.browse()
        for document, group in held_back.grouped(name).items():
            loop = document.kanban_loop_id
            quantity = loop._get_card_product_qty() if loop and loop.state != "draft" else 0
            if quantity > 0:
                cards = (group.card_id - taken)[: containers_in(document._get_kanban_open_quantity(), quantity)]
                loop._create_adopted_supplies(cards, name, document, quantity)
                taken |= cards
        taken.loop_id._close_notices()
        return taken

    def _kanban_withdraw(self, quantity):
        """Bring less, by a quantity in the unit of the product; refused once something happened to it."""
        raise NotImplementedError

    # What people see

    def _get_kanban_document(self):
        """The record to open."""
        return self

    def _kanban_document_name(self):
        return self._get_kanban_document().display_name

    def _kanban_date_expected(self):
        raise NotImplementedError

    def _kanban_open_document(self):
        """Open the document, with the rights of the user who asks."""
        document = self._get_kanban_document()
        return {
            "type": "ir.actions.act_window",
            "res_model": document._name,
            "res_id": document.id,
            "views": [(False, "form")],
        }
