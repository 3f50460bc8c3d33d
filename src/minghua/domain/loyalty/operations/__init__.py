"""Writes of loyalty: schemes, packs given and taken back."""

from minghua.domain.loyalty.operations.giving import Claimed, PackRefused, claim_pack, give_due
from minghua.domain.loyalty.operations.revoking import revoke_grant
from minghua.domain.loyalty.operations.rounds import give_some
from minghua.domain.loyalty.operations.schemes import SchemeStopped, install_preset, publish_scheme, stop_scheme

__all__ = [
    "Claimed",
    "PackRefused",
    "SchemeStopped",
    "claim_pack",
    "give_due",
    "give_some",
    "install_preset",
    "publish_scheme",
    "revoke_grant",
    "stop_scheme",
]
