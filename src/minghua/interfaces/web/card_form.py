"""The form of the scorecard: what was typed, as the plain data that the rules read; lines left empty are not there."""

from collections.abc import Iterator, Mapping
from itertools import combinations
from typing import Any, Final

from minghua.domain.tiering.types import GRADES

MOST: Final = 60
RATIOS: Final = ("9", "8", "7", "6", "5", "4", "3", "2", "1", "1/2", "1/3", "1/4", "1/5", "1/6", "1/7", "1/8", "1/9")
_INDICATOR: Final = ("code", "zh", "en", "weight", "low", "high", "source", "unit_zh", "unit_en")
_VETO: Final = ("code", "zh", "en", "over", "effect", "grade", "steps", "unit_zh", "unit_en")
Plain = dict[str, Any]
Form = Mapping[str, str]


def typed(form: Form) -> Plain:
    """Return the card that this form describes, sound or not."""
    taken = {value for name, value in form.items() if name.endswith("-code") and value}
    dimensions = list(_dimensions(form, taken))
    return {
        "dimensions": dimensions,
        "cutoffs": {grade: form.get(f"cutoff-{grade}", "").strip() for grade in GRADES[:-1]},
        "vetoes": [_named(line, "fact", taken) for line in _lines(form, "v", _VETO)],
        "judgements": _judgements(form, [each["code"] for each in dimensions]) if judged(form) else [],
        "min_known": form.get("min_known", "").strip(),
    }


def judged(form: Form) -> bool:
    """Do the weights of the dimensions come from judgements?"""
    return form.get("by") == "judgements"


def pairs(plain: Plain) -> list[tuple[Plain, Plain, str]]:
    """Return each pair of dimensions with the ratio that was judged, "1" for none."""
    known = {(one, other): ratio for one, other, ratio in plain["judgements"]}
    return [
        (one, other, str(known.get((one["code"], other["code"]), "1")))
        for one, other in combinations(plain["dimensions"], 2)
    ]


def _dimensions(form: Form, taken: set[str]) -> Iterator[Plain]:
    for place in range(MOST):
        prefix = f"d-{place}"
        if f"{prefix}-zh" not in form:
            return
        found = _read(form, prefix, ("code", "zh", "en", "weight"))
        if judged(form):
            found["weight"] = found["weight"] or "0"  # the judgements will say
        indicators = [_named(line, "item", taken) for line in _lines(form, f"{prefix}-i", _INDICATOR)]
        if found["zh"] or found["en"] or indicators:
            yield {**_named(found, "side", taken), "indicators": indicators}


def _lines(form: Form, prefix: str, names: tuple[str, ...]) -> Iterator[Plain]:
    for place in range(MOST):
        if f"{prefix}-{place}-zh" not in form:
            return
        found = _read(form, f"{prefix}-{place}", names)
        if found["zh"] or found["en"]:
            yield found


def _read(form: Form, prefix: str, names: tuple[str, ...]) -> Plain:
    return {name: form.get(f"{prefix}-{name}", "").strip() for name in names}


def _named(line: Plain, word: str, taken: set[str]) -> Plain:
    """A new line gets a code of its own."""
    if not line["code"]:
        line["code"] = next(code for n in range(1, MOST * MOST) if (code := f"{word}_{n}") not in taken)
        taken.add(line["code"])
    return line


def _judgements(form: Form, codes: list[str]) -> list[list[str]]:
    return [[one, other, form.get(f"j-{one}-{other}", "1") or "1"] for one, other in combinations(codes, 2)]
