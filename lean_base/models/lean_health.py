# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from datetime import datetime, time, timedelta

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import format_datetime

from ..tools import Job, Queue

LATE = timedelta(minutes=30)  # a scheduled action that waits for longer does not run


class LeanHealth(models.AbstractModel):
    """Whether what should run by itself runs, and what waits for it, in words.

    An addon extends :meth:`_get_jobs` and :meth:`_get_queues`. The number of queries depends on the addons, not on
    the records.
    """

    _name = "lean.health"
    _description = "Health of the Lean Addons"

    @api.model
    def _get_jobs(self):
        """The scheduled actions of the addons installed."""
        return [
            Job(
                "lean_base.ir_cron_escalate_overdue",
                self.env._("Nobody is asked about overdue actions. The next run asks once about all of them."),
            ),
            Job(
                "mail.ir_cron_mail_scheduler_action",
                self.env._("No e-mail leaves, orders to vendors included. The next run sends all that wait."),
            ),
        ]

    @api.model
    def _get_queues(self):
        """What may wait in the addons installed."""
        return [
            Queue(
                code="action_to_ask",
                name=self.env._("Overdue actions nobody was asked about"),
                model="lean.action",
                domain=self.env["lean.action"]._get_escalation_domain(),
                date_field="date_deadline",
                patience=timedelta(days=2),
                advice=self.env._("See whether the scheduled action that asks about overdue actions runs."),
            ),
            Queue(
                code="mail_failed",
                name=self.env._("E-mails that could not be sent"),
                model="mail.mail",
                domain=Domain("state", "=", "exception") & Domain("model", "in", self._get_mailing_models()),
                date_field="create_date",
                advice=self.env._(
                    "An administrator reads the reason on the e-mail, mends the mail server or the address, and retries."
                ),
            ),
        ]

    @api.model
    def _get_mailing_models(self):
        """Models whose e-mails are ours; an addon adds documents it sends."""
        return [name for name, model in self.env.registry.items() if name.startswith("lean.") and not model._abstract]

    # Scheduled actions

    @api.model
    def _prepare_job_lines(self):
        jobs = {job.xml_id: job for job in self._get_jobs()}
        crons = self._read_crons(jobs)
        waiting = self._read_triggers(crons.values())
        return [self._prepare_job_line(job, crons.get(xml_id), waiting) for xml_id, job in jobs.items()]

    @api.model
    def _read_crons(self, xml_ids):
        """{xml id: scheduled action} of those there are, switched off or not."""
        names = [xml_id.split(".")[1] for xml_id in xml_ids]
        rows = (
            self.env["ir.model.data"]
            .sudo()
            .search_fetch([("model", "=", "ir.cron"), ("name", "in", names)], ["res_id"])
        )
        found = {row.complete_name: row.res_id for row in rows if row.complete_name in xml_ids}
        crons = self.env["ir.cron"].sudo().with_context(active_test=False)
        there = crons.search_fetch([("id", "in", list(found.values()))], ["cron_name", "nextcall", "lastcall"])
        return {xml_id: crons.browse(res_id) for xml_id, res_id in found.items() if res_id in there.ids}

    @api.model
    def _read_triggers(self, crons):
        """{scheduled action: when it was asked to run for the first time} where it has not run since."""
        now = fields.Datetime.now()
        return dict(
            self.env["ir.cron.trigger"]
            .sudo()
            ._read_group(
                [("cron_id", "in", [cron.id for cron in crons]), ("call_at", "<=", now)], ["cron_id"], ["call_at:min"]
            )
        )

    @api.model
    def _prepare_job_line(self, job, cron, waiting):
        status, advice = self._judge_job(job, cron, cron and waiting.get(cron))
        return {
            "kind": "job",
            "code": job.xml_id,
            "name": cron.cron_name if cron else job.xml_id,
            "status": status,
            "advice": advice,
            "last_run": cron.lastcall if cron else False,
            "next_run": cron.nextcall if cron and cron.active else False,
            "res_model": "ir.cron",
            "res_ids": cron.ids if cron else [],
        }

    @api.model
    def _judge_job(self, job, cron, asked_at):
        """Return the status, and what to do."""
        if not cron:
            text = self.env._("It was deleted. Upgrade the addon to have it again.")
            return "attention", f"{job.when_stopped} {text}"
        if not cron.active:
            text = self.env._("It is switched off: activate it, or know why not.")
            return "off", f"{job.when_stopped} {text}"
        if cron.failure_count:
            text = self.env._(
                "It has failed %(count)s times since %(date)s. The server's log says why, under the name of the action.",
                count=cron.failure_count,
                date=self._format(cron.first_failure_date),
            )
            return "attention", f"{text} {job.when_stopped}"
        due = min(cron.nextcall, asked_at or cron.nextcall)
        if due < fields.Datetime.now() - LATE:
            text = self.env._("It should have run on %s.", self._format(due))
            return "late", f"{text} {job.when_stopped}"
        return "fine", False

    @api.model
    def _format(self, instant):
        return format_datetime(self.env, instant, dt_format="d MMM HH:mm")

    # What waits

    @api.model
    def _prepare_queue_lines(self):
        return [self._prepare_queue_line(queue) for queue in self._get_queues()]

    @api.model
    def _prepare_queue_line(self, queue):
        domain = self._get_queue_domain(queue)
        count, since = self._measure_queue(queue, domain)
        status = self._judge_queue(queue, count, since)
        return {
            "kind": "queue",
            "code": queue.code,
            "name": queue.name,
            "status": status,
            "advice": queue.advice if status == "attention" else False,
            "count": count,
            "since": since,
            "res_model": queue.model,
            "res_domain": list(domain),
        }

    @api.model
    def _get_queue_domain(self, queue):
        """The records that wait, in the companies the reader works in."""
        domain = Domain("id", "in", list(queue.find())) if queue.find else Domain(queue.domain)
        if queue.model == "res.company":
            domain &= Domain("id", "in", self.env.companies.ids)
        elif "company_id" in self.env[queue.model]._fields:
            domain &= Domain("company_id", "in", [False, *self.env.companies.ids])
        return domain

    @api.model
    def _measure_queue(self, queue, domain):
        """How many wait, and since when the first of them; None where nothing says it."""
        aggregates = ["__count"] + ([f"{queue.date_field}:min"] if queue.date_field else [])
        ((count, *dates),) = self.env[queue.model].sudo()._read_group(domain, aggregates=aggregates)
        since = dates[0] if dates and dates[0] else None
        if since and not isinstance(since, datetime):
            since = datetime.combine(since, time())
        return count, since

    @api.model
    def _judge_queue(self, queue, count, since):
        if not count:
            return "fine"
        is_patient = since and since > fields.Datetime.now() - queue.patience
        return "waiting" if is_patient else "attention"
