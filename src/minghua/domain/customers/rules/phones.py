"""One telephone number, one spelling: E.164, mainland China by default (R06.7, A06.1)."""

import re
import unicodedata

import phonenumbers
from phonenumbers import PhoneNumberFormat, PhoneNumberType

from minghua.kernel.errors import Refusal
from minghua.kernel.words import Text

_MAINLAND = "+86"
_SEPARATORS = re.compile(r"[\s()-]")
_MOBILE_FORM = re.compile(r"1[3-9]\d{9}")
_MOBILE = {PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE_OR_MOBILE}


class ImpossiblePhone(Refusal):
    """The text is not a telephone number that can exist."""

    code = "impossible_phone"
    text = Text("「{value}」不是可能存在的电话号码。", "“{value}” is not a possible telephone number.")
    remedy = Text(
        "请填写 11 位手机号，或带区号的座机；境外号码请以 + 和国家码开头。",
        "Give an 11-digit mobile or a number with area code; foreign numbers start with + and the country code.",
    )


class NotAMobile(Refusal):
    """The number exists but is not a mobile."""

    code = "not_a_mobile"
    text = Text("「{value}」不是手机号。", "“{value}” is not a mobile number.")
    remedy = Text("座机请填入「固定电话」。", "Put landlines into “Telephone”.")


def normalise(value: str, *, field: str, region: str = "CN") -> str:
    """Return the number in E.164, "" for nothing; raises ImpossiblePhone."""
    number = _parsed(value, field=field, region=region)
    return "" if number is None else phonenumbers.format_number(number, PhoneNumberFormat.E164)


def mobile(value: str, *, field: str = "mobile", region: str = "CN") -> str:
    """Return the mobile number in E.164, "" for nothing; raises ImpossiblePhone, NotAMobile."""
    plain = _SEPARATORS.sub("", unicodedata.normalize("NFKC", value)).removeprefix(_MAINLAND)
    if _MOBILE_FORM.fullmatch(plain):  # the rule itself (R06.7); nine imports in ten need no more
        return _MAINLAND + plain
    number = _parsed(value, field=field, region=region)
    if number is None:
        return ""
    if phonenumbers.number_type(number) not in _MOBILE:
        raise NotAMobile(field=field, value=value)
    return phonenumbers.format_number(number, PhoneNumberFormat.E164)


def same(value: str, e164: str) -> bool:
    """Return whether a text spells that number."""
    try:
        return normalise(value, field="phone") == e164
    except ImpossiblePhone:
        return False


def shown(e164: str) -> str:
    """Return the number as people write it: mainland ones without country code, landlines with their 0."""
    if not e164.startswith(_MAINLAND):
        return e164
    national = e164.removeprefix(_MAINLAND)
    return national if _MOBILE_FORM.fullmatch(national) else f"0{national}"


def _parsed(value: str, *, field: str, region: str) -> phonenumbers.PhoneNumber | None:
    plain = unicodedata.normalize("NFKC", value).strip()
    if not plain:
        return None
    try:
        number = phonenumbers.parse(plain, region)
    except phonenumbers.NumberParseException:
        raise ImpossiblePhone(field=field, value=value) from None
    if not phonenumbers.is_valid_number(number):
        raise ImpossiblePhone(field=field, value=value)
    return number
