# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from dataclasses import dataclass
from datetime import datetime, timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL, format_datetime

from odoo.addons.lean_base.tools import clean_photo, read_dict, read_id, read_number, read_text

MAX_UID, MAX_NOTE = 128, 2_000
# An answer that waited longer for a connection says nothing of the machine any more.
MAX_AGE = timedelta(days=7)
# The clock of a tablet may be wrong by so much.
CLOCK_SLACK = timedelta(minutes=5)


@dataclass(frozen=True)
class Entry:
    """What a station sent, with its types checked."""

    uid: str
    at: datetime
    occurrence_id: int
    task_id: int
    answer: str
    value: float | None
    note: str
    photo: str | bool
    must_stop: bool
    tag_kind: str


class LeanTpmResult(models.Model):
    """Answers from a station: each counts once, one that cannot count says why."""

    _inherit = "lean.tpm.result"

    @api.model
    def submit(self, entry):
        """Take the answer to one task.

        :param entry: ``{"uid", "occurrence_id", "task_id", "answer", "value", "note", "photo", "must_stop",
            "tag_kind", "answered_at"}``; ``answered_at`` (UTC) only where it had to wait for a connection
        :return: ``{"ok", "level", "message", "answer", "tag_id"}``; bad input of any type is answered, never raised
        """
        try:
            with self.env.cr.savepoint():
                return self._submit(self._parse_entry(entry))
        except UserError as error:
            return {"ok": False, "level": "danger", "message": str(error), "answer": False, "tag_id": False}

    @api.model
    def _parse_entry(self, values):
        values = read_dict(values)
        return Entry(
            uid=self._parse_uid(values.get("uid")),
            at=self._parse_time(values.get("answered_at")),
            occurrence_id=self._parse_id(values.get("occurrence_id")),
            task_id=self._parse_id(values.get("task_id")),
            answer=str(values.get("answer")),
            value=self._parse_number(values.get("value")),
            note=read_text(values.get("note"), MAX_NOTE),
            photo=clean_photo(values.get("photo")),
            must_stop=values.get("must_stop") is True,
            tag_kind="operator" if values.get("tag_kind") == "operator" else "specialist",
        )

    @api.model
    def _parse_uid(self, uid):
        if not isinstance(uid, str) or len(uid) > MAX_UID or not (known := read_text(uid, MAX_UID)):
            raise UserError(self.env._("This station is too old: load its page again."))
        return known

    @api.model
    def _parse_id(self, number):
        if not read_id(number):
            raise UserError(self.env._("This check is not known here."))
        return number

    @api.model
    def _parse_number(self, value):
        if value in (None, "", False):
            return None
        number = read_number(value)
        if number is None:
            raise UserError(self.env._("Enter a number."))
        return number

    @api.model
    def _parse_time(self, text):
        """When it was answered, by the clock of the station; now where it did not have to wait."""
        now = fields.Datetime.now()
        try:
            at = fields.Datetime.to_datetime(text or None) or now
        except (TypeError, ValueError):
            at = now
        if now - at > MAX_AGE and not self.env.su:
            raise UserError(self.env._("It has waited for more than a week: look at the machine again."))
        return min(at.replace(microsecond=0), now)

    @api.model
    def _submit(self, entry):
        occurrence = self.env["lean.tpm.occurrence"]._lock_for_check(entry.occurrence_id)
        known = self.sudo().search([("uid", "=", entry.uid), ("occurrence_id", "=", occurrence.id)])
        if known:
            return known._prepare_taken(self.env._("Taken already."))
        occurrence._check_can_be_answered()
        task = occurrence._find_task(entry.task_id)
        before = self.sudo().search([("occurrence_id", "=", occurrence.id), ("task_id", "=", task.id)])
        before._check_not_stale(entry)
        values = self._prepare_answer(occurrence, task, entry)
        result = before or self.sudo().create(values)
        if before:
            before.write(values)
        result._post_reading(entry)
        result._follow_tag(entry)
        return result._prepare_taken()

    def _check_not_stale(self, entry):
        if self and self.answered_at > entry.at + CLOCK_SLACK:
            raise UserError(
                self.env._(
                    "%(task)s: answered later, at %(time)s, by %(name)s.",
                    task=self.name,
                    time=format_datetime(self.env, self.answered_at, dt_format="short"),
                    name=self.employee_id.name or self.user_id.name,
                )
            )

    @api.model
    def _prepare_answer(self, occurrence, task, entry):
        return {
            **task._prepare_frozen(),
            "occurrence_id": occurrence.id,
            "answer": task._judge(entry),
            "value": None if entry.answer == "na" else entry.value,
            "note": entry.note,
            "photo": entry.photo,
            "answered_at": entry.at,
            "user_id": self.env.uid,
            "employee_id": self.env["hr.employee"]._lean_current_employee().id,
            "uid": entry.uid,
        }

    def _post_reading(self, entry):
        """A meter task is a reading of the meter; where the reading is refused, so is the answer."""
        if self.kind != "meter" or entry.value is None or self.answer == "na":
            self.reading_id.unlink()
        elif self.reading_id:
            self.reading_id.write({"value": entry.value})
        else:
            meter = self._find_meter()
            values = {"meter_id": meter.id, "value": entry.value, "date": entry.at, "employee_id": self.employee_id.id}
            self.reading_id = self.env["lean.tpm.reading"].create({**values, "user_id": self.user_id.id})

    def _find_meter(self):
        domain = [("equipment_id", "=", self.equipment_id.id), ("name", "=", self.task_id.meter_name)]
        meter = self.env["lean.tpm.meter"].search(domain, limit=1)
        if not meter:
            raise UserError(
                self.env._(
                    "%(machine)s has no meter %(meter)s: tell maintenance, or answer N/A.",
                    machine=self.equipment_id.name,
                    meter=self.task_id.meter_name,
                )
            )
        return meter

    def _follow_tag(self, entry):
        """What is not OK opens a tag; an answer that is corrected takes an untouched one back."""
        if self.answer == "not_ok" and self.tag_id:
            self.tag_id.write(self._prepare_tag(entry))
        elif self.answer == "not_ok":
            self.tag_id = self.env["lean.tpm.tag"].create(self._prepare_tag(entry))
        elif self.tag_id.state == "open":
            self.tag_id._take_back(self.env._("Answered again: it is fine."))

    def _prepare_tag(self, entry):
        measured = self._show_value()
        return {
            "name": f"{self.name}: {measured}" if measured else self.name,
            "kind": entry.tag_kind,
            "must_stop": entry.must_stop,
            "equipment_id": self.equipment_id.id,
            "company_id": self.company_id.id,
            "occurrence_id": self.occurrence_id.id,
            "note": self.note,
            "photo": self.photo,
            "date_found": self.answered_at,
            "found_by_id": self.user_id.id,
            "employee_id": self.employee_id.id,
        }

    def _show_value(self):
        """The measured value with what it should be: "5.2 % (6 – 9 %)"."""
        if self.kind != "measurement" or self.value is False:
            return ""
        limits = self.task_id._show_limits()
        measured = f"{self.value:g} {self.unit or ''}".strip()
        return f"{measured} ({limits})" if limits else measured

    def _prepare_taken(self, message=None):
        """What the station is told of an answer that counts."""
        message = message or (self.tag_id and self.env._("Taken. A tag is open.")) or self.env._("Taken.")
        is_failed = self.answer == "not_ok"
        return {
            "ok": True,
            "level": "warning" if is_failed else "success",
            "message": message,
            "answer": self.answer,
            "tag_id": self.tag_id.id if is_failed else False,
        }


