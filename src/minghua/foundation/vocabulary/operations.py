"""Writes of vocabularies: what rooms declare is put into the table; administrators relabel, order and add."""

from datetime import datetime

from django.db import transaction

from minghua.foundation.audit import operations as audit
from minghua.foundation.people.types import Actor
from minghua.foundation.permissions.table import require
from minghua.foundation.vocabulary import queries
from minghua.foundation.vocabulary.models import VocabularyTerm
from minghua.foundation.vocabulary.register import declared
from minghua.kernel.errors import NotFound


def _forget() -> None:
    """Drop the labels now for this transaction, and once more after it: others of this process read the old ones."""
    queries.forget()
    transaction.on_commit(queries.forget)


def store_declared() -> int:
    """Add declared terms that the table lacks and return how many; labels changed by people stay."""
    known = set(VocabularyTerm.objects.values_list("vocabulary", "code"))
    missing = [
        VocabularyTerm(vocabulary=name, code=term.code, zh=term.zh, en=term.en, position=place * 10, built_in=True)
        for name, terms in declared().items()
        for place, term in enumerate(terms)
        if (name, term.code) not in known
    ]
    VocabularyTerm.objects.bulk_create(missing, ignore_conflicts=True)
    _forget()
    return len(missing)


def save_term(
    vocabulary: str, code: str, *, zh: str, en: str, position: int, active: bool, by: Actor, at: datetime
) -> None:
    """Relabel a term or add one to a known vocabulary; raises NotFound for an unknown vocabulary."""
    require(by, "parameters.edit")
    if vocabulary not in declared():
        raise NotFound(field="vocabulary")
    VocabularyTerm.objects.update_or_create(
        vocabulary=vocabulary, code=code, defaults={"zh": zh, "en": en, "position": position, "active": active}
    )
    _forget()
    data = {"code": code, "zh": zh, "en": en, "active": active}
    audit.record("vocabulary.saved", "vocabulary.Vocabulary", vocabulary, data, by=by, at=at)
