# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from odoo.addons.lean_base.tools import run_safely

_RELEASE_KEY = object()  # proves that a write comes from _release_quantity


class LeanKanbanBuffer(models.Model):
    """A locked quantity beside a loop, which its cards cannot draw: hybrid and regulated stock.

    Where it stands within the place of a loop, that loop does not see it: neither its cards nor
    its zone, start or sizing count on it. It becomes smaller by :meth:`_release_quantity` alone.
    """

    _name = "lean.kanban.buffer"
    _description = "Locked Buffer"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "review_date, id"
    _check_company_auto = True

    loop_id = fields.Many2one("lean.kanban.loop", required=True, index=True, check_company=True, ondelete="restrict")
    company_id = fields.Many2one(related="loop_id.company_id", store=True, precompute=True)
    product_id = fields.Many2one(related="loop_id.product_id", store=True, index=True, precompute=True)
    uom_id = fields.Many2one(related="product_id.uom_id")
    location_id = fields.Many2one(
        "stock.location",
        "Stands at",
        required=True,
        compute="_compute_location_id",
        store=True,
        readonly=False,
        precompute=True,
        check_company=True,
        domain="[('usage', '=', 'internal')]",
        help="Within the place of the loop, or beside it. A place of its own keeps pickers away from it.",
    )
    quantity = fields.Float(
        "Locked", digits="Product Unit", required=True, tracking=True, help="In the unit of the product."
    )
    quantity_present = fields.Float(
        "Present", compute="_compute_quantity_present", digits="Product Unit", help="What of it is really there."
    )
    is_short = fields.Boolean(
        "Short", compute="_compute_quantity_present", help="Less is there than is locked: somebody has drawn from it."
    )
    reason = fields.Char(required=True, tracking=True, help="Why this stock is kept: a law, a single source, a risk.")
    authority = fields.Char(required=True, tracking=True, help="Who demands it: an office, a standard, a contract.")
    review_date = fields.Date(
        "Review On", required=True, tracking=True, help="On this day its owner is asked whether it is still needed."
    )
    user_id = fields.Many2one("res.users", "Owner", default=lambda self: self.env.user, required=True, tracking=True)
    state = fields.Selection(
        [("locked", "Locked"), ("released", "Released")], required=True, default="locked", readonly=True, tracking=True
    )
    is_review_due = fields.Boolean(compute="_compute_is_review_due", search="_search_is_review_due")

    _quantity_not_negative = models.Constraint("CHECK(quantity >= 0)", "A buffer cannot hold less than nothing.")

    @api.depends("loop_id", "quantity", "location_id")
    def _compute_display_name(self):
        for buffer in self:
            buffer.display_name = f"{buffer.loop_id.name} · {buffer.quantity:g} {buffer.uom_id.name or ''}".strip()

    @api.depends("loop_id")
    def _compute_location_id(self):
        for buffer in self:
            buffer.location_id = buffer.location_id or buffer.loop_id.location_id

    @api.depends("quantity", "location_id", "product_id")
    def _compute_quantity_present(self):
        present = self._get_present_quantities()
        for buffer in self:
            buffer.quantity_present = present.get(buffer, 0)
            missing = buffer.quantity - buffer.quantity_present
            buffer.is_short = bool(buffer.uom_id) and buffer.uom_id.compare(missing, 0) > 0

    @api.depends("review_date", "state")
    def _compute_is_review_due(self):
        for buffer in self:
            today = (buffer.company_id or self.env.company)._lean_today()
            due = buffer.state == "locked" and buffer.review_date
            buffer.is_review_due = bool(due) and buffer.review_date <= today

    @api.model
    def _search_is_review_due(self, operator, value):
        if operator != "in":
            return NotImplemented
        return [("state", "=", "locked"), ("review_date", "<=", self.env.company._lean_today())]

    @api.constrains("location_id")
    def _check_location(self):
        for buffer in self:
            if buffer.location_id.usage != "internal":
                raise ValidationError(self.env._("A locked buffer stands at an internal location."))

    @api.model_create_multi
    def create(self, vals_list):
        buffers = super().create(vals_list)
        for buffer in buffers:
            if buffer.uom_id.compare(buffer.quantity, 0) <= 0:
                raise ValidationError(self.env._("A locked buffer holds more than nothing."))
        buffers._settle_loops()
        return buffers

    def write(self, vals):
        if {"quantity", "state", "loop_id"} & set(vals):
            self._check_not_drawn(vals)
        result = super().write(vals)
        if "review_date" in vals:
            self.filtered(lambda b: not b.is_review_due)._close_activities()
        if {"quantity", "state", "location_id"} & set(vals):
            self._settle_loops()
        return result

    def _check_not_drawn(self, vals):
        """It grows freely, but becomes smaller by a release with a reason only."""
        if self.env.context.get("lean_buffer_release") is _RELEASE_KEY:
            return
        shrinks = any(vals.get("quantity", buffer.quantity) < buffer.quantity for buffer in self)
        if shrinks or "state" in vals or "loop_id" in vals:
            raise UserError(self.env._("A locked buffer is not drawn from by editing it: release it, with a reason."))

    @api.ondelete(at_uninstall=False)
    def _unlink_except_locked(self):
        if self.filtered(lambda buffer: buffer.state == "locked"):
            raise UserError(self.env._("Release the locked buffer first, with a reason; then it may be deleted."))

    def action_open_release(self):
        """Ask how much is released, and why."""
        action = self.env["ir.actions.act_window"]._for_xml_id("lean_kanban.lean_kanban_buffer_release_action")
        return {**action, "context": {"default_buffer_id": self.id}}

    def _release_quantity(self, quantity, reason):
        """Give a part or all of the buffer to the loop, and say so in the chatter of both.

        :param quantity: in the unit of the product, above zero and at most what is locked
        """
        self.ensure_one()
        self.check_access("write")
        unit = self.uom_id
        if unit.compare(quantity, 0) <= 0 or unit.compare(quantity, self.quantity) > 0:
            raise UserError(
                self.env._(
                    "Release more than nothing and at most the %(locked)s %(unit)s that are locked.",
                    locked=f"{self.quantity:g}",
                    unit=unit.name,
                )
            )
        rest = unit.round(self.quantity - quantity)
        values = {"quantity": rest, "state": "locked" if unit.compare(rest, 0) > 0 else "released"}
        self.with_context(lean_buffer_release=_RELEASE_KEY).write(values)
        self._note_release(quantity, reason)
        if self.state == "released":
            self._close_activities()

    def _note_release(self, quantity, reason):
        message = self.env._(
            "%(quantity)s %(unit)s released from the locked buffer, %(rest)s stay locked. Reason: %(reason)s",
            quantity=f"{quantity:g}",
            unit=self.uom_id.name,
            rest=f"{self.quantity:g}",
            reason=reason,
        )
        self.message_post(body=message)
        self.loop_id.message_post(body=message)

    def _settle_loops(self):
        """Cards follow what they may draw now."""
        loops = self.sudo()._get_overlapping_loops().filtered(lambda loop: loop.state == "active")
        loops._notify_boards()
        if settled := loops._filter_settled():
            settled._settle_containers()

    def _get_overlapping_loops(self):
        """Loops of the product within whose place these buffers stand."""
        loops = self.env["lean.kanban.loop"].search([("product_id", "in", self.product_id.ids)])
        return loops.filtered(
            lambda loop: any(
                buffer.product_id == loop.product_id and buffer.location_id._child_of(loop.location_id)
                for buffer in self
            )
        )

    # What is really there

    def _get_present_quantities(self):
        """{buffer: what of it is at its location and below, at most what is locked}"""
        if not self:
            return {}
        groups = (
            self.env["stock.quant"]
            .sudo()
            ._read_group(
                [("product_id", "in", self.product_id.ids), ("location_id", "child_of", self.location_id.ids)],
                ["product_id", "location_id"],
                ["quantity:sum"],
            )
        )
        present = {}
        for buffer in self:
            here = sum(
                quantity
                for product, location, quantity in groups
                if product == buffer.product_id and location._child_of(buffer.location_id)
            )
            present[buffer] = max(min(here, buffer.quantity), 0)
        return present

    # Reviews

    @api.model
    def _cron_review(self):
        """Ask the owners of buffers whose review is due, or from which somebody has drawn."""
        buffers = self.search([("state", "=", "locked")])
        due = buffers.filtered("is_review_due")
        run_safely(due, lambda buffers: buffers._ask_owner(self.env._("Review the locked buffer")))
        short = buffers.filtered("is_short")
        run_safely(short, lambda buffers: buffers._ask_owner(self.env._("Somebody has drawn from the locked buffer")))

    def _ask_owner(self, summary):
        """One open activity of a kind for each buffer."""
        asked = self.activity_ids.filtered(lambda a: a.automated and a.summary == summary).mapped("res_id")
        for buffer in self.filtered(lambda b: b.id not in asked):
            buffer.activity_schedule(
                "mail.mail_activity_data_todo",
                date_deadline=buffer.review_date if buffer.is_review_due else buffer.company_id._lean_today(),
                summary=summary,
                note=buffer._get_review_note(),
                user_id=buffer.user_id.id,
                automated=True,
            )

    def _get_review_note(self):
        return self.env._(
            "%(quantity)s %(unit)s are locked (%(authority)s: %(reason)s), %(present)s are there. Set the next "
            "review, or release what is not needed any more.",
            quantity=f"{self.quantity:g}",
            unit=self.uom_id.name,
            authority=self.authority,
            reason=self.reason,
            present=f"{self.quantity_present:g}",
        )

    def _close_activities(self):
        self.sudo().activity_ids.filtered("automated")._action_done()


