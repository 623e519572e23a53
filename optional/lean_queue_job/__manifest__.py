# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
{
    "name": "Lean: Queue",
    "summary": "Nightly runs of Odoo Lean spread over the jobs of OCA's queue_job",
    "version": "19.0.1.2.0",
    "category": "Supply Chain",
    "license": "LGPL-3",
    "author": "Odoo Lean",
    "website": "https://github.com/odoo-lean/odoo-lean",
    "development_status": "Beta",
    "depends": ["lean_base", "queue_job"],
    "data": ["data/queue_job_channel_data.xml"],
}
