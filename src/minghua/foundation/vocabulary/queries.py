"""Reads of vocabularies; labels are cached in the process for seconds: another process may change them."""

import time
from collections import Counter
from functools import lru_cache

from django.conf import settings

from minghua.foundation.people.types import Actor
from minghua.foundation.permissions.table import require
from minghua.foundation.vocabulary.models import TermMerge, VocabularyTerm
from minghua.foundation.vocabulary.register import declared, uses
from minghua.foundation.vocabulary.types import OWN_PREFIX
from minghua.kernel.words import Text


def _stored(vocabulary: str) -> tuple[VocabularyTerm, ...]:
    return _read(vocabulary, int(time.monotonic() // settings.VOCABULARY_KEPT_SECONDS))


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


def own_names() -> list[str]:
    """Return the names of the vocabularies that people made for fields of theirs."""
    own = VocabularyTerm.objects.filter(vocabulary__startswith=OWN_PREFIX).order_by("vocabulary")
    return list(own.values_list("vocabulary", flat=True).distinct())


def is_known(vocabulary: str) -> bool:
    """Return whether there is such a vocabulary: declared by a room, or made by people for a field of theirs."""
    own = vocabulary.startswith(OWN_PREFIX)
    return vocabulary in declared() or (own and VocabularyTerm.objects.filter(vocabulary=vocabulary).exists())


def usage(viewer: Actor, vocabulary: str) -> dict[str, int]:
    """Return code → how many rows hold it, wherever the vocabulary is used; needs `parameters.view`."""
    require(viewer, "parameters.view")
    return counted(vocabulary)


def counted(vocabulary: str) -> dict[str, int]:
    """Return code → how many rows hold it."""
    total: Counter[str] = Counter()
    for use in uses(vocabulary):
        total.update(use.counts())
    return dict(total)


def merges(viewer: Actor, vocabulary: str) -> list[TermMerge]:
    """Return the merges of a vocabulary that can still be undone, newest first; needs `parameters.view`."""
    require(viewer, "parameters.view")
    return list(TermMerge.objects.filter(vocabulary=vocabulary, undone_at=None))


def colour(vocabulary: str, code: str) -> str:
    """Return the colour of a term, "" for none."""
    return next((term.colour for term in _stored(vocabulary) if term.code == code), "")


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
