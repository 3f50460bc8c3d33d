"""Staff named in files, by login or by full name, as far as the importer may hand customers to them."""

from minghua.foundation.people import queries as people
from minghua.foundation.people.types import Actor


class Staff:
    """Looks each name up once."""

    def __init__(self, by: Actor) -> None:
        self._by = by
        self._known: dict[str, int | None] = {}
        self._reach: dict[int, str] | None = None

    def id_of(self, name: str) -> int | None:
        """Return the id of the one colleague in reach of that login or name, or None."""
        if name not in self._known:
            self._known[name] = self._found(name)
        return self._known[name]

    def _found(self, name: str) -> int | None:
        if self._reach is None:
            self._reach = {pk: full for pk, full, _ in people.colleagues(self._by)}
        same = [pk for pk, full in self._reach.items() if full == name]
        if len(same) == 1:
            return same[0]
        actor = people.actor_named(name, channel=self._by.channel)
        return actor.user_id if actor is not None and actor.user_id in self._reach else None
