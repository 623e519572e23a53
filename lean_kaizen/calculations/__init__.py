# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from . import decay
from . import fishbone
from . import page
from . import participation
from . import replies
from . import savings
