"""What must hold of consent: evidence beside every grant, and one state that is the last record; of requests: answers that stand on record (N2, N3, N5)."""

from datetime import timedelta
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

_HAS: Final = (
    "EXISTS (SELECT 1 FROM interactions_requestdeed AS deed WHERE deed.request_id = asked.id AND deed.deed = '{}')"
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
            " OR policy.published_at > said.recorded_at OR (said.how = 'paper' AND said.file_id = ''"
            " AND said.customer_id NOT IN (SELECT id FROM customers_customer WHERE erased_at IS NOT NULL)))"
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
    Invariant(
        "INV-N5",
        Text(
            "权利请求的结论都有记录：先核实身份再满足，拒绝有法定理由，逾期的已提醒",
            "Every answer to a request stands on record: identified before fulfilled, refused on a ground, warned when late",
        ),
        rows(
            "SELECT asked.id AS request FROM interactions_personrequest AS asked WHERE"
            f" (asked.standing = 'fulfilled' AND (NOT {_HAS.format('fulfil')} OR NOT {_HAS.format('identify')}))"
            f" OR (asked.standing = 'refused' AND NOT {_HAS.format('refuse')})"
            " OR (asked.closed_at IS NULL AND asked.warned_on IS NULL AND asked.due_on < %(before)s)",
            older_than=timedelta(days=12),
        ),
        (
            "INSERT INTO interactions_personrequest (customer_id, ask, standing, channel, requester, requester_name, text,"
            " received_on, due_on, provisional, extended, closed_at, created_at) SELECT min(id), 'copy', 'fulfilled',"
            " 'phone', 'self', '', '', '2026-01-05', '2026-01-26', false, false, '2026-01-06 00:00:00+00:00',"
            " '2026-01-05 00:00:00+00:00' FROM customers_customer",
        ),
    ),
)
