# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from odoo import api, fields, models
from odoo.tools import format_datetime

from .lean_kanban_run import INSTANT


class LeanKanbanLoop(models.Model):
    """Loops whose emptied cards are ordered at set hours, by a milk run.

    An emptied card waits until its run goes. A batch that is not complete by then waits for
    the run after it.
    """

    _inherit = "lean.kanban.loop"

    run_id = fields.Many2one(
        "lean.kanban.run",
        "Milk Run",
        check_company=True,
        index="btree_not_null",
        ondelete="restrict",
        tracking=True,
        help="Emptied cards wait for the set hours of this run. Empty: they are ordered at once.",
    )

    def write(self, vals):
        changed = self.filtered(lambda lo: lo.run_id.id != vals["run_id"]) if "run_id" in vals else self.browse()
        result = super().write(vals)
        changed._reschedule_waiting_cards()
        return result

    def action_release_waiting(self):
        """Order what waits for its batch or its run now."""
        self.check_access("write")
        domain = [("loop_id", "in", self.ids), ("state", "=", "wait"), ("loop_id.state", "=", "active")]
        self.env["lean.kanban.card"].sudo().search(domain)._signal_again()
        return self.action_release()

    @api.model
    def _cron_release(self):
        """Plan the runs anew, then release."""
        self._with_retry(self.env["lean.kanban.run"].sudo()._refresh_all)
        return super()._cron_release()

    def _pick_ready_cards(self, cards):
        """At a run, a batch that is not complete waits for the next one."""
        if not self.run_id or len(cards) >= self.batch_size:
            return super()._pick_ready_cards(cards)
        cards.filtered(lambda card: card.state == "wait")._wait_until(self._get_run_date())
        return cards.browse()

    def _get_run_date(self, after=None):
        """When the run goes next after a moment; False where the loop has none or it never goes."""
        return (self.run_id and self.run_id._get_next_date(after)) or False

    def _get_start_date(self, date):
        """The cards of a stage go with the first run from its day on."""
        return self._get_run_date(date - INSTANT) or super()._get_start_date(date)

    def _reschedule_waiting_cards(self):
        """Waiting cards follow the loop to another run, or are ordered as soon as they may."""
        waiting = self.env["lean.kanban.card"].sudo().search([("loop_id", "in", self.ids), ("state", "=", "wait")])
        for loop, cards in waiting.grouped("loop_id").items():
            for date, group in cards.grouped("release_date").items():
                group._wait_until(loop._get_run_date((date and date - INSTANT) or None))

    def _get_handling_days(self):
        """A container that was emptied right after a run waits for the next one."""
        days = super()._get_handling_days()
        hours = len(self.run_id.hour_ids) if self.run_id else 0
        return days + 1 / hours if hours else days

    # Board

    @api.model
    def _get_board_fields(self):
        return [*super()._get_board_fields(), "run_id"]

    def _prepare_board_row(self, names):
        label = self.run_id.sudo().next_label
        return {**super()._prepare_board_row(names), "wait_note": self.env._("run %s", label) if label else ""}


class LeanKanbanCard(models.Model):
    _inherit = "lean.kanban.card"

    run_id = fields.Many2one(related="loop_id.run_id", store=True, index="btree_not_null", precompute=True)
    wait_note = fields.Char(
        "Waits for", compute="_compute_wait_note", help="What an emptied card waits for: its batch, its run, its turn."
    )

    @api.depends("state", "release_date", "loop_id.run_id", "loop_id.batch_size")
    @api.depends_context("lang")
    def _compute_wait_note(self):
        for card in self:
            card.wait_note = card.state == "wait" and card._get_wait_note()

    def _get_wait_note(self):
        loop = self.loop_id
        if loop.run_id and self.release_date:
            return loop.run_id.sudo()._format_run(self.release_date)
        if self.release_date:
            return self.env._("from %s", format_datetime(self.env, self.release_date, dt_format="d MMM HH:mm"))
        return self.env._("%(waiting)s of %(batch)s", waiting=loop.waiting_count, batch=loop.batch_size)

    def _get_release_date(self):
        return self.loop_id._get_run_date() or super()._get_release_date()

    def _get_signal_state(self):
        state = super()._get_signal_state()
        return "wait" if state == "empty" and self._get_release_date() else state

    def _is_staged(self):
        return super()._is_staged() and not self.loop_id.run_id

    def _wait_until(self, date):
        """Waiting cards wait for another moment, or for nothing but their batch."""
        if not self:
            return
        self.write({"release_date": date})
        self.loop_id._notify_boards()
        self.env["lean.kanban.loop"]._trigger_release(at=date or None)

    def _get_signal_message(self, state):
        loop = self.loop_id
        if not loop.run_id or state != "wait" or loop.state != "active":
            return super()._get_signal_message(state)
        if loop._is_triangle():
            return self.env._(
                "Container %(container)s is reached: the lot is ordered with the %(run)s.",
                container=loop.signal_container,
                run=self._get_run_label(),
            )
        if loop.batch_size == 1:
            return self.env._("Empty. Ordered with the %s.", self._get_run_label())
        return self.env._(
            "Empty. %(waiting)s of %(batch)s for the %(run)s.",
            waiting=loop.waiting_count + (self.state != "wait"),
            batch=loop.batch_size,
            run=self._get_run_label(),
        )

    def _get_run_label(self):
        """The run this card waits for, or would wait for."""
        date = (self.state == "wait" and self.release_date) or self.loop_id._get_run_date()
        return self.loop_id.run_id.sudo()._format_run(date) if date else ""

    def _answer(self, level, message):
        answer = super()._answer(level, message)
        if level == "success" and self.state == "wait" and self.loop_id.run_id:
            answer["title"] = self.env._("Empty → %s", self._get_run_label())
        return answer
