"""Where an address lies: names of province and city in their full form, and the code of GB/T 2260 (R06.7)."""

import re
from dataclasses import dataclass, replace
from typing import Final

from minghua.domain.customers.types.regions import DISTRICTS, MUNICIPALITIES, PREFECTURES, PROVINCES

_SUFFIXES: Final = re.compile(
    r"(?:维吾尔自治区|壮族自治区|回族自治区|特别行政区|自治区|[\u4e00-\u9fff]{1,4}族自治州|蒙古自治州|柯尔克孜自治州"
    r"|自治州|地区|盟|省|市)$"
)
_PEOPLES: Final = re.compile(
    r"(?:土家族|苗族|藏族|羌族|彝族|布依族|侗族|哈尼族|壮族|傣族|白族|景颇族|傈僳族|回族|蒙古族?|朝鲜族|哈萨克"
    r"|柯尔克孜)+自治州$"
)
_DISTRICT: Final = re.compile(r"^[^\W\d_路街道巷弄号村镇乡]{1,7}?(?:新区|自治县|自治旗|区|县|旗|市)")


@dataclass(frozen=True, slots=True)
class Place:
    """A province, city and district by their full names, with the code of the deepest that has one."""

    province: str = ""
    city: str = ""
    district: str = ""
    code: str = ""


def short(name: str) -> str:
    """Return what people call a region: 湖南 for 湖南省, 湘西 for 湘西土家族苗族自治州."""
    plain = _PEOPLES.sub("", name)
    if plain == name:
        plain = _SUFFIXES.sub("", name)
    return plain if len(plain) >= 2 else name


def _named(regions: dict[str, str]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for code, name in regions.items():
        for spelling in {name, short(name)}:
            found.setdefault(spelling, set()).add(code)
    return found


_PROVINCE_CODES: Final = _named(PROVINCES)
_CITY_CODES: Final = _named({code: name for code, (name, _) in PREFECTURES.items()})
_DISTRICT_CODES: Final = {(province, name): code for code, (name, province) in DISTRICTS.items()}
_LONGEST: Final = max(map(len, (*_PROVINCE_CODES, *_CITY_CODES)))


def province_code(name: str) -> str | None:
    """Return the two digits of a province named in full or in short, None when it is not one."""
    return _only(_PROVINCE_CODES.get(name.strip(), set()))


def city_code(name: str, *, province: str = "") -> str | None:
    """Return the six digits of a city; None when it is not one, or when several fit and no province decides."""
    plain = name.strip()
    if not province and plain in _PROVINCE_CODES and plain not in MUNICIPALITIES.values() and _is_short(plain):
        return None  # 海南 and 吉林 may be the province
    return _only({code for code in _CITY_CODES.get(plain, set()) if code.startswith(province)})


def _is_short(name: str) -> bool:
    return name not in PROVINCES.values() and _PROVINCE_CODES[name].isdisjoint(MUNICIPALITIES)


def _only(codes: set[str]) -> str | None:
    return next(iter(codes)) if len(codes) == 1 else None


def placed(province: str, city: str, district: str, address: str = "") -> Place | None:
    """Return where these words lie, empty ones filled where the address or the city leaves no doubt.

    None when nothing is recognised or when the words contradict each other: then a person must look.
    """
    written = _written(address)
    digits = province_code(province) if province.strip() else None
    if province.strip() and digits is None:
        return None
    if city.strip():
        code = city_code(city, province=digits or "")
        return None if code is None else _within(code, district or _of(written, code))
    return _from_address(digits, district, written)


def _from_address(digits: str | None, district: str, written: Place | None) -> Place | None:
    if written is not None and (digits is None or written.code.startswith(digits)):
        if written.city:
            return _within(city_code(written.city, province=written.code[:2]) or "", district or written.district)
        return written
    if digits is None:
        return None
    if digits in MUNICIPALITIES:
        return _within(f"{digits}0100", district)
    return Place(province=PROVINCES[digits], district=district, code=f"{digits}0000")


def _within(code: str, district: str) -> Place:
    name, digits = PREFECTURES[code]
    deepest = _DISTRICT_CODES.get((digits, district), code) if digits in MUNICIPALITIES else code
    return Place(PROVINCES[digits], name, district.strip(), deepest)


def _of(written: Place | None, code: str) -> str:
    """The district an address names, if it speaks of the same city."""
    same = written is not None and written.city == PREFECTURES[code][0]
    return written.district if written is not None and same else ""


def _written(address: str) -> Place | None:
    """Read province, city and district off the beginning of an address; a short name alone may be a street (南京路)."""
    text = re.sub(r"\s", "", address).removeprefix("中国")
    digits, province, rest = _leading(text, _PROVINCE_CODES, "")
    if digits in MUNICIPALITIES:
        place = _with_district(_within(f"{digits}0100", ""), rest.removeprefix(MUNICIPALITIES[digits]))
        return place if place.district or province == MUNICIPALITIES[digits] else None
    code, city, after = _leading(rest, _CITY_CODES, digits)
    if not code:
        whole = digits and province == PROVINCES[digits]
        return Place(province=province, code=f"{digits}0000") if whole else None
    place = _with_district(_within(code, ""), after)
    return place if digits or place.district or city == PREFECTURES[code][0] else None


def _leading(text: str, known: dict[str, set[str]], province: str) -> tuple[str, str, str]:
    """Return the code of the longest region the text begins with, the words for it, and the rest."""
    for length in range(min(_LONGEST, len(text)), 1, -1):
        code = _only({code for code in known.get(text[:length], ()) if code.startswith(province)})
        if code:
            return code, text[:length], text[length:]
    return "", "", text


def _with_district(place: Place, rest: str) -> Place:
    found = _DISTRICT.match(rest)
    if found is None:
        return place
    name = found.group()
    code = _DISTRICT_CODES.get((place.code[:2], name), place.code)
    return replace(place, district=name, code=code)
