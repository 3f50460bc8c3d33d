"""What the timeline says: each entry's kind and data become a title, a few lines, an icon and a way onward."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext, ngettext

from minghua.foundation.timeline.models import TimelineEntry
from minghua.foundation.vocabulary import queries as vocabularies
from minghua.interfaces.web import customer_values, display, service_story
from minghua.interfaces.web.story_words import Day, Told
from minghua.kernel.money import show_milli

Data = dict[str, Any]


def kinds() -> list[tuple[str, str, tuple[str, ...]]]:
    """Return the filters of the timeline: code, name, and the kinds each lets through."""
    return [
        ("", gettext("全部"), ()),
        ("contact", gettext("跟进"), ("contact", "note", "next_step", "visit")),
        ("order", gettext("交易"), ("order", "return", "delivery")),
        (
            "change",
            gettext("变更"),
            ("change", "owner", "tag", "attachment", "import", "consent", "request", "grade", "tier", "benefit"),
        ),
    ]


def days(entries: Iterable[TimelineEntry], *, after: str = "") -> list[Day]:
    """Return the entries under their days; `after` is the day that the page before ended with."""
    grouped: dict[date, list[Told]] = {}
    for entry in entries:
        grouped.setdefault(entry.at.astimezone(display.ZONE).date(), []).append(told(entry))
    return [
        Day("" if day.isoformat() == after else display.day(day, "long"), tuple(found))
        for day, found in grouped.items()
    ]


def told(entry: TimelineEntry) -> Told:
    """Return an entry in the reader's language; an unknown kind says its name."""
    teller = _TELLERS.get(entry.kind)
    words = teller(entry.data, entry) if teller else Told(entry.kind, "circle-dot")
    return Told(
        title=words.title,
        icon=words.icon,
        tone=words.tone,
        href=words.href,
        lines=tuple(line for line in words.lines if line),
        by=by_name(entry.by_id, entry.by_name),
        at=entry.at,
        kind=entry.kind,
    )


def by_name(user_id: int | None, name: str) -> str:
    """Return who did it; what nobody did, the system did."""
    return name if user_id is not None else gettext("系统")


def _label(vocabulary: str, code: Any) -> str:
    return display.say(vocabularies.label(vocabulary, code)) if code else ""


def _joined(parts: Iterable[str]) -> str:
    return " · ".join(part for part in parts if part)


def _order(data: Data, entry: TimelineEntry) -> Told:
    amount = display.money(data.get("total_minor"), data.get("currency", "CNY"))
    cancelled = data.get("status") == "cancelled"
    adjusted = data.get("kind") == "adjustment"
    title = gettext("调整单 %(number)s") if adjusted else gettext("订单 %(number)s")
    if cancelled:
        title = gettext("订单 %(number)s（已取消）")
    lines = ngettext("%(num)s 个品项", "%(num)s 个品项", data.get("lines", 0)) % {"num": data.get("lines", 0)}
    return Told(
        _joined([title % {"number": data.get("number", "")}, amount]),
        "shopping-bag",
        "muted" if cancelled else "accent",
        f"/orders/{entry.ref_id}" if entry.ref_id else None,
        (lines,),
    )


def _return(data: Data, entry: TimelineEntry) -> Told:
    amount = display.money(data.get("total_minor"), data.get("currency", "CNY"))
    title = gettext("退货 %(number)s") % {"number": data.get("number", "")}
    reason = data.get("reason", "")
    return Told(_joined([title, amount]), "undo-2", "warn", None, (reason,))


def _contact(data: Data, entry: TimelineEntry) -> Told:
    channel = _label("interactions.channel", data.get("channel"))
    incoming = data.get("direction") == "in"
    minutes = gettext("%(n)s 分钟") % {"n": data["minutes"]} if data.get("minutes") else ""
    ways = {"phone": "phone-incoming" if incoming else "phone-outgoing", "wechat": "message-circle", "email": "mail"}
    told_ways = ways | {"face_to_face": "handshake", "store": "store", "sms": "message-square"}
    outcome = _label("interactions.outcome", data.get("outcome"))
    sentiment = _label("interactions.sentiment", data.get("sentiment"))
    direction = gettext("来") if incoming else gettext("去")
    return Told(
        _joined(
            [
                f"{channel}（{direction}）" if display.language() != "en" else f"{channel} ({direction})",
                data.get("subject", ""),
            ]
        ),
        told_ways.get(str(data.get("channel")), "messages-square"),
        "accent",
        None,
        (data.get("body", ""), _joined([outcome, sentiment, minutes])),
    )


