"""A browser signed in as somebody, and all that the settings can change."""

from django.test import Client

from minghua.foundation.audit.models import AuditEvent
from minghua.foundation.jobs.models import Job
from minghua.foundation.people.models import Role, Team, User
from minghua.foundation.tokens.models import ApiToken
from minghua.foundation.vocabulary.models import VocabularyTerm


def signed_in(username: str) -> Client:
    client = Client()
    client.force_login(
        User.objects.get(username=username), backend="allauth.account.auth_backends.AuthenticationBackend"
    )
    return client


def everything() -> tuple:
    """All that the settings can change, to be compared before and after a refusal."""
    tables = (User, Team, Role, VocabularyTerm, Job, ApiToken, AuditEvent)
    skipped = {"last_login"}
    return tuple(
        tuple(
            sorted(
                str(sorted((k, str(v)) for k, v in row.items() if k not in skipped)) for row in table.objects.values()
            )
        )
        for table in tables
    )
