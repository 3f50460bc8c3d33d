"""A small company for tests: a head office with two shops, and one person of each role."""

from dataclasses import dataclass
from datetime import UTC, datetime

from minghua.foundation.people import operations as people
from minghua.foundation.people import queries as people_reads
from minghua.foundation.people.models import User
from minghua.foundation.people.types import SYSTEM, Actor
from minghua.foundation.storage.unit_of_work import unit_of_work
from minghua.journeys.prepare_company import prepare_company

BEGAN = datetime(2024, 1, 1, 1, 0, tzinfo=UTC)
PASSWORD = "ming-hua-knows-each-jar"  # the same for every test person


@dataclass(frozen=True, slots=True)
class Company:
    """Ids of the teams and of the people by user name."""

    head_office: int
    east_shop: int
    west_shop: int
    user_ids: dict[str, int]

    def actor(self, username: str, *, channel: str = "web") -> Actor:
        """Return that person as an actor, read afresh."""
        return people_reads.actor_for(User.objects.get(username=username), channel=channel, request_id="test")


STAFF = (
    ("boss", "明华", "head", "admin"),
    ("manager", "王芳", "head", "manager"),
    ("lead", "李军", "east", "team_lead"),
    ("east1", "赵敏", "east", "sales"),
    ("east2", "陈磊", "east", "sales"),
    ("west1", "孙悦", "west", "sales"),
    ("service", "周婷", "head", "service"),
    ("auditor", "郑严", "head", "auditor"),
)


def found_company() -> Company:
    """Create roles, words, teams and staff; needs a database."""
    with unit_of_work(SYSTEM, at=BEGAN):
        prepare_company(at=BEGAN)
        head = people.create_team("总部", by=SYSTEM, at=BEGAN)
        east = people.create_team("东街店", parent_id=head, by=SYSTEM, at=BEGAN)
        west = people.create_team("西街店", parent_id=head, by=SYSTEM, at=BEGAN)
        teams = {"head": head, "east": east, "west": west}
        ids = {
            username: people.create_user(
                username, name=name, password=PASSWORD, team_id=teams[team], role_codes=(role,), by=SYSTEM, at=BEGAN
            )
            for username, name, team, role in STAFF
        }
    return Company(head, east, west, ids)
