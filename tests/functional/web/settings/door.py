"""A browser signed in as somebody, and all that the settings can change."""

from django.test import Client

from minghua.foundation.jobs.models import Job
from minghua.foundation.people.models import Role, Team, User
from minghua.foundation.tokens.models import ApiToken
from minghua.foundation.vocabulary.models import VocabularyTerm
from minghua.kernel import clock


def signed_in(username: str) -> Client:
    client = Client()
    client.force_login(
        User.objects.get(username=username), backend="allauth.account.auth_backends.AuthenticationBackend"
    )
    return fresh(client, username)


def fresh(client: Client, username: str) -> Client:
    """As after a login with the password a moment ago."""
    session = client.session
    session["account_authentication_methods"] = [{"method": "password", "at": clock.now().timestamp()}]
    session["account_authentication_methods_user"] = str(User.objects.get(username=username).pk)
    session.save()
    return client


def everything() -> tuple:
    """All that the settings can change, to be compared before and after a refusal."""
    tables = (User, Team, Role, VocabularyTerm, Job, ApiToken)
    skipped = {"last_login"}
    return tuple(
        tuple(
            sorted(
                str(sorted((k, str(v)) for k, v in row.items() if k not in skipped)) for row in table.objects.values()
            )
        )
        for table in tables
    )
