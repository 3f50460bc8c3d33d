"""Every address of the house: the web's pages, the account pages, the API."""

from typing import Any

from django.urls import include, path
from django.views.generic import RedirectView

urlpatterns: list[Any] = [
    path("api/v1/", include("minghua.interfaces.rest.urls")),
    path("account/sessions/", RedirectView.as_view(url="/devices")),  # the devices have one page, ours
    path("account/", include("allauth.urls")),
    path("", include("minghua.interfaces.portal.urls")),
    path("", include("minghua.interfaces.web.urls")),
]

handler404 = "minghua.config.refusals.not_found"
handler500 = "minghua.interfaces.web.failures.broken"
