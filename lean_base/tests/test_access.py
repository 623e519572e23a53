# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import LeanBaseCommon

MENUS = (
    "menu_lean_root",
    "menu_lean_operations",
    "menu_lean_improvement",
    "menu_lean_reporting",
    "menu_lean_configuration",
)


@tagged("post_install", "-at_install")
class TestAccess(LeanBaseCommon):
    """Each group may do what it needs, in its own companies."""

    def test_clerk_has_no_access(self):
        action = self._create_action(area_id=self.area.id)
        for record in (action, self.area):
            with self.subTest(model=record._name), self.assertRaises(AccessError):
                record.with_user(self.clerk).read(["name"])
        with self.assertRaises(AccessError):
            self._create_action(user=self.clerk)

    def test_user_edits_anybodys_action(self):
        action = self._create_action()
        action.with_user(self.colleague).write({"name": "Better", "priority": "1"})
        self.assertEqual(action.name, "Better")

    def test_only_manager_deletes(self):
        action = self._create_action()
        with self.assertRaises(AccessError):
            action.unlink()
        action.with_user(self.manager).unlink()
        self.assertFalse(action.exists())

    def test_other_company_sees_nothing(self):
        action = self._create_action(area_id=self.area.id)
        stranger_env = self.env(user=self.stranger)
        self.assertFalse(stranger_env["lean.action"].search([]) & action)
        for record in (action, self.area):
            with self.subTest(model=record._name), self.assertRaises(AccessError):
                record.with_user(self.stranger).read(["name"])

    def test_area_and_people_of_the_same_company(self):
        foreign_area = self.env["lean.area"].create({"name": "Far", "code": "FAR", "company_id": self.other_company.id})
        for values in (
            {"area_id": foreign_area.id},
            {"user_id": self.stranger.id},
            {"employee_id": self.stranger_employee.id},
        ):
            with self.subTest(values=values), self.assertRaises(UserError):
                self.env["lean.action"].create({"name": "X", "company_id": self.company.id, **values})

    def test_user_without_hr_rights_names_an_employee(self):
        action = self._create_action(employee_id=self.operator.id)
        values = action.web_read({"employee_id": {"fields": {"display_name": {}}}})
        self.assertEqual(values[0]["employee_id"]["display_name"], "Operator")

    def test_nobody_reads_pin_attempts(self):
        for user in (self.user, self.manager):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.env["lean.pin.attempt"].with_user(user).search([])

    def test_menus(self):
        visible = {
            user: self.env["ir.ui.menu"].with_user(user)._visible_menu_ids()
            for user in (self.clerk, self.user, self.manager)
        }
        menus = {name: self.env.ref(f"lean_base.{name}").id for name in MENUS}
        self.assertNotIn(menus["menu_lean_root"], visible[self.clerk])
        self.assertIn(menus["menu_lean_root"], visible[self.user])
        self.assertIn(menus["menu_lean_improvement"], visible[self.user])
        self.assertNotIn(menus["menu_lean_configuration"], visible[self.user])
        self.assertIn(menus["menu_lean_configuration"], visible[self.manager])

    def test_every_menu_of_ours_opens(self):
        menus = self.env["ir.ui.menu"].search([("id", "child_of", self.env.ref("lean_base.menu_lean_root").id)])
        ours = menus.get_external_id()
        actions = menus.filtered(lambda menu: menu.action and ours[menu.id].startswith("lean_base.")).mapped("action")
        for action in actions:
            with self.subTest(action=action.name):
                self._open(action.with_user(self.env.ref("base.user_admin")))

    def _open(self, action):
        """Load the views that an action opens, at once or once it has run."""
        shown = action.run() if action._name == "ir.actions.server" else action._get_action_dict()
        views = shown.get("views") or [(False, mode) for mode in shown["view_mode"].split(",")]
        self.assertTrue(action.env[shown["res_model"]].get_views(views)["views"])

    def test_privilege(self):
        privilege = self.env.ref("lean_base.res_groups_privilege_lean")
        self.assertEqual(
            privilege.group_ids,
            self.env.ref("lean_base.group_lean_user") | self.env.ref("lean_base.group_lean_manager"),
        )
        admin = self.env.ref("base.user_admin")
        self.assertTrue(admin.has_group("lean_base.group_lean_manager"))
