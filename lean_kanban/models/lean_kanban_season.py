# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from collections import defaultdict

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

from ..calculations.seasons import Season, factor_on

# A loop is more special than its product, that more than its categories, the nearest first.
PRODUCT_RANK = 1000
LOOP_RANK = 2000


class LeanKanbanSeason(models.Model):
    """A dated factor on the demand of a loop, a product or a category of products."""

    _name = "lean.kanban.season"
    _description = "Demand Factor"
    _order = "date_from desc, id desc"
    _check_company_auto = True

    name = fields.Char("Note", required=True, help="Why: spring season, trade fair, end of a contract.")
    active = fields.Boolean(default=True)
    company_id = fields.Many2one("res.company", required=True, default=lambda self: self.env.company, index=True)
    categ_id = fields.Many2one("product.category", "Category", index="btree_not_null")
    product_id = fields.Many2one("product.product", check_company=True, index="btree_not_null")
    loop_id = fields.Many2one("lean.kanban.loop", check_company=True, index="btree_not_null", ondelete="cascade")
    date_from = fields.Date("From", required=True, default=fields.Date.context_today)
    date_to = fields.Date("To", required=True)
    factor = fields.Float(
        required=True,
        default=1.2,
        digits=(6, 3),
        aggregator=None,
        help="How many times the ordinary demand: 1.4 is 40 % more, 0.5 half of it.",
    )
    state = fields.Selection(
        [("coming", "Coming"), ("current", "Now"), ("over", "Over")], compute="_compute_state", search="_search_state"
    )

    _factor_positive = models.Constraint("CHECK(factor > 0)", "A factor is above zero; 1 changes nothing.")
    _dates_in_order = models.Constraint("CHECK(date_from <= date_to)", "A season ends on its first day or later.")

    @api.depends("date_from", "date_to")
    def _compute_state(self):
        today = self.env.company._lean_today()
        for season in self:
            if not season.date_from or season.date_from > today:
                season.state = "coming"
            else:
                season.state = "over" if season.date_to and season.date_to < today else "current"

    @api.model
    def _search_state(self, operator, value):
        if operator != "in":
            return NotImplemented
        today = self.env.company._lean_today()
        domains = {
            "coming": Domain("date_from", ">", today),
            "current": Domain("date_from", "<=", today) & Domain("date_to", ">=", today),
            "over": Domain("date_to", "<", today),
        }
        return Domain.OR(domains[state] for state in value if state in domains)

    @api.constrains("categ_id", "product_id", "loop_id")
    def _check_target(self):
        for season in self:
            if len([record for record in (season.categ_id, season.product_id, season.loop_id) if record]) != 1:
                raise ValidationError(
                    self.env._("%s is for a category, a product or a loop: choose one of them.", season.name)
                )

    @api.constrains("active", "company_id", "categ_id", "product_id", "loop_id", "date_from", "date_to")
    def _check_overlap(self):
        for season in self.filtered("active"):
            other = self.search(season._get_overlap_domain(), limit=1)
            if other:
                raise ValidationError(
                    self.env._(
                        "%(season)s and %(other)s are for the same days of the same demand: which one counts? Shorten "
                        "one of them.",
                        season=season.name,
                        other=other.name,
                    )
                )

    def _get_overlap_domain(self):
        target = Domain.AND(
            Domain(name, "=", self[name].id) for name in ("company_id", "categ_id", "product_id", "loop_id")
        )
        dates = Domain("date_from", "<=", self.date_to) & Domain("date_to", ">=", self.date_from)
        return target & dates & Domain("id", "!=", self.id)

    @api.model
    def _get_seasons(self, loops):
        """{loop: list of :class:`Season` that are for it}, without the loops that have none."""
        records = self.search([("company_id", "in", loops.company_id.ids)])
        seasons = defaultdict(list)
        if records:
            by_target = records._group_by_target()
            for loop in loops:
                for target in loops._get_season_targets(loop):
                    seasons[loop] += by_target.get((loop.company_id, target), ())
        return {loop: found for loop, found in seasons.items() if found}

    def _group_by_target(self):
        by_target = defaultdict(list)
        for record in self:
            target = record.loop_id or record.product_id or record.categ_id
            by_target[record.company_id, target].append(record._prepare_season())
        return by_target

    def _prepare_season(self):
        rank = LOOP_RANK if self.loop_id else PRODUCT_RANK
        if self.categ_id:
            rank = self.categ_id.parent_path.count("/")
        return Season(self.date_from, self.date_to, self.factor, rank, self.name)


class LeanKanbanLoop(models.Model):
    _inherit = "lean.kanban.loop"

    @api.model
    def _get_season_targets(self, loop):
        """Records whose factors are for a loop."""
        category = loop.product_id.categ_id
        parents = [int(part) for part in (category.parent_path or "").split("/")[:-1]]
        return [loop, loop.product_id, *category.browse(parents)]


class LeanKanbanHistory(models.AbstractModel):
    _inherit = "lean.kanban.history"

    @api.model
    def _get_ordinary_days(self, loops, seasons):
        """As :meth:`_get_days`, each demand divided by the factor of its day: a season is no ordinary demand."""
        days = self._get_days(loops)
        for loop, found in seasons.items():
            if loop.id in days:
                days[loop.id] = [self._without_season(day, found) for day in days[loop.id]]
        return days

    @api.model
    def _without_season(self, day, seasons):
        return day._replace(demand=day.demand / factor_on(seasons, day.day)) if day.day else day
