"""Odoo's command line as a script.

A server with workers starts the process of its websockets by the script it was itself started with; started by
``python -m odoo`` it names a file that cannot run by itself, and tries again without an end.
"""

from odoo.cli.command import main

if __name__ == "__main__":
    main()
