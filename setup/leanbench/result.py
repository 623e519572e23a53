"""What a row of the bench reports, and whether it holds its budget."""

from dataclasses import asdict, dataclass
from enum import Enum


class Verdict(Enum):
    """How a measurement stands to its budget."""

    AIM = "aim held"
    MUST = "must held"
    MISSED = "MUST MISSED"
    NONE = "-"


@dataclass(frozen=True, kw_only=True)
class Result:
    """One job at one size.

    Ratios are ours divided by the reference, and small is good. Where a budget is absolute
    (seconds of a scan, megabytes), give `measured` with `must_limit` and `aim_limit` in
    `unit` instead; both may stand in one result. Values that were not measured stay None.
    """

    job: str
    n: int
    ours_seconds: float | None = None
    ours_queries: int | None = None
    reference_name: str = ""
    reference_seconds: float | None = None
    reference_queries: int | None = None
    must_ratio: float | None = None
    aim_ratio: float | None = None
    measured: float | None = None
    unit: str = ""
    must_limit: float | None = None
    aim_limit: float | None = None
    peak_mb: float | None = None
    note: str = ""

    @property
    def ratio(self) -> float | None:
        """Our time over the reference's; None unless both were measured."""
        if self.ours_seconds is None or not self.reference_seconds:
            return None
        return self.ours_seconds / self.reference_seconds

    @property
    def queries_per_record(self) -> float | None:
        """Queries over N; None when they were not counted or there is no N."""
        return None if self.ours_queries is None or not self.n else self.ours_queries / self.n

    @property
    def verdict(self) -> Verdict:
        """The worse of the relative and the absolute budget."""
        verdicts = [
            judge(self.ratio, self.must_ratio, self.aim_ratio),
            judge(self.measured, self.must_limit, self.aim_limit),
        ]
        order = [Verdict.NONE, Verdict.AIM, Verdict.MUST, Verdict.MISSED]
        return max(verdicts, key=order.index)

    def as_json(self) -> dict[str, object]:
        """The fields, with what is derived from them."""
        return {**asdict(self), "ratio": self.ratio, "verdict": self.verdict.value}


def judge(value: float | None, must: float | None, aim: float | None) -> Verdict:
    """Compare a value with its two limits, of which either may be missing.

    >>> judge(0.7, 0.8, 0.6).value
    'must held'
    >>> judge(None, 0.8, 0.6).value
    '-'
    >>> judge(0.5, None, None).value
    '-'
    """
    if value is None or (must is None and aim is None):
        return Verdict.NONE
    if must is not None and value > must:
        return Verdict.MISSED
    if aim is not None and value <= aim:
        return Verdict.AIM
    return Verdict.MUST


def growth(smaller: Result, larger: Result) -> float | None:
    """How cost grows with N: 1.0 is in proportion, 0.0 constant, 2.0 quadratic.

    The exponent e of seconds ~ N^e between two sizes; None without two measured times.
    """
    from math import log

    if not (smaller.ours_seconds and larger.ours_seconds) or smaller.n >= larger.n or not smaller.n:
        return None
    return log(larger.ours_seconds / smaller.ours_seconds) / log(larger.n / smaller.n)
