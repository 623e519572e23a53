# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from odoo.addons.lean_base.tools import UndefinedFloat, clean_photo, read_dict, read_text

UNFINISHED = ("open", "in_progress")
# Written with the state alone: who mended it and when cannot be claimed.
SEALED_FIELDS = {"date_done", "done_by_id", "done_by_employee_id"}
# Days until something has to be done: every red has an owner and a date.
DAYS = {"operator": 3, "specialist": 7}
SECONDS_A_DAY = 24 * 3600
MAX_NOTE = 2_000


class LeanTpmTag(models.Model):
    """An abnormality somebody found on a machine, as the tag that hangs there."""

    _name = "lean.tpm.tag"
    _description = "Maintenance Tag"
    _inherit = ["mail.thread", "mail.activity.mixin", "lean.action.source.mixin"]
    _order = "must_stop desc, date_found desc, id desc"
    _check_company_auto = True

    name = fields.Char("What is Wrong", required=True, tracking=True)
    company_id = fields.Many2one("res.company", required=True, index=True, default=lambda self: self.env.company)
    kind = fields.Selection(
        [("operator", "Operator"), ("specialist", "Specialist")],
        required=True,
        default="specialist",
        tracking=True,
        help="Who can mend it. Operator: a blue tag. Specialist: a red one, for maintenance.",
    )
    equipment_id = fields.Many2one("maintenance.equipment", check_company=True, index="btree_not_null", tracking=True)
    area_id = fields.Many2one(
        "lean.area", compute="_compute_area_id", store=True, readonly=False, check_company=True, index="btree_not_null"
    )
    must_stop = fields.Boolean(tracking=True, help="The machine must not run until it is mended.")
    state = fields.Selection(
        [("open", "Open"), ("in_progress", "In Progress"), ("done", "Done"), ("cancelled", "Cancelled")],
        required=True,
        default="open",
        tracking=True,
        copy=False,
        group_expand="_expand_states",
    )
    note = fields.Text()
    photo = fields.Image(max_width=1920, max_height=1920)
    photo_512 = fields.Image("Photo (512)", related="photo", max_width=512, max_height=512, store=True)
    date_found = fields.Datetime("Found", required=True, default=fields.Datetime.now)
    found_by_id = fields.Many2one("res.users", default=lambda self: self.env.user, readonly=True)
    employee_id = fields.Many2one("hr.employee", "Operator", readonly=True)
    occurrence_id = fields.Many2one("lean.tpm.occurrence", "Found In", readonly=True, index="btree_not_null")
    uid = fields.Char("Tag ID", readonly=True, copy=False)
    user_id = fields.Many2one(
        "res.users",
        "Responsible",
        compute="_compute_user_id",
        store=True,
        readonly=False,
        check_company=True,
        tracking=True,
    )
    date_deadline = fields.Date(
        "Deadline", compute="_compute_date_deadline", store=True, readonly=False, tracking=True, index="btree_not_null"
    )
    date_done = fields.Datetime("Mended", readonly=True, copy=False)
    done_by_id = fields.Many2one("res.users", "Mended By", readonly=True, copy=False)
    done_by_employee_id = fields.Many2one("hr.employee", "Mended By (Operator)", readonly=True, copy=False)
    days_open = UndefinedFloat(
        "Days to Mend", digits=(16, 1), compute="_compute_days_open", store=True, aggregator="avg"
    )
    request_id = fields.Many2one("maintenance.request", readonly=True, copy=False, index="btree_not_null")
    is_overdue = fields.Boolean(compute="_compute_is_overdue", search="_search_is_overdue")

    _uid_unique = models.UniqueIndex("(uid) WHERE uid IS NOT NULL")

    @api.constrains("equipment_id", "area_id")
    def _check_place(self):
        for tag in self:
            if not tag.equipment_id and not tag.area_id:
                raise ValidationError(self.env._("Say where it is: on which equipment, or in which area."))

    @api.model
    def _expand_states(self, states, domain):
        return list(dict.fromkeys(["open", "in_progress", "done", *states]))

    @api.depends("equipment_id")
    def _compute_area_id(self):
        for tag in self:
            tag.area_id = tag.equipment_id.lean_area_id or tag.area_id

    @api.depends("kind", "equipment_id", "area_id")
    def _compute_user_id(self):
        for tag in self:
            equipment = tag.equipment_id
            technician = equipment.technician_user_id or equipment.category_id.technician_user_id
            responsible = tag.area_id.responsible_id
            tag.user_id = (technician or responsible) if tag.kind == "specialist" else responsible

    @api.depends("kind", "must_stop", "date_found", "company_id")
    def _compute_date_deadline(self):
        for tag in self:
            company = tag.company_id or self.env.company
            found = fields.Datetime.context_timestamp(tag.with_context(tz=company._lean_tz().zone), tag.date_found)
            tag.date_deadline = found.date() + timedelta(days=0 if tag.must_stop else DAYS[tag.kind])

    @api.depends("date_found", "date_done")
    def _compute_days_open(self):
        for tag in self:
            span = tag.date_done and tag.date_done - tag.date_found
            tag.days_open = span.total_seconds() / SECONDS_A_DAY if span else None

    @api.depends("state", "date_deadline")
    def _compute_is_overdue(self):
        for tag in self:
            today = (tag.company_id or self.env.company)._lean_today()
            tag.is_overdue = tag.state in UNFINISHED and bool(tag.date_deadline) and tag.date_deadline < today

    @api.model
    def _search_is_overdue(self, operator, value):
        if operator != "in":
            return NotImplemented
        return [("state", "in", UNFINISHED), ("date_deadline", "<", self.env.company._lean_today())]

    @api.model_create_multi
    def create(self, vals_list):
        operator = self.env["hr.employee"]._lean_current_employee()
        for vals in vals_list:
            vals.setdefault("employee_id", operator.id)
        tags = super().create(vals_list)
        tags._ask_responsible()
        return tags

    def write(self, vals):
        if not self.env.su and SEALED_FIELDS & vals.keys():
            raise UserError(self.env._("Who mended it and when follows from the state: use the buttons."))
        result = super().write(vals)
        if "state" in vals:
            self._stamp_state(vals["state"])
        return result

    def _stamp_state(self, state):
        """Who mended it and when; nobody where it is open again."""
        is_done = state == "done"
        employees = self.env["hr.employee"]
        stamped = self.filtered(lambda tag: is_done != bool(tag.date_done))
        stamped.sudo().write(
            {
                "date_done": is_done and fields.Datetime.now(),
                "done_by_id": is_done and self.env.uid,
                "done_by_employee_id": is_done and employees._lean_current_employee().id,
            }
        )
        if state not in UNFINISHED:
            self.activity_unlink(["mail.mail_activity_data_todo"])

    def _ask_responsible(self):
        """An activity for who has to see to it; the tag itself is what the operators see."""
        for tag in self.filtered(lambda tag: tag.user_id and tag.state in UNFINISHED):
            tag.activity_schedule(
                "mail.mail_activity_data_todo",
                tag.date_deadline,
                user_id=tag.user_id.id,
                summary=self.env._("The machine must stop") if tag.must_stop else tag.name,
            )

    def action_start(self):
        """Somebody is at it."""
        return self.write({"state": "in_progress"})

    def action_done(self, done_at=None):
        """It is mended: the tag comes off the machine.

        :param done_at: UTC time, now if not told; not in the future, not before it was found
        """
        done_at = fields.Datetime.to_datetime(done_at) or fields.Datetime.now()
        if done_at > fields.Datetime.now() or any(done_at < tag.date_found for tag in self):
            raise UserError(self.env._("It was mended after it was found, and in the past."))
        result = self.write({"state": "done"})
        self.sudo().write({"date_done": done_at})
        return result

    def action_cancel(self):
        """It was nothing."""
        return self.write({"state": "cancelled"})

    def action_reopen(self):
        """It is not mended after all."""
        return self.write({"state": "open"})

    def _take_back(self, reason):
        self.write({"state": "cancelled"})
        self.message_post(body=reason)

    # What a tag becomes

    def action_create_request(self):
        """Ask maintenance: a corrective request for each tag without one."""
        tags = self.filtered(lambda tag: not tag.request_id)
        if tags.filtered(lambda tag: not tag.equipment_id):
            raise UserError(self.env._("Maintenance works on equipment: say on which this is, or make it an action."))
        requests = self.env["maintenance.request"].create([tag._prepare_request() for tag in tags])
        for tag, request in zip(tags, requests, strict=True):
            tag.request_id = request
            if tag.photo:
                tag._attach_photo(request)
        tags.filtered(lambda tag: tag.state == "open").action_start()
        return self.action_open_request()

    def _prepare_request(self):
        equipment = self.equipment_id
        values = {
            "name": f"{self.name} ({equipment.name})",
            "equipment_id": equipment.id,
            "company_id": self.company_id.id,
            "maintenance_type": "corrective",
            "lean_is_failure": self.must_stop,
            "priority": "3" if self.must_stop else "1",
            "description": self.note,
            "request_date": self.company_id._lean_today(),
            "user_id": self.user_id.id,
        }
        team = equipment.maintenance_team_id
        return values | ({"maintenance_team_id": team.id} if team else {})

    def _attach_photo(self, request):
        self.env["ir.attachment"].create(
            {
                "name": f"{self.name}.jpg",
                "datas": self.photo,
                "res_model": request._name,
                "res_id": request.id,
            }
        )

    def action_open_request(self):
        """The requests of these tags."""
        action = {
            "type": "ir.actions.act_window",
            "name": self.env._("Maintenance Requests"),
            "res_model": "maintenance.request",
            "view_mode": "list,form",
            "domain": [("id", "in", self.request_id.ids)],
        }
        if len(self.request_id) == 1:
            action |= {"view_mode": "form", "res_id": self.request_id.id}
        return action

    def action_create_action(self):
        """Make an improvement action of each tag that has none."""
        self.filtered(lambda tag: not tag.lean_action_count)._create_lean_actions()
        return self.action_open_lean_actions()

    def _get_lean_source_kind(self):
        return "tag"

    def _prepare_lean_action_values(self):
        values = {
            **super()._prepare_lean_action_values(),
            "name": f"{self.equipment_id.name}: {self.name}" if self.equipment_id else self.name,
            "area_id": self.area_id.id,
            "date_deadline": self.date_deadline,
            "description": self.note,
        }
        return values | ({"user_id": self.user_id.id} if self.user_id else {})

    # From the station

    @api.model
    def report(self, equipment_id, entry):
        """Hang a tag on a machine, without a check.

        :param entry: ``{"uid", "note", "photo", "must_stop", "tag_kind", "answered_at"}``
        :return: ``{"ok", "level", "message", "tag_id"}``; what cannot be taken says why
        """
        try:
            with self.env.cr.savepoint():
                return self._report(equipment_id, read_dict(entry))
        except UserError as error:
            return {"ok": False, "level": "danger", "message": str(error), "tag_id": False}

    @api.model
    def _report(self, equipment_id, entry):
        results = self.env["lean.tpm.result"]
        uid = results._parse_uid(entry.get("uid"))
        equipment = self.env["maintenance.equipment"].browse(results._parse_id(equipment_id)).exists()
        equipment.check_access("read")
        tag = self.search([("uid", "=", uid)])
        if not tag:
            tag = self.create(self._prepare_report(equipment, uid, entry))
        return {"ok": True, "level": "warning", "message": self.env._("The tag is open."), "tag_id": tag.id}

    @api.model
    def _prepare_report(self, equipment, uid, entry):
        note = read_text(entry.get("note"), MAX_NOTE)
        if not note:
            raise UserError(self.env._("Say in a few words what is wrong."))
        name = note.splitlines()[0][:80]
        return {
            "uid": uid,
            "name": name,
            "note": note if note != name else False,
            "photo": clean_photo(entry.get("photo")),
            "must_stop": entry.get("must_stop") is True,
            "kind": "operator" if entry.get("tag_kind") == "operator" else "specialist",
            "equipment_id": equipment.id,
            "company_id": (equipment.company_id or self.env.company).id,
            "date_found": self.env["lean.tpm.result"]._parse_time(entry.get("answered_at")),
        }
