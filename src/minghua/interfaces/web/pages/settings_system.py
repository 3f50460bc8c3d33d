"""Settings: how the system stands: what the doctor says, and whether every sentence about the data holds."""

from typing import Any

from django.http import HttpResponse
from django.urls import path
from django.utils.translation import gettext as _

from minghua.foundation.doctor import queries as doctor
from minghua.foundation.doctor.types import Level
from minghua.foundation.invariants import operations as invariants
from minghua.foundation.invariants import queries as invariant_reads
from minghua.interfaces.web.guard import page
from minghua.interfaces.web.pages.settings_home import attempt, done, show
from minghua.kernel.errors import Refusal
from minghua.kernel.words import Text

FOUND = {
    "True": Text("是", "yes"),
    "False": Text("否", "no"),
    "ok": Text("没有问题", "nothing amiss"),
    "localhost": Text("只在本机", "this machine only"),
    "smtp": Text("由邮件服务器发出", "sent by a mail server"),
    "filebased": Text("只存成文件，不会寄出", "only kept as files, never sent"),
    "console": Text("只打印在终端", "only printed in the console"),
    "locmem": Text("只留在内存", "only kept in memory"),
    "dummy": Text("直接丢弃", "thrown away"),
}
"""What the doctor writes for machines, as people read it; a figure or a version stays as it is."""
TONES = {Level.OK: "ok", Level.WARN: "warn", Level.FAIL: "danger"}


@page("system.view")
def system(request: Any) -> HttpResponse:
    """Show what is ill first, then what was verified."""
    return _page(request)


@page("system.verify", methods=("POST",))
def verification(request: Any) -> HttpResponse:
    """Ask the worker to check the data now."""
    refusal = attempt(request, lambda: invariants.request(by=request.actor, at=request.at))
    said = _("已开始核对，完成后在此显示结果。")
    return _page(request, refusal) if refusal else done(request, said, "/settings/system")


def _page(request: Any, refusal: Refusal | None = None) -> HttpResponse:
    actor = request.actor
    checks = doctor.examination(actor, at=request.at)
    standings = invariant_reads.standings(actor)
    context = {
        "checks": checks,
        "ill": sum(check.level is not Level.OK for check in checks),
        "tones": TONES,
        "words": FOUND,
        "run": invariant_reads.last_run(actor),
        "standings": standings,
        "broken": sum(bool(each.broken) for each in standings),
        "now": request.at,
        "may_verify": actor.may("system.verify"),
        "error": refusal.message(actor.language) if refusal else "",
    }
    return show(request, "system", "system", context, status=refusal.status if refusal else 200)


urls = [
    path("settings/system", system, name="settings_system"),
    path("settings/system/verification", verification, name="settings_system_verification"),
]
