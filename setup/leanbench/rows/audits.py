"""What the server does to open an area's trend and the heat map of 5S audits over N answers.

One audit is answered and signed as an auditor does it, and stands for all others: its rows are
copied into past weeks, 20 areas, 15 answers each. Read as a user, with access rules, from an empty cache.
"""

import json
from collections.abc import Callable
from typing import TYPE_CHECKING

from leanbench.context import Context, Measurement
from leanbench.result import Result

if TYPE_CHECKING:
    from odoo.api import Environment
    from odoo.models import BaseModel

TITLE = "trend and heat map of 5S audits"
NEEDS = ("lean_5s",)

SIZES = (1_000, 10_000, 100_000)
AREAS, QUESTIONS, TURNS = 20, 15, 3
MUST_SECONDS = 1
TREND = ("lean_5s_trend", "lean_5s_section_trend", "lean_5s_radar", "lean_5s_score", "lean_5s_story")


def run(context: Context) -> list[Result]:
    """Trend and heat map for each size; it fails where queries grow with answers."""
    name = context.clone()
    rows = [_measure_size(context, name, size) for size in context.sizes]
    for results in zip(*rows, strict=True):
        queries = {result.ours_queries for result in results}
        if len(queries) > 1:
            raise RuntimeError(f"queries grow with answers: {results[0].job}: {sorted(queries)}")
    return [result for results in zip(*rows, strict=True) for result in results]


def _measure_size(context: Context, name: str, size: int) -> list[Result]:
    with context.environment(name) as env:
        areas = _prepare(env, size // QUESTIONS // AREAS)
        user = _create_user(env)
        jobs = {
            "open an area's 5S trend, N answers": lambda: areas[:1].with_user(user).read(TREND),
            "open the 5S heat map, N answers": lambda: env["lean.5s.audit"].with_user(user).get_heat_map(),
        }
        return [_measure(context, env, job, size, read) for job, read in jobs.items()]


def _prepare(env: "Environment", audits_per_area: int) -> "BaseModel":
    """Weekly audits of all areas, the newest one today; every tenth was missed."""
    areas = env["lean.area"].create([{"name": f"Area {index}", "code": f"BENCH{index}"} for index in range(AREAS)])
    audit = _do_one(env, areas[0])
    audit_columns = _columns(env, "lean.5s.audit", "area_id", "date_audited", "date_planned", "state", "score")
    answer_columns = _columns(env, "lean.5s.answer", "audit_id", "area_id", "date_audited")
    env.cr.execute(
        f"""
        WITH copied AS (
            INSERT INTO lean_5s_audit (area_id, date_audited, date_planned, state, score, {audit_columns})
                 SELECT area, date_audited - 7 * week, date_planned - 7 * week,
                        CASE WHEN week %% 10 = 9 THEN 'missed' ELSE 'done' END, 50 + week %% 40, {audit_columns}
                   FROM lean_5s_audit, UNNEST(%s) AS area, GENERATE_SERIES(1, %s) AS week
                  WHERE id = %s
              RETURNING id, area_id, date_audited
        )
        INSERT INTO lean_5s_answer (audit_id, area_id, date_audited, {answer_columns})
             SELECT copied.id, copied.area_id, copied.date_audited, {answer_columns}
               FROM lean_5s_answer answer, copied
              WHERE answer.audit_id = %s
        """,  # noqa: S608 (names of columns come from the models)
        [areas.ids, audits_per_area, audit.id, audit.id],
    )
    env.invalidate_all()
    env.cr.execute("ANALYZE")
    return areas


def _do_one(env: "Environment", area: "BaseModel") -> "BaseModel":
    """An audit with the shop floor's questions, answered and signed."""
    audits = env["lean.5s.audit"]
    template = env.ref("lean_5s.template_shop_floor")
    audit = audits.browse(audits.start_extra(area.id, template.id)["id"])
    for place, answer in enumerate(audit.answer_ids):
        audits.save_answer({"uid": f"bench{place}", "answer_id": answer.id, "choice": str(2 + place % 3)})
    audit.action_sign()
    env.flush_all()
    return audit


def _columns(env: "Environment", model: str, *without: str) -> str:
    names = [field.name for field in env[model]._fields.values() if field.store and field.column_type]
    left_out = {"id", "schedule_id", "number", *without}
    return ", ".join(f'"{name}"' for name in names if name not in left_out)


def _create_user(env: "Environment") -> "BaseModel":
    from odoo.fields import Command

    groups = [Command.set(env.ref("lean_base.group_lean_user").ids)]
    return env["res.users"].create({"name": "Bench auditor", "login": "bench_auditor", "group_ids": groups})


def _measure(context: Context, env: "Environment", job: str, size: int, read: Callable) -> Result:
    turns = [_read(context, env, read) for _turn in range(TURNS)]
    best = min(turns, key=lambda turn: turn.seconds)
    return Result(
        job=job,
        n=size,
        ours_seconds=best.seconds,
        ours_queries=min(turn.queries for turn in turns),  # the first fills caches of the registry
        measured=best.seconds,
        unit="s",
        must_limit=MUST_SECONDS,
        peak_mb=best.peak_mb,
        note=f"best of {TURNS}",
    )


def _read(context: Context, env: "Environment", read: Callable) -> Measurement:
    with context.measure(env) as measurement:
        json.dumps(read())
    return measurement
