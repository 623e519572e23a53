# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from . import test_board
from . import test_buffer
from . import test_calculations
from . import test_card_print
from . import test_conversion
from . import test_experiment
from . import test_loop
from . import test_loop_many
from . import test_quantity
from . import test_proposal
from . import test_replay
from . import test_replay_calculations
from . import test_replay_tour
from . import test_run
from . import test_scan
from . import test_scan_tour
from . import test_season
from . import test_signal
from . import test_sizing
from . import test_sizing_calculations
from . import test_successor
from . import test_transfer
from . import test_two_card
from . import test_undo
from . import test_analysis
from . import test_governed
