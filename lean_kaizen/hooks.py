# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
ACTIVITY_TYPES = ("lean_kaizen.mail_activity_type_check", "lean_kaizen.mail_activity_type_reply")


def uninstall_hook(env):
    """Activities of our kinds go with us, the done ones too, which core leaves in the way of their type."""
    types = [env.ref(name, raise_if_not_found=False) for name in ACTIVITY_TYPES]
    domain = [("activity_type_id", "in", [kind.id for kind in types if kind])]
    env["mail.activity"].with_context(active_test=False).search(domain).unlink()
