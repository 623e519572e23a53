# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
{
    "name": "Lean TPM: Manufacturing",
    "summary": "Equipment effectiveness from the logs of work orders: OEE, six big losses, meters that feed themselves",
    "version": "19.0.1.2.0",
    "category": "Supply Chain/Manufacturing",
    "license": "LGPL-3",
    "author": "Odoo Lean",
    "website": "https://github.com/odoo-lean/odoo-lean",
    "development_status": "Alpha",
    "depends": ["lean_tpm", "mrp"],
    "data": [
        "security/lean_tpm_mrp_groups.xml",
        "security/ir.model.access.csv",
        "security/lean_tpm_mrp_rules.xml",
        "data/ir_cron_data.xml",
        "data/mrp_workcenter_productivity_loss_data.xml",
        "views/lean_oee_views.xml",
        "views/lean_oee_loss_views.xml",
        "views/lean_shift_views.xml",
        "views/mrp_workcenter_views.xml",
        "views/maintenance_equipment_views.xml",
        "views/lean_tpm_mrp_menus.xml",
    ],
    "demo": ["demo/lean_tpm_mrp_demo.xml"],
    "assets": {
        "web.assets_backend": ["lean_tpm_mrp/static/src/**/*"],
        "web.assets_tests": ["lean_tpm_mrp/static/tests/tours/**/*"],
        "web.assets_unit_tests": ["lean_tpm_mrp/static/tests/**/*.test.js"],
    },
    "auto_install": True,
}
