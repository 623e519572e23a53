# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from odoo import api, models
from odoo.exceptions import UserError

from odoo.addons.lean_base.tools import read_text

from .lean_kanban_card import AT_HAND, SIGNALLED
from .lean_kanban_card_scan import MAX_CODE_LENGTH


class LeanKanbanCard(models.Model):
    """Taking a scan back: the wrong card, or a container that was not empty."""

    _inherit = "lean.kanban.card"

    @api.model
    def undo_scan(self, scan_uid):
        """Take the last scan of a card back, and its order with it.

        Done as long as nothing has happened to the order; said why not, otherwise. Never
        raises on bad input and may be sent again.

        :param scan_uid: what the scan was sent with
        :return: as :meth:`scan`
        """
        self.browse().check_access("read")
        event = self._find_scan(scan_uid)
        if not event:
            return {**self._answer_unknown(""), "message": self.env._("This scan is not known here.")}
        card = event.card_id
        card._lock_for_scan()
        complaint = card._undo_event(event)
        if complaint:
            return card._answer("warning", complaint)
        return {**card._answer("repeat", card._get_undone_message()), "is_undone": True}

    @api.model
    def _find_scan(self, scan_uid):
        """The event of a scan, where the user may see its card."""
        uid = read_text(scan_uid, MAX_CODE_LENGTH)
        event = uid and self.env["lean.kanban.event"].sudo().search([("scan_uid", "=", uid)], limit=1)
        return event if event and self.search_count([("id", "=", event.card_id.id)], limit=1) else None

    def _undo_event(self, event):
        """Take back what a scan did; returns why it cannot be, or None."""
        return self._get_undo_complaint(event) or self._withdraw_signal()

    def _get_undo_complaint(self, event):
        """Why a scan is past undoing, or None."""
        domain = [("card_id", "=", self.id), ("source", "=", "scan")]
        last = self.env["lean.kanban.event"].sudo().search(domain, limit=1)
        if last != event or self.state in AT_HAND:
            return self.env._("The card has been full again since this scan.")
        if self.state not in SIGNALLED:
            return self.env._("The card is not signalled any more: ask the planner.")
        return None

    def _get_undone_message(self):
        return self.env._("Undone: the container is full.")

    def _withdraw_signal(self):
        """Stand the container full again; returns why its order cannot be taken back, or None."""
        supply = self.supply_id
        try:
            with self.env.cr.savepoint():
                if supply:
                    supply._withdraw()
                self._transition("full", "manual", reasons=self.env._("Scan undone"), supply_id=False)
                self.reason = False
        except UserError as error:
            return str(error)
        return None


class LeanKanbanSupply(models.Model):
    _inherit = "lean.kanban.supply"

    def _withdraw(self):
        """Take this supply off its documents; refused where something happened to them."""
        self.ensure_one()
        parts = [(a._get_document(), a.quantity) for a in self.allocation_ids]
        self.write({"state": "cancelled"})
        self.card_id.supply_id = False
        self.allocation_ids.write({"quantity": 0})
        for document, quantity in parts:
            if document:
                document._kanban_withdraw(quantity)
