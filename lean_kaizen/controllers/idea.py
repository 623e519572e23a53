# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
import base64
import uuid

from PIL.Image import DecompressionBombError
from werkzeug.exceptions import NotFound

from odoo import http
from odoo.exceptions import UserError
from odoo.http import request

from odoo.addons.lean_base.tools import read_form_id, read_text

MAX_PHOTO = 12 * 1024 * 1024
MAX_TEXT = 4000
OWN_SHOWN, OTHERS_SHOWN = 10, 15


class LeanIdeaController(http.Controller):
    """The page for ideas: what a QR code in an area opens, for anybody who works here."""

    @http.route("/lean/idea", type="http", auth="user", methods=["GET"], readonly=True)
    def idea_page(self, area=None, thanks=None, **_options):
        """Show the form, what became of one's own ideas, and those of others."""
        return request.render("lean_kaizen.idea_page", self._prepare_page(area, thanks=thanks))

    @http.route("/lean/idea", type="http", auth="user", methods=["POST"])
    def idea_create(self, name="", description="", area=None, photo=None, badge="", submit_uid="", **_options):
        """Keep an idea; what was typed comes back where something is missing, and a second tap changes nothing."""
        typed = {"name": read_text(name, MAX_TEXT), "description": read_text(description, MAX_TEXT)}
        if not typed["name"]:
            return self._refuse(area, typed, request.env._("Say in a few words what your idea is."))
        if len(name) > MAX_TEXT or len(description) > MAX_TEXT:
            return self._refuse(area, typed, request.env._("That is very long: please tell the essence."))
        if refusal := self._identify(badge):
            return self._refuse(area, typed, refusal)
        values = typed | {"area_id": self._find_area(area).id, "submit_uid": read_text(submit_uid, 36) or False}
        ideas = request.env["lean.kaizen.idea"]
        if values["submit_uid"] and (known := ideas.search([("submit_uid", "=", values["submit_uid"])], limit=1)):
            return self._thank(known)
        if photo and photo.filename:
            content = photo.read(MAX_PHOTO + 1)
            if len(content) > MAX_PHOTO:
                return self._refuse(area, typed, request.env._("The photo is larger than 12 MB."))
            values["image"] = base64.b64encode(content)
        try:
            with request.env.cr.savepoint():
                idea = ideas.create(values)
        except UserError as error:
            return self._refuse(area, typed, str(error))
        except DecompressionBombError:
            return self._refuse(area, typed, request.env._("This picture cannot be read. Take another one."))
        return self._thank(idea)

    @http.route("/lean/idea/<int:idea_id>/like", type="http", auth="user", methods=["POST"])
    def idea_like(self, idea_id, area="", **_options):
        """Like an idea, or take the like back."""
        idea = request.env["lean.kaizen.idea"].search([("id", "=", idea_id)])
        if not idea:
            raise NotFound()
        try:
            idea.action_like()
        except UserError as error:
            return self._refuse(area, {}, str(error))
        return request.redirect(f"/lean/idea?area={read_form_id(area) or ''}#idea-{idea.id}")

    @http.route("/lean/idea/sign_off", type="http", auth="user", methods=["POST"])
    def idea_sign_off(self, area="", **_options):
        """Forget whose badge was shown at a shared station."""
        request.env["hr.employee"].lean_sign_off()
        return request.redirect(f"/lean/idea?area={read_form_id(area) or ''}")

    def _identify(self, badge):
        """At a shared station: sign the owner of the badge in. Returns why it was refused, else nothing."""
        if not self._is_station() or request.env["hr.employee"]._lean_current_employee():
            return None
        if not badge.strip():
            return request.env._("Show your badge, so that we can thank you.")
        answer = request.env["hr.employee"].lean_identify(badge)
        return None if answer["ok"] else answer["message"]

    def _is_station(self):
        """A Lean user who is nobody's: a shared tablet."""
        user = request.env.user
        return not user.employee_id and user.has_group("lean_base.group_lean_user")

    def _thank(self, idea):
        return request.redirect(f"/lean/idea?area={idea.sudo().area_id.id or ''}&thanks={idea.id}")

    def _refuse(self, area, typed, message):
        return request.render("lean_kaizen.idea_page", self._prepare_page(area, typed=typed, error=message))

    def _find_area(self, area):
        """The area whose code was scanned; none where it is of another company, or no number."""
        domain = [("id", "=", read_form_id(area)), ("company_id", "in", request.env.companies.ids)]
        return request.env["lean.area"].sudo().search(domain)

    def _prepare_page(self, area, thanks=None, typed=None, error=None):
        env = request.env
        employee = env["hr.employee"]._lean_current_employee()
        ideas = env["lean.kaizen.idea"]
        company = [("company_id", "in", env.companies.ids)]
        is_mine = [("employee_id", "=", employee.id)] if employee else [("create_uid", "=", env.uid)]
        # What a shared station wrote down is nobody's own.
        own = ideas.search([*company, *is_mine], limit=OWN_SHOWN) if employee or not self._is_station() else ideas
        domain = [*company, ("state", "in", ("new", "accepted", "done")), ("id", "not in", own.ids)]
        others = ideas.search(domain, order="like_count desc, id desc", limit=OTHERS_SHOWN)
        return {
            "area": self._find_area(area),
            "areas": env["lean.area"].sudo().search(company),
            "employee": employee.sudo(),
            "is_station": self._is_station(),
            "own_ideas": own.sudo(),
            "other_ideas": others.sudo(),
            "liked_ids": {idea.id for idea in others if idea.is_liked},
            "submit_uid": str(uuid.uuid4()),
            "is_thanks": bool(thanks),
            "typed": typed or {},
            "error": error,
        }
