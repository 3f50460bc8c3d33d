"""What this room keeps of people, column by column and archive field by archive field."""

from dataclasses import replace

from minghua.domain.customers.types.archive import ARCHIVE_FIELDS
from minghua.kernel.personal import Erase, Personal, Register, register

_CUSTOMER = register(
    "customers.Customer",
    "pk",
    """
    name | identify contract identity archive tombstone
    short_name | identify contract identity archive blank
    gender birthday | care contract ordinary archive blank
    mobile phone email wechat | contact contract identity archive blank
    province city district area | serve contract ordinary archive blank
    address | serve contract identity archive blank
    axes_why next_action | follow contract ordinary archive blank
    archive | care contract ordinary archive blank
    source_system external_id | identify contract identity archive blank
    """,
    impersonal="""number kind market_kind channel_kind screening status relation_time value_class pyramid_tier
    lifecycle_stage loyalty_class relation_type attitude origin_channel credit_grade axes_as_of first_order_on
    last_order_on order_count net_minor currency owned_since last_contact_at next_action_on verified_at quality archive_score
    confidentiality import_run_id version created_at updated_at closed_at erased_at""",
)


def _archive() -> tuple[Personal, ...]:
    """One entry for each field kept inside the archive column: a sensitive one is sealed at rest."""
    whole = next(entry for entry in _CUSTOMER.personal if entry.column == "archive")
    return tuple(
        replace(
            whole,
            key=field.code,
            label=field.label,
            basis="separate" if field.sensitive else "consent",
            sensitivity="sensitive" if field.sensitive else "ordinary",
            sealed=field.sensitive,
            erase=Erase.BLANK,
        )
        for field in ARCHIVE_FIELDS.values()
        if not field.column
    )


PERSONAL: tuple[Register, ...] = (
    _CUSTOMER,
    Register(_archive(), frozenset()),
    register("customers.NumberSeries", "none", "", impersonal="code last"),
    register(
        "customers.Relation",
        "from_customer_id to_customer_id",
        "note | care contract ordinary archive row",
        impersonal="kind role since_on until_on",
    ),
    register(
        "customers.HouseholdMember",
        "household_id person_id",
        """
        name | identify contract identity archive row
        relation gender birthday note | care contract ordinary archive row
        """,
        impersonal="since_on until_on import_run_id",
    ),
    register("customers.Tag", "none", "", impersonal="name colour group"),
    register("customers.CustomerTag", "customer_id", "at | care contract ordinary archive row"),
    register(
        "customers.Attachment",
        "customer_id",
        """
        file_id | serve contract identity archive file
        name | serve contract identity archive row
        """,
        impersonal="kind at",
    ),
    register(
        "customers.Pool",
        "none",
        "",
        impersonal="name return_after_days claim_limit daily_limit cooldown_days hold_days hidden_fields",
    ),
    register(
        "customers.OwnerSpell",
        "customer_id",
        "note | follow contract ordinary story blank",
        impersonal="from_at until_at reason",
    ),
    register(
        "customers.CustomField",
        "none",
        "",
        impersonal="""archived_at basis block code created_at default en help_en help_zh kinds longest maximum minimum
        pattern places position purpose retention type updated_at version vocabulary zh""",
    ),
    register(
        "customers.MatchKey",
        "customer_id",
        "digest | identify contract identity index row",
        impersonal="kind",
    ),
    register(
        "customers.ArchiveTemplate",
        "none",
        "",
        impersonal="preset zh en kind market_kind required checklist installed_at removed_at",
    ),
    register("customers.Layout", "none", "", impersonal="kind market_kind role version spec note at"),
    register(
        "customers.Pair",
        "low_id high_id",
        "traits score_ppm verdict millibits why | identify contract ordinary index row",
        impersonal="state found_at judged_at",
    ),
    register(
        "customers.DoubleSearch",
        "none",
        "",
        impersonal="""name last_key_id until_key_id looked_at found wide stop_asked near_after_id near_until_id
        started_at finished_at""",
    ),
    register("customers.LikenessModel", "none", "", impersonal="kind spec learned_at"),
    register(
        "customers.Merge",
        "survivor_id loser_id",
        "journal | identify contract identity archive blank",
        impersonal="at score_ppm undone_at",
    ),
    register("customers.ShapeStamp", "none", "", impersonal="stamp"),
    register(
        "customers.CleaningRun",
        "none",
        "",
        impersonal="label state rules ask fences counts total done after_id created_at checked_at applied_at undone_at",
    ),
    register(
        "customers.CleaningChange",
        "customer_id",
        "old new | identify contract identity archive row",
        impersonal="path rule reason_zh reason_en mend state",
    ),
    register(
        "customers.CustomerQuality",
        "customer_id",
        "",
        impersonal="completeness validity uniqueness timeliness consistency total archive as_of rule_version",
    ),
    register("customers.FieldVerification", "customer_id", "", impersonal="path verified_at"),
    register(
        "customers.QualitySnapshot",
        "none",
        "",
        impersonal="""as_of scope scope_id customers completeness validity uniqueness timeliness consistency total archive
        rule_version parameter_version""",
    ),
    register("customers.QualityMark", "none", "", impersonal="code at after_id"),
    register(
        "customers.BulkAct",
        "none",
        "",
        impersonal="token verb before at undone_at state ids argument position refused restored",
    ),
    register(
        "customers.Reveal",
        "customer_id",
        "text | account duty ordinary account blank",
        impersonal="field reason at until",
    ),
)
