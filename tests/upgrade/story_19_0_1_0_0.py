# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
"""What people did with release 19.0.1.0.0, through public methods; `play(env)` is read by a shell of Odoo.

It runs on the code of that release as well as on today's. Where the methods change, it stays as it is and the next
release gets a story of its own.
"""

from datetime import timedelta
from uuid import uuid4

from freezegun import freeze_time

from odoo import fields
from odoo.fields import Command


def play(env):
    """All of it, by people who may."""
    area = env["lean.area"].create({"name": "Assembly", "code": "ASM"})
    lead = _create_user(env, "lead", "lean_base.group_lean_manager", "lean_5s.group_lean_5s_auditor")
    approver = _create_user(env, "approver", "lean_base.group_lean_manager")
    vendor = env["res.partner"].create({"name": "Castings Ltd", "email": "castings@example.com"})
    play_kanban(env, vendor)
    play_production(env)
    play_deliveries(env, vendor)
    play_maintenance(env)
    play_audit(env, area, lead)
    play_kaizen(env, area, lead, approver)


def _create_user(env, login, *groups):
    group_ids = [env.ref(group).id for group in ("base.group_user", *groups)]
    return env["res.users"].create({"name": login, "login": login, "group_ids": [Command.set(group_ids)]})


def _create_product(env, name, vendor=None, **values):
    sellers = [Command.create({"partner_id": vendor.id, "price": 4, "delay": 3})] if vendor else []
    return env["product.product"].create({"name": name, "is_storable": True, "seller_ids": sellers, **values})


def play_kanban(env, vendor):
    """A bought loop: two cards ordered and received, one of them empty again and ordered."""
    loop = env["lean.kanban.loop"].create(
        {"product_id": _create_product(env, "Seal", vendor).id, "container_qty": 5, "card_count": 2}
    )
    loop.action_activate(per_stage={loop.id: 0})
    loop._release()
    loop.card_ids.purchase_line_ids.order_id.button_confirm()
    _receive(loop.card_ids.purchase_line_ids.order_id.picking_ids)
    assert set(loop.card_ids.mapped("state")) == {"full"}, loop.card_ids.mapped("state")
    assert env["lean.kanban.card"].scan(loop.card_ids[0].barcode)["ok"]
    loop._release()
    loop.action_update_sizing()


def play_production(env):
    """A made loop: its cards are produced, one is empty again and on order; the machine had a breakdown."""
    center = env["mrp.workcenter"].create({"name": "Mill"})
    product, component = _create_product(env, "Pump"), _create_product(env, "Housing")
    env["mrp.bom"].create(
        {
            "product_tmpl_id": product.product_tmpl_id.id,
            "bom_line_ids": [Command.create({"product_id": component.id, "product_qty": 2})],
            "operation_ids": [Command.create({"name": "Mill", "workcenter_id": center.id, "time_cycle_manual": 6})],
        }
    )
    location = env["stock.warehouse"].search([("company_id", "=", env.company.id)], limit=1).lot_stock_id
    env["stock.quant"]._update_available_quantity(component, location, 1000)
    loop = env["lean.kanban.loop"].create({"product_id": product.id, "container_qty": 4, "card_count": 2})
    loop.action_activate(per_stage={loop.id: 0})
    loop._release()
    production = env["mrp.production"].search([("kanban_loop_id", "=", loop.id)], limit=1)
    _log(env, center, "mrp.block_reason7", production.workorder_ids, 4)
    _log(env, center, "mrp.block_reason1", env["mrp.workorder"], 1)
    production.qty_producing = production.product_qty
    production.with_context(skip_backorder=True).button_mark_done()
    assert production.state == "done", production.state
    assert env["lean.kanban.card"].scan(loop.card_ids[0].barcode)["ok"]
    loop._release()
    today = fields.Date.today()
    env["lean.oee"]._measure(center, today - timedelta(days=2), today)


def _log(env, center, reason, order, hours):
    end = fields.Datetime.now() - timedelta(hours=1 if order else 6)
    env["mrp.workcenter.productivity"].create(
        {
            "workcenter_id": center.id,
            "workorder_id": order.id,
            "loss_id": env.ref(reason).id,
            "date_start": end - timedelta(hours=hours),
            "date_end": end,
        }
    )


