# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
{
    "name": "Lean JIT",
    "summary": "Supplier delivery scorecards nobody can argue with, and where just-in-time fits",
    "version": "19.0.1.0.0",
    "category": "Supply Chain/Purchase",
    "license": "LGPL-3",
    "author": "Odoo Lean",
    "website": "https://github.com/odoo-lean/odoo-lean",
    "development_status": "Beta",
    "depends": ["lean_base", "purchase_stock"],
    "data": [
        "security/ir.model.access.csv",
        "security/lean_jit_analysis_rules.xml",
        "data/ir_cron_analysis.xml",
        "views/lean_jit_analysis_templates.xml",
        "views/lean_jit_analysis_views.xml",
        "wizards/lean_jit_scatter_views.xml",
        "views/product_analysis_views.xml",
        "views/res_partner_analysis_views.xml",
        "views/res_config_settings_analysis_views.xml",
    ],
}
