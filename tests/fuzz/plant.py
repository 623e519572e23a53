# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
"""A company with some of everything, whose names may be any text."""

from uuid import uuid4

from odoo.fields import Command


class Plant:
    """Records of every app in one company, made as an administrator would.

    :param mark: stands in every name and note
    """

    def __init__(self, env, company, mark=""):
        self.env = env(context={**env.context, "allowed_company_ids": company.ids, "tracking_disable": True})
        self.company = company.with_env(self.env)
        self.mark = mark
        self.codes = []
        self._make_place()
        self._make_loops()
        self._make_machine()
        self._make_audit()
        self._make_kaizen()

    def _create(self, model, **values):
        return self.env[model].create(values)

    def _name(self, text):
        return f"{self.mark}{text}"

    def _code(self):
        self.codes.append(uuid4().hex[:12].upper())
        return self.codes[-1]

    def _make_place(self):
        company_id = self.company.id
        self.area = self._create("lean.area", name=self._name("Assembly"), code=self._code(), company_id=company_id)
        self.operator = self._create(
            "hr.employee", name=self._name("Operator"), barcode=self._code(), pin="4711", company_id=company_id
        )
        self.action = self._create(
            "lean.action",
            name=self._name("Mend it"),
            description=self.mark,
            area_id=self.area.id,
            company_id=company_id,
        )

    def _make_loops(self):
        stock = self.env["stock.warehouse"].search([("company_id", "=", self.company.id)], limit=1).lot_stock_id
        self.vendor = self._create("res.partner", name=self._name("Foundry"), email="foundry@example.com")
        self.portal_user = self._create(
            "res.users",
            name=self._name("Vendor Clerk"),
            login=f"vendor_{uuid4().hex[:8]}",
            partner_id=self._create(
                "res.partner", name=self._name("Clerk"), parent_id=self.vendor.id, email="clerk@example.com"
            ).id,
            group_ids=[Command.set(self.env.ref("base.group_portal").ids)],
            company_id=self.company.id,
            company_ids=[Command.set(self.company.ids)],
        )
        self.products = self.env["product.product"].create(
            [
                {
                    "name": self._name(f"Casting {number}"),
                    "is_storable": True,
                    "seller_ids": [Command.create({"partner_id": self.vendor.id, "price": 4.2, "delay": 3})],
                }
                for number in range(2)
            ]
        )
        self.loops = self.env["lean.kanban.loop"].create(
            [
                {
                    "product_id": product.id,
                    "location_id": stock.id,
                    "container_qty": 20,
                    "card_count": 3,
                    "area_id": self.area.id,
                    "note": self.mark,
                }
                for product in self.products
            ]
        )
        self.loop, self.draft = self.loops
        self.env["stock.quant"]._update_available_quantity(self.products[0], stock, 60)
        self.loop.action_activate(per_stage={self.loop.id: 0})
        self.cards = self.loop.card_ids.sorted("number")
        self.codes += self.cards.mapped("barcode")
        for card in self.cards[:2]:
            self.env["lean.kanban.card"].scan(card.barcode, scan_uid=self._code())
        self.loop._release()
        self.order = self.cards.purchase_line_ids.order_id
        self.order.partner_ref = self.mark
        self.order.button_confirm()

    def _make_machine(self):
        company_id = self.company.id
        self.team = self._create("maintenance.team", name=self._name("Workshop"), company_id=company_id)
        self.machine = self._create(
            "maintenance.equipment",
            name=self._name("CNC-2"),
            note=self.mark,
            company_id=company_id,
            maintenance_team_id=self.team.id,
            lean_area_id=self.area.id,
        )
        self.meter = self._create(
            "lean.tpm.meter", name=self._name("Hours"), code=self._code(), equipment_id=self.machine.id
        )
        self.reading = self._create("lean.tpm.reading", meter_id=self.meter.id, value=10)
        self.task = self._create("lean.tpm.task", name=self._name("Oil"), company_id=company_id)
        self.plan = self._create(
            "lean.tpm.plan",
            name=self._name("Lubrication"),
            company_id=company_id,
            equipment_id=self.machine.id,
            interval_count=1,
            interval_unit="week",
            task_ids=[Command.set(self.task.ids)],
        )
        self.plan.action_start()
        self.tag = self._create(
            "lean.tpm.tag", name=self._name("Leak"), note=self.mark, equipment_id=self.machine.id, company_id=company_id
        )

    def _make_audit(self):
        question = {"section": "sort", "name": self._name("Nothing unneeded"), "allows_na": True}
        texts = {f"text_{score}": self._name(str(score)) for score in range(5)}
        self.template = self._create(
            "lean.5s.template",
            name=self._name("Shop"),
            company_id=self.company.id,
            question_ids=[Command.create({**question, **texts}), Command.create({**question, **texts})],
        )
        self.template.action_publish()
        audits = self.env["lean.5s.audit"]
        self.audit = audits.browse(audits.start_extra(self.area.id, self.template.id)["id"])
        self.red_tag = self._create(
            "lean.5s.red.tag",
            item=self._name("Old jig"),
            area_id=self.area.id,
            company_id=self.company.id,
        )

    def _make_kaizen(self):
        self.event = self._create(
            "lean.kaizen.event",
            name=self._name("Changeover"),
            company_id=self.company.id,
            area_id=self.area.id,
            measure_ids=[Command.create({"name": self._name("Minutes"), "unit": "min", "baseline": 42, "target": 16})],
        )
        self.saving = self._create(
            "lean.kaizen.saving", name=self._name("Overtime"), event_id=self.event.id, amount_forecast=9
        )
        self.idea = self._create(
            "lean.kaizen.idea", name=self._name("Trolley"), company_id=self.company.id, area_id=self.area.id
        )
