"""Facts of points are stored and the ledger follows: the one place that writes accounts, lines and lots (R24.1, I1, I3, I9)."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, Final, NamedTuple

from minghua.domain.customers.operations import holding
from minghua.domain.loyalty.models import PointsAccount, PointsEntry, PointsFact, PointsLot
from minghua.domain.loyalty.queries import points_facts
from minghua.domain.loyalty.rules import points_facts as reading
from minghua.domain.loyalty.rules import points_ledger as ledger
from minghua.domain.loyalty.rules.points_fold import fold
from minghua.domain.loyalty.types.points import AccountState, Happening
from minghua.domain.loyalty.types.points_scheme import PointsPlan
from minghua.foundation.people.types import Actor
from minghua.kernel.errors import Refusal
from minghua.kernel.words import Text

BATCH: Final = 500
_BODY: Final = ("customer_id", "act", "amount", "of", "back")


class PointsKeyTaken(Refusal):
    """The business key was used for something else."""

    code = "points_key_taken"
    status = 409
    text = Text("业务号「{key}」已登记过不同的内容。", "The key “{key}” was used for something else.")
    remedy = Text(
        "同一件事请原样重发；另一件事请换一个业务号。", "Repeat the same thing unchanged, or use another key."
    )


class AccountMoved(Refusal):
    """Somebody else wrote to the account meanwhile; nothing was written."""

    code = "account_moved"
    status = 409
    text = Text("这个积分账户刚被别处改动。", "The account was changed elsewhere meanwhile.")
    remedy = Text("请再试一次。", "Try again.")


class NewFact(NamedTuple):
    """A fact of a customer's points, why it was decided so, and of which order and version it speaks."""

    customer_id: int
    told: Happening
    inputs: Mapping[str, Any] = {}
    order_id: int | None = None
    version: int = 0


def take_turns(customer_ids: Iterable[int]) -> None:
    """Hold these customers, so that what is judged of their accounts stays true until it is written."""
    ids = list(customer_ids)
    holding.hold(ids)
    holding.take_turns(ids)


def instant(plan: PointsPlan, customer_id: int, *, at: datetime) -> datetime:
    """Return when an act counts that had its turn now: never before what the account already knows.

    A request that came first may have its turn last; judged as of its coming, it would not see what was spent meanwhile.
    """
    known = (
        PointsAccount.objects.filter(scheme_id=plan.id, customer_id=customer_id).values_list("as_of", flat=True).first()
    )
    return at if known is None else max(at, known)


def book(plan: PointsPlan, news: Sequence[NewFact], *, by: Actor, at: datetime) -> dict[int, AccountState]:
    """Store the facts that are new and let the ledger follow; returns the accounts of all these customers.

    The caller took turns and judged. Raises PointsKeyTaken when a key was used for something else.
    """
    keys = {new.told.key for new in news}
    known = _known(plan, sorted(keys))
    fresh: dict[str, PointsFact] = {}
    for new in news:
        row = _fact(plan, new, by=by, at=at)
        same = known.get(row.key) or fresh.get(row.key)
        if same is None:
            fresh[row.key] = row
        elif any(getattr(same, column) != getattr(row, column) for column in _BODY):
            raise PointsKeyTaken(key=row.key, field="key")
    PointsFact.objects.bulk_create(fresh.values(), batch_size=BATCH)
    return refold(plan, {new.customer_id for new in news}, at=at)


def refold(plan: PointsPlan, customer_ids: Collection[int], *, at: datetime) -> dict[int, AccountState]:
    """Compute these customers' accounts anew and append what the ledger lacks; returns them. The caller took turns.

    No account is computed as of earlier than it was: what another request told meanwhile would be taken back.
    """
    found: dict[int, AccountState] = {}
    ids = sorted(set(customer_ids))
    for start in range(0, len(ids), BATCH):
        some = ids[start : start + BATCH]
        stories = points_facts.stories(plan.id, some)
        rows = {row.customer_id: row for row in PointsAccount.objects.filter(scheme_id=plan.id, customer_id__in=some)}
        now = {pk: max(at, rows[pk].as_of) if pk in rows else at for pk in some}
        states = {pk: fold(stories.get(pk, ()), at=now[pk], zone=plan.zone) for pk in some}
        _write(plan, rows, states, now)
        found |= states
    return found


