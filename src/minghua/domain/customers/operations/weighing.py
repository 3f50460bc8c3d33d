"""Couples of customers become pairs worth a look: R06.8's score decides, the learned chance adds who it misses."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from minghua.domain.customers.models import Customer, Pair
from minghua.domain.customers.queries import likeness as reads
from minghua.domain.customers.queries import linking, secrets
from minghua.domain.customers.queries.linking import Couple
from minghua.domain.customers.queries.traits import members_of, traits_of
from minghua.domain.customers.rules import comparing, likeness, linkage
from minghua.domain.customers.types.likeness import Likeness, Scheme
from minghua.domain.customers.types.linkage import Evidence
from minghua.kernel.periods import local_date

_CHUNK = 5_000


def worth_a_look(couples: Iterable[tuple[int, int]], *, at: datetime) -> list[Pair]:
    """Return the pairs, not yet stored, that R06.8 or the learned chance would have a person see."""
    met = _compared(couples)
    scheme, models = reads.scheme(on=local_date(at)), linking.models()
    found = []
    for couple, held in zip(met, linking.holders(met, at=at), strict=True):
        kind = couple.one.kind
        judged = likeness.judge(couple.one, couple.other, scheme=scheme)
        evidence = linkage.weigh(kind, couple.pattern, model=models[kind], held=held)
        verdict = _verdict(couple, judged, evidence, scheme)
        if verdict != "ignore":
            found.append(_pair(couple, judged, evidence, verdict, scheme, at))
    return found


def _verdict(couple: Couple, judged: Likeness, evidence: Evidence, scheme: Scheme) -> str:
    """Two ID cards decide; else R06.8's verdict stands, softened where the odds are against, and below its lines the chance may ask for a look."""
    if "id_number" in judged.traits:
        return judged.verdict
    if judged.verdict != "ignore":
        return linkage.softened(judged.verdict, evidence)
    likely = linkage.is_likely(evidence, percent=scheme.likely_percent)
    return "likely" if likely else "ignore"


def _pair(couple: Couple, judged: Likeness, evidence: Evidence, verdict: str, scheme: Scheme, at: datetime) -> Pair:
    by_card = "id_number" in judged.traits
    return Pair(
        low_id=couple.low,
        high_id=couple.high,
        score_ppm=judged.ppm,
        verdict=verdict,
        traits=dict(judged.traits),
        millibits=linkage.NEVER if by_card else evidence.millibits,
        why={} if by_card else _why(evidence, scheme.weights[couple.one.kind]),
        found_at=at,
    )


def _why(evidence: Evidence, weights: Any) -> dict[str, Any]:
    """The reasons as they are kept: trait, level, weight of R06.8, thousandths of a doubling, customers with the value."""
    told = [[one.trait, one.level, weights[one.trait], one.millibits, one.held] for one in evidence.reasons]
    return {
        "version": linkage.VERSION,
        "prior": evidence.prior_millibits,
        "kin": evidence.kin_millibits,
        "traits": told,
    }


def _compared(couples: Iterable[tuple[int, int]]) -> Sequence[Couple]:
    """Compare the couples of living records of one kind."""
    ordered = sorted(couples)
    stored = _customers({pk for couple in ordered for pk in couple})
    secrets.open_archives(stored.values())
    members = members_of(stored.values())
    traits = {pk: traits_of(row, members.get(pk, ())) for pk, row in stored.items()}
    met = []
    for low, high in ordered:
        if low in traits and high in traits and traits[low].kind == traits[high].kind:
            pattern = comparing.compare(traits[low], traits[high], sound=linking.sound)
            names = (stored[low].name, stored[high].name)
            met.append(Couple(low, high, traits[low], traits[high], names, pattern))
    return met


def _customers(ids: Iterable[int]) -> dict[int, Customer]:
    ordered = sorted(ids)
    found: dict[int, Customer] = {}
    for start in range(0, len(ordered), _CHUNK):
        rows = Customer.objects.filter(pk__in=ordered[start : start + _CHUNK], merged_into=None)
        found |= {row.pk: row for row in rows.only("pk", *linking.TRAIT_COLUMNS)}
    return found
