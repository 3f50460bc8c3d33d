"""What must always hold of points: no point is lost or invented, and what stands is what the facts say (INV-P1 … P13, I1, I2, I9)."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any, Final

from minghua.domain.loyalty.models import PointsAccount, PointsEntry, PointsLot
from minghua.domain.loyalty.queries import points_facts, points_plans
from minghua.domain.loyalty.rules import points_ledger as ledger
from minghua.domain.loyalty.rules.points_fold import fold
from minghua.foundation.invariants.searching import rows
from minghua.foundation.invariants.types import Finding, Invariant
from minghua.kernel.words import Text

BATCH: Final = 500
_FIRST: Final = "(SELECT min(id) FROM loyalty_pointsaccount)"
_ENTRY: Final = "account_id, seq, at, recorded_at, cause, move, lot, source, target, amount, corrects, balance, hash"
_FACT: Final = "scheme_id, member_id, customer_id, act, key, event_at, at, recorded_at, amount, of, back, terms, inputs, order_id, version, by_id"
_LARGE: Final = _FACT.replace(" key", " 'earn:unseen'").replace(" amount", " 10000000")
_OWN: Final = (("available", "available"), ("pending", "pending"), ("held", "held"))


def _sum(bucket: str) -> str:
    return (
        f"(SELECT coalesce(sum(CASE WHEN line.target = '{bucket}' THEN line.amount ELSE 0 END - CASE WHEN line.source = '{bucket}' THEN"
        " line.amount ELSE 0 END), 0) FROM loyalty_pointsentry AS line WHERE line.account_id = own.id)"
    )


def _unchained(at: datetime) -> Iterator[Finding]:
    """Numbers are dense, every hash rests on the one before, and the balance runs along."""
    for some in _accounts():
        chains: dict[int, tuple[int, str, int]] = {}
        columns = ("account_id", "seq", "recorded_at", "balance", "hash", "at", "cause", "move", "lot", "source", "target", "amount", "corrects")  # fmt: skip
        found = PointsEntry.objects.filter(account__in=some).order_by("account_id", "seq").values_list(*columns)
        broken: set[int] = set()
        for account_id, seq, recorded_at, balance, hash_, *line in found:
            before, head, running = chains.get(account_id, (0, "", 0))
            booked = ledger.line(*line)
            running += ledger.change(booked.line)
            told = ledger.link(head, account_id, seq, booked, running, recorded_at)
            if account_id not in broken and (seq, balance, hash_) != (before + 1, running, told):
                broken.add(account_id)
                yield {"account": account_id, "seq": seq}
            chains[account_id] = (seq, hash_, balance)
        for account in some:
            seq, head, _ = chains.get(account.pk, (0, "", 0))
            if account.pk not in broken and (account.seq, account.head) != (seq, head):
                yield {"account": account.pk, "seq": account.seq}


def otherwise_told(at: datetime) -> Iterator[Finding]:
    """Account, lots and lines are what the facts give when they are folded afresh (I9)."""
    plans = {plan.id: plan for plan in points_plans.every()}
    for some in _accounts():
        lots: dict[int, list[tuple[Any, ...]]] = {}
        names = ("key", "points", "pending", "available", "held", "available_on", "expires_on")
        for pk, *lot in PointsLot.objects.filter(account__in=some).values_list("account_id", *names):
            lots.setdefault(pk, []).append(tuple(lot))
        booked: dict[int, list[ledger.Booked]] = {}
        columns = ("account_id", "at", "cause", "move", "lot", "source", "target", "amount", "corrects")
        for pk, *line in PointsEntry.objects.filter(account__in=some).values_list(*columns):
            booked.setdefault(pk, []).append(ledger.line(*line))
        stories = {
            pk: points_facts.stories(pk, [each.customer_id for each in some if each.scheme_id == pk]) for pk in plans
        }
        for account in some:
            story = stories[account.scheme_id].get(account.customer_id, [])
            true = fold(story, at=account.as_of, zone=plans[account.scheme_id].zone)
            stands = (account.available, account.pending, account.held, account.debt, account.due_at)
            if stands != (true.available, true.pending, true.held, true.debt, true.due_at):
                yield {"account": account.pk, "what": "account"}
            elif sorted(lots.get(account.pk, []), key=str) != sorted((tuple(lot) for lot in true.lots), key=str):
                yield {"account": account.pk, "what": "lots"}
            elif ledger.missing(booked.get(account.pk, []), true.lines):
                yield {"account": account.pk, "what": "lines"}


def _accounts() -> Iterator[list[PointsAccount]]:
    after = 0
    while some := list(PointsAccount.objects.filter(pk__gt=after).order_by("pk")[:BATCH]):
        after = some[-1].pk
        yield some


POINTS_INVARIANTS: Final = (
    Invariant(
        "INV-P1",
        Text(
            "账户的可用、待生效、预留与欠分，等于其流水之和",
            "What an account has, waits for, holds and owes is the sum of its lines",
        ),
        rows(
            "SELECT own.id FROM loyalty_pointsaccount AS own WHERE "
            + " OR ".join(f"own.{column} <> {_sum(bucket)}" for column, bucket in _OWN)
            + f" OR own.debt <> -{_sum('debt')}"
        ),
        (f"UPDATE loyalty_pointsaccount SET pending = pending + 1 WHERE id = {_FIRST}",),
    ),
    Invariant(
        "INV-P2",
        Text("账户的积分等于各笔剩余之和", "What an account has is the sum of what is left of its lots"),
        rows(
            "SELECT own.id FROM loyalty_pointsaccount AS own WHERE "
            + " OR ".join(
                f"own.{name} <> (SELECT coalesce(sum(lot.{name}), 0) FROM loyalty_pointslot AS lot WHERE lot.account_id = own.id)"
                for name, _ in _OWN
            )
        ),
        ("UPDATE loyalty_pointslot SET available = available + 1 WHERE id = (SELECT min(id) FROM loyalty_pointslot)",),
    ),
    Invariant(
        "INV-P3",
        Text("欠分时没有可用积分", "Who owes points has none to spend"),
        rows("SELECT id FROM loyalty_pointsaccount WHERE debt > 0 AND available > 0"),
        (f"UPDATE loyalty_pointsaccount SET debt = 1, available = 1 WHERE id = {_FIRST}",),
    ),
    Invariant(
        "INV-P5",
        Text(
            "流水编号连续，哈希相接，余额逐行相符",
            "Lines are numbered without a gap, chained by hash, and the balance runs along",
        ),
        _unchained,
        (
            f"INSERT INTO loyalty_pointsentry ({_ENTRY}) SELECT account_id, 1000000, at, recorded_at, cause, move, lot, source,"
            f" target, amount, corrects, balance, hash FROM loyalty_pointsentry WHERE account_id = {_FIRST} AND seq = 1",
        ),
    ),
    Invariant(
        "INV-P9",
        Text(
            "账户、各笔与流水，正是事实重算的结果",
            "Accounts, lots and lines are what the facts give when they are folded afresh",
        ),
        otherwise_told,
        (
            "UPDATE loyalty_pointslot SET expires_on = '2001-01-01' WHERE id = (SELECT min(id) FROM loyalty_pointslot)",
        ),
    ),
    Invariant(
        "INV-P8",
        Text("有期限的积分都已排定到期", "Points that expire are due to"),
        rows(
            "SELECT lot.id FROM loyalty_pointslot AS lot JOIN loyalty_pointsaccount AS own ON own.id = lot.account_id WHERE"
            " lot.available > 0 AND lot.expires_on IS NOT NULL AND own.due_at IS NULL"
        ),
        (
            "UPDATE loyalty_pointsaccount SET due_at = NULL WHERE id IN (SELECT account_id FROM loyalty_pointslot WHERE available"
            " > 0 AND expires_on IS NOT NULL)",
        ),
    ),
    Invariant(
        "INV-P13",
        Text(
            "手工增减的每一笔都有登记，超过上限的由两个人经手",
            "Whatever was given or taken by hand is noted, and above the limit by two people",
        ),
        rows(
            "SELECT fact.id FROM loyalty_pointsfact AS fact LEFT JOIN loyalty_pointsadjustment AS own ON own.scheme_id ="
            " fact.scheme_id AND own.key = fact.key WHERE fact.act IN ('earn', 'take') AND fact.order_id IS NULL AND fact.by_id IS"
            " NOT NULL AND (own.id IS NULL OR own.state <> 'booked' OR own.amount <> fact.amount OR own.customer_id <>"
            " fact.customer_id OR (own.amount > own.most AND (own.decided_by_id IS NULL OR own.decided_by_id = own.asked_by_id)))"
            " UNION ALL SELECT own.id FROM loyalty_pointsadjustment AS own LEFT JOIN loyalty_pointsfact AS fact ON own.scheme_id ="
            " fact.scheme_id AND own.key = fact.key WHERE (own.state = 'booked') <> (fact.id IS NOT NULL)"
        ),
        (
            f"INSERT INTO loyalty_pointsfact ({_FACT}) SELECT {_LARGE}"
            " FROM loyalty_pointsfact WHERE act = 'earn' AND by_id IS NOT NULL AND order_id IS NULL ORDER BY id LIMIT 1",
            "UPDATE loyalty_pointsadjustment SET state = 'booked', decided_at = asked_at, decided_by_id = (SELECT min(id) FROM"
            " people_user WHERE id <> asked_by_id) WHERE state = 'asked'",
        ),
    ),
)  # fmt: skip
