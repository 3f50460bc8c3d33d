"""Rules about how a value is written: blanks, telephone numbers, e-mail, identity numbers."""

import re
import unicodedata
from collections.abc import Iterator
from typing import Final

from minghua.domain.customers.rules import check_digits, phones
from minghua.domain.customers.rules.cleaning.sheet import Sheet
from minghua.domain.customers.types.cleaning import Proposal, Rule
from minghua.kernel.errors import Refusal
from minghua.kernel.words import Text

_INVISIBLE: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_WIDE: Final = {0x3000: " ", 0xA0: " "} | {
    code: chr(code - 0xFEE0) for code in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))
}
_EMAIL: Final = re.compile(r"[^@\s<>\"',;]{1,64}@[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)+")
_ONE_SPELLING: Final = Text("统一成国际格式（E.164）。", "The one international spelling (E.164).")
_FOLDED: Final = Text(
    "去掉多余空格与不可见字符，全角改半角。", "Blanks and invisible characters dropped, wide characters narrowed."
)


def folded(text: str, *, lines: bool = False) -> str:
    """Return the text trimmed, its blanks single, wide letters and digits narrow; line breaks stay with `lines`."""
    plain = _INVISIBLE.sub("", unicodedata.normalize("NFC", text)).translate(_WIDE)
    if lines:
        return "\n".join(" ".join(line.split()) for line in plain.splitlines()).strip()
    return " ".join(plain.split())


def fold(sheet: Sheet) -> Iterator[Proposal]:
    """Yield texts with superfluous blanks, invisible or wide characters."""
    for path, value in sheet.filled("text", "long_text"):
        if isinstance(value, str):
            new = folded(value, lines=sheet.type_of(path) == "long_text")
            if new and new != value:
                yield Proposal(path, value, new, Rule.FOLD, _FOLDED)


def phone(sheet: Sheet) -> Iterator[Proposal]:
    """Yield telephone numbers not in their one spelling, landlines in the mobile field, and impossible ones."""
    yield from _mobile(sheet)
    for path, value in sheet.filled("phone", "mobile"):
        if path != "mobile":
            yield from _spelt(path, str(value))


def _mobile(sheet: Sheet) -> Iterator[Proposal]:
    value = str(sheet["mobile"])
    if not value:
        return
    try:
        new = phones.mobile(value)
    except phones.NotAMobile:
        yield from _landline(sheet, value)
    except phones.ImpossiblePhone as refusal:
        yield _impossible("mobile", value, refusal)
    else:
        if new != value:
            yield Proposal("mobile", value, new, Rule.PHONE, _ONE_SPELLING)


def _landline(sheet: Sheet, value: str) -> Iterator[Proposal]:
    """A landline that may exist moves to its own field when that is free."""
    number = phones.normalise(value, field="phone")
    if sheet["phone"] and not phones.same(str(sheet["phone"]), number):
        text = Text(
            "手机栏里是座机，固定电话栏已有另一个号码。", "A landline stands for the mobile; the telephone is another."
        )
        yield Proposal("mobile", value, None, Rule.PHONE, text, mend=False)
        return
    reason = Text("手机栏里是座机，移到固定电话。", "A landline in the mobile field moves to the telephone.")
    yield Proposal("mobile", value, "", Rule.PHONE, reason)
    yield Proposal("phone", sheet["phone"], number, Rule.PHONE, reason)


def _spelt(path: str, value: str) -> Iterator[Proposal]:
    try:
        new = phones.normalise(value, field=path)
    except phones.ImpossiblePhone as refusal:
        yield _impossible(path, value, refusal)
    else:
        if new != value:
            yield Proposal(path, value, new, Rule.PHONE, _ONE_SPELLING)


def _impossible(path: str, value: str, refusal: Refusal) -> Proposal:
    reason = Text(refusal.advice("zh-hans"), refusal.advice("en"))
    return Proposal(path, value, None, Rule.PHONE, reason, mend=False)


def email(sheet: Sheet) -> Iterator[Proposal]:
    """Yield addresses not in lower case or with blanks, and impossible ones."""
    for path, value in sheet.filled("email"):
        new = re.sub(r"\s", "", unicodedata.normalize("NFKC", str(value))).lower()
        if not _EMAIL.fullmatch(new):
            reason = Text("不是有效的邮箱地址。", "Not an e-mail address.")
            yield Proposal(path, value, None, Rule.EMAIL, reason, mend=False)
        elif new != value:
            yield Proposal(path, value, new, Rule.EMAIL, Text("改小写，去掉空格。", "Lower case, without blanks."))


def id_card(sheet: Sheet) -> Iterator[Proposal]:
    """Yield the ID number whose x is small or whose check digit is wrong."""
    yield from _checked(sheet, "archive.id_number", Rule.ID_CARD)


def uscc(sheet: Sheet) -> Iterator[Proposal]:
    """Yield the social credit code in small letters or with a wrong check character."""
    yield from _checked(sheet, "archive.uscc", Rule.USCC)


def _checked(sheet: Sheet, path: str, rule: Rule) -> Iterator[Proposal]:
    value = str(sheet[path])
    if not value:
        return
    new = re.sub(r"[\s-]", "", unicodedata.normalize("NFKC", value)).upper()
    judge = check_digits.is_id_number if rule == Rule.ID_CARD else check_digits.is_uscc
    if not judge(new):
        reason = Text("校验位不符，请核对原件。", "The check digit does not fit; compare with the document.")
        yield Proposal(path, value, None, rule, reason, mend=False)
    elif new != value:
        yield Proposal(path, value, new, rule, Text("去空格，字母大写。", "Without blanks, letters upper case."))
