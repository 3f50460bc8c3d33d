"""Portfolios of activities as the room works with them: versions read into rules, presets, and whether one makes a whole."""

from collections.abc import Iterable
from datetime import date, datetime
from functools import cache, lru_cache
from pathlib import Path
from typing import Final, NamedTuple
from zoneinfo import ZoneInfo

from minghua.domain.loyalty.models import ActivityDeck, ActivityPortfolio, ActivityStock, ActivityVersion
from minghua.domain.loyalty.rules import deck, portfolio, portfolio_text, portfolio_view
from minghua.domain.loyalty.types.lottery import LotterySpec
from minghua.domain.loyalty.types.playing import PortfolioSpec, PortfolioVersion, Stocked
from minghua.domain.loyalty.types.portfolio import PortfolioVerdict
from minghua.kernel.errors import NotFound
from minghua.kernel.periods import local_date

PRESETS: Final = Path(__file__).parent.parent / "activity_presets"


class ActivityPlan(NamedTuple):
    """A portfolio with its versions, ascending; nothing is played of one that `is_stopped`."""

    id: int
    code: str
    versions: tuple[PortfolioVersion, ...]
    is_stopped: bool

    @property
    def zone(self) -> ZoneInfo:
        """The time zone of its days; every version has the same."""
        return self.versions[0].spec.zone

    @property
    def points(self) -> str:
        """The scheme whose points it moves; every version has the same."""
        return self.versions[0].spec.points

    def today(self, at: datetime) -> date:
        """Return the local day of an instant."""
        return local_date(at, self.zone)

    def on(self, day: date) -> PortfolioVersion | None:
        """Return the version in force on a day, None before the first."""
        return next((each for each in reversed(self.versions) if each.from_on <= day), None)


def running() -> list[ActivityPlan]:
    """Return the portfolios that are not stopped."""
    return _plans(ActivityPortfolio.objects.filter(stopped_at=None).order_by("pk"))


def every() -> list[ActivityPlan]:
    """Return every portfolio, stopped ones too."""
    return _plans(ActivityPortfolio.objects.order_by("pk"))


def plan(code: str) -> ActivityPlan:
    """Return one portfolio, a stopped one too; raises NotFound."""
    found = _plans(ActivityPortfolio.objects.filter(code=code))
    if not found:
        raise NotFound(field="portfolio")
    return found[0]


def stock_of(plan_id: int) -> dict[tuple[str, str], Stocked]:
    """Return (activity, item) → how many there were and are left, of what is limited."""
    rows = ActivityStock.objects.filter(portfolio_id=plan_id).values_list("activity", "item", "total", "left")
    return {(activity, item): Stocked(total, left) for activity, item, total, left in rows}


def decks_of(plan_id: int) -> dict[str, ActivityDeck]:
    """Return activity → its deck."""
    return {row.activity: row for row in ActivityDeck.objects.filter(portfolio_id=plan_id)}


def verdict(spec: PortfolioSpec) -> PortfolioVerdict:
    """Return what the linter says of a portfolio as its text tells it."""
    return portfolio.lint(portfolio_view.seen(spec))


@lru_cache(maxsize=16)
def cards_of(seed: str, cards: tuple[str | None, ...]) -> tuple[str | None, ...]:
    """Return the cards in the order that a seed (hexadecimal) gives."""
    return deck.shuffle(cards, seed=bytes.fromhex(seed))


def cards(row: ActivityDeck, spec: LotterySpec) -> tuple[str | None, ...]:
    """Return the cards of a deck in their order."""
    return cards_of(row.seed, deck.sorted_cards(spec))


def _plans(rows: Iterable[ActivityPortfolio]) -> list[ActivityPlan]:
    known = {row.pk: row for row in rows}
    found: dict[int, list[PortfolioVersion]] = {}
    for row in ActivityVersion.objects.filter(portfolio_id__in=known).order_by("from_on") if known else ():
        told = PortfolioVersion(row.number, row.from_on, specified(row.text))
        found.setdefault(row.portfolio_id, []).append(told)
    return [ActivityPlan(pk, row.code, tuple(found[pk]), row.stopped_at is not None) for pk, row in known.items()]


@lru_cache(maxsize=256)
def specified(text: str) -> PortfolioSpec:
    """Return the rules of a stored text; it was sound when it was stored."""
    return portfolio_text.from_text(text, purposes=_Any(), stored=True)


class _Any(frozenset[str]):
    """Holds every word: a purpose that a firm gave up later is still read."""

    def __contains__(self, item: object) -> bool:
        return True


@cache
def activity_preset_texts() -> dict[str, str]:
    """Return code → text of the portfolios that the product ships with."""
    return {path.stem: path.read_text(encoding="utf-8") for path in sorted(PRESETS.glob("*.yaml"))}
