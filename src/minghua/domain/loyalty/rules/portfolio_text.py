"""The text of a portfolio of activities becomes its specification, or a list of everything that is wrong with it (P6)."""

import re
from collections.abc import Collection, Iterator, Mapping
from fractions import Fraction
from typing import Any, Final
from zoneinfo import ZoneInfo, available_timezones

from minghua.domain.interactions.types import PURPOSES
from minghua.domain.loyalty.rules import check_in, launching, questionnaire_text
from minghua.domain.loyalty.rules.reading import Sheet
from minghua.domain.loyalty.types.activities import CheckInPlan, StreakBonus
from minghua.domain.loyalty.types.lottery import LotterySpec, Mode, Prize
from minghua.domain.loyalty.types.mini_game import MiniGame
from minghua.domain.loyalty.types.playing import ONCE, Offer, Play, PortfolioSpec
from minghua.domain.loyalty.types.portfolio import ActivityKind, ExchangeForm
from minghua.domain.loyalty.types.questionnaire import Fill, Into, Question, QuestionKind, Questionnaire
from minghua.kernel.words import Text

_WHOLE: Final = ("code", "name", "note", "points", "time_zone", "activities")
_COMMON: Final = ("code", "kind", "name")
_ASKED: Final = ("edition", "points", "questions")
_CHECK_IN: Final = (
    "base",
    "step",
    "cap",
    "bonuses",
    "grace_days",
    "make_up_within",
    "make_ups_a_month",
    "make_up_earns",
)
_LOTTERY: Final = (
    "mode", "prizes", "blanks", "nothing", "consolation", "first_draw_sure", "organiser", "conditions", "starts_on",
    "ends_on", "free_draws", "draw_points", "most_a_person", "most_a_day",
)  # fmt: skip
_KEYS: Final[Mapping[ActivityKind, tuple[str, ...]]] = {
    ActivityKind.FOLLOW: ("points",),
    ActivityKind.CHECK_IN: _CHECK_IN,
    ActivityKind.PROFILE: _ASKED,
    ActivityKind.BIRTHDAY: ("points",),
    ActivityKind.SURVEY: _ASKED,
    ActivityKind.VOTE: _ASKED,
    ActivityKind.GAME: ("cost", "least", "highest", "rounds_a_day", "points_a_day"),
    ActivityKind.TRADE: (),
    ActivityKind.EXCHANGE: ("offers",),
    ActivityKind.LOTTERY: _LOTTERY,
    ActivityKind.AUCTION: (),
}
_OFFER: Final = ("code", "name", "points", "quantity", "form", "cash", "most_a_person")
_PRIZE: Final = ("code", "name", "worth", "quantity", "odds", "points")
MOST_POINTS: Final = 1_000_000
MOST_PIECES: Final = 10_000_000


def from_text(text: str, *, purposes: Collection[str] = tuple(PURPOSES), stored: bool = False) -> PortfolioSpec:
    """Return the portfolio that a YAML or JSON text tells; raises SchemeInvalid with every defect and its line.

    One that is `stored` is read as it was published; a new one must not hold what cannot be played yet.
    """
    sheet = Sheet(text)
    found = sheet.mapping(sheet.data, "", _WHOLE)
    code = sheet.code(found.get("code"), "code")
    listed = sheet.listing(found.get("activities"), "activities")
    spec = PortfolioSpec(
        code=code,
        name=sheet.text(found.get("name"), "name", code),
        points=sheet.code(found.get("points"), "points"),
        zone=_zone(sheet, found.get("time_zone")),
        plays=tuple(_play(sheet, each, f"activities[{at}]", purposes) for at, each in enumerate(listed)),
        note=sheet.text(found.get("note"), "note"),
    )
    if not spec.plays:
        _wrong(sheet, "activities", "empty", "没有活动。", "There are no activities.", "请至少写一项。", "Write one at least.")  # fmt: skip
    _twice(sheet, [(f"activities[{at}].code", each.code) for at, each in enumerate(spec.plays)])
    for at, each in enumerate(() if stored else spec.plays):
        if each.kind is ActivityKind.AUCTION:
            _wrong(sheet, f"activities[{at}].kind", "no_auctions", "竞拍还不能在线举办。", "Auctions cannot be held here yet.", "请去掉这一项，或改成积分兑换、抽奖。", "Leave it out, or make it an exchange or a lottery.")  # fmt: skip
    sheet.finish()
    return spec