class LeanTpmTask(models.Model):
    _inherit = "lean.tpm.task"

    def _judge(self, entry):
        """What an entry says of the task: a value outside the limits is not OK, whatever was tapped."""
        if entry.answer not in ("ok", "not_ok", "na"):
            raise UserError(self.env._("Answer OK, Not OK or N/A."))
        if entry.answer == "na" and not self.is_optional:
            raise UserError(self.env._("%s has to be done: N/A is no answer to it.", self.name))
        if entry.answer == "na":
            return "na"
        if missing := self._get_missing(entry):
            raise UserError(missing)
        if self.kind == "measurement" and not self._is_within_limits(entry.value):
            return "not_ok"
        return entry.answer

    def _get_missing(self, entry):
        """What an answer lacks, in words; a failed one is taken also without the picture or the note."""
        if self.kind == "measurement" and entry.value is None:
            return self.env._("%s: enter what you measured.", self.name)
        if entry.answer == "not_ok":
            return None
        if self.kind == "meter" and entry.value is None:
            return self.env._("%s: enter what the meter shows.", self.name)
        if self.kind == "text" and not entry.note:
            return self.env._("%s: write what you see.", self.name)
        if self.kind == "photo" and not entry.photo:
            return self.env._("%s: take a picture.", self.name)
        return None


