# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL

from odoo.addons.lean_base.tools import UndefinedFloat

from ..calculations.outcome import compliance
from .lean_tpm_tag import UNFINISHED

COMPLIANCE_DAYS = 90
# What the page of a machine shows of its ledger.
DUE_DAYS, SHOWN_ROWS = 7, 8


class MaintenanceEquipment(models.Model):
    """The machine's photo with its points, its QR code, and its health at a glance."""

    _inherit = "maintenance.equipment"

    lean_photo = fields.Image("Photo", max_width=1920, max_height=1920)
    lean_photo_512 = fields.Image("Photo (512)", related="lean_photo", max_width=512, max_height=512, store=True)
    lean_points = fields.Json(
        "Points", help="Where the tasks' points are on the photo: number, and x and y in percent."
    )
    lean_page_url = fields.Char("Check Page", compute="_compute_lean_page_url")
    lean_qr_image_url = fields.Char("QR Code", compute="_compute_lean_page_url")
    lean_tag_ids = fields.One2many("lean.tpm.tag", "equipment_id", "Tags")
    lean_tag_count = fields.Integer("Open Tags", compute="_compute_lean_tag_count")
    lean_must_stop = fields.Boolean("Must Stop", compute="_compute_lean_tag_count", search="_search_lean_must_stop")
    lean_last_done = fields.Datetime("Last Done", compute="_compute_lean_health")
    lean_next_due = fields.Date("Next Due", compute="_compute_lean_health")
    lean_compliance = UndefinedFloat(
        "Kept (90 days)",
        compute="_compute_lean_health",
        help="Share of what was due in the last 90 days that was done within its tolerance.",
    )
    lean_health = fields.Selection(
        [("good", "Fine"), ("soon", "Act soon"), ("now", "Act now"), ("none", "No plan")],
        "Health",
        compute="_compute_lean_health",
        help="Act now: a tag says it must stop, or maintenance is overdue. Act soon: something is due or a tag is open.",
    )
    lean_open_tag_ids = fields.One2many("lean.tpm.tag", compute="_compute_lean_rows", string="Unfinished Tags")
    lean_due_ids = fields.One2many("lean.tpm.occurrence", compute="_compute_lean_rows", string="Due Now")
    lean_done_ids = fields.One2many("lean.tpm.occurrence", compute="_compute_lean_rows", string="Done Lately")

    def _compute_lean_page_url(self):
        areas = self.env["lean.area"]
        for equipment in self:
            url = f"{equipment.get_base_url()}/lean/machine/{equipment.id}" if equipment.id else False
            equipment.lean_page_url = url
            equipment.lean_qr_image_url = url and areas._get_qr_image_url(url)

    @api.depends("lean_tag_ids.state", "lean_tag_ids.must_stop")
    def _compute_lean_tag_count(self):
        groups = self.env["lean.tpm.tag"]._read_group(
            [("equipment_id", "in", self.ids), ("state", "in", UNFINISHED)],
            ["equipment_id"],
            ["__count", "must_stop:bool_or"],
        )
        found = {equipment: (count, stops) for equipment, count, stops in groups}
        for equipment in self:
            equipment.lean_tag_count, equipment.lean_must_stop = found.get(equipment, (0, False))

    @api.model
    def _search_lean_must_stop(self, operator, value):
        if operator != "in":
            return NotImplemented
        return [("lean_tag_ids", "any", [("must_stop", "=", True), ("state", "in", UNFINISHED)])]

    def _compute_lean_health(self):
        rows = self.env["lean.tpm.occurrence"]
        last = dict(
            rows._read_group(
                [("equipment_id", "in", self.ids), ("date_done", "!=", False)], ["equipment_id"], ["date_done:max"]
            )
        )
        coming = dict(
            rows._read_group(
                [("equipment_id", "in", self.ids), ("state", "=", "planned")], ["equipment_id"], ["date_planned:min"]
            )
        )
        outcomes = self._read_outcomes()
        for equipment in self:
            equipment.lean_last_done = last.get(equipment, False)
            equipment.lean_next_due = coming.get(equipment, False)
            equipment.lean_compliance = compliance(outcomes.get(equipment, []))
            equipment.lean_health = equipment._judge_health()

    def _read_outcomes(self):
        """{equipment: states of what was due in the last 90 days}"""
        today = self.env.company._lean_today()
        since = today - timedelta(days=COMPLIANCE_DAYS)
        groups = self.env["lean.tpm.occurrence"]._read_group(
            [("equipment_id", "in", self.ids), ("date_due", ">=", since), ("date_due", "<=", today)],
            ["equipment_id", "state"],
            ["__count"],
        )
        outcomes = {}
        for equipment, state, count in groups:
            outcomes.setdefault(equipment, []).extend([state] * count)
        return outcomes

    def _judge_health(self):
        today = (self.company_id or self.env.company)._lean_today()
        due = self.lean_next_due
        if self.lean_must_stop or (due and due < today):
            return "now"
        if self.lean_tag_count or due == today:
            return "soon"
        return "good" if due or self.lean_last_done else "none"

    def _compute_lean_rows(self):
        today = {company: company._lean_today() for company in self.company_id | self.env.company}
        limit = max(today.values()) + timedelta(days=DUE_DAYS)
        due = self._read_first_rows([("state", "=", "planned"), ("date_planned", "<=", limit)], "date_planned")
        done = self._read_first_rows([("state", "in", ("done", "late", "missed"))], "date_due DESC")
        none = self.env["lean.tpm.occurrence"]
        for equipment in self:
            until = today[equipment.company_id or self.env.company] + timedelta(days=DUE_DAYS)
            equipment.lean_open_tag_ids = equipment.lean_tag_ids.filtered(lambda tag: tag.state in UNFINISHED)
            equipment.lean_due_ids = due.get(equipment, none).filtered(lambda row, day=until: row.date_planned <= day)
            equipment.lean_done_ids = done.get(equipment, none)

    def _read_first_rows(self, domain, order):
        """{equipment: its first occurrences of a domain}, a handful of each, from one statement.

        :param order: column of the ledger, with DESC where the last come first
        """
        rows = self.env["lean.tpm.occurrence"]
        query = rows._search([("equipment_id", "in", self.ids), *domain])
        table = SQL.identifier(query.table)
        order = SQL("%s %s", SQL.identifier(query.table, order.split()[0]), SQL("DESC" if " " in order else "ASC"))
        place = SQL("ROW_NUMBER() OVER (PARTITION BY %s.equipment_id ORDER BY %s, %s.id)", table, order, table)
        found = self.env.execute_query(
            SQL(
                "SELECT id FROM (%s) numbered WHERE place <= %s ORDER BY place, id",
                query.select(SQL("%s.id AS id", table), SQL("%s AS place", place)),
                SHOWN_ROWS,
            )
        )
        return rows.browse(row_id for [row_id] in found).grouped("equipment_id")

    def action_view_lean_tags(self):
        """The tags of this equipment."""
        action = self.env["ir.actions.act_window"]._for_xml_id("lean_tpm.lean_tpm_tag_action")
        context = {"search_default_unfinished": 1}
        if len(self) == 1:
            context["default_equipment_id"] = self.id
        return {**action, "domain": [("equipment_id", "in", self.ids)], "context": context}

    def action_open_station(self):
        """Open the page that the QR code on the machine opens."""
        self.ensure_one()
        action = self.env["ir.actions.client"]._for_xml_id("lean_tpm.lean_tpm_station_action")
        return {**action, "params": {"equipment_id": self.id}}

    def _get_station_url(self):
        """Address of the machine's checks in the web client."""
        self.ensure_one()
        return f"/odoo/machine-check?equipment={self.id}"
