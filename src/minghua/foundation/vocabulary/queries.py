"""Reads of vocabularies; labels are cached in the process for seconds: another process may change them."""

import time
from functools import lru_cache
from typing import Final

from minghua.foundation.people.types import Actor
from minghua.foundation.permissions.table import require
from minghua.foundation.vocabulary.models import VocabularyTerm
from minghua.foundation.vocabulary.register import declared
from minghua.kernel.words import Text

KEPT_SECONDS: Final = 5


def _stored(vocabulary: str) -> tuple[VocabularyTerm, ...]:
    return _read(vocabulary, int(time.monotonic() // KEPT_SECONDS))


@lru_cache(maxsize=256)
def _read(vocabulary: str, span: int) -> tuple[VocabularyTerm, ...]:
    return tuple(VocabularyTerm.objects.filter(vocabulary=vocabulary).order_by("position", "code"))


def forget() -> None:
    """Drop the cached labels (after a change, and between tests)."""
    _read.cache_clear()


def terms(vocabulary: str) -> list[tuple[str, Text]]:
    """Return (code, label) of the active terms in order."""
    stored = _stored(vocabulary)
    if stored:
        return [(term.code, Text(term.zh, term.en)) for term in stored if term.active]
    return [(term.code, term.text) for term in declared().get(vocabulary, ())]


def stored_terms(viewer: Actor, vocabulary: str) -> list[VocabularyTerm]:
    """Return every term with its place and whether it is in use; needs `parameters.view`."""
    require(viewer, "parameters.view")
    return list(VocabularyTerm.objects.filter(vocabulary=vocabulary).order_by("position", "code"))


def label(vocabulary: str, code: str | None) -> Text:
    """Return the label of a code; an unknown code is its own label, none at all is a dash."""
    if not code:
        return Text("—", "—")
    for term in _stored(vocabulary):
        if term.code == code:
            return Text(term.zh, term.en)
    found = next((term for term in declared().get(vocabulary, ()) if term.code == code), None)
    return found.text if found else Text(code, code)


def codes(vocabulary: str) -> frozenset[str]:
    """Return the codes that may be chosen."""
    return frozenset(code for code, _ in terms(vocabulary))
