"""Vocabularies as cleaning needs them: code, Chinese and English label all lead to the code."""

from functools import partial

from minghua.domain.customers.rules import values
from minghua.foundation.vocabulary import queries as vocabularies


def lookup() -> values.Terms:
    """Return the terms of a vocabulary by code and label; each vocabulary is read once per lookup."""
    return partial(_terms, {})


def _terms(read: dict[str, dict[str, str]], vocabulary: str) -> dict[str, str]:
    if vocabulary not in read:
        found = vocabularies.terms(vocabulary)
        named = {name.casefold(): code for code, text in found for name in text}
        read[vocabulary] = named | {code: code for code, _ in found}
    return read[vocabulary]
