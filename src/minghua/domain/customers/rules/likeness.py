"""How alike two records are: a weighted agreement over what both know, exact (R06.8, A06.2)."""

from fractions import Fraction
from typing import Final

from minghua.domain.customers.types.likeness import (
    AGREE,
    DISAGREE,
    UNKNOWN,
    Likeness,
    Scheme,
    Traits,
    Verdict,
    Weights,
)

RULE = "R06.8"
PERSON: Final[Weights] = {"phone": 35, "email": 20, "name": 20, "birthday": 15, "address": 10}
ORGANISATION: Final[Weights] = {"uscc": 45, "name": 25, "phone": 15, "address": 10, "email": 5}
HOUSEHOLD: Final[Weights] = {"address": 35, "phone": 25, "name": 20, "members": 20}
DEFAULT: Final = Scheme({"person": PERSON, "organization": ORGANISATION, "household": HOUSEHOLD})


def judge(one: Traits, other: Traits, *, scheme: Scheme = DEFAULT) -> Likeness:
    """Return the likeness of two records (R06.8): agreeing weight over the weight of what both know.

    Different kinds are never alike. Two ID card numbers decide alone: the same one is the same person, different ones are not.
    """
    if one.kind != other.kind:
        return Likeness(Fraction(0), {}, "ignore")
    weights = scheme.weights[one.kind]
    said = {trait: _said(trait, one, other) for trait in weights}
    decided = _one_value(one.id_number, other.id_number)
    if decided != UNKNOWN:
        score = Fraction(decided == AGREE)
        return Likeness(score, {"id_number": decided} | said, _verdict(score, scheme))
    known = sum(weight for trait, weight in weights.items() if said[trait] != UNKNOWN)
    agreed = sum(weight for trait, weight in weights.items() if said[trait] == AGREE)
    score = Fraction(agreed, known) if known else Fraction(0)
    return Likeness(score, said, _verdict(score, scheme))


def _verdict(score: Fraction, scheme: Scheme) -> Verdict:
    if score * 100 >= scheme.suggest_percent:
        return "suggest"
    return "review" if score * 100 >= scheme.review_percent else "ignore"


def _said(trait: str, one: Traits, other: Traits) -> str:
    if trait == "email":
        return _either(_shared(one.email, other.email), _shared(one.wechat, other.wechat))
    mine, theirs = getattr(one, trait), getattr(other, trait)
    return _shared(mine, theirs) if isinstance(mine, frozenset) else _one_value(mine, theirs)


def _shared(mine: frozenset[str], theirs: frozenset[str]) -> str:
    if not mine or not theirs:
        return UNKNOWN
    return AGREE if mine & theirs else DISAGREE


def _one_value(mine: str, theirs: str) -> str:
    if not mine or not theirs:
        return UNKNOWN
    return AGREE if mine == theirs else DISAGREE


def _either(*said: str) -> str:
    """Return agree when one way agrees, unknown when no way is known to both."""
    if AGREE in said:
        return AGREE
    return DISAGREE if DISAGREE in said else UNKNOWN
