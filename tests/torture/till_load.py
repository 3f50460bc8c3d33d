"""Tills that never forget: each sends one act after the other through the REST door, and what is not answered again until it is."""

import http.client
import json
import random
import threading
import urllib.error
import urllib.request
from time import sleep
from typing import Final, NamedTuple

PAUSE: Final = 0.05
REFUSED: Final = 409


class Told(NamedTuple):
    """An act that was acknowledged, as it must stand in the books."""

    key: str
    member: int
    amount: int


class Till(threading.Thread):
    """One till, until it is told to stop; `told` is what was acknowledged to it, `faults` what a server never may answer."""

    def __init__(self, number: int, base: str, token: str, members: list[int]) -> None:
        super().__init__(daemon=True)
        self.number, self.base, self.token, self.members = number, base, token, members
        self.told: list[Told] = []
        self.faults: list[str] = []
        self.again = 0
        self.closing = threading.Event()
        self._chance = random.Random(number)

    def run(self) -> None:
        """Earn and spend; the last act is sent until it is answered, too."""
        number = 0
        while not self.closing.is_set():
            number += 1
            noun = "earnings" if self._chance.random() < 0.6 else "spendings"
            self._act(self._chance.choice(self.members), noun, f"{self.number}-{number}", self._chance.randint(1, 90))

    def _act(self, member: int, noun: str, key: str, amount: int) -> None:
        body = {"amount": amount, "key": key} | ({"reason": "活动"} if noun == "earnings" else {})
        request_key = key
        while (status := self._send(f"{member}/points/shop_points/{noun}", body, request_key)) is None:
            self.again += 1
            if self._chance.random() < 0.5:  # a till that was started anew has forgotten the request, never the receipt
                request_key += "'"
            sleep(PAUSE)
        if status == http.client.OK:
            self.told.append(Told(("earn:" if noun == "earnings" else "spend:") + key, member, amount))
        elif status != REFUSED or noun == "earnings":
            self.faults.append(f"{noun} {status}")

    def _send(self, path: str, body: dict[str, object], key: str) -> int | None:
        """Return the status of the answer; None when there was none, or the server could not reach its database."""
        headers = {
            "Authorization": f"Bearer {self.token}",
            "Idempotency-Key": key,
            "Content-Type": "application/json",
        }
        request = urllib.request.Request(f"{self.base}/customers/{path}", json.dumps(body).encode(), headers)
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                answer.read()
                return int(answer.status)
        except urllib.error.HTTPError as refusal:
            return None if refusal.code >= http.client.INTERNAL_SERVER_ERROR else refusal.code
        except (OSError, http.client.HTTPException):
            return None
