# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
"""What the answers of an audit add up to, without the ORM.

Each of the five S counts alike, however many questions it has: the score of an S is
Σ weight · score / Σ weight · 4 over the questions that apply, and the total is the mean of
the S that have a score. A question that does not apply counts as if it were not there, so
an S without any has no score, which is not zero.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from math import fsum

SECTIONS = ("sort", "set", "shine", "standardize", "sustain")
MAX_SCORE = 4
# With fewer answers it is no wonder that all are the same.
FEWEST_UNIFORM = 5


@dataclass(frozen=True)
class Answer:
    """One question of an audit and what was found.

    :param section: one of the five S
    :param score: 0 to 4; None while it is not answered
    :param weight: how much it counts within its S, more than zero
    :param is_na: does not apply here
    :param pass_score: a lower score has failed
    :param is_critical: failing it fails the whole audit
    :param identity: of the question, the same in all versions of a template that ask it
    """

    section: str
    score: int | None = None
    weight: float = 1.0
    is_na: bool = False
    pass_score: int = 2
    is_critical: bool = False
    identity: str = ""

    def __post_init__(self) -> None:
        if self.section not in SECTIONS:
            raise ValueError(f"{self.section!r} is none of the five S.")
        if self.score is not None and not 0 <= self.score <= MAX_SCORE:
            raise ValueError(f"A score is 0 to {MAX_SCORE}, not {self.score}.")
        if not self.weight > 0:
            raise ValueError("A weight is more than zero: leave out a question that does not count.")

    @property
    def counts(self) -> bool:
        """Whether it is part of the score: answered, and not as not applicable.

        >>> Answer("sort", 0).counts, Answer("sort", is_na=True).counts, Answer("sort").counts
        (True, False, False)
        """
        return self.score is not None and not self.is_na

    @property
    def has_failed(self) -> bool:
        """Whether its score is below the one it passes with.

        >>> Answer("sort", 1).has_failed, Answer("sort", 2).has_failed, Answer("sort", is_na=True).has_failed
        (True, False, False)
        """
        return self.counts and self.score < self.pass_score


@dataclass(frozen=True)
class Score:
    """Scores in per cent; None is undefined.

    :param sections: score of each S
    :param total: mean of the S that have one
    :param is_failed: a critical question failed; the score stays as it is
    """

    sections: dict[str, float | None]
    total: float | None
    is_failed: bool = False


@dataclass(frozen=True)
class Comparison:
    """Two audits over the questions that applied in both.

    :param questions: how many these are
    """

    then: Score
    now: Score
    questions: int

    @property
    def change(self) -> float | None:
        """Points gained; undefined where nothing can be compared."""
        if self.then.total is None or self.now.total is None:
            return None
        return self.now.total - self.then.total


def section_score(answers: Iterable[Answer]) -> float | None:
    """Per cent of what could be reached; None where no question applies.

    Weights 2 and 1, scores 4 and 1: (2·4 + 1·1) / (2·4 + 1·4) = 9/12.

    >>> section_score([Answer("sort", 4, weight=2), Answer("sort", 1)])
    75.0
    >>> section_score([Answer("sort", is_na=True)]) is None
    True
    """
    counting = [answer for answer in answers if answer.counts]
    # Sums without rounding errors do not depend on the order
    possible = fsum(answer.weight * MAX_SCORE for answer in counting)
    return 100 * (fsum(answer.weight * answer.score for answer in counting) / possible) if possible else None


def score_audit(answers: Iterable[Answer]) -> Score:
    """The score of an audit, as far as it is answered.

    >>> score = score_audit([Answer("sort", 4), Answer("set", 2), Answer("shine", is_na=True)])
    >>> score.sections["sort"], score.sections["shine"], score.total
    (100.0, None, 75.0)

    A critical question that failed shows, and leaves the score as it is:

    >>> failed = score_audit([Answer("sort", 0, is_critical=True), Answer("set", 4)])
    >>> failed.is_failed, failed.total
    (True, 50.0)
    """
    answers = list(answers)
    sections = {name: section_score(answer for answer in answers if answer.section == name) for name in SECTIONS}
    defined = [value for value in sections.values() if value is not None]
    return Score(
        sections=sections,
        total=fsum(defined) / len(defined) if defined else None,
        is_failed=any(answer.is_critical and answer.has_failed for answer in answers),
    )


def as_asked_in(answers: Iterable[Answer], reference: Iterable[Answer]) -> list[Answer]:
    """The answers to questions that another audit asked too, weighted as they are there.

    So the earlier audits of an area are put on the questions of the newest one.

    >>> older = [Answer("sort", 4, identity="a"), Answer("sort", 0, identity="gone")]
    >>> as_asked_in(older, [Answer("sort", 3, weight=2, identity="a")])[0].weight
    2
    """
    asked = {answer.identity: answer for answer in reference}
    return [
        replace(asked[answer.identity], score=answer.score, is_na=answer.is_na)
        for answer in answers
        if answer.identity in asked
    ]


def compare(then: Sequence[Answer], now: Sequence[Answer]) -> Comparison:
    """Like for like: only questions that applied both times count, weighted as they are now.

    A new version asks "b" no more, and "c" instead; "a" went from 2 to 3:

    >>> then = [Answer("sort", 2, identity="a"), Answer("sort", 0, identity="b")]
    >>> now = [Answer("sort", 3, identity="a"), Answer("sort", 4, identity="c")]
    >>> compare(then, now).change, compare(then, now).questions
    (25.0, 1)
    """
    common = {answer.identity for answer in then if answer.counts} & {a.identity for a in now if a.counts}
    kept = [answer for answer in now if answer.identity in common]
    before = as_asked_in((answer for answer in then if answer.identity in common), kept)
    return Comparison(then=score_audit(before), now=score_audit(kept), questions=len(common))


def replace_answers(answers: Iterable[Answer], later: Iterable[Answer]) -> list[Answer]:
    """The answers of an audit with those of the re-audit of its failed questions in their place.

    >>> first = [Answer("sort", 1, identity="a"), Answer("sort", 3, identity="b")]
    >>> score_audit(replace_answers(first, [Answer("sort", 4, identity="a")])).total
    87.5
    """
    better = {answer.identity: answer for answer in later if answer.counts or answer.is_na}
    return [better.get(answer.identity, answer) for answer in answers]


def rank_lowest(answers: Sequence[Answer], count: int = 3) -> list[int]:
    """Places of the answers with most to gain: the lowest scores, of these the heaviest first.

    >>> rank_lowest([Answer("sort", 4), Answer("set", 1), Answer("shine", 1, weight=2), Answer("sort", is_na=True)])
    [2, 1]
    """
    places = [place for place, answer in enumerate(answers) if answer.counts and answer.score < MAX_SCORE]
    return sorted(places, key=lambda place: (answers[place].score, -answers[place].weight, place))[:count]


def is_uniform(answers: Iterable[Answer]) -> bool:
    """Whether every answer is the same, so that somebody should look again.

    >>> is_uniform([Answer("sort", 3)] * 5), is_uniform([Answer("sort", 3)] * 4)
    (True, False)
    """
    given = [answer.score if answer.counts else "na" for answer in answers if answer.counts or answer.is_na]
    return len(given) >= FEWEST_UNIFORM and len(set(given)) == 1
