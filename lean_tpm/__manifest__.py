# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
{
    "name": "Lean TPM",
    "summary": "Maintenance plans that never skip silently: every due date in one ledger",
    "version": "19.0.1.0.0",
    "category": "Supply Chain/Maintenance",
    "license": "LGPL-3",
    "author": "Odoo Lean",
    "website": "https://github.com/odoo-lean/odoo-lean",
    "development_status": "Alpha",
    "depends": ["lean_base", "maintenance"],
    "data": [
        "security/lean_tpm_groups.xml",
        "security/ir.model.access.csv",
        "security/lean_tpm_rules.xml",
        "data/ir_cron_data.xml",
        "wizards/lean_tpm_skip_views.xml",
        "wizards/lean_tpm_plan_change_views.xml",
        "views/lean_tpm_task_views.xml",
        "views/lean_tpm_occurrence_views.xml",
        "views/lean_tpm_plan_views.xml",
        "views/lean_tpm_meter_views.xml",
        "views/maintenance_equipment_views.xml",
        "views/maintenance_request_views.xml",
        "views/lean_tpm_menus.xml",
    ],
    "application": True,
}
