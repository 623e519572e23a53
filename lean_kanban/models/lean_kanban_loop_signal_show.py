# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from odoo import api, fields, models

from ..calculations.zones import get_triangle_zone
from ..report.text_fit import fit


class LeanKanbanLoop(models.Model):
    """What board and paper show of a triangle loop: its stack and the point in it."""

    _inherit = "lean.kanban.loop"

    @api.model
    def _get_board_fields(self):
        return [*super()._get_board_fields(), "trigger", "lot_container_count", "signal_container"]

    def _prepare_board_zone(self, row, on_hand, calendar):
        values = super()._prepare_board_zone(row, on_hand, calendar)
        if not self._is_triangle() or not row["cards"] or self.container_product_qty <= 0:
            return values
        containers = max(on_hand, 0) / self.container_product_qty
        known = values["days_left"] is not None
        zone = get_triangle_zone(
            containers,
            self.signal_container,
            values["days_left"],
            self.lead_time_days if row["next_days"] is None else row["next_days"],
            self.container_product_qty / self.daily_demand if known else 0,
            needs_decision=bool(row["error_count"] or row["held_back_count"]),
        )
        stack = {
            "count": round(containers, 1),
            "point": self.signal_container,
            "lot": self.lot_container_count,
        }
        return {**values, "zone": zone, "stack": stack}

    def _prepare_paper(self, boxes):
        paper = super()._prepare_paper(boxes)
        if not self._is_triangle():
            return paper
        rule = self.env._(
            "Triangle: %(lot)s containers at container %(container)s",
            lot=self.lot_container_count,
            container=self.signal_container,
        )
        return {**paper, "kind": fit(rule, boxes["kind"])}


class LeanKanbanCard(models.Model):
    _inherit = "lean.kanban.card"

    printed_signal_container = fields.Integer(readonly=True, copy=False, aggregator=None)

    @api.depends(
        "printed_signal_container", "loop_id.trigger", "loop_id.lot_container_count", "loop_id.signal_container"
    )
    def _compute_needs_reprint(self):
        return super()._compute_needs_reprint()

    def _is_paper_outdated(self):
        return super()._is_paper_outdated() or self.printed_signal_container != self._get_signal_container()

    def _get_signal_container(self):
        """The container a triangle card hangs at; 0 for other cards."""
        return self.loop_id.signal_container if self.loop_id._is_triangle() else 0

    def _prepare_printing(self, revision):
        return {
            **super()._prepare_printing(revision),
            "printed_signal_container": self._get_signal_container(),
        }

    def _get_reprint_message(self):
        loop = self.loop_id
        if not loop._is_triangle() or self.printed_location_id != loop.location_id:
            return super()._get_reprint_message()
        if self._is_printed_container_other():
            printed, held = self._get_printed_and_held()
            return self.env._(
                "Reprint this card: it says a lot of %(printed)s, now %(held)s.", printed=printed, held=held
            )
        return self.env._(
            "Reprint this card and hang it at container %(container)s: it says %(printed)s.",
            container=loop.signal_container,
            printed=self.printed_signal_container,
        )

    def _prepare_paper(self, texts, boxes):
        paper = super()._prepare_paper(texts, boxes)
        if self.loop_id._is_triangle():
            paper["position"] = fit(f"▲ {self.loop_id.signal_container}", boxes["position"])
        return paper
