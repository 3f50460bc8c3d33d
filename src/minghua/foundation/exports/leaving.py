"""What a door streams: the rows of a small export that was let out, watched and marked."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from minghua.foundation.exports import marks, register, standing, streams
from minghua.foundation.exports.types import Asked, Handed
from minghua.foundation.people.types import Actor
from minghua.kernel.periods import local_date


def rows(handed: Handed, asked: Asked, *, by: Actor, at: datetime) -> Iterator[Sequence[str]]:
    """Yield header, rows and mark; raises Stopped once the receiver may not have more."""
    kind = register.kind(asked.kind)

    def stands() -> bool:
        key = {"token_id": asked.token_id, "session_key": asked.session_key}
        return standing.stands(by, permission=kind.permission, at=at, **key)  # type: ignore[arg-type]

    last = marks.row(handed.mark, name=by.name, at=at, language=by.language)
    leaving = kind.rows(by, asked.spec, local_date(at))
    return streams.watched(leaving, most=handed.rows, stands=stands, last=last)


def file_name(asked: Asked, handed: Handed, *, at: datetime) -> str:
    """Return the name of the file: what it holds, the day, the beginning of its mark."""
    return f"{asked.kind.partition('.')[0]}-{local_date(at).isoformat()}-{handed.mark[:4]}.{asked.form}"
