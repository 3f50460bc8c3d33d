"""Table of keyed answers: one row per person and key."""

from django.db import models


class KeyedAnswer(models.Model):
    """The first answer to a key; `status` stays empty only while its transaction is open."""

    actor_id = models.BigIntegerField()
    key = models.CharField(max_length=200)
    fingerprint = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(null=True)
    body = models.TextField(default="")
    content_type = models.CharField(max_length=80, default="")
    created_at = models.DateTimeField(db_index=True)

    class Meta:
        """The constraint is the lock: of two concurrent callers one waits for the other."""

        constraints = [models.UniqueConstraint(fields=["actor_id", "key"], name="one_answer_per_key")]
