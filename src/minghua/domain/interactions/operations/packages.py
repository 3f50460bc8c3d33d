"""Packages of everything about a person: asked for by a job, handed out once, taken away after some days."""

from datetime import datetime, timedelta
from typing import BinaryIO, Final

from minghua.domain.customers import queries as customer_reads
from minghua.domain.interactions.models import PersonPackage
from minghua.foundation.audit import operations as audit
from minghua.foundation.files import operations as files
from minghua.foundation.files import queries as file_reads
from minghua.foundation.jobs import operations as jobs
from minghua.foundation.parameters import queries as parameters
from minghua.foundation.people.types import Actor
from minghua.foundation.permissions.row_scope import visible
from minghua.foundation.permissions.table import require
from minghua.kernel.errors import NotFound, Refusal
from minghua.kernel.periods import local_date
from minghua.kernel.words import Text

JOB: Final = "rights.package"
SUBJECT: Final = "interactions.PersonPackage"
LIMIT: Final = 1024 * 1024 * 1024


class SeesMasked(Refusal):
    """Who sees fields masked may not take them out in clear."""

    code = "package_needs_plain_sight"
    status = 403
    text = Text(
        "您的角色对部分字段脱敏，不能导出个人全部资料。",
        "Your role sees fields masked: you cannot take everything out.",
    )
    remedy = Text("请由能看到全部字段的同事导出。", "Ask a colleague who sees all fields.")


class NotThere(Refusal):
    """The package is not ready, was handed out, or has expired."""

    code = "package_gone"
    status = 404
    text = Text(
        "资料包还没生成好，或已经下载过、已过期。",
        "The package is not ready yet, was handed out already, or has expired.",
    )
    remedy = Text(
        "每个资料包只能下载一次；需要时请重新生成。", "Each package is handed out once; make a new one when needed."
    )


def order_package(customer_id: int, *, by: Actor, at: datetime) -> int:
    """Ask for a package and return its id; a job makes it. Raises NotFound, SeesMasked."""
    _require_plain(by)
    if customer_id not in customer_reads.visible_ids(by, [customer_id], pooled=False):
        raise NotFound(field="customer_id")
    row = PersonPackage.objects.create(customer_id=customer_id, asked_by_id=by.user_id or 0, asked_at=at)
    jobs.enqueue(JOB, {"package_id": row.pk}, at=at)
    audit.record("package.ordered", SUBJECT, row.pk, {"customer": customer_id}, by=by, at=at)
    return row.pk


def keep_package(
    package_id: int, stream: BinaryIO, *, name: str, tables: int, rows: int, by: Actor, at: datetime
) -> None:
    """Keep what the job has made; a package that is no longer waited for is left alone."""
    stored = files.store(stream, name=name, content_type="application/zip", limit=LIMIT, by=by, at=at)
    days = parameters.value("rights.package_days", on=local_date(at))
    kept = PersonPackage.objects.filter(pk=package_id, state="making").update(
        state="ready",
        ready_at=at,
        expires_at=at + timedelta(days=days),
        file_id=stored.pk,
        size=stored.size,
        tables=tables,
        rows=rows,
    )
    if not kept:
        files.forget(stored.pk)


def hand_out(package_id: int, *, by: Actor, at: datetime) -> tuple[str, BinaryIO]:
    """Return the name and the bytes, this once; raises NotFound, SeesMasked, NotThere."""
    _require_plain(by)
    row = visible(PersonPackage.objects.all(), by).filter(pk=package_id).first()
    if row is None:
        raise NotFound(field="package_id")
    ready = PersonPackage.objects.filter(pk=row.pk, state="ready", expires_at__gt=at)
    if not ready.update(state="handed", handed_at=at, handed_to_id=by.user_id):
        raise NotThere(field="package_id")
    audit.record("package.handed_out", SUBJECT, row.pk, {"customer": row.customer_id}, by=by, at=at)
    return file_reads.stored_file(row.file_id).name, file_reads.open_stream(row.file_id)


def clear_packages(*, at: datetime) -> int:
    """Take away the files of packages that were handed out or have expired, and return how many went."""
    PersonPackage.objects.filter(state="ready", expires_at__lte=at).update(state="expired")
    gone = PersonPackage.objects.filter(state__in=["handed", "expired"]).exclude(file_id="")
    ids = dict(gone.values_list("pk", "file_id")[:500])
    for file_id in ids.values():
        files.forget(file_id)
    PersonPackage.objects.filter(pk__in=ids).update(file_id="")
    return len(ids)


def _require_plain(by: Actor) -> None:
    require(by, "rights.export")
    if by.masked:
        raise SeesMasked()
