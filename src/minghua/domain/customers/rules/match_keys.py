"""The plain texts under which a record may meet its double (blocking of R06.8), and how names and addresses are stripped."""

import re
from collections.abc import Iterator

from minghua.domain.customers.types.likeness import Traits

_NOISE = re.compile(r"[\s·・•.,，。、;；:：'’\"“”()（）\[\]【】<>《》_\-—–/\\#&]+")
_LEGAL_FORMS = (
    "股份有限公司", "有限责任公司", "集团有限公司", "有限公司", "股份公司", "集团公司", "公司", "集团",
    "coltd", "companylimited", "limited", "incorporated", "corporation", "ltd", "inc", "corp", "llc", "gmbh", "co",
)  # fmt: skip
_SHORTEST = 2
_SHORTEST_NUMBER = 7
NEAR_KEYS = 5


def plain_name(folded: str, *, kind: str) -> str:
    """Return a folded name without spaces and points; an organisation's also without its legal form."""
    plain = _NOISE.sub("", folded)
    if kind != "organization":
        return plain
    for form in _LEGAL_FORMS:
        if plain.endswith(form) and len(plain) - len(form) >= _SHORTEST:
            return plain.removesuffix(form)
    return plain


def plain_address(folded: str, *, province: str = "", city: str = "", district: str = "") -> str:
    """Return a folded address without spaces, signs, and the province, city and district it may begin with."""
    plain = _NOISE.sub("", folded)
    for part, endings in ((province, ("省", "市", "自治区")), (city, ("市",)), (district, ("区", "县", "市"))):
        if not part or not plain.startswith(part):
            continue
        names = [part + ending for ending in endings] + [part]
        plain = next((plain.removeprefix(name) for name in names if plain.startswith(name)), plain)
    return plain


def keys(traits: Traits) -> Iterator[tuple[str, str]]:
    """Yield (kind of key, plain text): records that share one are compared, all others are not."""
    for phone in traits.phone:
        yield "phone", phone
    for email in traits.email:
        yield "email", email
    for wechat in traits.wechat:
        yield "wechat", wechat
    for kind in ("external_id", "uscc", "id_number"):
        if value := getattr(traits, kind):
            yield kind, value
    yield from _of_the_name(traits)


def _of_the_name(traits: Traits) -> Iterator[tuple[str, str]]:
    if traits.name and traits.birthday:
        yield "name_birthday", f"{traits.name}|{traits.birthday}"
    if traits.name and traits.address:
        yield "name_address", f"{traits.name}|{traits.address}"
    if traits.kind == "organization" and len(traits.name) > _SHORTEST:
        yield "org_name", traits.name
    if traits.kind == "household" and traits.address:
        yield "household_address", traits.address


def near_keys(traits: Traits, *, sound: str) -> Iterator[tuple[int, str]]:
    """Yield (number of the key, plain text) under which records with one slip still meet; `sound` is the name read aloud."""
    for phone in traits.phone:
        digits = phone[-11:]
        if len(digits) >= _SHORTEST_NUMBER:
            yield 0, f"{traits.kind}|{sound}|{digits[-4:]}"
            yield 1, f"{traits.kind}|{sound}|{digits[:-4]}"
            if traits.birthday:
                yield 2, f"{traits.kind}|{traits.birthday}|{digits[-4:]}"
    if traits.birthday:
        yield 3, f"{traits.kind}|{sound}|{traits.birthday}"
    for email in traits.email:
        yield 4, f"{traits.kind}|{sound}|{email.split('@')[0]}"
