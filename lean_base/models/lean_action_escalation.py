# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)

from collections import defaultdict

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import format_date

from ..tools import run_safely
from .lean_action import UNFINISHED_STATES

ACTIVITY_TYPE = "lean_base.mail_activity_type_overdue"
BATCH_SIZE = 200


class LeanAction(models.Model):
    """Overdue actions: first the responsible is asked, after some days one above."""

    _inherit = "lean.action"

    is_overdue = fields.Boolean(string="Overdue", compute="_compute_is_overdue", search="_search_is_overdue")
    status = fields.Char(compute="_compute_status")
    escalation = fields.Selection(
        selection=[("responsible", "Responsible Asked"), ("escalated", "Escalated")],
        readonly=True,
        copy=False,
    )

    @api.depends("state", "date_deadline", "company_id.partner_id.tz")
    def _compute_is_overdue(self):
        for company, actions in self.grouped("company_id").items():
            today = company._lean_today() if company else fields.Date.today()
            for action in actions:
                action.is_overdue = (
                    action.state in UNFINISHED_STATES and bool(action.date_deadline) and action.date_deadline < today
                )

    @api.depends("state", "needs_verification", "is_overdue")
    def _compute_status(self):
        for action in self:
            label = action._get_state_label()
            if action.is_overdue:
                label = self.env._("%s, overdue", label)
            elif action.state == "done" and action.needs_verification:
                label = self.env._("%s, to verify", label)
            action.status = label

    @api.model
    def _search_is_overdue(self, operator, value):
        if operator != "in":
            return NotImplemented
        return self._get_overdue_domain()

    @api.model
    def _get_overdue_domain(self, escalated=False):
        """Return the domain of overdue actions, each by its own company's day.

        :param escalated: only those overdue for the company's days of escalation
        """
        company_ids_by_limit = defaultdict(list)
        # pylint: disable-next=no-search-all
        for company in self.env["res.company"].sudo().search([]):
            limit = company._lean_overdue_limit(escalated=escalated)
            company_ids_by_limit[limit].append(company.id)
        return Domain("state", "in", UNFINISHED_STATES) & Domain.OR(
            Domain("company_id", "in", ids) & Domain("date_deadline", "<", limit)
            for limit, ids in company_ids_by_limit.items()
        )

    def write(self, vals):
        result = super().write(vals)
        if self._get_escalation_fields() & vals.keys():
            asked = self.filtered("escalation")
            asked.filtered(lambda action: "user_id" in vals or not action.is_overdue)._settle_escalation()
        return result

    @api.model
    def _get_never_locked_fields(self):
        return super()._get_never_locked_fields() | {"escalation"}

    @api.model
    def _get_escalation_fields(self):
        return {"state", "date_deadline", "user_id", "company_id"}

    def _settle_escalation(self):
        """Take back what was asked for: it is done, postponed, or somebody else's."""
        if self:
            self.sudo().activity_unlink([ACTIVITY_TYPE])
            self.sudo().write({"escalation": False})

    @api.model
    def _cron_escalate_overdue(self):
        domain = self._get_escalation_domain()
        remaining = self.search_count(domain)
        failed = self.browse()
        while actions := self.search(domain & Domain("id", "not in", failed.ids), limit=BATCH_SIZE, order="id"):
            failed |= run_safely(actions, lambda actions: actions._escalate_overdue())
            remaining = max(remaining - len(actions), 0)
            if not self.env["ir.cron"]._commit_progress(len(actions), remaining=remaining):
                break

    @api.model
    def _get_escalation_domain(self):
        """Return the overdue actions somebody has still to be asked about."""
        to_ask = self._get_overdue_domain() & Domain("escalation", "=", False)
        to_escalate = self._get_overdue_domain(escalated=True) & Domain("escalation", "=", "responsible")
        return to_ask | to_escalate

    def _escalate_overdue(self):
        """Ask the responsible, and after the company's days one above, once each.

        What was asked is recorded in the same transaction as the activities, so a
        run that is repeated asks nobody twice.
        """
        actions = self.sudo()
        to_ask = actions.filtered(lambda a: a.is_overdue and not a.escalation)
        to_escalate = actions.filtered(
            lambda a: (
                a.escalation != "escalated"
                and a.is_overdue
                and a.date_deadline < a.company_id._lean_overdue_limit(escalated=True)
            )
        )
        values = to_ask._prepare_overdue_activities()
        values += to_escalate._prepare_escalation_activities()
        # Without the quick update each activity would also be an e-mail.
        self.env["mail.activity"].sudo().with_context(mail_activity_quick_update=True).create(values)
        (to_ask - to_escalate).write({"escalation": "responsible"})
        to_escalate.write({"escalation": "escalated"})

    def _prepare_overdue_activities(self):
        return [
            action._prepare_activity(
                action.user_id,
                action._in_language_of(action.user_id)._get_overdue_summary(),
            )
            for action in self
            if action._can_ask(action.user_id)
        ]

    def _prepare_escalation_activities(self):
        values, orphan_ids = [], []
        for action in self:
            user = action._get_escalation_user()
            if user:
                summary = action._in_language_of(user)._get_escalation_summary()
                values.append(action._prepare_activity(user, summary))
            else:
                orphan_ids.append(action.id)
        self.browse(orphan_ids)._log_nobody_to_ask()
        return values

    def _prepare_activity(self, user, summary):
        self.ensure_one()
        return {
            "res_model_id": self.env["ir.model"]._get_id(self._name),
            "res_id": self.id,
            "activity_type_id": self._get_overdue_activity_type_id(),
            "user_id": user.id,
            "date_deadline": self.company_id._lean_today(),
            "summary": summary,
            "automated": True,
        }

    @api.model
    def _get_overdue_activity_type_id(self):
        get_id = self.env["ir.model.data"]._xmlid_to_res_id
        return get_id(ACTIVITY_TYPE) or get_id("mail.mail_activity_data_todo")

    def _in_language_of(self, user):
        return self.with_context(lang=user.lang)

    def _get_overdue_summary(self):
        return self.env._("Overdue since %s", format_date(self.env, self.date_deadline))

    def _get_escalation_summary(self):
        return self.env._(
            "Overdue since %(date)s: ask %(user)s",
            date=format_date(self.env, self.date_deadline),
            user=self.user_id.name,
        )

    def _get_escalation_user(self):
        """Return the first above the responsible who can be asked, else nobody."""
        self.ensure_one()
        for user in self._get_escalation_candidates():
            if user != self.user_id and self._can_ask(user):
                return user
        return self.env["res.users"]

    def _get_escalation_candidates(self):
        """Return who answers for the action: area upwards, then the doer's manager."""
        candidates, area = [], self.area_id
        while area:
            candidates.append(area.responsible_id)
            area = area.parent_id
        own = self.user_id.employee_ids.filtered(lambda employee: employee.company_id == self.company_id)
        candidates += [self.employee_id.parent_id.user_id, *own.parent_id.user_id]
        return candidates

    def _can_ask(self, user):
        """Return whether this user is still here and sees the action."""
        return user.active and self.company_id in user.company_ids and user.has_group("lean_base.group_lean_user")

    def _log_nobody_to_ask(self):
        note = self.env._(
            "Overdue, but there is nobody to escalate to: the area has no other "
            "responsible, and who does it has no manager with access."
        )
        self._message_log_batch(bodies=dict.fromkeys(self.ids, note))
