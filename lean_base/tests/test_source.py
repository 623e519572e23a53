# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)

from odoo import fields, models
from odoo.exceptions import AccessError, UserError
from odoo.orm.model_classes import add_to_registry
from odoo.tests import tagged

from .common import LeanBaseCommon

MODEL = "lean.base.test.source"


@tagged("post_install", "-at_install")
class TestSource(LeanBaseCommon):
    """Actions know what they came from, and outlive it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._create_model()
        groups = cls.env.ref("lean_base.group_lean_user")
        cls.env["ir.model.access"].create(
            {
                "name": "test source",
                "model_id": cls.env["ir.model"]._get_id(MODEL),
                "group_id": groups.id,
                "perm_read": True,
                "perm_unlink": True,
            }
        )
        cls.sources = cls.env[MODEL].create(
            [
                {"name": "Audit 7", "company_id": cls.company.id},
                {"name": "Audit 8", "company_id": cls.company.id},
            ]
        )

    @classmethod
    def _create_model(cls):
        """Add a model that inherits the mixin, as another addon would."""

        class TestSourceModel(models.Model):
            _module = None
            _name = MODEL
            _inherit = ["lean.action.source.mixin"]
            _description = "Test Source"

            name = fields.Char()
            company_id = fields.Many2one("res.company")

            def _get_lean_source_kind(self):
                return "audit"

        add_to_registry(cls.registry, TestSourceModel)
        cls.addClassCleanup(cls._remove_model)
        cls.registry._setup_models__(cls.env.cr, [MODEL])
        cls.registry.init_models(cls.env.cr, [MODEL], {"module": "lean_base"})

    @classmethod
    def _remove_model(cls):
        del cls.registry[MODEL]
        cls.registry._setup_models__(cls.env.cr, [])

    def _get_source(self, number=0, user=None):
        return self.sources[number].with_user(user or self.user)

    def test_actions_are_made_from_the_source(self):
        source = self._get_source()
        action = source._create_lean_actions(name="Clean it", area_id=self.area.id)
        self.assertRecordValues(
            action,
            [
                {
                    "res_model": MODEL,
                    "res_id": source.id,
                    "source_name": "Audit 7",
                    "source_kind": "audit",
                    "needs_verification": True,
                    "company_id": self.company.id,
                }
            ],
        )
        self.assertEqual(source.lean_action_ids, action)
        opened = action.action_open_source()
        self.assertEqual((opened["res_model"], opened["res_id"]), (MODEL, source.id))

    def test_counts(self):
        source = self._get_source()
        source._create_lean_actions(name="One")
        source._create_lean_actions(name="Two").action_done()
        sources = self.sources.with_user(self.user)
        self.assertEqual(sources.mapped("lean_action_count"), [2, 0])
        self.assertEqual(sources.mapped("lean_action_unfinished_count"), [1, 0])

    def test_button_opens_and_fills_in(self):
        source = self._get_source()
        mine = source._create_lean_actions(name="One")
        self._get_source(1)._create_lean_actions(name="Other")
        opened = source.action_open_lean_actions()
        actions = self.env["lean.action"].with_user(self.user)
        self.assertEqual(actions.search(opened["domain"]), mine)
        new = actions.with_context(**opened["context"]).create({"name": "Two"})
        self.assertEqual(source.lean_action_ids, mine | new)

    def test_counting_takes_the_same_queries_for_many(self):
        for number in (10, 1000):
            sources = self.env[MODEL].create([{"name": str(i), "company_id": self.company.id} for i in range(number)])
            sources._create_lean_actions(name="X")
            self.env.flush_all()
            self.env.invalidate_all()
            sources = sources.with_user(self.user)
            self._get_source(1).mapped("lean_action_count")  # fills access caches
            with self.subTest(number=number), self.assertQueryCount(3):
                self.assertEqual(sum(sources.mapped("lean_action_count")), number)

    def test_action_outlives_its_source(self):
        source = self._get_source()
        action = source._create_lean_actions(name="Clean it")
        action.action_done()
        action.with_user(self.colleague).action_verify()
        source.unlink()
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertRecordValues(
            action,
            [{"source_name": "Audit 7", "res_model": MODEL, "res_id": 0}],
        )
        with self.assertRaisesRegex(UserError, "“Audit 7”.*no longer exists"):
            action.action_open_source()

    def test_action_outlives_the_addon_of_its_source(self):
        action = self._get_source()._create_lean_actions(name="Clean it")
        action.sudo().res_model = "lean.gone"
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertEqual(action.source_name, "Audit 7")
        with self.assertRaisesRegex(UserError, "no longer exists"):
            action.action_open_source()

    def test_removed_model_lets_go_of_its_actions(self):
        action = self._get_source()._create_lean_actions(name="Clean it")
        self.env["ir.model"]._get("lean.action.tag")._detach_lean_actions()
        self.assertTrue(action.res_id)
        self.env["ir.model"]._get(MODEL)._detach_lean_actions()
        self.assertRecordValues(action, [{"res_id": 0, "source_name": "Audit 7"}])

    def test_source_that_may_not_be_read_is_not_named(self):
        secret = self.env["ir.config_parameter"].create({"key": "k", "value": "v"})
        for name in (False, "I know"):
            with self.subTest(name=name), self.assertRaises(AccessError):
                self._create_action(res_model=secret._name, res_id=secret.id, source_name=name)

    def test_source_is_not_changed(self):
        action = self._get_source()._create_lean_actions(name="Clean it")
        with self.assertRaises(AccessError):
            action.res_id = self.sources[1].id

    def test_source_names_itself_unless_told(self):
        source = self._get_source()
        action = source._create_lean_actions(name="Clean it", source_name="Audit of today")
        self.assertEqual(action.source_name, "Audit of today")
