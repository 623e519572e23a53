# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
"""The plant that a soak works in, and the account of it afterwards."""

import json
from collections import Counter
from datetime import timedelta

from odoo import fields
from odoo.fields import Command

PASSWORD = "soak"
BOUGHT, MADE, CARDS, CONTAINER, AREAS = 16, 6, 6, 20, 5
MACHINES, METERS, PAST_DAYS = 8, 5, 20
PEOPLE = {
    "operator": (
        ("lean_base.group_lean_user",),
        ("scan", "scan", "scan", "scan_arrival", "scan_arrival", "scan_not_ok", "scan_anything", "undo", "read_board"),
    ),
    "buyer": (
        ("lean_base.group_lean_user", "purchase.group_purchase_user"),
        ("confirm_order", "confirm_order", "confirm_order", "cancel_order", "signal_again", "signal_again", "scan"),
    ),
    "storekeeper": (
        ("lean_base.group_lean_user", "stock.group_stock_user"),
        ("receive", "receive", "scan_arrival", "read_board"),
    ),
    "auditor": (
        ("lean_base.group_lean_user", "lean_5s.group_lean_5s_auditor"),
        (*["audit_area"] * 8, "read_audits"),
    ),
    "maker": (
        ("lean_base.group_lean_user", "mrp.group_mrp_user", "stock.group_stock_user"),
        ("make", "make", "make", "cancel_production", "scan", "scan_arrival"),
    ),
    "mechanic": (
        ("lean_base.group_lean_user", "maintenance.group_equipment_manager"),
        ("check_machine", "check_machine", "hang_tag", "read_meter", "read_meter", "read_machines"),
    ),
}
# Each with the statement that counts its records, by the key of the journal.
COUNTED = {
    "scan": "SELECT scan_uid FROM lean_kanban_event WHERE scan_uid = ANY(%s)",
    "5s_answer": "SELECT uid FROM lean_5s_entry WHERE uid = ANY(%s)",
    "tpm_tag": "SELECT uid FROM lean_tpm_tag WHERE uid = ANY(%s)",
    "tpm_answer": "SELECT key FROM (SELECT CONCAT(occurrence_id, '/', task_id) AS key FROM lean_tpm_result) row"
    " WHERE key = ANY(%s)",
    "tpm_reading": "SELECT key FROM (SELECT CONCAT(meter.code, '/', TO_CHAR(reading.date, 'YYYY-MM-DD HH24:MI:SS'))"
    " AS key FROM lean_tpm_reading reading JOIN lean_tpm_meter meter ON meter.id = reading.meter_id) row"
    " WHERE key = ANY(%s)",
}


def prepare(env):
    """Loops, machines, areas and people of the demo company; what a client has to know of them."""
    env = _as_company(env)
    _keep_quiet(env)
    people = [_create_person(env, name, groups) for name, (groups, __) in PEOPLE.items()]
    loops = _create_bought_loops(env) | _create_made_loops(env)
    machines = _create_machines(env)
    meters = _create_meters(env, machines)
    template = env["lean.5s.template"].search([("state", "=", "published")], limit=1)
    return {
        "loops": loops.ids,
        "machines": machines.ids,
        "meters": meters.mapped("code"),
        "areas": _create_areas(env).ids,
        "template": template.id,
        "logins": people,
    }


def _as_company(env):
    company = env.ref("lean_base.company_alder", raise_if_not_found=False) or env.company
    env.user.company_ids |= company
    return env["res.users"].with_company(company).with_context(allowed_company_ids=company.ids).env


def _keep_quiet(env):
    """Nothing leaves the machine; our jobs are due now, the others do not run."""
    env["ir.mail_server"].create({"name": "Nowhere", "smtp_host": "127.0.0.1", "smtp_port": 9})
    ours = env["ir.model.data"].search([("model", "=", "ir.cron"), ("module", "=like", "lean_%")]).mapped("res_id")
    env["ir.cron"].search([("id", "not in", ours)]).active = False
    env["ir.cron"].browse(ours).nextcall = fields.Datetime.now()


def _create_person(env, name, groups):
    login = f"soak_{name}"
    records = env["res.groups"].union(*[env.ref(group) for group in groups])
    env["res.users"].with_context(no_reset_password=True).create(
        {
            "name": f"Soak {name}",
            "login": login,
            "password": PASSWORD,
            "email": f"{login}@example.com",
            "company_id": env.company.id,
            "company_ids": [Command.set(env.company.ids)],
            "group_ids": [Command.set(records.ids)],
        }
    )
    return login


def _create_loops(env, products, **values):
    stock = env["stock.warehouse"].search([("company_id", "=", env.company.id)], limit=1).lot_stock_id
    shared = {"location_id": stock.id, "container_qty": CONTAINER, "card_count": CARDS, **values}
    loops = env["lean.kanban.loop"].create(
        [
            {"product_id": product.id, **shared, "ordering": "automatic" if place % 2 else "manual"}
            for place, product in enumerate(products)
        ]
    )
    for product in products:
        env["stock.quant"]._update_available_quantity(product, stock, CONTAINER * CARDS)
    loops.action_activate()
    return loops


def _create_bought_loops(env):
    vendors = env["res.partner"].create(
        [{"name": f"Soak vendor {place}", "email": f"v{place}@example.com"} for place in range(3)]
    )
    products = env["product.product"].create(
        [
            {
                "name": f"Soak part {place}",
                "is_storable": True,
                "seller_ids": [Command.create({"partner_id": vendors[place % 3].id, "price": 4.2, "delay": 3})],
            }
            for place in range(BOUGHT)
        ]
    )
    return _create_loops(env, products)


