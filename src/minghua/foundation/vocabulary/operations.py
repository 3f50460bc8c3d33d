"""Writes of vocabularies: what rooms declare is put into the table; administrators relabel, order and add."""

from collections.abc import Iterable
from datetime import datetime
from re import fullmatch, sub
from typing import Final

from django.db import transaction

from minghua.foundation.audit import operations as audit
from minghua.foundation.people.types import Actor
from minghua.foundation.permissions.table import require
from minghua.foundation.search.folding import fold
from minghua.foundation.search.pinyin import readings
from minghua.foundation.vocabulary import queries
from minghua.foundation.vocabulary.models import VocabularyTerm
from minghua.foundation.vocabulary.register import declared
from minghua.foundation.vocabulary.types import COLOURS, OwnTerm
from minghua.kernel.errors import Invalid, NotFound, Refusal
from minghua.kernel.words import Text

LONGEST: Final = 80


class TermInUse(Refusal):
    """Rows hold this term."""

    code = "term_in_use"
    status = 409
    text = Text("「{name}」正被 {number} 条记录使用，不能删除。", "“{name}” is used by {number} records and stays.")
    remedy = Text("可以停用，或并入另一个选项。", "Deactivate it, or merge it into another option.")


class BuiltIn(Refusal):
    """The program itself speaks of this term."""

    code = "built_in_term"
    status = 409
    text = Text(
        "「{name}」是系统自带的选项，不能删除或并入别的。",
        "“{name}” is built in: it is neither deleted nor merged away.",
    )
    remedy = Text("可以改名或停用。", "Rename it or deactivate it.")


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
    vocabulary: str,
    code: str,
    *,
    zh: str,
    en: str,
    position: int,
    active: bool,
    colour: str | None = None,
    by: Actor,
    at: datetime,
) -> None:
    """Relabel a term or add one to a known vocabulary; raises NotFound for an unknown vocabulary."""
    require(by, "parameters.edit")
    if not queries.is_known(vocabulary):
        raise NotFound(field="vocabulary")
    facts: dict[str, object] = {"zh": zh, "en": en, "position": position, "active": active}
    if colour is not None:
        facts["colour"] = _colour(colour)
    VocabularyTerm.objects.update_or_create(vocabulary=vocabulary, code=code, defaults=facts)
    _forget()
    _tell("saved", vocabulary, {"code": code, "zh": zh, "en": en, "active": active}, by=by, at=at)


def begin_own(vocabulary: str, terms: Iterable[OwnTerm], *, by: Actor, at: datetime) -> None:
    """Begin a vocabulary that people made for a field of theirs; raises Invalid for names that repeat or are too long."""
    require(by, "parameters.edit")
    codes: list[str] = []
    rows = []
    for place, term in enumerate(terms):
        code = term.code or own_code(term, codes)
        if code in codes or not fullmatch(r"[a-z][a-z0-9_]{0,59}", code) or not 1 <= len(term.zh.strip()) <= LONGEST:
            raise Invalid(
                f"选项「{term.zh[:20]}」重复、过长或代码不对。",
                f"The option “{term.zh[:20]}” repeats another, is too long or has no proper code.",
                field="options",
            )
        codes.append(code)
        rows.append(
            VocabularyTerm(
                vocabulary=vocabulary,
                code=code,
                zh=term.zh.strip(),
                en=term.en.strip()[:LONGEST] or term.zh.strip(),
                position=place * 10,
                colour=_colour(term.colour),
            )
        )
    if len({row.zh.casefold() for row in rows}) != len(rows):
        raise Invalid("选项的名称不能重复。", "Options need different names.", field="options")
    VocabularyTerm.objects.bulk_create(rows)
    _forget()
    _tell("begun", vocabulary, {"codes": codes}, by=by, at=at)


def own_code(term: OwnTerm, taken: Iterable[str]) -> str:
    """Return a code made of a term's English name, else of its pinyin, that no other term has."""
    known = set(taken)
    slugs = (sub(r"[^a-z0-9]+", "_", text.lower()).strip("_") for text in (term.en, *readings(fold(term.zh))[:1]))
    slug = next((slug if slug[0].isalpha() else f"o_{slug}" for slug in slugs if slug), "option")[:50]
    return next(code for code in (slug, *(f"{slug}_{n}" for n in range(2, len(known) + 3))) if code not in known)


def move_term(vocabulary: str, code: str, *, up: bool, by: Actor, at: datetime) -> None:
    """Let a term change places with its neighbour; at the end of the row nothing happens. Raises NotFound."""
    require(by, "parameters.edit")
    rows = list(VocabularyTerm.objects.filter(vocabulary=vocabulary).order_by("position", "code"))
    place = next((place for place, row in enumerate(rows) if row.code == code), None)
    if place is None:
        raise NotFound(field="code")
    other = place + (-1 if up else 1)
    if not 0 <= other < len(rows):
        return
    rows[place], rows[other] = rows[other], rows[place]
    for position, row in enumerate(rows):
        row.position = position * 10
    VocabularyTerm.objects.bulk_update(rows, ["position"])
    _forget()
    _tell("ordered", vocabulary, {"codes": [row.code for row in rows]}, by=by, at=at)


def delete_term(vocabulary: str, code: str, *, by: Actor, at: datetime) -> None:
    """Delete a term that people added and nobody uses; raises NotFound, BuiltIn, TermInUse."""
    require(by, "parameters.edit")
    row = _own(vocabulary, code)
    used = queries.counted(vocabulary).get(code, 0)
    if used:
        raise TermInUse(field="code", name=row.zh, number=used)
    row.delete()
    _forget()
    _tell("deleted", vocabulary, {"code": code, "zh": row.zh}, by=by, at=at)


def _own(vocabulary: str, code: str) -> VocabularyTerm:
    row = VocabularyTerm.objects.filter(vocabulary=vocabulary, code=code).first()
    if row is None:
        raise NotFound(field="code")
    if row.built_in:
        raise BuiltIn(field="code", name=row.zh)
    return row


def _colour(colour: str) -> str:
    if colour not in COLOURS:
        raise Invalid("没有这种颜色。", "There is no such colour.", field="colour")
    return colour


def _tell(event: str, vocabulary: str, data: dict[str, object], *, by: Actor, at: datetime) -> None:
    audit.record(f"vocabulary.{event}", "vocabulary.Vocabulary", vocabulary, data, by=by, at=at)
