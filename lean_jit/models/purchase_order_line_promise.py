# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from collections import defaultdict

import pytz

from odoo import api, fields, models
from odoo.exceptions import AccessError

from odoo.addons.lean_base.tools.undefined_float import UndefinedFloat

from ..calculations.windows import window_around

# Written by the methods below alone: nobody types what was promised.
SEALED_FIELDS = {
    "date_promised",
    "date_agreed",
    "date_promise_given",
    "date_delivery_cancelled",
    "qty_promised",
    "promise_origin",
    "promise_basis",
    "promise_tz",
    "promise_over_percent",
    "promise_kit_parts",
    "promise_listed_value",
    "promise_paid_value",
    "window_start",
    "window_end",
    "delivery_verdict",
}
# Fields by whose change a date or a quantity may change: core computes the date from the quantity.
WATCHED_FIELDS = {"date_planned", "product_qty", "product_uom_id", "product_id"}


class PurchaseOrderLine(models.Model):
    """What was promised for a line, frozen when its order is confirmed."""

    _inherit = "purchase.order.line"

    date_promised = fields.Date(
        readonly=True, copy=False, help="The day that was expected when the order was confirmed. It never changes."
    )
    date_agreed = fields.Date("Last Agreed", readonly=True, copy=False)
    date_promise_given = fields.Datetime("Promised On", readonly=True, copy=False)
    date_delivery_cancelled = fields.Datetime(readonly=True, copy=False)
    qty_promised = fields.Float(
        "Promised Quantity", digits="Product Unit", readonly=True, copy=False, help="In the unit of the product."
    )
    promise_origin = fields.Selection(
        selection=[("confirmed", "Confirmation"), ("installed", "Known at Installation")],
        readonly=True,
        copy=False,
        help="Orders that were confirmed before this app was installed are held to the date they had then.",
    )
    promise_basis = fields.Selection(
        selection=[("original", "First Promise"), ("agreed", "Last Agreed Date")], readonly=True, copy=False
    )
    promise_tz = fields.Char("Time Zone of Receipt", readonly=True, copy=False)
    promise_over_percent = UndefinedFloat("Over-Delivery Up To (%)", readonly=True, copy=False)
    promise_kit_parts = fields.Json("Parts of a Kit", readonly=True, copy=False)
    promise_listed_value = UndefinedFloat("Value by Price List", readonly=True, copy=False)
    promise_paid_value = UndefinedFloat("Value as Ordered", readonly=True, copy=False)
    window_start = fields.Date(readonly=True, copy=False)
    window_end = fields.Date("Due", readonly=True, copy=False)
    delivery_verdict = fields.Selection(
        selection=[("excluded", "Not Counted"), ("on_time", "On Time")], readonly=True, copy=False
    )
    delivery_promise_ids = fields.One2many(
        comodel_name="lean.delivery.promise", inverse_name="purchase_line_id", string="Changes of the Promise"
    )

    _delivery_due_idx = models.Index("(company_id, partner_id, window_end) WHERE window_end IS NOT NULL")
    _delivery_window_idx = models.Index("(window_end, company_id) WHERE window_end IS NOT NULL")

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._check_promise_unsealed(vals)
        lines = super().create(vals_list)
        lines.filtered(lambda line: line.order_id.state == "purchase")._freeze_promise()
        return lines

    def write(self, vals):
        self._check_promise_unsealed(vals)
        if not WATCHED_FIELDS & vals.keys():
            return super().write(vals)
        promised = self.filtered(lambda line: line.date_promised and line.order_id.state == "purchase")
        before = promised._get_promise_terms()
        result = super().write(vals)
        promised._log_promise_changes(before, is_date_meant="date_planned" in vals)
        return result

    @api.model
    def _check_promise_unsealed(self, vals):
        if not self.env.su and SEALED_FIELDS & vals.keys():
            raise AccessError(self.env._("What a vendor promised is kept as it was when the order was confirmed."))

    def _freeze_promise(self, *, origin="confirmed"):
        """Keep what is promised for these lines now: day, quantity, window, zone and prices.

        Lines that have a promise keep it, unless their order was cancelled and is confirmed again.
        """
        lines = self.sudo().filtered(lambda line: line._is_promised())
        kits = lines._get_kit_parts()
        for company, group in lines.grouped("company_id").items():
            for line, values in group._prepare_promises(company, origin).items():
                line.write(values | {"promise_kit_parts": kits.get(line)})

    def _is_promised(self):
        """Whether this line is to get a promise now: goods of a confirmed order."""
        is_new = not self.date_promised or self.date_delivery_cancelled
        is_goods = self.product_id.type == "consu" and not self.display_type
        return is_new and is_goods and self.date_planned and self.product_uom_qty > 0

    def _prepare_promises(self, company, origin):
        """{line: values of its promise}"""
        zone = company._lean_tz()
        days = {line: self._to_day(line.date_planned, zone) for line in self}
        worked = company._get_delivery_working_dates(days.values()) if company.delivery_working_days else None
        windows = {partner: company._get_delivery_window(partner) for partner in self.partner_id}
        return {
            line: line._prepare_promise(company, day, windows[line.partner_id], worked, origin)
            for line, day in days.items()
        }

    def _prepare_promise(self, company, day, window, worked, origin):
        start, end = window_around(day, window, worked)
        is_known = origin == "installed"
        return {
            "date_promised": day,
            "date_agreed": day,
            "date_promise_given": (is_known and self.order_id.date_approve) or fields.Datetime.now(),
            "date_delivery_cancelled": False,
            "qty_promised": self.product_uom_qty,
            "promise_origin": origin,
            "promise_basis": company.delivery_basis,
            "promise_tz": company._lean_tz().zone,
            "promise_over_percent": window.over_percent,
            "window_start": start,
            "window_end": end,
            **self._prepare_promised_values(),
        }

    def _prepare_promised_values(self):
        """What the order costs and would cost by the price list, in the currency of the company."""
        paid = self.product_qty * self.price_unit_discounted / (self.order_id.currency_rate or 1)
        return {"promise_paid_value": paid, "promise_listed_value": self._get_listed_value()}

    def _get_listed_value(self):
        """Value by the vendor's price list; undefined (None) where the product is on none."""
        seller = self.selected_seller_id
        if not seller:
            return None
        price = seller.product_uom_id._compute_price(seller.price_discounted, self.product_uom_id)
        date = self.order_id.date_order or fields.Date.today()
        price = seller.currency_id._convert(price, self.company_id.currency_id, self.company_id, date, round=False)
        return self.product_qty * price

    def _get_kit_parts(self):
        """{line: {product id: quantity of a part for one kit}} of the lines whose receipts are of their parts.

        In the unit that all others of its kind refer to, so that receipts need no unit of the part.
        """
        parts = defaultdict(dict)
        moves = self.move_ids.filtered(lambda move: move.state != "cancel" and not move.origin_returned_move_id)
        for move in moves.filtered(lambda move: move.product_id != move.purchase_line_id.product_id):
            kit = parts[move.purchase_line_id]
            each = move.product_uom_qty * move.product_uom.factor / move.purchase_line_id.product_uom_qty
            kit[str(move.product_id.id)] = kit.get(str(move.product_id.id), 0) + each
        return dict(parts)

    @api.model
    def _to_day(self, instant, zone):
        """The date of an instant in a zone."""
        return pytz.utc.localize(instant).astimezone(zone).date()

    def _get_promise_terms(self):
        """{line: date and quantity as they are}"""
        return {line: (line.date_planned, line.product_uom_qty) for line in self}

    def _log_promise_changes(self, before, *, is_date_meant):
        """Log what differs from before, and let it count where it is agreed.

        :param is_date_meant: somebody wrote the date; else core computed it anew with the quantity
        """
        values = []
        for line, (date, quantity) in before.items():
            zone = pytz.timezone(line.promise_tz)
            if line.date_planned and self._to_day(line.date_planned, zone) != self._to_day(date, zone):
                days = {"old_date": self._to_day(date, zone), "new_date": self._to_day(line.date_planned, zone)}
                values.append(line._prepare_promise_change("date", **days))
                if not is_date_meant:
                    note = self.env._("Computed by Odoo as the quantity changed; nobody asked for it.")
                    values[-1] |= {"state": "noted", "note": note}
            if line.product_uom_id.compare(line.product_uom_qty, quantity):
                quantities = {"old_qty": quantity, "new_qty": line.product_uom_qty}
                values.append(line._prepare_promise_change("quantity", **quantities))
        changes = self.env["lean.delivery.promise"].sudo().create(values)
        changes.filtered(lambda change: change.state == "agreed")._apply()

    def _prepare_promise_change(self, kind, **values):
        asked_by = self.env.context.get("delivery_asked_by") or ("supplier" if self.env.user.share else "us")
        return {
            "purchase_line_id": self.id,
            "kind": kind,
            "asked_by": asked_by,
            "user_id": self.env.uid,
            "state": self._get_promise_change_state(kind, asked_by, values),
            **values,
        }

    def _get_promise_change_state(self, kind, asked_by, values):
        """Whether a change may move the promise: not once goods came, nor after its day.

        A vendor's wish counts when a buyer accepts it. Less is agreed where we ask for it before
        the window opens; more was never promised for that day.
        """
        line = self.sudo()
        today = self._to_day(fields.Datetime.now(), pytz.timezone(line.promise_tz))
        is_early_enough = today <= (line.window_end if kind == "date" else line.window_start)
        if line.qty_received or not is_early_enough:
            return "after"
        if kind == "quantity" and (asked_by == "supplier" or values["new_qty"] >= line.qty_promised):
            return "noted"
        return "asked" if asked_by == "supplier" else "agreed"

    def _agree_on_date(self, day):
        """Hold the vendor to another day where the last agreed one counts."""
        self.ensure_one()
        line = self.sudo()
        values = {"date_agreed": day}
        if line.promise_basis == "agreed":
            window = line.company_id._get_delivery_window(line.partner_id)
            worked = line.company_id._get_delivery_working_dates([day]) if window.is_working_days else None
            values["window_start"], values["window_end"] = window_around(day, window, worked)
        line.write(values)

    def _agree_on_quantity(self, quantity):
        """Hold the vendor to less, or to nothing."""
        self.ensure_one()
        if self.product_uom_id.compare(quantity, 0) <= 0:
            return self._mark_delivery_cancelled()
        return self.sudo().write({"qty_promised": quantity})

    def _mark_delivery_cancelled(self):
        """Note when we cancelled what was promised and has not begun to arrive."""
        lines = self.sudo().filtered(lambda line: line.date_promised and not line.date_delivery_cancelled)
        lines.write({"date_delivery_cancelled": fields.Datetime.now()})

    def action_open_delivery(self):
        """Open what became of this line."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "lean.supplier.delivery",
            "res_id": self.id,
            "view_mode": "form",
            "name": self.env._("Delivery"),
        }

    @api.model
    def _init_promises(self, batch_size=1000):
        """Give the orders there are, at installation, the promise that is known of them."""
        domain = [("order_id.state", "=", "purchase"), ("date_promised", "=", False), ("display_type", "=", False)]
        lines = self.sudo().with_context(active_test=False).search(domain, order="id")
        for start in range(0, len(lines), batch_size):
            batch = lines[start : start + batch_size]
            batch._freeze_promise(origin="installed")
            batch.flush_recordset()
            batch.invalidate_recordset()
