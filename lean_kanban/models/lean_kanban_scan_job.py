# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
import logging

from psycopg2 import OperationalError

from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Domain

_logger = logging.getLogger(__name__)


class LeanKanbanScanJob(models.AbstractModel):
    """What a scan leaves to be done right after it, so that the operator does not wait.

    A model of jobs has a ``state`` that begins as ``waiting``, a ``card_id`` and the ``user_id``
    who scanned, does the work in :meth:`_do_job` and notes in :meth:`_note_failure` why it failed.
    """

    _name = "lean.kanban.scan.job"
    _description = "Work After a Scan"

    @api.model
    def _cron_jobs(self):
        """Do what waits, each committed on its own, tried again where another transaction got in between."""
        tried = self.browse()
        while job := self.search(self._get_waiting_domain(tried), order="id", limit=1):
            self.env["lean.kanban.loop"]._with_retry(job._run_job)
            tried |= job
            remaining = self.search_count(self._get_waiting_domain(tried))
            if not self.env["ir.cron"]._commit_progress(1, remaining=remaining):
                return

    @api.model
    def _get_waiting_domain(self, tried):
        return Domain("state", "=", "waiting") & Domain("id", "not in", tried.ids)

    def _run_job(self):
        """Do one job as the user who scanned; what fails says why. Another worker's job is left alone."""
        self.ensure_one()
        if not self.try_lock_for_update(allow_referencing=True):
            return
        self.invalidate_recordset(["state"])
        if self.state != "waiting":
            return
        job = self.with_user(self.user_id or self.env.user).with_company(self.company_id).sudo()
        try:
            with self.env.cr.savepoint():
                job._do_job()
        except OperationalError:
            raise
        except UserError as error:
            job._note_failure(str(error))
        except Exception as error:  # one job must not stop the others
            _logger.exception("%s %s of card %s failed", self._name, self.id, self.card_id.display_name)
            job._note_failure(str(error))

    def _do_job(self):
        """Do the work; :raises UserError: in an operator's words, where a person has to do it"""
        raise NotImplementedError

    def _note_failure(self, reason):
        """Keep why it failed, and ask the owner of the loop."""
        raise NotImplementedError

    @api.model
    def _validate_move(self, move):
        """Finish a move and leave the others of its transfer; refused where core asks something.

        :raises UserError: where the transfer has to be finished by a person
        """
        picking = move.picking_id
        move.picked = True
        picking.with_context(skip_backorder=True, skip_sms=True).button_validate()
        if move.state != "done":
            raise UserError(self.env._("%s asks for more than a scan can say: finish it there.", picking.name))
