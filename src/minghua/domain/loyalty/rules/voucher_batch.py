"""The text of a batch of vouchers becomes its specification, or a list of everything that is wrong with it (P8)."""

from datetime import date
from typing import Any, Final
from zoneinfo import available_timezones

from minghua.domain.loyalty.rules.reading import Sheet
from minghua.domain.loyalty.rules.voucher_digits import LEAST_RANDOM
from minghua.domain.loyalty.types.voucher_batch import Outlet, VoucherBatch
from minghua.kernel.words import Text

_BATCH: Final = (
    "code", "name", "note", "programme", "product", "count", "points", "expires_on", "time_zone", "digits", "least_age",
    "outlets",
)  # fmt: skip
_OUTLET: Final = ("code", "name", "count")
MOST_DIGITS: Final = 24
MOST_VOUCHERS: Final = 10_000_000


def from_text(text: str) -> VoucherBatch:
    """Return the batch that a YAML or JSON text tells; raises SchemeInvalid with the lines."""
    sheet = Sheet(text)
    batch = _batch(sheet)
    if not sheet.problems:
        _examine(sheet, batch)
    sheet.finish()
    return batch


def _batch(sheet: Sheet) -> VoucherBatch:
    found = sheet.mapping(sheet.data, "", _BATCH)
    code = sheet.code(found.get("code"), "code")
    return VoucherBatch(
        code=code,
        name=sheet.text(found.get("name"), "name", code),
        programme=sheet.code(found.get("programme"), "programme"),
        product=sheet.code(found.get("product"), "product"),
        count=sheet.whole(found.get("count"), "count", least=1, most=MOST_VOUCHERS),
        points=sheet.whole(found.get("points"), "points", least=1, most=1_000_000),
        expires_on=_last_day(sheet, found.get("expires_on")),
        zone=_zone(sheet, found.get("time_zone")),
        digits=sheet.whole(found.get("digits"), "digits", least=LEAST_RANDOM, most=MOST_DIGITS, default=LEAST_RANDOM),
        least_age=sheet.whole(found.get("least_age"), "least_age", most=120),
        outlets=tuple(
            _outlet(sheet, each, f"outlets[{place}]")
            for place, each in enumerate(sheet.listing(found.get("outlets"), "outlets"))
        ),
        note=sheet.text(found.get("note"), "note"),
    )


def _outlet(sheet: Sheet, data: Any, path: str) -> Outlet:
    found = sheet.mapping(data, path, _OUTLET)
    code = sheet.code(found.get("code"), f"{path}.code")
    name = sheet.text(found.get("name"), f"{path}.name", code)
    return Outlet(code, name, sheet.whole(found.get("count"), f"{path}.count", least=1, most=MOST_VOUCHERS))


def _last_day(sheet: Sheet, data: Any) -> date:
    day = sheet.day(data, "expires_on")
    if day is None and data is None:
        _wrong(sheet, "expires_on", "no_end", "没有写到期日。", "It does not say until when.",
               "请写最后一个有效日。", "Write the last good day.")  # fmt: skip
    return day or date.max


def _zone(sheet: Sheet, data: Any) -> str:
    zone = "Asia/Shanghai" if data is None else str(data)
    if zone not in available_timezones():
        _wrong(sheet, "time_zone", "unknown_zone", f"没有「{zone}」这个时区。", f"There is no time zone “{zone}”.",
               "例如 Asia/Hong_Kong。", "For example Asia/Hong_Kong.")  # fmt: skip
    return zone


def _examine(sheet: Sheet, batch: VoucherBatch) -> None:
    """Numbers that were left out, outlets named twice, and more handed out than is printed."""
    for field, value in (("count", batch.count), ("points", batch.points)):
        if not value:
            _wrong(sheet, field, "missing", "这一项必须写。", "This must be written.",
                   "请填至少 1。", "Write 1 or more.")  # fmt: skip
    codes = [each.code for each in batch.outlets]
    for place, outlet in enumerate(batch.outlets):
        if outlet.code in codes[:place]:
            _wrong(sheet, f"outlets[{place}].code", "twice", f"「{outlet.code}」出现了两次。",
                   f"“{outlet.code}” stands twice.", "请改一个代码。", "Change one of the codes.")  # fmt: skip
        if not outlet.count:
            _wrong(sheet, f"outlets[{place}].count", "missing", "这一项必须写。", "This must be written.",
                   "请填至少 1。", "Write 1 or more.")  # fmt: skip
    given = sum(each.count for each in batch.outlets)
    if given > batch.count:
        _wrong(sheet, "outlets", "too_many", f"门店共领 {given} 张，只印 {batch.count} 张。",
               f"Outlets get {given}, but {batch.count} are printed.",
               "请改张数。", "Change the numbers.")  # fmt: skip


def _wrong(sheet: Sheet, path: str, code: str, zh: str, en: str, remedy_zh: str, remedy_en: str) -> None:
    sheet.wrong(path, code, Text(zh, en), Text(remedy_zh, remedy_en))