def _known(plan: PointsPlan, keys: Sequence[str]) -> dict[str, PointsFact]:
    found: dict[str, PointsFact] = {}
    for start in range(0, len(keys), BATCH):
        rows = PointsFact.objects.filter(scheme_id=plan.id, key__in=keys[start : start + BATCH])
        found.update({row.key: row for row in rows})
    return found


def _fact(plan: PointsPlan, new: NewFact, *, by: Actor, at: datetime) -> PointsFact:
    told = new.told
    return PointsFact(
        scheme_id=plan.id,
        member_id=new.customer_id,
        customer_id=new.customer_id,
        act=told.act.value,
        key=told.key,
        event_at=told.at,
        at=told.at,
        recorded_at=at,
        amount=told.amount,
        of=told.of,
        back=told.back,
        terms=reading.terms_of(told),
        inputs=dict(new.inputs),
        order_id=new.order_id,
        version=new.version,
        by_id=by.user_id,
    )


def _write(
    plan: PointsPlan,
    rows: Mapping[int, PointsAccount],
    states: Mapping[int, AccountState],
    now: Mapping[int, datetime],
) -> None:
    accounts = _accounts(plan, rows, states, now)
    booked = defaultdict(list)
    columns = ("account_id", "at", "cause", "move", "lot", "source", "target", "amount", "corrects")
    for pk, *row in PointsEntry.objects.filter(account__in=accounts.values()).values_list(*columns):
        booked[pk].append(ledger.line(*row))
    entries: list[PointsEntry] = []
    for customer_id, account in accounts.items():
        before = account.seq
        entries += _lines(account, ledger.missing(booked[account.pk], states[customer_id].lines), at=now[customer_id])
        _keep(account, states[customer_id], before, at=now[customer_id])
    PointsEntry.objects.bulk_create(entries, batch_size=BATCH)
    _lots({accounts[pk].pk: state for pk, state in states.items() if pk in accounts})


def _accounts(
    plan: PointsPlan,
    found: Mapping[int, PointsAccount],
    states: Mapping[int, AccountState],
    now: Mapping[int, datetime],
) -> dict[int, PointsAccount]:
    """Return the account of everybody who has one or has lines by now."""
    news = [
        PointsAccount(scheme_id=plan.id, customer_id=pk, as_of=now[pk])
        for pk, state in states.items()
        if pk not in found and state.lines
    ]
    made = PointsAccount.objects.bulk_create(news, batch_size=BATCH)
    return {**found, **{row.customer_id: row for row in made}}


def _lines(account: PointsAccount, missing: Sequence[ledger.Booked], *, at: datetime) -> list[PointsEntry]:
    """Return the lines to append; number, hash and balance of the account run along."""
    balance = account.available - account.debt
    entries = []
    for each in missing:
        line, account.seq = each.line, account.seq + 1
        balance += ledger.change(line)
        account.head = ledger.link(account.head, account.pk, account.seq, each, balance, at)
        entries.append(
            PointsEntry(
                account_id=account.pk, seq=account.seq, at=line.at, recorded_at=at, cause=line.cause, move=line.move.value,
                lot=line.lot, source=line.source.value, target=line.target.value, amount=line.amount, corrects=each.corrects,
                balance=balance, hash=account.head,
            )
        )  # fmt: skip
    return entries


def _keep(account: PointsAccount, state: AccountState, before: int, *, at: datetime) -> None:
    """Write the account as it stands now, if nobody else did meanwhile; raises AccountMoved."""
    told = {
        "available": state.available, "pending": state.pending, "held": state.held, "debt": state.debt, "seq": account.seq,
        "head": account.head, "due_at": state.due_at, "as_of": at,
    }  # fmt: skip
    if not PointsAccount.objects.filter(pk=account.pk, seq=before).update(**told):
        raise AccountMoved()


def _lots(states: Mapping[int, AccountState]) -> None:
    known = {(row.account_id, row.key): row for row in PointsLot.objects.filter(account_id__in=states)}
    rows = []
    for account_id, state in states.items():
        for lot in state.lots:
            row = PointsLot(account_id=account_id, **lot._asdict())
            same = known.pop((account_id, lot.key), None)
            if same is None or any(getattr(same, name) != value for name, value in lot._asdict().items()):
                rows.append(row)
    if known:
        PointsLot.objects.filter(pk__in=[row.pk for row in known.values()]).delete()
    PointsLot.objects.bulk_create(
        rows, batch_size=BATCH, update_conflicts=True, unique_fields=["account", "key"],
        update_fields=["points", "pending", "available", "held", "available_on", "expires_on"],
    )  # fmt: skip
