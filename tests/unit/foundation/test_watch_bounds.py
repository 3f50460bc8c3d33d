"""A flood of refusals is counted, not stored; one noisy caller hides nobody else."""

from datetime import timedelta

from minghua.foundation.watch.bounds import MOST_KEYS, Bound
from tests.conftest import AT


def test_acts_beyond_the_allowance_are_left_out_and_counted_with_the_next():
    bound = Bound(per_key=2, total=100)
    assert [bound.admit("a", at=AT) for _ in range(5)] == [0, 0, None, None, None]
    assert bound.admit("a", at=AT + timedelta(hours=1)) == 3
    assert bound.admit("a", at=AT + timedelta(hours=1)) == 0


def test_another_caller_has_an_allowance_of_its_own():
    bound = Bound(per_key=1, total=100)
    assert [bound.admit(key, at=AT) for key in ("a", "a", "b")] == [0, None, 0]


def test_all_callers_together_stay_under_the_total():
    bound = Bound(per_key=5, total=10)
    admitted = [bound.admit(str(number), at=AT) for number in range(1_000)]
    assert sum(each is not None for each in admitted) == 10


def test_made_up_keys_do_not_fill_the_memory():
    bound = Bound(per_key=1, total=10**9)
    for number in range(MOST_KEYS + 500):
        bound.admit(str(number), at=AT)
    assert len(bound._admitted) <= MOST_KEYS + 1