def _play(sheet: Sheet, data: Any, path: str, purposes: Collection[str]) -> Play:
    every = tuple(dict.fromkeys((*_COMMON, *(key for keys in _KEYS.values() for key in keys))))
    told = sheet.mapping(data, path, every)
    kind = sheet.word(told.get("kind"), f"{path}.kind", ActivityKind, ActivityKind.FOLLOW)
    if "kind" not in told:
        _wrong(sheet, path, "no_kind", "没有写活动类型。", "It does not say of which kind it is.", "请写 kind。", "Write its kind.")  # fmt: skip
    found = sheet.mapping(told, path, (*_COMMON, *_KEYS[kind]))
    code = sheet.code(found.get("code"), f"{path}.code")
    name = sheet.text(found.get("name"), f"{path}.name", code)
    asked = _asked(sheet, found, path, kind, code=code, name=name, purposes=purposes)
    return Play(
        code=code,
        kind=kind,
        name=name,
        points=sheet.whole(found.get("points"), f"{path}.points", most=MOST_POINTS),
        check_in=_check_in(sheet, found, path) if kind is ActivityKind.CHECK_IN else None,
        asked=asked,
        game=_game(sheet, found, path, code, name) if kind is ActivityKind.GAME else None,
        offers=_offers(sheet, found, path) if kind is ActivityKind.EXCHANGE else (),
        lottery=_lottery(sheet, found, path, code, name) if kind is ActivityKind.LOTTERY else None,
    )


def _asked(
    sheet: Sheet,
    found: Mapping[str, Any],
    path: str,
    kind: ActivityKind,
    *,
    code: str,
    name: Text,
    purposes: Collection[str],
) -> Questionnaire | None:
    """A profile has one edition for ever; a birthday is one question that fills the birthday."""
    if kind is ActivityKind.BIRTHDAY:
        born = Question("birthday", name, QuestionKind.WORDS, fill=Fill(Into.FIELD, "birthday", "profiling"))
        points = sheet.whole(found.get("points"), f"{path}.points", most=MOST_POINTS)
        return Questionnaire(code, ONCE, name, (born,), points)
    if kind not in (ActivityKind.PROFILE, ActivityKind.SURVEY, ActivityKind.VOTE):
        return None
    told = {"edition": ONCE, **found} if kind is ActivityKind.PROFILE else found
    before = len(sheet.problems)
    asked = questionnaire_text.read(sheet, told, f"{path}.", code=code, name=name, purposes=purposes)
    if len(sheet.problems) == before:
        questionnaire_text.examine(sheet, asked, f"{path}.")
    return asked


def _check_in(sheet: Sheet, found: Mapping[str, Any], path: str) -> CheckInPlan:
    def number(key: str, *, default: int = 0, most: int = MOST_POINTS) -> int:
        return sheet.whole(found.get(key), f"{path}.{key}", most=most, default=default)

    bonuses = sheet.listing(found.get("bonuses"), f"{path}.bonuses")
    plan = CheckInPlan(
        base=number("base"),
        step=number("step"),
        cap=number("cap", default=7, most=3_660),
        bonuses=tuple(_bonus(sheet, each, f"{path}.bonuses[{at}]") for at, each in enumerate(bonuses)),
        grace_days=number("grace_days", most=366),
        make_up_within=number("make_up_within", most=366),
        make_ups_a_month=number("make_ups_a_month", most=31),
        make_up_earns=found.get("make_up_earns") is True,
    )
    for each in check_in.defects(plan):
        sheet.wrong(f"{path}.{each.path}", each.code, each.text, each.remedy)
    return plan


def _bonus(sheet: Sheet, data: Any, path: str) -> StreakBonus:
    found = sheet.mapping(data, path, ("days", "points", "every"))
    days = sheet.whole(found.get("days"), f"{path}.days", most=3_660)
    points = sheet.whole(found.get("points"), f"{path}.points", most=MOST_POINTS)
    return StreakBonus(days, points, found.get("every") is not False)


def _game(sheet: Sheet, found: Mapping[str, Any], path: str, code: str, name: Text) -> MiniGame:
    game = MiniGame(
        code=code,
        name=name,
        cost=sheet.whole(found.get("cost"), f"{path}.cost", most=MOST_POINTS),
        least=sheet.whole(found.get("least"), f"{path}.least", most=MOST_POINTS),
        highest=sheet.whole(found.get("highest"), f"{path}.highest", most=MOST_POINTS, default=10),
        rounds_a_day=_limit(sheet, found, path, "rounds_a_day"),
        points_a_day=_limit(sheet, found, path, "points_a_day"),
    )
    if game.least > game.highest:
        _wrong(sheet, f"{path}.least", "low_above_high", "最低分高于最高分。", "The least is above the highest.", "请对调。", "Change one of the two.")  # fmt: skip
    return game


def _offers(sheet: Sheet, found: Mapping[str, Any], path: str) -> tuple[Offer, ...]:
    listed = sheet.listing(found.get("offers"), f"{path}.offers")
    offers = tuple(_offer(sheet, each, f"{path}.offers[{at}]") for at, each in enumerate(listed))
    if not offers:
        _wrong(sheet, f"{path}.offers", "empty", "没有可换的东西。", "There is nothing to be had.", "请至少写一项。", "Write one at least.")  # fmt: skip
    _twice(sheet, [(f"{path}.offers[{at}].code", each.code) for at, each in enumerate(offers)])
    return offers


