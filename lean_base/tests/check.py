# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from odoo.tools import mute_logger


class CheckCase:
    """Breaks records behind the ORM's back and looks what ``lean.check`` makes of them; mixed into a test case."""

    def corrupt(self, statement, record):
        """Run a statement that nothing of ours would, on one record."""
        self.env.flush_all()
        self.env.cr.execute(statement, [record.id])
        self.env.invalidate_all()

    def find(self, record, code=None):
        """Findings about a record, of one invariant or of all."""
        findings = self.env["lean.check"]._find()
        return [
            finding
            for finding in findings
            if (finding.invariant.model, finding.res_id) == (record._name, record.id)
            and code in (None, finding.invariant.code)
        ]

    def assert_clean(self):
        """Nothing is found, whatever the database of the test holds beside."""
        findings = self.env["lean.check"]._find()
        self.assertFalse([(f.invariant.code, f.res_id, f.problem) for f in findings])

    def assert_left(self, code, record):
        """It is found, said to be for a person, and no repair touches it."""
        (finding,) = self.find(record, code)
        self.assertFalse(finding.is_repairable)
        self.assertTrue(finding.invariant.advice)
        self._repair()
        self.assertTrue(self.find(record, code))

    def assert_repaired(self, code, record):
        """It is found, repaired, and found no more; a second repair has nothing to do."""
        (finding,) = self.find(record, code)
        self.assertTrue(finding.is_repairable)
        results = self._repair()
        self.assertIn((code, record.id, None), [(f.invariant.code, f.res_id, failure) for f, failure in results])
        self.assertFalse(self.find(record, code))
        self.assertFalse(self._repair(), "the second time there is nothing to do")

    @mute_logger("odoo.addons.lean_base.models.lean_check")
    def _repair(self):
        results = self.env["lean.check"]._repair()
        self.env.flush_all()
        self.env.invalidate_all()
        return results

    def count_queries(self, function):
        """How many queries a call takes, with an empty cache."""
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        function()
        return self.env.cr.sql_log_count - before
