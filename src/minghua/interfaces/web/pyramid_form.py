"""The form of a pyramid: what was typed becomes a definition, and a definition becomes what is shown."""

from dataclasses import dataclass, replace
from typing import Any

from minghua.domain.value.types import PRESETS, Definition, Layer, Method
from minghua.interfaces.web import answers, display
from minghua.kernel.errors import Invalid
from minghua.kernel.money import NotAnAmount, parse_decimal, scaled
from minghua.kernel.words import Text

SPARE = 2


@dataclass(frozen=True, slots=True)
class Form:
    """What stands in the form; `rows` are names and cuts (per cent, or an amount) as typed."""

    preset: str
    method: str
    basis: str
    months: str
    currency: str
    ties_up: bool
    rows: tuple[tuple[str, str], ...]


def filled(definition: Definition) -> Form:
    """Return the form of a definition, with spare rows."""
    rows = [(display.say(one.name), f"{one.cut / 100:g}") for one in definition.layers]
    return Form(
        "", str(definition.method), definition.basis, str(definition.months), definition.currency, definition.ties_up,
        (*rows, *[("", "")] * SPARE),
    )  # fmt: skip


def typed(form: Any) -> Form:
    """Return the form as it was typed."""
    rows = tuple(zip(form.getlist("layer_name"), form.getlist("cut"), strict=False))
    return Form(
        form.get("preset", ""), form.get("method", "share"), form.get("basis", ""), form.get("months", ""),
        form.get("currency", ""), form.get("ties_up") == "1", rows or (("", ""),) * 4,
    )  # fmt: skip


def read(form: Any) -> Definition:
    """Return the definition that was asked for; raises Invalid. Whether it is a pyramid, the room judges."""
    told = typed(form)
    months = answers.number(told.months, field="months")
    if told.preset in PRESETS:
        preset = PRESETS[told.preset][1]
        return replace(preset, basis=told.basis, months=months, currency=told.currency, ties_up=told.ties_up)
    if told.method not in set(Method):
        raise Invalid("请选择划分方法。", "Choose how to cut.", field="method")
    layers = tuple(_layer(at, name, cut) for at, (name, cut) in enumerate(told.rows, 1) if name.strip() or cut.strip())
    return Definition(layers, Method(told.method), told.ties_up, told.basis, months, told.currency)


def _layer(at: int, name: str, cut: str) -> Layer:
    plain = name.strip()[:40]
    known = next((one for _, preset in PRESETS.values() for one in preset.layers if plain in one.name), None)
    try:
        amount = scaled(parse_decimal(cut.rstrip("%") or "0"), 100)
    except NotAnAmount:
        raise Invalid("请填写数字。", "Enter a number.", field="cuts") from None
    return Layer(known.code if known else f"layer{at}", known.name if known else Text(plain, plain), amount)
