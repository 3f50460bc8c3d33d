"""What a refill teaches: the observed rate, and the new rate between the old one and it (R08.3)."""

from datetime import date
from fractions import Fraction

from minghua.domain.care.rules import need, supply
from minghua.domain.care.types import JarFacts, Lesson, Refill, plain
from minghua.kernel.decisions import Why
from minghua.kernel.words import Text

VERSION = 1
LESSONS = {
    "learned": Text(
        "观测 {observed}，按 α={alpha} 调整：{old} → {new}", "observed {observed}, α {alpha}: {old} → {new}"
    ),
    "first": Text("第一次观测，每天 {observed}", "first observation: {observed} a day"),
    "away": Text("期间家里没人，这段不算", "somebody was away: nothing is learned from this interval"),
    "same_day": Text("同一天再送，没有新的观测", "a second refill on one day teaches nothing"),
    "topped_up": Text(
        "缸里比上次还多，看来从别处买过，不算", "there is more than last time, bought elsewhere: not learned"
    ),
    "ran_dry": Text(
        "缸早就空了，空着的日子不能当作吃得少", "the jar stood empty: idle days do not mean a smaller appetite"
    ),
}


def learn(jar: JarFacts, refill: Refill, *, alpha: Fraction) -> Lesson:
    """Return what this refill teaches: rate ← α·observed + (1 − α)·rate (A08.2), and the level it leaves.

    When nobody looked into the jar, it is taken to be filled to the brim: left = capacity − quantity.
    """
    left = refill.left if refill.left is not None else max(jar.capacity - refill.quantity, Fraction(0))
    used = jar.level - left
    days = need.weighted_days(jar.life, since=jar.level_on, until=refill.on)
    away = need.is_away(jar.life, since=jar.level_on, until=refill.on)
    verdict = _verdict(jar, refill, left=left, used=used, days=days, away=away)
    observed = used / days if verdict in ("learned", "first") else None
    rate = blend(jar.rate, observed, alpha=alpha)
    level = left + refill.quantity
    return Lesson(
        used=used,
        days=days,
        observed=observed,
        rate=_carried(jar, rate, on=refill.on),
        left=left,
        level=level,
        away=away,
        notices=("overfilled",) if level > jar.capacity else (),
        why=_why(verdict, jar, observed=observed, new=rate, alpha=alpha, used=used, days=days, on=refill.on),
    )


def blend(old: Fraction | None, observed: Fraction | None, *, alpha: Fraction) -> Fraction | None:
    """Return α·observed + (1 − α)·old; without one of them the other stands."""
    if observed is None or old is None:
        return old if observed is None else observed
    return alpha * observed + (1 - alpha) * old


def _verdict(jar: JarFacts, refill: Refill, *, left: Fraction, used: Fraction, days: Fraction, away: bool) -> str:
    if away:
        return "away"
    if days <= 0:
        return "same_day"
    if used <= 0:
        return "topped_up"
    if not jar.rate:
        return "first"
    empty = supply.run_out_on(jar)
    stood_empty = left == 0 and empty is not None and empty < refill.on
    return "ran_dry" if stood_empty and used / days < jar.rate else "learned"


def _carried(jar: JarFacts, rate: Fraction | None, *, on: date) -> Fraction | None:
    """Return the rate under the household's size of the new day (a size change between the two days)."""
    return None if rate is None else rate * need.size_ratio(jar.life, on, since=jar.level_on)


def _why(
    verdict: str,
    jar: JarFacts,
    *,
    observed: Fraction | None,
    new: Fraction | None,
    alpha: Fraction,
    used: Fraction,
    days: Fraction,
    on: date,
) -> Why:
    words = {"observed": plain(observed), "alpha": plain(alpha), "old": plain(jar.rate), "new": plain(new)}
    text = LESSONS[verdict]
    reason = Text(text.zh.format(**words), text.en.format(**words))
    return Why("R08.3", VERSION, on, {"verdict": verdict, "used": plain(used), "days": plain(days), **words}, reason)
