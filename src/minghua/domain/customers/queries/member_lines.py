"""Households' members as lines of a file, in the words of the vocabularies."""

from collections.abc import Iterable

from minghua.domain.customers.rules import members
from minghua.domain.customers.rules.members import Unwritten
from minghua.domain.customers.types.parties import NewMember
from minghua.foundation.vocabulary import queries as vocabularies

_FACTS = {"relation": "customers.family_relation", "gender": "customers.gender"}


def read_members(text: str) -> tuple[NewMember, ...]:
    """Return the members a line names, relations and genders by code or name; raises Unwritten."""
    words: dict[str, tuple[str, str]] = {}
    for fact, vocabulary in _FACTS.items():
        for code, label in vocabularies.terms(vocabulary):
            for word in (code, label.zh, label.en):
                words.setdefault(word.casefold(), (fact, code))
    return members.read(text, words=words)


def member_names(language: str) -> dict[str, str]:
    """Return code → name of relations and genders."""
    found = (term for vocabulary in _FACTS.values() for term in vocabularies.terms(vocabulary))
    return {code: label.say(language) for code, label in found}


def members_line(found: Iterable[NewMember], *, names: dict[str, str]) -> str:
    """Return the line that names these members, as `read_members` takes it back."""
    return members.written(found, names=names)


__all__ = ["Unwritten", "member_names", "members_line", "read_members"]
