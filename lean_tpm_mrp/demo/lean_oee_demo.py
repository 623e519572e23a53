# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from datetime import datetime, time, timedelta

import pytz

from odoo import api, fields, models

from ..calculations.shift_windows import subtract

WORKING_DAYS, RING_DAYS = 130, 20
SATURDAY = 5
# What happens repeats after so many working days, so that any four weeks say the same: 20 days of 900 minutes, of
# which 81 % run; these make 12,830 minutes' worth of pieces, 88 %, of which 98.5 % are good.
SHIFT_SPANS = [(6, 10), (10.5, 14), (14, 18), (18.5, 22)]
CHANGEOVER_BEFORE, CHANGEOVER_NOW = 42, 16
CHANGEOVER_MORE = (-1, 1, 0, -2, 2)
EVENT_DAYS_AGO = 45  # working days since the kaizen event
TOOL_HOURS, TOOL_MINUTES = (7, 20), 20
MATERIAL_HOUR, MATERIAL_MINUTES = 13, 60  # on every second day
UNEXPLAINED_MINUTES = (41, 81)
UNEXPLAINED_MORE = (-12, 8, 14, -10)  # by week
RAN_BEFORE, RAN_NOW = 703, 729  # minutes a day
PIECES = {  # fewer on the days on which it breaks
    "hub_60": (123, 122, 121, 80, 120, 119, 120, 83, 121, 122),
    "hub_90": (84, 83, 84, 82, 83, 81, 82, 83, 84, 84),
}
SCRAP = {"hub_60": (1, 2, 2, 4, 5, 3, 2, 1, 2, 2), "hub_90": (0, 1, 2, 1, 1, 0, 0, 1, 1, 1)}
RING_SPANS, RING_PIECES = [(6, 10), (10.5, 13)], 270


