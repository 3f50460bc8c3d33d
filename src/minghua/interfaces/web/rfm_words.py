"""Recency, frequency and money in words: segments, methods, where high begins, and one customer's why."""

from minghua.domain.value.types import SEGMENTS, Cutting, RfmPlace, RfmRun
from minghua.interfaces.web import display
from minghua.kernel.money import show as amount
from minghua.kernel.words import Text

METHODS = {
    Cutting.MEANS: Text("按平均值分高低", "High and low by the mean"),
    Cutting.QUINTILES: Text("按五等分打 1–5 分", "Scores 1–5 by fifths"),
}


def name(index: int) -> str:
    """Return what a segment is called."""
    return display.say(SEGMENTS[index].name)


def advice(index: int) -> str:
    """Return what to do with a segment."""
    return display.say(SEGMENTS[index].advice)


def method(code: Cutting) -> str:
    """Return what a way of cutting is called."""
    return display.say(METHODS[code])


def bounds(run: RfmRun) -> list[str]:
    """Return where high begins for recency, frequency and money; "—" for nobody."""
    if not run.cuts.recency:
        return ["—"] * 3
    at = 0 if run.definition.cutting is Cutting.MEANS else 1  # of five, the two best fifths are high
    days, times, money = run.cuts.recency[at], run.cuts.frequency[at], run.cuts.monetary_minor[at]
    return [
        display.say(Text(f"{days} 天内", f"within {days} days")),
        display.say(Text(f"{times} 次起", f"from {times} orders")),
        display.say(
            Text(f"{amount(money, run.definition.currency)} 起", f"from {amount(money, run.definition.currency)}")
        ),
    ]


def levels(run: RfmRun) -> list[str]:
    """Return what the scores from the lowest up are called."""
    if run.definition.cutting is Cutting.MEANS:
        return [display.say(Text("低", "low")), display.say(Text("高", "high"))]
    return [str(score) for score in range(1, len(run.grid) + 1)]


def heat(cell: int, run: RfmRun) -> int:
    """Return how warm a cell of the grid is, 0 to 4."""
    most = max((n for row in run.grid for n in row), default=0)
    return -(-4 * cell // most) if most else 0


def why(place: RfmPlace, run: RfmRun) -> str:
    """Return why a customer stands in its segment: the three facts beside where high begins."""
    near, often, much = bounds(run)
    money = amount(place.monetary_minor, run.definition.currency)
    r, f, m = place.scores
    return display.say(
        Text(
            f"距上次购买 {place.recency} 天（{near}算近，得 {r}）；{run.definition.months} 个月内 {place.frequency} 次（{often}算高，得 {f}）；"
            f"净付款 {money}（{much}算高，得 {m}）。",
            f"Bought {place.recency} days ago ({near} is near: {r}); {place.frequency} orders in {run.definition.months} months "
            f"({often} is high: {f}); paid {money} net ({much} is high: {m}).",
        )
    )
