# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)

from collections import defaultdict
from urllib.parse import urlencode

from odoo import api, fields, models

from .lean_action import UNFINISHED_STATES


class LeanArea(models.Model):
    _name = "lean.area"
    _description = "Plant Area"
    _inherit = ["mail.thread", "mail.activity.mixin", "image.mixin"]
    _parent_store = True
    _rec_name = "complete_name"
    _rec_names_search = ["complete_name", "code"]
    _order = "complete_name, id"
    _check_company_auto = True

    name = fields.Char(required=True, tracking=True)
    complete_name = fields.Char(
        string="Full Name",
        compute="_compute_complete_name",
        store=True,
        recursive=True,
    )
    code = fields.Char(required=True, tracking=True, help="Short and printed large.")
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        comodel_name="res.company",
        required=True,
        index=True,
        default=lambda self: self.env.company,
    )
    parent_id = fields.Many2one(
        comodel_name="lean.area",
        string="Part Of",
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    parent_path = fields.Char(index=True)
    child_ids = fields.One2many(comodel_name="lean.area", inverse_name="parent_id", string="Parts")
    responsible_id = fields.Many2one(
        comodel_name="res.users",
        tracking=True,
        check_company=True,
        domain="[('share', '=', False), ('company_ids', 'in', company_id)]",
        help="Who is asked when something in this area is overdue.",
    )
    description = fields.Html()
    color = fields.Integer()
    action_count = fields.Integer(
        string="Unfinished Actions",
        compute="_compute_action_count",
        groups="lean_base.group_lean_user",
    )
    page_url = fields.Char(string="Page", compute="_compute_page_url")
    qr_image_url = fields.Char(string="QR Code", compute="_compute_page_url")

    _code_company_uniq = models.Constraint(
        "UNIQUE (company_id, code)",
        "Another area of the company has this code already.",
    )

    @api.depends("name", "parent_id.complete_name")
    def _compute_complete_name(self):
        for area in self:
            parent_name = area.parent_id.complete_name
            area.complete_name = f"{parent_name} / {area.name}" if parent_name else area.name

    def _compute_action_count(self):
        """Count the unfinished actions of each area and of its parts."""
        groups = self.env["lean.action"]._read_group(
            [("area_id", "child_of", self.ids), ("state", "in", UNFINISHED_STATES)],
            ["area_id"],
            ["__count"],
        )
        counts = defaultdict(int)
        for area, count in groups:
            for area_id in area.parent_path.split("/")[:-1]:
                counts[int(area_id)] += count
        for area in self:
            area.action_count = counts[area.id]

    def _compute_page_url(self):
        for area in self:
            area.page_url = f"{area.get_base_url()}/lean/area/{area.id}" if area.id else False
            area.qr_image_url = area.page_url and area._get_qr_image_url(area.page_url)

    def copy_data(self, default=None):
        default = dict(default or {})
        vals_list = super().copy_data(default=default)
        for area, vals in zip(self, vals_list, strict=True):
            if "name" not in default:
                vals["name"] = self.env._("%s (copy)", area.name)
            if "code" not in default:
                vals["code"] = area._get_copy_code()
        return vals_list

    def action_open_actions(self):
        """Open the unfinished improvement actions of this area and its parts."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("lean_base.lean_action_action")
        return action | {
            "domain": [("area_id", "child_of", self.id)],
            "context": {"default_area_id": self.id, "search_default_unfinished": 1},
        }

    def _get_copy_code(self):
        """Return the first free code made of this one and a copy suffix."""
        self.ensure_one()
        areas = self.with_context(active_test=False).search_fetch(
            [
                ("company_id", "=", self.company_id.id),
                ("code", "=like", f"{self.code}-%"),
            ],
            ["code"],
        )
        taken = set(areas.mapped("code"))
        number = 1
        while f"{self.code}-{number}" in taken:
            number += 1
        return f"{self.code}-{number}"

    @api.model
    def _get_qr_image_url(self, value, size=300):
        """Return the address of Odoo's own QR code image of a value."""
        arguments = {"barcode_type": "QR", "value": value, "width": size}
        return f"/report/barcode/?{urlencode(arguments | {'height': size})}"

    def _get_web_url(self):
        """Return the address of this area's form in the web client."""
        self.ensure_one()
        return f"/odoo/lean-areas/{self.id}"
