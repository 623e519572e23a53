# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from odoo import models

from .lean_kanban_card import AT_HAND, ON_THE_WAY


class LeanKanbanCard(models.Model):
    """Scanning a container that has arrived."""

    _inherit = "lean.kanban.card"

    def _scan_receive(self, date, scan_uid, details):
        """Take the arrival of a container; its document is booked right after the scan."""
        if self.state in AT_HAND:
            return self._answer("warning", self.env._("This container stands full already."))
        if self.state in ("wait", "empty"):
            return self._receive_without_order(date, scan_uid)
        if self.state not in ON_THE_WAY:
            return self._answer(*self._get_refusal())
        if self.state == "requested":
            return self._answer(
                "warning",
                self.env._("%s is not confirmed yet: nothing can arrive. Show the buyer.", self.document_names),
            )
        if self.product_id.tracking != "none":
            return self._answer(
                "warning",
                self.env._("Its lot or serial number has to be entered: receive it on %s.", self.document_names),
            )
        return self._receive_ordered(date, scan_uid)

    def _receive_without_order(self, date, scan_uid):
        self._lock_for_scan()
        message = self.env._("Filled without an order: it stands full.")
        event = {"date": date, "scan_uid": scan_uid, "message": message}
        self._transition("full", "scan", event=event, supply_id=False, release_date=False)
        return {**self._answer("success", message), "title": self.env._("Full")}

    def _receive_ordered(self, date, scan_uid):
        self._lock_for_scan()
        arrivals = self.env["lean.kanban.arrival"].sudo()
        if arrivals.search_count([("supply_id", "=", self.supply_id.id), ("state", "=", "waiting")], limit=1):
            return self._answer("repeat", self._get_arrival_message())
        message = self._get_arrival_message()
        event = self._log_scan(date, scan_uid, message)
        arrivals.create(
            {
                "card_id": self.id,
                "supply_id": self.supply_id.id,
                "document": self.document_names,
                "event_id": event.id,
                "user_id": self.env.uid,
            }
        )
        self.env.ref("lean_kanban.ir_cron_book_arrivals").sudo()._trigger()
        return {**self._answer("success", message), "title": self.env._("Received")}

    def _get_arrival_message(self):
        return self.env._(
            "%(quantity)s %(uom)s are being booked on %(document)s.",
            quantity=f"{self.supply_id.quantity - self.supply_id.quantity_filled:g}",
            uom=self.product_id.uom_id.name,
            document=self.document_names,
        )

    def _log_scan(self, date, scan_uid, message):
        """An event of a scan that changes no state."""
        operator = self.env["hr.employee"]._lean_current_employee()
        return (
            self.env["lean.kanban.event"]
            .sudo()
            .create(
                {
                    "card_id": self.id,
                    "state_from": self.state,
                    "state_to": self.state,
                    "source": "scan",
                    "user_id": self.env.uid,
                    "employee_id": operator.id,
                    "supply_id": self.supply_id.id,
                    "document": self.document_names,
                    "message": message,
                    "scan_uid": scan_uid,
                    "date": date,
                }
            )
        )

    def _undo_event(self, event):
        """An arrival is taken back until it is booked, a filled container until something else happens to it."""
        arrival = self.env["lean.kanban.arrival"].sudo().search([("event_id", "=", event.id)], limit=1)
        if arrival:
            return self._undo_arrival(arrival)
        return self._undo_filling(event) if event.state_to == "full" else super()._undo_event(event)

    def _undo_arrival(self, arrival):
        if arrival.state == "done":
            return self.env._("It is booked on %s: take it back there.", arrival.document)
        if arrival.state == "failed":
            self.reason = False
        arrival.state = "cancelled"
        return None

    def _undo_filling(self, event):
        last = self.env["lean.kanban.event"].sudo().search([("card_id", "=", self.id)], limit=1)
        if last != event:
            return self.env._("Something has happened to the card since this scan: ask the planner.")
        self._transition(event.state_from, "manual", reasons=self.env._("Scan undone"))
        self.reason = False
        self.env["lean.kanban.loop"]._trigger_release()
        return None

    def _get_undone_message(self):
        if self.state in ON_THE_WAY:
            return self.env._("Undone: the container is still on its way.")
        if self.state in ("wait", "empty"):
            return self.env._("Undone: the container is empty.")
        return super()._get_undone_message()
