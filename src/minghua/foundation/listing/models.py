"""The table of saved views."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from minghua.foundation.listing.views import Visibility


class SavedView(models.Model):
    """A look at a list that somebody named: filter, order, columns and board field as JSON."""

    list_code = models.CharField(max_length=40)
    name = models.CharField(max_length=60)
    visibility = models.CharField(max_length=4, choices=[(each.value, each.value) for each in Visibility])
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    team = models.ForeignKey("people.Team", null=True, on_delete=models.CASCADE, related_name="+")
    spec = models.JSONField()
    position = models.PositiveIntegerField(default=0)
    updated_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["list_code", "owner", "name"], name="view_name_once_per_owner"),
            models.CheckConstraint(
                condition=~Q(visibility="team") | Q(team__isnull=False), name="team_view_has_a_team"
            ),
        ]
        indexes = [models.Index(fields=["list_code", "position", "id"], name="view_by_list")]
