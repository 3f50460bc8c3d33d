"""Settings: the privacy policies as they were published, and the publishing of a new one."""

from typing import Any

from django.http import HttpResponse
from django.urls import path
from django.utils.translation import gettext as _

from minghua.domain.interactions import operations as interactions
from minghua.domain.interactions import queries as interaction_reads
from minghua.domain.interactions.types import NewPolicy
from minghua.interfaces.web import answers, customer_values
from minghua.interfaces.web.guard import page
from minghua.interfaces.web.pages.settings_home import attempt, done, show
from minghua.kernel.errors import NotFound, Refusal


@page("policy.publish", methods=("GET", "HEAD", "POST"))
def policies(request: Any) -> HttpResponse:
    """Show the versions (GET), or publish the next one (POST)."""
    if request.method != "POST":
        return _list(request)
    form = request.POST
    new = NewPolicy(
        title=form.get("title", ""),
        body_zh=form.get("body_zh", ""),
        body_en=form.get("body_en", ""),
        renews=tuple(form.getlist("renews")),
    )
    refusal = attempt(request, lambda: interactions.publish_policy(new, by=request.actor, at=request.at))
    return _list(request, refusal) if refusal else done(request, _("新版隐私政策已发布。"), "/settings/policies")


@page("policy.publish")
def policy(request: Any, version: int) -> HttpResponse:
    """Show one version in full."""
    found = interaction_reads.policies(request.actor).filter(version=version).first()
    if found is None:
        raise NotFound(field="version")
    people = interaction_reads.consenting(request.actor, version)
    return show(request, "policies", "policy", {"policy": found, "people": people})


def _list(request: Any, refusal: Refusal | None = None) -> HttpResponse:
    found = list(interaction_reads.policies(request.actor)[:100])
    context = {
        "policies": found,
        "purposes": customer_values.choices("interactions.consent_purpose"),
        "typed": request.POST,
        "error": answers.told(refusal) if refusal else "",
    }
    return show(request, "policies", "policies", context, status=refusal.status if refusal else 200)


urls = [
    path("settings/policies", policies, name="settings_policies"),
    path("settings/policies/<int:version>", policy, name="settings_policy"),
]
