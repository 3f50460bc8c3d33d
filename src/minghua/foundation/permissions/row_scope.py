"""One row scope per model: which rows an actor may see or change, as one index-friendly WHERE (law 7)."""

from collections.abc import Callable
from typing import TypeVar

from django.apps import apps
from django.db.models import Model, Q, QuerySet

from minghua.foundation.people.models import User
from minghua.foundation.people.types import Actor
from minghua.foundation.permissions.models import RecordShare

M = TypeVar("M", bound=Model)
CUSTOMER = "customers.Customer"
NOTHING = Q(pk__in=())
PRESENT = Q(merged_into__isnull=True)  # who was merged into another lives on there


class UnscopedModel(RuntimeError):
    """A model has no row scope: nobody may read it until it has one."""


def shares_of_actor(actor: Actor, *, editing: bool = False) -> "QuerySet[RecordShare, int]":
    """Return the ids of the customers shared with this person or their teams."""
    holder = Q(user_id=actor.user_id)
    teams = actor.scope.team_ids | ({actor.team_id} if actor.team_id else frozenset())
    if teams:
        holder |= Q(team_id__in=teams)
    shares = RecordShare.objects.filter(holder, subject_type=CUSTOMER)
    return (shares.filter(may_edit=True) if editing else shares).values_list("subject_id", flat=True)


def customer_rows(prefix: str = "", *, pooled: bool = False) -> Callable[[Actor, bool], Q]:
    """Return the scope of rows that follow a customer reached through `prefix`; with `pooled` also before a claim."""

    def scope(actor: Actor, editing: bool) -> Q:
        present = Q() if prefix else PRESENT
        if actor.scope.everything:
            return present
        before_claim = pooled and not editing and actor.may("pool.view")
        return present & customer_scope(actor, prefix, shares_of_actor(actor, editing=editing), pooled=before_claim)

    return scope


def customer_scope(actor: Actor, prefix: str, shared: "QuerySet[RecordShare, int] | list[int]", *, pooled: bool) -> Q:
    """Return the condition for a limited person: own, of their teams, shared with them, in a pool if they may look there; a member is one row."""
    key = prefix[:-2] + "_id" if prefix else "pk"
    if actor.scope.customer_id is not None:
        return Q(**{key: actor.scope.customer_id})
    seen = Q(**{f"{prefix}owner_id": actor.user_id})
    if actor.scope.team_ids:
        seen |= Q(**{f"{prefix}team_id__in": actor.scope.team_ids})
    seen |= Q(**{f"{key}__in": shared})
    if pooled:
        seen |= Q(**{f"{prefix}pool_id__gt": 0})  # any pool: a range walks the index on either engine
    return seen


def import_rows(prefix: str = "") -> Callable[[Actor, bool], Q]:
    """Return the scope of imports: one's own, or everyone's with the permission to see them (trust T1)."""

    def scope(actor: Actor, editing: bool) -> Q:
        return Q() if actor.may("imports.view_all") else Q(**{f"{prefix}created_by_id": actor.user_id})

    return scope


def own_rows(actor: Actor, editing: bool) -> Q:
    """Return the person's own rows, whoever they are: an inbox is nobody else's."""
    return Q(user_id=actor.user_id)


def cleaning_rows(actor: Actor, editing: bool) -> Q:
    """Return the scope of cleaning runs: one's own, everybody's for who sees every customer."""
    return Q() if actor.scope.everything else Q(created_by_id=actor.user_id)


def quality_rows(actor: Actor, editing: bool) -> Q:
    """Return the scope of figures of quality: of the teams in reach, of their people, of oneself."""
    if actor.scope.everything:
        return Q()
    people = User.objects.filter(Q(pk=actor.user_id) | Q(team_id__in=actor.scope.team_ids)).values("pk")
    return Q(scope="team", scope_id__in=actor.scope.team_ids) | Q(scope="owner", scope_id__in=people)


def routed_rows(actor: Actor, editing: bool) -> Q:
    """Return the scope of routed items: those that came to oneself; whoever manages routing sees them all."""
    if actor.may("routing.manage") and actor.scope.everything and not editing:
        return Q()
    mine = apps.get_model("routing.RoutedTo")._default_manager.filter(user_id=actor.user_id or 0)
    return Q(pk__in=mine.values("item_id"))


def everyone(actor: Actor, editing: bool) -> Q:
    """Return all rows: the model holds nothing personal."""
    return Q()


def customer_pairs(actor: Actor, editing: bool) -> Q:
    """Return the scope of pairs of customers: both sides must be within reach."""
    return customer_rows("low__")(actor, editing) & customer_rows("high__")(actor, editing)


