"""The job that makes an approved file: as the requester, watched row by row, stored only if it may still leave."""

import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import BinaryIO, cast

from minghua.foundation.audit import operations as audit
from minghua.foundation.exports import marks, operations, register, standing, streams
from minghua.foundation.exports.models import Export
from minghua.foundation.exports.telling import tell_requester
from minghua.foundation.exports.types import State, Stopped
from minghua.foundation.files import operations as files
from minghua.foundation.imports import exporting
from minghua.foundation.parameters import queries as parameters
from minghua.foundation.people import queries as people
from minghua.foundation.people.types import SYSTEM, Actor
from minghua.foundation.storage.unit_of_work import unit_of_work
from minghua.foundation.tokens.models import ApiToken
from minghua.kernel.errors import Refusal
from minghua.kernel.periods import local_date

LARGEST = 1 << 30


def make(export_id: str, *, at: datetime, beat: Callable[[], None]) -> None:
    """Make the file of an approved export; one that may not leave any more ends as stopped. Begins anew after a crash."""
    found = Export.objects.filter(pk=export_id, state=State.APPROVED).first()
    if found is None:
        return
    by = requester(found)
    if by is None:
        _stop(found, "revoked", at=at)
        return
    try:
        with tempfile.TemporaryFile() as file:
            for block in exporting.encoded(_rows(found, by, at=at, beat=beat), found.form):
                file.write(block)
            file.seek(0)
            _keep(found, cast(BinaryIO, file), by=by, at=at)
    except Stopped:
        _stop(found, "revoked", at=at)
    except Refusal as refusal:
        _stop(found, refusal.code, at=at)


def requester(found: Export) -> Actor | None:
    """Return the requester as they are today, within the token they asked by; None when they may not any more."""
    by = people.actor_of_user(found.user_id, channel="worker", request_id=f"export-{found.pk[:8]}")
    if by is None or found.token_id is None:
        return None if by is None else replace(by, language=found.language)
    token = ApiToken.objects.filter(pk=found.token_id, revoked_at=None).first()
    if token is None:
        return None
    return replace(by, language=found.language, permissions=frozenset(scope for scope in token.scopes if by.may(scope)))


def _rows(found: Export, by: Actor, *, at: datetime, beat: Callable[[], None]) -> Iterator[Sequence[str]]:
    kind = register.kind(found.kind)

    def stands() -> bool:
        beat()
        wanted = Export.objects.filter(pk=found.pk, state=State.APPROVED).exists()
        key = {"token_id": found.token_id, "session_key": ""}
        return wanted and standing.stands(by, permission=kind.permission, at=at, **key)  # type: ignore[arg-type]

    last = marks.row(found.mark, name=by.name, at=at, language=found.language)
    return streams.watched(kind.rows(by, found.spec, local_date(at)), most=found.rows_asked, stands=stands, last=last)


def _keep(found: Export, file: BinaryIO, *, by: Actor, at: datetime) -> None:
    on = local_date(at)
    until = at + timedelta(hours=int(parameters.value("exports.file_hours", on=on)))
    name = f"{found.kind.partition('.')[0]}-{on.isoformat()}-{found.mark[:4]}.{found.form}"
    with unit_of_work(by, at=at):
        operations.charge_approved(found, by=by, at=at)
        kept = files.store(file, name=name, content_type=exporting.MEDIA[found.form], limit=LARGEST, by=by, at=at)
        changed = Export.objects.filter(pk=found.pk, state=State.APPROVED).update(
            state=State.READY,
            made_at=at,
            rows_made=found.rows_asked,
            file_id=kept.pk,
            sha256=kept.sha256,
            size=kept.size,
            file_until=until,
            most_downloads=int(parameters.value("exports.most_downloads", on=on)),
        )
        if not changed:
            files.forget(kept.pk)
            return
        data = {"mark": found.mark, "rows": found.rows_asked, "sha256": kept.sha256}
        audit.record("export.made", operations.SUBJECT, found.pk, data, by=by, at=at)
        tell_requester(found, State.READY, by=SYSTEM, at=at)


def _stop(found: Export, why: str, *, at: datetime) -> None:
    with unit_of_work(SYSTEM, at=at):
        if Export.objects.filter(pk=found.pk, state=State.APPROVED).update(state=State.FAILED, ended_at=at):
            audit.record("export.stopped", operations.SUBJECT, found.pk, {"why": why}, by=SYSTEM, at=at)
            tell_requester(found, State.FAILED, by=SYSTEM, at=at)
