"""A complaint as its log tells it, what keeps it open, and who may give how much (A19.3, R19.8, SVC-EMO-4, SVC-PAR-2)."""

from datetime import timedelta
from typing import Any

import pytest

from minghua.domain.service.rules import complaints
from minghua.domain.service.types.clocks import Event
from minghua.domain.service.types.complaints import Authority
from tests.conftest import AT

RANKS = (Authority("service.work", 100_00), Authority("service.lead", 500_00), Authority("service.manage", 10_000_00))
JUDGED = {"cause": "quality", "remedy": "refund", "valid": True}


def log(*acts: tuple[str, dict[str, Any]]) -> list[Event]:
    return [Event(n, act, AT, data) for n, (act, data) in enumerate(acts, start=1)]


@pytest.mark.parametrize(
    ("case", "acts", "missing"),
    [
        ("nothing yet", (), ["decided", "reaction"]),
        ("decided", (("judged", JUDGED),), ["reaction"]),
        ("SVC-EMO-4 accepted", (("judged", JUDGED), ("reaction", {"reaction": "accepted"})), []),
        ("SVC-EMO-4 rejected", (("judged", JUDGED), ("reaction", {"reaction": "rejected"})), ["recourse"]),
        ("recourse told", (("judged", JUDGED), ("reaction", {"reaction": "rejected", "recourse": True})), []),
        (
            "SVC-PAR-2 a voucher alone",
            (("assessed", {"safety": True}), ("compensated", {"amount_minor": 5000}), ("reply", {"auto": True, "channel": "phone"})),
            ["called", "decided", "reaction"],
        ),
        (
            "SVC-PAR-2 a person called",
            (("assessed", {"safety": True}), ("reply", {"channel": "phone"}), ("judged", JUDGED), ("reaction", {"reaction": "accepted"})),
            [],
        ),
        (
            "a call before somebody was hurt is not the call",
            (("reply", {"channel": "phone"}), ("assessed", {"safety": True}), ("judged", JUDGED), ("reaction", {"reaction": "accepted"})),
            ["called"],
        ),
        ("reopened", (("judged", JUDGED), ("reaction", {"reaction": "accepted"}), ("reopened", {})), ["reaction"]),
    ],
)  # fmt: skip
def test_what_keeps_a_complaint_open(case: str, acts: Any, missing: list[str]) -> None:
    assert complaints.missing(complaints.told(log(*acts))) == missing, case


@pytest.mark.parametrize(("tries", "enough"), [(0, False), (2, False), (3, True)])
def test_svc_emo_4_no_answer_takes_three_tries(tries: int, enough: bool) -> None:
    assert complaints.may_say_no_answer(complaints.told(log(*[("tried", {})] * tries))) is enough


@pytest.mark.parametrize(
    ("case", "amount", "earlier", "held", "leave"),
    [
        ("first 80", 80_00, [], ["service.work"], (True, 80_00, 100_00, "service.work")),
        ("A19.3", 80_00, [(3, 80_00)], ["service.work"], (False, 160_00, 100_00, "service.lead")),
        ("A19.3 a lead", 80_00, [(3, 80_00)], ["service.work", "service.lead"], (True, 160_00, 500_00, "service.lead")),
        ("seven days ago", 80_00, [(7, 80_00)], ["service.work"], (True, 80_00, 100_00, "service.work")),
        ("above all", 10_000_01, [], ["service.manage"], (False, 10_000_01, 10_000_00, "")),
        ("nobody", 1, [], [], (False, 1, 0, "service.work")),
    ],
)
def test_r19_8_split_payments_are_added_up(
    case: str, amount: int, earlier: list[tuple[int, int]], held: list[str], leave: tuple[Any, ...]
) -> None:
    before = [(AT - timedelta(days=days), paid) for days, paid in earlier]
    assert complaints.may_pay(amount, earlier=before, permissions=held, ranks=RANKS, at=AT) == leave, case
