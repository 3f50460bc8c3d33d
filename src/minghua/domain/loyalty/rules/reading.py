"""Plain values out of a text in YAML or JSON; what is wrong is gathered with its place, its line and its remedy."""

import re
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from difflib import get_close_matches
from enum import StrEnum
from typing import Any, Final, TypeVar

import yaml

from minghua.domain.loyalty.types.problems import SchemeInvalid
from minghua.domain.loyalty.types.scheme import FIRST_DAY, LAST_DAY
from minghua.domain.tiering.types import LARGEST, Problem, not_whole, tree
from minghua.kernel.words import NO_TEXT, Text

E = TypeVar("E", bound=StrEnum)
MOST_CHARACTERS: Final = 200_000
MOST_VALUES: Final = 20_000  # an alias may stand for many
CODE: Final = re.compile(r"[a-z][a-z0-9_]{0,39}")
_MENDS: Final = {
    "unreadable": Text("请检查缩进、冒号和引号。", "Check indentation, colons and quotes."),
    "not_a_mapping": Text("请写成「键: 值」。", "Write keys and values."),
    "not_a_list": Text("每项以「- 」开头。", "Begin each item with “- ”."),
    "not_whole": Text("请填整数，不带小数和逗号。", "Write a whole number without point or comma."),
    "not_a_code": Text("小写字母开头，只含字母、数字、下划线，最多 40 个。", "Small letters, digits, underscores, a letter first, at most 40."),
    "not_a_day": Text("请写成 2014-09-18。", "Write it as 2014-09-18."),
    "day_too_far": Text(f"请填 {FIRST_DAY} 到 {LAST_DAY} 之间的日期。", f"Write a day from {FIRST_DAY} to {LAST_DAY}."),
}  # fmt: skip


