"""One module for each row of the budget table.

A row has `run(context: Context) -> list[Result]` and may have:

- `TITLE`: what is measured, one line;
- `SIZES`: its own N instead of 100, 1,000 (and 10,000 with `--large`);
- `NEEDS`: addons without which the row is left out with a notice.

Modules whose name begins with an underscore are helpers, not rows.
"""
