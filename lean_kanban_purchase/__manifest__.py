# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
{
    "name": "Lean Kanban: Purchase",
    "summary": "Kanban cards that buy: one order per vendor, confirmed and sent",
    "version": "19.0.1.0.0",
    "category": "Supply Chain/Purchase",
    "license": "LGPL-3",
    "author": "Odoo Lean",
    "website": "https://github.com/odoo-lean/odoo-lean",
    "development_status": "Beta",
    "depends": ["lean_kanban", "purchase_stock"],
    "data": [
        "security/lean_kanban_purchase_groups.xml",
        "data/kanban_order_mail.xml",
        "data/mail_activity_type_data.xml",
        "views/lean_kanban_loop_views.xml",
        "views/purchase_order_views.xml",
        "views/res_config_settings_views.xml",
        "views/res_partner_views.xml",
    ],
    "demo": [
        "demo/res_users_demo.xml",
        "demo/res_partner_demo.xml",
        "demo/product_supplierinfo_demo.xml",
        "demo/lean_kanban_loop_demo.xml",
    ],
    "assets": {
        "web.assets_tests": ["lean_kanban_purchase/static/tests/tours/**/*"],
    },
    "auto_install": True,
}
