"""A text in YAML or JSON as plain data, with the line of every place; what cannot be read is said with its line."""

from typing import Any, NamedTuple, NoReturn

import yaml

from minghua.domain.tiering.types import tree
from minghua.domain.tiering.types.problems import Problem, ProgrammeInvalid
from minghua.kernel.words import Text

MOST_CHARACTERS = 200_000
MOST_VALUES = 20_000  # an alias may stand for many


class Page(NamedTuple):
    """The data of a text, and the line of each path."""

    data: Any
    lines: dict[str, int]


def read(text: str) -> Page:
    """Return the data of a text (YAML, of which JSON is a part); raises ProgrammeInvalid."""
    if len(text) > MOST_CHARACTERS:
        _refuse("", "too_long", "文件太长。", "The text is too long.", "最多 20 万字。", "At most 200,000 characters.")
    try:
        node = tree.compose(text)
    except tree.NotATree as error:
        raise ProgrammeInvalid((Problem("programme", "unreadable", error.text, error.remedy, error.line),)) from None
    if node is None:
        _refuse("", "empty", "文件是空的。", "The text is empty.", "请填写计划内容。", "Write the programme.", line=1)
    lines: dict[str, int] = {}
    return Page(_plain(node, "", lines, 0), lines)


def _plain(node: yaml.Node, path: str, lines: dict[str, int], depth: int) -> Any:
    line = lines.setdefault(path, node.start_mark.line + 1)
    if len(lines) > MOST_VALUES:
        _refuse(
            path,
            "too_long",
            "内容太多。",
            "There is too much in it.",
            "最多 2 万项。",
            "At most 20,000 values.",
            line=line,
        )
    if depth > tree.MOST_DEPTH:
        _refuse(
            path, "too_deep", "嵌套太深。", "This is nested too deep.", "请减少层次。", "Use fewer levels.", line=line
        )
    if isinstance(node, yaml.MappingNode):
        return _mapping(node, path, lines, depth)
    if isinstance(node, yaml.SequenceNode):
        return [_plain(each, f"{path}[{place}]", lines, depth + 1) for place, each in enumerate(node.value)]
    return _scalar(node, path, line)


def _mapping(node: yaml.MappingNode, path: str, lines: dict[str, int], depth: int) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in node.value:
        name, line = str(key.value), key.start_mark.line + 1
        inside = f"{path}.{name}" if path else name
        if name in found:
            _refuse(
                inside,
                "twice",
                "这一项写了两次。",
                "This is written twice.",
                "请删去一处。",
                "Remove one of the two.",
                line=line,
            )
        lines[inside] = line
        found[name] = _plain(value, inside, lines, depth + 1)
    return found


def _scalar(node: yaml.Node, path: str, line: int) -> Any:
    tag = node.tag.rpartition(":")[2]
    value = node.value
    if tag == "null":
        return None
    if tag == "bool":
        return value.lower() in {"true", "yes", "on"}
    if tag == "int":
        try:
            return int(value.replace("_", ""))
        except ValueError:
            return value
    if tag not in {"str", "float", "timestamp"}:
        _refuse(
            path,
            "tag",
            f"不支持 {node.tag}。",
            f"{node.tag} is not accepted.",
            "请用普通的值。",
            "Use a plain value.",
            line=line,
        )
    return value


def _refuse(path: str, code: str, zh: str, en: str, remedy_zh: str, remedy_en: str, *, line: int = 0) -> NoReturn:
    raise ProgrammeInvalid((Problem(path or "programme", code, Text(zh, en), Text(remedy_zh, remedy_en), line),))
