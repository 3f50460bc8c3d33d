"""The rule of consent over everyone: the condition of the customers whom we may reach for a purpose on a channel."""

from collections.abc import Mapping
from datetime import date
from functools import reduce
from operator import or_

from django.db.models import Exists, OuterRef, Q, QuerySet

from minghua.domain.interactions.models import ConsentState, Restriction
from minghua.domain.interactions.types.consent import ANY, MAJORITY, MARKETING, Act, Terms, terms_of
from minghua.kernel.periods import add_months

_NOBODY = Q(pk__in=())


def allowed(purpose: str, channel: str, *, renewed: int, on: date) -> Q:
    """Return the condition on customers that `rules.consent.judge` allows exactly; it costs no list of ids."""
    terms = terms_of(purpose)
    child = Q(birthday__gt=add_months(on, -12 * MAJORITY))
    grown = ~child | Q(birthday=None)
    said = (channel, ANY)
    asked = Exists(_fit(terms, _live(purpose, said), renewed))
    guarded = Exists(_fit(terms, _live(purpose, said).filter(guarded=True), renewed))
    open_to_all = _silent(terms, purpose, said)
    reached = grown & (asked | open_to_all)
    if purpose != MARKETING:
        reached |= child & (guarded | (open_to_all if terms.also_for_minors else _NOBODY))
    return reached & ~restricted() & Q(erased_at=None)


def restricted(customer: str = "pk") -> Q:
    """Return the condition of the customers whose data is only kept; `customer` is where the row names its customer."""
    return Q(Exists(Restriction.objects.filter(customer=OuterRef(customer), until=None)))


def stale(renewals: Mapping[str, int]) -> Q:
    """Return the condition of the customers whose consent to one of these purposes has to be asked for again."""
    parts = [
        Q(
            Exists(
                _by_customer(purpose).filter(~Exists(_ended_by(purpose)), act=Act.GRANTED, policy_version__lt=version)
            )
        )
        for purpose, version in renewals.items()
    ]
    return reduce(or_, parts) if parts else _NOBODY


def _by_customer(purpose: str) -> "QuerySet[ConsentState]":
    return ConsentState.objects.filter(customer=OuterRef("pk"), purpose=purpose)


def _live(purpose: str, said: tuple[str, ...]) -> "QuerySet[ConsentState]":
    """Grants that no later withdrawal of the same channel, or of all, has ended."""
    after = ConsentState.objects.filter(
        customer=OuterRef("customer"),
        purpose=purpose,
        channel__in=said,
        act=Act.WITHDRAWN,
        since__gte=OuterRef("since"),
    )
    return _by_customer(purpose).filter(~Exists(after), channel__in=said, act=Act.GRANTED)


def _ended_by(purpose: str) -> "QuerySet[ConsentState]":
    """Withdrawals of the same channel or of all, no earlier than the grant."""
    later = ConsentState.objects.filter(
        customer=OuterRef("customer"), purpose=purpose, act=Act.WITHDRAWN, since__gte=OuterRef("since")
    )
    return later.filter(Q(channel=OuterRef("channel")) | Q(channel=ANY))


def _fit(terms: Terms, live: "QuerySet[ConsentState]", renewed: int) -> "QuerySet[ConsentState]":
    found = live.filter(policy_version__gte=renewed) if renewed else live
    return found.filter(separate=True) if terms.separate else found


def _silent(terms: Terms, purpose: str, said: tuple[str, ...]) -> Q:
    """Silence counts where it may, and so does a grant that lacks something."""
    if not terms.silence_allows:
        return _NOBODY
    ended = _by_customer(purpose).filter(channel__in=said, act=Act.WITHDRAWN)
    return Q(~Exists(ended)) | Q(Exists(_live(purpose, said)))
