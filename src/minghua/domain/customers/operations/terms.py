"""Vocabularies as cleaning needs them: code, Chinese and English label all lead to the code; so do staff and customers."""

from collections.abc import Iterable, Mapping
from functools import partial
from typing import Any

from minghua.domain.customers.queries import references, register
from minghua.domain.customers.rules import typed, values
from minghua.domain.customers.types.parties import NewCustomer
from minghua.domain.customers.types.shaping import Option
from minghua.foundation.people.types import Actor
from minghua.foundation.vocabulary import queries as vocabularies


def lookup(by: Actor | None = None) -> values.Terms:
    """Return the terms of a vocabulary by code and label; each vocabulary is read once per lookup.

    Customers are known only to somebody: `by` is whose eyes look for them.
    """
    return partial(_terms, {typed.CUSTOMERS: references.ByNumber(by)})


def learned(by: Actor, news: Iterable[NewCustomer]) -> values.Terms:
    """Return the terms for many new customers, the customers they name looked up in one query."""
    found = lookup(by)
    learn(found, (new.archive for new in news))
    return found


def learn(lookup: values.Terms, archives: Iterable[Mapping[str, Any]]) -> None:
    """Look up the customers that many archives name in one query."""
    pointing = [field.code for field in register.archive_fields().values() if field.type == "customer"]
    known = lookup(typed.CUSTOMERS) if pointing else None
    if isinstance(known, references.ByNumber):
        known.learn(str(archive.get(code) or "").strip() for archive in archives for code in pointing)


def _terms(read: dict[str, Mapping[str, str]], vocabulary: str) -> Mapping[str, str]:
    if vocabulary not in read:
        read[vocabulary] = references.staff_by_name() if vocabulary == typed.PEOPLE else _words(vocabulary)
    return read[vocabulary]


def _words(vocabulary: str) -> dict[str, str]:
    found = vocabularies.terms(vocabulary)
    named = {name.casefold(): code for code, text in found for name in text}
    return named | {code: code for code, _ in found}


def options_of(vocabulary: str) -> tuple[Option, ...]:
    """Return the options of a vocabulary that may be chosen."""
    return tuple(Option(text.zh, text.en, code) for code, text in vocabularies.terms(vocabulary)) if vocabulary else ()
