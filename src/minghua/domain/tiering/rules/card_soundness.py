"""Whether a scorecard is sound: weights that make a whole, cut-offs that can be reached, vetoes that mean something."""

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import chain, pairwise

from minghua.domain.tiering.rules import weighing
from minghua.domain.tiering.types.grading import GRADES, WHOLE, Dimension, Effect, Fault, Scorecard, Weighing
from minghua.kernel.words import Text


def faults(card: Scorecard) -> Iterator[Fault]:
    """Yield everything that keeps a card from being published, each with its place and its remedy."""
    yield from chain(_weights(card), _codes(card), _indicators(card), _cutoffs(card), _vetoes(card), _judged(card))
    if not 0 < card.min_known <= WHOLE:
        yield Fault(
            "min_known",
            Text("至少要知道多少，应大于 0。", "How much must be known has to be above 0."),
            Text("1 表示全部指标都要有。", "1 means every indicator."),
        )


def _weights(card: Scorecard) -> Iterator[Fault]:
    if not card.dimensions:
        yield Fault(
            "dimensions", Text("没有维度。", "There is no dimension."), Text("至少加一个维度。", "Add at least one.")
        )
    elif (total := sum(each.weight for each in card.dimensions)) != WHOLE:
        yield Fault("dimensions", _sum_zh("维度", "dimensions", total), _even())
    for place, dimension in enumerate(card.dimensions):
        total = sum(each.weight for each in dimension.indicators)
        if not dimension.indicators:
            yield Fault(
                f"dimensions[{place}].indicators",
                Text(f"「{dimension.name.zh}」没有指标。", f"“{dimension.name.en}” has no indicator."),
                Text("至少加一个指标。", "Add at least one."),
            )
        elif total != WHOLE:
            yield Fault(
                f"dimensions[{place}].indicators",
                _sum_zh(f"「{dimension.name.zh}」的指标", f"indicators of “{dimension.name.en}”", total),
                _even(),
            )


def _sum_zh(zh: str, en: str, total: int) -> Text:
    share = f"{total / WHOLE:.6f}".rstrip("0").rstrip(".")
    return Text(f"{zh}权重合计为 {share}，应为 1。", f"The weights of the {en} make {share} instead of 1.")


def _even() -> Text:
    return Text("请调整，使合计正好为 1。", "Adjust them so that they make exactly 1.")


def _codes(card: Scorecard) -> Iterator[Fault]:
    for place, codes in (
        ("dimensions", [each.code for each in card.dimensions]),
        ("indicators", [each.code for each in card.indicators]),
        ("vetoes", [each.code for each in card.vetoes]),
    ):
        for code in _twice(codes):
            yield Fault(
                place,
                Text(f"代码「{code}」用了两次。", f"The code “{code}” stands twice."),
                Text("请改成不同的代码。", "Give each its own."),
            )


def _twice(codes: Iterable[str]) -> list[str]:
    return [code for code, times in Counter(codes).items() if times > 1]


def _indicators(card: Scorecard) -> Iterator[Fault]:
    for place, dimension in enumerate(card.dimensions):
        for inner, each in enumerate(dimension.indicators):
            if each.low == each.high:
                yield Fault(
                    f"dimensions[{place}].indicators[{inner}].high",
                    Text(
                        f"「{each.name.zh}」的 0 分值与 100 分值相同。",
                        f"“{each.name.en}” is worth 0 and 100 at the same value.",
                    ),
                    Text(
                        "两个值应不同；越小越好时，0 分值填大的那个。",
                        "Let them differ; when less is better, the larger one is worth 0.",
                    ),
                )


def _cutoffs(card: Scorecard) -> Iterator[Fault]:
    for (better, high), (grade, low) in pairwise(zip(GRADES, card.cutoffs, strict=False)):
        if high <= low:
            yield Fault(
                f"cutoffs.{grade}",
                Text(
                    f"{grade} 级的分数线不低于 {better} 级，{grade} 级没有人能得到。",
                    f"The cut-off of {grade} is not below {better}: nobody could be {grade}.",
                ),
                Text("分数线应从 S 到 C 依次降低。", "Let the cut-offs fall from S to C."),
            )
    for grade, least in zip(GRADES, card.cutoffs, strict=False):
        if not 0 < least <= 100:
            yield Fault(
                f"cutoffs.{grade}",
                Text(
                    f"{grade} 级的分数线应大于 0、不超过 100。",
                    f"The cut-off of {grade} must lie above 0 and not above 100.",
                ),
                Text("得分在 0 到 100 之间。", "Scores lie between 0 and 100."),
            )


def _vetoes(card: Scorecard) -> Iterator[Fault]:
    for place, veto in enumerate(card.vetoes):
        if veto.effect is Effect.DOWN and not 1 <= veto.steps < len(GRADES):
            yield Fault(
                f"vetoes[{place}].steps",
                Text("降级数应为 1 到 4。", "The steps down must be 1 to 4."),
                Text("例如 1。", "For example 1."),
            )
        if veto.effect is Effect.CAP and veto.grade == GRADES[0]:
            yield Fault(
                f"vetoes[{place}].grade",
                Text("最高 S 级等于没有限制。", "A cap at S caps nothing."),
                Text("请选 A 到 D。", "Choose A to D."),
            )


def _judged(card: Scorecard) -> Iterator[Fault]:
    if not card.judgements:
        return
    found = weighing.weigh([each.code for each in card.dimensions], card.judgements)
    if not found.consistent:
        yield Fault(
            "judgements",
            Text(
                f"一致性比率 {found.ratio:.3f}，应小于 0.1。",
                f"The consistency ratio is {found.ratio:.3f}; it must be below 0.1.",
            ),
            contradiction(card.dimensions, found),
        )


def contradiction(dimensions: Iterable[Dimension], found: Weighing) -> Text:
    """Return which pair contradicts the others most, and what they imply."""
    names = {each.code: each.name for each in dimensions}
    worst = found.worst
    if worst is None:
        return Text("", "")
    one, other = names[worst.one], names[worst.other]
    return Text(
        f"最矛盾的是「{one.zh}」比「{other.zh}」：您填 {worst.ratio}，其余比较合起来约为 {found.implied:.2f}。",
        f"“{one.en}” against “{other.en}” contradicts most: you say {worst.ratio}, the others together about {found.implied:.2f}.",
    )
