# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.lean_base.tools import read_dict, read_id

from ..calculations.oee import Oee, pareto

TODAY = 1  # as a number of days; any other is of whole days up to yesterday
DAILY = 28  # days up to which the trend has a point a day
DEFAULT_DAYS, MOST_DAYS = 28, 366
UNLOGGED = ("speed", "defect", "unexplained")


class LeanOee(models.Model):
    """The effectiveness dashboard: a picture first, its numbers one click below."""

    _inherit = "lean.oee"

    @api.model
    @api.readonly
    def get_dashboard(self, filters):
        """Effectiveness, trend and Pareto of losses of what the filters choose.

        :param filters: `workcenter_id`, `area_id` (its line: the constraint's rows), `shift_id`, `product_id`,
            `days` (1: today so far; more: whole days up to yesterday); each may be missing
        :return: plain values; ratios are shares or False where undefined, times are hours
        """
        filters = self._read_filters(filters)
        days = self._get_days(filters)
        domain = self._get_dashboard_domain(filters, days)
        total = self._sum_times(domain).get((), Oee())
        losses = self._read_losses(filters, days)
        return {
            "figures": self._get_figures(total),
            "target": self._get_target(filters),
            "hours": self._read_hours(domain),
            "trend": self._read_trend(domain, days),
            "losses": self._get_pareto(losses, total.planned),
            "centers": self._read_centers(filters, days),
            "options": self._get_options(days),
            "measured_at": fields.Datetime.to_string(self.search(domain, order="write_date desc", limit=1).write_date),
            "can_open_logs": self.env["mrp.workcenter.productivity"].has_access("read"),
            "can_open_centers": self.env["mrp.workcenter"].has_access("read"),
        }

    @api.model
    def _read_filters(self, filters):
        """What a screen chose, ids and a number of days; what is neither chooses nothing."""
        return {name: read_id(value) for name, value in read_dict(filters).items()}

    @api.model
    def _get_days(self, filters):
        return min(filters.get("days") or DEFAULT_DAYS, MOST_DAYS)

    @api.model
    def _get_dashboard_domain(self, filters, days):
        today = self.env.company._lean_today()
        since = today if days == TODAY else today - timedelta(days=days)
        until = today if days == TODAY else today - timedelta(days=1)
        domain = [("company_id", "in", self.env.companies.ids), ("date", ">=", since), ("date", "<=", until)]
        chosen = ("workcenter_id", "shift_id", "product_id")
        domain += [(name, "=", filters[name]) for name in chosen if filters.get(name)]
        if filters.get("area_id"):
            domain.append(("area_id", "child_of", filters["area_id"]))
            if not filters.get("workcenter_id"):
                domain.append(("is_constraint", "=", True))
        return domain

    @api.model
    def _get_figures(self, times):
        names = ("oee", "availability", "effectiveness", "quality")
        ratios = {name: _to_share(getattr(times, name)) for name in names}
        return ratios | {"standard": times.standard or False}

    @api.model
    def _get_target(self, filters):
        center = self.env["mrp.workcenter"].sudo().browse(filters.get("workcenter_id") or False)
        return round(center.oee_target / 100, 4) if center.exists() else False

    @api.model
    def _read_hours(self, domain):
        names = ("planned", "operating", "ideal", "good", "stop", "unexplained", "excluded", "outside")
        sums = [f"{name}_hours:sum" for name in names] + ["quantity:sum", "scrap_quantity:sum"]
        [values] = self._read_group(domain, [], sums)
        return dict(zip((*names, "quantity", "scrap"), (value or 0 for value in values), strict=True))

    @api.model
    def _read_trend(self, domain, days):
        """A point a day, in longer periods a week; days of which nothing was planned are left out."""
        times = self._sum_times(domain, ["date:day" if days <= DAILY else "date:week"])
        points = sorted((key[0], total) for key, total in times.items() if total.planned)
        return [self._get_figures(total) | {"date": fields.Date.to_string(day)} for day, total in points]

    @api.model
    def _read_losses(self, filters, days):
        """{(reason id or big loss, big loss): (name, hours, times)}"""
        domain = self._get_loss_domain(filters, days)
        groups = self.env["lean.oee.loss"]._read_group(domain, ["reason_id", "big_loss"], ["hours:sum", "count:sum"])
        labels = self._get_loss_labels()
        return {
            (reason.id or big_loss, big_loss): (reason.sudo().name or labels[big_loss], hours or 0, count or 0)
            for reason, big_loss, hours, count in groups
        }

    @api.model
    def _get_loss_domain(self, filters, days):
        """Losses know everything but whether their work center was a constraint: that their row does."""
        own = ("is_constraint",)
        domain = self._get_dashboard_domain(filters, days)
        return [(f"oee_id.{leaf[0]}", *leaf[1:]) if leaf[0] in own else leaf for leaf in domain]

    @api.model
    def _get_loss_labels(self):
        return dict(self.env["lean.oee.loss"]._fields["big_loss"]._description_selection(self.env))

    @api.model
    def _get_pareto(self, losses, planned):
        labels = self._get_loss_labels()
        rows = []
        for key, hours, running in pareto({key: row[1] for key, row in losses.items()}):
            name, __, count = losses[key]
            rows.append(
                {
                    "key": key[0],
                    "name": name,
                    "big_loss": key[1],
                    "label": labels[key[1]],
                    "hours": hours,
                    "share": hours / planned if planned else False,
                    "cumulative": running,
                    "count": count,
                    "minutes_each": hours * 60 / count if count and key[1] not in UNLOGGED else False,
                }
            )
        return rows

    @api.model
    def _read_centers(self, filters, days):
        """Every work center of the choice, the worst first; undefined ones last."""
        domain = self._get_dashboard_domain({**filters, "area_id": False, "workcenter_id": False}, days)
        if filters.get("area_id"):
            domain.append(("area_id", "child_of", filters["area_id"]))
        times = self._sum_times(domain, ["workcenter_id", "area_id", "is_constraint"])
        rows = {}
        for (center, area, is_constraint), total in times.items():
            row = rows.setdefault(center, {"times": Oee(), "area": area, "is_constraint": False})
            row["times"] += total
            row["is_constraint"] |= is_constraint
        values = [
            self._get_figures(row["times"])
            | {
                "id": center.id,
                "name": center.sudo().name,
                "area": row["area"].name or False,
                "is_constraint": row["is_constraint"],
            }
            for center, row in rows.items()
        ]
        return sorted(values, key=lambda row: (row["oee"] is False, row["oee"], row["name"]))

    @api.model
    def _get_options(self, days):
        domain = self._get_dashboard_domain({}, MOST_DAYS)
        groups = {
            name: self._read_group(domain, [name]) for name in ("workcenter_id", "area_id", "shift_id", "product_id")
        }
        return {
            name: [{"id": record.id, "name": record.sudo().display_name} for (record,) in rows if record]
            for name, rows in groups.items()
        }

    @api.model
    @api.readonly
    def get_loss_action(self, filters, key, big_loss):
        """What is behind a bar of the Pareto: the logs of its reason, else the shifts it was lost in."""
        filters, reason_id = self._read_filters(filters), read_id(key)
        if big_loss not in list(self._get_loss_labels()):
            raise UserError(self.env._("This loss is not known here: load the page again."))
        days = self._get_days(filters)
        domain = [*self._get_loss_domain(filters, days), ("big_loss", "=", big_loss)]
        losses = self.env["lean.oee.loss"]
        if reason_id and self.env["mrp.workcenter.productivity"].has_access("read"):
            rows = losses.search([*domain, ("reason_id", "=", reason_id)]).oee_id
            reason = self.env["mrp.workcenter.productivity.loss"].browse(reason_id)
            return self._get_logs_action(
                rows.workcenter_id,
                min(rows.mapped("date_from"), default=fields.Datetime.now()),
                max(rows.mapped("date_to"), default=fields.Datetime.now()),
                reason,
            )
        domain.append(("reason_id", "=", reason_id or False))
        action = self.env["ir.actions.act_window"]._for_xml_id("lean_tpm_mrp.lean_oee_loss_action")
        return action | {
            "domain": domain,
            "context": {},
            "views": [(False, "list"), (False, "graph"), (False, "pivot")],
        }


def _to_share(value):
    return False if value is None else round(value, 4)