def _note(data: Data, entry: TimelineEntry) -> Told:
    return Told(_joined([gettext("备注"), data.get("subject", "")]), "sticky-note", "", None, (data.get("body", ""),))


def _next_step(data: Data, entry: TimelineEntry) -> Told:
    titles = {
        "planned": gettext("计划下一步"),
        "completed": gettext("完成下一步"),
        "reopened": gettext("重新打开下一步"),
        "postponed": gettext("推迟下一步"),
    }
    done = data.get("event") == "completed"
    due = "" if done else gettext("到期 %(day)s") % {"day": _day(data.get("due_at"))}
    title = titles.get(data.get("event", ""), gettext("下一步"))
    icon = "check-check" if done else "alarm-clock"
    return Told(_joined([title, data.get("text", "")]), icon, "", None, (_joined([due, data.get("outcome") or ""]),))


def _delivery(data: Data, entry: TimelineEntry) -> Told:
    amount = f"{show_milli(data.get('quantity_milli'))} {data.get('unit', '')}"
    title = _joined([gettext("送货"), f"{data.get('product', '')} {amount}".strip()])
    after = gettext("下次 %(day)s") % {"day": _day(data.get("next_on"))} if data.get("next_on") else ""
    return Told(title, "truck", "accent", f"/jars/{data['jar_id']}" if data.get("jar_id") else None, (after,))


def _visit(data: Data, entry: TimelineEntry) -> Told:
    outcome = _label("care.outcome", data.get("outcome"))
    after = gettext("改到 %(day)s") % {"day": _day(data.get("next_on"))} if data.get("next_on") else ""
    href = f"/jars/{data['jar_id']}" if data.get("jar_id") else None
    return Told(_joined([gettext("上门"), outcome]), "door-closed", "warn", href, (data.get("note", ""), after))


def _owner(data: Data, entry: TimelineEntry) -> Told:
    event = data.get("event", "")
    if event == "shared":
        title = gettext("共享给 %(name)s") % {"name": data.get("to", "")}
        return Told(title, "share-2", "", None, (data.get("note", ""),))
    if event == "unshared":
        return Told(gettext("取消共享"), "share-2")
    move = f"{data.get('from') or '—'} → {data.get('to') or '—'}"
    reason = _label("customers.owner_reason", event)
    return Told(_joined([reason, move]), "user-check", "", None, (data.get("note", ""),))


def _change(data: Data, entry: TimelineEntry) -> Told:
    event = str(data.get("event", ""))
    fields = gettext("、").join(customer_values.label(path) for path in data.get("fields", [])[:8])
    if event == "status":
        old, new = (_label("customers.status", data.get(end)) for end in ("from", "to"))
        tone = "warn" if data.get("to") in {"lost", "dormant"} else "accent"
        return Told(_joined([gettext("客户状态"), f"{old} → {new}"]), "trending-up", tone)
    titles = {
        "created": gettext("建立客户档案"),
        "edited": gettext("修改 %(fields)s") % {"fields": fields},
        "verified": gettext("核实档案"),
        "closed": gettext("封存档案"),
        "reopened": gettext("重开档案"),
        "related": gettext("建立关系 %(kind)s") % {"kind": _label("customers.relation_kind", data.get("kind"))},
        "unrelated": gettext("解除关系 %(kind)s") % {"kind": _label("customers.relation_kind", data.get("kind"))},
        "member_added": gettext("新增家庭成员 %(name)s") % {"name": data.get("name", "")},
        "merged": gettext("并入重复客户 %(name)s") % {"name": f"{data.get('name', '')} {data.get('number', '')}"},
        "unmerged": gettext("撤销合并 %(name)s") % {"name": f"{data.get('name', '')} {data.get('number', '')}"},
        "member_left": gettext("家庭成员离开 %(name)s") % {"name": data.get("name", "")},
    }
    icons = {"created": "user-plus", "verified": "badge-check", "closed": "archive", "reopened": "archive"}
    return Told(titles.get(event, str(event)), icons.get(event, "pencil"), "muted", None, (data.get("note", ""),))


