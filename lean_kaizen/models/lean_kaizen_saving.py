# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from odoo import api, fields, models
from odoo.exceptions import ValidationError

from odoo.addons.lean_base.tools import UndefinedFloat

from ..calculations import savings

HARD_KINDS = ("profit", "cash")


class LeanKaizenSaving(models.Model):
    """What an event is worth: one amount of one kind, once or every year, in company currency.

    Kinds are never added up: a euro of cash freed once, a euro of cost saved each year, a euro never spent and an
    hour that is free now are four different things.
    """

    _name = "lean.kaizen.saving"
    _description = "Saving of a Kaizen Event"
    _inherit = ["lean.kaizen.part.mixin", "mail.thread", "mail.activity.mixin"]
    _order = "date_from desc, id desc"
    _mail_post_access = "read"

    name = fields.Char(string="Saving", required=True, tracking=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    area_id = fields.Many2one(related="event_id.area_id", store=True)
    kind = fields.Selection(
        selection=[
            ("profit", "Profit and loss"),
            ("cash", "Cash"),
            ("avoidance", "Cost avoided"),
            ("capacity", "Capacity"),
        ],
        required=True,
        default="profit",
        tracking=True,
        help="Profit and loss: a cost that is gone from the accounts. Cash: money freed, such as stock. Cost "
        "avoided: money that would have been spent. Capacity: hours or space free for something else, at their price.",
    )
    recurrence = fields.Selection(
        selection=[("once", "Once"), ("yearly", "Each year")],
        required=True,
        default="yearly",
        tracking=True,
        help="A yearly saving counts for the twelve months from its start.",
    )
    hardness = fields.Selection(
        selection=[("hard", "Hard"), ("soft", "Soft")],
        compute="_compute_hardness",
        store=True,
        readonly=False,
        required=True,
        precompute=True,
        tracking=True,
        help="Hard: the accounts show it. Soft: real, but no account shows it.",
    )
    amount_forecast = fields.Monetary(string="Forecast", required=True, tracking=True, aggregator=None)
    amount_actual = UndefinedFloat(
        string="Actual",
        digits=(16, 2),
        copy=False,
        tracking=True,
        aggregator=None,
        help="What it came to; of a yearly saving the amount of a year. Empty is not known yet, which is not zero.",
    )
    date_from = fields.Date(string="From", required=True, default=fields.Date.context_today, tracking=True)
    date_actual = fields.Date(string="Measured Until", copy=False, tracking=True)
    basis = fields.Text(string="How It Was Worked Out", help="Quantities and prices, so that somebody else can check.")
    stock_cut_id = fields.Many2one(
        comodel_name="lean.kaizen.saving",
        string="From the Stock Cut",
        readonly=True,
        ondelete="cascade",
        index="btree_not_null",
        help="The cash that less stock freed once; this is what carrying it cost each year.",
    )
    state = fields.Selection(
        selection=[
            ("draft", "Draft"),
            ("submitted", "To approve"),
            ("approved", "Approved"),
            ("confirmed", "Actual confirmed"),
            ("refused", "Refused"),
        ],
        required=True,
        readonly=True,
        default="draft",
        copy=False,
        index=True,
        tracking=True,
    )

    _forecast_positive = models.Constraint(
        "CHECK (amount_forecast >= 0)",
        "A saving is not negative. Describe what it costs in the event.",
    )

    @api.depends("kind")
    def _compute_hardness(self):
        for saving in self:
            saving.hardness = "hard" if saving.kind in HARD_KINDS else "soft"

    @api.constrains("kind", "hardness")
    def _check_hardness(self):
        for saving in self:
            if saving.hardness == "hard" and saving.kind not in HARD_KINDS:
                raise ValidationError(
                    self.env._("“%s”: no account shows a cost avoided or capacity, so it is soft.", saving.name)
                )

    @api.model
    def _create_stock_cut(self, event, amount, percent=None, **values):
        """What less stock saves: cash once, and its carrying cost each year.

        :param amount: value of the stock that is there no more, in company currency
        :param percent: carrying cost a year in % of it; the company's where None
        :return: the two savings, cash first
        """
        percent = event.company_id.lean_kaizen_carrying_percent if percent is None else percent
        cut = savings.stock_cut(amount, percent / 100)
        shared = {"event_id": event.id, **values}
        cash = self.create(
            shared
            | {
                "name": self.env._("Less stock: cash freed"),
                "kind": "cash",
                "recurrence": "once",
                "amount_forecast": cut.cash,
            }
        )
        carrying = self.create(
            shared
            | {
                "name": self.env._("Less stock: carrying cost"),
                "kind": "profit",
                "recurrence": "yearly",
                "amount_forecast": cut.carrying_a_year,
                "stock_cut_id": cash.id,
                "basis": self.env._(
                    "%(percent)s %% a year of %(amount)s",
                    percent=f"{percent:g}",
                    amount=event.currency_id.format(cut.cash),
                ),
            }
        )
        return cash | carrying

    def _check_event_open(self):
        """What was saved is known after the event was closed; only a cancelled one saves nothing."""
        closed = self.filtered(lambda saving: saving.event_id.step == "closed")
        if closed and not self.env.su:
            closed.event_id.check_access("write")
        return super(LeanKaizenSaving, self - closed)._check_event_open()

    @api.model
    def _get_never_frozen_fields(self):
        chatter = self.env["mail.thread"]._fields.keys() | self.env["mail.activity.mixin"]._fields.keys()
        return chatter | {"company_id", "area_id"}

    def _phase_all(self):
        """Forecast and actual of savings of one kind by month, and the last day that is measured.

        :return: {month: amount}, {month: amount}, date or None
        """
        forecast, actual, until = {}, {}, None
        for saving in self:
            for month, amount in saving._phase("forecast").items():
                forecast[month] = forecast.get(month, 0) + amount
            for month, amount in saving._phase("actual").items():
                actual[month] = actual.get(month, 0) + amount
            if saving.amount_actual is not False:
                until = max(filter(None, (until, saving._get_date_actual())))
        return forecast, actual, until

    def _phase(self, basis):
        """The amount of each month, of the forecast or of what is actual so far."""
        digits = self.currency_id.decimal_places if self.currency_id else 2
        if basis == "forecast":
            return savings.phase(self.amount_forecast, self.recurrence, self.date_from, digits=digits)
        if self.amount_actual is False:
            return {}
        return savings.phase(
            self.amount_actual, self.recurrence, self.date_from, until=self._get_date_actual(), digits=digits
        )

    def _get_date_actual(self):
        return self.date_actual or self.company_id._lean_today()

    @api.model
    def _get_kind_label(self, kind):
        return dict(self._fields["kind"]._description_selection(self.env))[kind]

    @api.model
    def _get_recurrence_label(self, recurrence):
        return dict(self._fields["recurrence"]._description_selection(self.env))[recurrence].lower()
