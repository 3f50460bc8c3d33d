"""What the tests of the settings share: an administrator's browser, and a job that failed for good."""

import pytest
from django.test import Client

from minghua.foundation.jobs import operations as jobs
from minghua.foundation.jobs.models import Job
from minghua.foundation.jobs.types import JobState
from tests.company import Company
from tests.conftest import AT
from tests.functional.web.settings.door import signed_in


@pytest.fixture
def dead_job(company: Company) -> int:
    key = jobs.enqueue("jobs.purge_history", {}, at=AT)
    Job.objects.filter(pk=key).update(state=JobState.DEAD, attempts=5, last_error="Traceback\nRuntimeError: no paper\n")
    return key


@pytest.fixture
def boss(company: Company) -> Client:
    return signed_in("boss")