class LeanTpmOccurrence(models.Model):
    """Checks that are answered at the machine and signed."""

    _inherit = "lean.tpm.occurrence"

    @api.model
    def _lock_for_check(self, occurrence_id):
        """The occurrence, if this user may do it; answers to it wait for each other."""
        occurrence = self.browse(occurrence_id).exists()
        if not occurrence:
            raise UserError(self.env._("This check is not known here."))
        occurrence.check_access("read")
        occurrence._check_may_complete()
        self.env.execute_query(SQL("SELECT id FROM lean_tpm_occurrence WHERE id = %s FOR UPDATE", occurrence.id))
        return occurrence

    def _check_can_be_answered(self):
        """A missed one can still be answered: it may have been done before anybody could send it."""
        if self.state in ("planned", "missed"):
            return
        raise UserError(self._explain_ended())

    def _explain_ended(self):
        record = self.sudo()
        if self.state in ("done", "late"):
            return self.env._(
                "%(plan)s was signed at %(time)s by %(name)s: nothing can be added to it.",
                plan=record.plan_id.name,
                time=format_datetime(self.env, self.date_done, dt_format="short"),
                name=record.employee_id.name or record.user_id.name,
            )
        states = dict(self._fields["state"]._description_selection(self.env))
        return self.env._(
            "%(plan)s has ended: %(state)s. %(reason)s",
            plan=record.plan_id.name,
            state=states[self.state],
            reason=self.reason or "",
        )

    def _find_task(self, task_id):
        task = self.sudo().plan_id.task_ids.filtered(lambda row: row.id == task_id)
        if not task:
            raise UserError(self.env._("This task is not part of the check any more. Load the page again."))
        return task

    @api.model
    def sign_check(self, occurrence_id, uid, signed_at=None):
        """Sign a check whose tasks are all answered: its occurrence is done.

        :param uid: by which the station knows the signature; sent again, it changes nothing
        :param signed_at: UTC time, where it had to wait for a connection
        :return: ``{"ok", "level", "message", "state"}``; what cannot be signed says why
        """
        results = self.env["lean.tpm.result"]
        try:
            with self.env.cr.savepoint():
                occurrence = self._lock_for_check(results._parse_id(occurrence_id))
                return occurrence._sign(results._parse_uid(uid), results._parse_time(signed_at))
        except UserError as error:
            return {"ok": False, "level": "danger", "message": str(error), "state": False}

    def _sign(self, uid, at):
        if self.sign_uid != uid:
            self._check_can_be_answered()
            self._check_answered()
            self.action_done(at)
            self.sudo().sign_uid = uid
        states = dict(self._fields["state"]._description_selection(self.env))
        return {"ok": True, "level": "success", "message": states[self.state], "state": self.state}

    def _check_answered(self):
        record = self.sudo()
        if missing := record.plan_id.task_ids - record.result_ids.task_id:
            raise UserError(
                self.env._("Not answered yet: %s. Then it can be signed.", ", ".join(missing.mapped("name")))
            )
