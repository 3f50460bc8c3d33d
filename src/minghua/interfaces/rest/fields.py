"""Fields of the archive: all of them as a client needs them, and the self-made ones to define, change and archive."""

from typing import Annotated, Any, Literal

from django.http import HttpRequest
from pydantic import Field

from minghua.domain.customers import operations as customers
from minghua.domain.customers import queries as customer_reads
from minghua.domain.customers.types.shaping import NewField, Option
from minghua.interfaces.rest.caller import of
from minghua.interfaces.rest.doors import Door
from minghua.interfaces.rest.shapes import NO_NUL, Body, Code, Instant, Line, ListOut, NonEmptyLine, Out, Version

router = Door(tags=["fields"])
FieldCode = Annotated[str, Field(min_length=1, max_length=48, pattern=r"^[a-z][a-z0-9_]*$")]
Kind = Literal["person", "household", "organization"]
Type = Literal[
    "text", "long_text", "integer", "decimal", "money", "date", "datetime", "bool", "choice", "choices", "mobile", "email",
    "link", "person", "customer",
]  # fmt: skip
Name = Annotated[Line, Field(max_length=60)]
Words = Annotated[Line, Field(max_length=200)]
Limit = Annotated[Line, Field(max_length=24)]
Default = (
    Annotated[str, Field(max_length=4_000, pattern=NO_NUL)] | bool | Annotated[int, Field(ge=-(10**15), le=10**15)]
)
Number = Annotated[int, Field(ge=0, le=4_000)]


class OptionIn(Body):
    """One option of a choice."""

    zh: Annotated[NonEmptyLine, Field(max_length=80)]
    en: Annotated[Line, Field(max_length=80)] = ""
    colour: Annotated[Line, Field(max_length=16)] = ""


class FieldIn(Body):
    """A field to be made; without a code one is made of its names, always beginning with x_."""

    zh: Annotated[NonEmptyLine, Field(max_length=60)]
    en: Name = ""
    type: Type
    kinds: Annotated[list[Kind], Field(min_length=1, max_length=3)]
    block: Code = "base"
    code: Annotated[str, Field(max_length=48, pattern=r"^(x_[a-z0-9_]+)?$")] = ""
    help_zh: Words = ""
    help_en: Words = ""
    options: Annotated[list[OptionIn], Field(max_length=200)] = []
    required: bool = False
    unique: bool = False
    searchable: bool = False
    sortable: bool = True
    default: Default = ""
    places: Annotated[int, Field(ge=0, le=6)] = 0
    minimum: Limit = ""
    maximum: Limit = ""
    longest: Number = 0
    pattern: Name = ""
    sensitive: bool = False
    purpose: Name = "care"
    basis: Name = "contract"
    retention: Name = "archive"


class FieldEdit(Body):
    """What may change of a field, on top of the version that was read; its code and its type stay."""

    base_version: Version
    zh: Annotated[NonEmptyLine, Field(max_length=60)] | None = None
    en: Annotated[NonEmptyLine, Field(max_length=60)] | None = None
    kinds: Annotated[list[Kind], Field(min_length=1, max_length=3)] | None = None
    block: Code | None = None
    help_zh: Words | None = None
    help_en: Words | None = None
    required: bool | None = None
    unique: bool | None = None
    searchable: bool | None = None
    sortable: bool | None = None
    default: Default | None = None
    minimum: Limit | None = None
    maximum: Limit | None = None
    longest: Number | None = None
    pattern: Name | None = None
    sensitive: bool | None = None
    purpose: Name | None = None
    basis: Name | None = None
    retention: Name | None = None


class RetypingIn(Body):
    """Into which type a field should turn; a dry run only tells what would become of its values."""

    type: Type
    places: Annotated[int, Field(ge=0, le=6)] = 0
    dry_run: bool = True


class ArchiveFieldOut(Out):
    """A field of the archive: name it `archive.<code>` in edits; `vocabulary` names the terms of a choice."""

    code: str
    path: str
    zh: str
    en: str
    block: str
    kinds: list[str]
    type: str
    vocabulary: str
    required: bool
    sensitive: bool
    custom: bool
    unique: bool
    places: int
    list_field: str


