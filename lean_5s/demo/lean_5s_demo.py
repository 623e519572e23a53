# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
import base64
from datetime import datetime, time, timedelta
from uuid import NAMESPACE_URL, uuid5

from odoo import api, fields, models
from odoo.tools.misc import file_open

HOUR = 9
MISSED, LATE, LATE_DAYS = 17, 9, 4
# Answers of the paint shop's first audit, 58 %, and what got better in which week; the last one has 71 %.
PAINT = [2, 3, 2, 3, 3, 3, 1, 2, 2, 3, 2, 2, 2, 2, 3]
PAINT_STEPS = {3: (0, 1), 6: (6, 1), 9: (7, 1), 11: (11, 1), 13: (6, 1), 16: (12, 1), 20: (4, 1)}
PAINT_DIPS = {7: 13, 15: 14, 22: 2}
DIRTY = 6  # the question of the booth that leaks
OTHERS = {
    "lean_5s.schedule_assembly": ([3, 3, 4, 3, 3, 2, 3, 3, 4, 3, 3, 3, 4, 3, 3], {2: (5, 1), 3: (11, 1), 5: (4, 1)}),
    "lean_5s.schedule_machining": ([2, 3, 2, 3, 1, 2, 2, 2, 2, 3, 2, 3, 2, 3, 2], {1: (4, 2), 3: (7, 1), 4: (10, 1)}),
    "lean_5s.schedule_shipping": ([3, 2, 3, 3, 3, 2, 3, 2, 2, 3, 3, 2], {2: (7, 1), 4: (11, 1)}),
}
TAGS = [
    # item, area, category, reason, value, days ago, by, photo, state, disposition, destination
    ("Spray gun, old type", "paint", "tool", "obsolete", 85, 4, "planner", "spray_gun", "tagged", False, False),
    (
        "Six tins of primer, expired",
        "paint",
        "consumable",
        "obsolete",
        144,
        38,
        "planner",
        "tins",
        "holding",
        False,
        False,
    ),
    (
        "Pallet cage, bent",
        "shipping",
        "furniture",
        "defective",
        60,
        12,
        "assembly_lead",
        "cage",
        "decided",
        "sell",
        "Dealer",
    ),
    (
        "Test bench of the AP 100",
        "assembly",
        "machine",
        "unneeded",
        1900,
        20,
        "auditor",
        "bench",
        "decided",
        "relocate",
        "Store 2",
    ),
    ("Drill jigs without a drawing", "machining", "tool", "unknown", 0, 25, "auditor", "jigs", "done", "scrap", False),
]


