# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import ValidationError

MOST_CARDS = 200
MOST_DAYS = 3 * 366


class LeanKanbanReplay(models.TransientModel):
    """What if: the own history of a product runs through so many cards, beside today's rule.

    Opened from a loop, from a reordering rule that is to become one, or from a product.
    What comes out is in `lean_kanban_replay_result.py`.
    """

    _name = "lean.kanban.replay"
    _description = "Replay of Demand through Kanban Cards"
    _check_company_auto = True

    loop_id = fields.Many2one("lean.kanban.loop", ondelete="cascade", readonly=True)
    convert_line_id = fields.Many2one("lean.kanban.convert.line", ondelete="cascade", readonly=True)
    company_id = fields.Many2one("res.company", required=True, default=lambda self: self.env.company)
    currency_id = fields.Many2one(related="company_id.currency_id")
    product_id = fields.Many2one("product.product", required=True, readonly=True, check_company=True)
    uom_id = fields.Many2one(related="product_id.uom_id")
    location_id = fields.Many2one(
        "stock.location",
        "Stands at",
        required=True,
        check_company=True,
        domain="[('usage', '=', 'internal')]",
        help="What leaves this place and those below it is the demand.",
    )
    history_days = fields.Integer("History", default=180, required=True, help="Days of the past to replay.")

    trigger = fields.Selection([("card", "Cards"), ("signal", "Triangle")], required=True, default="card")
    container_qty = fields.Float("Container", digits="Product Unit", default=1, required=True)
    number = fields.Integer(
        "Cards",
        default=2,
        required=True,
        help="The number shown in the charts and used by the button below. Click a line of the table to change it.",
    )
    lot_container_count = fields.Integer("Lot", default=1, help="Containers that the triangle card orders at once.")
    signal_point = fields.Selection(
        [("empty", "The container is empty"), ("first_piece", "The first piece")], required=True, default="empty"
    )
    batch_size = fields.Integer(default=1, required=True)
    number_from = fields.Integer("From", default=1, required=True)
    number_to = fields.Integer("To", default=8, required=True)

    lead_time_basis = fields.Selection(
        [("fixed", "Always the same"), ("measured", "Drawn from those measured")],
        required=True,
        default="fixed",
        help="Drawn: replenishments of this loop in the past take turns at random, the same ones for all candidates.",
    )
    lead_time_days = fields.Float(
        "Lead Time", digits=(8, 2), help="Working days from a signal to the full container, whole days in the replay."
    )

    today = fields.Selection(
        [("none", "Nothing"), ("cards", "Cards as they are"), ("rule", "Reordering rule")],
        "Beside",
        required=True,
        default="none",
        help="What orders today, to compare with.",
    )
    today_number = fields.Integer("Cards Today")
    today_lot = fields.Integer("Lot Today")
    today_min = fields.Float("Minimum", digits="Product Unit")
    today_max = fields.Float("Maximum", digits="Product Unit")
    today_multiple = fields.Float("Multiple", digits="Product Unit")
    unit_cost = fields.Float("Cost", digits="Product Price", help="Of one unit, to value the stock.")

    @api.constrains("container_qty", "number", "batch_size", "lot_container_count", "history_days", "lead_time_days")
    def _check_figures(self):
        for replay in self:
            if complaint := replay._get_complaint():
                raise ValidationError(complaint)

    def _get_complaint(self):
        """What keeps these figures from being replayed, in words, or None."""
        counts = (self.container_qty, self.number, self.batch_size, self.lot_container_count, self.number_from)
        if min(counts) <= 0:
            return self.env._("Cards, container, batch and lot have to be above zero.")
        if self.number_to < self.number_from or max(self.number_to, self.number) > MOST_CARDS:
            return self.env._("Compare from a smaller to a larger number, %s at most.", MOST_CARDS)
        if not 0 < self.history_days <= MOST_DAYS:
            return self.env._("Replay a history of one day or more, three years at most.")
        if self.lead_time_days < 0:
            return self.env._("A lead time cannot be below zero.")
        return None

    # Opening

    @api.model
    def _open_for(self, values):
        """Make a replay whose cards are proposed by its own history, and show it."""
        replay = self.create(values)
        replay._propose_numbers()
        action = self.env["ir.actions.act_window"]._for_xml_id("lean_kanban.lean_kanban_replay_action")
        return {**action, "res_id": replay.id}

    def action_use(self):
        """Give the loop, the line of the conversion or a new draft loop this number."""
        self.ensure_one()
        if self.convert_line_id:
            return self._use_for_line()
        if self.loop_id:
            self.loop_id.write(self._prepare_number())
            return {"type": "ir.actions.act_window_close"}
        loop = self.env["lean.kanban.loop"].create(self._prepare_loop())
        return {
            "type": "ir.actions.act_window",
            "res_model": loop._name,
            "res_id": loop.id,
            "views": [(False, "form")],
        }

    def action_back(self):
        """Back to the conversion this was opened from."""
        return self.convert_line_id.wizard_id._open()

    def _use_for_line(self):
        self.convert_line_id.write({"card_count": self.number, "container_qty": self.container_qty})
        return self.action_back()

    def _prepare_number(self):
        """Values of the loop; the container changes only while the loop is a draft."""
        number = {"signal_container": self.number} if self.trigger == "signal" else {"card_count": self.number}
        if self.loop_id.state != "draft":
            return number
        unit = self.loop_id.container_uom_id
        return {**number, "container_qty": self.uom_id._compute_quantity(self.container_qty, unit)}

    def _prepare_loop(self):
        return {
            "product_id": self.product_id.id,
            "location_id": self.location_id.id,
            "company_id": self.company_id.id,
            "container_qty": self.container_qty,
            "card_count": self.number,
            "signal_point": self.signal_point,
            "batch_size": self.batch_size,
        }

    def action_view_demand(self):
        """The moves that are replayed."""
        self.ensure_one()
        history = self.env["lean.kanban.history"]
        return history._open_demand(self.product_id, self.location_id, self._get_first_date())

    def _get_first_date(self):
        return self.company_id._lean_today() - timedelta(days=self.history_days)
