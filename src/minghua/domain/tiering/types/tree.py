"""A text in YAML or JSON as a tree of values; what no house can keep is refused with its line."""

import re
from typing import Any, Final

import yaml

from minghua.kernel.words import Text

MOST_DEPTH: Final = 12
UNKEPT: Final = re.compile("[\x00\ud800-\udfff]")  # a database keeps neither NUL nor half a sign


class NotATree(ValueError):
    """The text cannot be read: where, and why in both languages."""

    def __init__(self, text: Text, remedy: Text, *, line: int) -> None:
        self.text, self.remedy, self.line = text, remedy, line
        super().__init__(text.en)


def compose(text: str) -> yaml.Node | None:
    """Return the tree of a text, None for an empty one; raises NotATree."""
    if found := UNKEPT.search(text):
        raise _unkept(text.count("\n", 0, found.start()) + 1)
    try:
        return yaml.compose(text, Loader=_Loader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        said = str(getattr(error, "problem", None) or "unreadable")
        raise NotATree(
            Text(f"不是有效的 YAML（{said}）。", f"This is not valid YAML ({said})."),
            Text("请检查缩进、冒号和引号。", "Check indentation, colons and quotes."),
            line=mark.line + 1 if mark else 1,
        ) from None


class _Loader(yaml.SafeLoader):
    """Composes no deeper than anybody reads, and only signs that can be kept (`"\\0"` is written without one)."""

    depth = 0

    def compose_node(self, parent: Any, index: Any) -> Any:
        event = self.peek_event()
        line = event.start_mark.line + 1
        if self.depth > MOST_DEPTH:
            raise NotATree(
                Text("嵌套太深。", "This is nested too deep."), Text("请减少层次。", "Use fewer levels."), line=line
            )
        if isinstance(event, yaml.ScalarEvent) and UNKEPT.search(event.value):
            raise _unkept(line)
        self.depth += 1
        try:
            return super().compose_node(parent, index)
        finally:
            self.depth -= 1


def _unkept(line: int) -> NotATree:
    return NotATree(
        Text("含有不能保存的字符。", "It holds a character that cannot be kept."),
        Text("请删去该字符。", "Remove that character."),
        line=line,
    )
