"""The table of docs/rules/consent.md: what was said, and whether we may."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minghua.domain.interactions.rules import consent
from minghua.domain.interactions.types.consent import Act, Given, NewConsent, PersonFacts
from tests.conftest import AT, ON

CHILD, OF_AGE = date(2012, 6, 16), date(2012, 6, 15)
GRANTED, WITHDRAWN = Act.GRANTED, Act.WITHDRAWN


def said(*words: tuple, **facts) -> dict[str, Given]:
    """The last word by channel of (act, channel[, minutes]) in order."""
    records = []
    for number, (act, channel, *minutes) in enumerate(words):
        since = AT + timedelta(minutes=minutes[0] if minutes else number)
        records.append(Given(channel, act, since, record_id=number + 1, **facts))
    return consent.latest(records)


def asked(purpose: str, channel: str, last: dict[str, Given], *, renewed: int = 0, **facts) -> tuple[bool, str]:
    decision = consent.judge(purpose, channel, last=last, facts=PersonFacts(**facts), renewed=renewed, on=ON)
    assert decision.reason == consent.REASONS[decision.code]
    return decision.allowed, decision.code


ANY_BUT_SMS = ((GRANTED, "any"), (WITHDRAWN, "sms"))
SEPARATE, GUARDED = {"separate": True}, {"guarded": True}
YES, NO = True, False
TABLE = [
    ("C01", said(), "marketing", "sms", {}, (NO, "no_consent")),
    ("C02", said((GRANTED, "sms")), "marketing", "sms", {}, (YES, "granted")),
    ("C03", said((GRANTED, "sms")), "marketing", "call", {}, (NO, "no_consent")),
    ("C04", said((GRANTED, "any")), "marketing", "email", {}, (YES, "granted")),
    ("C05", said(*ANY_BUT_SMS), "marketing", "sms", {}, (NO, "withdrawn")),
    ("C06", said(*ANY_BUT_SMS), "marketing", "email", {}, (YES, "granted")),
    ("C07", said((GRANTED, "sms"), (WITHDRAWN, "any")), "marketing", "sms", {}, (NO, "withdrawn")),
    ("C08", said((WITHDRAWN, "any"), (GRANTED, "sms")), "marketing", "sms", {}, (YES, "granted")),
    ("C09", said((WITHDRAWN, "sms", 5), (GRANTED, "sms", 5)), "marketing", "sms", {}, (NO, "withdrawn")),
    ("C10", said(), "service", "call", {}, (YES, "not_objected")),
    ("C11", said((WITHDRAWN, "call")), "service", "call", {}, (NO, "withdrawn")),
    ("C12", said(), "profiling", "any", {}, (YES, "not_objected")),
    ("C13", said((WITHDRAWN, "any")), "profiling", "any", {}, (NO, "withdrawn")),
    ("C14", said((GRANTED, "any")), "sharing", "any", {}, (NO, "needs_separate")),
    ("C15", said((GRANTED, "any"), **SEPARATE), "sharing", "any", {}, (YES, "granted")),
    ("C16", said((GRANTED, "sms"), policy_version=1), "marketing", "sms", {"renewed": 2}, (NO, "policy_changed")),
    ("C17", said((GRANTED, "sms"), policy_version=2), "marketing", "sms", {"renewed": 2}, (YES, "granted")),
    ("C18", said((GRANTED, "any"), **GUARDED), "marketing", "sms", {"birthday": CHILD}, (NO, "minor")),
    ("C19", said(), "profiling", "any", {"birthday": CHILD}, (NO, "no_consent")),
    ("C20", said((GRANTED, "any"), **SEPARATE), "sharing", "any", {"birthday": CHILD}, (NO, "needs_guardian")),
    ("C21", said(), "service", "sms", {"birthday": CHILD}, (YES, "not_objected")),
    ("C22", said((GRANTED, "sms")), "marketing", "sms", {"birthday": OF_AGE}, (YES, "granted")),
    ("C23", said((GRANTED, "sms")), "marketing", "sms", {"restricted": True}, (NO, "restricted")),
    ("C24", said(), "service", "call", {"restricted": True}, (NO, "restricted")),
    ("C26", said((GRANTED, "sms")), "service", "sms", {"erased": True}, (NO, "erased")),
    ("C25", said((WITHDRAWN, "sms", 9), (GRANTED, "sms", 1)), "marketing", "sms", {}, (NO, "withdrawn")),
]


@pytest.mark.parametrize(("last", "purpose", "channel", "facts", "answer"), [row[1:] for row in TABLE], ids=[row[0] for row in TABLE])  # fmt: skip
def test_the_table(last: dict, purpose: str, channel: str, facts: dict, answer: tuple[bool, str]) -> None:
    assert asked(purpose, channel, last, **facts) == answer


WORDS = st.tuples(st.sampled_from([GRANTED, WITHDRAWN]), st.sampled_from(["sms", "email", "any"]), st.integers(0, 9))


@given(st.lists(WORDS, max_size=8), st.randoms())
def test_the_order_in_which_records_arrive_changes_nothing(words: list, chance) -> None:
    records = [Given(channel, act, AT + timedelta(minutes=minute), record_id=0) for act, channel, minute in words]
    shuffled = records[:]
    chance.shuffle(shuffled)
    assert asked("marketing", "sms", consent.latest(records)) == asked("marketing", "sms", consent.latest(shuffled))


@given(st.lists(WORDS, max_size=8))
def test_after_a_withdrawal_of_everything_nothing_is_allowed(words: list) -> None:
    last = said(*words, (WITHDRAWN, "any", 10))
    assert {asked("marketing", channel, last) for channel in ("sms", "email", "any")} == {(NO, "withdrawn")}


KNOWN = {
    "purposes": frozenset({"marketing", "sharing", "service"}),
    "channels": frozenset({"any", "sms"}),
    "hows": frozenset({"form", "paper", "call_note"}),
}


def wrong(minor: bool = False, **facts) -> dict[str, str]:
    told = {"customer_id": 1, "purpose": "marketing", "channel": "sms", "how": "form"} | facts
    return consent.problems(NewConsent(**told), minor=minor, **KNOWN)


@pytest.mark.parametrize(
    ("facts", "codes"),
    [
        ({}, {}),
        ({"purpose": "?"}, {"purpose": "unknown_purpose"}),
        ({"channel": "fax"}, {"channel": "unknown_channel"}),
        ({"purpose": "sharing", "separate": True}, {"channel": "not_by_channel"}),
        ({"how": ""}, {"how": "unknown_how"}),
        ({"how": "paper"}, {"file": "needs_file"}),
        ({"how": "paper", "file_id": "f" * 32}, {}),
        ({"how": "call_note"}, {"note": "needs_note"}),
        ({"how": "call_note", "note": "答应收短信"}, {}),
        ({"purpose": "sharing", "channel": "any"}, {"separate": "needs_separate"}),
        ({"act": Act.WITHDRAWN, "how": "call_note"}, {}),
        ({"minor": True}, {"guardian": "needs_guardian", "purpose": "minor"}),
        ({"minor": True, "purpose": "service", "guardian": "母亲"}, {}),
        ({"minor": True, "act": Act.WITHDRAWN}, {}),
    ],
)
def test_what_a_record_must_say(facts: dict, codes: dict[str, str]) -> None:
    assert wrong(**facts) == codes


def test_a_leap_day_child_comes_of_age_on_the_last_of_february() -> None:
    born = date(2012, 2, 29)
    ages = [consent.is_minor(born, on=date(2026, 2, day)) for day in (27, 28)]
    assert (ages, consent.is_minor(None, on=ON)) == ([True, False], False)
