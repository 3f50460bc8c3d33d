"""Filters put together by hand: one more condition beside the others, or as an alternative of one of them."""

from dataclasses import replace

from minghua.foundation.listing.types import Condition, Group, Spec


def joined(spec: Spec, wanted: Condition, *, into: int | None = None) -> Spec:
    """Return the view with one more condition: beside the others (and), or as an alternative of the part `into` (or)."""
    parts = spec.filter.parts if spec.filter.kind == "all" else (spec.filter,)
    if into is None or not 0 <= into < len(parts):
        return replace(spec, filter=Group("all", (*(part for part in parts if part != wanted), wanted)))
    either = parts[into]
    known = either.parts if isinstance(either, Group) and either.kind == "any" else (either,)
    wider = Group("any", (*(part for part in known if part != wanted), wanted))
    return replace(spec, filter=Group("all", (*parts[:into], wider, *parts[into + 1 :])))


def without(spec: Spec, at: int, alternative: int) -> Spec:
    """Return the view without one alternative of the part `at`; the last one left stands alone."""
    parts = list(spec.filter.parts)
    group = parts[at]
    assert isinstance(group, Group)  # noqa: S101 (only groups have alternatives)
    left = (*group.parts[:alternative], *group.parts[alternative + 1 :])
    parts[at] = left[0] if len(left) == 1 else Group(group.kind, left)
    return replace(spec, filter=Group(spec.filter.kind, tuple(parts)))
