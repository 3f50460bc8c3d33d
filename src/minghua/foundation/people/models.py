"""Tables of staff, teams and roles."""

from typing import ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils.crypto import salted_hmac

from minghua.foundation.people.types import ScopeKind


class Team(models.Model):
    """A department; `path` lists the ids from the root ("/1/4/") so that a subtree is one prefix."""

    name = models.CharField(max_length=80)
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    path = models.CharField(max_length=250, default="/", db_index=True)
    active = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["parent", "name"], name="team_name_once_per_parent"),
            # a parent of NULL is unlike itself: teams at the root need a wall of their own
            models.UniqueConstraint(fields=["name"], condition=models.Q(parent=None), name="root_team_name_once"),
        ]

    def __str__(self) -> str:
        return self.name


class Role(models.Model):
    """A named set of permissions with one row scope and the fields it sees masked.

    `export_rows` is how many rows a day its holders may export (null: the company's parameter); since `mfa_since` its
    holders must have a second step at login, `mfa_grace_days` after that day at the latest.
    """

    code = models.SlugField(max_length=40, unique=True)
    name_zh = models.CharField(max_length=40)
    name_en = models.CharField(max_length=40)
    permissions = models.JSONField(default=list)
    scope = models.CharField(max_length=10, choices=[(kind.value, kind.value) for kind in ScopeKind], default="own")
    scope_teams = models.ManyToManyField(Team, blank=True, related_name="+")
    masked_fields = models.JSONField(default=list)
    export_rows = models.PositiveIntegerField(null=True)
    mfa_since = models.DateTimeField(null=True)
    mfa_grace_days = models.PositiveSmallIntegerField(default=7)

    def __str__(self) -> str:
        return self.code


class UserManager(BaseUserManager["User"]):
    """What Django's authentication asks for."""

    def get_by_natural_key(self, username: str | None) -> "User":
        """Return the user of that name, whatever its case."""
        return self.get(username__iexact=username)


class User(AbstractBaseUser):
    """A member of staff who may sign in; `mfa_from` is when the grace to set up a second step last began anew.

    A login belongs to one `sessions_epoch`: raising it ends every session there is, known by name or not.
    """

    username = models.CharField(max_length=60, unique=True)
    name = models.CharField(max_length=60)
    email = models.EmailField(blank=True)
    team = models.ForeignKey(Team, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    roles = models.ManyToManyField(Role, blank=True, related_name="+")
    language = models.CharField(max_length=10, default="zh-hans")
    theme = models.CharField(max_length=10, default="system")
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField()
    mfa_from = models.DateTimeField(null=True)
    sessions_epoch = models.PositiveIntegerField(default=0)
    external_id = models.CharField(max_length=60, blank=True)

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects = UserManager()

    def __str__(self) -> str:
        return self.name or self.username

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        salt = "minghua.people.User.sessions"
        return salted_hmac(
            salt, f"{self.password}:{self.sessions_epoch}", secret=secret, algorithm="sha256"
        ).hexdigest()

    def get_full_name(self) -> str:
        """Return the name people call them by."""
        return self.name

    def get_short_name(self) -> str:
        """Return the same: Chinese names are not shortened."""
        return self.name