class LeanOeeDemo(models.AbstractModel):
    """Half a year of two machines of the demo factory.

    Called by demo data alone; it goes through the methods people use.
    """

    _name = "lean.oee.demo"
    _description = "Half a Year of the Demo Factory's Machines"

    @api.model
    def _play(self):
        company = self.env.ref("lean_base.company_alder")
        demo = self.with_context(allowed_company_ids=company.ids, tracking_disable=True, mail_notrack=True)
        demo = demo.with_user(self.env.ref("base.user_admin")).sudo()
        demo._open_warehouse(company)
        days = demo._get_working_days(company)
        hubs = [demo._plan_hubs(day, number) for number, day in enumerate(days)]
        rings = [demo._plan_rings(day) for day in days[:RING_DAYS]]
        demo._make(hubs + rings)
        demo._log_failures()
        demo._start_today(company)
        rows = demo.env["lean.oee"]
        rows._measure(demo._get_center("cnc_2") | demo._get_center("deburr"), days[-1], company._lean_today())
        rows._close(company)
        demo.env.ref("lean_tpm.meter_cnc_2_spindle")._feed()

    @api.model
    def _open_warehouse(self, company):
        """The factory's warehouse, under the name by which Lean Kanban's demo finds it, whichever is installed first."""
        if not self.env["stock.warehouse"].search_count([("company_id", "=", company.id)], limit=1):
            values = {"name": company.name, "code": "AP", "company_id": company.id, "partner_id": company.partner_id.id}
            record = {"xml_id": "lean_kanban.warehouse_alder", "values": values, "noupdate": True}
            self.env["stock.warehouse"]._load_records([record])

    @api.model
    def _get_center(self, name):
        return self.env.ref(f"lean_tpm_mrp.workcenter_{name}")

    @api.model
    def _get_working_days(self, company):
        """The last working days before today, the latest first."""
        today = company._lean_today()
        days = (today - timedelta(days=ago) for ago in range(1, WORKING_DAYS * 2))
        return [day for day in days if day.weekday() < SATURDAY][:WORKING_DAYS]

    @api.model
    def _at(self, day, hour):
        zone = self.env.company._lean_tz()
        local = datetime.combine(day, time()) + timedelta(seconds=round(hour * 3600))
        return zone.localize(local).astimezone(pytz.utc).replace(tzinfo=None)

    @api.model
    def _plan_hubs(self, day, number):
        """One order a day, the two hubs in turn, with a changeover between them each morning."""
        is_before = number >= EVENT_DAYS_AGO
        name = ("hub_60", "hub_90")[number % 2]
        index = number // 2 % 10
        pieces = PIECES[name][index]
        changeover = CHANGEOVER_BEFORE if is_before else CHANGEOVER_NOW
        changeover += CHANGEOVER_MORE[number % 5]
        unexplained = UNEXPLAINED_MINUTES[number % 2] + UNEXPLAINED_MORE[number // 5 % 4]
        stops = [("mrp.block_reason2", 6, changeover)]
        stops += [("lean_tpm_mrp.reason_tool", hour, TOOL_MINUTES) for hour in TOOL_HOURS]
        if number % 2 == 0:
            stops.append(("mrp.block_reason0", MATERIAL_HOUR, MATERIAL_MINUTES))
        return {
            "day": day,
            "center": "cnc_2",
            "product": name,
            "pieces": round(pieces * RAN_BEFORE / RAN_NOW) if is_before else pieces,
            "scrap": SCRAP[name][index],
            "stops": stops,
            "spans": subtract(SHIFT_SPANS, 22 - unexplained / 60, 22),
        }

    @api.model
    def _plan_rings(self, day):
        return {
            "day": day,
            "center": "deburr",
            "product": "ring",
            "pieces": RING_PIECES,
            "scrap": 1,
            "stops": [("lean_tpm_mrp.reason_no_demand", 14, 8 * 60)],
            "spans": RING_SPANS,
        }

    def _make(self, plans):
        """Orders with their logs, finished, and what was not good is scrapped."""
        orders = self.env["mrp.production"].create(
            [
                {
                    "product_id": self.env.ref(f"lean_tpm_mrp.product_{plan['product']}").id,
                    "product_qty": plan["pieces"],
                    "company_id": self.env.company.id,
                    "date_start": self._at(plan["day"], 6),
                    "origin": self.env._("Demo"),
                }
                for plan in plans
            ]
        )
        orders.action_confirm()
        failures = self._read_failures()
        logs = [
            values
            for plan, order in zip(plans, orders, strict=True)
            for values in self._prepare_logs(plan, order, failures)
        ]
        self.env["mrp.workcenter.productivity"].create(logs)
        for order in orders:
            order.qty_producing = order.product_qty
            order.set_qty_producing()
        orders.move_raw_ids.picked = True
        orders.with_context(skip_backorder=True).button_mark_done()
        self._date(plans, orders)
        self._scrap(plans, orders)

    def _date(self, plans, orders):
        for plan, order in zip(plans, orders, strict=True):
            end = self._at(plan["day"], max(last for __, last in plan["spans"]))
            order.workorder_ids.with_context(bypass_duration_calculation=True).write(
                {"date_start": self._at(plan["day"], 6), "date_finished": end}
            )
            order.date_finished = end

    def _scrap(self, plans, orders):
        values = [
            {
                "production_id": order.id,
                "product_id": order.product_id.id,
                "scrap_qty": plan["scrap"],
                "company_id": self.env.company.id,
            }
            for plan, order in zip(plans, orders, strict=True)
            if plan["scrap"]
        ]
        self.env["stock.scrap"].create(values).do_scrap()

    def _read_failures(self):
        """The failures of the machine that maintenance wrote down."""
        equipment = self._get_center("cnc_2").lean_equipment_ids
        domain = [("equipment_id", "in", equipment.ids), ("lean_is_failure", "=", True)]
        return self.env["maintenance.request"].search([*domain, ("lean_restored_at", "!=", False)])

    def _log_failures(self):
        center, reason = self._get_center("cnc_2"), self.env.ref("mrp.block_reason1")
        self.env["mrp.workcenter.productivity"].create(
            [
                {
                    "workcenter_id": center.id,
                    "loss_id": reason.id,
                    "date_start": failure.lean_failed_at,
                    "date_end": failure.lean_restored_at,
                    "company_id": self.env.company.id,
                    "description": failure.name,
                }
                for failure in self._read_failures()
            ]
        )

    @api.model
    def _start_today(self, company):
        """An order that runs now, if somebody is there: begun after this morning's changeover."""
        today, now = company._lean_today(), fields.Datetime.now()
        if today.weekday() >= SATURDAY or not self._at(today, 7) <= now < self._at(today, 22):
            return
        product = self.env.ref("lean_tpm_mrp.product_hub_60")
        order = self.env["mrp.production"].create(
            {"product_id": product.id, "product_qty": 120, "company_id": company.id, "origin": self.env._("Demo")}
        )
        order.action_confirm()
        order.workorder_ids.button_start()
        start = self._at(today, 6)
        end = start + timedelta(minutes=CHANGEOVER_NOW)
        order.workorder_ids.time_ids.date_start = end
        self.env["mrp.workcenter.productivity"].create(
            {
                "workcenter_id": self._get_center("cnc_2").id,
                "company_id": company.id,
                "loss_id": self.env.ref("mrp.block_reason2").id,
                "date_start": start,
                "date_end": end,
            }
        )

    def _prepare_logs(self, plan, order, failures):
        """Logs of the order's stops, and of what is left of the day as time it ran."""
        center = self._get_center(plan["center"])
        same = {"workcenter_id": center.id, "company_id": self.env.company.id}
        run = [(self._at(plan["day"], start), self._at(plan["day"], end)) for start, end in plan["spans"]]
        for xmlid, hour, minutes in plan["stops"]:
            start = self._at(plan["day"], hour)
            end = start + timedelta(minutes=minutes)
            run = subtract(run, start, end)
            yield {**same, "loss_id": self.env.ref(xmlid).id, "date_start": start, "date_end": end}
        if plan["center"] == "cnc_2":
            for failure in failures:
                run = subtract(run, failure.lean_failed_at, failure.lean_restored_at)
        reason = self.env.ref("mrp.block_reason7")
        for start, end in run:
            yield {
                **same,
                "workorder_id": order.workorder_ids.id,
                "loss_id": reason.id,
                "date_start": start,
                "date_end": end,
            }
