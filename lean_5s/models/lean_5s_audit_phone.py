# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import format_date

from odoo.addons.lean_base.tools import clean_photo, read_id, read_text

from .lean_5s_answer import CHOICES

CHANNEL = "lean_5s.audit"
MAX_UID_LENGTH = 128
MAX_NOTE_LENGTH = 2000
_CHOICES = [value for value, __ in CHOICES]


class Lean5sAudit(models.Model):
    """What the audit screen of a phone asks for and sends. Bad input is answered, never raised."""

    _inherit = "lean.5s.audit"

    @api.model
    @api.readonly
    def get_start(self, area_id=False):
        """What can be audited: the user's audits, others that are due, and templates for an extra one.

        :param area_id: only this area, as after its QR code was scanned
        """
        domain = fields.Domain("state", "=", "in_progress") | fields.Domain("state", "=", "planned") & (
            fields.Domain("auditor_id", "=", self.env.uid)
            | fields.Domain("date_planned", "<=", self.env.company._lean_today())
        )
        area = self.env["lean.area"].browse(read_id(area_id)).exists()
        if area:
            domain &= fields.Domain("area_id", "child_of", area.id)
        audits = self.search_fetch(domain, order="date_planned, id", limit=80)
        templates = self.env["lean.5s.template"].search(
            [("state", "=", "published"), ("company_id", "in", (False, *self.env.companies.ids))]
        )
        return {
            "area": {"id": area.id, "name": area.complete_name} if area else False,
            "areas": [] if area else self._get_start_areas(),
            "audits": [audit._prepare_start_row() for audit in audits],
            "templates": [
                {"id": template.id, "name": template.name, "questions": template.question_count}
                for template in templates
            ],
            "template_id": area.lean_5s_template_id.id if area else False,
            "can_audit": self.env.user.has_group("lean_5s.group_lean_5s_auditor"),
        }

    @api.model
    def _get_start_areas(self):
        areas = self.env["lean.area"].search_fetch([], ["complete_name"])
        return [{"id": area.id, "name": area.complete_name} for area in areas]

    def _prepare_start_row(self):
        return {
            "id": self.id,
            "area": self.area_id.complete_name,
            "template": self.template_id.name,
            "date": format_date(self.env, self.date_planned),
            "status": self.status,
            "state": self.state,
            "is_overdue": self.is_overdue,
            "is_mine": self.is_mine,
            "is_own_area": self._is_own_area(),
            "auditor": self.auditor_id.sudo().name or "",
            "progress": [self.answered_count, self.answer_count],
        }

    @api.model
    def start_extra(self, area_id, template_id):
        """Start an audit beside the schedule; the user's own open one of today is taken up again.

        :return: as :meth:`open_audit`
        """
        self._check_may_audit()
        area = self.env["lean.area"].browse(read_id(area_id)).exists()
        template = self.env["lean.5s.template"].browse(read_id(template_id)).exists()
        if not area or not template:
            raise UserError(self.env._("This area or template is not there any more: load the page again."))
        area.check_access("read")
        template.check_access("read")
        today = area.company_id._lean_today()
        audit = self.search(
            [
                ("area_id", "=", area.id),
                ("template_id", "=", template.id),
                ("kind", "=", "extra"),
                ("state", "in", ("planned", "in_progress")),
                ("auditor_id", "=", self.env.uid),
                ("date_planned", "=", today),
            ],
            limit=1,
        )
        if not audit:
            values = {"area_id": area.id, "template_id": template.id, "date_planned": today}
            audit = self.sudo().create({**values, "kind": "extra", "auditor_id": self.env.uid}).sudo(False)
        return audit.open_audit()

    def open_audit(self):
        """All the screen needs, so that it goes on without a connection; a planned audit starts.

        :return: {"id", "area", "state", "questions", "answers", "can_answer", "blocked": why not}
        """
        self.ensure_one()
        blocked = ""
        try:
            if self.state in ("planned", "in_progress"):
                self._check_may_audit()
            self.action_start()
        except (AccessError, UserError) as error:
            blocked = str(error)
        return {
            "id": self.id,
            "area": self.area_id.complete_name,
            "area_id": self.area_id.id,
            "template": self.template_id.display_name,
            "kind": self.kind,
            "date": format_date(self.env, self.date_planned),
            "state": self.state,
            "status": self.status,
            "can_answer": self.state == "in_progress" and not blocked,
            "blocked": blocked,
            "questions": self.answer_ids._get_phone_rows(),
            "answers": self.answer_ids._get_phone_states(),
            "result": self.get_result() if self.state == "done" else False,
        }

    @api.model
    def save_answer(self, entry):
        """Record one answer of a phone. A second attempt changes nothing, and the later of two answers wins.

        :param entry: {"uid", "answer_id", "choice": "0" to "4" or "na", "note", "photo": base64 or False to
            remove it, "age": seconds since it was given}; what is not in it stays
        :return: {"ok", "message", "is_resent", "state", "answers": all of the audit as they are now}
        """
        answer, problem = self._read_entry(entry)
        if problem:
            return {"ok": False, "message": problem, "answers": []}
        entry = entry | {name: read_text(entry[name], MAX_NOTE_LENGTH) for name in ("uid", "note") if name in entry}
        audit, instant = answer.audit_id, self._get_instant(entry.get("age"))
        if not audit._takes_answers(instant):
            closed = self.env._("This audit is closed (%s). The answer did not count.", audit.status)
            return audit._prepare_phone_answer(ok=False, message=closed)
        if problem := audit._get_refusal():
            return audit._prepare_phone_answer(ok=False, message=problem)
        is_new = audit._apply_entry(answer, entry, instant)
        return audit._prepare_phone_answer(is_resent=not is_new)

    def _get_refusal(self):
        """Why this user may not answer here, in words; nothing where they may."""
        try:
            self._check_may_audit()
        except (AccessError, UserError) as error:
            return str(error)
        return ""

    @api.model
    def _read_entry(self, entry):
        """The answer an entry is for, and what is wrong with it."""
        answers = self.env["lean.5s.answer"]
        if not isinstance(entry, dict) or not self._has_valid_uid(entry) or not self._has_valid_values(entry):
            return answers, self.env._("This entry cannot be read. Answer the question again.")
        answer_id = entry.get("answer_id")
        answer = answers.search([("id", "=", read_id(answer_id))])
        if not answer:
            return answers, self.env._("This question is not there any more.")
        if entry.get("photo") and not clean_photo(entry["photo"]):
            return answers, self.env._("This picture cannot be read. Take another one.")
        if entry.get("choice") == "na" and not answer.allows_na:
            return answers, self.env._("“%s” always applies: choose a score.", answer.name)
        return answer, ""

    @api.model
    def _has_valid_uid(self, entry):
        uid, age = entry.get("uid"), entry.get("age", 0)
        is_known = bool(read_text(uid, MAX_UID_LENGTH)) and len(uid) <= MAX_UID_LENGTH
        return is_known and isinstance(age, int | float)

    @api.model
    def _has_valid_values(self, entry):
        note, photo = entry.get("note", ""), entry.get("photo", False)
        return (
            entry.get("choice", "0") in _CHOICES
            and isinstance(note, str)
            and len(note) <= MAX_NOTE_LENGTH
            and (photo is False or isinstance(photo, str))
        )

    def _apply_entry(self, answer, entry, instant):
        """Write what no later answer has overtaken; False where the entry is known."""
        answer = answer.sudo()
        answer.lock_for_update()
        employee = self.env["hr.employee"]._lean_current_employee()
        values = self._prepare_answer_values(answer, entry, instant)
        is_new = (
            self.env["lean.5s.entry"]
            .sudo()
            ._claim(
                {
                    "answer_id": answer.id,
                    "company_id": answer.company_id.id,
                    "uid": entry["uid"],
                    "choice": entry.get("choice") or None,
                    "has_photo": bool(entry.get("photo")),
                    "date_made": instant,
                    "is_applied": bool(values),
                    "user_id": self.env.uid,
                    "employee_id": employee.id or None,
                }
            )
        )
        answer.invalidate_recordset(["entry_ids"])
        if is_new and values:
            answer._record(**values, user_id=self.env.uid, employee_id=employee.id)
            self._notify_phones()
        return is_new

    @api.model
    def _prepare_answer_values(self, answer, entry, instant):
        """Answer and note go together, the photo on its own: each as of its last time."""
        values = {}
        if entry.keys() & {"choice", "note"} and (not answer.date_answered or instant >= answer.date_answered):
            values |= {name: entry[name] for name in ("choice", "note") if name in entry}
            values["date_answered"] = instant
        if "photo" in entry and (not answer.date_photo or instant >= answer.date_photo):
            values |= {"photo": entry["photo"], "has_photo": bool(entry["photo"]), "date_photo": instant}
        return values

    def _prepare_phone_answer(self, ok=True, message="", **values):
        return {
            "ok": ok,
            "message": message,
            "state": self.state,
            "answers": self.answer_ids._get_phone_states(),
            **values,
        }

    @api.readonly
    def get_answers(self):
        """What was answered so far, by all phones on this audit."""
        self.ensure_one()
        return self._prepare_phone_answer()

    def sign(self, age=0):
        """Close the audit. Signing twice is answered like once.

        :param age: seconds since it was signed on the phone
        :return: {"ok", "message", "state", "answers", "result"}
        """
        self.ensure_one()
        try:
            self.action_sign(age=age)
        except (AccessError, UserError) as error:
            return self._prepare_phone_answer(ok=False, message=str(error))
        self._notify_phones()
        return self._prepare_phone_answer(result=self.get_result())

    def _describe_missing(self):
        """What is still to do before it can be signed, in words; nothing where it is complete."""
        answers = self.answer_ids.sorted("sequence")
        if not answers:
            return self.env._("The audit %s has no question.", self.display_name)
        if missing := [str(place) for place, answer in enumerate(answers, start=1) if not answer.choice]:
            return self.env._("Still to answer: %s.", ", ".join(missing))
        if missing := [str(place) for place, answer in enumerate(answers, start=1) if answer.needs_photo]:
            return self.env._("A score this low needs a photo: take one at question %s.", ", ".join(missing))
        return ""

    # Two phones on one audit

    def _get_phone_channel(self):
        """Channel of the phones on this audit; a browser cannot name it, :class:`IrWebsocket` grants it."""
        return (self, CHANNEL)

    def _notify_phones(self):
        """Tell the other phones what has changed."""
        for audit in self:
            message = {"audit_id": audit.id, "state": audit.state, "answers": audit.answer_ids._get_phone_states()}
            self.env["bus.bus"]._sendone(audit._get_phone_channel(), CHANNEL, message)


class IrWebsocket(models.AbstractModel):
    _inherit = "ir.websocket"

    def _build_bus_channel_list(self, channels):
        """A phone asks for the channel of its audit; those get it who may read the audit."""
        prefix = f"{CHANNEL}_"
        asked = [name for name in channels if isinstance(name, str) and name.startswith(prefix)]
        channels = [name for name in channels if name not in asked]
        ids = [int(name[len(prefix) :]) for name in asked if name[len(prefix) :].isdecimal()]
        if ids and self.env.user.has_group("lean_base.group_lean_user"):
            audits = self.env["lean.5s.audit"].search([("id", "in", ids)])
            channels += [audit._get_phone_channel() for audit in audits]
        return super()._build_bus_channel_list(channels)
