# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from datetime import date, datetime

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date

from odoo.addons.lean_base.tools import read_id, read_number

MONTHS = 12


class Lean5sAudit(models.Model):
    """Areas by months: how they stand, who leads, what was missed. The reads do not grow with audits."""

    _inherit = "lean.5s.audit"

    @api.model
    @api.readonly
    def get_heat_map(self, months=MONTHS):
        """Mean score of each area and month, the areas ranked by their last score.

        :param months: how many, this one included; 1 to 36
        :return: {"months": [{"key", "label"}], "areas": rows, "target", "limit"}; undefined values are None
        """
        first, keys = self._get_heat_map_months(months)
        areas = self._get_heat_map_areas()
        cells, missed = self._read_heat_map_scores(areas, first), self._read_heat_map_missed(areas, first)
        last = areas._find_last_5s_audits()
        rows = [area._prepare_heat_map_row(keys, cells, missed, last.get(area.id)) for area in areas]
        rows.sort(key=lambda row: (row["score"] is None, -(row["score"] or 0), row["name"]))
        for place, row in enumerate(rows, start=1):
            row["rank"] = place if row["score"] is not None else None
        company = self.env.company
        return {
            "months": [{"key": key, "label": self._format_month(key)} for key in keys],
            "areas": rows,
            "target": company.lean_5s_target,
            "limit": company.lean_5s_limit,
        }

    @api.model
    def _get_heat_map_months(self, months):
        asked = read_number(months)
        count = MONTHS if asked is None else int(min(max(asked, 1), 36))
        this = self.env.company._lean_today().replace(day=1)
        first = this - relativedelta(months=count - 1)
        return first, [f"{first + relativedelta(months=index):%Y-%m}" for index in range(count)]

    @api.model
    def _format_month(self, key):
        year, month = key.split("-")
        return format_date(self.env, date(int(year), int(month), 1), date_format="MMM yy")

    @api.model
    def _get_heat_map_areas(self):
        """Areas with a schedule or an audit."""
        ids = {area.id for (area,) in self._read_group([], ["area_id"])}
        ids |= {area.id for (area,) in self.env["lean.5s.schedule"]._read_group([], ["area_id"])}
        return self.env["lean.area"].search_fetch([("id", "in", list(ids))], ["complete_name", "company_id"])

    @api.model
    def _read_heat_map_scores(self, areas, first):
        """{(area id, month): (mean score, audits, whether one of them failed)}"""
        groups = self._read_group(
            [
                ("area_id", "in", areas.ids),
                ("state", "=", "done"),
                ("kind", "!=", "reaudit"),
                ("date_audited", ">=", first),
            ],
            ["area_id", "date_audited:month"],
            ["score:avg", "__count", "is_failed:bool_or", "score:count"],
        )
        return {
            (area.id, f"{month:%Y-%m}"): (score if scored else None, count, failed)
            for area, month, score, count, failed, scored in groups
        }

    @api.model
    def _read_heat_map_missed(self, areas, first):
        """{(area id, month): audits that were missed}"""
        groups = self._read_group(
            [("area_id", "in", areas.ids), ("state", "=", "missed"), ("date_planned", ">=", first)],
            ["area_id", "date_planned:month"],
            ["__count"],
        )
        return {(area.id, f"{month:%Y-%m}"): count for area, month, count in groups}

    @api.model
    def action_open_cell(self, area_id, month):
        """Open the audits of an area in a month, as a click on its cell asks for.

        :param month: as "2026-11"
        """
        first = self._read_heat_map_month(month)
        key, last = f"{first:%Y-%m}", first + relativedelta(day=31)
        area = self.env["lean.area"].browse(read_id(area_id))
        action = self.env["ir.actions.act_window"]._for_xml_id("lean_5s.lean_5s_audit_action")
        period = fields.Domain("date_planned", ">=", first) & fields.Domain("date_planned", "<=", last)
        period |= fields.Domain("date_audited", ">=", first) & fields.Domain("date_audited", "<=", last)
        return action | {
            "name": f"{area.complete_name} · {self._format_month(key)}",
            "domain": list(fields.Domain("area_id", "=", area.id) & period),
            "context": {},
        }

    @api.model
    def _read_heat_map_month(self, month):
        try:
            return datetime.strptime(str(month), "%Y-%m").date()
        except ValueError:
            raise UserError(self.env._("There is no such month on this map: load the page again.")) from None


class LeanArea(models.Model):
    _inherit = "lean.area"

    def _prepare_heat_map_row(self, keys, cells, missed, last):
        rate = self.company_id._lean_5s_rate
        row_cells = []
        for key in keys:
            score, count, failed = cells.get((self.id, key), (None, 0, False))
            row_cells.append(
                {
                    "month": key,
                    "score": score,
                    "rating": rate(score, failed),
                    "is_failed": failed,
                    "audits": count,
                    "missed": missed.get((self.id, key), 0),
                }
            )
        scores = [cell["score"] for cell in row_cells if cell["score"] is not None]
        score = last.score if last and last.score is not False else None
        return {
            "id": self.id,
            "name": self.complete_name,
            "cells": row_cells,
            "score": score,
            "rating": rate(score, bool(last and last.is_failed)),
            "is_failed": bool(last and last.is_failed),
            "change": scores[-1] - scores[0] if len(scores) > 1 else None,
            "missed": sum(cell["missed"] for cell in row_cells),
        }
