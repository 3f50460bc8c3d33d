"""The machine: keys only their owner reads, room on the disk, settings that are safe, a time zone that is known."""

import shutil
import stat
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.conf import settings
from django.core import checks as django_checks

from minghua.foundation.doctor.types import Check, Level, judged
from minghua.kernel.words import Text

GIGABYTE: Final = 1024**3
LEAST: Final = GIGABYTE // 2
ENOUGH: Final = 5 * GIGABYTE
LOCAL: Final = frozenset({"localhost", "127.0.0.1", "[::1]", "testserver"})


def checks(at: datetime) -> Iterator[Check]:
    """Yield how the machine stands."""
    yield from _keys()
    yield _disk()
    yield _debug()
    yield _tls()
    yield from _deployment()
    yield _zone()
    yield _assets()
    yield _texts()


def _keys() -> Iterator[Check]:
    places = ((Path(settings.VAR) / "secret_key", "secret_key"), (Path(settings.MASTER_KEY_FILE), "master_key"))
    for path, code in places:
        name = Text(f"密钥文件 {path.name} 只有本人可读", f"Only its owner reads the key file {path.name}")
        if not path.exists():
            yield Check(f"keys.{code}", Level.OK, name, "—")
            continue
        mode = stat.S_IMODE(path.stat().st_mode)
        yield judged(
            f"keys.{code}",
            name,
            well=mode & 0o077 == 0,
            found=f"{mode:04o}",
            remedy=Text(f"运行 chmod 600 {path.name}", f"Run chmod 600 {path.name}"),
        )


def _disk() -> Check:
    place = next(path for path in (Path(settings.VAR), *Path(settings.VAR).parents) if path.exists())
    free = shutil.disk_usage(place).free
    return judged(
        "disk",
        Text("数据文件夹所在磁盘的剩余空间", "Free space on the disk of the data folder"),
        well=free >= ENOUGH,
        found=f"{free / GIGABYTE:.1f} GB",
        remedy=Text(
            "清理磁盘或扩容：写满后将无法保存。", "Free some space or grow the disk: a full one saves nothing."
        ),
        otherwise=Level.FAIL if free < LEAST else Level.WARN,
    )


def _debug() -> Check:
    return judged(
        "settings.debug",
        Text("调试模式关闭", "Debugging is off"),
        well=not settings.DEBUG,
        found=settings.DEBUG,
        remedy=Text("去掉环境变量 MINGHUA_DEBUG。", "Unset MINGHUA_DEBUG."),
    )


def _tls() -> Check:
    beyond = sorted(set(settings.ALLOWED_HOSTS) - LOCAL)
    well = (settings.BEHIND_TLS or not beyond) and "*" not in beyond
    return judged(
        "settings.tls",
        Text("本机以外的访问走 TLS，域名已列明", "Beyond this machine TLS is used and hosts are named"),
        well=well,
        found=", ".join(beyond) or "localhost",
        remedy=Text(
            "在反向代理上启用 HTTPS，设 MINGHUA_TLS=1，并在 MINGHUA_HOSTS 里写明域名。",
            "Serve HTTPS at the proxy, set MINGHUA_TLS=1 and name the hosts in MINGHUA_HOSTS.",
        ),
    )


def _deployment() -> Iterator[Check]:
    """What `check --deploy` says; without TLS its demands on cookies and redirects cannot be met, and `settings.tls` speaks."""
    found = django_checks.run_checks(include_deployment_checks=settings.BEHIND_TLS)
    name = Text("设置检查（check --deploy）", "The settings (check --deploy)")
    serious = [each for each in found if each.level >= django_checks.WARNING]
    if not serious:
        yield Check("settings.deploy", Level.OK, name, "ok")
    for each in serious:
        level = Level.FAIL if each.level >= django_checks.ERROR else Level.WARN
        yield Check(
            f"settings.{each.id}", level, name, str(each.msg)[:200], Text(str(each.hint or ""), str(each.hint or ""))
        )


def _zone() -> Check:
    name, remedy = Text("时区", "Time zone"), Text("安装系统的 tzdata。", "Install the system’s tzdata.")
    try:
        ZoneInfo(settings.TIME_ZONE)
    except ZoneInfoNotFoundError:
        return Check("timezone", Level.FAIL, name, settings.TIME_ZONE, remedy)
    return Check("timezone", Level.OK, name, settings.TIME_ZONE)


def _assets() -> Check:
    built = Path(settings.STATICFILES_DIRS[0]) / "built" / "build.json"
    return judged(
        "assets",
        Text("前端文件已构建", "The front end is built"),
        well=built.exists(),
        found=built.name if built.exists() else "—",
        remedy=Text("运行 ./start 或 make build。", "Run ./start or make build."),
    )


def _texts() -> Check:
    compiled = sorted(Path(settings.LOCALE_PATHS[0]).glob("*/LC_MESSAGES/django.mo"))
    return judged(
        "texts",
        Text("英文文本已编译", "The English texts are compiled"),
        well=bool(compiled),
        found=len(compiled),
        remedy=Text("运行 python -m tools.texts compile。", "Run python -m tools.texts compile."),
        otherwise=Level.WARN,
    )
