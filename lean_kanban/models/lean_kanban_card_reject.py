# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from datetime import timedelta

from odoo import models

from odoo.addons.lean_base.tools import clean_photo, read_dict, read_id, read_text

from .lean_kanban_card import AT_HAND, ON_THE_WAY
from .lean_kanban_card_scan import REPEAT_SECONDS

MAX_NOTE = 500


class LeanKanbanCard(models.Model):
    """Scanning a container that is not OK."""

    _inherit = "lean.kanban.card"

    def _scan_not_ok(self, date, scan_uid, details):
        """Send the goods to quarantine, signal the card again, and have an action raised."""
        if self.state in ON_THE_WAY:
            return self._answer("warning", self.env._("It is not here yet: receive it first."))
        if self.state not in AT_HAND:
            return self._answer(*self._get_refusal())
        self._lock_for_scan()
        if repeated := self._find_repeated_rejection(date):
            return self._answer("repeat", repeated.event_id.message or self._get_rejected_message())
        message, quantity = self._get_rejected_message(), self._get_rejected_quantity()
        event = self._reject(date, scan_uid, message)
        values = self._prepare_rejection(date, event, quantity, details)
        self.env["lean.kanban.rejection"].sudo().create(values)
        self.env.ref("lean_kanban.ir_cron_quarantine").sudo()._trigger()
        return {**self._answer("success", message), "title": self.env._("Not OK → quarantine")}

    def _find_repeated_rejection(self, date):
        """The rejection of the same container a moment ago: a follower of the stock still stands full then."""
        since = date - timedelta(seconds=REPEAT_SECONDS)
        domain = [("card_id", "=", self.id), ("state", "!=", "cancelled"), ("date", ">", since)]
        return self.env["lean.kanban.rejection"].sudo().search(domain, limit=1)

    def _get_rejected_message(self):
        if self._follows_stock():
            return self.env._("The goods go to quarantine. What is missing is ordered by itself.")
        return self.env._("The goods go to quarantine. The card is signalled again.")

    def _get_rejected_quantity(self):
        """What is in the container, in the unit of the product: in one in use, what the full ones do not explain."""
        quantity = self.loop_id._get_card_product_qty()
        if self.state != "in_use":
            return quantity
        full = sum(card.state == "full" for card in self.loop_id.card_ids)
        on_hand = self.loop_id._get_quantities_on_hand()[self.loop_id]
        return min(max(on_hand - full * quantity, 0), quantity)

    def _follows_stock(self):
        """Whether the stock empties the containers, and not a scan."""
        return bool(self.loop_id._filter_settled())

    def _reject(self, date, scan_uid, message):
        """Leave the loop with the bad goods and come back empty; the event of the scan."""
        if self._follows_stock():
            return self._log_scan(date, scan_uid, message)
        event = {"date": date, "scan_uid": scan_uid, "message": message}
        self._transition("rejected", "scan", reasons=message, event=event)
        logged = self.env["lean.kanban.event"].sudo().search([("card_id", "=", self.id)], limit=1)
        self._signal(source="manual")
        return logged

    def _prepare_rejection(self, date, event, quantity, details):
        details = read_dict(details)
        return {
            "card_id": self.id,
            "date": date,
            "quantity": quantity,
            "reason_id": self._find_reject_reason(details.get("reason_id")).id,
            "note": read_text(details.get("note"), MAX_NOTE) or False,
            "photo": clean_photo(details.get("photo")),
            "user_id": self.env.uid,
            "employee_id": self.env["hr.employee"]._lean_current_employee().id,
            "event_id": event.id,
        }

    def _find_reject_reason(self, reason_id):
        return self.env["lean.kanban.reject.reason"].sudo().browse(read_id(reason_id)).exists()

    def _undo_event(self, event):
        """Back from quarantine, as long as the goods have not been moved."""
        rejection = self.env["lean.kanban.rejection"].sudo().search([("event_id", "=", event.id)], limit=1)
        if not rejection:
            return super()._undo_event(event)
        if rejection.state == "cancelled":
            return None
        if rejection.state not in ("waiting", "error"):
            return self.env._("The goods are on their way to quarantine: move them back first.")
        complaint = None if self._follows_stock() else super()._undo_event(event)
        if not complaint:
            rejection.state = "cancelled"
        return complaint
