"""A programme's data as its specification: every place is checked, every defect is said with its path and its line."""

import re
from collections.abc import Collection, Mapping, Sequence
from difflib import get_close_matches
from enum import StrEnum
from typing import Any, TypeVar

from minghua.domain.tiering.types.problems import LARGEST, Problem, not_whole
from minghua.kernel.words import NO_TEXT, Text

E = TypeVar("E", bound=StrEnum)
CODE = re.compile(r"[a-z][a-z0-9_]{0,39}")


class Reader:
    """Reads values out of plain data and gathers what is wrong with them."""

    def __init__(self, lines: Mapping[str, int]) -> None:
        self.lines = lines
        self.problems: list[Problem] = []

    def wrong(self, path: str, code: str, text: Text, remedy: Text) -> None:
        """Gather a defect; its line is that of the place or of the nearest place around it."""
        near = path
        while near and near not in self.lines:
            near = re.sub(r"(\.[^.\[]+|\[\d+\]|^[^.\[]+)$", "", near)
        self.problems.append(Problem(path or "programme", code, text, remedy, self.lines.get(near, 0)))

    def mapping(self, data: Any, path: str, known: Collection[str]) -> Mapping[str, Any]:
        """Return a mapping of known keys; an unknown key is a defect that names its likeness."""
        if not isinstance(data, Mapping):
            self.wrong(
                path, "not_a_mapping", Text("这里应是一组「键: 值」。", "Keys and values are expected here."),
                Text(f"可用的键：{'、'.join(known)}。", f"Known keys: {', '.join(known)}."),
            )  # fmt: skip
            return {}
        for key in data:
            if key not in known:
                like = get_close_matches(str(key), known, 1)
                hint = like[0] if like else "、".join(known)
                self.wrong(
                    inside(path, str(key)), "unknown_key", Text(f"没有「{key}」这一项。", f"There is no “{key}”."),
                    Text(f"您是不是想写：{hint}？", f"Did you mean: {hint}?"),
                )  # fmt: skip
        return {key: value for key, value in data.items() if key in known}

    def listing(self, data: Any, path: str) -> Sequence[Any]:
        """Return a list, nothing for a missing one."""
        if data is None:
            return ()
        if isinstance(data, list | tuple):
            return data
        self.wrong(
            path, "not_a_list", Text("这里应是一个列表。", "A list is expected here."),
            Text("每项以「- 」开头。", "Begin each item with “- ”."),
        )  # fmt: skip
        return ()

    def whole(self, data: Any, path: str, *, least: int, most: int = LARGEST, default: int | None = None) -> int:
        """Return a whole number between two bounds."""
        if data is None and default is not None:
            return default
        text = str(data).strip()
        if isinstance(data, bool) or not re.fullmatch(r"-?\d{1,16}", text) or not least <= int(text) <= most:
            self.wrong(
                path, "not_whole", not_whole(data, least=least, most=most),
                Text("请填整数，不带小数和逗号。", "Write a whole number without point or comma."),
            )  # fmt: skip
            return default if default is not None else least
        return int(text)

    def word(self, data: Any, path: str, words: type[E], default: E) -> E:
        """Return one of an enumeration."""
        if data is None:
            return default
        if str(data) in set(words):
            return words(str(data))
        self.one_of(data, path, [each.value for each in words])
        return default

    def one_of(self, data: Any, path: str, known: Sequence[str]) -> None:
        """Gather that something is none of what is known."""
        like = get_close_matches(str(data), known, 1)
        hint = like[0] if like else ", ".join(known)
        self.wrong(
            path, "unknown_word", Text(f"没有「{data}」这个选项。", f"“{data}” is not a choice."),
            Text(f"可选：{hint}。", f"Choose: {hint}."),
        )  # fmt: skip

    def code(self, data: Any, path: str) -> str:
        """Return a code: small letters, digits, underscores."""
        if isinstance(data, str) and CODE.fullmatch(data):
            return data
        self.wrong(
            path, "not_a_code", Text(f"「{data}」不能作代码。", f"“{data}” cannot be a code."),
            Text("用小写英文字母开头，只含字母、数字、下划线，最多 40 个。", "Small letters, digits and underscores, a letter first, at most 40."),
        )  # fmt: skip
        return ""

    def text(self, data: Any, path: str, default: Text = NO_TEXT) -> Text:
        """Return a text in both tongues; one plain text is taken for both."""
        if data is None:
            return default
        if isinstance(data, str) and 0 < len(data) <= 200:
            return Text(data, data)
        found = self.mapping(data, path, ("zh", "en"))
        zh = str(found.get("zh") or found.get("en") or "")[:200]
        return Text(zh, str(found.get("en") or zh)[:200])


def inside(path: str, key: str) -> str:
    """Return the path of a key inside a place."""
    return f"{path}.{key}" if path else key
