"""Parents and subsidiaries form a tree: no organisation stands above itself (R01.3)."""

from collections.abc import Callable

from minghua.kernel.errors import Refusal
from minghua.kernel.words import Text

MAX_DEPTH = 20


class CyclicTree(Refusal):
    """The new parent stands below the organisation itself."""

    code = "cyclic_tree"
    text = Text("上级单位不能是本单位或其下级。", "The parent cannot be the organisation itself or one below it.")
    remedy = Text("请选择其他上级单位，或先解除下级关系。", "Choose another parent, or undo the lower link first.")


class TreeTooDeep(Refusal):
    """The chain of parents is longer than anyone can read."""

    code = "tree_too_deep"
    text = Text("组织层级超过 {depth} 层。", "The organisation tree is deeper than {depth} levels.")
    remedy = Text("请检查上级关系是否有误。", "Check whether a parent link is wrong.")


def require_no_cycle(child: int, *, parent: int, parent_of: Callable[[int], int | None]) -> None:
    """Raise CyclicTree if `child` stands above `parent` already, TreeTooDeep beyond MAX_DEPTH levels."""
    above: int | None = parent
    for _ in range(MAX_DEPTH):
        if above == child:
            raise CyclicTree(field="parent_id")
        if above is None:
            return
        above = parent_of(above)
    raise TreeTooDeep(field="parent_id", depth=MAX_DEPTH)