class Lean5sDemo(models.AbstractModel):
    """What the auditors of the demo factory have found in half a year.

    Called by demo data alone; it goes through the methods people use.
    """

    _name = "lean.5s.demo"
    _description = "5S of the Demo Factory"

    @api.model
    def _play(self):
        """Half a year of audits: paint gets better and missed one; the last one leads to actions and tags."""
        demo = self.with_context(
            allowed_company_ids=self.env.ref("lean_base.company_alder").ids, tracking_disable=True
        ).sudo()
        paint = demo.env.ref("lean_5s.schedule_paint")
        others = demo.env["lean.5s.schedule"].union(*(demo.env.ref(name) for name in OTHERS))
        (paint | others)._plan_ahead()
        last = demo._audit_paint(paint)
        for schedule in others:
            demo._audit(schedule, *OTHERS[schedule.get_external_id()[schedule.id]])
        (paint | others)._run()
        demo._act_on(last)
        demo._tag()
        demo._leave_one_half_done()

    @api.model
    def _audit_paint(self, schedule):
        """All that is over but one; the one of today is for a visitor."""
        answers, last = list(PAINT), None
        for audit in self._get_past(schedule):
            self._step(answers, PAINT_STEPS.get(audit.number))
            if audit.number == MISSED:
                continue
            shown = list(answers)
            if audit.number in PAINT_DIPS:
                shown[PAINT_DIPS[audit.number]] -= 1
            self._fill(audit, shown, late=LATE_DAYS if audit.number == LATE else 0)
            last = audit
        return last

    @api.model
    def _audit(self, schedule, answers, steps):
        answers = list(answers)
        for audit in self._get_past(schedule):
            self._step(answers, steps.get(audit.number))
            self._fill(audit, answers)

    @api.model
    def _get_past(self, schedule):
        today = schedule.company_id._lean_today()
        return schedule.audit_ids.filtered(lambda audit: audit.date_planned < today).sorted("number")

    @api.model
    def _step(self, answers, step):
        if step:
            answers[step[0]] += step[1]

    @api.model
    def _fill(self, audit, choices, late=0):
        """Answer and sign an audit on the morning it was planned for, as its auditor."""
        audit = audit.with_user(audit.auditor_id).sudo()
        moment = datetime.combine(audit.date_planned + timedelta(days=late), time(HOUR))
        age = max((fields.Datetime.now() - moment).total_seconds(), 0)
        audit.action_start(age=age)
        self._answer(audit, choices, age)
        audit.action_sign(age=age)

    @api.model
    def _answer(self, audit, choices, age):
        for place, (answer, choice) in enumerate(zip(audit.answer_ids.sorted("sequence"), choices, strict=False)):
            entry = {"answer_id": answer.id, "age": age, "choice": str(choice)}
            if choice < answer.photo_below or (place == DIRTY and audit.number == 25):
                name = "booth_dirty" if choice < 2 else "booth_clean"
                entry |= {"photo": self._read_photo(name), "note": self._get_note(choice)}
            entry["uid"] = str(uuid5(NAMESPACE_URL, f"lean_5s.{answer.id}"))
            audit.save_answer(entry)

    @api.model
    def _get_note(self, choice):
        return "Drips under the booth, the tray is full" if choice < 2 else "Tray emptied, one hose still drips"

    @api.model
    def _read_photo(self, name):
        with file_open(f"lean_5s/demo/images/{name}.png", "rb") as image:
            return base64.b64encode(image.read()).decode()

    @api.model
    def _act_on(self, audit):
        """The auditor makes an action of the lowest finding."""
        answers = audit.with_user(audit.auditor_id).answer_ids.sorted(lambda row: (row.score, row.sequence))
        for answer in answers[:2]:
            answer.make_action()

    @api.model
    def _tag(self):
        for item, area, category, reason, value, days, login, photo, *ending in TAGS:
            user = self.env.ref(f"lean_base.user_{login}")
            tag = (
                self.env["lean.5s.red.tag"]
                .with_user(user)
                .create(
                    {
                        "item": item,
                        "area_id": self.env.ref(f"lean_base.area_{area}").id,
                        "category": category,
                        "reason": reason,
                        "value": value,
                        "photo": self._read_photo(photo),
                        "date_tagged": self.env.company._lean_today() - timedelta(days=days),
                    }
                )
            )
            self._decide(tag, *ending)

    @api.model
    def _decide(self, tag, state, disposition, destination):
        if state != "tagged":
            tag.write({"holding_place": "Cage at the dock"})
            tag.action_hold()
        decider = tag.with_user(tag.decider_id)
        if state in ("decided", "done"):
            decider.write({"disposition": disposition, "destination": destination})
            decider.action_decide()
        if state == "done":
            decider.write({"photo_after": self._read_photo("place_free")})
            decider.action_done()

    @api.model
    def _leave_one_half_done(self):
        """Somebody was called away from an extra audit of line 1: 6 of 15."""
        audits = self.env["lean.5s.audit"].with_user(self.env.ref("lean_base.user_auditor"))
        area, template = self.env.ref("lean_base.area_line_1"), self.env.ref("lean_5s.template_shop_floor")
        audit = audits.browse(audits.start_extra(area.id, template.id)["id"])
        self._answer(audit, [3, 3, 2, 4, 3, 3], 1200)
