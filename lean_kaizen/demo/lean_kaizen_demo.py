# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
import base64
from datetime import timedelta

from odoo import Command, api, fields, models
from odoo.tools import file_open

from . import story


class LeanKaizenDemo(models.AbstractModel):
    """What the demo factory improved in half a year.

    Called by demo data alone. Each step is taken by the user who would take it, through the methods people use; only
    the days on which it happened are set back afterwards.
    """

    _name = "lean.kaizen.demo"
    _description = "Kaizen of the Demo Factory"

    @api.model
    def _play(self):
        """Act the half year out: five events, their gains and savings, and the ideas."""
        company = self.env.ref("lean_base.company_alder")
        demo = self.with_context(
            allowed_company_ids=company.ids,
            tracking_disable=True,
            mail_notify_force_send=False,
            mail_activity_quick_update=True,
        ).with_company(company)
        for event in story.EVENTS:
            demo._play_event(event)
        for idea in story.IDEAS:
            demo._play_idea(idea)
        demo._take_ideas_up()
        demo.env["lean.kaizen.check"].search(demo.env["lean.kaizen.check"]._get_due_domain())._ask_for_value()
        demo._keep_mails_in()

    @api.model
    def _keep_mails_in(self):
        """A demo sends no mail."""
        models = ("lean.kaizen.idea", "lean.kaizen.event", "lean.kaizen.check", "lean.kaizen.saving")
        self.env["mail.mail"].sudo().search([("model", "in", models), ("state", "=", "outgoing")]).unlink()

    @api.model
    def _play_event(self, told):
        """One event from its charter to where it stands today."""
        event = self._as(told["leader"], "lean.kaizen.event").create(self._prepare_event(told))
        self.env["ir.model.data"]._update_xmlids(
            [{"xml_id": f"lean_kaizen.{told['key']}", "record": event, "noupdate": True}]
        )
        self._draw_causes(event, told.get("causes", ()))
        self._take_photos(event, told.get("photos", ()))
        if told["step"] == "plan":
            return
        event.action_start()
        self._act(event, told.get("actions", ()))
        for measure, value in zip(event.measure_ids, told.get("results", ()), strict=False):
            measure.result = value
        self._save(event, told)
        if not told.get("results"):
            return
        event.action_follow_up()
        self._check(event, told.get("checks", {}))
        if told["step"] == "closed":
            event.action_share()
            event.lean_action_ids.filtered("kaizen_is_share").action_done()
            event.action_close()
            event.sudo().date_closed = max(event.check_ids.mapped("date_done"))

    @api.model
    def _prepare_event(self, told):
        ref = self.env.ref
        start = self._get_monday(told["start"])
        return {
            "name": told["name"],
            "company_id": self.env.company.id,
            "area_id": ref(f"lean_base.area_{told['area']}").id,
            "user_id": ref(f"lean_base.user_{told['leader']}").id,
            "sponsor_id": ref(f"lean_base.user_{told['sponsor']}").id,
            "member_ids": [Command.set([ref(f"lean_base.employee_{name}").id for name in told["team"]])],
            "waste_ids": [Command.set([ref(f"lean_kaizen.waste_{name}").id for name in told["wastes"]])],
            "share_area_ids": [Command.set([ref(f"lean_base.area_{name}").id for name in told.get("share_areas", ())])],
            "date_start": start,
            "date_end": start + timedelta(days=4),
            "measure_ids": [
                Command.create(dict(zip(("name", "unit", "baseline", "target"), measure, strict=True)))
                for measure in told.get("measures", ())
            ],
            "current_image": self._picture(told["picture"]) if told.get("picture") else False,
            **told["page"],
        }

    @api.model
    def _draw_causes(self, event, causes):
        """Causes as (key, category, text, key of the cause it is a why to, state)."""
        made = {}
        for key, category, text, parent, state in causes:
            made[key] = event.cause_ids.create(
                {
                    "event_id": event.id,
                    "category": category,
                    "name": text,
                    "parent_id": made[parent].id if parent else False,
                    "state": state,
                }
            )

    @api.model
    def _take_photos(self, event, photos):
        event.photo_ids.create(
            [
                {
                    "event_id": event.id,
                    "name": name,
                    "before_image": self._picture(f"{key}_before"),
                    "after_image": self._picture(f"{key}_after"),
                    "note": note,
                }
                for key, name, note in photos
            ]
        )

    @api.model
    def _act(self, event, actions):
        """Actions as (text, user, first and last day of the event, state)."""
        for text, login, first, last, state in actions:
            action = event._create_lean_actions(
                name=text,
                user_id=self.env.ref(f"lean_base.user_{login}").id,
                date_start=event.date_start + timedelta(days=first),
                date_deadline=event.date_start + timedelta(days=last),
            )
            if state == "in_progress":
                action.action_start()
            elif state == "done":
                action.with_user(action.user_id).action_done()
                action.sudo().date_done = action.date_deadline

    @api.model
    def _check(self, event, checks):
        """Measure again: {days: a value for each measure}, each on its day."""
        for days, values in sorted(checks.items()):
            for measure, value in zip(event.measure_ids, values, strict=True):
                check = measure.check_ids.filtered(
                    lambda check, days=days: check.days == days and check.state == "planned"
                )
                check.value = value
                check.sudo().date_done = check.date_due
                if check.state == "decayed":
                    event.sudo().date_reopened = check.date_due

    @api.model
    def _save(self, event, told):
        """Savings are entered by the leader, approved and confirmed by the sponsor."""
        sponsor = event.sponsor_id
        savings = event.saving_ids
        if cut := told.get("stock_cut"):
            savings |= savings._create_stock_cut(event, cut, date_from=event.date_end)
        for values in told.get("savings", ()):
            savings |= savings.create(values | {"event_id": event.id, "date_from": event.date_end})
        for saving in savings:
            actual = told.get("actuals", {}).get((saving.kind, saving.recurrence))
            if told.get("unapproved"):
                continue
            saving.action_submit()
            saving.with_user(sponsor).action_approve()
            saving.sudo().date_approved = event.date_end
            if actual is not None:
                saving.write({"amount_actual": actual, "date_actual": self._today()})
                saving.with_user(sponsor).action_confirm()

    @api.model
    def _play_idea(self, told):
        """An idea, what others think of it, and the reply."""
        text, author, area, age, replied_after, state, reply, likes = told
        employee = self.env.ref(f"lean_base.employee_{author}")
        login = employee.user_id or self.env.ref("lean_base.user_station")
        idea = (
            self.env["lean.kaizen.idea"]
            .with_user(login)
            .create(
                {
                    "name": text[0],
                    "description": text[1],
                    "employee_id": employee.id,
                    "area_id": self.env.ref(f"lean_base.area_{area}").id,
                    "company_id": self.env.company.id,
                }
            )
        )
        asked = fields.Datetime.now() - timedelta(days=age)
        idea.sudo().date_asked = asked
        idea.sudo().activity_ids.date_deadline = asked.date() + timedelta(days=5)
        idea.sudo().like_ids = [Command.set([self.env.ref(f"lean_base.employee_{name}").id for name in likes])]
        if state != "new":
            self._reply(idea, replied_after, state, reply)

    @api.model
    def _reply(self, idea, days, state, reply):
        replier = (idea._get_area_responsibles() - idea.sudo().employee_id.user_id)[:1]
        idea = idea.with_user(replier)
        idea.reply = reply
        if state == "declined":
            idea.action_decline()
        else:
            idea.action_accept()
        idea.sudo().write({"date_replied": idea.date_asked + timedelta(days=days), "days_to_reply": days})
        if state == "done":
            idea.action_done()

    @api.model
    def _take_ideas_up(self):
        """Ideas about the same thing belong to an event; another becomes an action."""
        ideas = self.env["lean.kaizen.idea"].search([("state", "=", "accepted")])
        walk = ideas.filtered(lambda idea: "walk" in (idea.description or ""))
        walk.event_id = self.env.ref("lean_kaizen.event_walk")
        first = (ideas - walk)[:1]
        first.with_user(self.env.ref("lean_base.user_planner")).action_make_action()

    @api.model
    def _as(self, login, model):
        return self.env[model].with_user(self.env.ref(f"lean_base.user_{login}"))

    @api.model
    def _get_monday(self, days):
        """The Monday of the week that lies so many days from today."""
        day = self._today() + timedelta(days=days)
        return day - timedelta(days=day.weekday())

    @api.model
    def _today(self):
        return self.env.company._lean_today()

    @api.model
    def _picture(self, name):
        with file_open(f"lean_kaizen/demo/images/{name}.png", "rb") as file:
            return base64.b64encode(file.read())