def play_deliveries(env, vendor):
    """One order in time, one late, in a month that is over and scored, with an incident and a return."""
    product, today = _create_product(env, "Casting", vendor), fields.Date.today()
    due = today.replace(day=1) - timedelta(days=40)
    for late in (0, 9):
        with freeze_time(due - timedelta(days=10)):
            order = env["purchase.order"].create(
                {
                    "partner_id": vendor.id,
                    "order_line": [
                        Command.create({"product_id": product.id, "product_qty": 10, "date_planned": due}),
                    ],
                }
            )
            order.button_confirm()
        with freeze_time(due + timedelta(days=late)):
            _receive(order.picking_ids)
    cards = env["lean.supplier.scorecard"].generate(due, today)
    assert cards and cards.line_ids, cards


def _receive(picking):
    picking.move_ids.picked = True
    picking.with_context(skip_backorder=True).button_validate()
    assert set(picking.mapped("state")) == {"done"}, picking.mapped("state")


def play_maintenance(env):
    """A weekly plan since three weeks, one occurrence done; a meter; a tag with its request."""
    today = fields.Date.today()
    category = env["maintenance.equipment.category"].create({"name": "Lathes"})
    lathe = env["maintenance.equipment"].create(
        {"name": "CNC-2", "category_id": category.id, "effective_date": today - timedelta(days=200)}
    )
    plan = env["lean.tpm.plan"].create(
        {
            "name": "Lubrication",
            "equipment_id": lathe.id,
            "interval_count": 1,
            "interval_unit": "week",
            "date_start": today - timedelta(days=21),
            "workday_move": "none",
            "task_ids": [Command.create({"name": "Oil level"})],
            "ahead_days": 60,
        }
    )
    plan.action_start()
    rows = env["lean.tpm.occurrence"].search([("plan_id", "=", plan.id)], order="number")
    assert len(rows) > 8, rows
    rows.filtered(lambda row: row.state == "planned")[0].action_done()
    meter = env["lean.tpm.meter"].create({"name": "Hours", "code": "CNC2", "equipment_id": lathe.id})
    for day, value in ((20, 100), (10, 180)):
        moment = fields.Datetime.to_string(fields.Datetime.now() - timedelta(days=day))
        assert env["lean.tpm.meter"].post_reading("CNC2", value, moment)["ok"]
    assert len(meter.reading_ids) == 2, meter.reading_ids
    tag = env["lean.tpm.tag"].create({"name": "Oil leaks", "equipment_id": lathe.id})
    tag.action_create_request()


def play_audit(env, area, lead):
    """A published template of the house is used for an audit with a red tag; the next ones are planned."""
    audits = env["lean.5s.audit"].with_user(lead)
    template = env["lean.5s.template"].search([("state", "=", "published")], limit=1)
    audit = audits.browse(audits.start_extra(area.id, template.id)["id"])
    for answer in audit.answer_ids:
        audits.save_answer({"uid": str(uuid4()), "answer_id": answer.id, "age": 0, "choice": "4"})
    audit.action_sign()
    assert audit.score, audit
    env["lean.5s.red.tag"].with_user(lead).create({"item": "Old vice", "area_id": area.id})
    schedule = env["lean.5s.schedule"].create(
        {
            "area_id": area.id,
            "template_id": template.id,
            "date_start": fields.Date.today(),
            "auditor_ids": [Command.create({"user_id": lead.id})],
        }
    )
    schedule.action_plan()


def play_kaizen(env, area, lead, approver):
    """An event with a result and a saving that somebody else approved; an idea and an action of it."""
    event = (
        env["lean.kaizen.event"]
        .with_user(lead)
        .create(
            {
                "name": "Changeover of CNC-2",
                "area_id": area.id,
                "user_id": lead.id,
                "sponsor_id": approver.id,
                "date_start": fields.Date.today(),
                "measure_ids": [Command.create({"name": "Changeover", "unit": "min", "baseline": 42, "target": 16})],
            }
        )
    )
    event.action_start()
    event.measure_ids.result = 16
    saving = env["lean.kaizen.saving"].with_user(lead)
    saving = saving.create({"name": "Less overtime", "event_id": event.id, "amount_forecast": 12000})
    saving.action_submit()
    saving.with_user(approver).action_approve()
    event.action_follow_up()
    idea = env["lean.kaizen.idea"].with_user(lead).create({"name": "Trolley", "area_id": area.id})
    idea.with_user(approver).reply = "Please build one."
    idea.with_user(approver).action_accept()
    idea.with_user(approver).action_make_action()
    env["lean.action"].create({"name": "Paint the floor", "area_id": area.id, "user_id": lead.id}).action_done()
