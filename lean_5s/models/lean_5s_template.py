# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from odoo import api, fields, models
from odoo.exceptions import UserError

SECTIONS = [
    ("sort", "Sort"),
    ("set", "Set in Order"),
    ("shine", "Shine"),
    ("standardize", "Standardize"),
    ("sustain", "Sustain"),
]
# More take so long that people stop reading them.
MOST_QUESTIONS = 15
_STATE_KEY = object()  # proves that a write comes from a button


class Lean5sTemplate(models.Model):
    """What an audit asks. A published version never changes; a new one starts as its copy."""

    _name = "lean.5s.template"
    _description = "5S Template"
    _inherit = ["mail.thread"]
    _order = "name, version desc, id"

    name = fields.Char(required=True, translate=True)
    version = fields.Integer(default=1, readonly=True, copy=False, aggregator=None)
    state = fields.Selection(
        [("draft", "Draft"), ("published", "Published"), ("retired", "Retired")],
        required=True,
        default="draft",
        readonly=True,
        copy=False,
        index=True,
        tracking=True,
    )
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company", index=True, help="Only this company uses it; all companies where none is set."
    )
    description = fields.Text(translate=True, help="For which kind of area it is meant.")
    origin_id = fields.Many2one(
        "lean.5s.template", "First Version", readonly=True, copy=False, index="btree_not_null", ondelete="restrict"
    )
    date_published = fields.Datetime("Published", readonly=True, copy=False)
    question_ids = fields.One2many("lean.5s.question", "template_id", "Questions", copy=False)
    question_count = fields.Integer("Number of Questions", compute="_compute_question_count")
    advice = fields.Char(compute="_compute_advice")

    _version_unique = models.UniqueIndex("(COALESCE(origin_id, id), version)")

    @api.depends("question_ids")
    def _compute_question_count(self):
        groups = self.env["lean.5s.question"]._read_group(
            [("template_id", "in", self.ids)], ["template_id"], ["__count"]
        )
        counts = {template.id: count for template, count in groups}
        for template in self:
            template.question_count = counts.get(template.id, 0)

    @api.depends("question_count")
    def _compute_advice(self):
        for template in self:
            template.advice = (
                self.env._(
                    "%(count)s questions take long. Up to %(most)s are answered with care.",
                    count=template.question_count,
                    most=MOST_QUESTIONS,
                )
                if template.question_count > MOST_QUESTIONS
                else False
            )

    @api.depends("name", "version")
    def _compute_display_name(self):
        for template in self:
            template.display_name = self.env._(
                "%(name)s v%(version)s", name=template.name or "", version=template.version
            )

    def write(self, vals):
        if self.env.context.get("lean_5s_state") is not _STATE_KEY:
            if "state" in vals:
                raise UserError(self.env._("Publish or retire a template with its buttons."))
            if vals.keys() & self._get_frozen_fields():
                self._check_draft()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_published(self):
        if self.filtered(lambda template: template.state != "draft"):
            raise UserError(self.env._("A published version stays in the records. Archive it instead."))

    def copy(self, default=None):
        copies = super().copy(default)
        for template, copied in zip(self, copies, strict=True):
            template.question_ids._copy_to(copied, keeps_identity=bool(copied.origin_id))
        return copies

    def copy_data(self, default=None):
        default = dict(default or {})
        vals_list = super().copy_data(default)
        if "name" not in default:
            for template, vals in zip(self, vals_list, strict=True):
                vals["name"] = self.env._("%s (copy)", template.name)
        return vals_list

    @api.model
    def _get_frozen_fields(self):
        """Fields that a published version keeps."""
        return {"name", "version", "company_id", "origin_id", "question_ids", "date_published"}

    def _check_draft(self):
        """Refuse to change what has been published: audits were made with it."""
        for template in self:
            if template.state != "draft":
                raise UserError(
                    self.env._(
                        "%s is published and stays as it is, so that its audits can be compared. "
                        "Make a new version, change that, and publish it.",
                        template.display_name,
                    )
                )

    def _set_state(self, state, **values):
        self.with_context(lean_5s_state=_STATE_KEY).write({"state": state, **values})

    def action_publish(self):
        """Freeze the version and use it from the next audit on; the one before retires."""
        self._check_draft()
        for template in self:
            template._check_complete()
        self._get_versions().filtered(lambda template: template.state == "published")._set_state("retired")
        self._set_state("published", date_published=fields.Datetime.now())
        return True

    def action_retire(self):
        """Use it for no new audit."""
        self.filtered(lambda template: template.state == "published")._set_state("retired")
        return True

    def action_new_version(self):
        """Open a draft that copies this version; where there is one already, open that."""
        self.ensure_one()
        versions = self._get_versions()
        draft = versions.filtered(lambda template: template.state == "draft")[:1]
        if not draft:
            values = {
                "version": max(versions.mapped("version")) + 1,
                "origin_id": self._get_origin().id,
                "company_id": self.company_id.id,
            }
            draft = self.copy({"name": self.name, **values})
        return draft._get_records_action()

    def action_open_versions(self):
        """List all versions of this template."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("lean_5s.lean_5s_template_action")
        return action | {
            "domain": [("id", "in", self._get_versions().ids)],
            "context": {"active_test": False},
        }

    def _get_origin(self):
        return self.origin_id or self

    def _get_versions(self):
        """All versions of these templates, archived ones too."""
        origin_ids = [template._get_origin().id for template in self]
        domain = fields.Domain("id", "in", origin_ids) | fields.Domain("origin_id", "in", origin_ids)
        return self.with_context(active_test=False).search(domain)

    def _get_current(self):
        """{template: the published version of its family, empty where there is none}"""
        versions = self._get_versions().filtered(lambda template: template.state == "published" and template.active)
        by_origin = {version._get_origin(): version for version in versions}
        return {template: by_origin.get(template._get_origin(), self.browse()) for template in self}

    def _check_complete(self):
        """Refuse to publish what nobody could answer."""
        if not self.question_ids:
            raise UserError(self.env._("%s has no question yet. Add some, then publish it.", self.display_name))
        for question in self.question_ids:
            if not all(question._get_texts()):
                raise UserError(
                    self.env._(
                        "“%s” does not say what each score means. Write a text for 0 to 4, then publish.",
                        question.name,
                    )
                )


class Lean5sQuestion(models.Model):
    """One question of a template, with the text of each score."""

    _name = "lean.5s.question"
    _description = "5S Question"
    _order = "template_id, sequence, id"

    template_id = fields.Many2one("lean.5s.template", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="template_id.company_id", store=True, index=True)
    template_state = fields.Selection(related="template_id.state", string="State of the Template")
    sequence = fields.Integer(default=10)
    section = fields.Selection(SECTIONS, "S", required=True, default="sort")
    name = fields.Char("Question", required=True, translate=True)
    hint = fields.Char("Look At", translate=True, help="Where to look, or what to ask, to answer it.")
    weight = fields.Float(default=1.0, digits=(16, 2), help="How much it counts within its S.", aggregator=None)
    is_critical = fields.Boolean("Critical", help="Failing it fails the whole audit; the score stays as it is.")
    allows_na = fields.Boolean("N/A Allowed", help="It may not apply in an area; then it counts as if not asked.")
    pass_score = fields.Integer(
        "Passes From", default=2, aggregator=None, help="A lower score has failed and comes back in a re-audit."
    )
    photo_below = fields.Integer(default=0, aggregator=None, help="A lower score needs a photo; 0 asks for none.")
    text_0 = fields.Char("0", translate=True)
    text_1 = fields.Char("1", translate=True)
    text_2 = fields.Char("2", translate=True)
    text_3 = fields.Char("3", translate=True)
    text_4 = fields.Char("4", translate=True)
    predecessor_id = fields.Many2one(
        "lean.5s.question",
        "Compares With",
        copy=False,
        ondelete="set null",
        help="The question of an earlier version that asks the same. Empty it where the question means "
        "something else now: then the two are not compared.",
    )
    identity = fields.Char(
        compute="_compute_identity", store=True, index=True, recursive=True, help="The same in all versions."
    )

    _weight_positive = models.Constraint(
        "CHECK (weight > 0)", "A weight is more than zero. Leave out a question that does not count."
    )
    _scores_on_scale = models.Constraint(
        "CHECK (pass_score BETWEEN 0 AND 4 AND photo_below BETWEEN 0 AND 5)",
        "Scores go from 0 to 4. A photo is asked below 5 at most, which is always.",
    )

    @api.depends("predecessor_id.identity")
    def _compute_identity(self):
        for question in self:
            question.identity = question.predecessor_id.identity or str(question._origin.id or "")

    @api.model_create_multi
    def create(self, vals_list):
        ids = [vals["template_id"] for vals in vals_list if vals.get("template_id")]
        self.env["lean.5s.template"].browse(ids)._check_draft()
        return super().create(vals_list)

    def write(self, vals):
        self.template_id._check_draft()
        if "template_id" in vals:
            self.env["lean.5s.template"].browse(vals["template_id"])._check_draft()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_published(self):
        self.template_id._check_draft()

    def _get_texts(self):
        """What each score means, from 0 to 4."""
        self.ensure_one()
        return [self.text_0, self.text_1, self.text_2, self.text_3, self.text_4]

    def _copy_to(self, template, keeps_identity=False):
        """Copy these questions, in all languages, to a draft."""
        for question in self:
            link = question.id if keeps_identity else False
            question.copy({"template_id": template.id, "predecessor_id": link})

    def _prepare_answer_values(self, sequence):
        """What an audit keeps of the question, whatever becomes of the template."""
        self.ensure_one()
        return {
            "question_id": self.id,
            "sequence": sequence,
            "identity": self.identity,
            "section": self.section,
            "name": self.name,
            "hint": self.hint,
            "texts": self._get_texts(),
            "weight": self.weight,
            "is_critical": self.is_critical,
            "allows_na": self.allows_na,
            "pass_score": self.pass_score,
            "photo_below": self.photo_below,
        }
