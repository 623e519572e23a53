# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.lean_base.tools import UndefinedFloat

from ..calculations import replies

ACTIVITY_TYPE = "lean_kaizen.mail_activity_type_reply"
# Written by the reply alone.
SEALED_FIELDS = {"state", "date_replied", "replied_by_id", "days_to_reply", "like_ids", "date_asked"}
CONTENT_FIELDS = {"name", "description", "employee_id", "image"}
TRANSITIONS = {
    "accepted": ("new", "declined"),
    "declined": ("new", "accepted"),
    "done": ("accepted",),
}


class LeanKaizenIdea(models.Model):
    """Each idea gets a reply and thanks, from who answers for its area, within the company's days."""

    _inherit = "lean.kaizen.idea"

    reply = fields.Text(tracking=True, help="What becomes of it and why, in words for who had the idea.")
    date_replied = fields.Datetime(string="Replied On", readonly=True, copy=False)
    replied_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    days_to_reply = UndefinedFloat(
        string="Days to Reply",
        digits=(16, 1),
        readonly=True,
        copy=False,
        aggregator="avg",
        help="Elapsed days from the idea to the reply, weekends included; empty while nobody replied.",
    )
    days_waiting = UndefinedFloat(
        string="Waiting (days)",
        compute="_compute_days_waiting",
        digits=(16, 1),
        aggregator=None,
    )
    is_late = fields.Boolean(string="Reply Is Late", compute="_compute_days_waiting", search="_search_is_late")
    can_reply = fields.Boolean(compute="_compute_can_reply")

    @api.depends("date_asked", "date_replied", "state")
    def _compute_days_waiting(self):
        now = fields.Datetime.now()
        for idea in self:
            waits = idea.state == "new" and idea.date_asked
            idea.days_waiting = replies.days_to_reply(idea.date_asked, now) if waits else False
            limit = idea.company_id.sudo().lean_kaizen_reply_days
            idea.is_late = bool(waits) and replies.is_late(idea.date_asked, None, now, limit)

    @api.model
    def _search_is_late(self, operator, value):
        if operator != "in":
            return NotImplemented
        now = fields.Datetime.now()
        # pylint: disable-next=no-search-all
        companies = self.env["res.company"].sudo().search([])
        return fields.Domain("state", "=", "new") & fields.Domain.OR(
            fields.Domain("company_id", "in", group.ids)
            & fields.Domain("date_asked", "<", fields.Datetime.subtract(now, days=days))
            for days, group in companies.grouped("lean_kaizen_reply_days").items()
        )

    @api.depends_context("uid")
    @api.depends("area_id", "employee_id")
    def _compute_can_reply(self):
        for idea in self:
            idea.can_reply = idea._is_replier(self.env.user) and not idea.is_own

    @api.model_create_multi
    def create(self, vals_list):
        is_plain = not (self.env.su or self.env.user.has_group("lean_base.group_lean_user"))
        employee = self._get_current_employee()
        for vals in vals_list:
            self._check_sealed(vals)
            vals.pop("reply", None)
            if is_plain:
                vals["employee_id"] = employee.id
        ideas = super().create(vals_list)
        ideas._ask_for_reply()
        return ideas

    def write(self, vals):
        self._check_sealed(vals)
        if "reply" in vals and not self.env.su:
            self._check_replier()
        if CONTENT_FIELDS & vals.keys() and not self.env.su:
            for idea in self:
                if idea.state != "new":
                    raise UserError(self.env._("“%s” has a reply, so its words stay as they were.", idea.name))
        result = super().write(vals)
        if vals.get("area_id"):
            waiting = self.filtered(lambda idea: idea.state == "new")
            waiting.sudo().activity_unlink([ACTIVITY_TYPE])
            waiting._ask_for_reply()
        return result

    def action_accept(self):
        """Reply: it will be done."""
        return self._answer("accepted")

    def action_decline(self):
        """Reply: not now, and why."""
        return self._answer("declined")

    def action_done(self):
        """It is done; who had the idea hears of it."""
        self._check_transition("done")
        self._check_replier()
        self._seal({"state": "done"})
        for idea in self:
            idea._thank(self.env._("Your idea “%s” is in use now. Thank you!", idea.name))

    def action_make_action(self):
        """Make an action of each accepted idea, once; open it."""
        self._check_convertible()
        for idea in self.filtered(lambda idea: not idea.lean_action_ids):
            idea._create_lean_actions()
        return self.action_open_lean_actions()

    def action_make_event(self):
        """Make one kaizen event that takes these ideas up."""
        self._check_convertible()
        if not self:
            raise UserError(self.env._("Choose the ideas that the event takes up."))
        if taken := self.filtered("event_id"):
            raise UserError(
                self.env._(
                    "“%(idea)s” belongs to %(event)s already.",
                    idea=taken[0].name,
                    event=taken[0].event_id.display_name,
                )
            )
        event = self.env["lean.kaizen.event"].create(self._prepare_event_values())
        self.event_id = event
        return event.get_formview_action()

    def _prepare_event_values(self):
        first = self[0]
        employees = self.employee_id.filtered(lambda employee: employee.company_id == first.company_id)
        return {
            "name": first.name,
            "company_id": first.company_id.id,
            "area_id": first.area_id.id,
            "problem": "\n".join(filter(None, self.mapped("description"))),
            "waste_ids": [fields.Command.set(self.waste_ids.ids)],
            "member_ids": [fields.Command.set(employees.ids)],
            "date_start": False,
        }

    def _answer(self, state):
        self._check_transition(state)
        self._check_replier()
        now = fields.Datetime.now()
        for idea in self:
            if not (idea.reply or "").strip():
                raise UserError(self.env._("Write a reply to “%s” first: who had the idea reads it.", idea.name))
            idea._seal(
                {
                    "state": state,
                    "date_replied": idea.date_replied or now,
                    "replied_by_id": self.env.uid,
                    "days_to_reply": replies.days_to_reply(idea.date_asked, idea.date_replied or now),
                }
            )
            idea._thank(self.env._("Thank you for your idea “%(idea)s”. %(reply)s", idea=idea.name, reply=idea.reply))
        self.sudo().activity_feedback([ACTIVITY_TYPE])

    def _thank(self, text):
        """Who had the idea reads it where they read their messages, and on the page for ideas."""
        self.ensure_one()
        employee = self.sudo().employee_id
        partner = employee.user_id.partner_id
        self.sudo().message_post(
            body=text,
            author_id=self.env.user.partner_id.id,
            partner_ids=partner.ids if partner != self.env.user.partner_id else [],
            message_type="comment",
            subtype_xmlid="mail.mt_note",
        )

    def _seal(self, vals):
        return self.sudo().write(vals)

    def _check_sealed(self, vals):
        is_default = vals.get("state") == "new" and SEALED_FIELDS & vals.keys() == {"state"}
        if SEALED_FIELDS & vals.keys() and not (self.env.su or is_default):
            raise AccessError(self.env._("What became of an idea is recorded by the reply, not entered."))

    def _check_transition(self, state):
        labels = dict(self._fields["state"]._description_selection(self.env))
        for idea in self:
            if idea.state not in TRANSITIONS[state]:
                raise UserError(
                    self.env._(
                        "“%(idea)s” is “%(state)s” and cannot become “%(new_state)s”.",
                        idea=idea.name,
                        state=labels[idea.state],
                        new_state=labels[state],
                    )
                )

    def _check_replier(self):
        self.check_access("write")
        for idea in self:
            if idea.is_own:
                raise UserError(self.env._("“%s” is your own idea: somebody else replies to it.", idea.name))
            if not idea._is_replier(self.env.user):
                raise AccessError(
                    self.env._("The responsible of the area, or a Lean manager, replies to “%s”.", idea.name)
                )

    def _check_convertible(self):
        for idea in self:
            if idea.state not in ("accepted", "done"):
                raise UserError(self.env._("Reply to “%s” and accept it first.", idea.name))

    def _is_replier(self, user):
        """Whether a user answers for the area or one above it, or manages Lean."""
        self.ensure_one()
        return user in self._get_area_responsibles() or user.has_group("lean_base.group_lean_manager")

    def _get_area_responsibles(self):
        """Who answers for the area and those above, nearest first."""
        users, area = self.env["res.users"], self.sudo().area_id
        while area:
            users |= area.responsible_id
            area = area.parent_id
        return users.with_env(self.env)

    def _ask_for_reply(self):
        """One activity for who has to reply, due within the company's days."""
        waiting = self.sudo().filtered(lambda idea: idea.state == "new")
        values = [idea._prepare_reply_activity() for idea in waiting]
        # Without the quick update each activity would also be an e-mail.
        activities = self.env["mail.activity"].sudo().with_context(mail_activity_quick_update=True)
        activities.create([value for value in values if value["user_id"]])

    def _prepare_reply_activity(self):
        self.ensure_one()
        get_id = self.env["ir.model.data"]._xmlid_to_res_id
        user = (self._get_area_responsibles() - self.employee_id.user_id)[:1]
        return {
            "res_model_id": self.env["ir.model"]._get_id(self._name),
            "res_id": self.id,
            "activity_type_id": get_id(ACTIVITY_TYPE) or get_id("mail.mail_activity_data_todo"),
            "user_id": user.id,
            "date_deadline": fields.Date.add(
                self.company_id._lean_today(), days=self.company_id.lean_kaizen_reply_days
            ),
            "summary": self.with_context(lang=user.lang or self.env.lang)._get_reply_summary(),
            "automated": True,
        }

    def _get_reply_summary(self):
        return self.env._("Reply to the idea: %s", self.name)
