"""What is wrong with a scheme that can be read: doubles, empty packs, windows that overlap, days in the wrong order."""

from collections import Counter
from datetime import timedelta

from minghua.domain.loyalty.rules.reading import Sheet
from minghua.domain.loyalty.types.scheme import OccasionKind, Pack, SchemeSpec
from minghua.kernel.words import Text


def examine(sheet: Sheet, spec: SchemeSpec) -> None:
    """Gather every defect of a scheme, each with its place and its remedy."""
    if not spec.benefits and not spec.packs:
        _wrong(sheet, "scheme", "empty", "方案里没有权益，也没有礼包。", "There is neither a benefit nor a pack.",
               "请至少写一项。", "Write at least one.")  # fmt: skip
    for kind, codes in (
        ("benefits", [each.code for each in spec.benefits]),
        ("packs", [each.code for each in spec.packs]),
    ):
        for place, code in enumerate(codes):
            if code in codes[:place]:
                _twice(sheet, f"{kind}[{place}].code", code)
    for place, benefit in enumerate(spec.benefits):
        if not benefit.levels:
            _wrong(sheet, f"benefits[{place}].levels", "nobody", "没有等级享有它。", "No level has it.",
                   "请写明等级。", "Name the levels.")  # fmt: skip
    for place, pack in enumerate(spec.packs):
        _pack(sheet, pack, f"packs[{place}]")


def _pack(sheet: Sheet, pack: Pack, path: str) -> None:
    if not pack.levels:
        _wrong(
            sheet,
            f"{path}.levels",
            "nobody",
            "没有等级能得到它。",
            "No level gets it.",
            "请写明等级。",
            "Name the levels.",
        )
    if not pack.items:
        _wrong(
            sheet, f"{path}.items", "empty", "礼包是空的。", "The pack is empty.", "请至少放一样。", "Put something in."
        )
    doubles = [code for code, times in Counter(each.code for each in pack.items).items() if times > 1]
    for code in doubles:
        _twice(sheet, f"{path}.items", code)
    for level in pack.levels:
        if pack.items and not any(not each.levels or level in each.levels for each in pack.items):
            _wrong(sheet, f"{path}.items", "empty", f"等级 {level} 的礼包是空的。", f"The pack of {level} is empty.",
                   "请给它一样，或从等级中去掉。", "Give it something or leave the level out.")  # fmt: skip
    _days(sheet, pack, path)


def _days(sheet: Sheet, pack: Pack, path: str) -> None:
    occasion = pack.occasion
    if occasion.kind is OccasionKind.BIRTHDAY and occasion.before_days >= occasion.days:
        _wrong(sheet, f"{path}.occasion.days", "window_misses", "领取期在生日之前就结束了。", "The window ends before the birthday.",
               "天数应大于提前的天数。", "Let it have more days than it begins before.")  # fmt: skip
    if pack.starts_on is not None and pack.ends_on is not None and pack.ends_on <= pack.starts_on:
        _wrong(sheet, f"{path}.ends_on", "ends_first", "结束日不在开始日之后。", "It ends before it begins.",
               "请改日期。", "Change one of the days.")  # fmt: skip
    if _starts_after_its_end(pack):
        _wrong(sheet, f"{path}.first_occasion_on", "ends_first", "首个时机在结束之后，谁也领不到。", "The first occasion lies after the end: nobody gets it.",
               "请改日期。", "Change one of the days.")  # fmt: skip


def _starts_after_its_end(pack: Pack) -> bool:
    first, ends = pack.first_occasion_on, pack.ends_on
    early = pack.occasion.before_days if pack.occasion.kind is OccasionKind.BIRTHDAY else 0
    return first is not None and ends is not None and first - timedelta(days=early) >= ends


def _twice(sheet: Sheet, path: str, code: str) -> None:
    _wrong(
        sheet,
        path,
        "twice",
        f"「{code}」出现了两次。",
        f"“{code}” stands twice.",
        "请改一个代码。",
        "Change one of the codes.",
    )


def _wrong(sheet: Sheet, path: str, code: str, zh: str, en: str, remedy_zh: str, remedy_en: str) -> None:
    sheet.wrong(path, code, Text(zh, en), Text(remedy_zh, remedy_en))
