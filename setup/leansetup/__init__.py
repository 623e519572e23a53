"""What `setup/run`, `setup/test`, `setup/bench` and `setup/odoo` are made of.

Standard library only until the virtual environment exists; then `__main__` starts
itself again inside it. Everything written lies under `.local/` of the checkout.
"""
