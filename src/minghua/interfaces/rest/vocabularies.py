"""Words of the business: vocabularies and their terms, relabelled, moved, merged with a way back, deleted when unused."""

from typing import Annotated, Any

from django.http import HttpRequest
from pydantic import Field

from minghua.foundation.vocabulary import merging
from minghua.foundation.vocabulary import operations as vocabularies
from minghua.foundation.vocabulary import queries as vocabulary_reads
from minghua.foundation.vocabulary.register import declared
from minghua.interfaces.rest.caller import of
from minghua.interfaces.rest.doors import Door
from minghua.interfaces.rest.shapes import Body, Code, Id, Instant, ListOut, MadeOut, NonEmptyLine, Out
from minghua.kernel.errors import NotFound

router = Door(tags=["settings"])
TermCode = Annotated[str, Field(pattern=r"^[A-Za-z0-9_]{1,60}$")]


Label = Annotated[NonEmptyLine, Field(max_length=80)]


class TermOut(Out):
    """One value of a vocabulary."""

    code: str
    zh: str
    en: str


class TermIn(Body):
    """How a term is called and where it stands; inactive ones are no longer offered."""

    zh: Label
    en: Label
    position: Annotated[int, Field(ge=0, le=100_000)] = 0
    active: bool = True


class TermSheetOut(Out):
    """A term, active or not, and how many records hold it."""

    code: str
    zh: str
    en: str
    position: int
    active: bool
    built_in: bool
    colour: str
    merged_into: str
    used: int


class MoveIn(Body):
    """Up, or down, by one place."""

    up: bool


class TermMergeIn(Body):
    """The term that goes and the one that stays."""

    source: TermCode
    into: TermCode


class TermMergeOut(Out):
    """A merge that can still be undone."""

    id: int
    source: str
    target: str
    at: Instant


class TermUnmergedOut(Out):
    """How many records hold the first term again; what was changed since stays changed."""

    rows: int


@router.read("/vocabularies", permission="signed_in", answers=ListOut[str])
def list_vocabularies(request: HttpRequest) -> Any:
    """The names of all vocabularies, those of self-made fields too."""
    return {"items": [*sorted(declared()), *vocabulary_reads.own_names()]}


@router.read("/vocabularies/{name}", permission="signed_in", answers=ListOut[TermOut])
def list_terms(request: HttpRequest, name: Code) -> Any:
    """The active terms of a vocabulary, in order."""
    terms = vocabulary_reads.terms(_known(name))
    return {"items": [{"code": code, "zh": text.zh, "en": text.en} for code, text in terms]}


@router.write("PUT", "/vocabularies/{name}/terms/{code}", permission="parameters.edit")
def save_term(request: HttpRequest, name: Code, code: TermCode, body: TermIn) -> None:
    """Relabel a term, or add one."""
    caller = of(request)
    vocabularies.save_term(
        name, code, zh=body.zh, en=body.en, position=body.position, active=body.active, by=caller.actor, at=caller.at
    )


@router.read("/vocabularies/{name}/sheet", permission="parameters.view", answers=ListOut[TermSheetOut])
def list_term_sheets(request: HttpRequest, name: Code) -> Any:
    """Every term of a vocabulary in order, those out of use too."""
    actor = of(request).actor
    used = vocabulary_reads.usage(actor, _known(name))
    names = ("code", "zh", "en", "position", "active", "built_in", "colour", "merged_into")
    stored = vocabulary_reads.stored_terms(actor, name)
    items = [{each: getattr(term, each) for each in names} | {"used": used.get(term.code, 0)} for term in stored]
    return {"items": items}


@router.write("POST", "/vocabularies/{name}/terms/{code}/moves", permission="parameters.edit")
def move_term(request: HttpRequest, name: Code, code: TermCode, body: MoveIn) -> Any:
    """Let a term change places with its neighbour; at the end of the row nothing happens."""
    caller = of(request)
    vocabularies.move_term(name, code, up=body.up, by=caller.actor, at=caller.at)


@router.write("DELETE", "/vocabularies/{name}/terms/{code}", permission="parameters.edit")
def delete_term(request: HttpRequest, name: Code, code: TermCode) -> Any:
    """Delete a term that people added and nobody uses; 409 otherwise."""
    caller = of(request)
    vocabularies.delete_term(name, code, by=caller.actor, at=caller.at)


@router.read("/vocabularies/{name}/merges", permission="parameters.view", answers=ListOut[TermMergeOut])
def list_term_merges(request: HttpRequest, name: Code) -> Any:
    """The merges of a vocabulary that can still be undone, newest first."""
    return {"items": vocabulary_reads.merges(of(request).actor, _known(name))}


@router.write("POST", "/vocabularies/{name}/merges", permission="parameters.edit", answers=MadeOut, status=201)
def merge_term(request: HttpRequest, name: Code, body: TermMergeIn) -> Any:
    """Re-point every record from one term to another and put the first out of use; 409 for a built-in one."""
    caller = of(request)
    return {"id": merging.merge_term(name, body.source, into=body.into, by=caller.actor, at=caller.at)}


@router.write("DELETE", "/vocabulary-merges/{merge_id}", permission="parameters.edit", answers=TermUnmergedOut)
def unmerge_term(request: HttpRequest, merge_id: Id) -> Any:
    """Give the records their first term back; 409 when that was done before."""
    caller = of(request)
    return {"rows": merging.undo_merge(merge_id, by=caller.actor, at=caller.at)}


def _known(name: str) -> str:
    if not vocabulary_reads.is_known(name):
        raise NotFound(field="name")
    return name
