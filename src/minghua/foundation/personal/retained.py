"""The kinds of data that no other package keeps: what was told of customers, notices, sign-ins, and what is never purged."""

from datetime import datetime
from typing import Any

from django.apps import apps
from django.db.models import QuerySet

from minghua.foundation.personal.retention import Fate, Kind
from minghua.foundation.personal.told import part, rows_part
from minghua.kernel.words import Text

_STORY = (  # table, and by which column a row grows old
    ("interactions.Contact", "at"),
    ("interactions.NextStep", "done_at"),
    ("timeline.TimelineEntry", "at"),
    ("routing.RoutedItem", "handled_at"),
    ("care.Visit", "at"),
    ("service.Case", "closed_at"),
    ("service.CaseEntry", "at"),
    ("service.Occurrence", "recorded_at"),
    ("service.Repair", "at"),
    ("service.Rest", "at"),
    ("service.Promise", "due_at"),
    ("customers.OwnerSpell", "until_at"),
)


def _sign_ins(before: datetime) -> "QuerySet[Any]":
    return apps.get_model("usersessions.UserSession")._default_manager.filter(last_seen_at__lt=before)


def _sessions(before: datetime) -> "QuerySet[Any]":
    return apps.get_model("sessions.Session")._default_manager.filter(expire_date__lt=before)


KINDS = (
    Kind(
        "contacts",
        Text("跟进、送货与流转的文字", "Texts of contacts, visits and routed news"),
        "contract",
        Fate.BLANK,
        "retention.story_days",
        tuple(part(label, age, "story") for label, age in _STORY),
    ),
    Kind(
        "notices",
        Text("站内通知", "Notices"),
        "contract",
        Fate.PURGE,
        "retention.notice_days",
        (part("notices.Notice", "created_at", "notices"),),
    ),
    Kind(
        "sessions",
        Text("登录会话", "Sign-ins"),
        "employment",
        Fate.PURGE,
        "retention.session_days",
        (rows_part("usersessions.UserSession", _sign_ins), rows_part("sessions.Session", _sessions)),
        note=Text("从最后一次使用或失效起计。", "Counted from the last use, or from the day it lapsed."),
    ),
    Kind(
        "answers",
        Text("接口的幂等应答", "Keyed answers of the API"),
        "contract",
        Fate.PURGE,
        fixed=Text("两天", "Two days"),
    ),
    Kind(
        "books",
        Text("订单、退货与成本", "Orders, returns and costs"),
        "duty",
        Fate.KEEP,
        fixed=Text("账簿保存期", "As long as books must be kept"),
        note=Text(
            "客户删除后只留金额、数量与日期。", "Once a customer is erased only amounts, quantities and days stay."
        ),
    ),
    Kind(
        "audit",
        Text("审计记录", "The audit record"),
        "duty",
        Fate.KEEP,
        fixed=Text("不清理（前后相连）", "Not purged (it is chained)"),
        note=Text(
            "个人值以客户密钥加封，删除客户即不可读。", "What tells of a person is sealed; their erasure ends it."
        ),
    ),
    Kind(
        "consents",
        Text("同意与撤回的凭据", "Evidence of consents"),
        "duty",
        Fate.KEEP,
        fixed=Text("与客户同在", "As long as the customer"),
    ),
)
