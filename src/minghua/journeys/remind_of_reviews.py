"""A day begins: each owner hears once how many of their archives are due to be verified (R07.4)."""

from datetime import datetime

from minghua.domain.customers.queries import reviews
from minghua.foundation.notices import operations as notices
from minghua.foundation.notices.types import Letter, NoticeMode
from minghua.foundation.people.types import Actor
from minghua.kernel.periods import local_date
from minghua.kernel.words import Text


def remind_of_reviews(*, by: Actor, at: datetime) -> int:
    """Tell owners whose archives fell due today, in the digest, and return how many were told; again tells nobody twice."""
    on = local_date(at)
    letters = [
        Letter(
            (owner_id,),
            "records.review",
            Text(f"今天有 {new} 份档案到期复核", f"{new} archives are due to be verified today"),
            Text(f"连同之前的共 {due} 份。", f"{due} with those from before."),
            link="/reviews",
            mode=NoticeMode.DAILY,
            key=f"review:{on.isoformat()}",
        )
        for owner_id, (new, due) in reviews.newly_due_by_owner(by, on=on).items()
    ]
    return len(notices.send_many(letters, by=by, at=at))
