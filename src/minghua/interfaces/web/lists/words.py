"""Conditions in words, and the choices a field offers to somebody who filters or edits by it."""

from dataclasses import dataclass
from datetime import date

from minghua.domain.customers import queries as customer_reads
from minghua.domain.customers.types.parties import OWNING
from minghua.foundation.listing import joining, operators
from minghua.foundation.listing.types import Condition, Field, Fields, FieldType, Group, Value, named
from minghua.foundation.listing.values import typed_value
from minghua.foundation.people import queries as people
from minghua.foundation.people.types import Actor
from minghua.foundation.vocabulary import queries as vocabularies
from minghua.interfaces.web import display
from minghua.interfaces.web.lists.look import Look
from minghua.kernel.words import Text

Options = list[tuple[str, str]]
_JOIN = {"all": Text(" 且 ", " and "), "any": Text(" 或 ", " or ")}
_AMONG = Text("、", ", ")
_AND, _EITHER = Text("并且：与其他条件同时满足", "And: besides the other conditions"), Text("或者：", "Or: ")
_ME, _MY_TEAM = Text("我", "me"), Text("我的部门", "my team")
_YES, _NO = Text("是", "yes"), Text("否", "no")


@dataclass(frozen=True, slots=True)
class Chip:
    """One part of the filter in words, with the address that is left without it."""

    text: str
    remove_url: str
    alternatives: tuple["Chip", ...] = ()


def chips(look: Look, viewer: Actor) -> list[Chip]:
    """Return the chips of a look's filter; a choice between conditions comes with its alternatives."""
    return [_chip(look, at, part, viewer) for at, part in enumerate(look.spec.filter.parts)]


def _chip(look: Look, at: int, part: Condition | Group, viewer: Actor) -> Chip:
    alternatives: tuple[Chip, ...] = ()
    if isinstance(part, Group) and part.kind == "any":
        alternatives = tuple(
            Chip(_said(one, look.fields, viewer), look.with_spec(joining.without(look.spec, at, place)).url)
            for place, one in enumerate(part.parts)
        )
    return Chip(_said(part, look.fields, viewer), look.without(part), alternatives)


def places(look: Look, viewer: Actor) -> Options:
    """Return where one more condition can stand: beside all others, or as an alternative of one; [] for the first."""
    parts = [(str(at), _said(part, look.fields, viewer)) for at, part in enumerate(look.spec.filter.parts)]
    either = [(at, f"{display.say(_EITHER)}{said}") for at, said in parts]
    return [("", display.say(_AND)), *either] if either else []


def _said(part: Condition | Group, fields: Fields, viewer: Actor) -> str:
    if isinstance(part, Group):
        return display.say(_JOIN[part.kind]).join(_said(each, fields, viewer) for each in part.parts)
    field = named(fields, part.field)
    values = display.say(_AMONG).join(_value(field, value, part.op, viewer) for value in part.values)
    return f"{display.say(field.label)} {display.say(operators.label(field, part.op))} {values}".strip()


def _value(field: Field, value: Value, op: str, viewer: Actor) -> str:
    if isinstance(value, bool):
        return display.say(_YES if value else _NO)
    if isinstance(value, date):
        return value.isoformat()[:10]
    if field.type == FieldType.MONEY and isinstance(value, int):
        return display.money(value)
    names = dict(options(field, viewer))
    if field.type == FieldType.PERSON and isinstance(value, int) and str(value) not in names:
        return people.names_of([value]).get(value, str(value))
    return names.get(str(value), typed_value(field, value) if op not in operators.DAY_COUNTS else str(value))


def options(field: Field, viewer: Actor) -> Options:
    """Return the (value, text) pairs a field is chosen from; [] where one types."""
    if field.vocabulary:
        return [(code, display.say(text)) for code, text in vocabularies.terms(field.vocabulary)]
    if field.type == FieldType.PERSON:
        return [
            ("me", display.say(_ME)),
            *((str(pk), name) for pk, name, _ in people.colleagues(viewer, holding=OWNING)),
        ]
    if field.type == FieldType.TEAM:
        return [("mine", display.say(_MY_TEAM)), *((str(pk), name) for pk, name, _ in people.teams(viewer))]
    if field.type == FieldType.TAG:
        return [(str(tag.id), tag.name) for tag in customer_reads.all_tags(viewer)]
    if field.type == FieldType.BOOL:
        return [("true", display.say(_YES)), ("false", display.say(_NO))]
    return []


def operator_options(field: Field) -> Options:
    """Return the (code, text) pairs of the comparisons a field offers."""
    return [(op, display.say(operators.label(field, op))) for op in operators.operators_of(field)]


def field_options(fields: Fields) -> Options:
    """Return the (code, text) pairs of all fields."""
    return [(field.code, display.say(field.label)) for field in fields]
