"""The form of a programme as a browser sends it, programmes to open it with, and what was kept of it."""

from html.parser import HTMLParser
from typing import Any

from django.test import Client

from minghua.domain.tiering.models import ProgrammeDraft

NEW = "/tiers/new-programme/form"
FULL = """code: full
name: {zh: 全项, en: All of it}
note: {zh: 说明, en: A note}
members: enterprise
measure:
  kind: natural_months
  weights: [{months: 3, percent: 100}, {months: 9, percent: 50}]
validity: {calendar: half, periods: 2}
evaluate_day: 5
at_expiry: one_down
refund: immediate
gate_effect: at_next_evaluation
patience: 2
grace_days: 7
pending_days: 15
floor: low
time_zone: America/New_York
leap: clamp
first_day_counts: false
correction_days: 0
illustrative: true
levels:
  - {code: low, name: 低, validity: none}
  - {code: mid, name: {en: Mid}, from: 0, gates: [ordered, enterprise], patience: 3}
  - {code: high, from: 10, validity: {months: 18}, benefits: [line]}
  - {code: top, from: 20, validity: {days: 3}, benefits: [line, gift]}
earning:
  - {code: order, kind: order, terms: {minor_per_point: 5}, not_levels: [low]}
  - {code: promotion, kind: promotion}
benefits:
  - {code: line, name: {zh: 专线, en: Hotline}}
  - {code: gift, includes: [line]}
"""
QUARTERS = """code: quarters
measure: {kind: calendar_sum, unit: quarter}
upgrade: next_period
validity: {calendar: quarter}
levels:
  - {code: low}
  - {code: high, from: 10, validity: {years: 2}}
"""
DAYS = "code: days\nmeasure: {kind: rolling_days, days: 90}\nlevels:\n  - {code: low}\n  - {code: high, from: 10}\n"


class Fields(HTMLParser):
    """What a browser would send of the form of a programme: names and values, in order."""

    def __init__(self) -> None:
        super().__init__()
        self.sent: list[tuple[str, str]] = []
        self._select = ""
        self._options: list[tuple[str, bool]] = []
        self._area: str | None = None

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        given = dict(attrs)
        name = given.get("name") or ""
        if tag == "select":
            self._select, self._options = name, []
        elif tag == "option" and self._select:
            self._options.append((given["value"], "selected" in given))
        elif tag == "textarea":
            self._area, self._written = name, ""
        elif tag == "input" and name and (given.get("type") != "checkbox" or "checked" in given):
            self.sent.append((name, given.get("value") or ""))

    def handle_data(self, data: str) -> None:
        if self._area is not None:
            self._written += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "select":
            chosen = [value for value, selected in self._options if selected] or [self._options[0][0]]
            self.sent.append((self._select, chosen[0]))
            self._select = ""
        elif tag == "textarea" and self._area is not None:
            self.sent.append((self._area, self._written.removeprefix("\n")))
            self._area = None


def text(answer: Any) -> str:
    return answer.content.decode()


def fields(answer: Any) -> dict[str, list[str]]:
    """The form of this page as it would be sent."""
    body = text(answer)
    reader = Fields()
    reader.feed(body[body.index('id="programme-form"') : body.index('id="programme-examined"')])
    sent: dict[str, list[str]] = {}
    for name, value in reader.sent:
        sent.setdefault(name, []).append(value)
    return sent


def save(page: Client, where: str, sent: dict[str, list[str]], **typed: Any) -> Any:
    return page.post(where, sent | {"act": "save"} | {name.replace("__", "-"): value for name, value in typed.items()})


def told_of_draft() -> tuple[str, str]:
    """The text of the only draft and its fingerprint."""
    row = ProgrammeDraft.objects.get()
    return row.text, row.fingerprint


def area(answer: Any, name: str) -> str:
    """What stands in a text area of this page."""
    reader = Fields()
    reader.feed(text(answer))
    return dict(reader.sent)[name]


def drafted(page: Client, of: str) -> str:
    """Save a draft by its text and return its code."""
    return page.post("/tiers/new-programme", {"text": of})["Location"].split("/")[2]
