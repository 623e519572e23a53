# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

# So many records of one invariant are listed: enough to see what happened. All of them are counted, and repaired.
MOST_SHOWN = 200


class LeanCheckRun(models.TransientModel):
    """One check of the data, with what it found; for administrators, over all companies."""

    _name = "lean.check.run"
    _description = "Check of the Data"

    date = fields.Datetime("Checked", default=fields.Datetime.now, readonly=True)
    invariant_count = fields.Integer("Rules", readonly=True)
    finding_count = fields.Integer("Findings", readonly=True)
    repairable_count = fields.Integer("Repair Themselves", readonly=True)
    result = fields.Text(readonly=True, help="What the repair before this check did.")
    finding_ids = fields.One2many("lean.check.finding", "run_id", readonly=True)

    def _compute_display_name(self):
        for run in self:
            run.display_name = self.env._("Check")

    def action_check(self):
        """Check all data now and show what was found."""
        return self._check_data()._open()

    @api.model
    def _check_data(self, result=False):
        self._check_administrator()
        check = self.env["lean.check"]
        findings = check._find()
        return self.create(
            {
                "invariant_count": len(check.sudo()._get_invariants()),
                "finding_count": len(findings),
                "repairable_count": sum(finding.is_repairable for finding in findings),
                "result": result,
                "finding_ids": [
                    fields.Command.create(values)
                    for values in self.env["lean.check.finding"]._prepare_findings(findings)
                ],
            }
        )

    @api.model
    def _check_administrator(self):
        if not self.env.su and not self.env.user.has_group("base.group_system"):
            raise AccessError(self.env._("The data of all companies are checked by an administrator."))

    def action_repair(self):
        """Repair what repairs itself, and check again."""
        self._check_administrator()
        results = self.env["lean.check"]._repair()
        failed = [f"{finding.problem} {reason}" for finding, reason in results if reason]
        done = self.env._("%s findings were repaired.", len(results) - len(failed))
        if failed:
            done = self.env._("%(done)s Not repaired: %(failed)s", done=done, failed="\n".join(failed))
        return self._check_data(done)._open()

    def action_open_findings(self):
        """The findings as a list that can be searched and grouped."""
        action = self.env["ir.actions.act_window"]._for_xml_id("lean_base.lean_check_finding_action")
        return {**action, "domain": [("run_id", "=", self.id)]}

    def _open(self):
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Check"),
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "target": "current",
        }


class LeanCheckFinding(models.TransientModel):
    """A record that breaks a rule, in words."""

    _name = "lean.check.finding"
    _description = "Finding of a Check"
    _order = "id"
    _rec_name = "problem"

    run_id = fields.Many2one("lean.check.run", required=True, index=True, ondelete="cascade")
    code = fields.Char()
    statement = fields.Char("What Should Hold")
    res_model = fields.Char("Model")
    res_id = fields.Many2oneReference("Record ID", model_field="res_model", aggregator=None)
    record_name = fields.Char("Record")
    problem = fields.Text("What Is Wrong")
    advice = fields.Text("What to Do")
    repair = fields.Text("What the Repair Does")
    repairs_itself = fields.Selection([("yes", "Yes"), ("no", "By hand")])

    @api.model
    def _prepare_findings(self, findings):
        """Values of the findings shown, each rule with the first of its records."""
        shown, names = {}, {}
        for finding in findings:
            shown.setdefault(finding.invariant.code, []).append(finding)
        for group in shown.values():
            del group[MOST_SHOWN:]
            model = group[0].invariant.model
            records = self.env[model].sudo().browse(finding.res_id for finding in group).exists()
            names.update({(model, record.id): record.display_name for record in records})
        return [self._prepare_finding(finding, names) for group in shown.values() for finding in group]

    @api.model
    def _prepare_finding(self, finding, names):
        invariant = finding.invariant
        return {
            "code": invariant.code,
            "statement": invariant.statement,
            "res_model": invariant.model,
            "res_id": finding.res_id,
            "record_name": names.get((invariant.model, finding.res_id)) or f"{invariant.model} {finding.res_id}",
            "problem": finding.problem,
            "advice": False if finding.is_repairable else invariant.advice,
            "repair": invariant.repaired if finding.is_repairable else False,
            "repairs_itself": "yes" if finding.is_repairable else "no",
        }

    def action_open_record(self):
        """The record, with the rights of who asks."""
        self.ensure_one()
        record = self.env[self.res_model].browse(self.res_id).exists()
        if not record:
            raise UserError(self.env._("%s is not there any more: check again.", self.record_name))
        return record.get_formview_action()
