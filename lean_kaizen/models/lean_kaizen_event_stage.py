# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import format_date

from odoo.addons.lean_base.models.lean_action import UNFINISHED_STATES

from .lean_kaizen_part_mixin import FROZEN_STEPS

NAMED = 5
PAGE_FIELDS = {
    "name",
    "area_id",
    "scope",
    "problem",
    "background",
    "current_condition",
    "current_image",
    "target_condition",
    "root_cause",
    "results",
    "follow_up",
    "standard",
    "share_area_ids",
    "date_start",
    "date_end",
    "waste_ids",
    "member_ids",
}


# Written by the way through the stages alone.
SEALED_FIELDS = {"round", "date_reopened", "date_closed"}


class LeanKaizenEvent(models.Model):
    """The way of an event through its stages, and the gate at the end."""

    _inherit = "lean.kaizen.event"

    stage_id = fields.Many2one(
        comodel_name="lean.kaizen.stage",
        required=True,
        index=True,
        ondelete="restrict",
        copy=False,
        tracking=True,
        default=lambda self: self._get_stage("plan"),
        group_expand="_group_expand_stages",
    )
    step = fields.Selection(related="stage_id.step", store=True, index=True)
    stage_description = fields.Text(related="stage_id.description")
    round = fields.Integer(
        default=1,
        readonly=True,
        copy=False,
        help="One more each time that a gain decayed and the event was opened again.",
    )
    date_reopened = fields.Date(string="Opened Again On", readonly=True, copy=False)
    date_closed = fields.Date(string="Closed On", readonly=True, copy=False)
    missing_to_close = fields.Text(
        compute="_compute_missing_to_close",
        help="What keeps the event from being closed.",
    )

    @api.model
    def _group_expand_stages(self, stages, domain):
        # All of them: an empty column is where a card is dragged to.
        return stages.search([])  # pylint: disable=no-search-all

    @api.depends(
        "lean_action_ids.state", "check_ids.state", "measure_ids.result", "measure_ids.check_ids", "standard", "step"
    )
    def _compute_missing_to_close(self):
        for event in self:
            event.missing_to_close = "\n".join(event._get_missing_to_close())

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._check_sealed(vals)
        events = super().create(vals_list)
        for step, entering in events.grouped("step").items():
            entering._enter_step(step)
        return events

    def write(self, vals):
        self._check_sealed(vals)
        stage = self.env["lean.kaizen.stage"].browse(vals.get("stage_id"))
        if vals.keys() & PAGE_FIELDS and (not stage or stage.step in FROZEN_STEPS):
            self._check_not_frozen()
        entering = self.filtered(lambda event: stage and event.step != stage.step)
        result = super().write(vals)
        entering._enter_step(stage.step)
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_approved(self):
        """What was approved stays in the books; archive or cancel the event instead."""
        approved = self.saving_ids.filtered(lambda saving: saving.state in ("approved", "confirmed"))
        if approved:
            raise UserError(
                self.env._(
                    "“%s” has approved savings and stays in the records. Archive it instead.",
                    approved[0].event_id.display_name,
                )
            )

    def action_start(self):
        """The team starts."""
        return self.write({"stage_id": self._get_stage("do").id})

    def action_follow_up(self):
        """The event week is over: gains are measured again from now on."""
        return self.write({"stage_id": self._get_stage("check").id})

    def action_close(self):
        """Close the event, where nothing is open any more."""
        return self.write({"stage_id": self._get_stage("closed").id})

    def _enter_step(self, step):
        """What happens, or is refused, when events come to a step."""
        if step == "closed":
            self._check_closable()
            for company, events in self.grouped("company_id").items():
                events.sudo().date_closed = company._lean_today()
        elif step:
            self.sudo().filtered("date_closed").date_closed = False
        if step == "check":
            self._check_results_known()
            self._plan_checks()
        if step == "cancelled":
            self.check_ids._cancel(self.env._("The event was cancelled."))

    def _check_closable(self):
        for event in self:
            if missing := event._get_missing_to_close():
                raise UserError(
                    self.env._(
                        "“%(event)s” cannot be closed yet:\n%(missing)s",
                        event=event.display_name,
                        missing="\n".join(f"• {text}" for text in missing),
                    )
                )

    def _check_results_known(self):
        """A follow-up needs something to follow: each measure with its result."""
        for event in self:
            if not event.measure_ids:
                raise UserError(
                    self.env._(
                        "“%s” has no measure: say what was to get better, from what to what.", event.display_name
                    )
                )
            if unknown := event.measure_ids.filtered(lambda measure: measure.result is False):
                raise UserError(
                    self.env._(
                        "Enter first what was reached at the end of “%(event)s”: %(measures)s.",
                        event=event.display_name,
                        measures=", ".join(unknown.mapped("name")),
                    )
                )

    def _get_missing_to_close(self):
        """What is still open, in words, each thing by its name; a hook for other addons."""
        self.ensure_one()
        missing = []
        actions = self.sudo().lean_action_ids.filtered(lambda action: action.state in UNFINISHED_STATES)
        if actions:
            missing.append(self.env._("actions to finish: %s", self._list_names(actions.mapped("name"))))
        unverified = self.sudo().lean_action_ids.filtered(
            lambda action: action.needs_verification and action.state == "done"
        )
        if unverified:
            missing.append(self.env._("actions to verify: %s", self._list_names(unverified.mapped("name"))))
        if not self.measure_ids or any(not measure.check_ids for measure in self.measure_ids):
            missing.append(self.env._("gains that were never measured again: start the follow-up"))
        checks = self.check_ids.filtered(lambda check: check.state == "planned")
        if checks:
            missing.append(self.env._("checks to make: %s", self._list_names(checks.mapped("display_name"))))
        if not (self.standard or "").strip():
            missing.append(self.env._("the new standard is not written down"))
        return missing

    @api.model
    def _list_names(self, names):
        rest = len(names) - NAMED
        text = ", ".join(f"“{name}”" for name in names[:NAMED])
        return self.env._("%(names)s and %(count)s more", names=text, count=rest) if rest > 0 else text

    def _check_sealed(self, vals):
        if SEALED_FIELDS & vals.keys() and not self.env.su:
            raise AccessError(self.env._("When an event was closed or opened again is recorded, not entered."))

    def _check_not_frozen(self):
        for event in self:
            if event.step in FROZEN_STEPS:
                raise UserError(
                    self.env._(
                        "“%(event)s” is %(stage)s and stays as it is. Take it back to an earlier stage to go on with it.",
                        event=event.display_name,
                        stage=event.stage_id.name,
                    )
                )

    @api.model
    def _get_stage(self, step):
        """Return the first stage of a step."""
        stage = self.env["lean.kaizen.stage"].search([("step", "=", step)], limit=1)
        if not stage and step != "plan":
            raise UserError(self.env._("There is no stage of the step “%s”. A Lean manager can add one.", step))
        return stage

    def _reopen(self, checks):
        """A gain decayed: the event goes back to its team, with an action that finds out why.

        Checks still planned belong to the gain that is gone; the next follow-up starts a new round.
        """
        today = {company: company._lean_today() for company in self.company_id}
        for event in self:
            decayed = checks.filtered(lambda check, event=event: check.event_id == event)
            rest = event.check_ids.filtered(lambda check: check.state == "planned")
            rest._cancel(self.env._("The gain had decayed; a new round of checks follows."))
            event.stage_id = self._get_stage("do")
            event.sudo().write({"round": event.round + 1, "date_reopened": today[event.company_id]})
            event._create_lean_actions(**event._prepare_decay_action(decayed))
            event.message_post(body=event._get_decay_message(decayed), partner_ids=event.user_id.partner_id.ids)

    def _prepare_decay_action(self, checks):
        days = fields.Date.add(self.company_id._lean_today(), days=7)
        measures = ", ".join(checks.measure_id.mapped("name"))
        return {
            "name": self.env._("Find out why the gain was lost: %s", measures),
            "user_id": self.user_id.id,
            "date_deadline": days,
            "priority": "1",
        }

    def _get_decay_message(self, checks):
        lines = [f"{check.display_name}: {check.explanation}" for check in checks]
        return self.env._(
            "A gain has decayed on %(date)s, so the event is open again. %(lines)s",
            date=format_date(self.env, self.company_id._lean_today()),
            lines=" ".join(lines),
        )
