# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
{
    "name": "Lean Kanban: Manufacturing",
    "summary": "Kanban cards that make: production orders from empty containers",
    "version": "19.0.1.2.0",
    "category": "Supply Chain/Manufacturing",
    "license": "LGPL-3",
    "author": "Odoo Lean",
    "website": "https://github.com/odoo-lean/odoo-lean",
    "development_status": "Beta",
    "depends": ["lean_kanban", "mrp"],
    "data": [
        "security/lean_kanban_mrp_groups.xml",
        "views/mrp_production_views.xml",
        "views/lean_kanban_loop_views.xml",
    ],
    "demo": [
        "demo/res_users_demo.xml",
        "demo/mrp_bom_demo.xml",
        "demo/lean_kanban_loop_demo.xml",
        "demo/lean_kanban_triangle_demo.xml",
        "demo/lean_kanban_two_card_demo.xml",
    ],
    "auto_install": True,
}
