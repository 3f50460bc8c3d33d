"""A programme's data as the text that people read: always in the same order, one level, rule or benefit to a line (C14)."""

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

import yaml

from minghua.domain.tiering.rules.programme import KEYS

_IN_BLOCKS: Final = {"note"}
_KEY: Final = re.compile(r"([a-z_]+):")
_BREAKS: Final = re.compile(
    "[\x85\u2028\u2029\ufeff]"
)  # signs that YAML folds to a space or skips unless they are escaped


def text_of(data: Any, *, over: str = "") -> str:
    """Return the YAML text of a programme's data; whole lines of remarks stay before the key they stood before in `over`."""
    if not isinstance(data, Mapping):
        return str(yaml.dump(data, Dumper=_Dumper, allow_unicode=True))
    said, last = remarks(over)
    ordered = [*(key for key in KEYS if key in data), *(key for key in data if key not in KEYS)]
    lines: list[str] = []
    for key in ordered:
        lines += [*said.get(str(key), ()), *_entry(str(key), data[key])]
    gone = [line for key, kept in said.items() if key not in data for line in kept]
    return "\n".join([*lines, *gone, *last]) + "\n"


def remarks(text: str) -> tuple[dict[str, list[str]], list[str]]:
    """Return the remarks of a text by the key they stand before, and those at its end: lines that begin with a "#"."""
    found: dict[str, list[str]] = {}
    waiting: list[str] = []
    for line in text.splitlines():
        if line.startswith("#"):
            waiting.append(line.rstrip())
        elif (key := _KEY.match(line)) and waiting:
            found[key[1]] = waiting
            waiting = []
    return found, waiting


def lost_remarks(text: str) -> int:
    """Return how many remarks `text_of` would not keep: those inside a key, or at the end of a line."""
    try:
        tokens = list(yaml.scan(text, Loader=yaml.SafeLoader))
    except yaml.YAMLError:
        return 0
    ends = [0, *(token.end_mark.index for token in tokens)]
    starts = [*(token.start_mark.index for token in tokens), len(text)]
    gaps = (text[end:start] for end, start in zip(ends, starts, strict=True))
    there = sum(line.lstrip().startswith("#") for gap in gaps for line in gap.splitlines())
    found, last = remarks(text)
    return max(0, there - sum(map(len, found.values())) - len(last))


def _entry(key: str, value: Any) -> Iterator[str]:
    if isinstance(value, list | tuple) and value and all(isinstance(each, Mapping) for each in value):
        yield f"{key}:"
        yield from (f"  - {_flow(each)}" for each in value)
    elif key in _IN_BLOCKS and isinstance(value, Mapping) and value:
        yield f"{key}:"
        yield from (f"  {_scalar(str(name), inner)}" for name, inner in value.items())
    else:
        yield _scalar(key, value)


def _scalar(key: str, value: Any) -> str:
    return f"{key}: {_flow(value)}"


def _flow(value: Any) -> str:
    """One line of YAML, whatever stands in it."""
    within = yaml.dump(
        [value], Dumper=_Dumper, default_flow_style=True, allow_unicode=True, sort_keys=False, width=10**9
    )
    return str(within).strip()[1:-1]


class _Dumper(yaml.SafeDumper):
    """Writes a sign that would be read as the end of a line by its number."""

    def represent_str(self, data: str) -> yaml.ScalarNode:
        """Return the text as YAML, between double quotes when a sign in it must be escaped."""
        style = '"' if _BREAKS.search(data) else None
        return self.represent_scalar("tag:yaml.org,2002:str", data, style=style)


_Dumper.add_representer(str, _Dumper.represent_str)
