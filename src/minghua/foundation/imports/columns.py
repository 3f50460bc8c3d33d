"""Guesses which column fills which field, by the words of its header, Chinese or English."""

import unicodedata
from collections.abc import Mapping, Sequence
from difflib import SequenceMatcher
from typing import Final

from minghua.foundation.imports.types import ImportField

ALIKE: Final = 0.7
SHORTEST: Final = 2
_DROPPED = str.maketrans("", "", " _-./\\:()[]【】「」*#\t")


def folded(name: str) -> str:
    """Return a header as it is compared: narrow, lower case, no blanks or signs."""
    return unicodedata.normalize("NFKC", name).casefold().translate(_DROPPED)


def detect(headers: Sequence[str], fields: Sequence[ImportField]) -> dict[str, str]:
    """Return header -> field code; a field is filled once, by the first header that names it."""
    names = {folded(word): field.code for field in reversed(fields) if not field.by_hand for word in _words(field)}
    found: dict[str, str] = {}
    for header in headers:
        code = names.get(folded(header))
        if code and code not in found.values():
            found[header] = code
    return found


def suggested(header: str, fields: Sequence[ImportField], *, most: int = 5) -> tuple[ImportField, ...]:
    """Return the fields a header may mean, likeliest first: the same word, one within the other, spelled alike."""
    wanted = folded(header)
    scored = [(max(_likeness(wanted, folded(word)) for word in _words(field)), field) for field in fields]
    likely = sorted((pair for pair in scored if pair[0] >= ALIKE), key=lambda pair: -pair[0])
    return tuple(field for _, field in likely[:most])


def _likeness(wanted: str, word: str) -> float:
    if not wanted or not word:
        return 0.0
    if wanted == word:
        return 2.0
    shorter, longer = sorted((wanted, word), key=len)
    if len(shorter) >= SHORTEST and shorter in longer:
        return 1.0 + len(shorter) / len(longer)
    return SequenceMatcher(None, wanted, word).ratio()


def _words(field: ImportField) -> tuple[str, ...]:
    return (field.code, field.label.zh, field.label.en, *field.synonyms)


def signature(headers: Sequence[str]) -> str:
    """Return what names a set of headers, whatever their order: a template with it is offered again."""
    return "|".join(sorted(folded(header) for header in headers))


def applied(mapping: Mapping[str, str], headers: Sequence[str]) -> dict[str, str]:
    """Return a kept mapping for these headers, however they are spelled now."""
    kept = {folded(header): code for header, code in mapping.items()}
    return {header: kept[folded(header)] for header in headers if folded(header) in kept}


def first_values(headers: Sequence[str], samples: Sequence[Sequence[str]], *, count: int = 3) -> dict[str, list[str]]:
    """Return the first different non-empty values of every column."""
    shown: dict[str, list[str]] = {}
    for position, header in enumerate(headers):
        values = (row[position].strip() for row in samples if position < len(row))
        shown[header] = list(dict.fromkeys(value for value in values if value))[:count]
    return shown


def missing(mapping: Mapping[str, str], fields: Sequence[ImportField]) -> tuple[ImportField, ...]:
    """Return the required fields that no column fills."""
    filled = set(mapping.values())
    return tuple(field for field in fields if field.required and field.code not in filled)
