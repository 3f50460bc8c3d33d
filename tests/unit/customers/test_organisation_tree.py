"""R01.3: the organisation tree has no cycles."""

import pytest

from minghua.domain.customers.rules import organisation_tree

PARENTS = {2: 1, 3: 2, 4: 2, 9: 9}  # child: parent


def test_a_new_branch_is_accepted() -> None:
    organisation_tree.require_no_cycle(5, parent=3, parent_of=PARENTS.get)


@pytest.mark.parametrize(("child", "parent"), [(1, 1), (1, 2), (1, 3), (2, 4)])
def test_an_organisation_cannot_stand_above_itself(child: int, parent: int) -> None:
    with pytest.raises(organisation_tree.CyclicTree) as refused:
        organisation_tree.require_no_cycle(child, parent=parent, parent_of=PARENTS.get)
    assert refused.value.field == "parent_id"


def test_a_broken_chain_ends_in_a_refusal_instead_of_running_for_ever() -> None:
    with pytest.raises(organisation_tree.TreeTooDeep):
        organisation_tree.require_no_cycle(7, parent=9, parent_of=PARENTS.get)
