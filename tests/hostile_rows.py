"""A hostile file of customers from a seed: fifteen kinds of malformed rows strewn among good ones, each with the problem it must get."""

import random
from collections.abc import Callable
from dataclasses import dataclass

HEADERS = ("外部编号", "姓名", "类型", "性别", "生日", "手机", "邮箱", "城市", "下次联系", "负责人")
EXTERNAL, NAME, KIND, GENDER, BIRTHDAY, MOBILE, EMAIL, CITY, NEXT, OWNER = range(len(HEADERS))
Cells = list[str]
Spoil = Callable[[Cells], None]


def put(position: int, cell: str) -> Spoil:
    """A fault that puts a cell."""

    def spoil(cells: Cells) -> None:
        cells[position] = cell

    return spoil


def _more(cells: Cells) -> None:
    cells.append("多出来的")


FAULTS: dict[str, tuple[str, str, Spoil]] = {
    "no name": ("required", "name", put(NAME, "")),
    "blank name": ("required", "name", put(NAME, " \u3000\t")),
    "endless name": ("too_long", "name", put(NAME, "王" * 201)),
    "endless id": ("too_long", "external_id", put(EXTERNAL, "9" * 101)),
    "no such day": ("not_a_date", "birthday", put(BIRTHDAY, "1990-02-30")),
    "words for a day": ("not_a_date", "birthday", put(BIRTHDAY, "昨天'; DROP TABLE customers_customer;--")),
    "short phone": ("impossible_phone", "mobile", put(MOBILE, "12345")),
    "words for a phone": ("impossible_phone", "mobile", put(MOBILE, "{{7*7}}")),
    "no address": ("impossible_email", "email", put(EMAIL, "<script>alert(1)</script>")),
    "half an address": ("impossible_email", "email", put(EMAIL, "a@")),
    "unknown kind": ("unknown_choice", "kind", put(KIND, "机器人")),
    "unknown gender": ("unknown_choice", "gender", put(GENDER, "=cmd|' /C calc'!A0")),
    "too many cells": ("extra_cells", "", _more),
    "a day in month 13": ("not_a_date", "next_action_on", put(NEXT, "2027-13-01")),
    "unknown owner": ("unknown_person", "owner", put(OWNER, "nobody.here")),
}


@dataclass(frozen=True)
class HostileFile:
    """The file, and for each malformed row (the header is row 1) the code and the field it must be told with."""

    csv: bytes
    rows: int
    expected: dict[int, tuple[str, str]]


def made(rows: int, bad: int, *, seed: int = 11) -> HostileFile:
    """Return a file of so many rows, that many of them malformed, every kind equally often."""
    chance = random.Random(seed)
    places = sorted(chance.sample(range(rows), bad))
    kinds = list(FAULTS)
    chosen = {place: kinds[number % len(kinds)] for number, place in enumerate(places)}
    lines, expected = [",".join(HEADERS)], {}
    for number in range(rows):
        cells = good(number, chance)
        if number in chosen:
            code, field, spoil = FAULTS[chosen[number]]
            spoil(cells)
            expected[number + 2] = (code, field)
        lines.append(",".join(_quoted(cell) for cell in cells))
    return HostileFile("\n".join(lines).encode(), rows, expected)


def good(number: int, chance: random.Random) -> Cells:
    """A row that comes in; names hold what templates and spreadsheets would run, as plain text."""
    name = f"{chance.choice(('王', '李', '张', '欧阳'))}{chance.choice(('伟', '芳', '娜', '念慈', '{{ 7*7 }}', '${7*7}'))}{number}"
    day = f"19{chance.randint(50, 99)}-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}"
    mobile = f"1{chance.choice((38, 39, 58, 77, 86))}{number % 10**8:08}"
    mail = f"c{number}@example.com"
    return [f"H{number}", name, "个人", chance.choice(("男", "女", "")), day, mobile, mail, "长沙", "", ""]


def _quoted(cell: str) -> str:
    return '"' + cell.replace('"', '""') + '"' if set(cell) & set(',"\n\r') else cell
