"""Whether a lottery may begin: what the law asks to be published, and what its rules cannot do without (LT-03)."""

from collections import Counter
from collections.abc import Iterator
from fractions import Fraction
from typing import Final

from minghua.domain.loyalty.rules import deck, lottery
from minghua.domain.loyalty.rules.reading import CODE
from minghua.domain.loyalty.types.lottery import LotterySpec, Mode, Prize
from minghua.domain.tiering.types import Problem
from minghua.kernel.words import Text

MOST_WORTH: Final = 5_000_000  # 50,000 yuan: no prize of a lottery may be worth more by law


def examine(spec: LotterySpec, *, most_worth: int = MOST_WORTH) -> tuple[Problem, ...]:
    """Return everything that stands against a lottery's beginning, each with its place and remedy; empty: it may begin."""
    return (
        *_published(spec),
        *_prizes(spec, most_worth),
        *(_deck(spec) if spec.mode is Mode.DECK else _odds(spec)),
        *_limits(spec),
    )


def _published(spec: LotterySpec) -> Iterator[Problem]:
    if not spec.organiser.zh.strip():
        yield _problem("organiser", "no_organiser", "没有写明主办方。", "The organiser is not named.", "请写明主办方。", "Name the organiser.")  # fmt: skip
    if not spec.conditions.zh.strip():
        yield _problem("conditions", "no_conditions", "没有写明参加条件与兑奖方式。", "Conditions and how prizes are handed over are not told.", "请写明。", "Tell them.")  # fmt: skip
    if spec.starts_on is None or spec.ends_on is None:
        yield _problem("starts_on", "no_dates", "没有写明起止日期。", "The dates are not told.", "请填开始日和结束日。", "Write the first day and the end.")  # fmt: skip
    elif spec.ends_on <= spec.starts_on:
        yield _problem("ends_on", "ends_first", "结束日不在开始日之后。", "It ends before it begins.", "请改日期。", "Change one of the days.")  # fmt: skip


def _prizes(spec: LotterySpec, most_worth: int) -> Iterator[Problem]:
    if not spec.prizes:
        yield _problem("prizes", "no_prizes", "没有奖品。", "There are no prizes.", "请至少设一种。", "Have one at least.")  # fmt: skip
    everything = (*spec.prizes, *(() if spec.consolation is None else (spec.consolation,)))
    for path, each in _placed(spec):
        yield from _prize(path, each, most_worth)
    for code, times in Counter(each.code for each in everything).items():
        if times > 1:
            yield _problem("prizes", "twice", f"奖品代码「{code}」出现了两次。", f"The prize “{code}” stands twice.", "请改一个代码。", "Change one of the codes.")  # fmt: skip


def _placed(spec: LotterySpec) -> Iterator[tuple[str, Prize]]:
    yield from ((f"prizes[{place}]", each) for place, each in enumerate(spec.prizes))
    if spec.consolation is not None:
        yield "consolation", spec.consolation


def _prize(path: str, prize: Prize, most_worth: int) -> Iterator[Problem]:
    if not CODE.fullmatch(prize.code):
        yield _problem(f"{path}.code", "not_a_code", f"「{prize.code}」不能作代码。", f"“{prize.code}” cannot be a code.",
                       "小写字母开头，只含字母、数字、下划线。", "Small letters, digits, underscores, a letter first.")  # fmt: skip
    if prize.worth > most_worth:
        yield _problem(f"{path}.worth", "too_dear", f"奖品价值 {_money(prize.worth)} 元，超过 {_money(most_worth)} 元的上限。",
                       f"The prize is worth {_money(prize.worth)} yuan, more than the {_money(most_worth)} that are allowed.",
                       "请换价值较低的奖品。", "Choose a prize that is worth less.")  # fmt: skip
    if prize.worth < 0 or prize.points < 0 or (prize.worth == 0 and prize.points == 0):
        yield _problem(f"{path}.worth", "no_worth", "没有写明奖品的价值或积分。", "Neither the prize's price nor its points are told.", "请填价格或积分。", "Write the price or the points.")  # fmt: skip
    if prize.quantity is not None and prize.quantity < 1:
        yield _problem(f"{path}.quantity", "no_quantity", "奖品数量至少为 1。", "The quantity of a prize is one at least.", "请填数量，或去掉这个奖品。", "Write the quantity or leave the prize out.")  # fmt: skip


