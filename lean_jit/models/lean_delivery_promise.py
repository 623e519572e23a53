# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

# Whoever reads it later has to see what was, not what somebody wishes it had been.
EDITABLE_FIELDS = {"asked_by", "note", "state"}


class LeanDeliveryPromise(models.Model):
    """A change of what was promised for a purchase line: what, who asked for it, who wrote it."""

    _name = "lean.delivery.promise"
    _description = "Change of a Delivery Promise"
    _order = "id desc"
    _rec_name = "purchase_line_id"

    purchase_line_id = fields.Many2one(
        comodel_name="purchase.order.line", required=True, readonly=True, index=True, ondelete="cascade"
    )
    order_id = fields.Many2one(related="purchase_line_id.order_id", store=True, index=True)
    partner_id = fields.Many2one(related="purchase_line_id.partner_id", string="Vendor", store=True)
    product_id = fields.Many2one(related="purchase_line_id.product_id", store=True)
    company_id = fields.Many2one(related="purchase_line_id.company_id", store=True)
    kind = fields.Selection(selection=[("date", "Date"), ("quantity", "Quantity")], required=True, readonly=True)
    old_date = fields.Date("From Date", readonly=True)
    new_date = fields.Date("To Date", readonly=True)
    old_qty = fields.Float("From Quantity", digits="Product Unit", readonly=True)
    new_qty = fields.Float("To Quantity", digits="Product Unit", readonly=True)
    asked_by = fields.Selection(
        selection=[("us", "Us"), ("supplier", "Vendor")],
        required=True,
        help="Who wanted the change; correct it where a buyer wrote down what the vendor asked for.",
    )
    user_id = fields.Many2one(comodel_name="res.users", string="Written By", required=True, readonly=True)
    state = fields.Selection(
        selection=[
            ("asked", "Asked For"),
            ("agreed", "Agreed"),
            ("refused", "Refused"),
            ("noted", "Noted"),
            ("after", "Too Late to Count"),
        ],
        required=True,
        readonly=True,
        help="Too late: goods had arrived already, or the promised day was over.",
    )
    note = fields.Char()

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            raise AccessError(self.env._("Changes of a promise are logged by changing the order."))
        return super().create(vals_list)

    def write(self, vals):
        if not self.env.su and vals.keys() - (EDITABLE_FIELDS - {"state"}):
            raise AccessError(self.env._("What was logged of a promise stays as it is."))
        return super().write(vals)

    def action_accept(self):
        """Agree to what the vendor asks for."""
        self._decide("agreed")
        self.sudo()._apply()

    def action_refuse(self):
        """Hold the vendor to what was promised."""
        self._decide("refused")

    def _decide(self, state):
        self.check_access("write")
        if any(change.state != "asked" for change in self):
            raise UserError(self.env._("Only what a vendor asks for can be accepted or refused."))
        self.sudo().write({"state": state})

    def _apply(self):
        """Let agreed changes move the promise, oldest first."""
        for change in self.sorted("id"):
            if change.kind == "date":
                change.purchase_line_id._agree_on_date(change.new_date)
            else:
                change.purchase_line_id._agree_on_quantity(change.new_qty)
