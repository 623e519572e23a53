# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import SQL, float_compare, plaintext2html

from .lean_kanban_card import AT_HAND, ON_THE_WAY


class LeanKanbanLoop(models.Model):
    """A control cycle: containers of one product that circulate between a place of
    use and its source of supply. The number of cards caps the stock of the loop.
    """

    _name = "lean.kanban.loop"
    _description = "Kanban Loop"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "name, id"
    _rec_names_search = ["name", "product_id", "location_id"]
    _check_company_auto = True

    name = fields.Char("Reference", required=True, copy=False, default=lambda self: self.env._("New"))
    active = fields.Boolean(default=True)
    state = fields.Selection(
        [("draft", "Draft"), ("active", "Running"), ("hold", "On hold")],
        required=True,
        default="draft",
        copy=False,
        tracking=True,
        readonly=True,
    )
    hold_reason = fields.Char(copy=False, tracking=True, readonly=True)
    company_id = fields.Many2one("res.company", required=True, default=lambda self: self.env.company, index=True)
    user_id = fields.Many2one(
        "res.users",
        "Owner",
        default=lambda self: self.env.user,
        tracking=True,
        check_company=True,
        help="Gets the activities of this loop: what could not be ordered, what was cancelled.",
    )
    product_id = fields.Many2one(
        "product.product",
        required=True,
        index=True,
        check_company=True,
        domain="[('type', '=', 'consu')]",
        tracking=True,
    )
    location_id = fields.Many2one(
        "stock.location",
        "Stands at",
        required=True,
        index=True,
        check_company=True,
        domain="[('usage', '=', 'internal')]",
        default=lambda self: self._default_location_id(),
        tracking=True,
        help="Where the containers stand: a stock location or a shelf in it. What cards order is brought here.",
    )
    warehouse_id = fields.Many2one(related="location_id.warehouse_id", store=True)
    product_image = fields.Image("Picture", related="product_id.image_128")
    area_id = fields.Many2one("lean.area", check_company=True, index="btree_not_null")
    source_location_id = fields.Many2one(
        "stock.location",
        "Fetched from",
        check_company=True,
        domain="[('usage', '=', 'internal')]",
        help="For containers that are fetched inside the company. Leave empty to let "
        "the routes decide whether to buy, make or move.",
    )
    route_id = fields.Many2one(
        "stock.route",
        check_company=True,
        help="Route that brings the containers. Empty: the routes of the product and its warehouse decide.",
    )
    rule_id = fields.Many2one("stock.rule", "Supplied by", compute="_compute_rule_id", compute_sudo=True)
    kind = fields.Selection(
        [
            ("withdrawal", "Withdrawal"),
            ("production", "Production"),
            ("supplier", "Supplier"),
        ],
        compute="_compute_kind",
        store=True,
        precompute=True,
        help="Follows from the rule that supplies the location: move, make or buy.",
    )
    container_qty = fields.Float("Container", digits="Product Unit", default=1, required=True, tracking=True)
    allowed_uom_ids = fields.Many2many("uom.uom", compute="_compute_allowed_uom_ids")
    container_uom_id = fields.Many2one(
        "uom.uom",
        "Unit",
        compute="_compute_container_uom_id",
        store=True,
        readonly=False,
        required=True,
        precompute=True,
        domain="[('id', 'in', allowed_uom_ids)]",
    )
    container_product_qty = fields.Float(
        "Container in Product Unit",
        digits="Product Unit",
        compute="_compute_container_product_qty",
        store=True,
    )
    card_count = fields.Integer("Cards", default=2, required=True, tracking=True)
    trigger = fields.Selection(
        [("card", "Each empty container")],
        required=True,
        default="card",
        help="What makes the loop order.",
    )
    signal_point = fields.Selection(
        [("empty", "The container is empty"), ("first_piece", "The first piece")],
        required=True,
        default="empty",
        help="When a card is scanned: as the container has become empty, or as the first piece is taken from it.",
    )
    batch_size = fields.Integer(
        default=1,
        required=True,
        help="Emptied cards wait until so many of them can be ordered together.",
    )
    ordering = fields.Selection(
        [("manual", "Propose"), ("automatic", "Order by itself")],
        required=True,
        default="manual",
        tracking=True,
        help="Propose: documents are made and somebody confirms them. Order by itself: "
        "they are confirmed and sent as long as they stay within the limits.",
    )
    resignal_cancelled = fields.Boolean(
        "Order cancelled cards again",
        help="A card whose order was cancelled is ordered again by itself. Otherwise its owner decides.",
    )
    note = fields.Html()
    card_ids = fields.One2many("lean.kanban.card", "loop_id")
    full_count = fields.Integer("Full", compute="_compute_card_counts")
    on_the_way_count = fields.Integer("On the way", compute="_compute_card_counts")
    attention_count = fields.Integer("To decide", compute="_compute_card_counts")
    waiting_count = fields.Integer("Waiting", compute="_compute_waiting_count", compute_sudo=True)
    quantity_on_hand = fields.Float(compute="_compute_quantity_on_hand", digits="Product Unit")

    _container_qty_positive = models.Constraint(
        "CHECK(container_qty > 0)", "A container has to hold more than nothing."
    )
    _card_count_positive = models.Constraint("CHECK(card_count > 0)", "A loop needs at least one card.")
    _batch_size_positive = models.Constraint("CHECK(batch_size > 0)", "A batch is one card or more.")
    _product_location_unique = models.UniqueIndex(
        "(product_id, location_id) WHERE active AND state != 'draft'",
        "There is a loop for this product at this location already: change its number of cards instead.",
    )

    @api.model
    def _default_location_id(self):
        warehouse = self.env["stock.warehouse"].search([("company_id", "=", self.env.company.id)], limit=1)
        return warehouse.lot_stock_id

    @api.depends("name", "product_id", "location_id")
    def _compute_display_name(self):
        for loop in self:
            product = loop.product_id.with_context(display_default_code=False)
            parts = (loop.name, product.display_name, loop.location_id.name)
            loop.display_name = " · ".join(filter(None, parts))

    @api.depends("product_id", "location_id", "route_id", "source_location_id")
    def _compute_rule_id(self):
        rules = self._get_supply_rules()
        for loop in self:
            loop.rule_id = rules.get(loop)

    @api.depends("product_id", "location_id", "route_id", "source_location_id")
    def _compute_kind(self):
        kinds = self._get_kind_by_action()
        for loop in self:
            if loop.source_location_id:
                loop.kind = "withdrawal"
            elif rule := loop.sudo().rule_id:
                loop.kind = kinds.get(rule.action, "withdrawal")
            else:
                loop.kind = loop.kind or False

    @api.model
    def _get_kind_by_action(self):
        """{action of the rule that supplies a loop: kind of the loop}"""
        return {"buy": "supplier", "manufacture": "production"}

    @api.depends("product_id")
    def _compute_allowed_uom_ids(self):
        for loop in self:
            loop.allowed_uom_ids = loop.product_id.uom_id | loop.product_id.uom_ids

    @api.depends("product_id")
    def _compute_container_uom_id(self):
        for loop in self:
            loop.container_uom_id = loop.product_id.uom_id

    @api.depends("container_qty", "container_uom_id", "product_id")
    def _compute_container_product_qty(self):
        for loop in self:
            loop.container_product_qty = loop.container_uom_id._compute_quantity(
                loop.container_qty, loop.product_id.uom_id, raise_if_failure=False
            )

    @api.depends("card_ids.state", "card_ids.is_held_back")
    def _compute_card_counts(self):
        counts = dict.fromkeys(self.ids, None)
        for loop, state, count in self.env["lean.kanban.card"]._read_group(
            [("loop_id", "in", self.ids)], ["loop_id", "state"], ["__count"]
        ):
            counts[loop.id] = {**(counts[loop.id] or {}), state: count}
        held = dict(
            self.env["lean.kanban.card"]._read_group(
                [("loop_id", "in", self.ids), ("is_held_back", "=", True)],
                ["loop_id"],
                ["__count"],
            )
        )
        for loop in self:
            by_state = counts.get(loop.id) or {}
            loop.full_count = sum(by_state.get(s, 0) for s in AT_HAND)
            loop.on_the_way_count = sum(by_state.get(s, 0) for s in ON_THE_WAY)
            loop.attention_count = by_state.get("error", 0) + held.get(loop, 0)

    @api.depends("card_ids.state")
    def _compute_waiting_count(self):
        """Cards that wait for their batch or run, counted for all loops at once: consumption empties many together."""
        counts = dict(
            self.env["lean.kanban.card"]._read_group(
                [("loop_id", "in", self.ids), ("state", "=", "wait")], ["loop_id"], ["__count"]
            )
        )
        for loop in self:
            loop.waiting_count = counts.get(loop, 0)

    def _compute_quantity_on_hand(self):
        quantities = self._get_quantities_on_hand()
        for loop in self:
            loop.quantity_on_hand = quantities.get(loop, 0)

    def _get_quantities_on_hand(self):
        """{loop: quantity in its location and below, in the product's unit}"""
        quants = self.env["stock.quant"].sudo()
        query = quants._search(
            [("product_id", "in", self.product_id.ids), ("location_id", "child_of", self.location_id.ids)]
        )
        product, location, quantity = (
            quants._field_to_sql(quants._table, name, query) for name in ("product_id", "location_id", "quantity")
        )
        query.groupby = SQL("%s, %s", product, location)
        rows = self.env.execute_query(query.select(product, location, SQL("SUM(%s)::float8", quantity)))
        paths = {location.id: location.parent_path for location in quants.location_id.browse({row[1] for row in rows})}
        quantities = dict.fromkeys(self, 0.0)
        by_product = self.grouped(lambda loop: loop.product_id.id)
        for product_id, location_id, quantity in rows:
            for loop in by_product.get(product_id, ()):
                if paths[location_id].startswith(loop.location_id.parent_path):
                    quantities[loop] += quantity
        return quantities

    @api.constrains("location_id", "source_location_id")
    def _check_locations(self):
        for loop in self:
            if loop.location_id.usage != "internal":
                raise ValidationError(self.env._("Containers stand at an internal location."))
            if loop.source_location_id == loop.location_id:
                raise ValidationError(self.env._("Containers cannot be fetched from where they stand."))

    @api.constrains("product_id")
    def _check_product(self):
        for loop in self:
            if loop.product_id.type != "consu":
                raise ValidationError(
                    self.env._(
                        "%s is not a goods product: services and combos do not come in containers.",
                        loop.product_id.display_name,
                    )
                )

    @api.constrains("product_id", "container_uom_id", "container_qty")
    def _check_container(self):
        for loop in self:
            complaint = loop._get_container_complaint()
            if complaint:
                raise ValidationError(complaint)

    def _get_container_complaint(self):
        """Why this container cannot be supplied in whole units, or None."""
        if not self.container_uom_id._has_common_reference(self.product_id.uom_id):
            return self.env._(
                "%(container)s cannot be counted in %(product)s, the unit of %(name)s. Choose a unit of the same kind.",
                container=self.container_uom_id.name,
                product=self.product_id.uom_id.name,
                name=self.product_id.display_name,
            )
        return None

    def _get_broken_container(self, unit):
        """Why a container is not whole in the unit its supply counts in, ready for a sentence, or None.

        Ten pieces of a dozen are 0.84 dozen by core's rounding: ten would be asked for and 10.08 ordered.
        """
        if not unit._has_common_reference(self.container_uom_id):
            return None
        quantity = self.container_uom_id._compute_quantity(self.container_qty, unit, round=False)
        if not float_compare(quantity, unit.round(quantity), precision_digits=6):
            return None
        return self.env._(
            "%(quantity)g %(uom)s are %(part).3f of it. Take containers of %(proposal)g %(uom)s.",
            quantity=self.container_qty,
            uom=self.container_uom_id.name,
            part=quantity,
            proposal=unit._compute_quantity(max(round(quantity), 1), self.container_uom_id),
        )

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            if vals.get("name", self.env._("New")) == self.env._("New"):
                vals["name"] = self.env["ir.sequence"].next_by_code("lean.kanban.loop")
        return super().create(vals_list)

    def write(self, vals):
        self.filtered(lambda lo: lo._is_moved_by(vals))._check_not_running()
        result = super().write(vals)
        if "card_count" in vals:
            self.filtered(lambda lo: lo.state != "draft")._adjust_cards()
        return result

    def _is_moved_by(self, vals):
        """Whether values give the loop another product or place; an import writes what is there already."""
        return any(name in vals and vals[name] != self[name].id for name in ("product_id", "location_id"))

    def _check_not_running(self):
        running = self.card_ids.filtered(lambda c: c.state != "retired").loop_id
        if running:
            raise UserError(
                self.env._(
                    "%s has cards in circulation. Make a new loop for another product or place, and archive this one.",
                    running[0].display_name,
                )
            )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_used(self):
        if self.card_ids.supply_ids:
            raise UserError(self.env._("A loop that has ordered is archived, not deleted."))

    def action_archive(self):
        """Archive loops without open orders; their cards retire."""
        self._check_nothing_on_the_way()
        self.card_ids.filtered(lambda c: c.state != "retired")._transition("retired", "manual")
        self.write({"state": "draft"})
        return super().action_archive()

    def _check_nothing_on_the_way(self):
        card = self.card_ids.filtered(lambda c: c.state in ON_THE_WAY)[:1]
        if card:
            raise UserError(
                self.env._(
                    "%(card)s is on %(document)s. Receive or cancel it first.",
                    card=card.display_name,
                    document=card.document_names,
                )
            )

    def action_resume(self):
        """Let loops on hold run again and release what has gathered meanwhile."""
        self.filtered(lambda lo: lo.state == "hold").write({"state": "active", "hold_reason": False})
        self._trigger_release()
        return True

    def action_open_hold(self):
        """Ask why the loops are held."""
        action = self.env["ir.actions.act_window"]._for_xml_id("lean_kanban.lean_kanban_hold_action")
        return {**action, "context": {"default_loop_ids": self.ids}}

    def action_view_cards(self):
        """The cards of these loops."""
        action = self.env["ir.actions.act_window"]._for_xml_id("lean_kanban.lean_kanban_card_action")
        context = {"default_loop_id": self.id} if len(self) == 1 else {}
        return {
            **action,
            "domain": [("loop_id", "in", self.ids)],
            "context": context,
        }

    def action_view_supplies(self):
        """The replenishment cycles of these loops."""
        action = self.env["ir.actions.act_window"]._for_xml_id("lean_kanban.lean_kanban_supply_action")
        return {**action, "domain": [("loop_id", "in", self.ids)], "context": {}}

    # Activities for the owner

    def _notify_owner(self, title, reasons):
        """One activity for each loop: what happened to which of its cards.

        :param reasons: {card: why}
        """
        if not self:
            return
        todo = self.env.ref("mail.mail_activity_data_todo")
        self.env["mail.activity"].sudo().with_context(mail_activity_quick_update=True).create(
            [
                {
                    "activity_type_id": todo.id,
                    "res_model_id": self.env["ir.model"]._get_id(self._name),
                    "res_id": loop.id,
                    "user_id": (loop.user_id or self.env.user).id,
                    "summary": title,
                    "note": loop._get_notice(reasons),
                    "automated": True,
                }
                for loop in self._without_notice(title)
            ]
        )

    def _get_notice(self, reasons):
        lines = [f"{card.display_name}: {reason}" for card, reason in reasons.items() if card.loop_id == self]
        return plaintext2html("\n".join(lines))

    def _without_notice(self, title):
        """Loops that have no open notice of this title yet."""
        known = (
            self.env["mail.activity"]
            .sudo()
            .search(
                [
                    ("res_model", "=", self._name),
                    ("res_id", "in", self.ids),
                    ("summary", "=", title),
                    ("automated", "=", True),
                ]
            )
        )
        return self - self.browse(known.mapped("res_id"))

    def _close_notices(self):
        """Close the activities of loops in which nothing is left to decide."""
        settled = self.sudo().filtered(lambda lo: not lo.attention_count)
        settled.activity_ids.filtered("automated")._action_done()
