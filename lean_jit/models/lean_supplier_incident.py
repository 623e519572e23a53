# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

KINDS = [("line_stop", "Line Stop"), ("premium_freight", "Premium Freight"), ("other", "Other")]


class LeanSupplierIncident(models.Model):
    """What a vendor's failure cost us beyond the delivery itself: a line stood still, goods had to fly.

    It stands beside the score and is no part of it. A scorecard keeps those of its twelve months as
    they were when it was made; what is noted or corrected later is for the months still to come.
    """

    _name = "lean.supplier.incident"
    _description = "Supplier Incident"
    _inherit = ["mail.thread", "mail.activity.mixin", "lean.action.source.mixin"]
    _order = "date desc, id desc"
    _check_company_auto = True

    name = fields.Char("What Happened", required=True, tracking=True)
    active = fields.Boolean(default=True, tracking=True)
    kind = fields.Selection(selection=KINDS, required=True, default="line_stop", tracking=True)
    date = fields.Date(
        required=True, index=True, tracking=True, default=lambda self: self.env.company._lean_today(), help="It began."
    )
    company_id = fields.Many2one(
        comodel_name="res.company", required=True, index=True, default=lambda self: self.env.company
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    partner_id = fields.Many2one(
        comodel_name="res.partner",
        string="Vendor",
        required=True,
        index=True,
        ondelete="restrict",
        compute="_compute_partner_id",
        store=True,
        readonly=False,
        check_company=True,
        tracking=True,
    )
    order_id = fields.Many2one(
        comodel_name="purchase.order",
        compute="_compute_order_id",
        store=True,
        readonly=False,
        index="btree_not_null",
        check_company=True,
        groups="purchase.group_purchase_user",
        domain="[('state', '=', 'purchase')]",
    )
    purchase_line_id = fields.Many2one(
        comodel_name="purchase.order.line",
        string="Order Line",
        index="btree_not_null",
        check_company=True,
        groups="purchase.group_purchase_user",
        domain="[('state', '=', 'purchase'), ('display_type', '=', False)]",
    )
    product_id = fields.Many2one(
        comodel_name="product.product",
        compute="_compute_product_id",
        store=True,
        readonly=False,
        precompute=True,
        check_company=True,
    )
    area_id = fields.Many2one(comodel_name="lean.area", check_company=True, index="btree_not_null", help="It stood.")
    hours_stopped = fields.Float("Stopped (hours)", tracking=True, help="How long the line stood still.")
    cost = fields.Monetary(
        tracking=True, help="Extra freight, or what the stop cost, in the currency of the company. 0: not stated."
    )
    note = fields.Html()
    user_id = fields.Many2one(
        comodel_name="res.users", string="Noted By", default=lambda self: self.env.user, readonly=True, required=True
    )

    _figures_positive = models.Constraint(
        "CHECK (hours_stopped >= 0 AND cost >= 0)", "Hours and cost of an incident cannot be below zero."
    )
    _of_period = models.Index("(company_id, partner_id, date) WHERE active")

    @api.depends("order_id", "purchase_line_id")
    def _compute_partner_id(self):
        for incident in self:
            known = incident.sudo()  # a Lean manager need not see orders
            order = known.purchase_line_id.order_id or known.order_id
            incident.partner_id = order.partner_id.commercial_partner_id or incident.partner_id

    @api.depends("purchase_line_id")
    def _compute_order_id(self):
        for incident in self.sudo():
            incident.order_id = incident.purchase_line_id.order_id or incident.order_id

    @api.depends("purchase_line_id")
    def _compute_product_id(self):
        for incident in self:
            incident.product_id = incident.sudo().purchase_line_id.product_id or incident.product_id

    @api.constrains("kind", "hours_stopped", "cost")
    def _check_figures(self):
        for incident in self:
            if incident.kind == "line_stop" and not incident.hours_stopped:
                raise ValidationError(self.env._("Say how long the line stood; an estimate can be corrected later."))
            if incident.kind == "premium_freight" and not incident.cost:
                raise ValidationError(self.env._("Say what the premium freight cost; it can be corrected later."))

    @api.constrains("order_id", "purchase_line_id", "partner_id")
    def _check_vendor(self):
        for incident in self.sudo():
            order = incident.order_id
            if order and order.partner_id.commercial_partner_id != incident.partner_id:
                raise ValidationError(self.env._("%(order)s is an order to another vendor.", order=order.name))
            if incident.purchase_line_id.order_id not in (order, order.browse()):
                raise ValidationError(
                    self.env._("The order line is of another order than %(order)s.", order=order.name)
                )

    @api.constrains("date")
    def _check_date(self):
        if any(incident.date > incident.company_id._lean_today() for incident in self):
            raise ValidationError(self.env._("What has not happened yet is no incident: choose a date up to today."))

    @api.model_create_multi
    def create(self, vals_list):
        return super().create([self._hold_company_responsible(self._name_vendor(vals)) for vals in vals_list])

    def write(self, vals):
        return super().write(self._hold_company_responsible(vals))

    @api.model
    def _name_vendor(self, vals):
        """The vendor of the order, where only that is told: a required field is not computed in time."""
        if vals.get("partner_id"):
            return vals
        line = self.env["purchase.order.line"].sudo().browse(vals.get("purchase_line_id"))
        order = line.order_id or line.order_id.browse(vals.get("order_id"))
        return vals | {"partner_id": order.partner_id.id} if order else vals

    @api.model
    def _hold_company_responsible(self, vals):
        """Vendors are scored as companies: a contact of one stands for it."""
        if not vals.get("partner_id"):
            return vals
        return vals | {"partner_id": self.env["res.partner"].browse(vals["partner_id"]).commercial_partner_id.id}

    @api.ondelete(at_uninstall=False)
    def _unlink_except_scored(self):
        cards = self.env["lean.supplier.scorecard"].sudo()
        if cards.search_count([("incident_ids", "in", self.ids)], limit=1):
            raise UserError(
                self.env._("A scorecard shows this incident: archive it, so that the past stays as it was.")
            )

    def _get_lean_source_kind(self):
        return "scorecard"

    def _prepare_lean_action_values(self):
        values = {
            "name": self.env._("%(vendor)s: %(incident)s", vendor=self.partner_id.name, incident=self.name),
            "source_name": self.display_name,
            "area_id": self.area_id.id,
        }
        return super()._prepare_lean_action_values() | values

    def action_correct(self):
        """Write down who sees to it that this does not happen again."""
        self.ensure_one()
        values = self._prepare_lean_action_values()
        return {
            "type": "ir.actions.act_window",
            "res_model": "lean.action",
            "view_mode": "form",
            "target": "new",
            "name": self.env._("Corrective Action"),
            "context": {f"default_{name}": value for name, value in values.items()},
        }


class LeanSupplierDelivery(models.Model):
    """A delivery that stopped a line is noted from where it is seen."""

    _inherit = "lean.supplier.delivery"

    incident_count = fields.Integer("Incidents", compute="_compute_incident_count")

    def _compute_incident_count(self):
        incidents = self.env["lean.supplier.incident"].sudo()
        groups = incidents._read_group([("purchase_line_id", "in", self.ids)], ["purchase_line_id"], ["__count"])
        counts = {line.id: count for line, count in groups}
        for delivery in self:
            delivery.incident_count = counts.get(delivery.id, 0)

    def action_note_incident(self):
        """Note what this delivery brought about: a line stop, a premium freight."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "lean.supplier.incident",
            "view_mode": "form",
            "name": self.env._("What Did It Cost Us?"),
            "context": {
                "default_purchase_line_id": self.purchase_line_id.id,
                "default_company_id": self.company_id.id,
            },
        }

    def action_view_incidents(self):
        """Open what this delivery brought about."""
        action = self.env["ir.actions.act_window"]._for_xml_id("lean_jit.lean_supplier_incident_action")
        context = {f"default_{name}": self[:1][name].id for name in ("purchase_line_id", "company_id")}
        return action | {"domain": [("purchase_line_id", "in", self.purchase_line_id.ids)], "context": context}
