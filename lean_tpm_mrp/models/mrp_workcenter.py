# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from datetime import timedelta

import pytz

from odoo import api, fields, models

from odoo.addons.lean_base.tools import UndefinedFloat

FIGURE_DAYS = 28
TREND_WEEKS = 26


class MrpWorkcenter(models.Model):
    """A work center's effectiveness over the last 28 whole days, its trend and its losses."""

    _inherit = "mrp.workcenter"

    lean_area_id = fields.Many2one(
        "lean.area", "Area", check_company=True, index="btree_not_null", help="The line this work center is part of."
    )
    lean_equipment_ids = fields.One2many("maintenance.equipment", "workcenter_id", "Equipment")
    lean_oee = UndefinedFloat(
        "OEE, 28 Days", compute="_compute_lean_oee", help="Of the last 28 whole days. Undefined without data."
    )
    lean_oee_label = fields.Char("OEE in Words", compute="_compute_lean_oee")
    lean_availability = UndefinedFloat("Availability, 28 Days", compute="_compute_lean_oee")
    lean_effectiveness = UndefinedFloat("Effectiveness, 28 Days", compute="_compute_lean_oee")
    lean_quality = UndefinedFloat("Quality, 28 Days", compute="_compute_lean_oee")
    lean_standard = fields.Selection(
        [("ok", "Fits"), ("wrong", "Standard wrong"), ("missing", "Standard missing")], compute="_compute_lean_oee"
    )
    lean_trend_chart = fields.Json(compute="_compute_lean_charts")
    lean_setup_chart = fields.Json(compute="_compute_lean_charts")

    @api.depends_context("company")
    def _compute_lean_oee(self):
        rows = self.env["lean.oee"]
        times = rows._sum_times(self._get_lean_rows_domain(FIGURE_DAYS), ["workcenter_id"])
        for center in self:
            found = times.get((center,))
            for name in ("oee", "availability", "effectiveness", "quality", "standard"):
                center[f"lean_{name}"] = getattr(found, name) if found else None
            center.lean_oee_label = "–" if center.lean_oee is False else f"{center.lean_oee * 100:.1f} %"

    def _get_lean_rows_domain(self, days):
        """Rows of the last whole days, up to yesterday."""
        today = self.env.company._lean_today()
        since = today - timedelta(days=days)
        return [("workcenter_id", "in", self.ids), ("date", ">=", since), ("date", "<", today)]

    @api.depends_context("company", "lang")
    def _compute_lean_charts(self):
        domain = self._get_lean_rows_domain(TREND_WEEKS * 7)
        times = self.env["lean.oee"]._sum_times(domain, ["workcenter_id", "date:week"])
        setups = self.env["lean.oee.loss"]._read_group(
            [*domain, ("big_loss", "=", "setup"), ("reason_id", "!=", False)],
            ["workcenter_id", "reason_id", "date:week"],
            ["minutes_each:avg"],
        )
        for center in self:
            own = {week: total for (owner, week), total in times.items() if owner == center}
            center.lean_trend_chart = center._get_trend_chart(own)
            center.lean_setup_chart = center._get_setup_chart([row[1:] for row in setups if row[0] == center])

    def _get_trend_chart(self, weeks):
        def percent(name):
            values = [getattr(total, name) for total in weeks.values()]
            return [None if value is None else round(value * 100, 1) for value in values]

        names = (
            ("oee", self.env._("OEE"), "moving", False),
            ("availability", self.env._("Availability"), "bad", True),
            ("effectiveness", self.env._("Effectiveness"), "warn", True),
            ("quality", self.env._("Quality"), "good", True),
        )
        return {
            "type": "line",
            "title": self.env._("Effectiveness by week"),
            "labels": [fields.Date.to_string(week) for week in weeks],
            "series": [
                {"label": label, "values": percent(name), "tone": tone, "dashed": dashed}
                for name, label, tone, dashed in names
            ],
            "y_title": "%",
            "y_min": 0,
            "empty": self.env._("Nothing measured yet: the hourly run reads the logs of work orders."),
        }

    def _get_setup_chart(self, rows):
        """Minutes of each set-up by week and reason: what a faster changeover looks like."""
        weeks = sorted({week for __, week, __ in rows})
        found = {(reason, week): minutes for reason, week, minutes in rows}
        reasons = sorted({reason for reason, __, __ in rows}, key=lambda reason: reason.id)
        return {
            "type": "line",
            "title": self.env._("Minutes of a set-up"),
            "labels": [fields.Date.to_string(week) for week in weeks],
            "series": [
                {
                    "label": reason.sudo().name,
                    "values": [round(found[reason, week], 1) if found.get((reason, week)) else None for week in weeks],
                }
                for reason in reasons
            ],
            "y_title": self.env._("minutes each"),
            "y_min": 0,
            "empty": self.env._("No set-up logged in 26 weeks."),
        }

    def _get_lean_working_time(self, start, end):
        """{work center: spans in UTC} in which its calendar has it work; breaks and leaves are out, work orders' own
        reservations are not leaves. Without a calendar it always does. Constant queries a calendar.
        """
        aware = [instant.replace(tzinfo=pytz.utc) for instant in (start, end)]
        result = {center: [(start, end)] for center in self}
        for calendar, centers in self.grouped("resource_calendar_id").items():
            if not calendar:
                continue
            work = calendar._work_intervals_batch(*aware, resources=centers.resource_id)
            for center in centers:
                result[center] = [
                    (_to_naive(first), _to_naive(last)) for first, last, __ in work[center.resource_id.id]
                ]
        return result

    def action_view_lean_oee(self):
        """The effectiveness dashboard of this work center."""
        action = self.env["ir.actions.client"]._for_xml_id("lean_tpm_mrp.lean_oee_dashboard_action")
        return action | {"params": {"workcenter": self.id}, "display_name": self.display_name}


def _to_naive(instant):
    """UTC without a zone, to the second: core's day ends a microsecond before midnight."""
    naive = instant.astimezone(pytz.utc).replace(tzinfo=None)
    return (naive + timedelta(milliseconds=500)).replace(microsecond=0)
