# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
import logging
from collections import defaultdict

from psycopg2 import OperationalError

from odoo import api, fields, models
from odoo.fields import Domain

from ..calculations import decay

_logger = logging.getLogger(__name__)
ACTIVITY_TYPE = "lean_kaizen.mail_activity_type_check"
BATCH_SIZE = 200


class LeanKaizenEvent(models.Model):
    """A follow-up is planned once: each measure, each of the company's days, in this round."""

    _inherit = "lean.kaizen.event"

    check_error = fields.Char(string="Could Not Be Planned", readonly=True, copy=False)

    def _plan_checks(self):
        """Make the checks that are missing; those there stay as they are, so a repeat doubles nothing."""
        measures = self.measure_ids
        known = set(measures.check_ids.mapped(lambda check: (check.measure_id.id, check.round, check.days)))
        values = []
        for measure in measures:
            event = measure.event_id
            end = event.date_end or event.company_id._lean_today()
            if event.date_reopened and event.date_reopened > end:
                end = event.company_id._lean_today()
            dates = decay.check_dates(end, event.company_id._lean_kaizen_days())
            values += [
                {"measure_id": measure.id, "event_id": event.id, "days": days, "date_due": due}
                for days, due in dates.items()
                if (measure.id, event.round, days) not in known
            ]
        checks = self.env["lean.kaizen.check"].create(values)
        self.filtered("check_error").check_error = False
        return checks

    def _is_check_missing(self):
        """Whether a measure with a result lacks a check of this round."""
        days = set(self.company_id._lean_kaizen_days())
        return any(
            days - set(measure.check_ids.filtered(lambda check: check.round == self.round).mapped("days"))
            for measure in self.measure_ids
        )

    def _keep_check_error(self, reason):
        self.check_error = reason[:250]


class LeanKaizenCheck(models.Model):
    _inherit = "lean.kaizen.check"

    @api.model
    def _cron_check_gains(self):
        """Plan the checks that are missing, then ask for those that are due."""
        events = self.env["lean.kaizen.event"].search(
            [("step", "=", "check"), ("measure_ids.result", "!=", False)], order="id"
        )
        for batch in self._batches(events.filtered(lambda event: event._is_check_missing())):
            self._run_safely(batch, "_plan_checks")
        checks = self.search(self._get_due_domain() & Domain("is_asked", "=", False), order="id")
        done = 0
        for batch in self._batches(checks):
            self._run_safely(batch, "_ask_for_value")
            done += len(batch)
            if not self.env["ir.cron"]._commit_progress(len(batch), remaining=len(checks) - done):
                return

    @api.model
    def _batches(self, records):
        return [records[start : start + BATCH_SIZE] for start in range(0, len(records), BATCH_SIZE)]

    @api.model
    def _run_safely(self, records, method):
        """Run a method on all records at once; where that fails, one by one, and keep the reason on who failed.

        A collision with another transaction is not a bad record: it goes up, and the cron runs again.
        """
        try:
            with self.env.cr.savepoint():
                getattr(records, method)()
        except OperationalError:
            raise
        except Exception as error:
            self.env.invalidate_all()
            if len(records) == 1:
                name = records.display_name
                _logger.warning("%s of %s %s (%s) failed: %s", method, records._name, records.id, name, error)
                records._keep_check_error(str(error))
                return
            for record in records:
                self._run_safely(record, method)

    def _keep_check_error(self, reason):
        """The reason stays on the check; the next run tries again."""
        self.error = reason[:250]

    @api.model
    def _get_due_domain(self, before_today=False):
        """Planned checks that are due, each by the day of its own company."""
        companies = defaultdict(list)
        # pylint: disable-next=no-search-all
        for company in self.env["res.company"].sudo().search([]):
            companies[company._lean_today()].append(company.id)
        operator = "<" if before_today else "<="
        return Domain("state", "=", "planned") & Domain.OR(
            Domain("company_id", "in", ids) & Domain("date_due", operator, today) for today, ids in companies.items()
        )

    def _ask_for_value(self):
        """One activity for each check, for the leader of its event or who stands in; asked once."""
        values = [check._prepare_check_activity() for check in self]
        asked = [value for value in values if value["user_id"]]
        # Without the quick update each activity would also be an e-mail.
        self.env["mail.activity"].sudo().with_context(mail_activity_quick_update=True).create(asked)
        reached = self.browse(value["res_id"] for value in asked)
        reached.write({"is_asked": True, "error": False})
        if orphans := self - reached:
            orphans.error = self.env._("Nobody to ask: the event has no leader, sponsor or area with access.")

    def _prepare_check_activity(self):
        self.ensure_one()
        get_id = self.env["ir.model.data"]._xmlid_to_res_id
        user = self._get_check_user()
        return {
            "res_model_id": self.env["ir.model"]._get_id(self._name),
            "res_id": self.id,
            "activity_type_id": get_id(ACTIVITY_TYPE) or get_id("mail.mail_activity_data_todo"),
            "user_id": user.id,
            "date_deadline": self.date_due,
            "summary": self.with_context(lang=user.lang or self.env.lang)._get_check_summary(),
            "automated": True,
        }

    def _get_check_user(self):
        """The first of leader, sponsor and responsible of the area who is still here."""
        event = self.event_id
        users = [event.user_id, event.sponsor_id, event.area_id.responsible_id]
        for user in users:
            if user.active and event.company_id in user.company_ids and user.has_group("lean_base.group_lean_user"):
                return user
        return self.env["res.users"]

    def _get_check_summary(self):
        return self.env._("Measure again: %(check)s of %(event)s", check=self.display_name, event=self.event_id.name)
