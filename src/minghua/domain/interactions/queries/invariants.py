"""What must hold of consent: evidence beside every grant, and one state that is the last record (N2, N3)."""

from typing import Final

from minghua.foundation.invariants.searching import rows
from minghua.foundation.invariants.types import Invariant
from minghua.kernel.words import Text

_A_RECORD: Final = (
    "INSERT INTO interactions_consentrecord (customer_id, purpose, channel, act, given_at, how, separate, guardian,"
    " note, file_id, policy_id, recorded_at) SELECT (SELECT min(id) FROM customers_customer), 'marketing', 'sms', {},"
    " (SELECT min(id) FROM interactions_privacypolicy), '2026-01-02 00:00:00+00:00'"
)
_LATER: Final = (
    "SELECT 1 FROM interactions_consentrecord AS later WHERE later.customer_id = said.customer_id"
    " AND later.purpose = said.purpose AND later.channel = said.channel AND (later.given_at > said.given_at"
    " OR (later.given_at = said.given_at AND later.act > said.act)"
    " OR (later.given_at = said.given_at AND later.act = said.act AND later.id > said.id))"
)

INVARIANTS = (
    Invariant(
        "INV-N2",
        Text(
            "每条同意都有证据，且所依据的隐私政策当时已发布",
            "Every consent has its evidence, under a policy that was published by then",
        ),
        rows(
            "SELECT said.id AS record FROM interactions_consentrecord AS said LEFT JOIN interactions_privacypolicy"
            " AS policy ON policy.id = said.policy_id WHERE said.act = 'granted' AND (policy.id IS NULL OR said.how = ''"
            " OR policy.published_at > said.recorded_at OR (said.how = 'paper' AND said.file_id = ''))"
        ),
        (_A_RECORD.format("'granted', '2026-01-01 00:00:00+00:00', 'paper', false, '', '', ''"),),
    ),
    Invariant(
        "INV-N3",
        Text(
            "同意的现状恰好是该用途、该渠道的最后一条记录",
            "Where consent stands is exactly the last record of that purpose and channel",
        ),
        rows(
            "SELECT said.id AS record FROM interactions_consentrecord AS said LEFT JOIN interactions_consentstate AS"
            " state ON state.customer_id = said.customer_id AND state.purpose = said.purpose AND state.channel ="
            f" said.channel WHERE NOT EXISTS ({_LATER}) AND (state.id IS NULL OR state.act <> said.act"
            " OR state.since <> said.given_at)"
        ),
        (_A_RECORD.format("'withdrawn', '2027-01-01 00:00:00+00:00', 'message', false, '', '', ''"),),
    ),
)
