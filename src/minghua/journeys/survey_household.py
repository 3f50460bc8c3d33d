"""The door-to-door questionnaire: a household becomes a customer, its people are noted, its jar is planned."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from minghua.domain.care import operations as care
from minghua.domain.care.types import NewJar
from minghua.domain.customers import operations as customers
from minghua.domain.customers.types import NewCustomer, NewMember
from minghua.foundation.people.types import Actor


@dataclass(frozen=True, slots=True)
class Surveyed:
    """The household and the jar that came out of one questionnaire."""

    customer_id: int
    jar_id: int


def survey_household(
    household: NewCustomer | None, jar: NewJar, *, members: Sequence[NewMember] = (), by: Actor, at: datetime
) -> Surveyed:
    """Keep a questionnaire's answers; with `household` None the jar belongs to the known customer it names.

    Raises what creating a customer and opening a jar raise: Invalid, NotFound, JarExists.
    """
    customer_id = jar.customer_id if household is None else customers.create_customer(household, by=by, at=at)
    for member in members:
        customers.add_member(customer_id, member, by=by, at=at)
    return Surveyed(customer_id, care.open_jar(replace(jar, customer_id=customer_id), by=by, at=at))
