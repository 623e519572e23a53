# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from dataclasses import asdict, dataclass

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.lean_base.calculations.classification import add_up_periods, describe_demand
from odoo.addons.lean_base.tools import run_safely

from ..calculations import classes, lots, suitability
from ..calculations.exposure import Exposure, days_to_survive
from ..calculations.history import summarize_weeks
from ..calculations.turnover import DAYS_OF_YEAR, Turnover, carrying_cost

BATCH = 1000


@dataclass(frozen=True)
class SupplierRecord:
    """What is known of a vendor; None is not known.

    :param reliability: share of deliveries on time and in full, 0 to 1
    :param lead_days: calendar days from order to receipt
    """

    reliability: float | None = None
    lead_days: float | None = None


class LeanJitAnalysis(models.Model):
    """Making the rows: histories read once, written in bulk."""

    _inherit = "lean.jit.analysis"

    @api.model
    def generate(self, date=None):
        """Analyse all products of the user's companies as of a date, today if not told.

        :param date: the period ends with the day before; not in the future
        :return: the rows made
        """
        if not self.env.user.has_group("lean_base.group_lean_manager"):
            raise AccessError(self.env._("Only a Lean manager may analyse stock anew."))
        rows = self.browse()
        for company in self.env.companies:
            rows += self.sudo()._generate(company, self._check_date(company, date)).sudo(False)
        return rows

    @api.model
    def _check_date(self, company, date):
        date = fields.Date.to_date(date) or company._lean_today()
        if date > company._lean_today():
            raise UserError(self.env._("A period that is not over yet cannot be analysed: choose a date up to today."))
        return date

    @api.model
    def action_generate(self):
        """Analyse anew and show what came out."""
        self.generate()
        return self.env["ir.actions.act_window"]._for_xml_id("lean_jit.lean_jit_analysis_action")

    @api.model
    def _cron_generate(self):
        """Analyse each company once a month."""
        # pylint: disable-next=no-search-all
        companies = self.env["res.company"].sudo().search([])
        for index, company in enumerate(companies, start=1):
            run_safely(company, lambda company: self._generate(company, company._lean_today()))
            if not self.env["ir.cron"]._commit_progress(1, remaining=len(companies) - index):
                return

    @api.model
    def _generate(self, company, date):
        self = self.with_company(company)
        stretches = self._get_stretches(company, date)
        values = [self._prepare_values(company, date, *item) for item in self._get_items(company, stretches)]
        self._classify(company, values)
        self.search([("company_id", "=", company.id), ("date", "=", date)]).unlink()
        rows = self.browse()
        for start in range(0, len(values), BATCH):
            rows += self.create(values[start : start + BATCH])
        self._mark_latest(company)
        return rows

    @api.model
    def _mark_latest(self, company):
        last = self.search([("company_id", "=", company.id)], order="date desc", limit=1).date
        self.search([("company_id", "=", company.id), ("is_latest", "=", True), ("date", "!=", last)]).is_latest = False
        self.search([("company_id", "=", company.id), ("is_latest", "=", False), ("date", "=", last)]).is_latest = True

    @api.model
    def _get_stretches(self, company, date):
        """{(product id, warehouse id): :class:`Stretch`}, without what is undefined."""
        history = self.env["lean.jit.history"]
        length = company.lean_jit_weeks
        weeks = history._get_weeks(company, date, length)
        stocks = history._get_stocks(company)
        stretches = {
            key: summarize_weeks(weeks.get(key, {}), stocks.get(key, 0), length) for key in weeks.keys() | stocks.keys()
        }
        return {key: stretch for key, stretch in stretches.items() if stretch}

    @api.model
    def _get_items(self, company, stretches):
        """(product, warehouse, stretch, vendor, record, container) of each stored product."""
        products = self.env["product.product"].browse({key[0] for key in stretches}).filtered("is_storable")
        vendors = {product: self._get_vendor(company, product) for product in products}
        partners = self.env["res.partner"].union(*(vendor.partner_id for vendor in vendors.values()))
        records = self._get_supplier_records(company, partners)
        containers = self._get_containers(company, products)
        for product, warehouse in self._get_places(products, stretches):
            vendor = vendors[product]
            yield (
                product,
                warehouse,
                stretches[product.id, warehouse.id],
                vendor,
                records.get(vendor.partner_id, SupplierRecord()),
                containers.get((product, warehouse), 0),
            )

    @api.model
    def _get_places(self, products, stretches):
        by_id = {product.id: product for product in products}
        warehouses = self.env["stock.warehouse"].browse({key[1] for key in stretches}).grouped("id")
        return [(by_id[key[0]], warehouses[key[1]]) for key in sorted(stretches) if key[0] in by_id]

    @api.model
    def _get_vendor(self, company, product):
        """First price of the product that this company may use."""
        return product.seller_ids.filtered(
            lambda seller: seller.company_id.id in (False, company.id) and seller.product_id.id in (False, product.id)
        )[:1]

    @api.model
    def _get_supplier_records(self, company, partners):
        """{vendor: :class:`SupplierRecord`} as measured; a vendor who is not in it is not known."""
        return {}

    @api.model
    def _get_containers(self, company, products):
        """{(product, warehouse): units of a container}, where goods come in containers."""
        return {}

    @api.model
    def _prepare_values(self, company, date, product, warehouse, stretch, vendor, record, container):
        turnover = Turnover(stretch.average, stretch.used, stretch.days)
        yearly = stretch.used * DAYS_OF_YEAR / stretch.days
        cost = product.standard_price
        values = {
            "date": date,
            "period_days": stretch.days,
            "company_id": company.id,
            "warehouse_id": warehouse.id,
            "product_id": product.id,
            "categ_id": product.categ_id.id,
            "partner_id": vendor.partner_id.id,
            "unit_cost": cost,
            "stock_quantity": stretch.stock,
            "average_quantity": stretch.average,
            "average_value": stretch.average * cost,
            "used_quantity": yearly,
            "used_value": yearly * cost,
            "daily_demand": stretch.used / stretch.days,
            "turns": turnover.turns,
            "days_of_supply": turnover.days_of_supply,
            "carrying_cost": carrying_cost(stretch.average * cost, company.lean_jit_carrying_percent / 100),
        }
        values |= self._prepare_demand(company, stretch)
        values |= self._prepare_vendor(company, product, stretch, vendor, record)
        values |= self._prepare_lots(company, product, stretch, values, container)
        return values | self._prepare_judgement(company, values)

    @api.model
    def _prepare_demand(self, company, stretch):
        periods = add_up_periods(stretch.demands, company.lean_jit_period_weeks)
        pattern = describe_demand(periods)
        variation = classes.variation(periods)
        return {
            "variation": variation,
            "xyz": classes.xyz_class(variation, company.lean_jit_x_limit, company.lean_jit_y_limit),
            "demand_interval": pattern and pattern.interval,
            "demand_variation": pattern and pattern.variation,
            "demand_class": pattern and pattern.kind,
        }

    @api.model
    def _prepare_vendor(self, company, product, stretch, vendor, record):
        partner = vendor.partner_id
        recover = partner.lean_recovery_days or company.lean_jit_recovery_days or None
        survive = days_to_survive(stretch.stock, stretch.used / stretch.days)
        exposure = Exposure(survive, recover if partner else None)
        lead_days = record.lead_days if record.lead_days is not None else (vendor.delay if vendor else None)
        return {
            "lead_days": lead_days,
            "reliability_percent": None if record.reliability is None else record.reliability * 100,
            "shelf_days": self._get_shelf_days(product),
            "is_regulated": product.lean_is_stock_prescribed,
            "survive_days": exposure.survive,
            "recover_days": exposure.recover,
            "exposed_days": exposure.days,
        }

    @api.model
    def _get_shelf_days(self, product):
        """Days the goods keep, where the expiry of lots is managed; else None."""
        if "use_expiration_date" not in product._fields or not product.use_expiration_date:
            return None
        return product.expiration_time or None

    @api.model
    def _prepare_lots(self, company, product, stretch, values, container):
        partner = self.env["res.partner"].browse(values["partner_id"])
        costs = lots.LotCosts(
            demand=values["used_quantity"],
            order_cost=company.lean_jit_order_cost,
            delivery_cost=partner.lean_delivery_cost or company.lean_jit_delivery_cost,
            setup_cost=product.lean_setup_cost,
            unit_holding_cost=values["unit_cost"] * company.lean_jit_carrying_percent / 100,
        )
        economic, just_in_time = lots.economic_lot(costs), lots.just_in_time_lot(costs, container)
        deviation = (values["variation"] or 0) * values["daily_demand"] * 7 * company.lean_jit_period_weeks**0.5
        safety = lots.safety_stock(deviation, values["lead_days"] or 0, company.lean_jit_service_percent / 100)
        return {
            "order_cost": costs.order_cost,
            "delivery_cost": costs.delivery_cost,
            "setup_cost": costs.setup_cost,
            "holding_cost": costs.unit_holding_cost,
            "economic_lot": economic,
            "economic_cost": economic and lots.traditional_cost(costs, economic),
            "jit_lot": just_in_time,
            "jit_cost": just_in_time and lots.just_in_time_cost(costs, just_in_time),
            "safety_quantity": safety,
            "cash_freed": lots.freed_cash(stretch.average, just_in_time, safety, values["unit_cost"])
            if just_in_time
            else 0,
        }

    @api.model
    def _prepare_judgement(self, company, values):
        reliability = values["reliability_percent"]
        product = suitability.Product(
            demand_kind=values["demand_class"],
            variation=values["variation"],
            reliability=None if reliability is None else reliability / 100,
            lead_days=values["lead_days"],
            shelf_days=values["shelf_days"],
            supply_days=values["days_of_supply"],
            exposed_days=values["exposed_days"],
            is_regulated=values["is_regulated"],
        )
        limits = company._get_jit_thresholds()
        judged = suitability.judge(product, limits)
        return {
            "proposal": judged.proposal,
            "suitability_percent": None if judged.score is None else judged.score * 100,
            "judgement": {
                "conditions": {condition.name: condition.is_met for condition in judged.conditions},
                "limits": asdict(limits),
            },
        }

    @api.model
    def _classify(self, company, values):
        """ABC over all rows of a company: a class is a share of the whole."""
        shares = (company.lean_jit_a_percent / 100, company.lean_jit_b_percent / 100)
        found = classes.abc_classes({index: row["used_value"] for index, row in enumerate(values)}, *shares)
        for index, row in enumerate(values):
            row["abc"] = found[index]
