# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

# Set with the claim, or by the decision; a claim is not rewritten while somebody judges it.
SEALED_FIELDS = {"state", "decided_by_id", "date_decided", "state_before", "in_window_before", "user_id"}
# By whoever claims, until it is decided.
CLAIM_FIELDS = {"reason", "kind", "purchase_line_id"}


class LeanDeliveryDispute(models.Model):
    """A claim that a delivery is judged wrongly: by the vendor, or by us where the fault is ours.

    Somebody else than who claims decides. What was measured stays beside what was decided.
    """

    _name = "lean.delivery.dispute"
    _description = "Delivery Dispute"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "id desc"
    _rec_name = "purchase_line_id"

    purchase_line_id = fields.Many2one(
        comodel_name="purchase.order.line", string="Order Line", required=True, index=True, ondelete="cascade"
    )
    delivery_id = fields.Many2one(comodel_name="lean.supplier.delivery", compute="_compute_delivery_id")
    order_id = fields.Many2one(related="purchase_line_id.order_id", store=True, index=True)
    product_id = fields.Many2one(related="purchase_line_id.product_id", store=True)
    partner_id = fields.Many2one(
        related="purchase_line_id.partner_id.commercial_partner_id", string="Vendor", store=True, index=True
    )
    company_id = fields.Many2one(related="purchase_line_id.company_id", store=True)
    kind = fields.Selection(
        selection=[("own_fault", "Our Fault"), ("dispute", "Disputed by the Vendor")],
        required=True,
        default="own_fault",
        tracking=True,
    )
    reason = fields.Text(required=True, tracking=True)
    user_id = fields.Many2one(
        comodel_name="res.users", string="Claimed By", default=lambda self: self.env.user, readonly=True, required=True
    )
    state = fields.Selection(
        selection=[("open", "To Decide"), ("accepted", "Accepted"), ("refused", "Refused")],
        default="open",
        required=True,
        readonly=True,
        tracking=True,
        index=True,
    )
    outcome = fields.Selection(
        selection=[("excluded", "Do Not Count"), ("on_time", "Count as On Time")],
        default="excluded",
        required=True,
        string="If Accepted",
        tracking=True,
    )
    decision_note = fields.Text("Reason of the Decision", tracking=True)
    decided_by_id = fields.Many2one(comodel_name="res.users", readonly=True)
    date_decided = fields.Datetime("Decided On", readonly=True)
    state_before = fields.Char("Measured", readonly=True, help="The state of the line as the receipts say.")
    in_window_before = fields.Float("In Time as Measured", digits="Product Unit", readonly=True)

    _one_open_per_line = models.UniqueIndex(
        "(purchase_line_id) WHERE state = 'open'", "This line is disputed already: wait for the decision."
    )

    def _compute_delivery_id(self):
        for dispute in self:
            dispute.delivery_id = dispute.purchase_line_id.id

    @api.constrains("purchase_line_id")
    def _check_promised(self):
        for dispute in self:
            if not dispute.purchase_line_id.date_promised:
                raise ValidationError(self.env._("Nothing was promised for this line yet: confirm its order first."))

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su and any(SEALED_FIELDS & vals.keys() for vals in vals_list):
            raise AccessError(self.env._("Who claims something does not decide on it."))
        disputes = super().create(vals_list)
        for dispute in disputes.sudo():
            dispute.write({"state_before": dispute._get_measured_label(), **dispute._get_measured()})
        disputes._ask_for_decision()
        return disputes

    def write(self, vals):
        if not self.env.su and SEALED_FIELDS & vals.keys():
            raise AccessError(self.env._("A dispute is decided by its buttons."))
        if not self.env.su and CLAIM_FIELDS & vals.keys():
            self._check_may_rewrite()
        return super().write(vals)

    def _check_may_rewrite(self):
        if any(dispute.state != "open" or dispute.user_id != self.env.user for dispute in self):
            raise AccessError(self.env._("What somebody claimed is not rewritten."))

    def _get_measured(self):
        return {"in_window_before": self.delivery_id.qty_in_window}

    def _get_measured_label(self):
        field = self.env["lean.supplier.delivery"]._fields["measured_state"]
        return dict(field._description_selection(self.env)).get(self.delivery_id.measured_state)

    def _ask_for_decision(self):
        """Put each claim before somebody who may decide on it."""
        for dispute in self.sudo():
            users = dispute._get_deciders()
            if users:
                summary = self.env._("Decide on a disputed delivery")
                dispute.activity_schedule("mail.mail_activity_data_todo", summary=summary, user_id=users[0].id)

    def _get_deciders(self):
        """Who may be asked, the buyer of the order first: purchasing managers, but never who claims."""
        managers = self.env.ref("purchase.group_purchase_manager").all_user_ids.filtered(
            lambda user: user.active and user != self.user_id and self.company_id in user.company_ids
        )
        return managers.sorted(lambda user: (user != self.order_id.user_id, user.id))

    def action_accept(self):
        """The claim is right: the line is judged by it from now on."""
        self._decide("accepted")
        for outcome, disputes in self.grouped("outcome").items():
            disputes.sudo().purchase_line_id.write({"delivery_verdict": outcome})

    def action_refuse(self):
        """The line stays as it was measured."""
        self._decide("refused")

    def _decide(self, state):
        if not self.env.su and not self.env.user.has_group("purchase.group_purchase_manager"):
            raise AccessError(self.env._("A purchasing manager decides on disputes."))
        self.check_access("write")
        for dispute in self:
            if dispute.state != "open":
                raise UserError(self.env._("This dispute has been decided already."))
            if dispute.user_id == self.env.user:
                raise UserError(self.env._("You claimed this yourself: somebody else has to decide."))
        values = {"state": state, "decided_by_id": self.env.uid, "date_decided": fields.Datetime.now()}
        self.sudo().write(values)
        self.sudo().activity_ids.action_feedback()


class PurchaseOrderLine(models.Model):
    _inherit = "purchase.order.line"

    delivery_dispute_ids = fields.One2many(
        comodel_name="lean.delivery.dispute", inverse_name="purchase_line_id", string="Disputes"
    )
