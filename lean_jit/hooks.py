# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
def post_init_hook(env):
    """Orders that were confirmed before get the promise that is known of them."""
    env["purchase.order.line"]._init_promises()
