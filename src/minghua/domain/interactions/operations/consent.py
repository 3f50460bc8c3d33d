"""Keeping what customers say about consent: judged, added to the records, folded into the state, on the timeline at once."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Final

from minghua.domain.customers import queries as customer_reads
from minghua.domain.customers.operations import holding
from minghua.domain.interactions import queries
from minghua.domain.interactions.models import ConsentRecord, ConsentState, PrivacyPolicy
from minghua.domain.interactions.rules import consent
from minghua.domain.interactions.types.consent import ANY, Act, Given, NewConsent, Withdrawn
from minghua.foundation.audit import operations as audit
from minghua.foundation.people.types import SYSTEM, Actor
from minghua.foundation.permissions.table import require
from minghua.foundation.timeline import operations as timeline
from minghua.foundation.timeline.operations import NewEntry
from minghua.foundation.vocabulary import queries as vocabulary
from minghua.kernel.errors import Invalid, NotFound, Refusal
from minghua.kernel.periods import local_date
from minghua.kernel.words import Text

SUBJECT: Final = "interactions.ConsentRecord"
_BATCH: Final = 500
_STATE: Final = ("act", "since", "separate", "guarded", "policy_version", "record")
Key = tuple[int, str, str]


class NoPolicy(Refusal):
    """A consent is given under a published policy, and there is none of that version."""

    code = "no_privacy_policy"
    text = Text(
        "还没有发布这一版隐私政策，无法登记同意。",
        "That privacy policy has not been published: consent cannot be kept.",
    )
    remedy = Text(
        "请管理员先在「设置 · 隐私政策」发布。", "Ask an administrator to publish it under Settings · Privacy policy."
    )


def record_consent(new: NewConsent, *, by: Actor, at: datetime) -> int:
    """Keep one act of consent and return its record's id; raises Invalid, NotFound, NoPolicy."""
    return record_consents([new], by=by, at=at)[0]


def record_consents(
    news: Iterable[NewConsent], *, import_run_id: int | None = None, by: Actor, at: datetime
) -> tuple[int, ...]:
    """Keep many acts in a few statements and return their ids; raises Invalid, NotFound, NoPolicy for the first bad one."""
    require(by, "consent.record")
    batch = list(news)
    reached = {new.customer_id for new in batch}
    if holding.visible_ids(by, reached) != reached:
        raise NotFound(field="customer_id")
    birthdays = _held(reached)
    for new in batch:
        _check(new, birthday=birthdays.get(new.customer_id), at=at)
    return store(batch, import_run_id=import_run_id, by=by, at=at)


def withdraw_consent(
    customer_id: int,
    *,
    purpose: str,
    channel: str = ANY,
    how: str = "call_note",
    note: str = "",
    by: Actor,
    at: datetime,
) -> bool:
    """End a consent at once (N1) and return whether that was news; raises NotFound, Invalid."""
    done = withdraw_many([customer_id], purpose=purpose, channel=channel, how=how, note=note, by=by, at=at)
    if done.refused:
        raise NotFound(field="customer_id")
    return done.changed == 1


def withdraw_many(
    customer_ids: Iterable[int],
    *,
    purpose: str,
    channel: str = ANY,
    how: str = "call_note",
    note: str = "",
    by: Actor,
    at: datetime,
) -> Withdrawn:
    """End a consent of many customers; those out of reach are refused, those who had withdrawn stay as they are."""
    require(by, "consent.record")
    wanted = sorted(set(customer_ids))
    reached = holding.visible_ids(by, wanted)
    news = [
        NewConsent(customer_id=pk, purpose=purpose, channel=channel, act=Act.WITHDRAWN, how=how, note=note)
        for pk in sorted(reached)
    ]
    for new in news[:1]:
        _check(new, birthday=None, at=at)
    _held(reached)
    return _withdrawn(news, refused=tuple(pk for pk in wanted if pk not in reached), by=by, at=at)


def withdraw_told(new: NewConsent, *, by: Actor, at: datetime) -> bool:
    """Keep a withdrawal that came by a link or a request and return whether it was news; raises Forbidden."""
    require(by, "consent.record")
    _held([new.customer_id])
    return _withdrawn([new], refused=(), by=by, at=at).changed == 1


def _withdrawn(news: list[NewConsent], *, refused: tuple[int, ...], by: Actor, at: datetime) -> Withdrawn:
    known = states({(new.customer_id, new.purpose, new.channel) for new in news})
    fresh = [new for new in news if not _has_ended(known.get((new.customer_id, new.purpose, new.channel)))]
    store(fresh, by=by, at=at)
    return Withdrawn(len(fresh), refused)


def _has_ended(state: ConsentState | None) -> bool:
    return state is not None and state.act == Act.WITHDRAWN


def store(news: Sequence[NewConsent], *, import_run_id: int | None = None, by: Actor, at: datetime) -> tuple[int, ...]:
    """Add judged acts to the records, fold them into the state, tell timeline and audit; the caller has asked the rules."""
    if not news:
        return ()
    policies = _policies(news)
    rows = [_row(new, policies, import_run_id=import_run_id, by=by, at=at) for new in news]
    ConsentRecord.objects.bulk_create(rows, batch_size=_BATCH)
    _fold(rows, {policy.pk: policy.version for policy in policies.values()})
    timeline.post_many([_entry(row) for row in rows], run_id=import_run_id, by=by)
    _tell(rows, import_run_id, by=by, at=at)
    return tuple(row.pk for row in rows)


