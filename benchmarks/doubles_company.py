"""Synthetic companies whose doubles are known: `plain` as it was first measured, `dirty` with the slips people make.

Only the standard library: other programs for record linkage are measured on the very same rows.
"""

import random
from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from itertools import combinations
from typing import Any

Row = dict[str, Any]
SHARE = 0.05
SURNAMES = "王李张刘陈杨赵黄周吴徐孙马朱胡郭何高林罗"
GIVEN = "伟芳娜敏静秀英丽强磊军洋勇艳杰娟涛明超兰霞平刚桂华建国志红梅"
MORE_SURNAMES = (
    SURNAMES
    + "郑梁谢宋唐许韩冯邓曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆范汪廖石金韦贾夏付方邹熊白孟秦邱侯江尹薛闫段雷龙黎史陶贺毛郝顾龚邵万覃武钱戴严莫孔向常汤"
)
MORE_GIVEN = (
    GIVEN
    + "文辉玲婷宇浩然欣怡子涵雨晨思远俊博嘉诚海波晓东春燕雪莲小燕飞鹏程佳琪梦瑶天佑家豪若曦诗雅泽宁玉珍淑贞凤云龙翔凯旋永康德顺福生金水木林森树根"
)
SOUNDS = (
    "伟维玮薇炜",
    "静靖婧菁",
    "丽莉俐力",
    "芳方舫",
    "杰洁捷",
    "明铭鸣",
    "燕艳雁",
    "玲琳林霖",
    "华桦",
    "志智致",
    "浩皓昊",
    "宇雨羽语",
)
SCRIPTS = str.maketrans("伟丽静军杰娟华国红张刘陈杨赵黄吴孙马罗", "偉麗靜軍傑娟華國紅張劉陳楊趙黃吳孫馬羅")
STREETS = (
    "人民",
    "解放",
    "中山",
    "建设",
    "长江",
    "和平",
    "文化",
    "新华",
    "光明",
    "胜利",
    "黄河",
    "南京",
    "北京",
    "延安",
    "青年",
)
TRADES = ("粮油", "商贸", "食品", "餐饮", "物流", "科技", "建材", "机电", "服饰", "农业")
CITIES = ("上海", "苏州", "杭州", "南京", "宁波", "无锡", "常州", "合肥")


def plain(count: int, rng: random.Random) -> Iterator[tuple[int, Row]]:
    """Yield (whose record, row): persons alone, one in twenty entered again."""
    base: list[tuple[int, Row]] = []
    for n in range(1, count + 1):
        if base and rng.random() < SHARE:
            source, facts = rng.choice(base)
            yield source, _twin(rng, facts, n)
        else:
            base.append((n, _person(rng, n)))
            yield base[-1]


def _person(rng: random.Random, n: int) -> Row:
    name = rng.choice(SURNAMES) + "".join(rng.choices(GIVEN, k=rng.choice((1, 2, 2))))
    return {
        "kind": "person",
        "name": name,
        "mobile": f"+861{3 + n % 7}{n:09d}",
        "email": f"c{n}@example.cn" if n % 2 else "",
        "birthday": date(1950 + rng.randrange(55), 1 + rng.randrange(12), 1 + rng.randrange(28)),
        "address": f"{rng.choice(('人民', '解放', '中山', '建设'))}路{rng.randrange(900)}号{rng.randrange(60)}室",
    }


def _twin(rng: random.Random, of: Row, n: int) -> Row:
    """The same person entered again: some values missing, mistyped or new."""
    again = dict(of)
    fault = rng.random()
    if fault < 0.30:
        again["mobile"] = f"+8615{n:09d}"
    elif fault < 0.45:
        again["name"] = str(of["name"])[:-1] + rng.choice(GIVEN)
    if rng.random() < 0.4:
        again["email"] = f"new{n}@example.cn"
    if rng.random() < 0.4:
        again["birthday"] = None
    if rng.random() < 0.5:
        again["address"] = ""
    return again


def dirty(count: int, rng: random.Random) -> Iterator[tuple[int, Row]]:
    """Yield (whose record, row): persons, firms and households; families; one in ten entered again with slips."""
    base: list[tuple[int, Row]] = []
    for n in range(1, count + 1):
        if base and rng.random() < 0.10:
            source, facts = rng.choice(base)
            yield source, _again(rng, facts)
            continue
        kin = rng.choice(base)[1] if base and rng.random() < 0.10 else None
        base.append((n, _relative(rng, kin) if kin is not None and kin["kind"] == "person" else _new(rng, n)))
        yield base[-1]


def _new(rng: random.Random, n: int) -> Row:
    kind = rng.choices(("person", "organization", "household"), (85, 10, 5))[0]
    name = _name(rng)
    if kind == "organization":
        name = f"{rng.choice(CITIES)}{''.join(rng.choices(MORE_GIVEN, k=2))}{rng.choice(TRADES)}有限公司"
    elif kind == "household":
        name = f"{name[0]}家" if rng.random() < 0.3 else f"{name}家"
    return {
        "kind": kind,
        "name": name,
        "mobile": _mobile(rng) if rng.random() < 0.92 else "",
        "email": f"{rng.choice(('mail', 'u', 'x', 'hello'))}{rng.randrange(10**8)}@example.cn"
        if rng.random() < 0.45
        else "",
        "birthday": _day(rng) if kind == "person" and rng.random() < 0.7 else None,
        "address": _address(rng) if rng.random() < 0.75 else "",
        "uscc": f"91{n:016d}" if kind == "organization" and rng.random() < 0.6 else "",
    }


