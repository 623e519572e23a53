# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from odoo import api, fields, models
from odoo.tools import format_date

from odoo.addons.lean_base.tools.undefined_float import UndefinedFloat

from ..calculations import score

GRADES = [("A", "A"), ("B", "B"), ("C", "C"), ("no_data", "No Data")]
METRICS = [
    ("delivery", "Delivery"),
    ("quality", "Quality"),
    ("lead_time", "Lead Time"),
    ("price", "Price"),
]


class LeanSupplierScorecard(models.Model):
    """A month of a vendor, graded over the twelve months that end with it. Nothing in it ever changes.

    What is asked for again becomes a new revision, and the old one stays.
    """

    _name = "lean.supplier.scorecard"
    _description = "Supplier Scorecard"
    _inherit = ["mail.thread", "lean.action.source.mixin"]
    _order = "date_from desc, score, id desc"

    partner_id = fields.Many2one(
        comodel_name="res.partner", string="Vendor", required=True, readonly=True, index=True, ondelete="restrict"
    )
    company_id = fields.Many2one(comodel_name="res.company", required=True, readonly=True, index=True)
    date_from = fields.Date("First Day", required=True, readonly=True)
    date_to = fields.Date("Last Day", required=True, readonly=True)
    is_current = fields.Boolean("Valid", default=True, readonly=True, help="Not replaced by a later revision.")
    revision = fields.Integer(default=1, readonly=True)

    month_line_count = fields.Integer("Lines Due in the Month", readonly=True)
    month_on_time_count = fields.Integer("On Time in the Month", readonly=True)
    month_otif = UndefinedFloat("OTIF of the Month", readonly=True, aggregator="avg")
    month_otd = UndefinedFloat("OTD of the Month", readonly=True, aggregator="avg")
    month_lead_mean = UndefinedFloat("Lead Time of the Month (days)", readonly=True, aggregator="avg")

    line_count = fields.Integer("Lines Due", readonly=True)
    on_time_count = fields.Integer("On Time", readonly=True)
    early_count = fields.Integer("Early", readonly=True)
    late_count = fields.Integer("Late", readonly=True)
    short_count = fields.Integer("Short", readonly=True)
    other_count = fields.Integer("Too Much", readonly=True)
    otif = UndefinedFloat("OTIF", readonly=True, aggregator="avg", help="Share of lines on time and in full.")
    otif_low = UndefinedFloat("OTIF From", readonly=True, aggregator=None, help="Wilson's interval at 95 %.")
    otif_high = UndefinedFloat("OTIF To", readonly=True, aggregator=None)
    otd = UndefinedFloat("OTD", readonly=True, aggregator="avg", help="Mean share of a line that came in its window.")
    qty_received = fields.Float("Received", readonly=True)
    qty_rejected = fields.Float("Rejected", readonly=True)
    ppm = UndefinedFloat("PPM", readonly=True, aggregator=None, help="Undefined under 1,000 pieces.")
    lot_count = fields.Integer("Lots", readonly=True)
    rejected_lot_count = fields.Integer("Rejected Lots", readonly=True)
    lead_count = fields.Integer("Lines Completed", readonly=True)
    lead_mean = UndefinedFloat("Lead Time (days)", readonly=True, aggregator="avg")
    lead_stddev = UndefinedFloat("σ of the Lead Time", readonly=True, aggregator=None)
    lead_median = UndefinedFloat("Median Lead Time", readonly=True, aggregator=None)
    lead_p90 = UndefinedFloat("90 % Complete After (days)", readonly=True, aggregator=None)
    paid_value = fields.Float("Value as Ordered", readonly=True)
    listed_value = fields.Float("Value by Price List", readonly=True)
    price_variance = UndefinedFloat("Above Price List", readonly=True, aggregator=None)

    delivery_points = UndefinedFloat(readonly=True, aggregator="avg")
    quality_points = UndefinedFloat(readonly=True, aggregator="avg")
    lead_time_points = UndefinedFloat(readonly=True, aggregator="avg")
    price_points = UndefinedFloat(readonly=True, aggregator="avg")
    delivery_weight = fields.Float(readonly=True, aggregator=None)
    quality_weight = fields.Float(readonly=True, aggregator=None)
    lead_time_weight = fields.Float(readonly=True, aggregator=None)
    price_weight = fields.Float(readonly=True, aggregator=None)
    target = fields.Float("Target OTIF", readonly=True, aggregator=None)
    score = UndefinedFloat(readonly=True, aggregator="avg")
    score_before = UndefinedFloat("Score a Month Ago", readonly=True, aggregator=None)
    grade = fields.Selection(selection=GRADES, readonly=True)
    is_provisional = fields.Boolean("Provisional", readonly=True, help="Fewer than 20 lines were due.")
    capped_by = fields.Selection(selection=METRICS, readonly=True, help="Weak here: the grade is no better for it.")
    line_ids = fields.One2many(comodel_name="lean.supplier.scorecard.line", inverse_name="scorecard_id", readonly=True)

    _current_unique = models.UniqueIndex(
        "(company_id, partner_id, date_from) WHERE is_current", "There is a valid scorecard of this month already."
    )

    def init(self):
        """Leave room on a page: a scorecard is stored empty, and filled in once its lines are counted.

        On the few full pages of a small table, PostgreSQL would also read all of them for each line that
        refers to one, rather than the index.
        """
        self.env.cr.execute("ALTER TABLE lean_supplier_scorecard SET (fillfactor = 30)")

    @api.depends("partner_id", "date_from", "revision")
    def _compute_display_name(self):
        for card in self:
            month = format_date(self.env, card.date_from, date_format="MMMM y")
            name = f"{card.partner_id.display_name} · {month}"
            card.display_name = f"{name} ({card.revision})" if card.revision > 1 else name

    def _get_lean_source_kind(self):
        return "scorecard"

    def _prepare_lean_action_values(self):
        name = self.env._(
            "%(vendor)s: better than %(grade)s", vendor=self.partner_id.name, grade=self._get_grade_label()
        )
        return super()._prepare_lean_action_values() | {"name": name, "source_name": self.display_name}

    def _get_grade_label(self):
        return dict(self._fields["grade"]._description_selection(self.env)).get(self.grade)

    def _get_points(self):
        """{metric: its points, None where undefined}"""
        values = {metric: self[f"{metric}_points"] for metric in score.METRICS}
        return {metric: None if value is False else value for metric, value in values.items()}

    def _get_graded_domain(self):
        """The lines the grade is made of: those due in the twelve months."""
        self.ensure_one()
        return [
            ("company_id", "=", self.company_id.id),
            ("partner_id", "=", self.partner_id.id),
            ("month", ">", fields.Date.subtract(self.date_from, years=1)),
            ("month", "<=", self.date_from),
            ("is_current", "=", True),
        ]

    def _open_lines(self, name, domain=()):
        action = self.env["ir.actions.act_window"]._for_xml_id("lean_jit.lean_supplier_scorecard_line_action")
        return action | {"name": name, "domain": [*self._get_graded_domain(), *domain], "context": {}}

    def action_view_lines(self):
        """Open the lines behind the grade."""
        return self._open_lines(self.env._("Lines Due"), [("is_counted", "=", True)])

    def action_view_missed(self):
        """Open the lines that were not on time and in full."""
        return self._open_lines(self.env._("Not on Time in Full"), [("on_time_share", "=", 0)])

    def action_view_rejected(self):
        """Open the lines of which something was rejected."""
        return self._open_lines(self.env._("Rejected"), [("qty_rejected", ">", 0)])

    def action_view_lead_times(self):
        """Open the lines that were completed."""
        return self._open_lines(self.env._("Lead Times"), [("lead_days", "!=", False)])

    def action_view_prices(self):
        """Open the lines that have a price on the vendor's list."""
        return self._open_lines(self.env._("Prices"), [("listed_value", "!=", False)])

    def action_view_disputes(self):
        """Open the disputes with this vendor."""
        action = self.env["ir.actions.act_window"]._for_xml_id("lean_jit.lean_delivery_dispute_action")
        domain = [("partner_id", "=", self.partner_id.id), ("company_id", "=", self.company_id.id)]
        return action | {"domain": domain, "context": {}}

    def action_view_history(self):
        """Open all months and revisions of this vendor."""
        action = self.env["ir.actions.act_window"]._for_xml_id("lean_jit.lean_supplier_scorecard_action")
        domain = [("partner_id", "=", self.partner_id.id), ("company_id", "=", self.company_id.id)]
        trend = self.env.ref("lean_jit.lean_supplier_scorecard_view_graph_trend")
        views = [(trend.id if mode == "graph" else view, mode) for view, mode in action["views"]]
        context = {"search_default_current": 1}
        return action | {"domain": domain, "context": context, "name": self.env._("All Months"), "views": views}

    def action_send(self):
        """Write to the vendor, with the scorecard as PDF."""
        self.ensure_one()
        template = self.env.ref("lean_jit.mail_template_scorecard", raise_if_not_found=False)
        return {
            "type": "ir.actions.act_window",
            "res_model": "mail.compose.message",
            "view_mode": "form",
            "target": "new",
            "context": {
                "default_model": self._name,
                "default_res_ids": self.ids,
                "default_template_id": template.id if template else False,
                "default_composition_mode": "comment",
                "force_email": True,
            },
        }
