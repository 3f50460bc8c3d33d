"""Reads of protection: the policies that are shipped, and what a claim under one of them comes to."""

from minghua.domain.service.rules import protection as rules
from minghua.domain.service.types.protection import SHIPPED, Claim, Protection, Verdict
from minghua.foundation.people.types import Actor
from minghua.foundation.permissions.table import require
from minghua.kernel.errors import NotFound


def protections(viewer: Actor) -> list[Protection]:
    """Return the policies in force."""
    require(viewer, "service.view")
    return list(SHIPPED.values())


def verdict(viewer: Actor, code: str, claim: Claim) -> Verdict:
    """Return what a claim comes to under a policy, with every step of why; raises NotFound."""
    require(viewer, "service.view")
    if code not in SHIPPED:
        raise NotFound(field="code")
    return rules.judge(SHIPPED[code], claim)
