# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

FORECAST_FIELDS = {
    "event_id",
    "kind",
    "recurrence",
    "hardness",
    "amount_forecast",
    "date_from",
    "stock_cut_id",
    "name",
    "basis",
}
ACTUAL_FIELDS = {"amount_actual", "date_actual"}
# Written by the transitions alone: who entered and who approved cannot be claimed.
SEALED_FIELDS = {
    "state",
    "author_id",
    "author_employee_id",
    "actual_author_id",
    "actual_author_employee_id",
    "approved_by_id",
    "date_approved",
    "confirmed_by_id",
    "date_confirmed",
}


class LeanKaizenSaving(models.Model):
    """A saving is approved, and its actual confirmed, by somebody else than who entered it."""

    _inherit = "lean.kaizen.saving"

    author_id = fields.Many2one("res.users", string="Entered By", readonly=True, copy=False)
    author_employee_id = fields.Many2one("hr.employee", string="Entered By (Operator)", readonly=True, copy=False)
    approved_by_id = fields.Many2one("res.users", readonly=True, copy=False, tracking=True)
    date_approved = fields.Date(string="Approved On", readonly=True, copy=False)
    actual_author_id = fields.Many2one("res.users", string="Actual Entered By", readonly=True, copy=False)
    actual_author_employee_id = fields.Many2one(
        "hr.employee", string="Actual Entered By (Operator)", readonly=True, copy=False
    )
    confirmed_by_id = fields.Many2one("res.users", readonly=True, copy=False, tracking=True)
    date_confirmed = fields.Date(string="Confirmed On", readonly=True, copy=False)
    is_approver = fields.Boolean(compute="_compute_is_approver")

    @api.depends_context("uid")
    @api.depends("event_id.sponsor_id", "author_id", "actual_author_id", "state")
    def _compute_is_approver(self):
        for saving in self:
            author = saving.actual_author_id if saving.state == "approved" else saving.author_id
            saving.is_approver = saving._is_approving_role(self.env.user) and author != self.env.user

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._check_sealed(vals)
            if vals.get("amount_actual") not in (None, False):
                raise UserError(self.env._("What a saving came to is entered once its forecast is approved."))
        savings = super().create(vals_list)
        savings._seal(savings._prepare_author("author"))
        return savings

    def write(self, vals):
        self._check_sealed(vals)
        forecast, actual = FORECAST_FIELDS & vals.keys(), ACTUAL_FIELDS & vals.keys()
        if forecast:
            self._check_state(("draft",), self.env._("only a draft can be changed. Take it back to draft first"))
        if actual:
            self._check_state(
                ("approved",), self.env._("what it came to is entered after the approval and before the confirmation")
            )
        result = super().write(vals)
        if forecast:
            self._seal(self._prepare_author("author"))
        if actual:
            self._seal(self._prepare_author("actual_author"))
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_approved(self):
        if kept := self.filtered(lambda saving: saving.state in ("approved", "confirmed")):
            raise UserError(self.env._("“%s” is approved and stays in the records.", kept[0].name))

    def action_submit(self):
        """Ask for the approval of the forecast."""
        self._check_state(("draft",), self.env._("only a draft is submitted"))
        for saving in self:
            if not saving.amount_forecast:
                raise UserError(self.env._("“%s” has no amount yet.", saving.name))
        self._seal({"state": "submitted"})
        self._ask_for_approval()

    def action_approve(self):
        """Approve the forecast; refused for who entered it."""
        self._check_state(("submitted",), self.env._("only what was submitted is approved"))
        self._check_approver("author")
        self._decide({"state": "approved", "approved_by_id": self.env.uid}, "date_approved")

    def action_refuse(self):
        """Refuse the forecast; it can be taken back to draft and corrected."""
        self._check_state(("submitted",), self.env._("only what was submitted is refused"))
        self._check_approver("author")
        self._decide({"state": "refused"}, None)

    def action_confirm(self):
        """Confirm what it came to; refused for who entered it."""
        self._check_state(("approved",), self.env._("only what was approved is confirmed"))
        for saving in self:
            if saving.amount_actual is False:
                raise UserError(self.env._("“%s”: enter what it came to first.", saving.name))
        self._check_approver("actual_author")
        self._decide({"state": "confirmed", "confirmed_by_id": self.env.uid}, "date_confirmed")

    def action_reset(self):
        """Take a saving back to draft; of an approved one a manager only, and its actual goes."""
        approved = self.filtered(lambda saving: saving.state in ("approved", "confirmed"))
        if approved and not self.env.user.has_group("lean_base.group_lean_manager"):
            raise AccessError(
                self.env._("“%s” is approved: only a Lean manager can take it back to draft.", approved[0].name)
            )
        cleared = dict.fromkeys(SEALED_FIELDS - {"author_id", "author_employee_id"} | ACTUAL_FIELDS, False)
        self._seal(cleared | {"state": "draft"})

    def _seal(self, vals):
        """Write what only transitions write; who may change the event was checked before."""
        if not self.env.su:
            self._check_event_open()
        return self.sudo().with_context(lean_kaizen_sealing=True).write(vals)

    def _decide(self, vals, date_field):
        for company, savings in self.grouped("company_id").items():
            today = company._lean_today()
            savings._seal(vals | ({date_field: today} if date_field else {}))
        self.sudo().activity_unlink(["mail.mail_activity_data_todo"])

    def _check_sealed(self, vals):
        is_default = vals.get("state") == "draft" and len(SEALED_FIELDS & vals.keys()) == 1
        if SEALED_FIELDS & vals.keys() and not (self.env.su or is_default):
            raise AccessError(self.env._("Who entered and who approved a saving is recorded, not entered."))

    def _check_state(self, states, reason):
        if self.env.context.get("lean_kaizen_sealing") and self.env.su:
            return
        for saving in self:
            if saving.state not in states:
                label = dict(self._fields["state"]._description_selection(self.env))[saving.state]
                raise UserError(
                    self.env._(
                        "“%(saving)s” is “%(state)s”: %(reason)s.", saving=saving.name, state=label, reason=reason
                    )
                )

    def _check_approver(self, author_field):
        """Sponsor of the event or Lean manager, but never who entered the amount."""
        employee = self.env["hr.employee"]._lean_current_employee()
        for saving in self:
            if saving._is_entered_by(author_field, self.env.user, employee):
                raise UserError(self.env._("You entered “%s” yourself: somebody else has to approve it.", saving.name))
            if not saving._is_approving_role(self.env.user):
                raise AccessError(
                    self.env._(
                        "“%s” is approved by the sponsor of the event or a Lean manager.",
                        saving.name,
                    )
                )

    def _is_approving_role(self, user):
        self.ensure_one()
        return user == self.event_id.sponsor_id or user.has_group("lean_base.group_lean_manager")

    def _is_entered_by(self, author_field, user, employee):
        """Whether this person entered the amount, at a shared station too."""
        saving = self.sudo()
        author, author_employee = saving[f"{author_field}_id"], saving[f"{author_field}_employee_id"]
        if author_employee:
            return employee.sudo() == author_employee or author_employee.user_id == user
        return author == user

    def _prepare_author(self, field):
        employee = self.env["hr.employee"]._lean_current_employee()
        return {f"{field}_id": self.env.uid, f"{field}_employee_id": employee.id}

    def _ask_for_approval(self):
        """An activity for who may approve: the sponsor, else the responsible of the area."""
        for saving in self:
            event = saving.event_id
            candidates = [event.sponsor_id, event.area_id.responsible_id]
            approver = next(
                (user for user in candidates if user and user != self.env.user and saving._is_approving_role(user)),
                None,
            )
            if approver:
                saving.sudo().activity_schedule(
                    "mail.mail_activity_data_todo",
                    summary=self.env._("Approve: %s", saving.name),
                    user_id=approver.id,
                )
