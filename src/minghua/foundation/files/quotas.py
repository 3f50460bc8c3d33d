"""How much one person may store in a day, so that nobody fills the disk for all (ASVS 5.2.4)."""

from datetime import datetime, timedelta
from typing import Final

from django.db.models import Count, Sum

from minghua.foundation.files.models import StoredFile
from minghua.foundation.people.types import Actor
from minghua.kernel.errors import Refusal
from minghua.kernel.words import Text

DAY: Final = timedelta(hours=24)
FILES: Final = 1_000
BYTES: Final = 8 * 1024**3


class QuotaReached(Refusal):
    """This person has stored as much within a day as one may."""

    code = "file_quota_reached"
    status = 429
    text = Text(
        "您在 24 小时内存入的文件已达上限（{files} 个或 {gigabytes} GB）。",
        "You have stored as much within 24 hours as one may ({files} files or {gigabytes} GB).",
    )
    remedy = Text("请明天再上传，或合并成较少的文件。", "Upload the rest tomorrow, or put it into fewer files.")


def require_room(*, by: Actor, at: datetime) -> None:
    """Raise QuotaReached once the files of the last day reach one of the limits; the house itself has none."""
    if by.user_id is None:
        return
    recent = StoredFile.objects.filter(stored_by_id=by.user_id, stored_at__gt=at - DAY, stored_at__lte=at)
    found = recent.aggregate(files=Count("pk"), size=Sum("size", default=0))
    if found["files"] >= FILES or found["size"] >= BYTES:
        raise QuotaReached(field="file", files=FILES, gigabytes=BYTES // 1024**3)