def _deck(spec: LotterySpec) -> Iterator[Problem]:
    for place, each in enumerate(spec.prizes):
        if each.quantity is None:
            yield _unpublished(f"prizes[{place}]", each)
    cards = sum(max(0, each.quantity or 0) for each in spec.prizes) + spec.blanks
    if spec.blanks < 0 or cards > deck.MOST_CARDS:
        yield _problem("blanks", "deck_size", f"奖池有 {cards} 张，须在 1 至 {deck.MOST_CARDS} 之间，空签不能小于 0。",
                       f"The deck has {cards} cards; 1 to {deck.MOST_CARDS} are possible, blanks not below zero.",
                       "请改数量。", "Change the quantities.")  # fmt: skip
    if spec.first_draw_sure and spec.blanks > 0 and spec.consolation is None:
        yield _no_consolation("首次抽奖必中，却没有安慰奖。", "The first draw is promised a prize, but there is no consolation.")  # fmt: skip


def _odds(spec: LotterySpec) -> Iterator[Problem]:
    missing = [(place, each) for place, each in enumerate(spec.prizes) if each.odds is None]
    yield from (_unpublished(f"prizes[{place}]", each) for place, each in missing)
    if not missing and spec.prizes:
        yield from _sum(spec)
    limited = any(each.quantity is not None for each in spec.prizes)
    if spec.consolation is None and (limited or (spec.first_draw_sure and spec.nothing > Fraction(0))):
        yield _no_consolation(
            "奖品有限量，或首次必中，却没有安慰奖。", "Prizes are limited, or the first draw is sure, but there is no consolation."
        )  # fmt: skip


def _sum(spec: LotterySpec) -> Iterator[Problem]:
    try:
        lottery.tickets(spec)
    except lottery.OddsWrong as wrong:
        yield Problem("prizes", wrong.code, Text(wrong.message("zh-hans"), wrong.message("en")), wrong.remedy)


def _limits(spec: LotterySpec) -> Iterator[Problem]:
    if spec.consolation is not None and spec.consolation.quantity is not None:
        yield _problem("consolation.quantity", "limited", "安慰奖不能限量。", "The consolation cannot be limited.", "请去掉数量。", "Leave its quantity out.")  # fmt: skip
    for name, least in (("most_a_person", 1), ("most_a_day", 1), ("draw_points", 1), ("free_draws", 0)):
        value = getattr(spec, name)
        if value is not None and value < least:
            yield _problem(name, "too_few", f"至少为 {least}。", f"It is {least} at least.", "请更正，或留空。", "Mend it or leave it empty.")  # fmt: skip


def _unpublished(path: str, prize: Prize) -> Problem:
    return _problem(path, "not_published", f"奖品「{prize.name.zh}」没有公布数量或概率。",
                    f"Neither quantity nor odds of “{prize.name.en}” are published as its mode asks.",
                    "奖池模式请填数量，概率模式请填概率。", "Write the quantity for a deck, the odds otherwise.")  # fmt: skip


def _no_consolation(zh: str, en: str) -> Problem:
    return _problem("consolation", "no_consolation", zh, en, "请设一个不限量的安慰奖。", "Have a consolation without limit.")  # fmt: skip


def _money(minor: int) -> str:
    return f"{minor // 100:,}.{minor % 100:02}"


def _problem(path: str, code: str, zh: str, en: str, remedy_zh: str, remedy_en: str) -> Problem:
    return Problem(path, code, Text(zh, en), Text(remedy_zh, remedy_en))
