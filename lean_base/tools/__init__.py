# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from .entered import read_dict, read_form_id, read_id, read_ids, read_number, read_text
from .health import Job, Queue
from .invariant import Finding, Invariant
from .measured import store_measured
from .photo import clean_photo
from .safely import run_safely
from .undefined_float import UndefinedFloat
