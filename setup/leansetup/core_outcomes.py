"""What core's tests came to with and without our addons, and which differ: nothing here starts anything.

A test is named as in `stock.tests.test_move.StockMove.test_out`, whatever Odoo lies in.
"""

import xml.etree.ElementTree as ElementTree
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from enum import IntEnum
from pathlib import Path

# Tests of core that fail with us because a feature of ours means what they deny, each with its reason.
# An entry whose test passes with us is stale, and fails the run.
ALLOWED: dict[str, str] = {}

# Below this share nothing works without us either, and a comparison would say nothing.
LEAST_PASSED = 0.5
SHOWN_MESSAGE = 160


class Kind(IntEnum):
    """How a test ended, the better first."""

    PASSED = 0
    SKIPPED = 1
    FAILED = 2
    ERROR = 3
    MISSING = 4


@dataclass(frozen=True)
class Outcome:
    """How a test ended, and the first line of why."""

    kind: Kind
    message: str = ""


ABSENT = Outcome(Kind.MISSING, "it was not run")
TAGS = {"skipped": Kind.SKIPPED, "failure": Kind.FAILED, "error": Kind.ERROR}


def read(report: Path) -> dict[str, Outcome]:
    """The outcomes in a JUnit report; of a test with several, as after a failed teardown, the worst."""
    outcomes: dict[str, Outcome] = {}
    for case in ElementTree.parse(report).iter("testcase"):  # noqa: S314, pytest wrote it
        name, outcome = name_of(case.get("classname", ""), case.get("name", "")), _outcome_of(case)
        outcomes[name] = max(outcomes.get(name, outcome), outcome, key=lambda each: each.kind)
    return outcomes


def name_of(class_name: str, test: str) -> str:
    """The test's name without the folders above its addon.

    >>> name_of("usr.lib.odoo.addons.stock.tests.test_move.StockMove", "test_out")
    'stock.tests.test_move.StockMove.test_out'
    >>> name_of("", "addons.stock.tests.test_move")
    'stock.tests.test_move'
    """
    return ".".join(("", class_name, test)).rpartition(".addons.")[2]


def _outcome_of(case: ElementTree.Element) -> Outcome:
    found = [
        Outcome(TAGS[part.tag], next(iter(part.get("message", "").splitlines()), "")[:SHOWN_MESSAGE])
        for part in case
        if part.tag in TAGS
    ]
    return max(found, key=lambda each: each.kind, default=Outcome(Kind.PASSED))


def is_harmed(with_us: Outcome, without: Outcome) -> bool:
    """Whether a test is worse off with us; how a test fails that fails without us as well does not count.

    >>> is_harmed(Outcome(Kind.SKIPPED), Outcome(Kind.PASSED)), is_harmed(ABSENT, Outcome(Kind.SKIPPED))
    (True, True)
    >>> is_harmed(Outcome(Kind.ERROR), Outcome(Kind.FAILED)), is_harmed(ABSENT, Outcome(Kind.FAILED))
    (False, True)
    >>> is_harmed(Outcome(Kind.FAILED), ABSENT), is_harmed(Outcome(Kind.PASSED), ABSENT)
    (True, False)
    """
    if without is ABSENT:
        return with_us.kind in (Kind.FAILED, Kind.ERROR)
    if Kind.FAILED <= without.kind <= Kind.ERROR and with_us.kind <= Kind.ERROR:
        return False
    return with_us.kind > without.kind


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """Two runs of the same tests."""

    with_us: Mapping[str, Outcome]
    without: Mapping[str, Outcome]
    allowed: Mapping[str, str]
    unsteady: Collection[str] = ()
    """Worse off with us in one run, and not when run again."""

    def after_again(self, with_us: Mapping[str, Outcome], without: Mapping[str, Outcome]) -> "Comparison":
        """What is left when the harmed have run again; a test that did not run again stays harmed."""
        again = Comparison(with_us=with_us, without=without, allowed={})
        steady = {*again.differing} | ({*self.harmed} - {*with_us})
        return replace(self, unsteady=[name for name in self.harmed if name not in steady])

    @property
    def differing(self) -> list[str]:
        """Tests that are worse off with us, allowed or not."""
        return [name for name in sorted({*self.with_us, *self.without}) if is_harmed(*self.pair(name))]

    @property
    def harmed(self) -> list[str]:
        """Tests that must not be worse off with us, and are."""
        return [name for name in self.differing if name not in {*self.allowed, *self.unsteady}]

    @property
    def stale(self) -> list[str]:
        """Entries of the list of what is allowed that nothing needs any more."""
        return sorted(set(self.allowed) - set(self.differing))

    @property
    def is_telling(self) -> bool:
        """Whether core's tests work at all where we are not."""
        ended = [outcome for outcome in self.without.values() if outcome.kind is not Kind.SKIPPED]
        passed = sum(outcome.kind is Kind.PASSED for outcome in ended)
        return bool(passed) and passed >= LEAST_PASSED * len(ended)

    @property
    def holds(self) -> bool:
        """Whether core is as well with us as without."""
        return self.is_telling and not self.harmed and not self.stale

    def pair(self, name: str) -> tuple[Outcome, Outcome]:
        """The outcome of a test with us, and without."""
        return self.with_us.get(name, ABSENT), self.without.get(name, ABSENT)


def of_modules(allowed: Mapping[str, str], modules: Collection[str], ran: Iterable[str] | None) -> dict[str, str]:
    """The entries that a run can judge.

    :param ran: the tests that ran where the run was narrowed; None for the whole suites of the modules
    """
    names = set(allowed if ran is None else ran)
    return {name: why for name, why in allowed.items() if name.partition(".")[0] in modules and name in names}


def render(comparison: Comparison) -> str:
    """What a person wants to know, what differs first."""
    lines = [*_harmed(comparison), *_unsteady(comparison), *_accepted(comparison)]
    lines += [f"STALE  {name}\n         it differs no longer: take it off the list" for name in comparison.stale]
    if not comparison.is_telling:
        lines.append("Most of core's tests fail without us: this comparison says nothing.")
    both = [name for name in comparison.without if min(part.kind for part in comparison.pair(name)) >= Kind.FAILED]
    lines += ["", f"with us:     {_count(comparison.with_us)}", f"without us:  {_count(comparison.without)}"]
    lines += [f"{len(both)} fail with and without us; {len(comparison.harmed)} fail only with us"]
    return "\n".join(lines).strip("\n")


def _harmed(comparison: Comparison) -> list[str]:
    lines = []
    for name in comparison.harmed:
        ours, theirs = comparison.pair(name)
        lines.append(f"HARMED {name}\n         {ours.kind.name.lower()}: {ours.message}")
        lines.append(f"         without us: {' '.join(filter(None, (theirs.kind.name.lower(), theirs.message)))}")
    return lines


def _unsteady(comparison: Comparison) -> list[str]:
    return [
        f"once   {name}\n         no worse when it ran again; before: {comparison.pair(name)[0].message}"
        for name in comparison.unsteady
    ]


def _accepted(comparison: Comparison) -> list[str]:
    allowed = [name for name in comparison.differing if name in comparison.allowed]
    return [f"allowed {name}\n         {comparison.allowed[name]}" for name in allowed]


def _count(outcomes: Mapping[str, Outcome]) -> str:
    counts = Counter(outcome.kind for outcome in outcomes.values())
    return ", ".join(f"{counts[kind]:,} {kind.name.lower()}" for kind in Kind if counts[kind])
