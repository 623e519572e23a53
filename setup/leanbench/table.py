"""The results as one aligned text table."""

from collections.abc import Callable, Sequence

from leanbench.result import Result, growth

RIGHT_ALIGNED = {"N", "ours", "queries", "q/N", "reference", "ref. queries", "ratio", "must", "aim", "growth", "MB"}


def render(results: Sequence[Result]) -> str:
    """Columns that no row fills are left out."""
    columns: dict[str, Callable[[Result], str]] = {
        "job": lambda result: result.job,
        "N": lambda result: f"{result.n:,}",
        "ours": _ours,
        "queries": lambda result: _count(result.ours_queries),
        "q/N": lambda result: _number(result.queries_per_record, 2),
        "reference": lambda result: _seconds(result.reference_seconds),
        "ref. queries": lambda result: _count(result.reference_queries),
        "against": lambda result: result.reference_name,
        "ratio": lambda result: _number(result.ratio, 3),
        "must": lambda result: _limit(result, result.must_ratio, result.must_limit),
        "aim": lambda result: _limit(result, result.aim_ratio, result.aim_limit),
        "growth": lambda result: _growth(result, results),
        "MB": lambda result: _number(result.peak_mb, 0),
        "verdict": lambda result: result.verdict.value,
        "note": lambda result: result.note,
    }
    cells = {title: [read(result) for result in results] for title, read in columns.items()}
    filled = {title: values for title, values in cells.items() if any(values)}
    return "\n".join(_lines(filled, len(results)))


def _lines(cells: dict[str, list[str]], count: int) -> list[str]:
    widths = {title: max(len(title), *map(len, values)) for title, values in cells.items()}

    def line(values: dict[str, str]) -> str:
        padded = [
            values[title].rjust(width) if title in RIGHT_ALIGNED else values[title].ljust(width)
            for title, width in widths.items()
        ]
        return "  ".join(padded).rstrip()

    rule = "  ".join("-" * width for width in widths.values())
    body = [line({title: values[row] for title, values in cells.items()}) for row in range(count)]
    return [line({title: title for title in cells}), rule, *body]


def _ours(result: Result) -> str:
    if result.measured is not None:
        return f"{result.measured:.3g} {result.unit}".strip()
    return _seconds(result.ours_seconds)


def _seconds(value: float | None) -> str:
    return "" if value is None else f"{value:.3f} s"


def _count(value: int | None) -> str:
    return "" if value is None else f"{value:,}"


def _number(value: float | None, digits: int) -> str:
    return "" if value is None else f"{value:.{digits}f}"


def _limit(result: Result, ratio: float | None, limit: float | None) -> str:
    parts = [f"{ratio:.3g} x" if ratio is not None else "", f"{limit:g} {result.unit}" if limit is not None else ""]
    return ", ".join(filter(None, parts))


def _growth(result: Result, results: Sequence[Result]) -> str:
    """N to the power of this, against the next smaller size of the same job."""
    smaller = [other for other in results if other.job == result.job and other.n < result.n]
    exponent = growth(max(smaller, key=lambda other: other.n), result) if smaller else None
    return "" if exponent is None else f"N^{exponent:.2f}"
