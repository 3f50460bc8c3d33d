"""How staff sign in: accounts are made by administrators, never by visitors."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.core.exceptions import ValidationError
from django.http import HttpRequest

from minghua.interfaces.web import sign_ins


class StaffAccounts(DefaultAccountAdapter):
    """allauth's adapter with open sign-up switched off; whoever is locked out is put on record."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Return False: an administrator creates each account."""
        return False

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Refuse a name that has been tried too often, and say so to the watch."""
        try:
            super().pre_authenticate(request, **credentials)
        except ValidationError:
            sign_ins.locked_out(request, str(credentials.get("username") or "").replace("\x00", ""))
            raise
