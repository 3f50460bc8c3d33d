"""Cutting the pyramid: who stands in which layer, and which definitions make no pyramid (R13.1, R13.2)."""

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

from minghua.domain.value.types.layers import WHOLE, Definition, Layer, Method, Ranked
from minghua.kernel.words import Text

CURRENCIES = 3
MOST_LAYERS = 9
MOST_MONTHS = 120


class Fault(NamedTuple):
    """Why a definition is refused: the field, what is wrong, what to do."""

    field: str
    text: Text
    remedy: Text


def sizes_from(definition: Definition, customers: int) -> list[int]:
    """Return the last rank of each layer when cut by number: ceil of the cumulated share (R13.2)."""
    reached, last = 0, []
    for layer in definition.layers:
        reached += layer.cut
        last.append(-(-reached * customers // WHOLE))
    return last


def place(values: Iterable[tuple[int, int]], definition: Definition) -> list[Ranked]:
    """Return everybody's place, best first: by value downwards, then by id (R00.5, R13.2).

    A negative value never stands above the last layer; with `ties_up` equals stand where the best of them stands.
    """
    ordered = sorted(values, key=lambda one: (-one[1], one[0]))
    positive = sum(value for _, value in ordered if value > 0)
    limits = sizes_from(definition, len(ordered))
    placed, before, first, start = [], 0, 1, 0
    previous: int | None = None
    for rank, (customer_id, value) in enumerate(ordered, 1):
        if value != previous:
            first, start, previous = rank, before, value
        counted = (first, start) if definition.ties_up else (rank, before)
        placed.append(Ranked(customer_id, value, rank, _layer(definition, limits, value, *counted, positive)))
        before += max(value, 0)
    return placed


def _layer(definition: Definition, limits: Sequence[int], value: int, rank: int, before: int, positive: int) -> int:
    last = len(definition.layers) - 1
    if value < 0:
        return last
    if definition.method is Method.SHARE:
        fits = [index for index, limit in enumerate(limits) if rank <= limit]
    elif definition.method is Method.AMOUNT:
        fits = _by_amount(definition.layers, value, before, positive)
    else:
        fits = [index for index, layer in enumerate(definition.layers[:-1]) if value >= layer.cut]
    return min(fits, default=last)


def _by_amount(layers: Sequence[Layer], value: int, before: int, positive: int) -> list[int]:
    """The customer that crosses a line belongs to the better layer (R10.2); who brings nothing is in the last."""
    if value == 0:
        return []
    reached, fits = 0, []
    for index, layer in enumerate(layers):
        reached += layer.cut
        if before * WHOLE < reached * positive:
            fits.append(index)
    return fits


def faults(definition: Definition, *, bases: Iterable[str]) -> list[Fault]:
    """Return every reason why this is no pyramid; none for a good one."""
    return [*_shape(definition, bases), *_cuts(definition)]


def _shape(definition: Definition, bases: Iterable[str]) -> list[Fault]:
    found = []
    if not 2 <= len(definition.layers) <= MOST_LAYERS:
        found.append(Fault("layers", Text("金字塔需要 2 到 9 层。", "A pyramid has 2 to 9 layers."), _ADD))
    if any(not layer.name.zh.strip() for layer in definition.layers):
        found.append(Fault("layers", Text("每一层都要有名称。", "Every layer needs a name."), _NAME))
    codes = [layer.code for layer in definition.layers]
    if len(set(codes)) < len(codes):
        found.append(Fault("layers", Text("有两层同名。", "Two layers have the same code."), _NAME))
    if definition.basis not in (bases := set(bases)):
        found.append(_no_basis(definition, sorted(bases)))
    if not 1 <= definition.months <= MOST_MONTHS:
        found.append(Fault("months", Text("时段须为 1 到 120 个月。", "The period is 1 to 120 months."), _MONTHS))
    if len(definition.currency) != CURRENCIES or not definition.currency.isupper():
        found.append(Fault("currency", Text("币种须为三位代码。", "A currency has three letters."), _CURRENCY))
    return found


def _no_basis(definition: Definition, bases: Sequence[str]) -> Fault:
    text = Text(f"没有「{definition.basis}」这个依据。", f"There is no basis “{definition.basis}”.")
    if definition.method is Method.VALUE:
        text = Text(
            f"「{definition.basis}」不能按金额切层。", f"Layers by amount cannot be cut by “{definition.basis}”."
        )
    return Fault("basis", text, Text(f"可选：{'、'.join(bases)}。", f"Choose of: {', '.join(bases)}."))


def _cuts(definition: Definition) -> list[Fault]:
    cuts = [layer.cut for layer in definition.layers]
    if definition.method is Method.VALUE:
        falling = all(above > below for above, below in pairwise(cuts[:-1]))
        text = Text("各层起点须从上到下递减。", "The smallest values must fall from the top down.")
        return [] if falling else [Fault("cuts", text, _FALLING)]
    if any(cut < 0 for cut in cuts):
        text = Text("各层比例不能为负。", "A share cannot be negative.")
        return [Fault("cuts", text, Text("请填写 0 以上的百分数。", "Enter per cents from 0 up."))]
    if sum(cuts) != WHOLE:
        got = f"{sum(cuts) / 100:g}"
        text = Text(f"各层比例之和是 {got}%，应为 100%。", f"The shares add up to {got}%, not to 100%.")
        return [Fault("cuts", text, Text("请增减某一层，使总和为 100%。", "Change a layer so that they make 100%."))]
    return []


_ADD = Text("请增加或合并层级。", "Add or join layers.")
_NAME = Text("请给每层一个不同的名称。", "Give each layer a name of its own.")
_MONTHS = Text("请填写月数，例如 12。", "Enter a number of months, such as 12.")
_CURRENCY = Text("例如 CNY。", "For instance CNY.")
_FALLING = Text("请让上层的起点高于下层。", "Let each layer begin above the one beneath.")
