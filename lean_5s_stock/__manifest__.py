# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
{
    "name": "Lean 5S: Stock",
    "summary": "Red tags of products become scrap or an internal transfer",
    "version": "19.0.1.2.0",
    "category": "Supply Chain/Inventory",
    "license": "LGPL-3",
    "author": "Odoo Lean",
    "website": "https://github.com/odoo-lean/odoo-lean",
    "development_status": "Alpha",
    "depends": ["lean_5s", "stock"],
    "data": [
        "security/lean_5s_stock_groups.xml",
        "views/lean_5s_red_tag_views.xml",
        "views/stock_views.xml",
    ],
    "demo": ["demo/lean_5s_stock_demo.xml"],
    "auto_install": True,
}
