# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
{
    "name": "Lean",
    "summary": "Areas, operators by badge, and one list of who does what by when",
    "version": "19.0.1.1.0",
    "development_status": "Beta",
    "category": "Supply Chain",
    "author": "Odoo Lean",
    "license": "LGPL-3",
    "depends": ["hr"],
    "data": [
        "security/lean_groups.xml",
        "security/ir.model.access.csv",
        "security/lean_rules.xml",
        "data/mail_activity_type_data.xml",
        "data/ir_cron_data.xml",
        "report/lean_area_label.xml",
        "views/lean_action_views.xml",
        "views/lean_action_analysis_views.xml",
        "views/lean_action_tag_views.xml",
        "views/lean_area_views.xml",
        "views/hr_employee_views.xml",
        "views/lean_menus.xml",
        "views/res_config_settings_views.xml",
    ],
    "demo": [
        "demo/res_company_demo.xml",
        "demo/res_users_demo.xml",
        "demo/hr_demo.xml",
        "demo/hr.employee.csv",
        "demo/lean_area_demo.xml",
        "demo/lean_action_demo.xml",
    ],
    "assets": {
        "web.assets_backend": [
            "lean_base/static/src/**/*",
            ("remove", "lean_base/static/src/graph/**/*"),
        ],
        "web.assets_backend_lazy": ["lean_base/static/src/graph/**/*"],
        "web.assets_unit_tests": ["lean_base/static/tests/**/*.test.js"],
    },
    "application": True,
}
