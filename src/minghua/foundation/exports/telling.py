"""Who is told about an export: those who may agree, and whoever asked."""

from datetime import datetime

from minghua.foundation.exports.models import Export
from minghua.foundation.exports.types import ExportKind, State
from minghua.foundation.notices import operations as notices
from minghua.foundation.people.models import Role, User
from minghua.foundation.people.types import Actor
from minghua.kernel.words import Text

NOTICE = "exports.approval"
APPROVING = {"*", "exports.approve"}
_TOLD = {
    State.READY: Text("导出文件已生成，可以下载", "Your export is ready to download"),
    State.REFUSED: Text("导出申请未获批准", "Your export was not approved"),
    State.FAILED: Text("导出已中止", "Your export was stopped"),
}


def approvers(*, but: int | None) -> list[int]:
    """Return the ids of the active people who may approve exports, without one of them."""
    roles = [role.pk for role in Role.objects.all() if APPROVING & set(role.permissions)]
    found = User.objects.filter(is_active=True, roles__in=roles).exclude(pk=but or 0).distinct()
    return list(found.order_by("pk").values_list("pk", flat=True))


def tell_approvers(made: Export, kind: ExportKind, *, by: Actor, at: datetime) -> None:
    """Ask the approvers to look at a request."""
    rows = made.rows_asked
    notices.send(
        approvers(but=by.user_id),
        kind=NOTICE,
        title=Text(
            f"{by.name}申请导出{kind.label.zh} {rows} 行", f"{by.name} asks to export {rows} rows: {kind.label.en}"
        ),
        body=Text(f"事由：{made.reason}", f"Reason: {made.reason}"),
        link=f"/exports/{made.pk}",
        deadline=made.ask_until,
        key=f"export:{made.pk}",
        by=by,
        at=at,
    )


def tell_requester(made: Export, state: State, *, by: Actor, at: datetime) -> None:
    """Tell whoever asked how it ended."""
    notices.send(
        [made.user_id],
        kind=NOTICE,
        title=_TOLD[state],
        link=f"/exports/{made.pk}",
        key=f"export:{made.pk}:{state}",
        by=by,
        at=at,
    )
