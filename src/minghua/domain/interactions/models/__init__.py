"""Tables of interactions: contacts and promises, consents and the policies they were given under."""

from minghua.domain.interactions.models.consents import (
    ConsentLink,
    ConsentRecord,
    ConsentState,
    PrivacyPolicy,
    Restriction,
)
from minghua.domain.interactions.models.contacts import Contact, NextStep

__all__ = ["ConsentLink", "ConsentRecord", "ConsentState", "Contact", "NextStep", "PrivacyPolicy", "Restriction"]
