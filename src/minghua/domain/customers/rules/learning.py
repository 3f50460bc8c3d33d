"""What a shop's own records teach about doubles: expectation and maximisation over counted patterns (R06.8, second half)."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from minghua.domain.customers.rules.comparing import traits_of_kind
from minghua.domain.customers.types.linkage import LEVELS, UNKNOWN, Chances, Model, Pattern, Sample

DOUBLES: Final[Chances] = {
    "name": {"same": 0.80, "sound": 0.04, "near": 0.08, "part": 0.03, "different": 0.05},
    "phone": {"same": 0.70, "near": 0.05, "different": 0.25},
    "email": {"same": 0.60, "near": 0.05, "different": 0.35},
    "birthday": {"same": 0.90, "near": 0.05, "different": 0.05},
    "address": {"same": 0.55, "part": 0.15, "different": 0.30},
    "uscc": {"same": 0.94, "near": 0.03, "different": 0.03},
    "members": {"same": 0.80, "different": 0.20},
}
"""How doubles compare before a shop has taught otherwise; ours, from no shop in particular."""
KIN: Final[Mapping[str, Chances]] = {
    "person": {
        "name": {"same": 0.001, "sound": 0.004, "near": 0.15, "part": 0.005, "different": 0.84},
        "phone": {"same": 0.40, "near": 0.02, "different": 0.58},
        "email": {"same": 0.02, "near": 0.02, "different": 0.96},
        "birthday": {"same": 0.002, "near": 0.008, "different": 0.99},
        "address": {"same": 0.85, "part": 0.10, "different": 0.05},
    },
    "organization": {
        "name": {"same": 0.02, "sound": 0.005, "near": 0.10, "part": 0.275, "different": 0.60},
        "phone": {"same": 0.50, "near": 0.10, "different": 0.40},
        "email": {"same": 0.20, "near": 0.05, "different": 0.75},
        "uscc": {"same": 0.001, "near": 0.02, "different": 0.979},
        "address": {"same": 0.50, "part": 0.20, "different": 0.30},
    },
    "household": {
        "name": {"same": 0.05, "sound": 0.01, "near": 0.25, "part": 0.04, "different": 0.65},
        "phone": {"same": 0.30, "near": 0.05, "different": 0.65},
        "address": {"same": 0.50, "part": 0.30, "different": 0.20},
        "members": {"same": 0.20, "different": 0.80},
    },
}
"""How two of one family, two firms of one house, two households of one clan compare: they share numbers and doors, not themselves."""
STRANGERS: Final[Chances] = {
    "name": {"same": 5e-4, "sound": 5e-4, "near": 1e-2, "part": 1e-3},
    "phone": {"same": 1e-6, "near": 1e-5},
    "email": {"same": 1e-6, "near": 1e-4},
    "birthday": {"same": 5e-5, "near": 2e-3},
    "address": {"same": 1e-5, "part": 1e-4},
    "uscc": {"same": 1e-7, "near": 1e-7},
    "members": {"same": 1e-3},
}
"""How strangers compare before a shop has taught otherwise; all else is different."""
LIKE_DOUBLES: Final = 20
"""How many doubles the common experience counts for."""
LIKE_PAIRS: Final = 10_000
"""How many pairs of strangers it counts for; one of them is a double."""
HANDS: Final = 100
"""Whatever a shop shows: one customer in so many shares any given thing with a stranger."""
KINDS: Final = ("person", "organization", "household")
ROUNDS: Final = 40
_STILL: Final = 1e-5
_EXPECTED: Final = 0.02
_BEFORE: Final = 1e-4


def learn(kind: str, sample: Sample, *, rounds: int = ROUNDS) -> Model:
    """Return the model after at most so many rounds: who is probably a double, or kin, then what these are like, and again.

    Pairs that share no key are taken for strangers. What strangers do is what was seen by chance, less the others' part.
    """
    pairs = sample.sampled * (sample.customers - sample.sampled) + sample.sampled * (sample.sampled - 1) // 2
    prior = _prior(_EXPECTED * sample.sampled, pairs)
    doubles = {trait: DOUBLES[trait] for trait in traits_of_kind(kind)}
    model = _with_strangers(Model(sample.customers, prior, prior, doubles, KIN[kind], {}), sample)
    for _ in range(rounds):
        before = model
        model = _once(kind, model, sample, pairs)
        if abs(model.prior - before.prior) <= _STILL * before.prior and _moved(before.doubles, model.doubles) < _STILL:
            break
    return model


def untaught(kind: str, *, customers: int) -> Model:
    """Return the model of common experience alone, for a shop of so many customers of this kind."""
    return learn(kind, Sample(customers, customers, {}, {}, {}), rounds=0)


def _once(kind: str, model: Model, sample: Sample, pairs: int) -> Model:
    """One round: the share of each pattern that is doubles, and kin, and what these are like."""
    shares = {met: _shares(kind, met, model) for met in sample.met}
    doubles = {met: count * shares[met][0] for met, count in sample.met.items()}
    kin = {met: count * shares[met][1] for met, count in sample.met.items()}
    taught = Model(
        model.customers,
        _prior(sum(doubles.values()), pairs),
        _prior(sum(kin.values()), pairs),
        _taught(kind, doubles, DOUBLES),
        _taught(kind, kin, KIN[kind]),
        {},
        round(sum(doubles.values())),
    )
    return _with_strangers(taught, sample)


def _shares(kind: str, met: Pattern, model: Model) -> tuple[float, float]:
    """The chances that a pair of this pattern is a double, and that it is kin."""
    doubles, kin, strangers = model.prior, model.kin_prior, 1 - model.prior - model.kin_prior
    for trait, level in zip(traits_of_kind(kind), met, strict=True):
        if level != UNKNOWN:
            doubles *= model.doubles[trait][level]
            kin *= model.kin[trait][level]
            strangers *= model.strangers[trait][level]
    total = doubles + kin + strangers
    return doubles / total, kin / total


def _taught(kind: str, likely: Mapping[Pattern, float], before: Chances) -> dict[str, dict[str, float]]:
    """How these pairs compare, with common experience counting for a few of them."""
    return {trait: _levels(place, likely, before[trait]) for place, trait in enumerate(traits_of_kind(kind))}


def _levels(place: int, likely: Mapping[Pattern, float], before: Mapping[str, float]) -> dict[str, float]:
    seen = dict.fromkeys(before, 0.0)
    for met, share in likely.items():
        if met[place] != UNKNOWN:
            seen[met[place]] += share
    known = sum(seen.values()) + LIKE_DOUBLES
    return {level: (share + LIKE_DOUBLES * before[level]) / known for level, share in seen.items()}


def _with_strangers(model: Model, sample: Sample) -> Model:
    return replace(model, strangers={trait: _strangers(trait, model, sample) for trait in model.doubles})


def _strangers(trait: str, model: Model, sample: Sample) -> dict[str, float]:
    *alike, different = LEVELS[trait]
    least = 1 / (HANDS * max(model.customers, HANDS))
    told = {}
    for level in alike:
        pairs = sample.chance_pairs.get(trait, {}).get(level, 0)
        seen = sample.by_chance.get(trait, {}).get(level, 0.0)
        others = model.prior * model.doubles[trait][level] + model.kin_prior * model.kin[trait][level]
        strangers = max(seen - others, 0.0) * pairs
        told[level] = max((strangers + LIKE_PAIRS * STRANGERS[trait][level]) / (pairs + LIKE_PAIRS), least)
    told[different] = 1 - sum(told.values())
    return told


def _prior(doubles: float, pairs: int) -> float:
    return (doubles + LIKE_PAIRS * _BEFORE) / (pairs + LIKE_PAIRS)


def _moved(before: Chances, after: Chances) -> float:
    return max(
        abs(after[trait][level] - chance) for trait, levels in before.items() for level, chance in levels.items()
    )
