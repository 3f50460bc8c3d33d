"""A till that takes points, with nothing but Python's standard library: see what a member has, hold, pay, give back.

    MINGHUA=https://crm.example.com MINGHUA_TOKEN=mh_… python till.py 17 shop_points 1200 receipt-2026-0042

The business key (the number of the receipt) counts once for ever: when the line breaks, send the same again and
nothing is spent twice.
"""

import json
import os
import sys
import urllib.error
import urllib.request
from typing import Any


class Refused(Exception):
    """The house said no: `code` is for programs, the text says what is wrong and what to do."""

    def __init__(self, problem: dict[str, Any]) -> None:
        super().__init__(f"{problem['detail']} {problem['remedy'] or ''}".strip())
        self.code: str = problem["code"]
        self.status: int = problem["status"]


class Till:
    """One till of one shop, speaking for the person whose token it has (scopes points.view, points.record)."""

    def __init__(self, server: str, token: str, scheme: str, *, language: str = "zh-Hans") -> None:
        self.base = f"{server.rstrip('/')}/api/v1/customers"
        self.scheme = scheme
        self.headers = {"Authorization": f"Bearer {token}", "Accept-Language": language}

    def account(self, customer: int) -> dict[str, Any]:
        """Return what a member has in this scheme, with the lots and their last days; an empty account has no lots."""
        items = self._ask("GET", f"{customer}/points")["items"]
        empty = {"balance": 0, "available": 0, "pending": 0, "held": 0, "debt": 0, "lots": []}
        return next((each for each in items if each["scheme"] == self.scheme), empty)

    def hold(self, customer: int, points: int, *, receipt: str, minutes: int = 10) -> dict[str, Any]:
        """Keep points while the customer pays the rest; they come back by themselves after so many minutes."""
        return self._act(customer, "holds", receipt, amount=points, key=receipt, minutes=minutes)

    def pay(self, customer: int, *, receipt: str) -> dict[str, Any]:
        """Spend what was held for this receipt."""
        return self._act(customer, "captures", receipt, key=receipt)

    def cancel(self, customer: int, *, receipt: str) -> dict[str, Any]:
        """Let go what was held for this receipt."""
        return self._act(customer, "releases", receipt, key=receipt)

    def give_back(self, customer: int, points: int, *, receipt: str, refund: str) -> dict[str, Any]:
        """Give back points that were spent on a receipt, to the lots they came from; `refund` is a number of its own."""
        return self._act(customer, "reversals", refund, of=receipt, key=refund, amount=points)

    def _act(self, customer: int, noun: str, number: str, **body: Any) -> dict[str, Any]:
        path = f"{customer}/points/{self.scheme}/{noun}"
        return self._ask("POST", path, body, key=f"{noun}-{customer}-{number}")

    def _ask(self, method: str, path: str, body: dict[str, Any] | None = None, *, key: str = "") -> Any:
        headers = dict(self.headers)
        if body is not None:
            headers |= {"Content-Type": "application/json", "Idempotency-Key": key}
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(f"{self.base}/{path}", data, headers, method=method)
        try:
            with urllib.request.urlopen(request, timeout=10) as answer:
                return json.load(answer)
        except urllib.error.HTTPError as refusal:
            raise Refused(json.load(refusal)) from None


def main(customer: str, scheme: str, points: str, receipt: str) -> None:
    """Hold and spend points for one receipt, and print what is left."""
    till = Till(os.environ["MINGHUA"], os.environ["MINGHUA_TOKEN"], scheme)
    till.hold(int(customer), int(points), receipt=receipt)
    print(till.pay(int(customer), receipt=receipt)["balance"])


if __name__ == "__main__":
    try:
        main(*sys.argv[1:5])
    except Refused as refusal:
        sys.exit(str(refusal))