def _offer(sheet: Sheet, data: Any, path: str) -> Offer:
    found = sheet.mapping(data, path, _OFFER)
    code = sheet.code(found.get("code"), f"{path}.code")
    points = sheet.whole(found.get("points"), f"{path}.points", least=1, most=MOST_POINTS)
    if not points and "points" not in found:
        _wrong(sheet, path, "no_points", "没有写要多少积分。", "It does not say how many points it costs.", "请填至少 1 分。", "Write one at least.")  # fmt: skip
    return Offer(
        code=code,
        name=sheet.text(found.get("name"), f"{path}.name", code),
        points=points,
        quantity=_limit(sheet, found, path, "quantity"),
        form=sheet.word(found.get("form"), f"{path}.form", ExchangeForm, ExchangeForm.FULL),
        cash=sheet.whole(found.get("cash"), f"{path}.cash"),
        most_a_person=_limit(sheet, found, path, "most_a_person"),
    )


def _lottery(sheet: Sheet, found: Mapping[str, Any], path: str, code: str, name: Text) -> LotterySpec:
    prizes = sheet.listing(found.get("prizes"), f"{path}.prizes")
    consolation = found.get("consolation")
    spec = LotterySpec(
        code=code,
        name=name,
        mode=sheet.word(found.get("mode"), f"{path}.mode", Mode, Mode.DECK),
        prizes=tuple(_prize(sheet, each, f"{path}.prizes[{at}]") for at, each in enumerate(prizes)),
        blanks=sheet.whole(found.get("blanks"), f"{path}.blanks", most=MOST_PIECES),
        nothing=_fraction(sheet, found.get("nothing"), f"{path}.nothing") or Fraction(0),
        consolation=None if consolation is None else _prize(sheet, consolation, f"{path}.consolation"),
        first_draw_sure=found.get("first_draw_sure") is True,
        organiser=sheet.text(found.get("organiser"), f"{path}.organiser"),
        conditions=sheet.text(found.get("conditions"), f"{path}.conditions"),
        starts_on=sheet.day(found.get("starts_on"), f"{path}.starts_on"),
        ends_on=sheet.day(found.get("ends_on"), f"{path}.ends_on"),
        free_draws=sheet.whole(found.get("free_draws"), f"{path}.free_draws", most=MOST_POINTS),
        draw_points=_limit(sheet, found, path, "draw_points"),
        most_a_person=_limit(sheet, found, path, "most_a_person"),
        most_a_day=_limit(sheet, found, path, "most_a_day"),
    )
    for each in launching.examine(spec):
        sheet.wrong(f"{path}.{each.path}", each.code, each.text, each.remedy)
    return spec


def _prize(sheet: Sheet, data: Any, path: str) -> Prize:
    found = sheet.mapping(data, path, _PRIZE)
    code = str(found.get("code") or "")
    return Prize(
        code=code,
        name=sheet.text(found.get("name"), f"{path}.name", code),
        worth=sheet.whole(found.get("worth"), f"{path}.worth"),
        quantity=_limit(sheet, found, path, "quantity"),
        odds=_fraction(sheet, found.get("odds"), f"{path}.odds"),
        points=sheet.whole(found.get("points"), f"{path}.points", most=MOST_POINTS),
    )


def _fraction(sheet: Sheet, data: Any, path: str) -> Fraction | None:
    if data is None:
        return None
    said = str(data).strip()
    if re.fullmatch(r"\d{1,9}/[1-9]\d{0,8}|\d{1,9}(\.\d{1,9})?", said):
        return Fraction(said)
    _wrong(sheet, path, "not_odds", f"「{said}」不是概率。", f"“{said}” are no odds.", "请写成 1/2 或 0.5。", "Write 1/2 or 0.5.")  # fmt: skip
    return None


def _limit(sheet: Sheet, found: Mapping[str, Any], path: str, key: str) -> int | None:
    if found.get(key) is None:
        return None
    return sheet.whole(found[key], f"{path}.{key}", least=1, most=MOST_PIECES, default=1)


def _zone(sheet: Sheet, data: Any) -> ZoneInfo:
    said = "Asia/Shanghai" if data is None else str(data)
    if said in available_timezones():
        return ZoneInfo(said)
    _wrong(sheet, "time_zone", "unknown_zone", f"没有「{said}」这个时区。", f"There is no time zone “{said}”.",
           "例如 Asia/Shanghai。", "For example Asia/Shanghai.")  # fmt: skip
    return ZoneInfo("Asia/Shanghai")


def _twice(sheet: Sheet, placed: list[tuple[str, str]]) -> None:
    for path, code in _doubles(placed):
        _wrong(sheet, path, "twice", f"「{code}」出现了两次。", f"“{code}” stands twice.", "请改一个代码。", "Change one of the codes.")  # fmt: skip


def _doubles(placed: list[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    seen: set[str] = set()
    for path, code in placed:
        if code and code in seen:
            yield path, code
        seen.add(code)


def _wrong(sheet: Sheet, path: str, code: str, zh: str, en: str, remedy_zh: str, remedy_en: str) -> None:
    sheet.wrong(path, code, Text(zh, en), Text(remedy_zh, remedy_en))
