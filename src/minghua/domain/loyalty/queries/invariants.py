"""What must always hold of benefits: each given once for ever, with whom it belongs, by rules that were published, to a level that was held."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any, Final

from django.db.models import Count, Min

from minghua.domain.customers import queries as customer_reads
from minghua.domain.loyalty.models import BenefitGrant, GrantItem
from minghua.domain.loyalty.queries import facts, plans
from minghua.domain.loyalty.queries.activity_invariants import ACTIVITY_INVARIANTS
from minghua.domain.loyalty.queries.coupon_invariants import COUPON_INVARIANTS
from minghua.domain.loyalty.queries.plans import Plan
from minghua.domain.loyalty.queries.points_fact_invariants import POINTS_FACT_INVARIANTS
from minghua.domain.loyalty.queries.points_invariants import POINTS_INVARIANTS
from minghua.domain.loyalty.rules import packs as rules
from minghua.domain.loyalty.rules import windows
from minghua.domain.loyalty.types import Pack, Take, Window
from minghua.domain.tiering import queries as tiering_reads
from minghua.foundation.invariants.searching import rows
from minghua.foundation.invariants.types import Finding, Invariant
from minghua.kernel.periods import Period
from minghua.kernel.words import Text

BATCH: Final = 500
SLACK: Final = timedelta(hours=12)  # a night's work carries the instant at which it began
_KEY: Final = ("customer_id", "programme", "benefit", "period")
_FIRST: Final = "(SELECT min(id) FROM loyalty_benefitgrant)"


def _given_twice(at: datetime) -> Iterator[Finding]:
    """Two of one period are right only where they were given before their members turned out to be one."""
    doubles = BenefitGrant.objects.values(*_KEY).annotate(n=Count("pk"), first=Min("pk")).filter(n__gt=1)
    for double in doubles.order_by("first"):
        own = BenefitGrant.objects.filter(**{name: double[name] for name in _KEY}).order_by("granted_at", "pk")
        earlier, *others = own
        for later in others:
            since = customer_reads.one_since(earlier.member_id, later.member_id)
            if since is None or since < later.granted_at:
                yield {"grant": later.pk, "customer": later.customer_id, "first": earlier.pk}


def _strayed(at: datetime) -> Iterator[Finding]:
    for some in _batches():
        home = customer_reads.homes({row.member_id for row in some})
        for row in some:
            if home.get(row.member_id, row.member_id) != row.customer_id:
                yield {"grant": row.pk, "customer": row.customer_id, "member": row.member_id}


def _not_as_published(at: datetime) -> Iterator[Finding]:
    """The version was in force on that day, and window, snapshot, issue and level are what it says."""
    schemes = {plan.id: plan for plan in plans.every()}
    for some in _batches():
        for row in some:
            if fault := _fault(schemes[row.scheme_id], row):
                yield {"grant": row.pk, "customer": row.customer_id, "what": fault}


def _fault(plan: Plan, row: Any) -> str:
    day = plan.today(row.granted_at)
    version = plan.on(day)
    pack = None if version is None else version.spec.pack(row.benefit)
    if version is None or pack is None or (row.version, row.programme) != (version.number, plan.programme):
        return "version"
    window = _window(row) if _is_forgotten(pack, row) else windows.window_on(pack.occasion, row.birthday, day)
    if window is None or (window.period, window.days) != (row.period, Period(row.window_from, row.window_until)):
        return "window"
    if row.level not in pack.levels or row.level_at != facts.instant_of(plan, window, at=row.granted_at):
        return "level"
    issued_on = row.window_from if pack.take is Take.CLAIM else day
    return "" if (row.take, row.issued_on) == (pack.take.value, issued_on) else "issue"


def _is_forgotten(pack: Pack, row: Any) -> bool:
    """The birthday goes with an erasure; its window stays."""
    return windows.window_on(pack.occasion, None, row.issued_on) is None and row.birthday is None


def _window(row: Any) -> Window:
    return Window(row.period, Period(row.window_from, row.window_until), row.window_from)


def _otherwise_filled(at: datetime) -> Iterator[Finding]:
    """What lies in a pack, and for how long, is what the version says for that level."""
    schemes = {plan.id: {version.number: version.spec for version in plan.versions} for plan in plans.every()}
    for some in _batches():
        found: dict[int, set[tuple[Any, ...]]] = {}
        columns = ("grant_id", "code", "kind", "value", "least", "count", "from_on", "until_on")
        for grant_id, *item in GrantItem.objects.filter(grant__in=some).values_list(*columns):
            found.setdefault(grant_id, set()).add(tuple(item))
        for row in some:
            spec = schemes[row.scheme_id].get(row.version)
            pack = None if spec is None else spec.pack(row.benefit)
            told = set(_contents(pack, row))
            if told != found.get(row.pk, set()) or max((item[-1] for item in told), default=None) != row.until_on:
                yield {"grant": row.pk, "customer": row.customer_id}


def _contents(pack: Pack | None, row: Any) -> Iterator[tuple[Any, ...]]:
    for item, days in () if pack is None else rules.contents(pack, row.level, _window(row), issued_on=row.issued_on):
        yield item.code, item.kind.value, item.value, item.least, item.count, days.start, days.end


def _level_not_held(at: datetime) -> Iterator[Finding]:
    """The level of a grant is that of the ledger as it was known then; whoever was ever merged was somebody else then."""
    for some in _batches():
        merged = customer_reads.ever_merged({row.customer_id for row in some} | {row.member_id for row in some})
        alone = [row for row in some if merged.isdisjoint((row.customer_id, row.member_id))]
        for programme in sorted({row.programme for row in alone}):
            own = [row for row in alone if row.programme == programme]
            claims = [tiering_reads.LevelClaim(row.customer_id, row.level, row.level_at, row.granted_at) for row in own]
            held = tiering_reads.claims_hold(programme, claims, slack=SLACK)
            for row, holds in zip(own, held, strict=True):
                if not holds:
                    yield {"grant": row.pk, "customer": row.customer_id, "level": row.level}


def _batches() -> Iterator[list[BenefitGrant]]:
    after = 0
    while some := list(BenefitGrant.objects.filter(pk__gt=after).order_by("pk")[:BATCH]):
        after = some[-1].pk
        yield some


def _another(**changed: str) -> str:
    """Return the statement that adds a grant like the first one, with some columns otherwise."""
    names = [str(field.column) for field in BenefitGrant._meta.concrete_fields if not field.primary_key]
    values = [changed.get(name, name) for name in names]
    return (
        f"INSERT INTO loyalty_benefitgrant ({', '.join(names)}) SELECT {', '.join(values)} FROM loyalty_benefitgrant"
        f" WHERE id = {_FIRST}"
    )


INVARIANTS = (
    *POINTS_INVARIANTS,
    *POINTS_FACT_INVARIANTS,
    *ACTIVITY_INVARIANTS,
    *COUPON_INVARIANTS,
    Invariant(
        "INV-LB1",
        Text(
            "同一会员同一礼包同一期只发一次，合并之后也不再发",
            "A pack of one period is given to a member once, and not again after a merge",
        ),
        _given_twice,
        (_another(member_id="-1"),),
    ),
    Invariant(
        "INV-LB2",
        Text("每份发放都在领受人如今的档案名下", "Every grant is with the record that its member has become"),
        _strayed,
        (
            "UPDATE loyalty_benefitgrant SET customer_id = (SELECT max(c.id) FROM customers_customer AS c WHERE c.id <>"
            f" loyalty_benefitgrant.customer_id) WHERE id = {_FIRST}",
        ),
    ),
    Invariant(
        "INV-LB3",
        Text(
            "每份发放依当日生效的版本，领取期、快照时刻、发放日与等级相符",
            "Every grant follows the version in force that day: its window, snapshot, issue and level",
        ),
        _not_as_published,
        (_another(member_id="-1", version="99"),),
    ),
    Invariant(
        "INV-LB4",
        Text("礼包里的东西与期限正是该版本给该等级的", "What lies in a pack, and for how long, is what its version says"),
        _otherwise_filled,
        (
            "INSERT INTO loyalty_grantitem (grant_id, code, kind, value, least, count, from_on, until_on) SELECT id,"
            f" 'another', 'coupon', 1, 0, 1, issued_on, until_on FROM loyalty_benefitgrant WHERE id = {_FIRST}",
        ),
    ),
    Invariant(
        "INV-LB5",
        Text(
            "发放所据的等级，正是当时流水重算出的等级",
            "The level a grant rests on is what the ledger, as known then, gives when folded afresh",
        ),
        _level_not_held,
        (_another(member_id="-1", level="'another'"),),
    ),
    Invariant(
        "INV-LB6",
        Text(
            "发放前、期满后没有一样可用，收回不早于发放",
            "Nothing of a grant can be used before its issue or after its end, and none is taken back before it was given",
        ),
        rows(
            "SELECT item.grant_id, 'item' AS what FROM loyalty_grantitem AS item JOIN loyalty_benefitgrant AS given ON"
            " given.id = item.grant_id WHERE item.from_on < given.issued_on OR item.until_on > given.until_on UNION ALL"
            " SELECT back.grant_id, 'revocation' FROM loyalty_revocation AS back JOIN loyalty_benefitgrant AS given ON"
            " given.id = back.grant_id WHERE back.at < given.granted_at"
        ),
        (
            "INSERT INTO loyalty_revocation (grant_id, reason, at) SELECT min(id), 'x', '2000-01-01 00:00:00' FROM"
            " loyalty_benefitgrant WHERE id NOT IN (SELECT grant_id FROM loyalty_revocation)",
        ),
    ),
)  # fmt: skip