ROW_SCOPES: dict[str, Callable[[Actor, bool], Q]] = {
    CUSTOMER: customer_rows(pooled=True),
    "customers.OwnerSpell": customer_rows("customer__"),
    "customers.HouseholdMember": customer_rows("household__"),
    "customers.CustomerTag": customer_rows("customer__", pooled=True),
    "customers.Attachment": customer_rows("customer__"),
    "customers.Reveal": customer_rows("customer__"),
    "customers.Pair": customer_pairs,
    "customers.Merge": customer_rows("survivor__"),
    "customers.Tag": everyone,
    "customers.Pool": everyone,
    "catalog.Category": everyone,
    "catalog.Product": everyone,
    "catalog.Unit": everyone,
    "catalog.WarrantyTerms": everyone,
    "orders.Order": customer_rows("customer__"),
    "orders.Return": customer_rows("customer__"),
    "interactions.Contact": customer_rows("customer__"),
    "interactions.NextStep": customer_rows("customer__"),
    "value.ProductCost": everyone,
    "value.CostEntry": customer_rows("customer__"),
    "value.PyramidRun": everyone,
    "value.PyramidPlace": customer_rows("customer__"),
    "value.RfmRun": everyone,
    "value.RfmPlace": customer_rows("customer__"),
    "customers.CleaningRun": cleaning_rows,
    "customers.CustomerQuality": customer_rows("customer__"),
    "customers.FieldVerification": customer_rows("customer__"),
    "customers.QualitySnapshot": quality_rows,
    "customers.CleaningChange": customer_rows("customer__"),
    "notices.Notice": own_rows,
    "exports.Export": lambda actor, editing: Q() if actor.may("exports.approve") else own_rows(actor, editing),
    "routing.RoutedItem": routed_rows,
    "interactions.ConsentRecord": customer_rows("customer__"),
    "interactions.ConsentState": customer_rows("customer__"),
    "interactions.Restriction": customer_rows("customer__"),
    "interactions.PersonPackage": customer_rows("customer__"),
    "interactions.PersonRequest": customer_rows("customer__"),
    "interactions.RequestDeed": customer_rows("request__customer__"),
    "interactions.PrivacyPolicy": everyone,
    "webhooks.Subscription": everyone,
    "imports.ImportRun": import_rows(),
    "imports.ImportProblem": import_rows("run__"),
    "imports.ImportTemplate": lambda actor, editing: import_rows()(actor, editing) if editing else Q(),
    "tiering.Programme": everyone,
    "tiering.Simulation": everyone,
    "tiering.SimulationRun": everyone,
    "tiering.ScoreEntry": customer_rows("customer__"),
    "tiering.LevelGrant": customer_rows("customer__"),
    "tiering.Membership": customer_rows("customer__"),
    "tiering.TierPeriod": customer_rows("customer__"),
    "tiering.Correction": customer_rows("customer__"),
    "tiering.GradeCard": everyone,
    "tiering.GradeInput": customer_rows("customer__"),
    "tiering.Grading": customer_rows("customer__"),
    "tiering.GradeState": customer_rows("customer__"),
    "tiering.GradeReview": customer_rows("customer__"),
    "loyalty.BenefitScheme": everyone,
    "loyalty.BenefitGrant": customer_rows("customer__"),
    "loyalty.ActivityPortfolio": everyone,
    "loyalty.ActivityTaking": customer_rows("customer__"),
    "loyalty.ActivityHandover": customer_rows("taking__customer__"),
    "loyalty.PointsScheme": everyone,
    "loyalty.PointsFact": customer_rows("customer__"),
    "loyalty.PointsAdjustment": customer_rows("customer__"),
    "loyalty.PointsAccount": customer_rows("customer__"),
    "loyalty.CouponBatch": everyone,
    "loyalty.Coupon": customer_rows("customer__"),
    "loyalty.CouponUse": customer_rows("customer__"),
    "care.Jar": customer_rows("customer__"),
    "care.Delivery": customer_rows("jar__customer__"),
    "care.Visit": customer_rows("jar__customer__"),
    "care.Absence": customer_rows("jar__customer__"),
    "care.Occasion": customer_rows("jar__customer__"),
    "care.Sizing": customer_rows("jar__customer__"),
    "care.Cadence": customer_rows("customer__"),
    "service.Case": customer_rows("customer__"),
    "service.CaseEntry": customer_rows("case__customer__"),
    "service.Clock": customer_rows("case__customer__"),
    "service.Holding": customer_rows("customer__"),
    "service.Card": customer_rows("customer__"),
    "service.VisitCharge": customer_rows("customer__"),
    "service.Problem": customer_rows("customer__"),
    "service.Occurrence": customer_rows("customer__"),
    "service.Promise": customer_rows("customer__"),
}


def visible(queryset: "QuerySet[M]", actor: Actor, *, editing: bool = False) -> "QuerySet[M]":
    """Return only the rows this actor may see (or change, with `editing`); raises UnscopedModel."""
    scope = ROW_SCOPES.get(queryset.model._meta.label)
    if scope is None:
        raise UnscopedModel(queryset.model._meta.label)
    return queryset.filter(scope(actor, editing))
