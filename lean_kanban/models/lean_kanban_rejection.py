# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from datetime import timedelta

from odoo import fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command

ACTION_DAYS = 7
# What the scan and the transfer say; the note and the photo are a person's.
SEALED_FIELDS = {
    "state",
    "complaint",
    "picking_id",
    "card_id",
    "quantity",
    "date",
    "user_id",
    "employee_id",
    "event_id",
}


class LeanKanbanRejectReason(models.Model):
    """What an operator may choose from when a container is not OK."""

    _name = "lean.kanban.reject.reason"
    _description = "Why a Container Is Not OK"
    _order = "sequence, id"

    name = fields.Char("Reason", required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)


class LeanKanbanRejection(models.Model):
    """A container that is not OK: its goods go to quarantine and somebody finds out why.

    The scan writes this record and no more; its job moves the goods and raises the action.
    """

    _name = "lean.kanban.rejection"
    _description = "Container Not OK"
    _inherit = ["mail.thread", "lean.action.source.mixin", "lean.kanban.scan.job"]
    _order = "id desc"
    _rec_name = "card_id"

    card_id = fields.Many2one("lean.kanban.card", required=True, index=True, ondelete="cascade", readonly=True)
    loop_id = fields.Many2one(related="card_id.loop_id", store=True, index=True, precompute=True)
    product_id = fields.Many2one(related="loop_id.product_id", store=True, precompute=True)
    company_id = fields.Many2one(related="loop_id.company_id", store=True, index=True, precompute=True)
    area_id = fields.Many2one(related="loop_id.area_id", store=True, precompute=True)
    date = fields.Datetime(required=True, default=fields.Datetime.now, readonly=True)
    quantity = fields.Float(digits="Product Unit", required=True, readonly=True, help="In the unit of the product.")
    uom_id = fields.Many2one(related="product_id.uom_id")
    reason_id = fields.Many2one("lean.kanban.reject.reason", readonly=True, ondelete="restrict")
    note = fields.Char()
    photo = fields.Image(max_width=1920, max_height=1920)
    user_id = fields.Many2one("res.users", default=lambda self: self.env.user, readonly=True)
    employee_id = fields.Many2one("hr.employee", "Operator", readonly=True)
    event_id = fields.Many2one("lean.kanban.event", readonly=True, ondelete="set null", index="btree_not_null")
    state = fields.Selection(
        [
            ("waiting", "To Move"),
            ("done", "In Quarantine"),
            ("open", "To Move by Hand"),
            ("error", "Error"),
            ("cancelled", "Taken Back"),
        ],
        required=True,
        default="waiting",
        readonly=True,
        index=True,
        tracking=True,
    )
    complaint = fields.Char(readonly=True, help="Why the goods are not in quarantine yet.")
    picking_id = fields.Many2one("stock.picking", "Transfer", readonly=True)

    def write(self, vals):
        if not self.env.su and SEALED_FIELDS & vals.keys():
            raise AccessError(self.env._("What was scanned stays as it is, and its state follows the transfer."))
        return super().write(vals)

    def _get_lean_source_kind(self):
        return "card"

    def _prepare_lean_action_values(self):
        return super()._prepare_lean_action_values() | {
            "name": self._get_title(),
            "area_id": self.area_id.id,
            "user_id": (self.loop_id.user_id or self.area_id.responsible_id or self.env.user).id,
            "date_deadline": self.company_id._lean_today() + timedelta(days=ACTION_DAYS),
            "description": self.note,
        }

    def _get_title(self):
        parts = (self.card_id.display_name, self.product_id.display_name, self.reason_id.name)
        return self.env._("Not OK: %s", " · ".join(filter(None, parts)))

    def _do_job(self):
        """Move the goods to quarantine and raise the action."""
        picking = self._create_transfer()
        state, complaint = self._finish_transfer(picking)
        self.write({"picking_id": picking.id, "state": state, "complaint": complaint})
        self._raise_action()

    def _note_failure(self, reason):
        self.write({"state": "error", "complaint": reason})
        self.loop_id._notify_owner(self.env._("Not OK, but not in quarantine"), {self.card_id: reason})

    def _raise_action(self):
        if not self.lean_action_count:
            self._create_lean_actions()

    def _create_transfer(self):
        location, warehouse = self.loop_id.location_id, self.loop_id.warehouse_id
        if not warehouse:
            raise UserError(self.env._("%s is in no warehouse: move the goods by hand.", location.display_name))
        target = warehouse._get_kanban_quarantine_location()
        picking = self.env["stock.picking"].create(
            {
                "picking_type_id": warehouse.int_type_id.id,
                "location_id": location.id,
                "location_dest_id": target.id,
                "origin": self._get_title(),
                "company_id": self.company_id.id,
                "move_ids": [
                    Command.create(
                        {
                            "product_id": self.product_id.id,
                            "product_uom_qty": self.quantity,
                            "product_uom": self.uom_id.id,
                            "location_id": location.id,
                            "location_dest_id": target.id,
                        }
                    )
                ],
            }
        )
        picking.action_confirm()
        picking.action_assign()
        return picking

    def _finish_transfer(self, picking):
        """State and complaint: done where nobody has to choose, else left for a person."""
        move = picking.move_ids
        if self.uom_id.is_zero(self.quantity):
            return "open", self.env._("The books show nothing left in this container: count, then move what is there.")
        if self.product_id.tracking != "none":
            return "open", self.env._("Choose the lot on %s: a card does not know which one it is.", picking.name)
        if self.uom_id.compare(move.quantity, self.quantity) < 0:
            return "open", self.env._(
                "The books show %(stock)s of %(asked)s there: count, then finish %(transfer)s.",
                stock=f"{move.quantity:g}",
                asked=f"{self.quantity:g}",
                transfer=picking.name,
            )
        self._validate_move(move)
        return "done", False

    def action_retry(self):
        """Try again to move the goods."""
        self.check_access("write")
        failed = self.filtered(lambda row: row.state == "error")
        failed.sudo().state = "waiting"
        for rejection in failed:
            rejection._run_job()
        return True

    def action_view_picking(self):
        """The transfer to quarantine."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "stock.picking",
            "res_id": self.picking_id.id,
            "view_mode": "form",
        }


class StockPicking(models.Model):
    _inherit = "stock.picking"

    def _action_done(self):
        """What a person moves to quarantine by hand is in quarantine."""
        result = super()._action_done()
        rejections = self.env["lean.kanban.rejection"].sudo()
        done = self.filtered(lambda picking: picking.state == "done")
        if done:
            open_rows = rejections.search([("picking_id", "in", done.ids), ("state", "=", "open")])
            open_rows.write({"state": "done", "complaint": False})
        return result


class StockWarehouse(models.Model):
    _inherit = "stock.warehouse"

    kanban_quarantine_location_id = fields.Many2one(
        "stock.location",
        "Quarantine",
        check_company=True,
        domain="[('usage', '=', 'internal'), ('warehouse_id', '=', id)]",
        help="Where containers go that are not OK. Outside the stock, so that nothing is taken from there. "
        "Empty: made when the first one is.",
    )

    def _get_kanban_quarantine_location(self):
        """The quarantine of a warehouse; made beside its stock where there is none."""
        self.ensure_one()
        if not self.kanban_quarantine_location_id:
            self.kanban_quarantine_location_id = self.env["stock.location"].create(
                {
                    "name": self.env._("Quarantine"),
                    "location_id": self.view_location_id.id,
                    "usage": "internal",
                    "company_id": self.company_id.id,
                }
            )
        return self.kanban_quarantine_location_id
