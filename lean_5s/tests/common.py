# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from datetime import timedelta
from uuid import uuid4

from freezegun import freeze_time

from odoo import fields
from odoo.fields import Command

from odoo.addons.lean_base.tests.common import LeanBaseCommon

# A red pixel
PHOTO = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg=="


class FiveSCommon(LeanBaseCommon):
    """The plant of lean_base on 1 June 2026, a Monday, 10:00 in Brussels.

    * ``auditor`` and ``second_auditor`` audit; ``manager`` is responsible for ``area``; ``user`` is an operator
    * ``template`` v1 is published: 1 sort (weight 2) and 2 sort, 3 set (critical), 4 shine (N/A allowed),
      5 standardize (photo below 2), 6 sustain
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        clock = freeze_time("2026-06-01 08:00:00")
        cls.clock = clock.start()
        cls.addClassCleanup(clock.stop)
        group = "lean_5s.group_lean_5s_auditor"
        cls.auditor = cls._create_user("auditor_5s", group)
        cls.second_auditor = cls._create_user("auditor_5s_2", group)
        cls.template = cls._create_template()

    def setUp(self):
        super().setUp()
        self._go_to("2026-06-01 08:00:00")

    @classmethod
    def _create_template(cls, **values):
        questions = [
            cls._question("sort", "Nothing unneeded", weight=2),
            cls._question("sort", "Stock within limits"),
            cls._question("set", "Escape routes free", is_critical=True),
            cls._question("shine", "Machines clean", allows_na=True),
            cls._question("standardize", "Standards hang here", photo_below=2),
            cls._question("sustain", "Actions done in time"),
        ]
        template = cls.env["lean.5s.template"].create(
            {"name": "Test", "question_ids": [Command.create(question) for question in questions], **values}
        )
        template.action_publish()
        return template

    @classmethod
    def _question(cls, section, name, **values):
        texts = {f"text_{score}": f"{name}: {score}" for score in range(5)}
        return {"section": section, "name": name, **texts, **values}

    @classmethod
    def _create_schedule(cls, auditors=None, **values):
        auditors = cls.auditor | cls.second_auditor if auditors is None else auditors
        return cls.env["lean.5s.schedule"].create(
            {
                "area_id": cls.area.id,
                "template_id": cls.template.id,
                "date_start": "2026-06-01",
                "skips_days_off": False,
                "auditor_ids": [
                    Command.create({"sequence": place, "user_id": user.id}) for place, user in enumerate(auditors)
                ],
                **values,
            }
        )

    def _go_to(self, moment):
        self.clock.move_to(moment)

    def _pass_days(self, days):
        self._go_to(fields.Datetime.now() + timedelta(days=days))

    def _start_extra(self, user=None, area=None, template=None):
        """An extra audit that is being done, as its auditor sees it."""
        audits = self.env["lean.5s.audit"].with_user(user or self.auditor)
        started = audits.start_extra((area or self.area).id, (template or self.template).id)
        return audits.browse(started["id"])

    def _answer(self, audit, choices, user=None, **values):
        """Answer the questions in their order, "" leaves one open."""
        for answer, choice in zip(audit.answer_ids.sorted("sequence"), choices, strict=True):
            if choice != "":
                self._save(answer, user=user, choice=str(choice), **values)

    def _save(self, answer, user=None, **entry):
        audits = answer.env["lean.5s.audit"]
        if user:
            audits = audits.with_user(user)
        return audits.save_answer({"uid": str(uuid4()), "answer_id": answer.id, "age": 0, **entry})

    def _do_audit(self, choices=(4, 4, 4, 4, 4, 4), user=None, **values):
        """An extra audit, answered and signed."""
        audit = self._start_extra(user=user, **values)
        self._answer(audit, choices)
        for answer in audit.answer_ids.filtered("needs_photo"):
            self._save(answer, photo=PHOTO)
        audit.action_sign()
        return audit
