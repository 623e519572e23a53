# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from odoo import api, fields, models


class LeanKanbanLoop(models.Model):
    """Times of the machine that makes the product of a loop, from its bill of materials."""

    _inherit = "lean.kanban.loop"

    operation_id = fields.Many2one(
        "mrp.routing.workcenter",
        "Bottleneck Operation",
        compute="_compute_operation_id",
        compute_sudo=True,
        store=True,
        readonly=False,
        index="btree_not_null",
        ondelete="set null",
        check_company=True,
        help="The operation whose work center the items share: the longest of the bill of materials, if not told "
        "otherwise. Changeover and run time are taken from it where the loop says none.",
    )
    workcenter_id = fields.Many2one(
        related="operation_id.workcenter_id", related_sudo=True, store=True, index="btree_not_null"
    )

    @api.depends("product_id", "company_id")
    def _compute_operation_id(self):
        for company, loops in self.grouped("company_id").items():
            boms = loops.sudo()._find_boms(company, "normal") if company else {}
            for loop in loops:
                bom = boms.get(loop.product_id)
                loop.operation_id = bom._get_longest_operation(loop.product_id) if bom else False

    def _recommend(self):
        """Operations that were entered after the loop are found now."""
        without = self.filtered(lambda loop: loop.kind == "production" and not loop.operation_id)
        if without:
            without._compute_operation_id()
        return super()._recommend()

    def _get_machine(self):
        return self.sudo().workcenter_id or super()._get_machine()

    @api.model
    def _get_machine_loops_domain(self, loops):
        domain = fields.Domain(super()._get_machine_loops_domain(loops))
        centers = loops.sudo().workcenter_id
        return domain | (fields.Domain("state", "=", "active") & fields.Domain("workcenter_id", "in", centers.ids))

    def _get_changeover_minutes(self):
        """Setup and cleanup of the work center, where the loop says nothing."""
        if self.changeover_minutes or not self.operation_id:
            return super()._get_changeover_minutes()
        __, setup, cleanup = self.operation_id.sudo()._get_machine_capacity(self.product_id)
        return setup + cleanup

    def _get_run_minutes(self):
        """Time of the operation for one unit of the product, where the loop says nothing."""
        if self.run_minutes or not self.operation_id:
            return super()._get_run_minutes()
        operation = self.operation_id.sudo()
        capacity, __, __ = operation._get_machine_capacity(self.product_id)
        efficiency = (operation.workcenter_id.time_efficiency or 100) / 100
        return operation.time_cycle / efficiency / capacity if capacity else 0

    def _get_available_minutes(self):
        hours = self.sudo().workcenter_id.resource_calendar_id.hours_per_day
        return hours * 60 if hours and not self.available_hours else super()._get_available_minutes()


class MrpBom(models.Model):
    _inherit = "mrp.bom"

    def _get_longest_operation(self, product):
        """The operation that takes the machine longest, among those made for this product."""
        operations = self.operation_ids.filtered(lambda operation: not operation._skip_operation_line(product))
        return operations.sorted("time_cycle", reverse=True)[:1]


class MrpRoutingWorkcenter(models.Model):
    _inherit = "mrp.routing.workcenter"

    def _get_machine_capacity(self, product):
        """Units of the product a cycle makes, minutes of setup and of cleanup."""
        self.ensure_one()
        bom = self.bom_id
        unit = bom.product_uom_id
        capacity, setup, cleanup = self.workcenter_id._get_capacity(product, unit, bom.product_qty or 1)
        return unit._compute_quantity(capacity, product.uom_id), setup, cleanup

    # A lane of the board for each work center

    @api.model
    def _get_board_lane_labels(self):
        return [*super()._get_board_lane_labels(), {"key": "workcenter", "label": self.env._("Work Center")}]

    def _get_board_lanes(self, names):
        lanes = super()._get_board_lanes(names)
        return {**lanes, "workcenter": {loop: loop.sudo().workcenter_id.display_name for loop in self}}
