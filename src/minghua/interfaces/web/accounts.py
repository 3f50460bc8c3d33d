"""How staff sign in: accounts are made by administrators, never by visitors."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class StaffAccounts(DefaultAccountAdapter):
    """allauth's adapter with open sign-up switched off."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Return False: an administrator creates each account."""
        return False
