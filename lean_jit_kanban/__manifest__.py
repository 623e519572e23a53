# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
{
    "name": "Lean JIT: Kanban",
    "summary": "A proposal of the JIT analysis becomes a kanban loop",
    "version": "19.0.1.2.0",
    "category": "Supply Chain/Purchase",
    "license": "LGPL-3",
    "author": "Odoo Lean",
    "website": "https://github.com/odoo-lean/odoo-lean",
    "development_status": "Beta",
    "depends": ["lean_jit", "lean_kanban_purchase"],
    "data": ["views/lean_jit_analysis_views.xml"],
    "demo": [
        "demo/product_product_demo.xml",
        "demo/lean_jit_demo.xml",
        "demo/lean_jit_analysis_demo.xml",
    ],
    "assets": {
        "web.assets_tests": ["lean_jit_kanban/static/tests/tours/**/*"],
    },
    "auto_install": True,
}
