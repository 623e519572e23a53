#!/usr/bin/env python3
# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
"""Which sizing method suits which demand: all car parts by every method, and a year of replay.

    python3 tests/size_carparts.py            # prints the table
    python3 tests/size_carparts.py --write    # and puts it into lean_kanban/readme/SIZING.md

Needs neither Odoo nor a database, and takes about ten seconds. What is known to the sizing,
how months become days and which lead times are taken is said in `replay/methods.py`.
`replay_carparts.py` runs some of the parts through Odoo itself.
"""

# pylint: disable=print-used
import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT)]
DATA = ROOT.parent / "shared" / "data" / "carparts_demand.csv"
README = ROOT / "lean_kanban" / "readme" / "SIZING.md"
BEGIN, END = "<!-- table -->", "<!-- end of table -->"
TITLES = ("demand class", "parts", "method", "demand served", "days without shortage", "mean stock", "orders")


def render(results: Sequence) -> list[str]:
    """Lines of the table in Markdown: each class by each method.

    Mean stock is in pieces a part, orders are a part and year.
    """
    from tests.replay import methods

    kinds = {result.kind for result in results}
    shown = [kind for kind in (*methods.classification.CLASSES, methods.TOO_FEW) if kind in kinds]
    lines = ["| " + " | ".join(TITLES) + " |", "|" + "|".join(["---"] * len(TITLES)) + "|"]
    for kind in shown:
        lines += [
            _render_row(kind, method, [r.replay for r in results if (r.kind, r.method) == (kind, method)])
            for method in methods.METHODS
        ]
    return lines


def _render_row(kind: str, method: str, replays: Sequence) -> str:
    demanded = sum(replay.demanded for replay in replays)
    days = sum(len(replay.stock) for replay in replays)
    cells = (
        kind,
        f"{len(replays):,}",
        method,
        f"{sum(replay.served for replay in replays) / demanded:.1%}" if demanded else "-",
        f"{1 - sum(replay.short_days for replay in replays) / days:.2%}",
        f"{sum(replay.average_stock for replay in replays) / len(replays):.2f}",
        f"{sum(replay.orders for replay in replays) / len(replays):.1f}",
    )
    return "| " + " | ".join(cells) + " |"


def write(lines: Sequence[str], readme: Path = README) -> None:
    """Put the table between its marks in the readme."""
    before, rest = readme.read_text(encoding="utf-8").split(BEGIN)
    after = rest.split(END)[1]
    readme.write_text(f"{before}{BEGIN}\n\n" + "\n".join(lines) + f"\n\n{END}{after}", encoding="utf-8")


def main(arguments: Sequence[str]) -> int:
    """Compare, print, and write where asked to."""
    parser = argparse.ArgumentParser(description="Size car parts by every method and replay a year.")
    parser.add_argument("--write", action="store_true", help=f"put the table into {README.relative_to(ROOT)}")
    parser.add_argument("--data", type=Path, default=DATA)
    options = parser.parse_args(arguments)
    if not options.data.exists():
        print(f"{options.data} is missing: the comparison needs real data.", file=sys.stderr)
        return 2
    from tests.replay import methods

    lines = render(methods.compare(options.data))
    print("\n".join(lines))
    print("without a demand before: {:,} parts, which sold {:,} pieces".format(*methods.count_unknown(options.data)))
    if options.write:
        write(lines)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
