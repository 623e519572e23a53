# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from collections import defaultdict
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import format_date

TRANSITIONS = {
    "tagged": ("holding", "decided"),
    "holding": ("tagged", "decided"),
    "decided": ("holding", "done"),
    "done": (),
}
DISPOSITIONS = [
    ("keep", "Keep"),
    ("relocate", "Relocate"),
    ("return", "Return"),
    ("sell", "Sell"),
    ("scrap", "Scrap"),
]
# What the area looks like without it has to be seen.
PHOTO_AFTER = ("relocate", "scrap")
CATEGORIES = [
    ("material", "Raw Material"),
    ("wip", "Work in Progress"),
    ("finished", "Finished Goods"),
    ("tool", "Tool or Gauge"),
    ("machine", "Machine or Equipment"),
    ("furniture", "Furniture or Rack"),
    ("consumable", "Consumable"),
    ("document", "Paper or Sign"),
    ("other", "Other"),
]
REASONS = [
    ("unneeded", "Not needed here"),
    ("excess", "More than needed"),
    ("defective", "Defective"),
    ("obsolete", "Out of date"),
    ("unknown", "Nobody knows it"),
    ("unsafe", "Unsafe"),
]


class Lean5sRedTag(models.Model):
    """Something that should not be where it is, until somebody has decided and it is gone."""

    _name = "lean.5s.red.tag"
    _description = "5S Red Tag"
    _inherit = ["mail.thread", "mail.activity.mixin", "lean.action.source.mixin"]
    _order = "date_decide_by, id"
    _check_company_auto = True

    name = fields.Char("Tag", required=True, readonly=True, copy=False, default="/")
    item = fields.Char(required=True, tracking=True, help="What it is: material, tool, equipment.")
    area_id = fields.Many2one(
        "lean.area", required=True, index=True, ondelete="restrict", check_company=True, tracking=True
    )
    company_id = fields.Many2one(related="area_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    category = fields.Selection(CATEGORIES, required=True, default="other", tracking=True)
    quantity = fields.Float(default=1.0, digits="Product Unit", aggregator="sum")
    unit = fields.Char(help="Pieces, boxes, metres.")
    value = fields.Monetary("Estimated Value", help="What all of it is worth to the company today.")
    photo = fields.Image(max_width=1280, max_height=1280, copy=False)
    photo_after = fields.Image(max_width=1280, max_height=1280, copy=False)
    reason = fields.Selection(REASONS, required=True, default="unneeded", tracking=True)
    description = fields.Text("What Was Found")
    state = fields.Selection(
        [("tagged", "Tagged"), ("holding", "Holding Area"), ("decided", "Decided"), ("done", "Done")],
        required=True,
        default="tagged",
        copy=False,
        index=True,
        tracking=True,
        group_expand=True,
    )
    holding_place = fields.Char(help="Where it waits for the decision.")
    decider_id = fields.Many2one(
        "res.users",
        required=True,
        index=True,
        compute="_compute_decider_id",
        store=True,
        readonly=False,
        precompute=True,
        check_company=True,
        domain="[('share', '=', False), ('company_ids', 'in', company_id)]",
        tracking=True,
        help="Who decides what becomes of it.",
    )
    date_tagged = fields.Date("Tagged", required=True, default=lambda self: self.env.company._lean_today(), copy=False)
    date_decide_by = fields.Date(
        "Decide By", compute="_compute_date_decide_by", store=True, readonly=False, precompute=True, copy=False
    )
    disposition = fields.Selection(DISPOSITIONS, copy=False, tracking=True)
    destination = fields.Char(copy=False, help="Where it goes, or who takes it.")
    tagged_by_id = fields.Many2one("res.users", default=lambda self: self.env.user, readonly=True, copy=False)
    tagged_by_employee_id = fields.Many2one("hr.employee", "Tagged By (Operator)", readonly=True, copy=False)
    decided_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    date_decided = fields.Date("Decided", readonly=True, copy=False)
    date_done = fields.Date("Done", readonly=True, copy=False)
    audit_id = fields.Many2one("lean.5s.audit", index="btree_not_null", ondelete="set null", copy=False)
    answer_id = fields.Many2one("lean.5s.answer", index="btree_not_null", ondelete="set null", copy=False)
    is_overdue = fields.Boolean("Overdue", compute="_compute_is_overdue", search="_search_is_overdue")
    status = fields.Char(compute="_compute_status")

    _quantity_positive = models.Constraint("CHECK (quantity > 0)", "A tag is for something: say how many there are.")

    @api.depends("area_id")
    def _compute_decider_id(self):
        for tag in self:
            tag.decider_id = tag.decider_id or tag.area_id.responsible_id or self.env.user

    @api.depends("date_tagged", "area_id")
    def _compute_date_decide_by(self):
        for tag in self:
            days = (tag.area_id.company_id or self.env.company).lean_5s_tag_days
            tag.date_decide_by = tag.date_tagged and tag.date_tagged + timedelta(days=days)

    @api.depends("state", "date_decide_by")
    def _compute_is_overdue(self):
        today = {company: company._lean_today() for company in self.company_id}
        for tag in self:
            waits = tag.state in ("tagged", "holding") and tag.date_decide_by and tag.company_id
            tag.is_overdue = bool(waits and tag.date_decide_by < today[tag.company_id])

    @api.model
    def _search_is_overdue(self, operator, value):
        if operator != "in":
            return NotImplemented
        return fields.Domain("state", "in", ("tagged", "holding")) & fields.Domain.OR(
            fields.Domain("company_id", "=", company.id) & fields.Domain("date_decide_by", "<", company._lean_today())
            for company in self.env.companies
        )

    @api.depends("state", "is_overdue", "disposition")
    def _compute_status(self):
        states = dict(self._fields["state"]._description_selection(self.env))
        dispositions = dict(self._fields["disposition"]._description_selection(self.env))
        for tag in self:
            label = states.get(tag.state, "")
            if tag.is_overdue:
                label = self.env._("Decision overdue")
            elif tag.disposition and tag.state in ("decided", "done"):
                label = f"{label}: {dispositions[tag.disposition]}"
            tag.status = label

    @api.depends("name", "item")
    def _compute_display_name(self):
        for tag in self:
            tag.display_name = f"{tag.name} {tag.item or ''}".strip()

    @api.model_create_multi
    def create(self, vals_list):
        employee = self.env["hr.employee"]._lean_current_employee()
        sequence = self.env["ir.sequence"]
        for vals in vals_list:
            if vals.get("name", "/") == "/":
                vals["name"] = sequence.next_by_code("lean.5s.red.tag") or "/"
            vals.setdefault("tagged_by_employee_id", employee.id)
        tags = super().create([{**vals, "state": "tagged"} for vals in vals_list])
        tags._ask_deciders()
        return tags

    def write(self, vals):
        state = vals.get("state")
        moving = self.filtered(lambda tag: state and tag.state != state)
        done = (self - moving).filtered(lambda tag: tag.state == "done")
        if done and vals.keys() - self._get_free_fields():
            raise UserError(self.env._("%s is done and stays in the records as it is.", done[0].display_name))
        result = super(Lean5sRedTag, self - moving).write(vals)
        for company, tags in moving.grouped("company_id").items():
            tags._check_transition(state, vals)
            super(Lean5sRedTag, tags).write({**tags._prepare_state_values(state, company), **vals})
            tags._after_transition(state)
        if vals.keys() & {"decider_id", "date_decide_by"}:
            self.filtered(lambda tag: tag.state in ("tagged", "holding"))._ask_deciders()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_decided(self):
        if self.filtered(lambda tag: tag.state in ("decided", "done")):
            raise UserError(self.env._("What was decided stays in the records."))

    def action_hold(self):
        return self.write({"state": "holding"})

    def action_decide(self):
        return self.write({"state": "decided"})

    def action_done(self):
        return self.write({"state": "done"})

    def action_back(self):
        """Decide anew: it waits in the holding area again."""
        return self.write({"state": "holding"})

    @api.model
    def _get_free_fields(self):
        """Fields of a tag that is done which may still change."""
        names = {*self.env["mail.thread"]._fields, *self.env["mail.activity.mixin"]._fields}
        return names | {"lean_action_ids", "state"}

    def _check_transition(self, state, vals):
        labels = dict(self._fields["state"]._description_selection(self.env))
        for tag in self:
            if state not in TRANSITIONS[tag.state]:
                raise UserError(
                    self.env._(
                        "%(tag)s is “%(old)s” and cannot become “%(new)s”.",
                        tag=tag.display_name,
                        old=labels[tag.state],
                        new=labels.get(state, state),
                    )
                )
            disposition = vals.get("disposition", tag.disposition)
            if state == "decided":
                tag._check_decision(disposition)
            elif state == "done":
                tag._check_done(disposition, vals.get("photo_after", tag.photo_after))

    def _check_decision(self, disposition):
        if not disposition:
            raise UserError(
                self.env._("What becomes of %s? Choose keep, relocate, return, sell or scrap.", self.display_name)
            )
        if not (self.env.su or self._may_decide()):
            raise AccessError(
                self.env._(
                    "%(user)s decides about %(tag)s. Ask them, or a Lean manager.",
                    user=self.decider_id.sudo().name,
                    tag=self.display_name,
                )
            )

    def _may_decide(self):
        user = self.env.user
        return user in (self.decider_id, self.area_id.responsible_id) or user.has_group("lean_base.group_lean_manager")

    def _check_done(self, disposition, photo_after):
        if disposition in PHOTO_AFTER and not photo_after:
            raise UserError(
                self.env._("Take a photo of the place without it, then close %s as done.", self.display_name)
            )

    def _prepare_state_values(self, state, company):
        today = company._lean_today()
        if state == "decided":
            return {"decided_by_id": self.env.uid, "date_decided": today}
        if state == "done":
            return {"date_done": today}
        return {"decided_by_id": False, "date_decided": False}

    def _after_transition(self, state):
        """Who had to decide is asked no more, or once more."""
        if state in ("decided", "done"):
            self.sudo().activity_ids.filtered("automated").unlink()
        else:
            self._ask_deciders()

    def _ask_deciders(self):
        """Put each tag on the list of who decides, once and without an e-mail."""
        self.sudo().activity_ids.filtered("automated").unlink()
        self.env["mail.activity"].sudo().with_context(mail_activity_quick_update=True).create(
            [tag._prepare_activity() for tag in self]
        )

    def _prepare_activity(self):
        return {
            "res_model_id": self.env["ir.model"]._get_id(self._name),
            "res_id": self.id,
            "activity_type_id": self.env["ir.model.data"]._xmlid_to_res_id("mail.mail_activity_data_todo"),
            "user_id": self.decider_id.id,
            "date_deadline": self.date_decide_by,
            "summary": self.env._("Decide about %s", self.item),
            "automated": True,
        }

    def _get_label_facts(self):
        """What the printed tag says, as pairs of a word and a value; empty ones left out."""
        self.ensure_one()
        facts = [
            (self.env._("Area"), self.area_id.complete_name),
            (self.env._("Reason"), dict(self._fields["reason"]._description_selection(self.env))[self.reason]),
            (self.env._("Quantity"), f"{self.quantity:g} {self.unit or ''}".strip()),
            (self.env._("Tagged"), format_date(self.env, self.date_tagged)),
            (self.env._("Decides"), self.decider_id.sudo().name),
            (self.env._("Decide by"), format_date(self.env, self.date_decide_by)),
        ]
        return [(word, value) for word, value in facts if value]

    def _get_page_url(self):
        """Address that the QR code of the printed tag opens."""
        self.ensure_one()
        return f"{self.get_base_url()}/odoo/red-tags/{self.id}"

    def _get_qr_image_url(self):
        return self.env["lean.area"]._get_qr_image_url(self._get_page_url())

    # Source of actions

    def _get_lean_source_kind(self):
        return "tag"

    def _prepare_lean_action_values(self):
        return super()._prepare_lean_action_values() | {"area_id": self.area_id.id}

    @api.model
    def _count_open_by_area(self, areas):
        """{area id: open tags of the area and its parts}"""
        groups = self._read_group(
            [("area_id", "child_of", areas.ids), ("state", "!=", "done")], ["area_id"], ["__count"]
        )
        counts = defaultdict(int)
        for area, count in groups:
            for area_id in area.parent_path.split("/")[:-1]:
                counts[int(area_id)] += count
        return counts
