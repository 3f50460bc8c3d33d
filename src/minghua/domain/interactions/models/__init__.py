"""Tables of interactions: contacts and promises, consents and their policies, requests of persons."""

from minghua.domain.interactions.models.access import MemberAllowance, MemberCode, MemberSession
from minghua.domain.interactions.models.consents import (
    ConsentLink,
    ConsentRecord,
    ConsentState,
    PrivacyPolicy,
    Restriction,
)
from minghua.domain.interactions.models.contacts import Contact, NextStep
from minghua.domain.interactions.models.packages import PersonPackage
from minghua.domain.interactions.models.rights import PersonRequest, RequestDeed

__all__ = [
    "ConsentLink",
    "ConsentRecord",
    "ConsentState",
    "Contact",
    "MemberAllowance",
    "MemberCode",
    "MemberSession",
    "NextStep",
    "PersonPackage",
    "PersonRequest",
    "PrivacyPolicy",
    "RequestDeed",
    "Restriction",
]