def _create_made_loops(env):
    stock = env["stock.warehouse"].search([("company_id", "=", env.company.id)], limit=1).lot_stock_id
    steel = env["product.product"].create({"name": "Soak steel", "is_storable": True})
    env["stock.quant"]._update_available_quantity(steel, stock, 10_000_000)
    route = env["stock.rule"].search([("action", "=", "manufacture"), ("company_id", "=", env.company.id)]).route_id[:1]
    products = env["product.product"].create(
        [
            {"name": f"Soak pump {place}", "is_storable": True, "route_ids": [Command.set(route.ids)]}
            for place in range(MADE)
        ]
    )
    for product in products:
        line = Command.create({"product_id": steel.id, "product_qty": 1})
        env["mrp.bom"].create({"product_tmpl_id": product.product_tmpl_id.id, "bom_line_ids": [line]})
    return _create_loops(env, products)


def _create_areas(env):
    names = [f"Soak area {place}" for place in range(AREAS)]
    return env["lean.area"].create([{"name": name, "code": name, "company_id": env.company.id} for name in names])


def _create_machines(env):
    machines = env["maintenance.equipment"].create(
        [
            {"name": f"Soak machine {place}", "company_id": env.company.id, "effective_date": "2026-01-01"}
            for place in range(MACHINES)
        ]
    )
    tasks = env["lean.tpm.task"].create(
        [
            {"name": "Soak oil", "company_id": env.company.id},
            {"name": "Soak pressure", "kind": "measurement", "company_id": env.company.id},
        ]
    )
    plans = env["lean.tpm.plan"].create(
        [
            {
                "name": f"Soak check {machine.id}/{days}",
                "kind": "autonomous",
                "company_id": env.company.id,
                "equipment_id": machine.id,
                "interval_count": days,
                "interval_unit": "day",
                "date_start": fields.Date.today() - timedelta(days=PAST_DAYS),
                "workday_move": "none",
                "ahead_days": 30,
                "task_ids": [Command.set(tasks.ids)],
            }
            for machine in machines
            for days in (1, 2, 3)
        ]
    )
    plans.action_start()
    return machines


def _create_meters(env, machines):
    return env["lean.tpm.meter"].create(
        [
            {
                "name": "Soak hours",
                "code": f"SOAK{place}",
                "equipment_id": machines[place].id,
                "company_id": env.company.id,
            }
            for place in range(METERS)
        ]
    )


def is_settled(cursor):
    """Whether nothing waits for a scheduled job any more."""
    cursor.execute(
        """
        SELECT (SELECT COUNT(*) FROM lean_kanban_arrival WHERE state = 'waiting')
             + (SELECT COUNT(*) FROM lean_kanban_rejection WHERE state = 'waiting')
             + (SELECT COUNT(*) FROM lean_kanban_card card JOIN lean_kanban_loop loop ON loop.id = card.loop_id
                 WHERE card.state = 'empty' AND NOT COALESCE(card.is_held_back, FALSE) AND loop.state = 'active')
             + (SELECT COUNT(*) FROM ir_cron_trigger trigger JOIN ir_cron cron ON cron.id = trigger.cron_id
                 WHERE cron.active AND trigger.call_at <= NOW() AT TIME ZONE 'UTC')
        """
    )
    return cursor.fetchone()[0] == 0


# The account


def account(cursor, journals):
    """What the journals say against what the database holds.

    :param journals: lines of JSON of all clients
    :return: (number of acknowledged actions by kind, sentences about what does not agree)
    """
    entries = [json.loads(line) for journal in journals for line in journal.splitlines()]
    sent, done = {}, {}
    for entry in entries:
        keys = done if entry.get("acknowledged") else sent
        keys.setdefault(entry["kind"], set()).add(entry["key"])
    wrong = []
    for kind in sent:
        wrong += _account_kind(cursor, kind, sent[kind] | done.get(kind, set()), done.get(kind, set()))
    acknowledged = Counter(entry["kind"] for entry in entries if entry.get("acknowledged"))
    return acknowledged, wrong


def _account_kind(cursor, kind, sent, done):
    if kind in COUNTED:
        return _account_counted(cursor, kind, sent, done)
    if kind == "tpm_sign":
        query = "SELECT id FROM lean_tpm_occurrence WHERE id = ANY(%s) AND state IN ('done', 'late')"
        return _account_state(cursor, kind, query, done)
    if "/" not in kind:
        return []
    model, state = kind.split("/")
    query = f"SELECT id FROM {model.replace('.', '_')} WHERE id = ANY(%s) AND state = ANY(%s)"
    # a confirmed order may have been cancelled since, a cancelled one never comes back by itself
    states = [state, "cancel"] if state == "purchase" else [state]
    return _account_state(cursor, kind, query, done, states)


def _account_counted(cursor, kind, sent, done):
    """Acknowledged ones are there once, all others at most once."""
    cursor.execute(COUNTED[kind], (list(sent),))
    counts = Counter(key for (key,) in cursor.fetchall())
    missing = [f"{kind} {key} was acknowledged and is not there" for key in done if not counts[key]]
    doubled = [f"{kind} {key} is there {count} times" for key, count in counts.items() if count > 1]
    return missing + doubled


def _account_state(cursor, kind, query, done, *parameters):
    cursor.execute(query, (list(done), *parameters))
    return [f"{kind} {key} was acknowledged and is not so" for key in done - {key for (key,) in cursor.fetchall()}]