class SheetOut(Out):
    """A self-made field as whoever shapes the archive sees it."""

    code: str
    zh: str
    en: str
    type: str
    kinds: list[str]
    block: str
    help_zh: str
    help_en: str
    vocabulary: str
    required: bool
    unique: bool
    searchable: bool
    sortable: bool
    indexed: bool
    default: Any
    places: int
    minimum: str
    maximum: str
    longest: int
    pattern: str
    sensitive: bool
    purpose: str
    basis: str
    retention: str
    position: int
    version: int
    archived_at: Instant | None


class CodeOut(Out):
    """The code of the field that was made."""

    code: str


class ShapeVersionOut(Out):
    """The version after a change."""

    version: int


class RetypingOut(Out):
    """How many values carry over, how many do not, with up to ten of those by customer id."""

    good: int
    bad: int
    examples: dict[str, str]
    done: bool


@router.read("/archive/fields", permission="customers.view", answers=ListOut[ArchiveFieldOut])
def list_archive_fields(request: HttpRequest) -> Any:
    """Every field of the archive, built in and self-made, in card order."""
    of(request)
    return {"items": [_shown(field) for field in customer_reads.archive_fields().values()]}


@router.read("/archive/custom-fields", permission="parameters.view", answers=ListOut[SheetOut])
def list_custom_fields(request: HttpRequest) -> Any:
    """Every self-made field, archived ones last."""
    return {"items": customer_reads.field_sheets(of(request).actor)}


@router.write("POST", "/archive/custom-fields", permission="parameters.edit", answers=CodeOut, status=201)
def define_custom_field(request: HttpRequest, body: FieldIn) -> Any:
    """Make a field; 409 when its name or code is taken."""
    caller = of(request)
    given = body.model_dump(exclude={"options", "kinds"})
    options = tuple(Option(option.zh, option.en, colour=option.colour) for option in body.options)
    new = NewField(**given, kinds=tuple(body.kinds), options=options)
    return {"code": customers.define_field(new, by=caller.actor, at=caller.at)}


@router.write("PATCH", "/archive/custom-fields/{field_code}", permission="parameters.edit", answers=ShapeVersionOut)
def change_custom_field(request: HttpRequest, field_code: FieldCode, body: FieldEdit) -> Any:
    """Change a field; 409 when somebody else changed it first, or values stand against uniqueness."""
    caller = of(request)
    changes = body.model_dump(exclude_unset=True, exclude={"base_version"})
    changes = {key: tuple(value) if key == "kinds" else value for key, value in changes.items() if value is not None}
    version = customers.change_field(field_code, changes, base_version=body.base_version, by=caller.actor, at=caller.at)
    return {"version": version}


@router.write("POST", "/archive/custom-fields/{field_code}/retyping", permission="parameters.edit", answers=RetypingOut)
def retype_custom_field(request: HttpRequest, field_code: FieldCode, body: RetypingIn) -> Any:
    """Turn a field into another type, or foretell it; nothing happens unless every value carries over."""
    caller = of(request)
    found = customers.change_type(
        field_code, body.type, places=body.places, dry_run=body.dry_run, by=caller.actor, at=caller.at
    )
    examples = {str(customer_id): value for customer_id, value in found.examples.items()}
    return {"good": found.good, "bad": found.bad, "examples": examples, "done": found.done}


@router.write("POST", "/archive/custom-fields/{field_code}/archiving", permission="parameters.edit")
def archive_custom_field(request: HttpRequest, field_code: FieldCode) -> Any:
    """Hide a field everywhere and keep its values."""
    caller = of(request)
    customers.archive_field(field_code, by=caller.actor, at=caller.at)


@router.write("DELETE", "/archive/custom-fields/{field_code}/archiving", permission="parameters.edit")
def restore_custom_field(request: HttpRequest, field_code: FieldCode) -> Any:
    """Bring an archived field back with its values."""
    caller = of(request)
    customers.restore_field(field_code, by=caller.actor, at=caller.at)


def _shown(field: Any) -> dict[str, Any]:
    return {
        "code": field.code,
        "path": field.path,
        "zh": field.label.zh,
        "en": field.label.en,
        "block": field.block,
        "kinds": sorted(field.kinds),
        "type": field.type,
        "vocabulary": field.vocabulary,
        "required": field.required,
        "sensitive": field.sensitive,
        "custom": field.custom,
        "unique": field.unique,
        "places": field.places,
        "list_field": field.column or f"archive_{field.code}",
    }
