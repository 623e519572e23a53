# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from odoo import api, fields, models

from odoo.addons.lean_base.tools import UndefinedFloat

from ..calculations.lots import LotCosts, cost_curve, curve_quantities

PROPOSALS = [
    ("kanban", "Kanban"),
    ("hybrid", "Kanban and buffer"),
    ("traditional", "Leave as it is"),
    ("no_data", "No data"),
]


class LeanJitAnalysis(models.Model):
    """Where just-in-time fits: one product at one warehouse, as it was on a date.

    Rows are made by :meth:`generate` and never change afterwards, except that generating a
    date again replaces the rows of that date.
    """

    _name = "lean.jit.analysis"
    _description = "JIT Analysis"
    _order = "date desc, cash_freed desc, id"
    _rec_names_search = ["product_id"]

    date = fields.Date("Until", required=True, index=True, help="The period ends with the day before.")
    period_days = fields.Integer("Period (days)", aggregator=None)
    is_latest = fields.Boolean("Latest", index=True)
    company_id = fields.Many2one("res.company", required=True, index=True, ondelete="cascade")
    currency_id = fields.Many2one(related="company_id.currency_id")
    warehouse_id = fields.Many2one("stock.warehouse", required=True, ondelete="cascade")
    product_id = fields.Many2one("product.product", required=True, index=True, ondelete="cascade")
    product_image = fields.Image(related="product_id.image_128")
    uom_id = fields.Many2one(related="product_id.uom_id")
    categ_id = fields.Many2one("product.category", "Category")
    partner_id = fields.Many2one("res.partner", "Vendor", index="btree_not_null")

    unit_cost = fields.Float("Cost", digits="Product Price", aggregator=None)
    stock_quantity = fields.Float("On Hand", digits="Product Unit", aggregator=None)
    average_quantity = fields.Float("Average Stock", digits="Product Unit", aggregator=None)
    average_value = fields.Monetary("Average Stock Value", help="Mean of five readings over the period, at cost.")
    used_quantity = fields.Float("Used a Year", digits="Product Unit", aggregator=None)
    used_value = fields.Monetary("Used a Year, Value", help="Cost of what is used up in a year.")
    daily_demand = fields.Float("Used a Day", digits="Product Unit", aggregator=None, help="Per calendar day.")
    turns = UndefinedFloat(
        digits=(16, 2), aggregator="avg", help="Times a year the average stock is used up. Undefined without a stock."
    )
    days_of_supply = UndefinedFloat(
        "Days of Supply",
        digits=(16, 1),
        aggregator="avg",
        help="Calendar days that the average stock lasts. Undefined where nothing is used.",
    )
    carrying_cost = fields.Monetary(help="Of the average stock for a year.")

    abc = fields.Selection([("a", "A"), ("b", "B"), ("c", "C")], "ABC")
    xyz = fields.Selection([("x", "X"), ("y", "Y"), ("z", "Z")], "XYZ")
    variation = UndefinedFloat(digits=(16, 2), aggregator="avg", help="Coefficient of variation of the demand.")
    demand_interval = UndefinedFloat(
        "ADI", digits=(16, 2), aggregator="avg", help="Mean number of periods from one with a demand to the next."
    )
    demand_variation = UndefinedFloat(
        "CV²", digits=(16, 2), aggregator="avg", help="Squared variation of the quantities, empty periods left out."
    )
    demand_class = fields.Selection(
        [("smooth", "Smooth"), ("intermittent", "Intermittent"), ("erratic", "Erratic"), ("lumpy", "Lumpy")],
        "Demand",
    )

    lead_days = UndefinedFloat("Lead Time (days)", digits=(16, 1), aggregator="avg")
    reliability_percent = UndefinedFloat("OTIF (%)", digits=(16, 1), aggregator="avg")
    shelf_days = UndefinedFloat("Keeps (days)", digits=(16, 0), aggregator=None)
    is_regulated = fields.Boolean("Prescribed Stock")
    survive_days = UndefinedFloat("Stock Lasts (days)", digits=(16, 1), aggregator="min")
    recover_days = UndefinedFloat("Vendor Recovers In (days)", digits=(16, 1), aggregator="max")
    exposed_days = UndefinedFloat(
        "Exposed (days)",
        digits=(16, 1),
        aggregator="max",
        help="Days without stock if the vendor failed today: what the vendor needs to recover, less what the stock lasts.",
    )

    order_cost = fields.Monetary()
    delivery_cost = fields.Monetary()
    setup_cost = fields.Monetary()
    holding_cost = fields.Float(digits="Product Price", aggregator=None, help="Of keeping one unit for a year.")
    economic_lot = UndefinedFloat("EOQ", digits="Product Unit", aggregator=None)
    economic_cost = UndefinedFloat("Cost at EOQ", digits=(16, 2), help="Ordering, transport and stock of a year.")
    jit_lot = UndefinedFloat("JIT Lot", digits="Product Unit", aggregator=None)
    jit_cost = UndefinedFloat("Cost of JIT", digits=(16, 2), help="One order a year, called off lot by lot.")
    safety_quantity = fields.Float("Safety Stock", digits="Product Unit", aggregator=None)
    cash_freed = fields.Monetary(help="Average stock less half a JIT lot and the safety stock, at cost.")

    proposal = fields.Selection(PROPOSALS, required=True, default="no_data", index=True)
    suitability_percent = UndefinedFloat(
        "Fit (%)", digits=(16, 0), aggregator="avg", help="Share of the known conditions that are met."
    )
    judgement = fields.Json(help="Conditions and the limits they were held against.")
    reasons = fields.Html(compute="_compute_reasons")
    cost_chart = fields.Json(compute="_compute_cost_chart")
    turns_chart = fields.Json(compute="_compute_turns_chart")

    _unique_row = models.UniqueIndex("(product_id, warehouse_id, date)")
    _latest_rows = models.Index("(company_id, proposal) WHERE is_latest")

    @api.depends("product_id", "warehouse_id")
    def _compute_display_name(self):
        for row in self:
            row.display_name = f"{row.product_id.display_name} · {row.warehouse_id.code}"

    @api.depends("judgement")
    @api.depends_context("lang")
    def _compute_reasons(self):
        for row in self:
            row.reasons = self.env["ir.qweb"]._render(
                "lean_jit.lean_jit_analysis_reasons", {"conditions": row._explain_conditions()}
            )

    def _explain_conditions(self):
        """One (is met, sentence) for each condition, those that fail first."""
        judgement = self.judgement or {}
        met, limits = judgement.get("conditions", {}), judgement.get("limits", {})
        sentences = self._get_condition_sentences(limits)
        found = [(met.get(name), sentence) for name, sentence in sentences.items() if name in met]
        return sorted(found, key=lambda item: {False: 0, True: 1}.get(item[0], 2))

    def _get_condition_sentences(self, limits):
        return {
            "stability": self._explain_stability(limits),
            "reliability": self._explain_reliability(limits),
            "lead_time": self._explain_lead_time(limits),
            "shelf_life": self._explain_shelf_life(),
            "exposure": self._explain_exposure(limits),
            "regulated": self._explain_regulated(),
        }

    def _explain_stability(self, limits):
        if not self.demand_class:
            return self.env._("Demand: less than two periods with a demand")
        kinds = dict(self._fields["demand_class"]._description_selection(self.env))
        return self.env._(
            "Demand: %(kind)s, variation %(variation)s (limit %(limit)s)",
            kind=kinds[self.demand_class],
            variation=self._show("variation"),
            limit=limits.get("variation"),
        )

    def _explain_reliability(self, limits):
        limit = round((limits.get("reliability") or 0) * 100)
        if self.reliability_percent is False:
            return self.env._("Vendor: too few deliveries to rate (at least %s %% OTIF)", limit)
        return self.env._(
            "Vendor: OTIF %(otif)s %% (at least %(limit)s %%)", otif=self._show("reliability_percent"), limit=limit
        )

    def _explain_lead_time(self, limits):
        if self.lead_days is False:
            return self.env._("Lead time: no vendor")
        lead = self.env._("%s days", self._show("lead_days"))
        if country := self.partner_id.country_id.name:
            lead = self.env._("%(lead)s from %(country)s", lead=lead, country=country)
        return self.env._("Lead time: %(lead)s (at most %(limit)s days)", lead=lead, limit=limits.get("lead_days"))

    def _explain_shelf_life(self):
        if self.shelf_days is False:
            return self.env._("Shelf life: no expiry is managed")
        return self.env._(
            "Keeps %(shelf)s days, the stock lasts %(supply)s",
            shelf=self._show("shelf_days"),
            supply=self._show("days_of_supply"),
        )

    def _explain_exposure(self, limits):
        if self.exposed_days is False:
            return self.env._(
                "Stock lasts %s days; how long the vendor needs to recover is on the vendor's page or in the settings",
                self._show("survive_days"),
            )
        return self.env._(
            "Stock lasts %(survive)s days, the vendor needs %(recover)s to recover: %(exposed)s days exposed "
            "(at most %(limit)s)",
            survive=self._show("survive_days"),
            recover=self._show("recover_days"),
            exposed=self._show("exposed_days"),
            limit=limits.get("exposed_days"),
        )

    def _explain_regulated(self):
        if self.is_regulated:
            return self.env._("A minimum stock is prescribed")
        return self.env._("No minimum stock is prescribed")

    def _show(self, name):
        """A figure as the reasons print it."""
        value = self[name]
        return self.env._("?") if value is False else f"{value:.{self._fields[name].get_digits(self.env)[1]}f}"

    @api.depends("used_quantity", "order_cost", "delivery_cost", "setup_cost", "holding_cost")
    @api.depends_context("lang")
    def _compute_cost_chart(self):
        for row in self:
            points = cost_curve(row._get_lot_costs(), curve_quantities(row._get_lot_costs()))
            row.cost_chart = {
                "type": "line",
                "title": self.env._("Cost of a year by lot"),
                "empty": self.env._("Without a demand and a cost of keeping there is no best lot."),
                "labels": [f"{point.quantity:.0f}" for point in points],
                "series": [
                    {
                        "label": self.env._("Ordered lot by lot"),
                        "values": [round(point.traditional, 2) for point in points],
                        "tone": "warn",
                    },
                    {
                        "label": self.env._("One order, called off"),
                        "values": [round(point.just_in_time, 2) for point in points],
                        "tone": "good",
                    },
                ],
                "x_title": self.env._("Lot (%s)", row.uom_id.name),
                "y_title": self.env._("%s a year", row.currency_id.name),
            }

    def _get_lot_costs(self):
        return LotCosts(self.used_quantity, self.order_cost, self.delivery_cost, self.setup_cost, self.holding_cost)

    @api.depends("product_id", "warehouse_id")
    @api.depends_context("lang")
    def _compute_turns_chart(self):
        history = self._get_history()
        for row in self:
            rows = history.filtered(
                lambda other, row=row: other.product_id == row.product_id and other.warehouse_id == row.warehouse_id
            )
            row.turns_chart = {
                "type": "line",
                "title": self.env._("Turns over time"),
                "labels": [fields.Date.to_string(other.date) for other in rows],
                "model": self._name,
                "series": [
                    {
                        "label": self.env._("Turns"),
                        "values": [None if other.turns is False else other.turns for other in rows],
                        "records": rows.ids,
                    }
                ],
                "y_title": self.env._("Turns a year"),
            }

    def _get_history(self):
        domain = [("product_id", "in", self.product_id.ids), ("warehouse_id", "in", self.warehouse_id.ids)]
        return self.search_fetch(domain, ["date", "turns", "product_id", "warehouse_id"], order="date")

    def action_open_product(self):
        """The product the row is about."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "product.product",
            "res_id": self.product_id.id,
            "view_mode": "form",
        }

    def action_view_moves(self):
        """The moves the figures are taken from."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("stock.stock_move_line_action")
        since = fields.Date.subtract(self.date, days=self.period_days)
        domain = [
            ("product_id", "=", self.product_id.id),
            ("state", "=", "done"),
            ("date", ">=", since),
            ("date", "<", self.date),
            "|",
            ("location_id.warehouse_id", "=", self.warehouse_id.id),
            ("location_dest_id.warehouse_id", "=", self.warehouse_id.id),
        ]
        return {**action, "name": self.env._("Moves"), "domain": domain, "context": {}}