class LeanKanbanLoop(models.Model):
    _inherit = "lean.kanban.loop"

    buffer_ids = fields.One2many("lean.kanban.buffer", "loop_id", "Locked Buffers")
    quantity_locked = fields.Float(
        "Locked",
        compute="_compute_quantity_locked",
        digits="Product Unit",
        help="Kept in locked buffers of this loop, in the unit of the product.",
    )

    @api.depends("buffer_ids.quantity", "buffer_ids.state")
    def _compute_quantity_locked(self):
        groups = self.env["lean.kanban.buffer"]._read_group(
            [("loop_id", "in", self.ids), ("state", "=", "locked")], ["loop_id"], ["quantity:sum"]
        )
        locked = dict(groups)
        for loop in self:
            loop.quantity_locked = locked.get(loop, 0)

    @api.depends("buffer_ids.quantity", "buffer_ids.location_id")
    def _compute_quantity_on_hand(self):
        return super()._compute_quantity_on_hand()

    def _get_quantities_on_hand(self):
        """Without what is locked in buffers within the place of a loop."""
        quantities = super()._get_quantities_on_hand()
        for loop, locked in self._get_locked_quantities().items():
            if locked:
                quantities[loop] = max(quantities[loop] - locked, min(quantities[loop], 0))
        return quantities

    def _get_locked_quantities(self):
        """{loop: quantity of locked buffers that is really there, within its place}"""
        buffers = self.env["lean.kanban.buffer"].sudo()
        found = buffers.search([("product_id", "in", self.product_id.ids), ("state", "=", "locked")])
        present = found._get_present_quantities()
        by_product = found.grouped("product_id")
        return {
            loop: sum(
                present[buffer]
                for buffer in by_product.get(loop.product_id, ())
                if buffer.location_id._child_of(loop.location_id)
            )
            for loop in self
            if found
        }

    def action_view_buffers(self):
        """The locked buffers beside these loops."""
        action = self.env["ir.actions.act_window"]._for_xml_id("lean_kanban.lean_kanban_buffer_action")
        context = {"default_loop_id": self.id} if len(self) == 1 else {}
        return {**action, "domain": [("loop_id", "in", self.ids)], "context": context}
