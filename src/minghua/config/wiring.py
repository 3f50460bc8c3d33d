"""The wiring: what the rooms declare is handed down to the foundation that serves it."""

from importlib import import_module
from pathlib import Path

from django.core.signals import request_started

import minghua
from minghua.domain.customers import queries as customer_reads
from minghua.domain.customers.operations import terms_in_use
from minghua.domain.customers.queries import declared as customer_fields
from minghua.domain.customers.queries import register as archive_register
from minghua.domain.interactions import queries as interaction_reads
from minghua.foundation.audit import operations as audit
from minghua.foundation.engine import register as engine
from minghua.foundation.exports import register as exports
from minghua.foundation.exports.types import PARAMETERS as EXPORT_PARAMETERS
from minghua.foundation.imports import targets as imports
from minghua.foundation.invariants import register as invariants
from minghua.foundation.jobs import register as jobs
from minghua.foundation.measures import register as measures
from minghua.foundation.parameters import register as parameters
from minghua.foundation.personal import register as personal
from minghua.foundation.personal import retention
from minghua.foundation.personal.declared import FOUNDATION
from minghua.foundation.storage import unit_of_work
from minghua.foundation.vocabulary import register as vocabularies
from minghua.foundation.vocabulary.uses import ColumnUse
from minghua.foundation.webhooks import publishing
from minghua.foundation.webhooks import register as webhooks
from minghua.interfaces.web import measuring, sign_ins
from minghua.interfaces.worker import table as worker
from minghua.journeys import (
    export_adjustments,
    export_audit,
    export_cases,
    export_cleaning,
    export_customer_list,
    export_customers,
    export_grades,
    export_grants,
    export_members,
    export_orders,
)
from minghua.journeys.erase_person import idle
from minghua.journeys.import_customers import CustomersTarget
from minghua.journeys.import_orders import OrdersTarget

ROOMS = ("customers", "catalog", "orders", "interactions", "value", "tiering", "loyalty", "care", "service")


USES = {
    "customers.relation_kind": (ColumnUse("customers.Relation", "kind"),),
    "customers.buying_role": (ColumnUse("customers.Relation", "role"),),
    "customers.family_relation": (ColumnUse("customers.HouseholdMember", "relation"),),
    "customers.attachment_kind": (ColumnUse("customers.Attachment", "kind"),),
    "customers.owner_reason": (ColumnUse("customers.OwnerSpell", "reason"),),
    "orders.kind": (ColumnUse("orders.Order", "kind"),),
    "orders.kind_reason": (ColumnUse("orders.Order", "kind_reason"),),
    "orders.status": (ColumnUse("orders.Order", "status"),),
    "orders.channel": (ColumnUse("orders.Order", "channel"),),
    "orders.match": (ColumnUse("orders.ReturnLine", "match"),),
    "interactions.channel": (ColumnUse("interactions.Contact", "channel"),),
    "interactions.direction": (ColumnUse("interactions.Contact", "direction"),),
    "interactions.outcome": (ColumnUse("interactions.Contact", "outcome"),),
    "interactions.sentiment": (ColumnUse("interactions.Contact", "sentiment"),),
    "catalog.nature": (ColumnUse("catalog.Product", "nature"),),
    "tiering.grade": (
        ColumnUse("tiering.GradeState", "grade"),
        ColumnUse("tiering.Grading", "grade"),
        ColumnUse("tiering.GradeReview", "grade"),
    ),
    "care.preset": (ColumnUse("care.Jar", "preset"),),
    "care.outcome": (ColumnUse("care.Visit", "outcome"),),
    "service.kind": (ColumnUse("service.Case", "kind"),),
    "service.severity": (ColumnUse("service.Case", "severity"),),
    "service.standing": (ColumnUse("service.Case", "standing"),),
    "service.outcome": (ColumnUse("service.Case", "outcome"),),
    "service.clock": (ColumnUse("service.Clock", "kind"),),
    "service.symptom": (ColumnUse("service.Problem", "symptom"), ColumnUse("service.Occurrence", "symptom")),
    "service.condition": (ColumnUse("service.Problem", "condition"), ColumnUse("service.Occurrence", "condition")),
    "service.repair": (ColumnUse("service.Repair", "outcome"),),
    "service.problem_state": (ColumnUse("service.Problem", "state"),),
    "service.promise": (ColumnUse("service.Promise", "kind"),),
    "service.promise_origin": (ColumnUse("service.Promise", "origin"),),
    "service.card_state": (ColumnUse("service.Card", "state"),),
    "catalog.cover_source": (ColumnUse("catalog.WarrantyTerms", "source"),),
    "catalog.cover_scope": (ColumnUse("catalog.WarrantyTerms", "scope"),),
    "catalog.payer": (ColumnUse("catalog.WarrantyTerms", "payer"),),
}


def connect() -> None:
    """Register every room's parameters and vocabularies."""
    for room in ROOMS:
        words = import_module(f"minghua.domain.{room}.types")
        parameters.declare(getattr(words, "PARAMETERS", ()))
        vocabularies.declare(getattr(words, "VOCABULARIES", {}))
        personal.declare(getattr(words, "PERSONAL", ()))
        engine.declare(getattr(words, "FACTS", ()))
    for module in _modules_about("parameters"):
        parameters.declare(getattr(import_module(module), "PARAMETERS", ()))
    for module in _modules_about("invariants"):
        invariants.declare(import_module(module).INVARIANTS)
    for module in _modules_about("named_measures"):
        measures.declare(import_module(module).MEASURES)
    personal.declare(FOUNDATION)
    retention.declare(idle.KINDS)
    for module in _modules_about("retained"):
        retention.declare(import_module(module).KINDS)
    customer_fields.declare("interactions", interaction_reads.LIST_FIELDS)
    for vocabulary, uses in USES.items():
        vocabularies.declare_use(vocabulary, *uses)
    vocabularies.declare_finder(terms_in_use.uses_of)
    jobs.declare(*worker.collected())
    parameters.declare(EXPORT_PARAMETERS)
    for journey in (
        export_customers,
        export_customer_list,
        export_orders,
        export_cases,
        export_audit,
        export_cleaning,
        export_grades,
        export_grants,
        export_adjustments,
        export_members,
    ):
        exports.declare(journey.KINDS)
    imports.register(OrdersTarget())
    imports.register(CustomersTarget())
    sign_ins.connect()
    webhooks.offer(customer_reads.told_columns(), customer_reads.told_values)
    audit.listen(publishing.publish)
    unit_of_work.at_beginning(archive_register.look_again)
    measuring.listen()
    request_started.connect(archive_register.look_again)


def _modules_about(concept: str) -> list[str]:
    """Return the modules of that name in the foundation's packages and beside the rooms' queries and operations."""
    root = Path(next(iter(minghua.__path__)))
    found = (*root.glob(f"foundation/*/{concept}.py"), *root.glob(f"domain/*/[oq]*s/{concept}.py"))
    return sorted(".".join(("minghua", *path.relative_to(root).with_suffix("").parts)) for path in found)