def _import(data: Data, entry: TimelineEntry) -> Told:
    title = gettext("导入建立客户") if data.get("event") == "created" else gettext("导入更新客户")
    fields = gettext("、").join(customer_values.label(path) for path in data.get("fields", [])[:8])
    href = f"/imports/{entry.run_id}" if entry.run_id else None
    return Told(title, "file-up", "muted", href, (fields,))


def _tag(data: Data, entry: TimelineEntry) -> Told:
    title = gettext("打标签 %(name)s") if data.get("event") == "tagged" else gettext("去标签 %(name)s")
    return Told(title % {"name": data.get("name", "")}, "tag", "muted")


def _attachment(data: Data, entry: TimelineEntry) -> Told:
    title = gettext("上传 %(name)s") if data.get("event") == "attached" else gettext("移除附件 %(name)s")
    return Told(title % {"name": data.get("name", "")}, "paperclip", "muted")


def _consent(data: Data, entry: TimelineEntry) -> Told:
    titles = {
        "granted": gettext("同意"),
        "withdrawn": gettext("撤回同意"),
        "restricted": gettext("限制处理"),
        "unrestricted": gettext("解除限制处理"),
    }
    purpose = _label("interactions.consent_purpose", data.get("purpose"))
    channel = _label("interactions.consent_channel", data.get("channel"))
    how = _label("interactions.consent_how", data.get("how"))
    title = _joined([titles.get(str(data.get("act")), gettext("同意")), purpose, channel])
    tone = "" if data.get("act") in {"granted", "unrestricted"} else "warn"
    return Told(title, "shield-check", tone, None, (_joined([how, data.get("note") or ""]),))


def _request(data: Data, entry: TimelineEntry) -> Told:
    titles = {
        "received": gettext("收到权利请求"),
        "identified": gettext("核实请求人身份"),
        "extended": gettext("权利请求延期"),
        "fulfilled": gettext("满足权利请求"),
        "refused": gettext("拒绝权利请求"),
    }
    title = _joined(
        [titles.get(str(data.get("event")), gettext("权利请求")), _label("interactions.rights_ask", data.get("ask"))]
    )
    href = f"/requests/{entry.ref_id}" if entry.ref_id else None
    return Told(title, "shield", "warn", href, (gettext("期限 %(day)s") % {"day": _day(data.get("due_on"))},))


def _grade(data: Data, entry: TimelineEntry) -> Told:
    before, after = (data.get(end) or "—" for end in ("before", "after"))
    reason = str(data.get("en" if display.language() == "en" else "zh") or "")
    return Told(_joined([gettext("企业评级"), f"{before} → {after}"]), "award", "accent", None, (reason,))


def _tier(data: Data, entry: TimelineEntry) -> Told:
    tongue = "en" if display.language() == "en" else "zh"
    programme, before, after = ((data.get(each) or {}).get(tongue, "—") for each in ("programme", "before", "after"))
    return Told(_joined([programme, f"{before} → {after}"]), "award", "accent", None, ())


def _benefit(data: Data, entry: TimelineEntry) -> Told:
    name = str(data.get("en" if display.language() == "en" else "zh") or "")
    said = {
        "activity": gettext("参加活动"),
        "issued": gettext("发券"),
        "redeemed": gettext("用券"),
        "reversed": gettext("退券"),
    }
    if (event := data.get("event")) in said:
        return Told(_joined([said[event], name]), "gift", "accent", None, ())
    href = f"/benefits/grants/{entry.ref_id}" if entry.ref_id else None
    return Told(_joined([gettext("礼包"), name]), "gift", "accent", href, ())


def _day(value: Any) -> str:
    text = str(value or "")
    if "T" not in text:
        return text
    return display.day(datetime.fromisoformat(text.replace("Z", "+00:00")))


_TELLERS: dict[str, Callable[[Data, TimelineEntry], Told]] = {
    "order": _order,
    "return": _return,
    "contact": _contact,
    "note": _note,
    "next_step": _next_step,
    "delivery": _delivery,
    "visit": _visit,
    "owner": _owner,
    "change": _change,
    "import": _import,
    "tag": _tag,
    "attachment": _attachment,
    "consent": _consent,
    "request": _request,
    "grade": _grade,
    "tier": _tier,
    "benefit": _benefit,
    **service_story.TELLERS,
}


def each(found: Iterable[Day]) -> Iterator[Told]:
    """Yield the entries of all days."""
    for day in found:
        yield from day.entries
