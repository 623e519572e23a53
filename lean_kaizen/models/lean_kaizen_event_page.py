# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from odoo import api, fields, models

from ..calculations import fishbone, page
from .lean_kaizen_part_mixin import FROZEN_STEPS


class LeanKaizenEvent(models.Model):
    """The event as one page (A3), in the order of plan, do, check, act."""

    _inherit = "lean.kaizen.event"

    background = fields.Text(help="Why this, why now: customer, safety, cost, the plan of the year.")
    current_condition = fields.Text(help="What was seen at the place itself, in figures.")
    current_image = fields.Image(max_width=1024, max_height=1024, attachment=True)
    target_condition = fields.Text(help="What will be true, by when, measured how.")
    root_cause = fields.Text(help="What is behind it, as the fishbone and the whys showed.")
    results = fields.Text(help="What was reached beside the target, and what was learnt.")
    follow_up = fields.Text(help="Who looks at what, when, so that it stays.")
    standard = fields.Text(
        string="Standardise and Share",
        help="The new standard, where it is written down, who was trained.",
    )
    share_area_ids = fields.Many2many(
        comodel_name="lean.area",
        string="Also Fits In",
        check_company=True,
        help="Areas with the same problem. Sharing asks their responsible to look at it.",
    )
    fishbone = fields.Json(compute="_compute_fishbone", export_string_translation=False)
    page_overflow = fields.Json(
        string="Boxes That Are Too Full",
        compute="_compute_page_overflow",
        export_string_translation=False,
    )

    @api.depends_context("uid", "lang")
    @api.depends(
        "problem",
        "name",
        "step",
        "cause_ids.name",
        "cause_ids.parent_id",
        "cause_ids.category",
        "cause_ids.state",
        "cause_ids.sequence",
    )
    def _compute_fishbone(self):
        for event in self:
            event.fishbone = event._prepare_fishbone()

    @api.depends(lambda self: list(page.BOXES))
    def _compute_page_overflow(self):
        for event in self:
            over = {name: page.lines_over(event[name] or "", box) for name, box in page.BOXES.items()}
            event.page_overflow = {name: lines for name, lines in over.items() if lines}

    def action_open_page(self):
        """Open the event as one page."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.display_name,
            "res_model": self._name,
            "res_id": self.id,
            "views": [(self.env.ref("lean_kaizen.lean_kaizen_event_view_form_page").id, "form")],
        }

    def action_print_page(self):
        """Print the event as one landscape page."""
        return self.env.ref("lean_kaizen.action_report_event_page").report_action(self)

    def action_share(self):
        """Ask the responsible of each area named under "also fits in" to look at the new standard.

        An area that was asked already is not asked again.
        """
        for event in self:
            asked = event.lean_action_ids.filtered("kaizen_is_share").area_id
            for area in event.share_area_ids - asked - event.area_id:
                event._create_lean_actions(**event._prepare_share_action(area))

    def _prepare_share_action(self, area):
        today = self.company_id._lean_today()
        return {
            "name": self.env._("See whether “%(event)s” fits %(area)s too", event=self.name, area=area.name),
            "area_id": area.id,
            "user_id": (area.responsible_id or self.user_id).id,
            "date_deadline": fields.Date.add(today, days=14),
            "kaizen_is_share": True,
        }

    def _prepare_fishbone(self):
        """What the screen and the report draw: geometry, names of the bones, the effect."""
        self.ensure_one()
        causes = self.cause_ids.filtered(lambda cause: isinstance(cause.id, int)).sorted()
        drawing = fishbone.draw(
            fishbone.Cause(cause.id, cause.category, cause.name or "", cause.parent_id.id or None, cause.state)
            for cause in causes
        )
        labels = dict(self.env["lean.kaizen.cause"]._fields["category"]._description_selection(self.env))
        return drawing.to_dict() | {
            "labels": labels,
            "effect": fishbone.effect_lines(self.problem or self.name or ""),
            "is_frozen": self.step in FROZEN_STEPS or not self._origin.has_access("write"),
        }

    def _get_page_questions(self):
        """The coaching question of each box, printed where it is empty."""
        return {
            "background": self.env._("Why this problem, and why now? What does it cost whom?"),
            "current_condition": self.env._("What did you see yourself at the place? How much, how often, since when?"),
            "target_condition": self.env._("What will be true, by when, and how will you measure it?"),
            "root_cause": self.env._("Why, and why is that? Which cause, taken away, takes the problem away?"),
            "countermeasures": self.env._("Who does what by when, and which cause does it take away?"),
            "results": self.env._("What was reached beside the target? What did you not expect?"),
            "follow_up": self.env._("Who looks at what after 30, 60 and 90 days so that it stays?"),
            "standard": self.env._("What is the new standard, where does it stand, where else does it fit?"),
        }

    def _get_page_actions(self):
        """The countermeasures of the page: without the cancelled and what only passes the standard on."""
        return self.lean_action_ids.filtered(
            lambda action: action.state != "cancelled" and not action.kaizen_is_share
        ).sorted(lambda action: (action.date_deadline or fields.Date.to_date("9999-12-31"), action.id))
