# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
"""Real demand through real loops: calculation without ORM, and the plant that runs it."""
