"""The shapes every answer and body is built from: closed bodies, bounded numbers, texts a database can keep."""

from datetime import UTC, date, datetime
from typing import Annotated, Generic, TypeVar

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field

T = TypeVar("T")

LARGEST_ID = 2**63 - 1
LARGEST_AMOUNT = 10**15
NO_NUL = r"^[^\x00]*$"

Id = Annotated[int, Field(ge=1, le=LARGEST_ID)]
Version = Annotated[int, Field(ge=0, le=2**31 - 1, description="the version you read; 409 when it has moved on")]
Line = Annotated[str, Field(max_length=200, pattern=NO_NUL)]
NonEmptyLine = Annotated[str, Field(min_length=1, max_length=200, pattern=NO_NUL)]
Prose = Annotated[str, Field(max_length=10_000, pattern=NO_NUL)]
Code = Annotated[str, Field(min_length=1, max_length=80, pattern=r"^[A-Za-z0-9_.:*-]+$")]
Minor = Annotated[int, Field(ge=-LARGEST_AMOUNT, le=LARGEST_AMOUNT, description="minor units of the currency (分)")]
Milli = Annotated[int, Field(ge=-LARGEST_AMOUNT, le=LARGEST_AMOUNT, description="thousandths of the unit")]
Currency = Annotated[str, Field(pattern=r"^[A-Z]{3}$")]
Day = Annotated[date, Field(description="local date, YYYY-MM-DD")]


def _in_utc(instant: datetime) -> datetime:
    """Offsets may be up to a day here, but not in a database; raises ValueError (422) at the calendar's ends."""
    try:
        return instant.astimezone(UTC)
    except OverflowError:
        raise ValueError("beyond the calendar") from None


Instant = Annotated[AwareDatetime, AfterValidator(_in_utc), Field(description="instant with offset, RFC 3339")]
Limit = Annotated[int, Field(ge=1, le=200, description="rows per page")]
Cursor = Annotated[str, Field(max_length=1_000, pattern=NO_NUL, description="next_cursor of the page before")]


class Body(BaseModel):
    """What a program sends: exactly these fields, anything else is refused (422)."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True, allow_inf_nan=False)


class Out(BaseModel):
    """What a program receives: exactly these fields, read from the room's own types."""

    model_config = ConfigDict(from_attributes=True)


class WordsOut(Out):
    """A text in both languages."""

    zh: str
    en: str


class PageOut(Out, Generic[T]):
    """Some rows in order; ask again with `cursor=next_cursor` until it is null."""

    items: list[T]
    next_cursor: str | None = None


class ListOut(Out, Generic[T]):
    """A whole short list."""

    items: list[T]


class MadeOut(Out):
    """The id of what was made."""

    id: int


class Nothing(Body):
    """An empty JSON object."""


class ErrorOut(BaseModel):
    """One fault in the input: where, which kind, in words."""

    field: str
    code: str
    detail: str


class Problem(BaseModel):
    """A refusal as RFC 9457 problem+json, in Chinese or English by Accept-Language."""

    type: str
    title: str
    status: int
    code: str
    detail: str
    remedy: str
    field: str | None = None
    request_id: str = ""
    errors: list[ErrorOut] = Field(default_factory=list)
