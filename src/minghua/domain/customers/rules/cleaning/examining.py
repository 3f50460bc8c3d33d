"""All rules over one customer, in their order, each seeing what those before it made."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from statistics import quantiles
from typing import Any, Final

from minghua.domain.customers.rules.archive import completeness
from minghua.domain.customers.rules.cleaning import meaning, spelling
from minghua.domain.customers.rules.cleaning.sheet import Sheet
from minghua.domain.customers.types.cleaning import Fence, Proposal, Rule

SINGLE: Final = 20  # fewer numbers than this say nothing about a usual range
_WIDTH: Final = 3  # quartile ranges: far out, in Tukey's words
_RULES: Final[dict[Rule, Callable[[Sheet], Iterator[Proposal]]]] = {
    Rule.FOLD: spelling.fold,
    Rule.PHONE: spelling.phone,
    Rule.EMAIL: spelling.email,
    Rule.ID_CARD: spelling.id_card,
    Rule.USCC: spelling.uscc,
    Rule.DATES: meaning.dates,
    Rule.REGION: meaning.region,
    Rule.ENUMS: meaning.enums,
    Rule.OUTLIERS: meaning.outliers,
}


def examine(sheet: Sheet, rules: Collection[str]) -> list[Proposal]:
    """Return what these rules would change, at most one change per field, then what a person must look at."""
    before = dict(sheet.values)
    sheet = replace(sheet, values=dict(before))
    mends: dict[str, Proposal] = {}
    matters: list[Proposal] = []
    for rule, judge in _RULES.items():
        if rule not in rules:
            continue
        for proposal in list(judge(sheet)):
            if not proposal.mend:
                matters.append(replace(proposal, old=before.get(proposal.path, "")))
                continue
            sheet.values[proposal.path] = proposal.new
            mends[proposal.path] = replace(proposal, old=before.get(proposal.path, ""))
    return [proposal for proposal in mends.values() if proposal.new != proposal.old] + matters


def fences_of(numbers: Mapping[str, Sequence[float]]) -> dict[str, Fence]:
    """Return the bounds of each field: three quartile ranges beyond the quartiles; few numbers have none."""
    return {path: _fence(found) for path, found in numbers.items() if len(found) >= SINGLE}


def _fence(numbers: Sequence[float]) -> Fence:
    low, _, high = quantiles(numbers, n=4, method="inclusive")
    width = _WIDTH * max(high - low, 1.0)
    return Fence(low - width, high + width)


def missing(sheet: Sheet) -> Iterable[str]:
    """Return the codes of required fields that are empty."""
    values: dict[str, Any] = {field.code: sheet[field.path] for field in sheet.fields.values()}
    wanted = [field for field in sheet.fields.values() if sheet.kind in field.kinds and not field.sensitive]
    return completeness(wanted, values=values).missing
