# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
import logging
from datetime import timedelta

from psycopg2 import OperationalError

from odoo import api, fields, models
from odoo.exceptions import UserError

from .lean_kanban_card import AT_HAND, ON_THE_WAY

_logger = logging.getLogger(__name__)

OPEN = ("waiting", "running")
TESTABLE = (*AT_HAND, *ON_THE_WAY, "wait", "empty")
EXPERIMENT_BATCH = 500


class LeanKanbanExperiment(models.Model):
    """Kaizen mode: a loop runs with one card less for some days.

    The card with the highest number is put aside as it comes back empty; from then on the loop is watched. Once it is
    red the card goes back by itself, otherwise it stays out and the stock it stood for is saved.
    """

    _name = "lean.kanban.experiment"
    _description = "Kaizen Trial of a Kanban Loop"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "date_start desc, id desc"
    _rec_name = "loop_id"
    _check_company_auto = True

    loop_id = fields.Many2one(
        "lean.kanban.loop",
        required=True,
        index=True,
        ondelete="cascade",
        check_company=True,
        domain="[('state', '=', 'active'), ('trigger', '!=', 'signal'), ('card_count', '>', 1)]",
    )
    company_id = fields.Many2one(related="loop_id.company_id", store=True, index=True, precompute=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    product_id = fields.Many2one(related="loop_id.product_id", store=True, precompute=True)
    product_image = fields.Image(related="product_id.image_128")
    area_id = fields.Many2one(related="loop_id.area_id", store=True, precompute=True)
    user_id = fields.Many2one(
        "res.users",
        "Owner",
        compute="_compute_user_id",
        store=True,
        readonly=False,
        precompute=True,
        check_company=True,
    )
    state = fields.Selection(
        [
            ("draft", "To start"),
            ("waiting", "Card coming back"),
            ("running", "Watching"),
            ("kept", "Kept out"),
            ("restored", "Put back"),
            ("stopped", "Stopped"),
        ],
        required=True,
        default="draft",
        readonly=True,
        copy=False,
        index=True,
        tracking=True,
    )
    days = fields.Integer("Watch (Days)", default=14, required=True, help="Days the loop is watched without the card.")
    card_id = fields.Many2one("lean.kanban.card", "Card Taken Out", readonly=True, copy=False, check_company=True)
    card_count_before = fields.Integer("Cards Before", readonly=True, copy=False, aggregator=None)
    card_count_after = fields.Integer("Cards After", readonly=True, copy=False, aggregator=None)
    date_start = fields.Datetime("Started", readonly=True, copy=False)
    date_taken = fields.Datetime("Card Out Since", readonly=True, copy=False)
    date_due = fields.Datetime("Watched Until", compute="_compute_date_due", store=True)
    date_done = fields.Datetime("Ended", readonly=True, copy=False)
    result = fields.Char(readonly=True, copy=False, help="How it ended and why.")
    container_qty = fields.Float(
        "Container", readonly=True, copy=False, digits="Product Unit", aggregator=None, help="In the product's unit."
    )
    uom_id = fields.Many2one(related="product_id.uom_id")
    unit_cost = fields.Float(readonly=True, copy=False, digits="Product Price", aggregator=None)
    saved_value = fields.Monetary(
        "Stock Saved",
        readonly=True,
        copy=False,
        help="Value of the container that the loop does without: its quantity × the cost of the product as the trial "
        "ended.",
    )
    is_value_unknown = fields.Boolean(readonly=True, copy=False)

    _days_positive = models.Constraint("CHECK(days > 0)", "Watch the loop for a day at least.")
    _one_at_a_time = models.UniqueIndex(
        "(loop_id) WHERE state IN ('waiting', 'running')",
        "A trial is running for this loop already: one card at a time shows what it does.",
    )

    @api.depends("loop_id")
    def _compute_user_id(self):
        for experiment in self:
            experiment.user_id = experiment.user_id or experiment.loop_id.user_id or self.env.user

    @api.depends("date_taken", "days")
    def _compute_date_due(self):
        for experiment in self:
            taken = experiment.date_taken
            experiment.date_due = taken and taken + timedelta(days=experiment.days)

    @api.depends("loop_id", "card_count_before")
    def _compute_display_name(self):
        for experiment in self:
            before = experiment.card_count_before or experiment.loop_id.card_count
            name = f"{experiment.loop_id.name} · {before} → {before - 1}"
            experiment.display_name = name if experiment.loop_id else self.env._("New")

    @api.ondelete(at_uninstall=False)
    def _unlink_except_started(self):
        if self.filtered(lambda experiment: experiment.state != "draft"):
            raise UserError(self.env._("A trial that has begun is part of the history: stop it instead."))

    # Start

    def action_start(self):
        """Take the card with the highest number out, at once or as it comes back empty."""
        self.check_access("write")
        for experiment in self:
            if complaint := experiment._get_start_complaint():
                raise UserError(
                    self.env._("%(loop)s: %(complaint)s", loop=experiment.loop_id.name, complaint=complaint)
                )
        red = self.loop_id._get_red_loops()
        for experiment in self:
            if experiment.loop_id in red:
                raise UserError(
                    self.env._("%s is red now. Try with one card less when it is fine.", experiment.loop_id.name)
                )
            experiment._start()
        return True

    def _get_start_complaint(self):
        """Why this trial cannot start, or None."""
        loop = self.loop_id
        if self.state != "draft":
            return self.env._("This trial has been started already.")
        if loop.experiment_id:
            return self.env._("A trial is running already. Stop it, or wait for its end.")
        if loop.state != "active":
            return self.env._("The loop is not running. Start or resume it first.")
        if loop._is_triangle() or loop.card_count < 2:
            return self.env._("The loop has one card only: there is none to do without.")
        card = loop.sudo()._get_last_card()
        if card.state not in TESTABLE:
            return self.env._("%s is out of the loop already. Find, replace or retire it first.", card.display_name)
        return None

    def _start(self):
        loop, card = self.loop_id, self.loop_id.sudo()._get_last_card()
        self.write(
            {
                "state": "waiting",
                "card_id": card.id,
                "card_count_before": loop.card_count,
                "card_count_after": loop.card_count - 1,
                "date_start": fields.Datetime.now(),
                "container_qty": loop.container_product_qty,
            }
        )
        loop.experiment_id = card.experiment_id = self
        if card.state in ("wait", "empty"):
            card._transition("hold", "manual", reasons=self.env._("Kaizen trial"), release_date=False)
        loop.with_context(lean_kanban_experiment=True).card_count -= 1
        self._tell(
            self.env._(
                "Kaizen trial: the loop runs with %(count)s cards for %(days)s days; %(card)s is put aside.",
                count=loop.card_count,
                days=self.days,
                card=card.display_name,
            )
        )
        self._note_cards_out()

    # Watch

    @api.model
    def _cron_update_experiments(self):
        """Judge the open trials, batch by batch."""
        progress = self.env["ir.cron"]
        judged = self.browse()
        domain = [("state", "in", OPEN)]
        while batch := self.search([*domain, ("id", "not in", judged.ids)], order="id", limit=EXPERIMENT_BATCH):
            self.env["lean.kanban.loop"]._with_retry(batch._update_experiments)
            judged |= batch
            remaining = self.search_count([*domain, ("id", "not in", judged.ids)])
            if not progress._commit_progress(len(batch), remaining=remaining):
                return

    def _update_experiments(self):
        """End what is over: the card goes back where the loop is red, and stays out where the days have passed."""
        experiments = self.sudo().filtered(lambda e: e.state in OPEN)
        experiments._note_cards_out()
        watched = experiments.filtered(lambda e: e.state == "running" and e.loop_id.state == "active")
        red = watched.loop_id._get_red_loops()
        failed = watched.filtered(lambda e: e.loop_id in red)
        due = (watched - failed).filtered(lambda e: e.date_due <= fields.Datetime.now())
        failed._end_each(lambda e: e._put_back("restored", e._get_red_reason()))
        due._end_each(lambda e: e._keep_out())

    def _note_cards_out(self):
        """The days count from when the card has come back empty."""
        for experiment in self.filtered(lambda e: e.state == "waiting" and e.card_id.state == "hold"):
            experiment.write({"state": "running", "date_taken": experiment.card_id.date_state})

    def _end_each(self, end):
        """End trials; one that cannot be ended says so on itself and stops no other.

        They are few: a savepoint for each is no matter.
        """
        for experiment in self:
            try:
                with self.env.cr.savepoint():
                    end(experiment)
            except OperationalError:  # Odoo tries again
                raise
            except Exception as error:
                _logger.exception("%s %s of %s could not be ended", self._name, experiment.id, experiment.loop_id.name)
                title = self.env._("Kaizen trial could not be ended")
                experiment.loop_id._notify_owner(title, {experiment.card_id: str(error)})

    def _get_red_reason(self):
        if not self.loop_id.full_count:
            return self.env._("No full container was left.")
        return self.env._("The stock would not have lasted until the next container.")

    # End

    def action_stop(self):
        """End trials by hand: the card goes back."""
        self.check_access("write")
        for experiment in self.filtered(lambda e: e.state in OPEN):
            experiment._put_back("stopped", self.env._("Stopped by %s.", self.env.user.name))
        return True

    def _put_back(self, state, reason):
        """The card circulates again, and signals where its container is empty."""
        loop, card = self.loop_id.sudo(), self.card_id.sudo()
        self._close(state, reason, self.card_count_before)
        loop.with_context(lean_kanban_experiment=True).card_count = self.card_count_before
        if card.state == "hold":
            card._signal(source="schedule")
        text = self.env._("Kaizen trial: %(card)s is back. %(reason)s", card=card.display_name, reason=reason)
        self._tell(text)
        if state == "restored":
            loop._notify_owner(self.env._("Kaizen trial: the card is back"), {card: reason})

    def _keep_out(self):
        """The loop did without the card: it retires, and its stock is saved."""
        card = self.card_id
        cost = self.product_id.with_company(self.company_id).standard_price
        self.write(
            {
                "unit_cost": cost,
                "saved_value": self.container_qty * cost,
                "is_value_unknown": not cost,
            }
        )
        reason = self._get_saving_reason()
        self._close("kept", reason, self.card_count_after)
        card._transition("retired", "schedule", reasons=reason)
        self._tell(self.env._("Kaizen trial: %(card)s stays out. %(reason)s", card=card.display_name, reason=reason))
        self.loop_id._notify_owner(self.env._("Kaizen trial: the card stays out"), {card: reason})

    def _get_saving_reason(self):
        if self.is_value_unknown:
            return self.env._("%s days without a red; the product has no cost to value it by.", self.days)
        return self.env._(
            "%(days)s days without a red; %(value)s of stock saved.",
            days=self.days,
            value=self.currency_id.format(self.saved_value),
        )

    def _end_by_change(self):
        """Somebody set another number of cards: the card follows it."""
        for experiment in self:
            loop, card = experiment.loop_id.sudo(), experiment.card_id.sudo()
            reason = self.env._("The number of cards was set to %s.", loop.card_count)
            experiment._close("stopped", reason, loop.card_count)
            if card.state == "hold" and card.number > loop.card_count:
                card._transition("retired", "manual", reasons=reason)
            elif card.state == "hold":
                card._signal(source="manual")
            experiment._tell(self.env._("Kaizen trial ended: %s", reason))

    def _close(self, state, reason, card_count):
        self.write(
            {"state": state, "result": reason, "date_done": fields.Datetime.now(), "card_count_after": card_count}
        )
        self.loop_id.sudo().experiment_id = False
        self.card_id.sudo().experiment_id = False

    def _tell(self, text):
        """A note on the trial and on its loop."""
        self.message_post(body=text)
        self.loop_id.message_post(body=text)
