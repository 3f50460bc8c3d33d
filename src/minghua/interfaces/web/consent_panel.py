"""What the consent panel of a customer shows: the matrix of purposes and channels, the records, the choices of its form."""

from typing import Any

from minghua.domain.interactions import queries as interaction_reads
from minghua.foundation.vocabulary import queries as vocabulary
from minghua.interfaces.web import customer_values, display


def contents(request: Any, customer_id: int) -> dict[str, Any]:
    """Return the panel's contents for a visible customer; raises NotFound."""
    channels = [(code, display.say(term)) for code, term in vocabulary.terms("interactions.consent_channel")]
    return {
        "matrix": interaction_reads.matrix(request.actor, customer_id, at=request.at),
        "channels": [(code, name) for code, name in channels if code != "any"],
        "all_channels": channels,
        "purposes": customer_values.choices("interactions.consent_purpose"),
        "hows": [
            (code, name)
            for code, name in customer_values.choices("interactions.consent_how")
            if code not in {"import", "link", "request"}
        ],
        "consents": interaction_reads.consents_of(request.actor, customer_id),
        "restriction": interaction_reads.restriction_of(request.actor, customer_id),
        "policy": interaction_reads.policy_in_force(request.actor),
    }
