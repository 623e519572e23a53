# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import format_date


class LeanKanbanLoop(models.Model):
    """A loop that runs with one card less on trial."""

    _inherit = "lean.kanban.loop"

    experiment_id = fields.Many2one(
        "lean.kanban.experiment",
        "Kaizen Trial",
        readonly=True,
        copy=False,
        help="The trial that is running: the loop does with one card less.",
    )
    experiment_ids = fields.One2many("lean.kanban.experiment", "loop_id")
    experiment_count = fields.Integer(compute="_compute_experiment_count")
    experiment_state = fields.Selection(related="experiment_id.state", string="State of Trial")
    experiment_card_id = fields.Many2one(related="experiment_id.card_id")
    experiment_date_due = fields.Datetime(related="experiment_id.date_due")

    @api.depends("experiment_ids")
    def _compute_experiment_count(self):
        groups = self.env["lean.kanban.experiment"]._read_group([("loop_id", "in", self.ids)], ["loop_id"], ["__count"])
        counts = {loop.id: count for loop, count in groups}
        for loop in self:
            loop.experiment_count = counts.get(loop.id, 0)

    def write(self, vals):
        result = super().write(vals)
        if "card_count" in vals and not self.env.context.get("lean_kanban_experiment"):
            self.sudo().experiment_id._end_by_change()
        return result

    def action_archive(self):
        experiments = self.sudo().experiment_id
        result = super().action_archive()
        for experiment in experiments:
            experiment._close("stopped", self.env._("The loop was archived."), experiment.card_count_after)
        return result

    def action_open_experiment(self):
        """Prepare a trial with one card less, or show the one that is running."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("lean_kanban.lean_kanban_experiment_action")
        action |= {"views": [(False, "form")], "context": {"default_loop_id": self.id}}
        if self.experiment_id:
            return {**action, "res_id": self.experiment_id.id}
        return action

    def action_view_experiments(self):
        """The trials of these loops."""
        action = self.env["ir.actions.act_window"]._for_xml_id("lean_kanban.lean_kanban_experiment_action")
        context = {"default_loop_id": self.id} if len(self) == 1 else {}
        return {**action, "domain": [("loop_id", "in", self.ids)], "context": context}

    def _get_last_card(self):
        """The card in circulation with the highest number."""
        return self.card_ids.filtered(lambda card: card.state != "retired").sorted("number")[-1:]

    def _get_red_loops(self):
        """Those of these loops that are red as the board judges it.

        What has been signalled a moment ago is not ordered yet, so nobody knows when it comes: then only a loop with
        nothing at hand is red.
        """
        rows = {row["id"]: row for row in self.sudo()._get_board_rows()}
        cards = self.env["lean.kanban.card"].sudo()
        domain = [("loop_id", "in", self.ids), ("state", "=", "empty"), ("is_held_back", "=", False)]
        undated = {loop.id for loop, __ in cards._read_group(domain, ["loop_id"], ["__count"])}
        return self.filtered(
            lambda loop: rows[loop.id]["zone"] == "red" and not (rows[loop.id]["at_hand"] and loop.id in undated)
        )

    def _get_board_card_domain(self):
        """A card that is put aside is none of the loop while the trial lasts."""
        is_aside = Domain("experiment_id", "!=", False) & Domain("state", "=", "hold")
        return super()._get_board_card_domain() & ~is_aside


class LeanKanbanCard(models.Model):
    _inherit = "lean.kanban.card"

    experiment_id = fields.Many2one(
        "lean.kanban.experiment", "Kaizen Trial", readonly=True, copy=False, index="btree_not_null"
    )

    def _get_signal_state(self):
        """A card on trial is put aside as it comes back empty."""
        return "hold" if self.experiment_id else super()._get_signal_state()

    def _transition(self, state, source, **values):
        """Judge the trials of these loops as soon as this is committed."""
        result = super()._transition(state, source, **values)
        if self.sudo().loop_id.experiment_id:
            self.env.ref("lean_kanban.ir_cron_update_experiments").sudo()._trigger()
        return result

    def _check_state(self, complaint, *allowed):
        for card in self.filtered(lambda c: c.sudo().experiment_id and c.state == "hold"):
            raise UserError(
                self.env._("%s is put aside for a kaizen trial. Stop the trial to take it back.", card.display_name)
            )
        return super()._check_state(complaint, *allowed)

    def _get_signal_message(self, state):
        if state == "hold" and self.experiment_id:
            return self.env._("Kaizen trial: keep this card aside, the loop tries to do without it.")
        return super()._get_signal_message(state)

    def _get_refusal(self):
        experiment = self.experiment_id
        if self.state != "hold" or not experiment:
            return super()._get_refusal()
        if not experiment.date_due:
            return "warning", self._get_signal_message("hold")
        return "warning", self.env._(
            "Kaizen trial: keep this card aside until %s.", format_date(self.env, experiment.date_due)
        )

    def _answer(self, level, message):
        answer = super()._answer(level, message)
        if level == "success" and self.state == "hold" and self.experiment_id:
            answer["title"] = self.env._("Put aside")
        return answer
