"""Names behind the numbers in an archive: staff and customers that self-made fields point to, read once per request."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from minghua.domain.customers.models import Customer
from minghua.domain.customers.queries import register, rows
from minghua.domain.customers.rules import typed
from minghua.foundation.people import directory
from minghua.foundation.people.types import Actor


def staff() -> Mapping[int, str]:
    """Return id → name of everybody who works or worked here."""
    return register.remembered("staff", directory.names)


def staff_by_name() -> dict[str, str]:
    """Return name and id → id of everybody whose name is theirs alone."""
    named: dict[str, str] = {}
    for user_id, name in staff().items():
        named[name.casefold()] = "" if name.casefold() in named else str(user_id)
    return {name: user_id for name, user_id in named.items() if user_id} | {str(i): str(i) for i in staff()}


def staff_name(user_id: int) -> str:
    """Return the name of a person of staff, or the id where two share the name: either leads back to that person."""
    name = staff().get(user_id, "")
    return name if staff_by_name().get(name.casefold()) == str(user_id) else str(user_id)


def archive_written(archive: Mapping[str, Any], *, prefix: str = "") -> dict[str, Any]:
    """Return archive values as one would send them again; `prefix` stands before the codes."""
    known = register.archive_fields()
    return {
        code: typed.written(field, value) if (field := known.get(code.removeprefix(prefix))) and field.custom else value
        for code, value in archive.items()
    }


class ByNumber(Mapping[str, str]):
    """Customers the actor may see, by number and by id; `learn` asks for many of them in one query."""

    def __init__(self, by: Actor | None) -> None:
        self._by = by
        self._known: dict[str, str] = {}

    def learn(self, texts: Iterable[str]) -> None:
        """Look up those of these numbers and ids that are not known yet."""
        wanted = {text for text in texts if text and text not in self._known and len(text) <= 24}
        self._known |= dict.fromkeys(wanted, "")
        if not wanted or self._by is None:
            return
        ids = [int(text) for text in wanted if text.isascii() and text.isdigit() and len(text) < 19]
        seen = rows.seen(self._by)
        for number, pk in seen.filter(number__in=wanted).values_list("number", "pk"):
            self._known[number] = str(pk)
        for pk in seen.filter(pk__in=ids).values_list("pk", flat=True):
            self._known[str(pk)] = self._known.get(str(pk)) or str(pk)

    def __getitem__(self, text: str) -> str:
        self.learn([text])
        found = self._known.get(text, "")
        if not found:
            raise KeyError(text)
        return found

    def __iter__(self) -> Iterator[str]:
        return iter(self._known)

    def __len__(self) -> int:
        return len(self._known)


def learn_names(viewer: Actor, customers: Iterable[Customer]) -> None:
    """Read the names of the customers these archives point to, in one query."""
    pointing = [field.code for field in register.archive_fields().values() if field.type == "customer"]
    found = (customer.archive.get(code) for customer in customers for code in pointing)
    ids = {value for value in found if isinstance(value, int)}
    if ids:
        known = _names(viewer)
        missing = ids - known.keys()
        named = rows.seen(viewer).filter(pk__in=missing).values_list("pk", "name") if missing else ()
        known |= dict.fromkeys(missing, "") | dict(named)


def customer_name(viewer: Actor, customer_id: int) -> str:
    """Return the name of a customer an archive points to, "" when the viewer may not see it."""
    known = _names(viewer)
    if customer_id not in known:
        found = rows.seen(viewer).filter(pk=customer_id).values_list("name", flat=True).first()
        known[customer_id] = found or ""
    return known[customer_id]


def _names(viewer: Actor) -> dict[int, str]:
    return register.remembered(f"customers of {viewer.user_id}", dict)
