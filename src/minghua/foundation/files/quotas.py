"""How much one person may store in a day and keep altogether, so that nobody fills the disk for all (ASVS 5.2.4)."""

from datetime import datetime, timedelta
from typing import Final

from django.db.models import Count, Q, Sum

from minghua.foundation.files.models import StoredFile
from minghua.foundation.files.parameters import GIGABYTES, NUMBER
from minghua.foundation.parameters import queries as parameters
from minghua.foundation.people.types import Actor
from minghua.kernel.errors import Refusal
from minghua.kernel.periods import local_date
from minghua.kernel.words import Text

DAY: Final = timedelta(hours=24)
FILES: Final = 1_000
BYTES: Final = 8 * 1024**3
GIGABYTE: Final = 1024**3


class QuotaReached(Refusal):
    """This person has stored as much within a day as one may."""

    code = "file_quota_reached"
    status = 429
    text = Text(
        "您在 24 小时内存入的文件已达上限（{files} 个或 {gigabytes} GB）。",
        "You have stored as much within 24 hours as one may ({files} files or {gigabytes} GB).",
    )
    remedy = Text("请明天再上传，或合并成较少的文件。", "Upload the rest tomorrow, or put it into fewer files.")


class StoreFull(Refusal):
    """This person keeps as much as one may altogether."""

    code = "file_store_full"
    status = 409
    text = Text(
        "您存放的文件已达上限（{files} 个或 {gigabytes} GB）。",
        "Your files have reached what one person may keep ({files} files or {gigabytes} GB).",
    )
    remedy = Text(
        "请删除不再需要的文件，或请管理员在「设置 › 参数」里调高上限。",
        "Delete what is no longer needed, or ask an administrator to raise the limit in Settings › Parameters.",
    )


def require_room(*, by: Actor, at: datetime) -> None:
    """Raise QuotaReached or StoreFull once this person's files reach one of the limits; the house itself has none."""
    if by.user_id is None:
        return
    today = Q(stored_at__gt=at - DAY, stored_at__lte=at)
    found = StoredFile.objects.filter(stored_by_id=by.user_id).aggregate(
        day_files=Count("pk", filter=today),
        day_size=Sum("size", filter=today, default=0),
        all_files=Count("pk"),
        all_size=Sum("size", default=0),
    )
    if found["day_files"] >= FILES or found["day_size"] >= BYTES:
        raise QuotaReached(field="file", files=FILES, gigabytes=BYTES // GIGABYTE)
    most = parameters.values((NUMBER, GIGABYTES), on=local_date(at))
    if found["all_files"] >= most[NUMBER] or found["all_size"] >= most[GIGABYTES] * GIGABYTE:
        raise StoreFull(field="file", files=most[NUMBER], gigabytes=most[GIGABYTES])
