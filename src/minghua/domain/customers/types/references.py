"""The register of merging: every table that knows a customer and what becomes of its rows.

The tables of rooms above are named as text, as the row scope and the search name them; a test demands that each table
with a customer stands here.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Literal

SUBJECT: Final = "customers.Customer"
Side = Literal["survivor", "loser"]
Clash = Literal["drop", "end", "rest", "latest"]


@dataclass(frozen=True, slots=True)
class Reference:
    """One column that names a customer.

    `only` narrows the rows; `one_per` are the columns of which one row per customer may exist (among rows of `while_`).
    A row that would be a second one is dropped (a copy is kept for the way back), ended on the day of the merge, put to
    rest, or the later of the two is kept. `derived` rows are computed: they go, and are computed anew.
    """

    model: str
    column: str = "customer_id"
    only: Mapping[str, Any] = field(default_factory=dict)
    without: Mapping[str, Any] = field(default_factory=dict)
    one_per: tuple[str, ...] | None = None
    while_: Mapping[str, Any] = field(default_factory=dict)
    clash: Clash = "drop"
    derived: bool = False

    @property
    def code(self) -> str:
        """How a journal names the column."""
        return f"{self.model}.{self.column}"


_OPEN: Final = {"until_on": None}
REFERENCES: Final[tuple[Reference, ...]] = (
    Reference("orders.Order"),
    Reference("orders.Return"),
    Reference("interactions.Contact"),
    Reference("interactions.NextStep"),
    Reference("interactions.ConsentRecord"),
    Reference("interactions.ConsentState", one_per=("purpose", "channel"), clash="latest"),
    Reference("interactions.ConsentLink"),
    Reference("interactions.Restriction", one_per=(), while_={"until": None}, clash="end"),
    Reference("value.CostEntry"),
    Reference("care.Jar", one_per=("product_id",), while_={"active": True}, clash="rest"),
    Reference("care.Cadence", derived=True),
    Reference("tiering.ScoreEntry"),
    Reference("tiering.LevelGrant"),
    Reference("tiering.Correction"),
    Reference("tiering.Membership", derived=True),
    Reference("tiering.TierPeriod", derived=True),
    Reference("tiering.GradeInput"),
    Reference("tiering.Grading"),
    Reference("tiering.GradeState", derived=True),
    Reference("tiering.GradeReview", one_per=("period",)),
    Reference("loyalty.BenefitGrant"),
    Reference("loyalty.PointsFact"),
    Reference("loyalty.PointsAdjustment"),
    Reference("loyalty.ActivityTaking"),
    Reference("loyalty.Coupon"),
    Reference("loyalty.CouponUse"),
    Reference("customers.CustomerTag", one_per=("tag_id",)),
    Reference("customers.Attachment", one_per=("file_id",)),
    Reference("customers.Relation", "from_customer_id", one_per=("to_customer_id", "kind", "role"), while_=_OPEN, clash="end"),
    Reference("customers.Relation", "to_customer_id", one_per=("from_customer_id", "kind", "role"), while_=_OPEN, clash="end"),
    Reference("customers.HouseholdMember", "household_id", one_per=("person_id",), while_=_OPEN, clash="end"),
    Reference("customers.HouseholdMember", "person_id", one_per=("household_id",), while_=_OPEN, clash="end"),
    Reference("permissions.RecordShare", "subject_id", only={"subject_type": SUBJECT}, one_per=("user_id", "team_id")),
    Reference("customers.FieldVerification", one_per=("path",)),
    Reference("customers.CustomerQuality", derived=True),
    Reference("personal.LegalHold", one_per=(), while_={"until": None}, clash="end"),
    Reference("interactions.PersonRequest"),
    Reference("service.Case"),
    Reference("service.Holding"),
    Reference("service.Holding", "household_id"),
    Reference("service.Card"),
    Reference("service.VisitCharge"),
    Reference("service.Problem"),
    Reference("service.Occurrence"),
    Reference("service.Promise"),
    Reference("timeline.TimelineEntry"),
    Reference("routing.RoutedItem"),
    Reference("search.SearchDocument", without={"kind": "customer"}),
    Reference("notices.Notice", "subject_id", only={"subject_type": SUBJECT}),
    Reference("imports.ImportTouch", "subject_id", one_per=("run_id",)),
)  # fmt: skip
STAYING: Final[Mapping[str, str]] = {
    "customers.Customer.parent_id": "children climb to the survivor, without circles: `families`",
    "customers.Customer.merged_into_id": "the link itself",
    "customers.OwnerSpell.customer_id": "whose hands a record was in is its own story; the open spell ends",
    "customers.MatchKey.customer_id": "made anew",
    "customers.Merge.survivor_id": "the record of the merge",
    "customers.Merge.loser_id": "the record of the merge",
    "customers.Pair.low_id": "pairs are of records, not of people",
    "customers.Pair.high_id": "pairs are of records, not of people",
    "customers.CleaningChange.customer_id": "what a cleaning changed is given back to the record it changed",
    "interactions.PersonPackage.customer_id": "a package tells of the record it was made of",
    "interactions.MemberCode.customer_id": "a code was sent for one record and dies with it in minutes",
    "interactions.MemberSession.customer_id": "a session ends with the record it was opened for",
    "customers.Reveal.customer_id": "who looked at which record is never changed",
    "value.PyramidPlace.customer_id": "a stored pyramid names the record that was ranked",
    "value.RfmPlace.customer_id": "a stored look names the record that was seen",
    "loyalty.PointsAccount.customer_id": "a ledger is never changed: what went over is countered there and booked anew",
    "personal.Erasure.customer_id": "an erasure is of one record",
    "webhooks.Event.customer_id": "what was told outside was told of that record",
    "history.FieldChange.subject_id": "old values stay with the record that had them",
    "audit.AuditEvent.subject_id": "the audit record is never changed",
    "imports.ImportChange.subject_id": "what an import changed is given back to the record it changed",
    "vault.Key.customer_id": "a key opens only what was sealed for its record",
}
"""Columns that name a customer and keep naming the merged record, and why."""
