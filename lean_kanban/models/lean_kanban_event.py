# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from odoo import api, fields, models
from odoo.exceptions import UserError

EVENT_SOURCES = [
    ("scan", "Scan"),
    ("consumption", "Consumption"),
    ("receipt", "Document"),
    ("schedule", "Release"),
    ("supplier", "Supplier"),
    ("manual", "By hand"),
]


class LeanKanbanEvent(models.Model):
    """One transition of a card: what happened, when, who did it and where.

    Events are written by :meth:`LeanKanbanCard._transition` only and never edited:
    cycle times, lead times and lost cards are read from them.
    """

    _name = "lean.kanban.event"
    _description = "Kanban Card Event"
    _order = "id desc"
    _rec_name = "card_id"

    card_id = fields.Many2one("lean.kanban.card", required=True, index=True, ondelete="cascade")
    loop_id = fields.Many2one(related="card_id.loop_id", store=True, index=True, precompute=True)
    product_id = fields.Many2one(related="loop_id.product_id")
    company_id = fields.Many2one(related="loop_id.company_id", store=True, precompute=True)
    date = fields.Datetime(required=True, default=fields.Datetime.now, index=True)
    state_from = fields.Selection(
        selection=lambda self: self.env["lean.kanban.card"]._fields["state"].selection,
        string="From",
    )
    state_to = fields.Selection(
        selection=lambda self: self.env["lean.kanban.card"]._fields["state"].selection,
        string="To",
    )
    source = fields.Selection(EVENT_SOURCES, required=True, default="manual")
    user_id = fields.Many2one("res.users", default=lambda self: self.env.user)
    employee_id = fields.Many2one("hr.employee", string="Operator")
    supply_id = fields.Many2one("lean.kanban.supply", ondelete="set null")
    document = fields.Char(help="The order or transfer this happened with.")
    message = fields.Char(help="What was answered or why it happened.")
    scan_uid = fields.Char(
        string="Scan ID",
        copy=False,
        help="Identifies one scan, so that a repeated transmission counts once.",
    )

    _scan_uid_unique = models.UniqueIndex(
        "(scan_uid) WHERE scan_uid IS NOT NULL", "This scan has been recorded already."
    )

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("The history of a kanban card cannot be deleted."))

    def write(self, vals):
        if not self:
            return super().write(vals)
        raise UserError(self.env._("The history of a kanban card cannot be changed."))
