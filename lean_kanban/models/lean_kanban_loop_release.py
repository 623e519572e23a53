# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
import logging
import random
import time
from datetime import timedelta

from psycopg2 import OperationalError

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.service.model import (
    MAX_TRIES_ON_CONCURRENCY_FAILURE,
    PG_CONCURRENCY_EXCEPTIONS_TO_RETRY,
)

from odoo.addons.stock.models.stock_rule import ProcurementException

_logger = logging.getLogger(__name__)

RELEASE_BATCH = 500


class LeanKanbanLoop(models.Model):
    """The release: signalled cards become orders, productions and transfers.

    It runs after the scan, in batches, and may be run at any time: a card that has
    been released is not signalled any more, so nothing is ordered twice.
    """

    _inherit = "lean.kanban.loop"

    @api.model
    def _trigger_release(self, at=None):
        """Have the release run as soon as the transaction is committed."""
        self.env.ref("lean_kanban.ir_cron_release").sudo()._trigger(at)

    @api.model
    def _cron_release(self):
        """Release all signalled cards, batch by batch, each committed."""
        progress = self.env["ir.cron"]
        released = self.browse()
        while loops := self._search_releasable(released):
            self._with_retry(loops._release)
            released |= loops
            remaining = len(self._search_releasable(released, limit=None))
            if not progress._commit_progress(len(loops), remaining=remaining):
                self._trigger_release()
                return
        self._with_retry(self._finish_release)
        progress._commit_progress()

    @api.model
    def _search_releasable(self, but, limit=RELEASE_BATCH):
        """Loops with cards that may be released now."""
        domain = self._get_releasable_domain() & Domain("loop_id", "not in", but.ids)
        groups = self.env["lean.kanban.card"]._read_group(
            domain, ["loop_id"], ["date_state:min"], order="date_state:min", limit=limit
        )
        return self.browse([loop.id for loop, __ in groups])

    @api.model
    def _get_releasable_domain(self):
        now = fields.Datetime.now()
        waiting = Domain("state", "=", "wait") & (
            Domain("release_date", "=", False) | Domain("release_date", "<=", now)
        )
        signalled = Domain("state", "=", "empty") & Domain("is_held_back", "=", False)
        return (waiting | signalled) & Domain("loop_id.state", "=", "active")

    @api.model
    def _with_retry(self, job):
        """Run `job`; begin again where another transaction got in between."""
        for attempt in range(1, MAX_TRIES_ON_CONCURRENCY_FAILURE + 1):
            try:
                job()
                self.env.cr.flush()
                return
            except PG_CONCURRENCY_EXCEPTIONS_TO_RETRY:
                self.env.cr.rollback()
                self.env.transaction.reset()
                if attempt == MAX_TRIES_ON_CONCURRENCY_FAILURE:
                    raise
                _logger.info("Kanban release met another transaction, trying again")
                time.sleep(random.uniform(0, 0.2 * 2**attempt))  # noqa: S311

    @api.model
    def _finish_release(self):
        """Hook after all batches: documents made by the run are complete now."""

    def action_release(self):
        """Release the signalled cards of these loops now."""
        self.check_access("write")
        self.sudo()._release()
        self.sudo()._finish_release()
        return True

    def _release(self):
        """Turn the signalled cards of these loops into documents.

        Afterwards each card released has an allocation to a document, or is in error
        with the reason. Does not commit. Cards that another transaction holds are left
        to it.

        :return: the supplies made
        """
        loops = self.sudo().filtered(lambda lo: lo.state == "active")._with_rule_memo()
        loops._promote_waiting_cards()
        cards = loops._lock_signalled_cards()
        complaints = cards.loop_id._get_release_complaints()
        cards._fail({c: complaints.get(c.loop_id) for c in cards})
        supplies = cards.filtered(lambda c: c.state == "empty")._create_supplies()
        supplies._procure()
        return supplies

    def _promote_waiting_cards(self):
        """Signal waiting cards whose batch is complete or whose stage has come."""
        domain = self._get_releasable_domain() & Domain("loop_id", "in", self.ids)
        cards = self.env["lean.kanban.card"].search(domain)
        ready = cards.browse()
        for loop, group in cards.grouped("loop_id").items():
            ready |= loop._pick_ready_cards(group)
        ready._transition("empty", "schedule", release_date=False)

    def _pick_ready_cards(self, cards):
        """Waiting cards of this loop that are ordered now; hook for those that go on waiting.

        :param cards: its cards that are signalled, or wait for nothing but their batch
        """
        waiting = cards.filtered(lambda card: card.state == "wait")
        return waiting if len(cards) >= self.batch_size else waiting.filtered("release_date")

    def _lock_signalled_cards(self):
        cards = self.env["lean.kanban.card"].search(
            [
                ("loop_id", "in", self.ids),
                ("state", "=", "empty"),
                ("is_held_back", "=", False),
            ],
            order="loop_id, date_state, id",
        )
        return cards.try_lock_for_update(allow_referencing=True)

    def _get_release_complaints(self):
        """What core would pass over in silence, found for all loops at once.

        :return: {loop: why its cards cannot be ordered}
        """
        complaints = {}
        for loop in self:
            product = loop.product_id
            if not product.active:
                complaints[loop] = self.env._("%s is archived.", product.display_name)
            elif product.type != "consu":
                complaints[loop] = self.env._("%s is not a goods product any more.", product.display_name)
            elif self._compare_quantities(loop.container_product_qty, 0) <= 0:
                complaints[loop] = self.env._("The container holds nothing.")
            elif complaint := loop._get_container_complaint():
                complaints[loop] = complaint
        return complaints

    def _get_card_qty(self):
        """What one card asks for, in the unit of the container."""
        return self.container_qty

    def _get_card_product_qty(self):
        """What one card asks for, in the unit of the product."""
        return self.container_product_qty

    def _prepare_procurements(self, supplies):
        """One need for each loop, which names the supplies it is for."""
        dates = self._get_planned_dates()
        return [
            self.env["stock.rule"].Procurement(
                loop.product_id,
                loop._get_card_qty() * len(supplies_of_loop),
                loop.container_uom_id,
                loop.location_id,
                loop.name,
                loop.name,
                loop.company_id,
                {
                    **loop._prepare_procurement_values(supplies_of_loop),
                    "date_planned": dates[loop],
                },
            )
            for loop, supplies_of_loop in supplies.grouped("loop_id").items()
        ]

    def _prepare_procurement_values(self, supplies):
        """Values of a procurement, which reach the documents core makes."""
        return {
            "route_ids": self.route_id,
            "warehouse_id": self.warehouse_id,
            "kanban_loop_id": self.id,
            "kanban_supply_ids": supplies,
        }

    def _get_planned_dates(self):
        """{loop: when its order is due}: now and the lead time of its rules.

        A due date on which the company does not work moves to its next working time.
        """
        dates = {}
        for company, loops in self.grouped("company_id").items():
            by_days = loops.grouped(lambda loop: loop._get_rule_lead_days())
            for days, group in by_days.items():
                dates.update(dict.fromkeys(group, self._get_date_after(days, company)))
        return dates

    @api.model
    def _get_date_after(self, days, company):
        date = fields.Datetime.now() + timedelta(days=days)
        calendar = company.resource_calendar_id
        return calendar.plan_hours(0, date, compute_leaves=True) or date