class Sheet:
    """The data of a text with the line of every place, and the defects found so far."""

    def __init__(self, text: str) -> None:
        self.problems: list[Problem] = []
        self._lines: dict[str, int] = {}
        self._read_so_far = 0
        self.data = self._read(text)

    def wrong(self, path: str, code: str, text: Text, remedy: Text | None = None) -> None:
        """Gather a defect; its line is that of the place or of the nearest place around it."""
        near = path
        while near and near not in self._lines:
            near = re.sub(r"(\.[^.\[]+|\[\d+\]|^[^.\[]+)$", "", near)
        mend = _MENDS[code] if remedy is None else remedy
        self.problems.append(Problem(path or "scheme", code, text, mend, self._lines.get(near, 1)))

    def finish(self) -> None:
        """Raise SchemeInvalid when something is wrong."""
        if self.problems:
            raise SchemeInvalid(tuple(self.problems))

    def mapping(self, data: Any, path: str, known: Collection[str] | None) -> Mapping[str, Any]:
        """Return a mapping, of known keys only unless `known` is None."""
        if not isinstance(data, Mapping):
            self.wrong(path, "not_a_mapping", Text("这里应是一组「键: 值」。", "Keys and values are expected here."))
            return {}
        for key in data:
            if known is not None and key not in known:
                self._unlike(f"{path}.{key}" if path else key, key, known, "unknown_key")
        return data if known is None else {key: value for key, value in data.items() if key in known}

    def listing(self, data: Any, path: str) -> Sequence[Any]:
        """Return a list, an empty one for a missing one."""
        if data is None or isinstance(data, list):
            return data or ()
        self.wrong(path, "not_a_list", Text("这里应是一个列表。", "A list is expected here."))
        return ()

    def whole(self, data: Any, path: str, *, least: int = 0, most: int = LARGEST, default: int = 0) -> int:
        """Return a whole number between two bounds, the default for a missing one."""
        if data is None:
            return default
        said = str(data).strip()
        if isinstance(data, bool) or not re.fullmatch(r"-?\d{1,16}", said) or not least <= int(said) <= most:
            self.wrong(path, "not_whole", not_whole(data, least=least, most=most))
            return default
        return int(said)

    def word(self, data: Any, path: str, words: type[E], default: E) -> E:
        """Return one of an enumeration, the default for a missing one."""
        if data is None or str(data) in set(words):
            return default if data is None else words(str(data))
        self._unlike(path, data, [each.value for each in words], "unknown_word")
        return default

    def words(self, data: Any, path: str, known: Collection[str]) -> tuple[str, ...]:
        """Return a list of known words."""
        found = [str(each) for each in self.listing(data, path)]
        for place, each in enumerate(found):
            if each not in known:
                self._unlike(f"{path}[{place}]", each, known, "unknown_word")
        return tuple(dict.fromkeys(found))

    def code(self, data: Any, path: str) -> str:
        """Return a code."""
        if isinstance(data, str) and CODE.fullmatch(data):
            return data
        self.wrong(path, "not_a_code", Text(f"「{data}」不能作代码。", f"“{data}” cannot be a code."))
        return ""

    def day(self, data: Any, path: str) -> date | None:
        """Return a day that can be reckoned with, None for a missing one."""
        if data is None:
            return None
        try:
            day = date.fromisoformat(str(data))
        except ValueError:
            self.wrong(path, "not_a_day", Text(f"「{data}」不是日期。", f"“{data}” is not a day."))
            return None
        if FIRST_DAY <= day <= LAST_DAY:
            return day
        self.wrong(path, "day_too_far", Text(f"「{day}」太远，无法推算。", f"“{day}” is too far away to reckon with."))
        return None

    def text(self, data: Any, path: str, default: str = "") -> Text:
        """Return a text in both tongues; one plain text is taken for both."""
        if data is None:
            return Text(default, default) if default else NO_TEXT
        if isinstance(data, str):
            return Text(data[:200], data[:200])
        found = self.mapping(data, path, ("zh", "en"))
        zh = str(found.get("zh") or found.get("en") or default)[:200]
        return Text(zh, str(found.get("en") or zh)[:200])

    def _unlike(self, path: str, said: Any, known: Collection[str], code: str) -> None:
        like = get_close_matches(str(said), known, 1)
        hint = (like[0], like[0]) if like else ("、".join(known), ", ".join(known))
        self.wrong(
            path, code, Text(f"这里不能写「{said}」。", f"“{said}” cannot stand here."),
            Text(f"可用：{hint[0]}。", f"Use: {hint[1]}."),
        )  # fmt: skip

    def _read(self, text: str) -> Any:
        if len(text) > MOST_CHARACTERS:
            self.wrong(
                "", "unreadable", Text("文本太长（最多 20 万字）。", "The text is longer than 200,000 characters.")
            )
            self.finish()
        try:
            node = tree.compose(text)
        except tree.NotATree as error:
            raise SchemeInvalid((Problem("scheme", "unreadable", error.text, error.remedy, error.line),)) from None
        return {} if node is None else self._plain(node, "", 0)

    def _plain(self, node: yaml.Node, path: str, depth: int) -> Any:
        self._lines.setdefault(path, node.start_mark.line + 1)
        self._read_so_far += 1
        if self._read_so_far > MOST_VALUES:
            self.wrong(
                path, "unreadable", Text("内容太多（最多 2 万项）。", "There are more than 20,000 values in it.")
            )
            self.finish()
        if depth > tree.MOST_DEPTH:
            self.wrong(path, "unreadable", Text("嵌套太深。", "This is nested too deep."))
            self.finish()
        if isinstance(node, yaml.SequenceNode):
            return [self._plain(each, f"{path}[{place}]", depth + 1) for place, each in enumerate(node.value)]
        if isinstance(node, yaml.MappingNode):
            return self._pairs(node, path, depth)
        if node.tag.endswith(":null"):
            return None
        if node.tag.endswith(":bool"):
            return str(node.value).lower() in {"true", "yes", "on"}
        return str(node.value)

    def _pairs(self, node: yaml.MappingNode, path: str, depth: int) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for key, value in node.value:
            name = str(key.value)
            inside = f"{path}.{name}" if path else name
            self._lines[inside] = key.start_mark.line + 1
            if name in found:
                self.wrong(inside, "twice", Text("这一项写了两次。", "This is written twice."), Text("请删去一处。", "Remove one of the two."))  # fmt: skip
            found[name] = self._plain(value, inside, depth + 1)
        return found
