# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from datetime import datetime, timedelta, timezone

from odoo import api, fields, models
from odoo.tools import SQL, format_datetime

from odoo.addons.lean_base.tools import read_text

from .lean_kanban_card import AT_HAND, SIGNALLED

REPEAT_SECONDS = 30
UTC = timezone.utc
CLOCK_TOLERANCE = timedelta(minutes=2)
MAX_CODE_LENGTH = 128
MODES = ("empty", "receive", "not_ok")


class LeanKanbanCard(models.Model):
    """Scanning: commits the state of one card and triggers the release, no more."""

    _inherit = "lean.kanban.card"

    @api.model
    def scan(self, barcode, scanned_at=None, scan_uid=None, mode="empty", details=None):
        """Answer the scan of a card.

        Never raises on bad input. What it writes is the card's state and one event;
        ordering runs after it.

        :param barcode: what the scanner read
        :param scanned_at: UTC time of the scan (text or datetime), where it is sent
            later than it was made; older than the card's last event, it is refused
        :param scan_uid: identifies this scan; sending it again changes nothing
        :param mode: ``empty`` (its container is), ``receive`` (it has arrived) or ``not_ok``
        :param details: of a container that is not OK: ``reason_id``, ``note``, ``photo`` (base64)
        :return: ``ok``, ``card_id``, ``state``, ``message``; ``level`` (success,
            repeat, warning or danger) and ``card`` (what a screen shows) beside;
            ``is_resent`` where this very scan was recorded before
        """
        self.browse().check_access("read")
        code = self._clean_code(barcode)
        card, revision = self._search_paper(code)
        if not card:
            return self._answer_unknown(code)
        date = self._parse_scan_date(scanned_at)
        if not date:
            message = self.env._("The time of this scan cannot be read.")
            return card._answer("danger", message)
        if replaced := card._refuse_replaced_paper(revision, date):
            return replaced
        uid = read_text(str(scan_uid or ""), MAX_CODE_LENGTH) or False
        answer = card._find_repeated_scan(uid, date, mode) or card._scan_by_mode(mode, date, uid, details)
        return card._ask_for_reprint(answer)

    def _scan_by_mode(self, mode, date, uid, details):
        if mode not in MODES:
            return self._answer("danger", self.env._("This station is older than the server: load its page again."))
        if mode == "receive":
            return self._scan_receive(date, uid, details)
        if mode == "not_ok":
            return self._scan_not_ok(date, uid, details)
        return self._scan(date, uid)

    @api.model
    def _clean_code(self, barcode):
        return read_text(barcode, MAX_CODE_LENGTH)

    @api.model
    def _search_barcode(self, code):
        """The card of a code, where the user may see it."""
        return self.search([("barcode", "=", code)], limit=1).sudo()

    @api.model
    def _answer_unknown(self, code):
        message = self.env._("Not our card: show it to the planner.")
        return {
            "ok": False,
            "card_id": False,
            "state": False,
            "message": message,
            "level": "danger",
            "card": {"barcode": code},
        }

    @api.model
    def _parse_scan_date(self, scanned_at):
        """UTC time of the scan; now without one, None where it cannot be read.

        A clock that runs ahead is not believed.
        """
        now = fields.Datetime.now()
        if scanned_at is None:
            return now
        try:
            date = datetime.fromisoformat(str(scanned_at).replace("Z", "+00:00"))
            if date.tzinfo:
                date = date.astimezone(UTC).replace(tzinfo=None)
        except (ValueError, OverflowError):
            return None
        if date > now + CLOCK_TOLERANCE:
            return None
        return min(date.replace(microsecond=0), now)

    def _find_repeated_scan(self, scan_uid, date, mode="empty"):
        """The answer to a scan that was made already or comes too late, else None."""
        events = self.env["lean.kanban.event"].sudo()
        known = scan_uid and events.search([("scan_uid", "=", scan_uid)], limit=1)
        if known:
            if known.card_id == self:
                return {**self._answer("repeat", known.message), "is_resent": True}
            return self._answer("danger", self.env._("This scan was recorded for another card."))
        last = events.search([("card_id", "=", self.id)], limit=1)
        if last and date < last.date:
            return self._answer("danger", self._get_stale_message(date, last))
        return self._find_bounce(date, mode)

    def _get_stale_message(self, date, last):
        return self.env._(
            "This scan of %(scan)s is older than what happened to the card at %(last)s, so it does not count.",
            scan=self._format_time(date),
            last=self._format_time(last.date),
        )

    def _find_bounce(self, date, mode):
        """The answer to a second scan right after the first, whatever the release did meanwhile."""
        if mode == "receive" or self.state not in (*SIGNALLED, "retired"):
            return None
        domain = [("card_id", "=", self.id), ("source", "=", "scan")]
        scan = self.env["lean.kanban.event"].sudo().search(domain, limit=1)
        is_same = (scan.state_to == "rejected") == (mode == "not_ok")
        if scan and is_same and (date - scan.date).total_seconds() < REPEAT_SECONDS:
            return self._answer("repeat", scan.message)
        return None

    def _scan(self, date, scan_uid):
        """Empty the container, or say in an operator's words why not."""
        if self.state not in AT_HAND or self.loop_id.trigger == "quantity":
            return self._answer(*self._get_refusal())
        self._lock_for_scan()
        message = self._get_signal_message(self._get_signal_state())
        event = {"date": date, "scan_uid": scan_uid, "message": message}
        self._signal(source="scan", event=event)
        is_running = self.loop_id.state == "active"
        return {**self._answer("success" if is_running else "warning", message), "ok": True}

    def _lock_for_scan(self):
        """Let two scans of one card follow each other.

        The second waits for the first, fails to serialize and is run again by Odoo, which then
        finds what the first has done. It writes, because not every scan changes its card: after
        a mere lock the second would go on with what it read before.
        """
        self.env.cr.execute(SQL("UPDATE lean_kanban_card SET write_date = write_date WHERE id = %s", self.id))

    def _get_signal_message(self, state):
        """What a scan does that takes the card to `state`."""
        if state == "retired":
            return self.env._("This loop needs fewer cards: take the card out.")
        if self.loop_id.state != "active":
            return self.env._("Empty. Nothing is ordered while the loop is on hold: %s", self.loop_id.hold_reason)
        if state == "empty":
            return self.env._("Empty. Signalled.")
        return self.env._(
            "Empty. %(waiting)s of %(batch)s for the next order.",
            waiting=self.loop_id.waiting_count + (self.state != "wait"),
            batch=self.loop_id.batch_size,
        )

    def _get_refusal(self):
        """Level and message for a card whose container cannot be emptied now."""
        if self.state in AT_HAND:
            return "warning", self.env._("No scan needed: what is booked out of this place empties its containers.")
        if self.state == "wait":
            return "warning", self._get_signal_message("wait")
        if self.state in SIGNALLED:
            return "warning", self._get_on_order_message()
        if self.state in ("lost", "hold"):
            return "warning", self.env._("This card is noted as lost or on hold. Found it? Signal it again.")
        if self.state == "retired":
            return "danger", self.env._("This card has been retired: throw it away.")
        return "danger", self.reason or self.env._("Ask the planner.")

    def _get_on_order_message(self):
        if self.state == "empty":
            return self.env._("Already signalled at %s.", self._format_time(self.date_state))
        message = self.env._(
            "Already ordered at %(time)s: %(document)s",
            time=self._format_time(self.supply_id.date_requested or self.date_state),
            document=self.document_names,
        )
        if not self.date_expected:
            return message
        due = format_datetime(self.env, self.date_expected, dt_format="EEEE d MMMM")
        return self.env._("%(message)s, due %(due)s", message=message, due=due)

    def _format_time(self, date):
        """The time of today, else with its date."""
        today = fields.Datetime.context_timestamp(self, fields.Datetime.now()).date()
        is_today = fields.Datetime.context_timestamp(self, date).date() == today
        return format_datetime(self.env, date, dt_format="HH:mm" if is_today else "d MMM HH:mm")

    def _answer(self, level, message):
        """The answer of a scan for this card."""
        self.ensure_one()
        return {
            "ok": level in ("success", "repeat"),
            "card_id": self.id,
            "state": self.state,
            "message": message or "",
            "level": level,
            "card": self._get_card_info(),
        }

    def _get_card_info(self):
        """What a scan station shows of the card."""
        states = dict(self._fields["state"]._description_selection(self.env))
        return {
            "barcode": self.barcode,
            "position": self._get_position(),
            "product": self.product_id.display_name,
            "product_id": self.product_id.id,
            "quantity": self.loop_id._get_card_qty(),
            "uom": self.container_uom_id.name,
            "location": self.location_id.display_name,
            "loop": self.loop_id.name,
            "state_label": states[self.state],
        }
