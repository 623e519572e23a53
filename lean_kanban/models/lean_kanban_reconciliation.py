# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from odoo import api, fields, models
from odoo.tools import SQL, formatLang


class LeanKanbanReconciliation(models.Model):
    """What the cards say stands at a place, against what the books say, one row a running loop.

    Full containers hold what their card says, one in use anything up to that. Stock between
    the two agrees. A triangle has one card for its whole stack, so it is not here.
    """

    _name = "lean.kanban.reconciliation"
    _description = "Kanban Reconciliation"
    _auto = False
    _order = "deviation desc nulls last, id"
    _rec_name = "loop_id"
    _depends = {
        "lean.kanban.loop": [
            *("product_id", "location_id", "warehouse_id", "area_id", "company_id", "container_product_qty"),
            *("state", "active", "trigger"),
        ],
        "lean.kanban.card": ["loop_id", "state"],
        "lean.kanban.buffer": ["product_id", "location_id", "quantity", "state"],
        "stock.quant": ["product_id", "location_id", "quantity"],
        "stock.location": ["parent_path"],
    }

    loop_id = fields.Many2one("lean.kanban.loop", readonly=True)
    product_id = fields.Many2one("product.product", readonly=True)
    location_id = fields.Many2one("stock.location", readonly=True)
    warehouse_id = fields.Many2one("stock.warehouse", readonly=True)
    area_id = fields.Many2one("lean.area", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    uom_id = fields.Many2one(related="product_id.uom_id")
    full_count = fields.Integer("Full", readonly=True)
    in_use_count = fields.Integer("In Use", readonly=True)
    quantity_least = fields.Float("By Cards, at Least", digits="Product Unit", readonly=True, aggregator=None)
    quantity_most = fields.Float("By Cards, at Most", digits="Product Unit", readonly=True, aggregator=None)
    quantity_by_cards = fields.Char("By Cards", compute="_compute_quantity_by_cards")
    quantity_on_hand = fields.Float("By the Books", digits="Product Unit", readonly=True, aggregator=None)
    difference = fields.Float(
        digits="Product Unit",
        readonly=True,
        aggregator=None,
        help="By the books less what the cards explain. Below zero goods are missing, above zero cards are.",
    )
    difference_share = fields.Float("Containers", digits=(16, 1), readonly=True, aggregator="sum")
    deviation = fields.Float(
        digits=(16, 1), readonly=True, aggregator=None, help="How far apart they are, in containers, whichever way."
    )
    state = fields.Selection(
        [("agrees", "Agrees"), ("missing", "Less in the books"), ("surplus", "More in the books")], readonly=True
    )
    hint = fields.Char(compute="_compute_hint")
    lost_count = fields.Integer("Probably Lost", compute="_compute_lost_count")

    @property
    def _table_query(self):
        return SQL(
            """
            SELECT row.*, row.difference / NULLIF(row.container, 0) AS difference_share,
                   ABS(row.difference) / NULLIF(row.container, 0) AS deviation,
                   CASE WHEN row.difference < -%(noise)s THEN 'missing'
                        WHEN row.difference > %(noise)s THEN 'surplus' ELSE 'agrees' END AS state
              FROM (SELECT loop.id, loop.id AS loop_id, loop.product_id, loop.location_id, loop.warehouse_id,
                           loop.area_id, loop.company_id, loop.container_product_qty AS container,
                           cards.full_count, cards.in_use_count,
                           cards.full_count * loop.container_product_qty AS quantity_least,
                           (cards.full_count + cards.in_use_count) * loop.container_product_qty AS quantity_most,
                           stock.quantity AS quantity_on_hand,
                           stock.quantity - GREATEST(cards.full_count * loop.container_product_qty,
                               LEAST(stock.quantity,
                                     (cards.full_count + cards.in_use_count) * loop.container_product_qty))
                               AS difference
                      FROM lean_kanban_loop loop
                      JOIN stock_location place ON place.id = loop.location_id
                      JOIN LATERAL (%(cards)s) cards ON TRUE
                      JOIN LATERAL (%(stock)s) stock ON TRUE
                     WHERE loop.state = 'active' AND loop.active AND loop.trigger != 'signal') row
            """,
            noise=0.00001,
            cards=SQL(
                """
                SELECT COUNT(*) FILTER (WHERE card.state = 'full') AS full_count,
                       COUNT(*) FILTER (WHERE card.state = 'in_use') AS in_use_count
                  FROM lean_kanban_card card WHERE card.loop_id = loop.id
                """
            ),
            stock=SQL(
                """
                SELECT COALESCE((SELECT SUM(quant.quantity)
                                   FROM stock_quant quant
                                   JOIN stock_location location ON location.id = quant.location_id
                                  WHERE quant.product_id = loop.product_id
                                    AND location.parent_path LIKE place.parent_path || '%%'), 0)
                     - COALESCE((SELECT SUM(LEAST(buffer.quantity, GREATEST(present.quantity, 0)))
                                   FROM lean_kanban_buffer buffer
                                   JOIN stock_location location ON location.id = buffer.location_id
                                  CROSS JOIN LATERAL (
                                        SELECT COALESCE(SUM(quant.quantity), 0) AS quantity
                                          FROM stock_quant quant
                                          JOIN stock_location below ON below.id = quant.location_id
                                         WHERE quant.product_id = buffer.product_id
                                           AND below.parent_path LIKE location.parent_path || '%%') present
                                  WHERE buffer.product_id = loop.product_id AND buffer.state = 'locked'
                                    AND location.parent_path LIKE place.parent_path || '%%'), 0) AS quantity
                """
            ),
        )

    @api.depends("quantity_least", "quantity_most")
    @api.depends_context("lang")
    def _compute_quantity_by_cards(self):
        """What the cards explain, as people say it: "40", or "200 – 400" with a container in use."""
        digits = self.env["decimal.precision"].precision_get("Product Unit")
        for row in self:
            bounds = dict.fromkeys((row.quantity_least, row.quantity_most))
            row.quantity_by_cards = " – ".join(formatLang(self.env, bound, digits=digits) for bound in bounds)

    @api.depends("state", "lost_count")
    @api.depends_context("lang")
    def _compute_hint(self):
        hints = {
            "missing": self.env._("Emptied without a scan? Taken without a booking?"),
            "surplus": self.env._("A card lost? Goods put there without one?"),
        }
        for row in self:
            row.hint = hints.get(row.state, False)

    def _compute_lost_count(self):
        groups = self.env["lean.kanban.card"]._read_group(
            [("loop_id", "in", self.loop_id.ids), ("is_probably_lost", "=", True)], ["loop_id"], ["__count"]
        )
        counts = dict(groups)
        for row in self:
            row.lost_count = counts.get(row.loop_id, 0)

    def action_view_lost(self):
        """The cards of these loops that are probably lost."""
        action = self.env["ir.actions.act_window"]._for_xml_id("lean_kanban.lean_kanban_card_action")
        domain = [("loop_id", "in", self.loop_id.ids), ("is_probably_lost", "=", True)]
        return {**action, "name": self.env._("Probably Lost"), "domain": domain, "context": {}}

    def action_view_quants(self):
        """What the books say stands there."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("stock.stock_quant_action")
        domain = [("product_id", "=", self.product_id.id), ("location_id", "child_of", self.location_id.ids)]
        return {**action, "domain": domain, "context": {}}

    def action_open_loop(self):
        """The loop."""
        self.ensure_one()
        return self.loop_id.get_formview_action()
