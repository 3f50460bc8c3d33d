"""What of a customer is compared: its values folded as the search folds them, so that width, script and spaces do not matter."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from minghua.domain.customers.models import HouseholdMember
from minghua.domain.customers.rules import match_keys
from minghua.domain.customers.types.likeness import Traits
from minghua.foundation.search.folding import fold
from minghua.foundation.vault.sealing import is_sealed

KEYED = frozenset(
    {"name", "mobile", "phone", "email", "wechat", "birthday", "address", "province", "city", "district",
     "source_system", "external_id", "archive.uscc", "archive.id_number"}
)  # fmt: skip


def traits_of(row: Any, members: Iterable[str] = ()) -> Traits:
    """Return the traits of a customer row, or of anything with its columns (a new customer, cleaned)."""
    archive = row.archive
    kind, address, external = row.kind, row.address, row.external_id
    return Traits(
        kind=kind,
        phone=frozenset(filter(None, (row.mobile, row.phone))),
        email=frozenset(filter(None, (row.email,))),
        wechat=frozenset(filter(None, (fold(row.wechat),))) if row.wechat else frozenset(),
        name=match_keys.plain_name(fold(row.name), kind=kind),
        birthday=str(row.birthday) if row.birthday else "",
        address=_address(row) if address else "",
        uscc=str(archive.get("uscc") or "").upper() if archive else "",
        id_number=_id_number(archive.get("id_number")) if archive else "",
        external_id=f"{row.source_system}|{external}" if external else "",
        members=frozenset(match_keys.plain_name(fold(name), kind="person") for name in members),
    )


def _id_number(value: Any) -> str:
    """A number still sealed compares with nothing: whoever compares opens the archives first."""
    return "" if is_sealed(value) else str(value or "").upper()


def _address(row: Any) -> str:
    return match_keys.plain_address(
        fold(row.address), province=fold(row.province), city=fold(row.city), district=fold(row.district)
    )


def members_of(rows: Iterable[Any]) -> Mapping[int, list[str]]:
    """Return household id → names of its present members; no query where no household is among the rows."""
    households = [row.pk for row in rows if row.kind == "household"]
    names: dict[int, list[str]] = defaultdict(list)
    if households:
        present = HouseholdMember.objects.filter(household_id__in=households, until_on=None)
        for household_id, name in present.values_list("household_id", "name"):
            names[household_id].append(name)
    return names
