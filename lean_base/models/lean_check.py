# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
import logging
from collections import defaultdict

from psycopg2 import OperationalError

from odoo import api, models
from odoo.tools import SQL

from ..tools import Finding, Invariant

_logger = logging.getLogger(__name__)


class LeanCheck(models.AbstractModel):
    """Proves what has to hold in this database, and mends what can be mended without a decision.

    An addon extends :meth:`_get_invariants`. All of it runs over all companies, so only the command line and
    ``lean.check.run``, which is for administrators, call it.
    """

    _name = "lean.check"
    _description = "Check of the Data"

    @api.model
    def _get_invariants(self):
        """The invariants of the addons installed, in the order in which they are repaired."""
        return [self._get_area_invariant(), self._get_source_invariant(), *self._get_action_invariants()]

    @api.model
    def _find(self):
        """Check everything; nothing is written.

        :return: list of :class:`Finding`, in the order of the invariants
        """
        self.env.flush_all()
        check = self._with_all_companies()
        return [finding for invariant in check._get_invariants() for finding in check._find_broken(invariant)]

    @api.model
    def _repair(self, codes=None):
        """Repair what repairs itself, and tell of it in the chatter; a second time there is nothing to do.

        :param codes: of the invariants, all where None
        :return: list of pairs of the :class:`Finding` and why it could not be repaired, None where it was
        """
        check = self._with_all_companies()
        results = []
        for invariant in check._get_invariants():
            if invariant.repair and (codes is None or invariant.code in codes):
                check.env.flush_all()
                broken = [finding for finding in check._find_broken(invariant) if finding.is_repairable]
                results += check._repair_broken(invariant, broken)
        return results

    @api.model
    def _with_all_companies(self):
        companies = self.env["res.company"].sudo().search([])  # pylint: disable=no-search-all
        return self.sudo().with_context(active_test=False, allowed_company_ids=companies.ids)

    @api.model
    def _find_broken(self, invariant):
        if isinstance(invariant.find, SQL):
            self.env.cr.execute(invariant.find)
            rows = self.env.cr.dictfetchall()
        else:
            rows = invariant.find()
        return [
            Finding(
                invariant,
                row["id"],
                invariant.problem % row,
                bool(invariant.repair and row.get("is_repairable", True)),
            )
            for row in rows
        ]

    @api.model
    def _repair_broken(self, invariant, findings):
        if not findings:
            return []
        records = self.env[invariant.model].browse(dict.fromkeys(finding.res_id for finding in findings))
        try:
            with self.env.cr.savepoint():
                invariant.repair(records)
                self._tell_repaired(invariant, findings)
        except OperationalError:
            raise  # another transaction got in between: all of it runs again
        except Exception as error:  # what cannot be repaired must not stop the rest
            _logger.exception("Repair of %s failed", invariant.code)
            return [(finding, str(error)) for finding in findings]
        return [(finding, None) for finding in findings]

    @api.model
    def _tell_repaired(self, invariant, findings):
        """Keep what was repaired: in the log, and in the chatter of each record or of the one it belongs to."""
        bodies = defaultdict(list)
        for finding in findings:
            record = self.env[invariant.model].browse(finding.res_id)
            text = self.env._(
                "Repaired by the check of the data. %(problem)s %(repaired)s",
                problem=finding.problem,
                repaired=invariant.repaired,
            )
            _logger.info("%s: %s", record, text)
            bodies[record[invariant.chatter] if invariant.chatter else record].append(text)
        by_model = defaultdict(dict)
        for record, texts in bodies.items():
            if record and isinstance(record, self.env.registry["mail.thread"]):
                by_model[record._name][record.id] = "\n".join(texts)
        for model, texts in by_model.items():
            self.env[model].browse(texts)._message_log_batch(bodies=texts)

    # What this addon keeps

    @api.model
    def _get_area_invariant(self):
        return Invariant(
            code="area_tree",
            model="lean.area",
            statement=self.env._("Each area knows the areas it lies in."),
            problem=self.env._("It is filed under %(found)s, but lies under %(expected)s."),
            advice=self.env._("Let it be repaired."),
            find=SQL(
                """
                SELECT area.id, area.parent_path AS found, CONCAT(parent.parent_path, area.id, '/') AS expected
                  FROM lean_area area LEFT JOIN lean_area parent ON parent.id = area.parent_id
                 WHERE area.parent_path IS DISTINCT FROM CONCAT(parent.parent_path, area.id, '/')
              ORDER BY area.id
                """
            ),
            repair=lambda areas: areas._parent_store_compute(),
            repaired=self.env._("Its place in the tree was computed anew."),
        )

    @api.model
    def _get_source_invariant(self):
        return Invariant(
            code="action_source",
            model="lean.action",
            statement=self.env._("What an action comes from is there, or it is kept as a name only."),
            problem=self.env._("It points to %(model)s %(source)s, which is gone."),
            advice=self.env._("Let it be repaired: the name of the source stays."),
            find=self._find_lost_sources,
            repair=lambda actions: actions._detach_source(),
            repaired=self.env._("It points to nothing any more; the name stays."),
        )

    @api.model
    def _find_lost_sources(self):
        """One statement for each kind of source, however many actions there are."""
        actions = self.env["lean.action"]
        groups = actions._read_group([("res_model", "!=", False), ("res_id", "!=", 0)], ["res_model"])
        rows = []
        for (name,) in groups:
            model = self.env.get(name)
            table = SQL("(SELECT 0 AS id)") if model is None or model._abstract else SQL.identifier(model._table)
            self.env.cr.execute(
                SQL(
                    """
                    SELECT action.id, action.res_model AS model, action.res_id AS source
                      FROM lean_action action
                     WHERE action.res_model = %s AND action.res_id != 0
                       AND NOT EXISTS (SELECT FROM %s source WHERE source.id = action.res_id)
                  ORDER BY action.id
                    """,
                    name,
                    table,
                )
            )
            rows += self.env.cr.dictfetchall()
        return rows

    @api.model
    def _get_action_invariants(self):
        return [
            Invariant(
                code="action_done",
                model="lean.action",
                statement=self.env._("A finished action says when it was done, an open one does not."),
                problem=self.env._("It is %(state)s, and the day it was done is %(done)s."),
                advice=self.env._("Ask who is responsible; open it again and finish it anew."),
                find=SQL(
                    """
                    SELECT id, state, COALESCE(date_done::text, '–') AS done FROM lean_action
                     WHERE (state IN ('done', 'verified')) != (date_done IS NOT NULL) ORDER BY id
                    """
                ),
            ),
            Invariant(
                code="action_verified",
                model="lean.action",
                statement=self.env._("Somebody else than who did it has verified an action."),
                problem=self.env._("It was verified on %(verified)s by who marked it done, or by nobody."),
                advice=self.env._("Have somebody else look at it, and make a new action for what is not right."),
                find=SQL(
                    """
                    SELECT id, COALESCE(date_verified::text, '–') AS verified FROM lean_action
                     WHERE state = 'verified'
                       AND (date_verified IS NULL OR verified_by_id IS NULL
                            OR (verified_by_id = done_by_id
                                AND verified_by_employee_id IS NOT DISTINCT FROM done_by_employee_id))
                  ORDER BY id
                    """
                ),
            ),
        ]
