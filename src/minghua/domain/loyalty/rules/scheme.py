"""The text of a scheme becomes its specification, or a list of everything that is wrong with it (R14.8)."""

from collections.abc import Collection
from typing import Any

from minghua.domain.loyalty.rules import soundness
from minghua.domain.loyalty.rules.reading import Sheet
from minghua.domain.loyalty.types import scheme as words
from minghua.domain.loyalty.types.scheme import Benefit, Item, LevelBenefit, Occasion, Pack, SchemeSpec

_SCHEME = ("code", "name", "note", "programme", "currency", "benefits", "packs")
_BENEFIT = ("code", "name", "kind", "levels")
_AT_LEVEL = ("value", "limit", "period")
_PACK = (
    "code", "name", "occasion", "take", "levels", "items", "needs", "starts_on", "ends_on", "first_occasion_on", "undone",
)  # fmt: skip
_OCCASION = ("kind", "before_days", "days", "leap", "snapshot_day", "issue_day")
_ITEM = ("code", "name", "kind", "value", "least", "count", "valid_days", "levels")


def from_text(text: str, *, levels: Collection[str] | None = None) -> SchemeSpec:
    """Return the specification that a YAML or JSON text tells; raises SchemeInvalid with the lines.

    `levels` are the codes of the programme's levels; None when they are not known here.
    """
    sheet = Sheet(text)
    spec = _scheme(sheet, sheet.data, levels)
    if not sheet.problems:
        soundness.examine(sheet, spec)
    sheet.finish()
    return spec


def _scheme(sheet: Sheet, data: Any, levels: Collection[str] | None) -> SchemeSpec:
    found = sheet.mapping(data, "", _SCHEME)
    code = sheet.code(found.get("code"), "code")
    return SchemeSpec(
        code=code,
        name=sheet.text(found.get("name"), "name", code),
        programme=sheet.code(found.get("programme"), "programme"),
        currency=str(found.get("currency") or "CNY"),
        benefits=tuple(
            _benefit(sheet, each, f"benefits[{place}]", levels)
            for place, each in enumerate(sheet.listing(found.get("benefits"), "benefits"))
        ),
        packs=tuple(
            _pack(sheet, each, f"packs[{place}]", levels)
            for place, each in enumerate(sheet.listing(found.get("packs"), "packs"))
        ),
        note=sheet.text(found.get("note"), "note"),
    )


def _benefit(sheet: Sheet, data: Any, path: str, levels: Collection[str] | None) -> Benefit:
    found = sheet.mapping(data, path, _BENEFIT)
    code = sheet.code(found.get("code"), f"{path}.code")
    kind = sheet.word(found.get("kind"), f"{path}.kind", words.BenefitKind, words.BenefitKind.SERVICE)
    at_levels = sheet.mapping(found.get("levels"), f"{path}.levels", levels)
    return Benefit(
        code=code,
        name=sheet.text(found.get("name"), f"{path}.name", code),
        kind=kind,
        levels={level: _at_level(sheet, said, f"{path}.levels.{level}") for level, said in at_levels.items()},
    )


def _at_level(sheet: Sheet, data: Any, path: str) -> LevelBenefit:
    """A plain number is the value, `true` that it is there; else value, limit and period."""
    if data is True or data is None:
        return LevelBenefit()
    if not isinstance(data, dict):
        return LevelBenefit(sheet.whole(data, path))
    found = sheet.mapping(data, path, _AT_LEVEL)
    limit = found.get("limit")
    return LevelBenefit(
        sheet.whole(found.get("value"), f"{path}.value"),
        None if limit is None else sheet.whole(limit, f"{path}.limit", least=1, default=1),
        sheet.word(found.get("period"), f"{path}.period", words.LimitPeriod, words.LimitPeriod.MONTH),
    )


def _pack(sheet: Sheet, data: Any, path: str, levels: Collection[str] | None) -> Pack:
    found = sheet.mapping(data, path, _PACK)
    code = sheet.code(found.get("code"), f"{path}.code")
    occasion = _occasion(sheet, found.get("occasion"), f"{path}.occasion")
    birthday = occasion.kind is words.OccasionKind.BIRTHDAY
    held = [str(each) for each in sheet.listing(found.get("levels"), f"{path}.levels")]
    return Pack(
        code=code,
        name=sheet.text(found.get("name"), f"{path}.name", code),
        occasion=occasion,
        take=sheet.word(found.get("take"), f"{path}.take", words.Take, words.Take.CLAIM if birthday else words.Take.ISSUE),
        levels=sheet.words(held, f"{path}.levels", held if levels is None else levels),
        items=tuple(
            _item(sheet, each, f"{path}.items[{place}]", held)
            for place, each in enumerate(sheet.listing(found.get("items"), f"{path}.items"))
        ),
        needs=sheet.words(found.get("needs"), f"{path}.needs", words.NEEDS),
        starts_on=sheet.day(found.get("starts_on"), f"{path}.starts_on"),
        ends_on=sheet.day(found.get("ends_on"), f"{path}.ends_on"),
        first_occasion_on=sheet.day(found.get("first_occasion_on"), f"{path}.first_occasion_on"),
        undone=sheet.word(found.get("undone"), f"{path}.undone", words.Undone, words.Undone.KEEP),
    )  # fmt: skip


def _occasion(sheet: Sheet, data: Any, path: str) -> Occasion:
    found = sheet.mapping(data, path, _OCCASION)
    return Occasion(
        kind=sheet.word(found.get("kind"), f"{path}.kind", words.OccasionKind, words.OccasionKind.MONTH),
        before_days=sheet.whole(found.get("before_days"), f"{path}.before_days", most=180, default=7),
        days=sheet.whole(found.get("days"), f"{path}.days", least=1, most=360, default=15),
        leap=sheet.word(found.get("leap"), f"{path}.leap", words.Leap, words.Leap.FEB_28),
        snapshot_day=sheet.whole(found.get("snapshot_day"), f"{path}.snapshot_day", least=1, most=31, default=25),
        issue_day=sheet.whole(found.get("issue_day"), f"{path}.issue_day", least=1, most=28, default=1),
    )


def _item(sheet: Sheet, data: Any, path: str, held: Collection[str]) -> Item:
    found = sheet.mapping(data, path, _ITEM)
    code = sheet.code(found.get("code"), f"{path}.code")
    days = found.get("valid_days")
    return Item(
        code=code,
        name=sheet.text(found.get("name"), f"{path}.name", code),
        kind=sheet.word(found.get("kind"), f"{path}.kind", words.ItemKind, words.ItemKind.COUPON),
        value=sheet.whole(found.get("value"), f"{path}.value"),
        least=sheet.whole(found.get("least"), f"{path}.least"),
        count=sheet.whole(found.get("count"), f"{path}.count", least=1, most=1000, default=1),
        valid_days=None if days is None else sheet.whole(days, f"{path}.valid_days", least=1, most=3660, default=1),
        levels=sheet.words(found.get("levels"), f"{path}.levels", held),
    )
