"""The table of stored files; their bytes lie in the data folder under an unguessable name."""

from django.db import models


class StoredFile(models.Model):
    """One uploaded or made file."""

    id = models.CharField(max_length=32, primary_key=True)
    name = models.CharField(max_length=200)
    content_type = models.CharField(max_length=100)
    size = models.BigIntegerField()
    sha256 = models.CharField(max_length=64)
    stored_at = models.DateTimeField()
    stored_by_id = models.BigIntegerField(null=True)

    class Meta:
        indexes = [models.Index(fields=["stored_by_id", "-stored_at"], name="file_by_person")]
