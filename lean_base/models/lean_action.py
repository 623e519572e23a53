# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)

from collections import defaultdict

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

UNFINISHED_STATES = ("open", "in_progress")
TRANSITIONS = {
    "open": ("in_progress", "done", "cancelled"),
    "in_progress": ("open", "done", "cancelled"),
    "done": ("open", "in_progress", "verified"),
    "cancelled": ("open", "in_progress"),
    "verified": (),
}
# Written by the transitions alone: who did and who verified cannot be claimed.
SEALED_FIELDS = {
    "date_done",
    "done_by_id",
    "done_by_employee_id",
    "date_verified",
    "verified_by_id",
    "verified_by_employee_id",
}
# Given at creation, then left: see _detach_source().
SOURCE_FIELDS = {"res_model", "res_id"}


class LeanAction(models.Model):
    """Who does what by when, whatever the action comes from.

    Each change of state goes through :meth:`write`, so that buttons, a dragged
    card, an import and another addon all meet the same checks.
    """

    _name = "lean.action"
    _description = "Improvement Action"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "priority desc, date_deadline, id"
    _check_company_auto = True

    name = fields.Char(string="Action", required=True, tracking=True)
    description = fields.Html()
    company_id = fields.Many2one(
        comodel_name="res.company",
        required=True,
        index=True,
        default=lambda self: self.env.company,
    )
    area_id = fields.Many2one(
        comodel_name="lean.area",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        tracking=True,
    )
    user_id = fields.Many2one(
        comodel_name="res.users",
        string="Responsible",
        required=True,
        index=True,
        default=lambda self: self.env.user,
        domain="[('share', '=', False), ('company_ids', 'in', company_id)]",
        check_company=True,
        tracking=True,
    )
    employee_id = fields.Many2one(
        comodel_name="hr.employee",
        string="Carried Out By",
        check_company=True,
        index="btree_not_null",
        help="The person who does it, where that is not the responsible user.",
    )
    date_deadline = fields.Date(string="Deadline", index=True, tracking=True)
    priority = fields.Selection(selection=[("0", "Normal"), ("1", "High"), ("2", "Urgent")], default="0")
    tag_ids = fields.Many2many(comodel_name="lean.action.tag", string="Tags")
    state = fields.Selection(
        selection=[
            ("open", "Open"),
            ("in_progress", "In Progress"),
            ("done", "Done"),
            ("verified", "Verified"),
            ("cancelled", "Cancelled"),
        ],
        required=True,
        default="open",
        copy=False,
        index=True,
        tracking=True,
        group_expand="_group_expand_states",
    )
    source_kind = fields.Selection(
        selection=[
            ("manual", "Entered by Hand"),
            ("safety", "Safety"),
            ("audit", "Audit"),
            ("event", "Kaizen Event"),
            ("idea", "Idea"),
            ("tag", "Tag"),
            ("scorecard", "Scorecard"),
            ("card", "Kanban Card"),
        ],
        string="Kind",
        required=True,
        default="manual",
        tracking=True,
    )
    # Plain model name and id: the action outlives what it came from, the addon too.
    res_model = fields.Char(string="Source Model", readonly=True)
    res_id = fields.Many2oneReference(string="Source ID", model_field="res_model", readonly=True)
    source_name = fields.Char(string="Source", tracking=True)
    needs_verification = fields.Boolean(
        compute="_compute_needs_verification",
        store=True,
        help="Somebody else than who did it has to see that it works.",
    )
    is_locked = fields.Boolean(compute="_compute_is_locked")
    date_done = fields.Date(string="Done On", readonly=True, copy=False)
    done_by_id = fields.Many2one(comodel_name="res.users", string="Marked Done By", readonly=True, copy=False)
    done_by_employee_id = fields.Many2one(
        comodel_name="hr.employee",
        string="Marked Done By (Operator)",
        readonly=True,
        copy=False,
    )
    date_verified = fields.Date(string="Verified On", readonly=True, copy=False)
    verified_by_id = fields.Many2one(comodel_name="res.users", readonly=True, copy=False)
    verified_by_employee_id = fields.Many2one(
        comodel_name="hr.employee",
        string="Verified By (Operator)",
        readonly=True,
        copy=False,
    )

    _source_idx = models.Index("(res_model, res_id)")

    @api.model
    def _get_verified_source_kinds(self):
        """Return the kinds whose actions somebody else has to verify."""
        return {"safety", "audit", "scorecard"}

    @api.model
    def _group_expand_states(self, states, domain):
        return list(dict.fromkeys(["open", "in_progress", "done", *states]))

    @api.depends("source_kind")
    def _compute_needs_verification(self):
        kinds = self._get_verified_source_kinds()
        for action in self:
            action.needs_verification = action.source_kind in kinds

    @api.depends("state", "needs_verification")
    def _compute_is_locked(self):
        for action in self:
            action.is_locked = action.state == "verified" or (action.state == "done" and action.needs_verification)

    @api.model_create_multi
    def create(self, vals_list):
        defaults = self.default_get(["state", "res_model", "res_id"])
        vals_list = [{**defaults, **vals} for vals in vals_list]
        for vals in vals_list:
            self._check_sealed(vals, SEALED_FIELDS)
        names = self._get_source_names(vals_list)
        actions = super().create(
            [
                {**vals, "state": "open", "source_name": vals.get("source_name") or name}
                for vals, name in zip(vals_list, names, strict=True)
            ]
        )
        for state in {vals["state"] for vals in vals_list} - {"open"}:
            ids = [action.id for action, vals in zip(actions, vals_list, strict=True) if vals["state"] == state]
            self.browse(ids).write({"state": state})
        return actions

    def write(self, vals):
        self._check_sealed(vals, SEALED_FIELDS | SOURCE_FIELDS)
        self._check_unlocked(vals)
        self._check_verification_kept(vals)
        state = vals.get("state")
        changing = self.filtered(lambda action: state and action.state != state)
        changing._check_transition(state)
        result = super(LeanAction, self - changing).write(vals)
        for company, actions in changing.grouped("company_id").items():
            values = actions._prepare_state_values(state, company)
            super(LeanAction, actions).write({**values, **vals})
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_verified(self):
        if verified := self.filtered(lambda action: action.state == "verified"):
            raise UserError(self.env._("“%s” is verified and stays in the records.", verified[0].name))

    def action_start(self):
        return self.write({"state": "in_progress"})

    def action_done(self):
        return self.write({"state": "done"})

    def action_verify(self):
        return self.write({"state": "verified"})

    def action_cancel(self):
        return self.write({"state": "cancelled"})

    def action_reopen(self):
        return self.write({"state": "open"})

    def action_open_source(self):
        """Open the record this action came from."""
        self.ensure_one()
        source = self._get_sources(self.res_model, [self.res_id])
        if not source:
            raise UserError(
                self.env._(
                    "“%s”, where this action came from, no longer exists.",
                    self.source_name or self.env._("The source"),
                )
            )
        source.check_access("read")
        return source.get_formview_action()

    @api.model
    def _get_source_names(self, vals_list):
        """Return the name of what each new action comes from; it will outlive it.

        Refused for a source the user may not read: its name would tell of it.
        """
        keys = [(vals.get("res_model"), vals.get("res_id")) for vals in vals_list]
        ids_by_model = defaultdict(set)
        for model_name, res_id in keys:
            ids_by_model[model_name].add(res_id)
        names = {}
        for model_name, ids in ids_by_model.items():
            sources = self._get_sources(model_name, ids)
            sources.check_access("read")
            names.update({(model_name, source.id): source.display_name for source in sources})
        return [names.get(key, False) for key in keys]

    @api.model
    def _get_sources(self, model_name, ids):
        """Return the records of a model that exist.

        None where the model is gone, e.g. because its addon was uninstalled.
        """
        model = self.env.get(model_name) if model_name else None
        if model is None or model._abstract:
            return self.browse()
        return model.browse(filter(None, ids)).exists()

    def _detach_source(self):
        """Forget the id of a source that goes; its model and name stay as text."""
        # Of verified actions as well, which write() refuses to change.
        return super().write({"res_id": False})  # pylint: disable=super-method-mismatch

    def _prepare_state_values(self, state, company):
        """Return what is recorded with a change to a state: who, and which day."""
        values = dict.fromkeys(SEALED_FIELDS, False) if state != "verified" else {}
        if state not in ("done", "verified"):
            return values
        return values | {
            f"date_{state}": company._lean_today(),
            f"{state}_by_id": self.env.uid,
            f"{state}_by_employee_id": self._get_actor().id,
        }

    @api.model
    def _get_actor(self):
        return self.env["hr.employee"]._lean_current_employee()

    def _check_sealed(self, vals, sealed_fields):
        if not self.env.su and sealed_fields & vals.keys():
            raise AccessError(
                self.env._("Who did or verified an action, and what it came from, is recorded, not entered.")
            )

    def _check_unlocked(self, vals):
        """Refuse to change what is verified, or done and waiting for it."""
        locked = self.filtered("is_locked")
        if locked and vals.keys() - self._get_never_locked_fields():
            raise UserError(
                self.env._(
                    "“%(action)s” is %(state)s and can only be discussed. Make a new action for what is still to do.",
                    action=locked[0].name,
                    state=locked[0]._get_state_label(),
                )
            )

    def _check_verification_kept(self, vals):
        """Refuse to get around a verification by changing the kind of an action."""
        kind = vals.get("source_kind")
        if not kind or kind in self._get_verified_source_kinds() or self.env.su:
            return
        is_manager = self.env.user.has_group("lean_base.group_lean_manager")
        if not is_manager and any(self.mapped("needs_verification")):
            raise AccessError(self.env._("Only a Lean manager can decide that an action needs no verification."))

    @api.model
    def _get_never_locked_fields(self):
        """Return the chatter's fields, and those that have a check of their own."""
        chatter = self.env["mail.thread"]._fields.keys()
        activities = self.env["mail.activity.mixin"]._fields.keys()
        return {"state"} | SEALED_FIELDS | chatter | activities

    def _check_transition(self, state):
        for action in self:
            if state not in TRANSITIONS.get(action.state, ()):
                raise UserError(
                    self.env._(
                        "“%(action)s” is %(state)s and cannot become %(new_state)s.",
                        action=action.name,
                        state=action._get_state_label(),
                        new_state=action._get_state_label(state),
                    )
                )
        if state == "verified":
            self._check_verifier()

    def _check_verifier(self):
        """Refuse a verification by who did it, or where none is asked for."""
        actor = self._get_actor()
        for action in self:
            if not action.needs_verification:
                raise UserError(self.env._("“%s” needs no verification.", action.name))
            if action._is_done_by(self.env.user, actor):
                raise UserError(
                    self.env._(
                        "You did “%s” yourself: somebody else has to verify it.",
                        action.name,
                    )
                )

    def _is_done_by(self, user, employee):
        """Return whether this person did the action or marked it done.

        At a shared station the user is everybody's, so the employee decides.
        """
        self.ensure_one()
        action = self.sudo()
        employees = action.employee_id | action.done_by_employee_id
        users = employees.user_id
        if not action.employee_id:
            users |= action.user_id
        if not action.done_by_employee_id:
            users |= action.done_by_id
        if employee:
            return employee.sudo() in employees or employee.sudo().user_id in users
        return user in users

    def _get_state_label(self, state=None):
        labels = dict(self._fields["state"]._description_selection(self.env))
        return labels.get(state or self.state, state)
