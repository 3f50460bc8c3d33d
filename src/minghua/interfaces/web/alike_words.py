"""How likeness is put into words on the pages: traits, scores, chances and their reasons."""

from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.utils.translation import gettext as _

from minghua.domain.customers.types.likeness import TRAITS, Likeness
from minghua.domain.customers.types.linkage import DIFFERENT, LEVEL_WORDS, UNKNOWN
from minghua.domain.customers.types.pairs import TraitReason
from minghua.interfaces.web import display


def trait(code: str) -> str:
    """Return what a compared trait is called."""
    return display.say(TRAITS[code])


def percent(score: str) -> str:
    """Return a score as people read it: 0.777778 is 78 %."""
    return f"{(Decimal(score) * 100).quantize(Decimal(1), ROUND_HALF_UP)}%" if score else ""


def of(alike: Likeness) -> str:
    """Return how alike two records are, as people read it."""
    return percent(f"{alike.ppm / 1_000_000:.6f}")


def share(part: float) -> str:
    """Return how much of a search is done."""
    return f"{part:.0%}"


def chance(given: str) -> str:
    """Return a chance as people read it, never as certainty: 0.999999 is “> 99.9%”."""
    if not given:
        return ""
    if Decimal(given) > Decimal("0.9995"):
        return "> 99.9%"
    return f"{(Decimal(given) * 100).quantize(Decimal('0.1'), ROUND_HALF_UP)}%"


def verdict(code: str) -> str:
    """Return what is to be done about a pair."""
    return {"suggest": _("建议合并"), "review": _("需要核对"), "likely": _("很可能")}[code]


def colour(code: str) -> str:
    """Return the badge of a verdict."""
    return {"suggest": "badge-danger", "review": "badge-warn", "likely": "badge-info"}[code]


def outcome(reason: TraitReason) -> str:
    """Return how one trait compares, and whether what both share is rare or in many hands."""
    said = display.say(LEVEL_WORDS[reason.level])
    if not reason.shared_by:
        return said
    if reason.trait == "name":
        note = _("同名的很少") if reason.shared_by == "few" else _("同名的不少")
    else:
        note = _("多人共用")
    return _("%(said)s（%(note)s）") % {"said": said, "note": note}


def compared(pair: Any, trait_code: str) -> tuple[str, str]:
    """Return how a trait compares ("电话只差一处") and the badge for it, by the finest thing known of the pair."""
    why = getattr(pair, "why", None)
    level = next((one.level for one in why.reasons if one.trait == trait_code), "") if why else ""
    same = pair.traits[trait_code] == "agree"
    if same or level in {"", DIFFERENT, UNKNOWN}:
        return _joined(trait(trait_code), _("相同") if same else _("不同")), "badge-ok" if same else "badge-warn"
    return _joined(trait(trait_code), display.say(LEVEL_WORDS[level])), "badge-info"


def _joined(name: str, said: str) -> str:
    return f"{name} {said}" if display.language() == "en" else f"{name}{said}"


def strength(bits: str) -> str:
    """Return in words how much a trait speaks for or against."""
    size = Decimal(bits)
    if abs(size) < 1:
        return _("几乎没有影响")
    if size > 0:
        return _("有力支持") if size >= 8 else _("支持")
    return _("有力反对") if size <= -8 else _("反对")


def signed(bits: str) -> str:
    """Return a strength with a real minus sign."""
    return bits.replace("-", "−")
