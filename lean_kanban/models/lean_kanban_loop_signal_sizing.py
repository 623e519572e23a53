# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from collections import defaultdict

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from odoo.addons.lean_base.tools import store_measured

from ..calculations.sizing import within_tolerance
from ..calculations.triangle import Machine, size_triangle

MACHINE_FIGURES = ("machine_changeover", "machine_run_time", "machine_available", "machine_item_count")


class LeanKanbanLoop(models.Model):
    """Lot and reorder point of a triangle loop, from the machine its items share.

    The items that share a machine are the loops of one area, which addons may narrow to a
    work center in :meth:`_get_machine`.
    """

    _inherit = "lean.kanban.loop"

    changeover_minutes = fields.Float(
        "Changeover (min)",
        digits=(8, 2),
        help="Minutes to change the machine over to this item. 0: what is known of it.",
    )
    run_minutes = fields.Float(
        "Run Time (min a unit)", digits=(8, 4), help="Minutes to make one unit of the product. 0: what is known of it."
    )
    available_hours = fields.Float(
        "Available (h a day)",
        digits=(8, 2),
        help="Hours a working day the machine can work. 0: those of the working calendar.",
    )
    machine_changeover = fields.Float(readonly=True, copy=False, digits=(8, 2))
    machine_run_time = fields.Float(readonly=True, copy=False, digits=(8, 2))
    machine_available = fields.Float(readonly=True, copy=False, digits=(8, 2))
    machine_item_count = fields.Integer(readonly=True, copy=False, aggregator=None)
    recommended_lot_count = fields.Integer("Recommended Lot", readonly=True, copy=False, aggregator=None)
    recommended_signal_container = fields.Integer("Recommended Point", readonly=True, copy=False, aggregator=None)

    @api.constrains("changeover_minutes", "run_minutes", "available_hours")
    def _check_machine_times(self):
        for loop in self:
            if min(loop.changeover_minutes, loop.run_minutes, loop.available_hours) < 0:
                raise ValidationError(self.env._("The times of a machine cannot be below zero."))

    # Hooks: what is known of the machine

    def _get_machine(self):
        """What the items made on one machine have in common: its area, else the loop itself."""
        return self.area_id or self

    def _get_changeover_minutes(self):
        return self.changeover_minutes

    def _get_run_minutes(self):
        return self.run_minutes

    def _get_available_minutes(self):
        """Minutes of a working day that the machine can work."""
        hours = self.available_hours or self.company_id.sudo().resource_calendar_id.hours_per_day
        return (hours or 24) * 60

    @api.model
    def _get_machine_loops_domain(self, loops):
        """Running loops that may share a machine with `loops`."""
        return [("state", "=", "active"), ("area_id", "in", loops.area_id.ids)]

    # Sizing

    def _recommend(self):
        triangles = self.filtered(lambda lo: lo._is_triangle())
        super(LeanKanbanLoop, self - triangles)._recommend()
        machines = triangles._read_machines() if triangles else {}
        store_measured({loop: loop._prepare_triangle_recommendation(machines[loop]) for loop in triangles})

    def _read_machines(self):
        """{loop: :class:`Machine` with the changeovers and run times of all that share it}"""
        sharing = self | self.search(self._get_machine_loops_domain(self))
        groups = defaultdict(self.browse)
        for loop in sharing:
            if loop in self or loop._get_changeover_minutes() or loop._get_run_minutes():
                groups[loop._get_machine()] |= loop
        machines = {machine: loops._add_up_machine() for machine, loops in groups.items()}
        return {
            loop: Machine(
                *machines[loop._get_machine()][:2], loop._get_available_minutes(), len(groups[loop._get_machine()])
            )
            for loop in self
        }

    def _add_up_machine(self):
        """Minutes of one round of changeovers, and minutes a day of making what is consumed."""
        changeover = sum(loop._get_changeover_minutes() for loop in self)
        run_time = sum(loop.daily_demand * loop._get_run_minutes() for loop in self)
        return changeover, run_time

    def _prepare_triangle_recommendation(self, machine):
        """Without a demand or time for changeovers nothing is recommended: 0 stands for it."""
        figures = (machine.changeover, machine.run_time, machine.available, machine.items)
        values = dict(zip(MACHINE_FIGURES, figures, strict=True))
        if self.daily_demand <= 0 or machine.interval is None or not self._is_lead_time_known():
            nothing = dict.fromkeys(
                ("recommended_card_count", "recommended_lot_count", "recommended_signal_container"), 0
            )
            return {**values, **nothing, "is_resizing_due": False}
        size = self._size_triangle(machine)
        return {
            **values,
            "recommended_card_count": 1,
            "recommended_lot_count": size.lot_containers,
            "recommended_signal_container": size.point_containers,
            "is_resizing_due": not self._is_triangle_near(size),
        }

    def _is_triangle_near(self, size):
        tolerance = self.sizing_tolerance / 100
        lot = within_tolerance(self.lot_container_count, size.lot_containers, tolerance)
        return lot and within_tolerance(self.signal_container, size.point_containers, tolerance)

    def _size_triangle(self, machine):
        """:class:`Triangle` of this loop; the safety stock is that of its method."""
        need = self._size().need
        return size_triangle(
            self.daily_demand,
            self.lead_time_days,
            self.container_product_qty,
            machine.interval,
            need - self.daily_demand * self.lead_time_days,
            self.shelf_life_days or None,
        )

    def _get_sized_machine(self):
        return Machine(*(self[name] for name in MACHINE_FIGURES))

    # Explanation

    @api.depends("recommended_lot_count", "recommended_signal_container", *MACHINE_FIGURES)
    def _compute_sizing_explanation(self):
        return super()._compute_sizing_explanation()

    def _explain_sizing(self):
        if not self._is_triangle() or self.daily_demand <= 0 or not self._is_lead_time_known():
            return super()._explain_sizing()
        machine = self._get_sized_machine()
        if machine.interval is None:
            return self._explain_no_time(machine)
        size = self._size_triangle(machine)
        return "\n".join((self._explain_lot(size, machine), self._explain_point(size)))

    def _explain_no_time(self, machine):
        return self.env._(
            "No time is left for changeovers: the items that share the machine run %(run)s of %(available)s min a day. "
            "Shorten run times, work longer, or make some items elsewhere.",
            run=f"{machine.run_time:.0f}",
            available=f"{machine.available:.0f}",
        )

    def _explain_lot(self, size, machine):
        text = self.env._(
            "Lot: %(demand)s × %(interval)s = %(lot)s ÷ %(container)s = %(exact)s → %(count)s containers",
            demand=self._explain_demand(),
            interval=self._explain_interval(machine),
            lot=f"{size.lot:.1f}",
            container=f"{size.container:g}",
            exact=f"{size.lot / size.container:.2f}",
            count=size.lot_containers,
        )
        if size.lot < self.daily_demand * max(machine.interval, self.lead_time_days) - 0.01:
            text = self.env._("%(text)s, limited by the shelf life", text=text)
        return text

    def _explain_interval(self, machine):
        """The interval, or the lead time where that is longer."""
        interval = self.env._(
            "EPEI %(days)s d (changeovers %(changeover)s min of %(items)s items ÷ (%(available)s − %(run)s) min a day)",
            days=f"{machine.interval:.2f}",
            changeover=f"{machine.changeover:g}",
            items=machine.items,
            available=f"{machine.available:g}",
            run=f"{machine.run_time:.0f}",
        )
        if not machine.changeover:
            return self.env._("L %s d (no changeover is known)", f"{self.lead_time_days:g}")
        if machine.interval >= self.lead_time_days:
            return interval
        return self.env._(
            "L %(days)s d (a lot has to last until the next can arrive; %(interval)s)",
            days=f"{self.lead_time_days:g}",
            interval=interval,
        )

    def _explain_point(self, size):
        return self.env._(
            "Point: D × %(lead)s%(safety)s = %(point)s ÷ %(container)s = %(exact)s → at container %(count)s",
            lead=self._explain_lead_time(),
            safety=self._explain_safety(),
            point=f"{size.point:.1f}",
            container=f"{size.container:g}",
            exact=f"{size.point / size.container:.2f}",
            count=size.point_containers,
        )

    # Apply

    def action_apply_sizing(self):
        """Give triangle loops the lot and the point recommended; their cards ask to be reprinted."""
        triangles = self.filtered(lambda lo: lo._is_triangle())
        super(LeanKanbanLoop, self - triangles).action_apply_sizing()
        self.check_access("write")
        for loop in triangles.filtered("recommended_lot_count"):
            loop.write(
                {
                    "lot_container_count": loop.recommended_lot_count,
                    "signal_container": loop.recommended_signal_container,
                    "is_resizing_due": False,
                }
            )
        triangles.filtered(lambda lo: lo.state == "active")._filter_settled().sudo()._settle_containers()
        return True
