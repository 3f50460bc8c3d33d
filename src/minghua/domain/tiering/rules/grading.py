"""The grade of a business customer: points by indicator, the weighted score, the cut-offs, then the vetoes (R15.3)."""

from collections.abc import Iterable, Iterator
from fractions import Fraction

from minghua.domain.tiering.types.grading import (
    GRADES,
    WHOLE,
    Dimension,
    DimensionLine,
    Effect,
    Facts,
    GradeDecision,
    Indicator,
    IndicatorLine,
    Scorecard,
    Veto,
    VetoLine,
)
from minghua.kernel.money import half_up
from minghua.kernel.words import Text

FULL = Fraction(100)


def judge(card: Scorecard, facts: Facts) -> GradeDecision:
    """Return the grade these facts earn under the card, and why (R15.3).

    What is unknown leaves its weight to the rest, as long as the known weight reaches the card's `min_known`; below it
    there is no score (R00.2). A veto whose fact is unknown does not take hold.
    """
    lines = tuple(_dimension(dimension, facts) for dimension in card.dimensions)
    known = sum((_known(dimension, facts) for dimension in card.dimensions), Fraction(0))
    missing = tuple(each.name for each in card.indicators if each.code not in facts)
    share = half_up(known * WHOLE)
    if known == 0 or known < Fraction(card.min_known, WHOLE):
        return GradeDecision(None, "", "", share, lines, (), missing, _too_little(missing))
    score = sum((line.brought for line in lines), Fraction(0)) / _answering(lines)
    earned = grade_of(card, score)
    vetoes = tuple(_vetoes(card.vetoes, facts, earned))
    grade = vetoes[-1].after if vetoes else earned
    return GradeDecision(score, earned, grade, share, lines, vetoes, missing, _reason(score, earned, vetoes))


def points(indicator: Indicator, value: Fraction) -> Fraction:
    """Return 0 to 100: how far the value lies on the way from the indicator's low to its high."""
    low, high = Fraction(indicator.low), Fraction(indicator.high)
    return min(FULL, max(Fraction(0), (value - low) / (high - low) * 100))


def grade_of(card: Scorecard, score: Fraction) -> str:
    """Return the grade of an exact score: the best whose cut-off it reaches."""
    reached = (grade for grade, least in zip(GRADES, card.cutoffs, strict=False) if score >= Fraction(least))
    return next(reached, GRADES[-1])


def shown(score: Fraction) -> str:
    """Return a score as people read it, half up to two places."""
    hundredths = half_up(score * 100)
    return f"{hundredths // 100}.{hundredths % 100:02}"


def _dimension(dimension: Dimension, facts: Facts) -> DimensionLine:
    said = tuple(_indicator(each, facts) for each in dimension.indicators)
    heard = [(each.weight, line.points) for each, line in zip(dimension.indicators, said, strict=True)]
    weight = sum(weight for weight, points in heard if points is not None)
    total = sum((weight * points for weight, points in heard if points is not None), Fraction(0))
    mean = total / weight if weight else None
    brought = Fraction(dimension.weight, WHOLE) * mean if mean is not None else Fraction(0)
    return DimensionLine(dimension.code, dimension.name, dimension.weight, mean, brought, said)


def _indicator(indicator: Indicator, facts: Facts) -> IndicatorLine:
    value = facts.get(indicator.code)
    worth = None if value is None else points(indicator, value)
    return IndicatorLine(indicator.code, indicator.name, value, worth)


def _known(dimension: Dimension, facts: Facts) -> Fraction:
    """The share of the whole card that is known in this dimension."""
    known = sum(each.weight for each in dimension.indicators if each.code in facts)
    return Fraction(dimension.weight, WHOLE) * Fraction(known, WHOLE)


def _answering(lines: Iterable[DimensionLine]) -> Fraction:
    return Fraction(sum(line.weight for line in lines if line.points is not None), WHOLE)


def _vetoes(vetoes: Iterable[Veto], facts: Facts, grade: str) -> Iterator[VetoLine]:
    """The vetoes that take hold, in the card's order, each upon the grade the one before left."""
    for veto in vetoes:
        value = facts.get(veto.code)
        if value is None or value <= Fraction(veto.over):
            continue
        after = _vetoed(veto, grade)
        yield VetoLine(veto.code, _vetoing(veto, value), grade, after)
        grade = after


def _vetoed(veto: Veto, grade: str) -> str:
    place = GRADES.index(grade)
    lower = place + veto.steps if veto.effect is Effect.DOWN else max(place, GRADES.index(veto.grade))
    return GRADES[min(lower, len(GRADES) - 1)]


def _vetoing(veto: Veto, value: Fraction) -> Text:
    said = f"{half_up(value):,}"
    if veto.effect is Effect.CAP:
        return Text(f"{veto.name.zh}：最高 {veto.grade} 级", f"{veto.name.en}: no better than {veto.grade}")
    return Text(
        f"{veto.name.zh} {said}{veto.unit.zh}，超过 {veto.over:f}{veto.unit.zh}：降 {veto.steps} 级",
        f"{veto.name.en} {said} {veto.unit.en}, more than {veto.over:f}: {veto.steps} {'grade' if veto.steps == 1 else 'grades'} down",
    )


def _too_little(missing: tuple[Text, ...]) -> Text:
    return Text(
        f"暂不评级，还缺：{'、'.join(each.zh for each in missing)}",
        f"Not graded yet, unknown: {', '.join(each.en for each in missing)}",
    )


def _reason(score: Fraction, earned: str, vetoes: tuple[VetoLine, ...]) -> Text:
    zh, en = f"得分 {shown(score)}，按分数线为 {earned} 级", f"Score {shown(score)}, {earned} by the cut-offs"
    for line in vetoes:
        zh, en = f"{zh}；{line.reason.zh} → {line.after}", f"{en}; {line.reason.en} → {line.after}"
    return Text(zh, en)