def _relative(rng: random.Random, of: Row) -> Row:
    """Somebody of the same family: the same door, perhaps the same number, another name and birthday."""
    name = of["name"][0] + _name(rng)[1:] if rng.random() < 0.6 else _name(rng)
    mobile = of["mobile"] if rng.random() < 0.35 else _mobile(rng)
    return dict(of) | {
        "name": name,
        "mobile": mobile,
        "email": "",
        "birthday": _day(rng) if rng.random() < 0.7 else None,
    }


def _again(rng: random.Random, of: Row) -> Row:
    again = dict(of)
    again["name"] = _one_of(
        rng, of["name"], ((0.06, _by_ear), (0.04, _one_wrong), (0.06, _other_script), (0.04, _polite))
    )
    again["mobile"] = _one_of(rng, of["mobile"], ((0.12, lambda r, _: _mobile(r)), (0.05, _digit_wrong), (0.06, _gone)))
    again["email"] = _one_of(rng, of["email"], ((0.25, _new_mail), (0.05, _other_provider), (0.2, _gone)))
    again["address"] = _one_of(rng, of["address"], ((0.10, lambda r, _: _address(r)), (0.15, _no_room), (0.25, _gone)))
    again["uscc"] = _one_of(rng, of["uscc"], ((0.04, _digit_wrong), (0.3, _gone)))
    fault = rng.random()
    if of["birthday"] and fault < 0.25:
        again["birthday"] = None if fault < 0.21 else of["birthday"] + timedelta(days=rng.choice((1, 10, 365)))
    return again


def _one_of(
    rng: random.Random, value: str, faults: tuple[tuple[float, Callable[[random.Random, str], str]], ...]
) -> str:
    drawn = rng.random()
    for chance, fault in faults:
        if value and drawn < chance:
            return fault(rng, value)
        drawn -= chance
    return value


def _by_ear(rng: random.Random, name: str) -> str:
    for place in range(len(name) - 1, 0, -1):
        for group in SOUNDS:
            if name[place] in group:
                return name[:place] + rng.choice(group) + name[place + 1 :]
    return name


def _one_wrong(rng: random.Random, name: str) -> str:
    place = rng.randrange(1, len(name)) if len(name) > 1 else 0
    return name[:place] + rng.choice(MORE_GIVEN) + name[place + 1 :]


def _other_script(rng: random.Random, name: str) -> str:
    return name.translate(SCRIPTS)


def _polite(rng: random.Random, name: str) -> str:
    return name.removesuffix("有限公司") if name.endswith("公司") else name + rng.choice(("先生", "女士"))


def _digit_wrong(rng: random.Random, digits: str) -> str:
    place = rng.randrange(5, len(digits))
    return digits[:place] + str((int(digits[place]) + rng.randrange(1, 10)) % 10) + digits[place + 1 :]


def _gone(rng: random.Random, value: str) -> str:
    return ""


def _new_mail(rng: random.Random, value: str) -> str:
    return f"n{rng.randrange(10**9)}@example.cn"


def _other_provider(rng: random.Random, value: str) -> str:
    return value.replace("@example.cn", "@example.com")


def _no_room(rng: random.Random, address: str) -> str:
    return address.split("号", maxsplit=1)[0] + "号"


def _name(rng: random.Random) -> str:
    place = min(int(rng.expovariate(1 / 18)), len(MORE_SURNAMES) - 1)
    given = (
        MORE_GIVEN[min(int(rng.expovariate(1 / 40)), len(MORE_GIVEN) - 1)] for _ in range(rng.choice((1, 2, 2, 2)))
    )
    return MORE_SURNAMES[place] + "".join(given)


def _mobile(rng: random.Random) -> str:
    return f"+861{rng.choice('35789')}{rng.randrange(10)}{rng.randrange(40):04d}{rng.randrange(10_000):04d}"


def _day(rng: random.Random) -> date:
    return date(1945, 1, 1) + timedelta(days=int(rng.triangular(0, 22_000, 13_000)))


def _address(rng: random.Random) -> str:
    return f"{rng.choice(STREETS)}{rng.choice('东西南北中')}路{rng.randrange(1, 900)}号{rng.randrange(1, 31)}{rng.randrange(1, 7):02d}室"


COMPANIES: dict[str, Callable[[int, random.Random], Iterator[tuple[int, Row]]]] = {"plain": plain, "dirty": dirty}


def truth(owners: list[int]) -> set[tuple[int, int]]:
    """Return all couples of records (numbered from 1, in order) that are of one customer."""
    records: dict[int, list[int]] = defaultdict(list)
    for n, owner in enumerate(owners, start=1):
        records[owner].append(n)
    return {couple for mine in records.values() for couple in combinations(mine, 2)}
