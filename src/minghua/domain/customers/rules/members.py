"""Members of a household as one line of a file: “张三(配偶,1980-01-02)；李四(子女)”, written and read back."""

import re
from collections.abc import Iterable, Mapping
from datetime import date

from minghua.domain.customers.types.parties import NewMember

MOST = 30
LONGEST_NAME = 100
_PARTED = re.compile(r"[;；\n]")
_TOLD = re.compile(r"[,，、]")
_MEMBER = re.compile(r"(?P<name>.*?)(?:[(（](?P<told>[^()（）]*)[)）])?", re.DOTALL)
_BRACKETS = frozenset("()（）")


class Unwritten(ValueError):
    """The line cannot be read; holds the part at fault."""


def read(text: str, *, words: Mapping[str, tuple[str, str]]) -> tuple[NewMember, ...]:
    """Return the members a line names; `words` say what a word in brackets means: (relation or gender, code).

    In brackets stand relation, gender and birthday (YYYY-MM-DD), in any order, each optional. Raises Unwritten.
    """
    parts = [part.strip() for part in _PARTED.split(text) if part.strip()]
    if len(parts) > MOST:
        raise Unwritten(parts[MOST])
    return tuple(_member(part, words) for part in parts)


def _member(part: str, words: Mapping[str, tuple[str, str]]) -> NewMember:
    found = _MEMBER.fullmatch(part)
    name = " ".join(found["name"].split()) if found else ""
    if found is None or not 0 < len(name) <= LONGEST_NAME:
        raise Unwritten(part)
    told = [word.strip() for word in _TOLD.split(found["told"] or "") if word.strip()]
    facts: dict[str, object] = {}
    for word in told:
        what, value = _fact(word, words, part)
        if what in facts:
            raise Unwritten(part)
        facts[what] = value
    return NewMember(name=name, **facts)  # type: ignore[arg-type]


def _fact(word: str, words: Mapping[str, tuple[str, str]], part: str) -> tuple[str, object]:
    if word.casefold() in words:
        return words[word.casefold()]
    try:
        return "birthday", date.fromisoformat(word.replace("/", "-"))
    except ValueError:
        raise Unwritten(part) from None


def written(members: Iterable[NewMember], *, names: Mapping[str, str]) -> str:
    """Return the line that `read` understands; `names` say relations and genders in the reader's words."""
    return "；".join(_written(member, names) for member in members)


def _written(member: NewMember, names: Mapping[str, str]) -> str:
    born = member.birthday.isoformat() if member.birthday else ""
    told = [names.get(member.relation, member.relation), names.get(member.gender, member.gender), born]
    name = _PARTED.sub(",", member.name)
    said = ",".join(part for part in told if part)
    return f"{name}({said})" if said or _BRACKETS & set(name) else name
