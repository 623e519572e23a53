"""The bench: each row of the budget table beside its reference, in one run."""
