"""Reads about shares."""

from minghua.foundation.permissions.models import RecordShare


def shares_of(subject_type: str, subject_id: int) -> list[RecordShare]:
    """Return the shares of one record with the names of people and teams, newest first."""
    shares = RecordShare.objects.filter(subject_type=subject_type, subject_id=subject_id)
    return list(shares.select_related("user", "team", "shared_by").order_by("-shared_at", "-pk"))