class LeanKanbanSupply(models.Model):
    _inherit = "lean.kanban.supply"

    def _procure(self):
        """Run the procurements of these supplies; fail those core refuses.

        Core names those that it refuses, which are dropped before the rest is run
        again. Where it stops at one without naming it, the batch is halved until that
        one stands alone.
        """
        pending = self
        while pending:
            try:
                with self.env.cr.savepoint():
                    pending._run_rules()
                break
            except ProcurementException as refusal:
                refused = self._get_refused(refusal, pending)
                if not refused:
                    self._procure_halves(pending, refusal)
                    return
                pending -= self.browse().concat(*refused)
                for supplies, reason in refused.items():
                    supplies._fail(reason)
            except OperationalError:
                raise  # another transaction got in between: the whole batch runs again
            except Exception as error:
                self._procure_halves(pending, error)
                return
        pending._check_procured()

    def _run_rules(self):
        procurements = self.loop_id._prepare_procurements(self)
        self.env["stock.rule"].run(procurements, raise_user_error=False)

    def _get_refused(self, refusal, pending):
        """{supplies: reason} of what core refused.

        Empty where it refused a need further up: what is made or fetched to order for
        a loop does not name its supplies.
        """
        refused = {}
        for procurement, message in refusal.procurement_exceptions:
            supplies = procurement.values.get("kanban_supply_ids") or self.browse()
            refused[supplies & pending] = message
        refused.pop(self.browse(), None)
        return refused

    def _procure_halves(self, pending, error):
        loops = pending.loop_id
        if len(loops) == 1:
            if not isinstance(error, (UserError, ProcurementException)):
                _logger.error("Kanban loop %s (%s) cannot be released", loops.id, loops.name, exc_info=error)
            pending._fail(self._get_error_text(error))
            return
        first = loops[: len(loops) // 2]
        half = pending.filtered(lambda s: s.loop_id in first)
        half._procure()
        (pending - half)._procure()

    @api.model
    def _get_error_text(self, error):
        if isinstance(error, ProcurementException):
            return "\n".join(message for __, message in error.procurement_exceptions)
        if isinstance(error, UserError):
            return str(error)
        return self.env._(
            "%(kind)s: %(error)s (an administrator finds more in the log)", kind=type(error).__name__, error=error
        )

    def _check_procured(self):
        """Every supply is on a document now, or failed with a reason."""
        self.invalidate_recordset(["allocation_ids"])
        missing = self.filtered(lambda s: not s.allocation_ids)
        missing._fail(self.env._("The routes of the product made no order. Check them and its supply."))
        served = self - missing
        # core may have merged a need into a document that has got further, which moved its card
        served.filtered(lambda s: s.card_id.state == "empty")._transition_cards("requested")
        served._update_from_documents()

    def _fail(self, reason):
        if self:
            self.write({"state": "failed"})
            self.card_id._fail(dict.fromkeys(self.card_id, reason))

    def _prepare_allocation_commands(self):
        """Commands that allocate these supplies to the document being written."""
        return [fields.Command.create({"supply_id": supply.id, "quantity": supply.quantity}) for supply in self]


class LeanKanbanCard(models.Model):
    _inherit = "lean.kanban.card"

    def _fail(self, reasons):
        """Put cards in error, each with its reason, and tell the owners."""
        reasons = {card: reason for card, reason in reasons.items() if reason}
        failed = self.filtered(reasons.get)
        failed._transition("error", "schedule", reasons=reasons)
        failed.loop_id._notify_owner(self.env._("Kanban cards could not be ordered"), reasons)

    def _create_supplies(self):
        """A new replenishment cycle for each card."""
        supplies = self.env["lean.kanban.supply"].create(
            [
                {
                    "card_id": card.id,
                    "quantity": card.loop_id._get_card_product_qty(),
                    "date_signalled": card.date_state,
                }
                for card in self
            ]
        )
        for supply in supplies:
            supply.card_id.supply_id = supply
        return supplies