def refold(customer_ids: Iterable[int]) -> None:
    """Fold the records of these customers anew: after a merge, its undoing, or records that went with an import."""
    ids = sorted(set(customer_ids))
    _held(frozenset(ids))
    for start in range(0, len(ids), _BATCH):
        some = ids[start : start + _BATCH]
        ConsentState.objects.filter(customer_id__in=some).delete()
        rows = list(ConsentRecord.objects.filter(customer_id__in=some).select_related("policy").order_by("pk"))
        _fold(rows, {row.policy.pk: row.policy.version for row in rows if row.policy})


def _held(customer_ids: Iterable[int]) -> dict[int, date | None]:
    """Return the birthdays, holding the customers so that two writers fold one after the other."""
    ids: list[int] = sorted(set(customer_ids))
    found: dict[int, date | None] = {}
    for start in range(0, len(ids), _BATCH):
        rows = customer_reads.seen(SYSTEM).filter(pk__in=ids[start : start + _BATCH]).order_by("pk")
        found |= dict(rows.select_for_update(no_key=True, of=("self",)).values_list("pk", "birthday"))
    return found


def _check(new: NewConsent, *, birthday: date | None, at: datetime) -> None:
    given_at = new.given_at or at
    wrong = consent.problems(
        new,
        purposes=vocabulary.codes("interactions.consent_purpose"),
        channels=vocabulary.codes("interactions.consent_channel"),
        hows=vocabulary.codes("interactions.consent_how"),
        minor=consent.is_minor(birthday, on=local_date(given_at)),
    )
    if given_at > at:
        wrong["given_at"] = "in_the_future"
    for field, code in wrong.items():
        text = consent.PROBLEMS[code]
        raise Invalid(text.zh, text.en, field=field, code=code)


def _policies(news: Sequence[NewConsent]) -> dict[int | None, PrivacyPolicy]:
    """Return the policies by the version asked for; None is the one in force."""
    asked = {new.policy for new in news if new.act == Act.GRANTED}
    found: dict[int | None, PrivacyPolicy] = {
        policy.version: policy for policy in PrivacyPolicy.objects.filter(version__in=[v for v in asked if v])
    }
    newest = queries.policy_in_force() if None in asked else None
    if newest is not None:
        found[None] = newest
    if asked - found.keys():
        raise NoPolicy(field="policy")
    return found


def _row(
    new: NewConsent, policies: dict[int | None, PrivacyPolicy], *, import_run_id: int | None, by: Actor, at: datetime
) -> ConsentRecord:
    return ConsentRecord(
        customer_id=new.customer_id,
        purpose=new.purpose,
        channel=new.channel,
        act=str(new.act),
        given_at=new.given_at or at,
        how=new.how,
        separate=new.separate,
        guardian=new.guardian.strip()[:80],
        note=new.note.strip()[:500],
        file_id=new.file_id,
        policy=policies[new.policy] if new.act == Act.GRANTED else None,
        import_run_id=import_run_id,
        recorded_at=at,
        recorded_by_id=by.user_id,
    )


def _fold(rows: Sequence[ConsentRecord], versions: dict[int, int]) -> None:
    """Bring the state of every key in these rows up to date in two statements."""
    said: dict[Key, list[ConsentRecord]] = {}
    for row in rows:
        said.setdefault((row.customer_id, row.purpose, row.channel), []).append(row)
    known, fresh = states(said.keys()), []
    for key, records in said.items():
        before = known.get(key)
        given = {row.pk: _given(row, versions) for row in records}
        told = [*given.values(), *([_kept(before)] if before else [])]
        last = consent.latest(told)[key[2]]
        if last.record_id in given:
            fresh.append(_state(key, last))
    ConsentState.objects.bulk_create(
        fresh,
        batch_size=_BATCH,
        update_conflicts=True,
        unique_fields=["customer", "purpose", "channel"],
        update_fields=list(_STATE),
    )


def _given(row: ConsentRecord, versions: dict[int, int]) -> Given:
    version = versions.get(row.policy_id, 0) if row.policy_id else 0
    return Given(row.channel, row.act, row.given_at, row.separate, bool(row.guardian), version, row.pk)


def _kept(state: ConsentState) -> Given:
    return Given(
        state.channel, state.act, state.since, state.separate, state.guarded, state.policy_version, state.record_id
    )


def _state(key: Key, last: Given) -> ConsentState:
    customer_id, purpose, channel = key
    return ConsentState(
        customer_id=customer_id,
        purpose=purpose,
        channel=channel,
        act=last.act,
        since=last.since,
        separate=last.separate,
        guarded=last.guarded,
        policy_version=last.policy_version,
        record_id=last.record_id,
    )


def states(keys: Iterable[Key]) -> dict[Key, ConsentState]:
    """Return where these stand, by (customer, purpose, channel)."""
    wanted = set(keys)
    ids, found = sorted({key[0] for key in wanted}), {}
    for start in range(0, len(ids), _BATCH):
        for state in ConsentState.objects.filter(customer_id__in=ids[start : start + _BATCH]):
            key = (state.customer_id, state.purpose, state.channel)
            if key in wanted:
                found[key] = state
    return found


def _entry(row: ConsentRecord) -> NewEntry:
    data = {"act": row.act, "purpose": row.purpose, "channel": row.channel, "how": row.how, "note": row.note[:200]}
    return NewEntry(row.customer_id, "consent", row.given_at, data, ("consent", row.pk))


def _tell(rows: Sequence[ConsentRecord], run_id: int | None, *, by: Actor, at: datetime) -> None:
    if run_id is not None:
        audit.record("consent.imported", SUBJECT, "many", {"run": run_id, "n": len(rows)}, by=by, at=at)
        return
    for row in rows:
        data = {"customer": row.customer_id, "purpose": row.purpose, "channel": row.channel, "how": row.how}
        audit.record(f"consent.{row.act}", SUBJECT, row.pk, data, by=by, at=at)
